"""Rain events of an area and their replay: rain, depth and complaints on one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
from sqlalchemy import select

from dashboard.queries.cubes import Source
from dashboard.queries.region import Region
from dashboard.queries.register import Register
from dashboard.queries.water.field import Field, field_of
from dashboard.queries.water.places import Place
from dashboard.queries.water.readings import Readings
from dashboard.state import FLOOD_SEASON, ViewState
from geodata.store.models import DepthReading
from geodata.water.bands import band_of
from geodata.water.curve import HOUR, Floats, curve_of
from geodata.water.events import RainEvent, Spell, at_minute, events_of, minute_of, minutes_of
from geodata.water.lag import lag_steps

STEP_MIN = 10
LEAD, TAIL = timedelta(hours=1), timedelta(hours=12)      # shown before the first and after the last wet interval
AFTERMATH = timedelta(hours=24)                           # so long after an event a complaint still belongs to it, or up to the next
PAD = timedelta(days=3)                                   # an event may have begun before the period
MOST_LAG_HOURS = 6


@dataclass(frozen=True)
class EventLine:
    """One event of the list: the deepest water of the area in it (None: no sensor saw any), and its complaints (None where not asked)."""

    event: RainEvent
    depth_mm: float | None
    depth_at: datetime | None
    depth_name: str
    band: str
    complaints: int | None = None


@dataclass(frozen=True)
class DepthLine:
    """The depth at one sensor over an event: aware times and mm."""

    name: str
    no: str
    at: tuple[datetime, ...]
    mm: tuple[float, ...]


@dataclass(frozen=True)
class Replay:
    """One event on one axis: rain in steps of STEP_MIN from `starts`, depth by sensor, complaints by the hour.

    `depth_lag_min`: how long the deepest line comes after the rain; `complaint_lag_min` the complaints; None where there is no telling.
    """

    event: RainEvent
    first: datetime
    last: datetime
    starts: tuple[datetime, ...]
    rain_mm: tuple[float, ...]
    depths: tuple[DepthLine, ...]
    hours: tuple[datetime, ...]
    complaints: tuple[int, ...]
    depth_lag_min: int | None
    complaint_lag_min: int | None


def rain_events(register: Register, area: str, first: date, last: date, source: Source | None = None) -> tuple[EventLine, ...]:
    """The events of an area that began in a period, newest first; with `source` each with its complaints.

    Rain is the mean of the area's stations, or of the nearest where it has none. Raises NotFound, RightsError, StoreError.
    """
    return events_in(field_of(register, area), first, last, source)


def events_in(field: Field, first: date, last: date, source: Source | None = None) -> tuple[EventLine, ...]:
    """The same of an area whose places and readings are read; kept until one of them changes. Raises StoreError."""
    now, known = field.register.now, area_events(field.readings, field.ground.stations)
    events = tuple(e for e in known if first <= e.start.date() <= last and e.start <= now)
    return field.kept(("events", events), source, lambda: _event_lines(field, events, source)) if events else ()


def _event_lines(field: Field, events: Sequence[RainEvent], source: Source | None) -> tuple[EventLine, ...]:
    register, sensors = field.register, field.ground.sensors
    names = _sensor_names(sensors, field.ground.points)
    depth = field.readings.depth([s.id for s in sensors], events[0].start, events[-1].end + AFTERMATH)
    seen = event_complaints(source, field.area, events, register) if source else [None] * len(events)
    wet = _Wet(minutes_of(depth["at"]), depth["depth_mm"].to_numpy(), depth["site_id"].to_numpy())
    lines = [_line(e, until, wet, names, register) for e, until in with_ends(events)]
    return tuple(reversed([EventLine(*line, complaints=n) for line, n in zip(lines, seen, strict=True)]))


def season_of(state: ViewState) -> tuple[date, date]:
    """The days whose rain is listed: the view's period, and with it the flood season that its last day lies in or follows."""
    (month, day), _ = FLOOD_SEASON
    last = state.period_to
    year = last.year if (last.month, last.day) >= (month, day) else last.year - 1
    return min(state.period_from, date(year, month, day)), last


def replay(register: Register, source: Source, area: str, event: RainEvent) -> Replay:
    """One event of an area minute by minute. Raises NotFound, RightsError, StoreError."""
    return replay_of(field_of(register, area), source, event)


def replay_of(field: Field, source: Source, event: RainEvent) -> Replay:
    """The same of an area whose places and readings are read; kept until one of them changes. Raises StoreError."""
    last = min(event.end + TAIL, max(field.register.now, event.end))
    return field.kept(("replay", event, last), source, lambda: _replay(field, source, event, last))


def _replay(field: Field, source: Source, event: RainEvent, last: datetime) -> Replay:
    register, first = field.register, event.start - LEAD
    wet = field.readings.rain([s.id for s in field.ground.stations], first - timedelta(hours=2), last)
    curve = curve_of(minutes_of(wet["at"]), wet["interval_min"].to_numpy(), wet["rain_mm"].to_numpy() / max(1, event.stations))
    count = int((last - first) / timedelta(minutes=STEP_MIN))
    begin = minute_of(first)
    rain = curve.steps(begin, count, STEP_MIN)
    depths = _depth_lines(field, first, last)
    hours = tuple(first + timedelta(hours=i) for i in range(count * STEP_MIN // HOUR + 1))
    told = _by_hour(water_complaints(register, source, field.area), hours)
    return Replay(
        event=event, first=first, last=last, starts=tuple(at_minute(begin + STEP_MIN * i) for i in range(count)),
        rain_mm=tuple(round(float(mm), 2) for mm in rain), depths=depths, hours=hours, complaints=told,
        depth_lag_min=_depth_lag(rain.tolist(), depths, first), complaint_lag_min=_complaint_lag(rain, told),
    )  # fmt: skip


def area_events(readings: Readings, stations: Sequence[Place]) -> tuple[RainEvent, ...]:
    """All events of some stations taken together, oldest first; kept until new readings come."""
    ids, rules = tuple(s.id for s in stations), readings.register.pack.rules.waterlogging
    spells = readings.held().rain_spells
    known = [spells[i] for i in ids if i in spells]
    return readings.kept(("events", ids, rules.dry_hours, rules.wet_mm), lambda: _events(readings, ids, known))


def water_complaints(register: Register, source: Source, area: str) -> pl.DataFrame:
    """Complaints of standing water in an area, by time: created_at, h3_11, radius_m, approx, codes. Raises NotFound, RightsError."""
    return _complaints(register, source).filter(source.region(area).rows())


def seen_complaints(register: Register, source: Source) -> pl.DataFrame:
    """The same of everything that the reader may see."""
    return _complaints(register, source).filter(Region(source.scope.ranges, source.scope.includes_outside).rows())


def event_complaints(source: Source, area: str, events: Sequence[RainEvent], register: Register) -> list[int]:
    """How many complaints of standing water each of some events (oldest first) brought: from its start to a day after it, or the next."""
    at = minutes_of(water_complaints(register, source, area)["created_at"])
    return [int(np.searchsorted(at, minute_of(until)) - np.searchsorted(at, minute_of(e.start))) for e, until in with_ends(events)]


def with_ends(events: Sequence[RainEvent]) -> list[tuple[RainEvent, datetime]]:
    """Events, oldest first, each with the time up to which what happens is counted as its own."""
    ends = [min(a.end + AFTERMATH, b.start) for a, b in pairwise(events)]
    return list(zip(events, [*ends, *(e.end + AFTERMATH for e in events[-1:])], strict=True))


def _complaints(register: Register, source: Source) -> pl.DataFrame:
    """Everybody's: to be cut by whoever asks. None at all for a share link of other categories."""
    frozen, prefixes = source.frozen, register.pack.rules.waterlogging.complaint_categories
    rows = register.memory.kept(("water.complaints", prefixes), source.history.version, lambda: _water_rows(source, prefixes))
    is_closed = frozen is not None and bool(frozen.categories) and not all(p[:2] in frozen.categories for p in prefixes)
    return rows.clear() if is_closed else rows


def _events(readings: Readings, ids: tuple[int, ...], spells: Sequence[Spell]) -> tuple[RainEvent, ...]:
    return events_of(readings.rain(ids), readings.register.pack.rules.waterlogging, spells)


def _water_rows(source: Source, prefixes: tuple[str, ...]) -> pl.DataFrame:
    wanted = pl.any_horizontal(pl.col("category_code").str.starts_with(p) for p in prefixes)
    columns = ("created_at", "h3_11", "radius_m", "approx", "district_code", "street_code", "community_code")
    return source.history.scan().filter(wanted).select(*columns).sort("created_at").collect()


def _sensor_names(sensors: Sequence[Place], points: Sequence[Place]) -> dict[int, str]:
    named = {p.no: p.name for p in points}
    return {s.id: named.get(s.parent_no) or s.name or s.no for s in sensors}


@dataclass(frozen=True)
class _Wet:
    """Readings of depth by time."""

    minutes: Floats
    mm: Floats
    site: np.ndarray[tuple[int], np.dtype[np.int64]]


def _line(
    event: RainEvent, until: datetime, wet: _Wet, names: dict[int, str], register: Register
) -> tuple[RainEvent, float | None, datetime | None, str, str]:
    lo, hi = np.searchsorted(wet.minutes, (minute_of(event.start), minute_of(until)), side="right").tolist()
    if lo == hi:
        return event, None, None, "", ""
    at = lo + int(np.argmax(wet.mm[lo:hi]))
    mm = float(wet.mm[at])
    band = band_of(mm, register.pack.rules.waterlogging.bands)
    return event, mm, at_minute(float(wet.minutes[at])), names.get(int(wet.site[at]), ""), band.code if band else ""


def _depth_lines(field: Field, first: datetime, last: datetime) -> tuple[DepthLine, ...]:
    """Lines of the sensors that were wet, the deepest first."""
    sensors = field.ground.sensors
    names, ids = _sensor_names(sensors, field.ground.points), [s.id for s in sensors]
    wet = field.readings.depth(ids, first, last)
    wanted = wet["site_id"].unique().to_list()
    asked = select(DepthReading.site_id, DepthReading.at, DepthReading.depth_mm).where(
        DepthReading.site_id.in_(wanted), DepthReading.at > first, DepthReading.at <= last
    )
    with field.register.read() as store:
        rows = store.execute(asked.order_by(DepthReading.site_id, DepthReading.at)).all() if wanted else []
    number = {s.id: s.no for s in sensors}
    lines = []
    for site in dict.fromkeys(r[0] for r in rows):
        own = [(at, mm) for found, at, mm in rows if found == site]
        lines.append(DepthLine(names[site], number[site], tuple(at for at, _ in own), tuple(mm for _, mm in own)))
    return tuple(sorted(lines, key=lambda d: (-max(d.mm), d.no)))


def _by_hour(complaints: pl.DataFrame, hours: Sequence[datetime]) -> tuple[int, ...]:
    at, edges = minutes_of(complaints["created_at"]), [minute_of(h) for h in hours]
    return tuple(int(np.searchsorted(at, edge + HOUR) - np.searchsorted(at, edge)) for edge in edges)


def _depth_lag(rain: list[float], depths: Sequence[DepthLine], first: datetime) -> int | None:
    if not depths:
        return None
    deepest, steps = depths[0], np.zeros(len(rain))
    for at, mm in zip(deepest.at, deepest.mm, strict=True):
        index = int((at - first) / timedelta(minutes=STEP_MIN) - 1e-9)
        if 0 <= index < len(steps):
            steps[index] = max(steps[index], mm)
    found = lag_steps(rain, steps.tolist(), most=MOST_LAG_HOURS * HOUR // STEP_MIN)
    return None if found is None else found * STEP_MIN


def _complaint_lag(rain: np.ndarray[tuple[int], np.dtype[np.float64]], complaints: Sequence[int]) -> int | None:
    per_hour = HOUR // STEP_MIN
    whole = len(rain) // per_hour
    by_hour = rain[: whole * per_hour].reshape(whole, per_hour).sum(axis=1).tolist()
    found = lag_steps(by_hour, list(complaints[:whole]), most=2 * MOST_LAG_HOURS)
    return None if found is None else found * HOUR

