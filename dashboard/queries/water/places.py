"""The registered places of the water: points (积水点), rain stations, depth sensors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from dashboard.queries.region import Region
from dashboard.queries.register import Register
from geodata.coords import LonLat
from geodata.plane import distance_m
from geodata.store.models import Site, SiteState
from geodata.water.relapse import State, history

POINT, STATION, SENSOR = "waterlogging", "rain_station", "depth_sensor"
NEAREST = 3                 # stations that stand for an area without any of its own
_COLUMNS = (
    "id", "site_no", "name", "owner", "parent_no", "place_text", "lon", "lat", "h3_11", "street_code", "status", "details", "is_sample",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One row of the register; `details` is what only its kind has."""

    id: int
    no: str
    name: str
    owner: str
    parent_no: str
    place_text: str
    point: LonLat | None
    h3_11: int | None
    street_code: str | None
    status: str
    details: Mapping[str, Any]
    is_sample: bool


def places_of(register: Register, area: str, kind: str) -> tuple[Place, ...]:
    """The places of a kind in an area by number. Raises NotFound, RightsError, StoreError."""
    return _read(register, kind, register.within(area, Site))


@dataclass(frozen=True)
class Ground:
    """The places of an area, read at one go: its points and sensors, the stations that stand for it, and those of everywhere."""

    points: tuple[Place, ...]
    sensors: tuple[Place, ...]
    stations: tuple[Place, ...]
    everywhere: tuple[Place, ...]


def ground_of(register: Register, area: str) -> Ground:
    """All places that a view of an area is made of. Raises NotFound, RightsError, StoreError."""
    here = and_(Site.kind.in_((POINT, SENSOR)), register.within(area, Site))
    parts: dict[str, list[Place]] = {POINT: [], SENSOR: [], STATION: []}
    for kind, place in _found(register, or_(Site.kind == STATION, here)):
        parts[kind].append(place)
    everywhere = tuple(parts[STATION])
    return Ground(tuple(parts[POINT]), tuple(parts[SENSOR]), _standing_for(register, area, everywhere), everywhere)


def all_stations(register: Register) -> tuple[Place, ...]:
    """Every rain station: weather is everybody's."""
    return _read(register, STATION, true())


def _standing_for(register: Register, area: str, stations: tuple[Place, ...]) -> tuple[Place, ...]:
    """Of all stations those that stand for an area: its own; the nearest few where it has none. Raises NotFound, RightsError."""
    region = register.region(area)
    inside = tuple(s for s in stations if region.is_everything or any(lo <= (s.street_code or "") < hi for lo, hi in region.ranges))
    bounds = register.pack.areas.bounds(area)
    if inside or bounds is None:
        return inside or stations
    centre = LonLat((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    placed = {s.no: (distance_m(centre, s.point), s.no) for s in stations if s.point}
    return tuple(sorted((s for s in stations if s.no in placed), key=lambda s: placed[s.no])[:NEAREST])


def numbered(register: Register, number: str) -> Place | None:
    """The waterlogging point of a number, wherever the reader may see it; None where there is none."""
    seen = Region(register.scope.ranges, register.scope.includes_outside).clause(Site)
    return next(iter(_read(register, POINT, seen & (Site.site_no == number))), None)


def sensors_of(point: Place, sensors: Iterable[Place], radius_m: float) -> tuple[Place, ...]:
    """The sensors of a point: those that name it and, where none does, those within the radius that name no other."""
    known = tuple(sensors)
    own = tuple(s for s in known if s.parent_no == point.no)
    return own or tuple(s for s in known if not s.parent_no and _is_near(s, point, radius_m))


def nearest(point: LonLat | None, stations: Sequence[Place]) -> Place | None:
    """The station nearest to a position; None where either is not known."""
    placed = [s for s in stations if s.point]
    return min(placed, key=lambda s: (distance_m(point, s.point), s.no), default=None) if point else None  # type: ignore[arg-type]


def histories(register: Register, places: Iterable[Place]) -> dict[int, tuple[State, ...]]:
    """The states of places by id, oldest first, as `geodata.water.relapse.history` tells them."""
    ids = [p.id for p in places]
    rows: dict[int, list[State]] = {i: [] for i in ids}
    asked = select(SiteState.site_id, SiteState.status, SiteState.at, SiteState.source, SiteState.note).where(SiteState.site_id.in_(ids))
    with register.read() as store:
        for site_id, status, at, source, note in store.execute(asked):
            rows[site_id].append(State(status, at, source, note))
    return {site_id: history(states) for site_id, states in rows.items()}


def since(states: Sequence[State], status: str) -> datetime | None:
    """Since when a place has its status; None where its history does not say."""
    last = states[-1] if states else None
    return last.at if last and last.status == status else None


def _read(register: Register, kind: str, where: ColumnElement[bool]) -> tuple[Place, ...]:
    return tuple(place for _, place in _found(register, and_(Site.kind == kind, where)))


def _found(register: Register, where: ColumnElement[bool]) -> list[tuple[str, Place]]:
    """Places with their kind, by number."""
    asked: Select[Any] = select(Site.kind, *(getattr(Site, name) for name in _COLUMNS)).where(where).order_by(Site.site_no)
    with register.read() as store:
        return [(row.kind, _place(row)) for row in store.execute(asked)]


def _place(row: Any) -> Place:
    return Place(
        id=row.id, no=row.site_no, name=row.name, owner=row.owner, parent_no=row.parent_no, place_text=row.place_text,
        point=None if row.lon is None or row.lat is None else LonLat(row.lon, row.lat), h3_11=row.h3_11, street_code=row.street_code,
        status=row.status, details=row.details or {}, is_sample=row.is_sample,
    )  # fmt: skip


def _is_near(sensor: Place, point: Place, radius_m: float) -> bool:
    return bool(sensor.point and point.point) and distance_m(sensor.point, point.point) <= radius_m  # type: ignore[arg-type]
