"""Offences, car parks and enforcements for tests, put straight into a store: the smallest valid rows, and a small city of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Engine, insert

from geodata import grid
from geodata.store.engine import write_transaction
from geodata.store.models import Site, Violation

NEWEST = datetime.fromisoformat("2026-11-22 21:30")        # naive: Shanghai wall time, within an hour of `tests.scene.NEWEST`
# a spot in each street, WGS-84, by the pack's sketch outlines
SPOTS = {
    "110114011": (116.335, 40.082),
    "110114012": (116.315, 40.072),
    "110114007": (116.415, 40.055),
    "110114010": (116.372, 40.070),
    "110105011": (116.480, 40.000),
    "110108019": (116.280, 40.020),
}
ROADS = ("示例路甲", "示例路乙", "示例街")


def violation(number: int, **given: Any) -> dict[str, Any]:
    """One offence: an unplaced camera event of 回龙观街道 unless told otherwise."""
    row: dict[str, Any] = {
        "violation_no": f"V{number:07d}", "kind": "parking", "source": "camera", "camera_no": "", "at": NEWEST, "road_name": "",
        "place_text": "", "place_level": "无", "place_radius_m": None, "place_approx": False, "lon": None, "lat": None, "h3_11": None,
        "district_code": "110114", "street_code": "110114011", "community_code": None, "is_false_alarm": False, "order_no": "",
        "row_digest": f"{number:032x}", "batch_id": None, "is_sample": True,
    }  # fmt: skip
    return {**row, **given}


def at_point(lon: float, lat: float, **given: Any) -> dict[str, Any]:
    """Fields of a row with an exact point."""
    return {"lon": lon, "lat": lat, "h3_11": int(grid.cells_of([lon], [lat])[0]), "place_radius_m": 20, "place_level": "门牌", **given}


def site(number: str, kind: str, details: Mapping[str, Any], **given: Any) -> dict[str, Any]:
    """One registered place of 回龙观街道."""
    row: dict[str, Any] = {
        "kind": kind, "site_no": number, "name": f"示例{number}", "owner": "", "parent_no": "", "place_text": "", "place_level": "无",
        "place_radius_m": None, "place_approx": False, "lon": None, "lat": None, "h3_11": None, "district_code": "110114",
        "street_code": "110114011", "community_code": None, "status": "", "details": dict(details), "row_digest": f"{number:0>32}",
        "batch_id": None, "is_sample": True,
    }  # fmt: skip
    return {**row, **given}


def put(engine: Engine, violations: Iterable[Mapping[str, Any]] = (), sites: Iterable[Mapping[str, Any]] = ()) -> None:
    """Into the store."""
    with write_transaction(engine) as store:
        for model, rows in ((Violation, list(violations)), (Site, list(sites))):
            for at in range(0, len(rows), 5_000):
                store.execute(insert(model), [dict(row) for row in rows[at : at + 5_000]])


def offences(count: int, days: int = 120, seed: int = 3) -> list[dict[str, Any]]:
    """Offences of every kind and source in six streets, some without a road, a point, a street; evenings are worst."""
    rng = np.random.default_rng(seed)
    streets = list(SPOTS)
    minutes = np.sort(rng.integers(0, days * 1440, count))[::-1]
    chance = rng.random((count, 8))
    spread = rng.normal(0, 0.004, (count, 2))
    hours = rng.choice(24, count, p=_rhythm())
    return [_offence(n, streets, int(minutes[n]), chance[n], spread[n], int(hours[n])) for n in range(count)]


def _offence(n: int, streets: list[str], minutes: int, chance: Any, spread: Any, hour: int) -> dict[str, Any]:
    street = streets[int(chance[0] * len(streets))]
    source = "camera" if chance[1] < 0.5 else "patrol" if chance[1] < 0.7 else "complaint"
    at = min(NEWEST, (NEWEST - timedelta(minutes=minutes)).replace(hour=hour))
    lon, lat = SPOTS[street]
    placed = at_point(round(lon + spread[0], 5), round(lat + spread[1], 5)) if chance[2] < 0.9 else {}
    where = {"street_code": street, "district_code": street[:6]} if chance[3] < 0.98 else {"street_code": None, "district_code": None}
    return violation(
        n, source=source, at=at, kind=("parking", "vending", "bikes")[int(chance[4] ** 2 * 3)], **placed, **where,
        road_name=ROADS[int(chance[5] * 3)] if chance[5] < 0.95 else "", camera_no=f"C{int(chance[6] * 12):02d}" * (source == "camera"),
        is_false_alarm=bool(source == "camera" and chance[7] < 0.1),
    )  # fmt: skip


def _rhythm() -> Any:
    weights = np.array([1] * 7 + [4, 6, 5, 4, 4, 4, 4, 4, 4, 5, 7, 9, 10, 8, 6, 4, 2], float)
    return weights / weights.sum()
