"""How things stand at a moment: each point with its water, its rain and its alarm; sensors and stations that have fallen silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import polars as pl

from dashboard.queries.register import Register
from dashboard.queries.water.field import Field, field_of
from dashboard.queries.water.places import Place, histories, nearest, sensors_of, since
from dashboard.queries.water.readings import Reading, Readings
from dashboard.texts import waterlogging as words
from geodata.freshness import age_words, is_stale
from geodata.rules.waterlogging import Waterlogging
from geodata.store.models import DepthReading, RainReading
from geodata.water import alarms as rules_of_alarm
from geodata.water.alarms import DOUBLE, KINDS, SILENT, Rainfall, Thresholds, thresholds_of
from geodata.water.bands import band_of
from geodata.water.curve import curve_of
from geodata.water.events import minute_of, minutes_of
from geodata.water.relapse import CLOSED, OPEN, RELAPSED, TREATING

ORDER = (RELAPSED, TREATING, OPEN, CLOSED)       # of points without an alarm
LOOK_BACK = timedelta(hours=26)


@dataclass(frozen=True)
class Gauge:
    """A station or sensor: its last reading (None without any), how old, whether it is silent, and whether too old to count."""

    place: Place
    last_at: datetime | None
    age: str
    is_silent: bool
    is_stale: bool
    rain: Rainfall | None = None
    depth_mm: float | None = None


@dataclass(frozen=True)
class Depth:
    """The water at a point: by the deepest of its sensors that still counts, else by the one heard of last, which is then `is_stale`."""

    mm: float
    at: datetime
    age: str
    band: str               # code of the band, "" below the first
    band_name: str
    sensor_no: str
    is_stale: bool


@dataclass(frozen=True)
class Point:
    """One 积水点 as it stands. `alarm` is one of the kinds of geodata.water.alarms, "" none; `words` say why."""

    no: str
    name: str
    status: str
    since: datetime | None
    cause: str
    measure: str
    owner: str
    street_code: str
    street_name: str
    planned_cny: float | None
    paid_cny: float | None
    lon: float | None
    lat: float | None
    h3_11: int | None
    thresholds: Thresholds
    depth: Depth | None
    rain: Rainfall | None
    station_name: str
    alarm: str
    words: tuple[str, ...]
    sensor_count: int
    is_silent: bool
    is_sample: bool

    @property
    def is_wet(self) -> bool:
        """Whether water stands here now, from the first band on, as far as a reading that still counts tells."""
        return self.depth is not None and not self.depth.is_stale and self.depth.band != ""


@dataclass(frozen=True)
class Alarm:
    """One alarm: of a point, or of a sensor or station (`is_gauge`) that has fallen silent. `at` is its reading's time, None: never any."""

    kind: str
    no: str
    name: str
    at: datetime | None
    words: str
    is_gauge: bool = False


@dataclass(frozen=True)
class Situation:
    """Everything of an area at `now`: points sorted by alarm, then by state. Ages follow the newest reading of each feed."""

    now: datetime
    points: tuple[Point, ...]
    sensors: tuple[Gauge, ...]
    stations: tuple[Gauge, ...]
    alarms: tuple[Alarm, ...]

    @property
    def rain_at(self) -> datetime | None:
        """Newest reading of rain."""
        return max((g.last_at for g in self.stations if g.last_at), default=None)

    @property
    def depth_at(self) -> datetime | None:
        """Newest reading of depth."""
        return max((g.last_at for g in self.sensors if g.last_at), default=None)

    def count(self, status: str) -> int:
        """Points of a status."""
        return sum(p.status == status for p in self.points)


def situation(register: Register, area: str) -> Situation:
    """The area as it stands at the register's time. Raises NotFound, RightsError, StoreError."""
    return situation_of(field_of(register, area))


def situation_of(field: Field) -> Situation:
    """The same of an area whose places and readings are read. Raises StoreError."""
    register, ground = field.register, field.ground
    rain = _stations(field.readings, ground.everywhere)
    depth = _sensors(field.readings, ground.sensors)
    told = histories(register, ground.points)
    here = {s.id for s in ground.stations}
    shown = tuple(g for g in rain if g.place.id in here)
    heard = {g.place.id: g.rain for g in rain if g.rain}
    placed = [g.place for g in rain if g.rain]
    lines = [_point(p, register, depth, _rain_at(p, placed, heard), since(told[p.id], p.status)) for p in ground.points]
    lines.sort(key=_urgency)
    return Situation(register.now, tuple(lines), depth, shown, _alarms(lines, depth, shown))


def _rain_at(point: Place, stations: Sequence[Place], heard: Mapping[int, Rainfall]) -> tuple[Rainfall | None, str]:
    """What fell at the nearest of the stations that are heard, and its name."""
    station = nearest(point.point, stations)
    return (heard[station.id], station.name) if station else (None, "")


def _stations(readings: Readings, stations: Sequence[Place]) -> tuple[Gauge, ...]:
    """Every station with what fell there in the last day; None where its last reading no longer counts."""
    ids, register = [s.id for s in stations], readings.register
    now, newest = register.now, readings.newest(RainReading, ids)
    wet = readings.rain(ids, now - LOOK_BACK, now)
    parts = {rows["site_id"][0]: rows for rows in wet.partition_by("site_id", maintain_order=True)}
    return tuple(_station(s, newest.get(s.id), parts.get(s.id, wet.clear()), register) for s in stations)


def _station(place: Place, last: Reading | None, wet: pl.DataFrame, register: Register) -> Gauge:
    gauge = _gauge(place, last, register, interval_min=last.interval_min if last else 0)
    if last is None or gauge.is_stale:
        return gauge
    curve = curve_of(minutes_of(wet["at"]), wet["interval_min"].to_numpy(), wet["rain_mm"].to_numpy())
    return replace(gauge, rain=rules_of_alarm.rainfall(curve, minute_of(last.at)))


def _sensors(readings: Readings, sensors: Sequence[Place]) -> tuple[Gauge, ...]:
    register, newest = readings.register, readings.newest(DepthReading, [s.id for s in sensors])
    return tuple(_gauge(s, newest.get(s.id), register, depth_mm=newest[s.id].value if s.id in newest else None) for s in sensors)


def _gauge(place: Place, last: Reading | None, register: Register, *, interval_min: int = 0, depth_mm: float | None = None) -> Gauge:
    rules, at = register.pack.rules, last.at if last else None
    return Gauge(
        place, at, age_words(at, register.now) if at else "",
        is_silent=rules_of_alarm.is_silent(at, register.now, rules.waterlogging.silent_minutes, interval_min=interval_min),
        is_stale=is_stale(at, register.now, rules.freshness.readings_hours), depth_mm=depth_mm,
    )  # fmt: skip


def _point(
    place: Place, register: Register, sensors: Sequence[Gauge], fallen: tuple[Rainfall | None, str], at: datetime | None
) -> Point:
    rules, details = register.pack.rules.waterlogging, place.details
    ids = {s.id for s in sensors_of(place, (g.place for g in sensors), rules.relapse_radius_m)}
    own = [g for g in sensors if g.place.id in ids]
    depth = _depth(own, rules)
    rain, station_name = fallen
    limits = thresholds_of(rules, details)
    counted = depth.mm if depth and not depth.is_stale else None
    kind = rules_of_alarm.judged(rain, counted, limits)
    street = place.street_code or ""
    return Point(
        no=place.no, name=place.name, status=place.status, since=at, cause=str(details.get("cause") or ""),
        measure=str(details.get("measure") or ""), owner=place.owner, street_code=street,
        street_name=register.pack.areas.short_name(street) if street else "", planned_cny=_money(details, "planned_cny"),
        paid_cny=_money(details, "paid_cny"), lon=place.point.lon if place.point else None, lat=place.point.lat if place.point else None,
        h3_11=place.h3_11, thresholds=limits, depth=depth, rain=rain, station_name=station_name, alarm=kind,
        words=_words(rain, counted, limits), sensor_count=len(own), is_silent=bool(own) and all(g.is_silent for g in own),
        is_sample=place.is_sample,
    )  # fmt: skip


def _depth(sensors: Sequence[Gauge], rules: Waterlogging) -> Depth | None:
    heard = [(not g.is_stale, g.depth_mm if not g.is_stale else 0, g.last_at, g) for g in sensors if g.last_at and g.depth_mm is not None]
    if not heard:
        return None
    *_, at, found = max(heard, key=lambda told: told[:3])
    assert found.depth_mm is not None
    band = band_of(found.depth_mm, rules.bands)
    code, name = (band.code, band.name) if band else ("", "")
    return Depth(found.depth_mm, at, found.age, code, name, found.place.no, found.is_stale)


def _money(details: Mapping[str, object], key: str) -> float | None:
    value = details.get(key)
    return float(value) if isinstance(value, int | float) else None


def _words(rain: Rainfall | None, depth_mm: float | None, limits: Thresholds) -> tuple[str, ...]:
    said = []
    if depth_mm is not None and depth_mm >= limits.depth_mm:
        said.append(words.ALARM_DEPTH.format(mm=f"{depth_mm:g}", limit=f"{limits.depth_mm:g}"))
    for window in rules_of_alarm.rain_windows(rain, limits):
        name, mm, limit = words.WINDOWS[window], getattr(rain, window), getattr(limits, window)
        said.append(words.ALARM_RAIN.format(window=name, mm=f"{mm:g}", limit=f"{limit:g}"))
    return tuple(said)


def _urgency(point: Point) -> tuple[object, ...]:
    rank = KINDS.index(point.alarm) if point.alarm else len(KINDS)
    depth = point.depth.mm if point.depth and point.is_wet else 0
    status = ORDER.index(point.status) if point.status in ORDER else len(ORDER)
    return rank, -depth, status, not point.is_silent, point.no


def _alarms(points: Sequence[Point], sensors: Sequence[Gauge], stations: Sequence[Gauge]) -> tuple[Alarm, ...]:
    named = {p.no: p.name for p in points}
    said = [Alarm(p.alarm, p.no, p.name, _alarm_at(p, stations), words.COMMA.join(p.words)) for p in points if p.alarm]
    for gauges, template in ((sensors, words.ALARM_SILENT_SENSOR), (stations, words.ALARM_SILENT_STATION)):
        for g in (g for g in gauges if g.is_silent):
            name = named.get(g.place.parent_no) or g.place.name or g.place.no
            what = words.ALARM_SILENT_AGE.format(age=g.age) if g.last_at else words.ALARM_SILENT_NEVER
            said.append(Alarm(SILENT, g.place.no, name, g.last_at, template.format(no=g.place.no, what=what), is_gauge=True))
    return tuple(said)


def _alarm_at(point: Point, stations: Sequence[Gauge]) -> datetime | None:
    if point.depth and point.alarm in (DOUBLE, rules_of_alarm.DEPTH):
        return point.depth.at
    return max((g.last_at for g in stations if g.place.name == point.station_name and g.last_at), default=None)
