"""What closing a point's case brought: complaints of standing water in its catchment per millimetre of rain, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import numpy as np
import polars as pl
from geoalchemy2.shape import to_shape
from sqlalchemy import select

from dashboard.access.scope import EVERY_CODE
from dashboard.queries.cubes import Source
from dashboard.queries.register import Register
from dashboard.queries.water.places import POINT, Place, all_stations, histories, nearest, numbered, places_of
from dashboard.queries.water.readings import Readings
from dashboard.queries.water.storms import area_events, seen_complaints, with_ends
from dashboard.texts import waterlogging as words
from geodata.clock import local
from geodata.errors import NotFound
from geodata.store.models import Site
from geodata.water.catchment import cells_inside, cells_within
from geodata.water.curve import Floats
from geodata.water.effect import Effect, EventCount, Side, effect_of
from geodata.water.events import RainEvent, minute_of, minutes_of
from geodata.water.relapse import CLOSED, State

WINDOW = timedelta(days=731)
EXACT_RES = 9               # a complaint belongs to a catchment where it is located finely enough for a hexagon of this size


@dataclass(frozen=True)
class EventPoint:
    """One event on a side of the measure, for the chart."""

    start: datetime
    rain_mm: float
    count: int
    is_after: bool


@dataclass(frozen=True)
class PointEffect:
    """The effect at one point, split at its last 销账. `is_few`: counts too small for this reader, so that they, the rates and the ratio
    are None and only the verdict is told; `station` is where the rain was measured, "" where none is near.
    """

    no: str
    name: str
    status: str
    closed_at: datetime
    effect: Effect
    is_few: bool
    station: str
    events: tuple[EventPoint, ...] = ()


def effects(register: Register, source: Source, area: str) -> tuple[PointEffect, ...]:
    """The effects at all points of an area whose case was ever closed, by number. Raises NotFound, RightsError, StoreError."""
    return _effects(register, source, places_of(register, area, POINT), is_exact=source.is_exact(area))


def effect(register: Register, source: Source, site_no: str) -> PointEffect | None:
    """The effect at one point; None while its case was never closed. Raises NotFound for a point that the reader may not see."""
    point = numbered(register, site_no)
    if point is None:
        raise NotFound(words.NO_POINT.format(no=site_no[:24]))
    street = point.street_code or ""
    is_exact = source.is_exact(street) if register.pack.areas.get(street) else source.scope.is_exact((EVERY_CODE,))
    return next(iter(_effects(register, source, (point,), is_exact=is_exact)), None)


def _effects(register: Register, source: Source, points: Sequence[Place], *, is_exact: bool) -> tuple[PointEffect, ...]:
    told = histories(register, points)
    closed = [(p, at) for p in points if (at := _closed_at(told[p.id])) and p.point]
    if not closed:
        return ()
    name = ("water.effects", register.scope, tuple((p.id, p.status, at) for p, at in closed), is_exact)
    version = (Readings(register).held().version, source.version)
    return register.memory.kept(name, version, lambda: _compared(register, source, closed, is_exact=is_exact))


def _compared(register: Register, source: Source, closed: Sequence[tuple[Place, datetime]], *, is_exact: bool) -> tuple[PointEffect, ...]:
    catchments, complaints = _catchments(register, [p for p, _ in closed]), _exact(register, source)
    readings, days = Readings(register).settled(), _days(source)
    stations = [s for s in all_stations(register) if s.id in readings.held().rain_spells]
    found, events = [], {}
    for point, at in closed:
        station = nearest(point.point, stations)
        if station and station.id not in events:
            events[station.id] = [(e, until) for e, until in with_ends(area_events(readings, (station,))) if _is_known(e, days)]
        times = minutes_of(complaints.filter(pl.col("h3_11").is_in(catchments[point.id]))["created_at"])
        found.append(_effect(register, (point, at), times, station, events[station.id] if station else []))
    return tuple(found) if is_exact else tuple(_suppressed(line, register.pack.rules.suppression.min_count) for line in found)


def _closed_at(states: Sequence[State]) -> datetime | None:
    return max((s.at for s in states if s.status == CLOSED), default=None)


def _catchments(register: Register, points: Sequence[Place]) -> dict[int, tuple[int, ...]]:
    """The cells of each point's catchment: of the polygon the register draws, else of the circle of the relapse rule."""
    asked = select(Site.id, Site.area_geom).where(Site.id.in_([p.id for p in points]), Site.area_geom.is_not(None))
    with register.read() as store:
        drawn = {site: cells_inside(to_shape(shape)) for site, shape in store.execute(asked)}
    radius = register.pack.rules.waterlogging.relapse_radius_m
    return {p.id: drawn.get(p.id) or cells_within(p.point, radius) for p in points if p.point}


def _exact(register: Register, source: Source) -> pl.DataFrame:
    """Complaints of standing water that the reader may see and whose place is known finely enough, by time."""
    rows = seen_complaints(register, source).filter(
        pl.col("h3_11").is_not_null(), pl.col("radius_m") <= register.pack.rules.hex.max_radius_m[EXACT_RES]
    )
    return rows if register.pack.config.allow_approx else rows.filter(~pl.col("approx"))


def _effect(
    register: Register, closed: tuple[Place, datetime], times: Floats, station: Place | None, events: Sequence[tuple[RainEvent, datetime]]
) -> PointEffect:
    point, at = closed
    rules = register.pack.rules
    sides: tuple[list[EventPoint], list[EventPoint]] = ([], [])
    for event, until in events:
        is_after = event.start > at
        if is_after or (event.start >= at - WINDOW and until <= at):
            count = int(np.searchsorted(times, minute_of(until)) - np.searchsorted(times, minute_of(event.start)))
            sides[is_after].append(EventPoint(event.start, event.rain_mm, count, is_after))
    before, after = ([EventCount(e.rain_mm, e.count) for e in side] for side in sides)
    told = effect_of(before, after, least_events=rules.waterlogging.least_events, confidence_pct=rules.effects.confidence_pct)
    name = station.name or station.no if station else ""
    return PointEffect(point.no, point.name, point.status, at, told, False, name, (*sides[0], *sides[1]))


def _days(source: Source) -> tuple[datetime, datetime] | None:
    """From when to when there are complaints at all; None without any."""
    first, newest = source.history.first_day, source.history.newest_at
    return (local(datetime.combine(first, time())), newest) if first and newest else None


def _is_known(event: RainEvent, days: tuple[datetime, datetime] | None) -> bool:
    """Whether an event lies whole in the time that complaints tell of."""
    return days is not None and days[0] <= event.start and event.end <= days[1]


def _suppressed(line: PointEffect, least: int) -> PointEffect:
    """Without counts, rates, ratio and events where a side has some complaints, but fewer than a reader may be told."""
    sides = (line.effect.before, line.effect.after)
    if not any(0 < side.count < least for side in sides):
        return replace(line, events=())
    before, after = (Side(side.events, side.rain_mm, 0) for side in sides)
    bare = Effect(before, after, line.effect.verdict)
    return replace(line, effect=bare, is_few=True, events=())
