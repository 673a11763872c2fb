"""A small city of complaints, loaded by the real load on a real store, its history built: what query tests count."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.queries.cubes import Source
from etl import history
from etl.load import load_prepared
from geodata import grid
from geodata.history import open_history
from geodata.pack import Pack
from geodata.settings import Settings
from tests.factories import complaint_frame, prepared

NEWEST = datetime.fromisoformat("2026-11-22 21:40")      # naive: Shanghai wall time
FIRST_DAY, LAST_DAY = NEWEST.date() - timedelta(days=29), NEWEST.date()
STREETS = ("110114007", "110114010", "110114011", "110114012", "110114001", "110105011", "110108019")
HANDLERS = ("市水务局", "区园林局", "街道办事处")
LEVELS = ((50, "门牌"), (250, "小区"), (1500, "道路"))


def filled(engine: Engine, settings: Settings, pack: Pack, rows: list[dict[str, Any]]) -> Source:
    """The store with these complaints (fields as `tests.factories.complaint`), its history, seen by a municipal reader."""
    load_prepared(engine, prepared(settings.home / "spool", complaint_frame(*rows)))
    history.refresh(engine, settings)
    return Source(open_history(settings), pack, Scope.everything())


def city(count: int = 900, days: int = 760, seed: int = 5) -> list[dict[str, Any]]:
    """Complaints over two years, texts by number, places exact, coarse, sketched, none, outside every area."""
    rng = np.random.default_rng(seed)
    lon, lat = 116.33 + rng.normal(0, 0.03, 40), 40.07 + rng.normal(0, 0.015, 40)
    spots = list(zip(lon.tolist(), lat.tolist(), grid.cells_of(lon, lat).tolist(), strict=True))
    ages = np.sort(rng.integers(0, days * 24 * 60, count))[::-1]
    ages[-1] = 0
    return [_complaint(i, int(age), spots, rng) for i, age in enumerate(ages)]


def placed(lon: float, lat: float, **given: Any) -> dict[str, Any]:
    """Fields of a complaint with an exact point."""
    cell = int(grid.cells_of([lon], [lat])[0])
    return {"lon": lon, "lat": lat, "h3_11": cell, "place_radius_m": 50, "place_level": "门牌", **given}


def _complaint(number: int, age_minutes: int, spots: list[tuple[float, float, int]], rng: np.random.Generator) -> dict[str, Any]:
    chance = rng.random(8)
    street = STREETS[rng.integers(len(STREETS))] if chance[0] > 0.1 else None
    at = NEWEST - timedelta(minutes=age_minutes)
    row: dict[str, Any] = {
        "order_no": f"D{number:06d}",
        "title": f"标题{number:06d}",
        "content": f"正文{number:06d}",
        "place_name": f"地点{number:06d}",
        "handler": HANDLERS[number % len(HANDLERS)],
        "created_at": at,
        "deadline_at": at + timedelta(days=7),
        "category_code": f"{rng.integers(1, 4):02d}0101" if chance[1] > 0.1 else "",
        "street_code": street,
        "district_code": street[:6] if street else ("110114" if chance[0] > 0.05 else None),
        "community_code": f"{street}001" if street and chance[2] > 0.4 else None,
        "status": "closed" if chance[3] > 0.2 else "handling",
        "closed_at": at + timedelta(days=float(9 * chance[3])) if chance[3] > 0.2 else None,
        "is_callback_valid": bool(chance[4] > 0.4) if chance[4] > 0.2 else None,
        "is_contacted": bool(chance[4] > 0.45) if chance[4] > 0.2 else None,
        "is_resolved": bool(chance[4] > 0.5) if chance[4] > 0.2 else None,
        "satisfaction": ("满意", "基本满意", "不满意")[rng.integers(3)] if chance[4] > 0.4 else None,
        "is_boundary_conflict": bool(chance[5] > 0.97),
        "place_approx": bool(chance[6] > 0.7),
        "is_sample": True,
    }
    if street and chance[7] > 0.15:
        (lon, lat, cell), (radius, level) = spots[rng.integers(len(spots))], LEVELS[rng.integers(len(LEVELS))]
        row |= {"lon": lon, "lat": lat, "h3_11": cell, "place_radius_m": radius, "place_level": level}
    return row


def home_of(folder: Path) -> Settings:
    """Settings of a home in a folder, which is made."""
    (folder / "home").mkdir(parents=True, exist_ok=True)
    return Settings(home=folder / "home")
