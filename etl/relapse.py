"""Relapses (复发) after a load: what complaints and sensors say of places whose case was closed, written into their history.

Worked out from the whole store each time, so that the order of files does not matter and doing it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, or_, select, update

from etl import texts
from geodata.clock import local
from geodata.coords import LonLat
from geodata.pack import Pack
from geodata.plane import distance_m
from geodata.store.engine import write_transaction
from geodata.store.models import Complaint, DepthReading, Site, SiteState
from geodata.water.alarms import thresholds_of
from geodata.water.catchment import cells_round
from geodata.water.relapse import CLOSED, COMPLAINT, DEPTH, RELAPSED, Sighting, State, relapses, status_now

POINT, SENSOR = "waterlogging", "depth_sensor"
EXACT_RES = 9               # a complaint tells of a place where it is located finely enough for a hexagon of this size
CELLS_AT_ONCE = 500
_PLACE = (
    "place_text", "place_level", "place_radius_m", "place_approx", "lon", "lat", "h3_11", "district_code", "street_code", "community_code",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A point or sensor as far as relapses go."""

    id: int
    no: str
    parent_no: str
    point: LonLat | None
    status: str
    details: Mapping[str, Any]
    is_sample: bool


def refresh(engine: Engine, pack: Pack) -> int:
    """Bring sensors, histories and statuses of all waterlogging points up to what the store holds; the number of relapses found anew.

    Raises StoreError.
    """
    with write_transaction(engine, is_load=True) as store:
        _seat_sensors(store)
        states = _states(store)
        points, sensors = _places(store, POINT), _places(store, SENSOR)
        return sum(_settled(store, pack, point, states.get(point.id, []), sensors) for point in points)


def _settled(store: Connection, pack: Pack, point: Place, states: list[State], sensors: Iterable[Place]) -> int:
    """Write what is new of one point; how many relapses are."""
    closings = [s.at for s in states if s.status == CLOSED]
    rules = pack.rules.waterlogging
    seen = [*_complaints(store, pack, point, min(closings)), *_depths(store, pack, point, sensors, min(closings))] if closings else []
    told = {(s.status, s.at) for s in states}
    found = [s for s in relapses(closings, seen, radius_m=rules.relapse_radius_m, days=rules.relapse_days) if (RELAPSED, s.at) not in told]
    if found:
        rows = [{"site_id": point.id, "status": RELAPSED, "at": s.at, "source": s.source, "note": _note(s), "is_sample": point.is_sample}
                for s in found]  # fmt: skip
        store.execute(insert(SiteState), rows)
    stated, at = point.details.get("stated_status"), point.details.get("stated_at")
    stated_at = local(datetime.fromisoformat(str(at))) if at else None
    known = [*states, *(State(RELAPSED, s.at, s.source) for s in found)]
    status = status_now(str(stated if stated is not None else _unstated(point, states)), stated_at, known)
    if status != point.status:
        store.execute(update(Site).where(Site.id == point.id).values(status=status))
    return len(found)


def _unstated(point: Place, states: list[State]) -> str:
    """The status of a place that no register file has stated: as it is, a relapse being the rule's and not the register's."""
    return CLOSED if point.status == RELAPSED and any(s.status == CLOSED for s in states) else point.status


def _complaints(store: Connection, pack: Pack, point: Place, since: datetime) -> list[Sighting]:
    """Complaints of standing water near a point after a time, found by their cells."""
    if point.point is None:
        return []
    rules, cells, found = pack.rules.waterlogging, cells_round(point.point, pack.rules.waterlogging.relapse_radius_m), []
    for start in range(0, len(cells), CELLS_AT_ONCE):
        asked = select(Complaint.created_at, Complaint.lon, Complaint.lat).where(
            Complaint.h3_11.in_(cells[start : start + CELLS_AT_ONCE]), Complaint.created_at > since,
            or_(*(Complaint.category_code.startswith(code) for code in rules.complaint_categories)),
            Complaint.place_radius_m <= pack.rules.hex.max_radius_m[EXACT_RES],
            *([] if pack.config.allow_approx else [Complaint.place_approx.is_(False)]),
        )  # fmt: skip
        for at, lon, lat in store.execute(asked):
            if lon is not None and lat is not None:
                found.append(Sighting(at, COMPLAINT, distance_m(point.point, LonLat(lon, lat))))
    return found


def _depths(store: Connection, pack: Pack, point: Place, sensors: Iterable[Place], since: datetime) -> list[Sighting]:
    """Readings from the alarm depth on after a time, of the point's own sensors and of those near that belong to no other."""
    limit, radius = thresholds_of(pack.rules.waterlogging, point.details).depth_mm, pack.rules.waterlogging.relapse_radius_m
    found = []
    for sensor in sensors:
        away = _away(sensor, point)
        if sensor.parent_no != point.no and (sensor.parent_no or away > radius):
            continue
        asked = select(DepthReading.at, DepthReading.depth_mm).where(
            DepthReading.site_id == sensor.id, DepthReading.at > since, DepthReading.depth_mm >= limit
        )
        near = min(away, radius)            # a point's own sensor stands for it wherever it was put
        found += [Sighting(at, DEPTH, near, mm) for at, mm in store.execute(asked)]
    return found


def _away(sensor: Place, point: Place) -> float:
    if sensor.parent_no == point.no:
        return 0.0
    return distance_m(sensor.point, point.point) if sensor.point and point.point else float("inf")


def _note(seen: Sighting) -> str:
    if seen.source == DEPTH:
        return texts.STATE_BY_DEPTH.format(mm=f"{seen.depth_mm:g}")
    return texts.STATE_BY_COMPLAINT.format(metres=f"{seen.distance_m:.0f}")


def _seat_sensors(store: Connection) -> None:
    """A sensor that came without a place stands where its point stands; the two may come in either order."""
    bare = select(Site.id, Site.parent_no).where(
        Site.kind == SENSOR, Site.parent_no != "", Site.lon.is_(None), Site.district_code.is_(None)
    )
    for sensor_id, number in store.execute(bare).all():
        columns = [getattr(Site, name) for name in (*_PLACE, "geom")]
        row = store.execute(select(*columns).where(Site.kind == POINT, Site.site_no == number)).first()
        if row is not None and (row.lon is not None or row.district_code is not None):
            store.execute(update(Site).where(Site.id == sensor_id).values(**row._mapping))


def _states(store: Connection) -> dict[int, list[State]]:
    found: dict[int, list[State]] = {}
    asked = select(SiteState.site_id, SiteState.status, SiteState.at, SiteState.source).join(Site, Site.id == SiteState.site_id)
    for site_id, status, at, source in store.execute(asked.where(Site.kind == POINT)):
        found.setdefault(site_id, []).append(State(status, at, source))
    return found


def _places(store: Connection, kind: str) -> list[Place]:
    asked = select(Site.id, Site.site_no, Site.parent_no, Site.lon, Site.lat, Site.status, Site.details, Site.is_sample)
    rows = store.execute(asked.where(Site.kind == kind).order_by(Site.id))
    return [
        Place(r.id, r.site_no, r.parent_no, None if r.lon is None else LonLat(r.lon, r.lat), r.status, r.details or {}, r.is_sample)
        for r in rows
    ]
