"""A small flood season on a store: points, sensors, stations, readings and complaints, for tests of 积水治理."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select

from geodata import grid
from geodata.clock import local
from geodata.store.engine import write_transaction
from geodata.store.models import DepthReading, RainReading, Site, SiteState
from tests.scene import placed

NOW = datetime.fromisoformat("2026-07-16 14:30")     # naive: Shanghai wall time
STREET, OTHER = "110114012", "110114011"
LON, LAT = 116.325, 40.068

_SITE: dict[str, Any] = {
    "name": "", "owner": "", "parent_no": "", "place_text": "", "place_level": "门牌", "place_radius_m": 50, "place_approx": False,
    "geom": None, "area_geom": None, "lon": None, "lat": None, "h3_11": None, "district_code": None, "street_code": None,
    "community_code": None, "status": "", "details": {}, "row_digest": "", "batch_id": None, "is_sample": True,
}  # fmt: skip


def site(kind: str, number: str, *, street: str | None = STREET, lon: float = LON, lat: float = LAT, **given: Any) -> dict[str, Any]:
    """Values of one place."""
    where = {"lon": lon, "lat": lat, "h3_11": int(grid.cells_of([lon], [lat])[0]), "district_code": street[:6] if street else None}
    return {**_SITE, "kind": kind, "site_no": number, "name": f"示例{number}", "street_code": street, **where, **given}


def point(number: str, status: str = "未治理", **given: Any) -> dict[str, Any]:
    """Values of one waterlogging point."""
    return site("waterlogging", number, status=status, **given)


def add_sites(engine: Engine, *rows: dict[str, Any]) -> dict[str, int]:
    """Insert places; their ids by number."""
    with write_transaction(engine) as store:
        store.execute(insert(Site), list(rows))
        return {no: i for i, no in store.execute(select(Site.id, Site.site_no))}


def add_rain(engine: Engine, site_id: int, readings: Iterable[tuple[datetime, float]], interval_min: int = 10) -> None:
    """Insert readings of a station: naive end of the interval, mm."""
    rows = [{"site_id": site_id, "at": at, "interval_min": interval_min, "rain_mm": mm, "is_sample": True} for at, mm in readings]
    with write_transaction(engine) as store:
        store.execute(insert(RainReading), rows)


def add_depth(engine: Engine, site_id: int, readings: Iterable[tuple[datetime, float]]) -> None:
    """Insert readings of a sensor: naive time, mm."""
    with write_transaction(engine) as store:
        store.execute(insert(DepthReading), [{"site_id": site_id, "at": at, "depth_mm": mm, "is_sample": True} for at, mm in readings])


def add_states(engine: Engine, site_id: int, *states: tuple[str, datetime, str]) -> None:
    """Insert states: status, naive time, source."""
    rows = [{"site_id": site_id, "status": s, "at": at, "source": source, "note": "", "is_sample": True} for s, at, source in states]
    with write_transaction(engine) as store:
        store.execute(insert(SiteState), rows)


def shower(start: datetime, mm: float, hours: float = 1) -> list[tuple[datetime, float]]:
    """A shower of so many mm in all, in 10-minute readings."""
    count = int(hours * 6)
    return [(start + timedelta(minutes=10 * (i + 1)), mm / count) for i in range(count)]


def water_complaint(number: str, at: datetime, *, lon: float = LON, lat: float = LAT, street: str = STREET, **given: Any) -> dict[str, Any]:
    """Fields of a complaint of standing water at an exact place."""
    codes = {"street_code": street, "district_code": street[:6]}
    return {"order_no": number, "created_at": at, "category_code": "030501", "is_sample": True, **codes, **placed(lon, lat), **given}


@dataclass(frozen=True)
class Season:
    """What `flood_season` made: ids by number, and the complaints to be loaded."""

    ids: dict[str, int]
    complaints: list[dict[str, Any]] = field(default_factory=list)


def flood_season(engine: Engine) -> Season:
    """One street's season: JS-1 treated on 1 July 2025 (16 complaints a shower before, 4 after), under water now; JS-2 relapsed; JS-3 open
    with a silent sensor; JS-9 in the next street. Eight showers of 20 mm, the last of them today.
    """
    closing = datetime.fromisoformat("2025-07-01 23:59")
    ids = add_sites(
        engine,
        point("JS-1", "已销账", details={"cause": "管网", "measure": "新建泵站", "planned_cny": 1.2e6, "paid_cny": 6e5}, owner="示例单位1"),
        point("JS-2", "复发", lon=LON + 0.02),
        point("JS-3", "未治理", lon=LON + 0.03),
        point("JS-9", "治理中", street=OTHER, lat=LAT + 0.02),
        site("depth_sensor", "S-1", parent_no="JS-1"),
        site("depth_sensor", "S-3", parent_no="JS-3", lon=LON + 0.03),
        site("depth_sensor", "S-9", parent_no="JS-9", street=OTHER, lat=LAT + 0.02),
        site("rain_station", "R-1"),
        site("rain_station", "R-9", street=OTHER, lat=LAT + 0.02),
    )
    add_states(engine, ids["JS-1"], ("已销账", closing, "register"))
    add_states(engine, ids["JS-2"], ("已销账", closing, "register"), ("复发", closing + timedelta(days=9), "complaint"))
    days = [closing + timedelta(days=n, hours=-12) for n in (-40, -30, -20, -10, 10, 20, 30)]
    complaints = []
    for i, start in enumerate([*days, NOW - timedelta(hours=1)]):
        for station in ("R-1", "R-9"):
            add_rain(engine, ids[station], shower(start, 20))
        complaints += [water_complaint(f"W{i}-{n}", start + timedelta(minutes=30 + n)) for n in range(16 if start < closing else 4)]
    add_rain(engine, ids["R-1"], [(days[0] - timedelta(days=30), 0)])
    add_depth(engine, ids["S-1"], [(NOW - timedelta(minutes=2 + 10 * i), 220 - 20 * i) for i in range(6)])
    add_depth(engine, ids["S-9"], [(NOW - timedelta(minutes=5), 0)])
    add_depth(engine, ids["S-3"], [(NOW - timedelta(minutes=90), 0)])
    return Season(ids, complaints)


def now() -> datetime:
    """The aware time that this world's queries are asked at."""
    return local(NOW)
