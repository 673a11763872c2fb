"""Alarms (告警与提示): what the rules find in the store now; computed each time, never stored. Only that somebody acknowledged one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dashboard.queries.cubes import Source
from dashboard.queries.offences import offences_of
from dashboard.queries.programme.overview import overview
from dashboard.queries.programme.records import Overview, ProjectLine
from dashboard.queries.register import Register
from dashboard.queries.rises import Rise, rises
from dashboard.queries.towns import Board, TownLine, board, moment_of
from dashboard.queries.water.field import Field, field_of
from dashboard.queries.water.onsets import flooded_since
from dashboard.queries.water.situation import Gauge, Point, Situation, situation_of
from dashboard.queries.water.storms import area_events
from dashboard.texts import alarms as words
from dashboard.texts.waterlogging import WINDOWS
from geodata.clock import local
from geodata.freshness import is_stale
from geodata.governance.thresholds import first_day, next_month
from geodata.water.alarms import DEPTH, DOUBLE, rain_windows
from geodata.water.relapse import RELAPSED

ALARM, WARN, STALE, NOTICE = "alarm", "warn", "stale", "notice"
KINDS = (ALARM, WARN, STALE, NOTICE)            # gravest first: the order of the list
SCENES = ("overview", "water", "parking", "vending", "programme", "towns")
LATELY = timedelta(days=30)                     # a relapse older than this is no news any more
MOST_KEY = 128


@dataclass(frozen=True)
class Alarm:
    """One thing that wants to be known. `key` names it with its onset: what comes again is another alarm; at most 128 characters.

    `kind` is one of KINDS, `scene_hint` one of SCENES. `area_code` is where it is, the area asked for where it concerns all of it. `item`
    names the site, project, town or feed to show, "" none. `since` is the onset, None where nobody can know it.
    """

    key: str
    kind: str
    scene_hint: str
    title: str
    area_code: str
    area_name: str
    since: datetime | None
    note: str
    item: str = ""
    is_acknowledged: bool = False
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None

    @property
    def calls(self) -> bool:
        """Whether it brings its scene up and holds it: an alarm that nobody has acknowledged."""
        return self.kind == ALARM and not self.is_acknowledged


def alarms(register: Register, source: Source, area: str) -> tuple[Alarm, ...]:
    """All alarms of an area at the register's time: gravest kind first, then newest. Raises NotFound, RightsError, StoreError."""
    place, field = _Place(register, area), field_of(register, area)
    now, programme = situation_of(field), overview(register, area)
    towns = board(register, area, moment_of(register, None))
    stale = tuple(_stale(place, _feeds(place, source, now, programme, towns)))
    silenced = {alarm.item for alarm in stale}
    found = [
        *_floods(place, now), *_rain(place, field, now), *stale, *_silent(place, now, silenced), *_relapses(place, now),
        *(_rise(place, rise) for rise in rises(source, area)), *_reds(place, programme), *_towns(place, towns),
    ]  # fmt: skip
    return tuple(sorted(found, key=order))


def order(alarm: Alarm) -> tuple[object, ...]:
    """Sorts alarms: gravest kind first, those nobody acknowledged before the rest, newest first."""
    return KINDS.index(alarm.kind), alarm.is_acknowledged, -alarm.since.timestamp() if alarm.since else 0.0, alarm.key


@dataclass(frozen=True)
class _Place:
    """Whose alarms are made, and how their place is told."""

    register: Register
    area: str

    def alarm(self, kind: str, scene: str, told: tuple[str, str], key: tuple[str, str, object], *, code: str | None = "",
              since: datetime | None = None) -> Alarm:  # fmt: skip
        """`told` is title and note, `key` what, which one, and its onset; without a `code` it concerns the whole area."""
        what, item, onset = key
        areas, at = self.register.pack.areas, code or self.area
        which = item if code else f"{item}@{self.area}"
        stamp = f"{onset:%Y%m%d%H%M}" if isinstance(onset, date) else str(onset)
        name = areas.short_name(at) if areas.get(at) else ""
        return Alarm(f"{what}:{which[:96]}:{stamp}"[:MOST_KEY], kind, scene, told[0], at, name, since, told[1], item)


def _floods(place: _Place, now: Situation) -> Iterator[Alarm]:
    for point in now.points:
        if point.alarm not in (DOUBLE, DEPTH) or point.depth is None:
            continue
        ids = [g.place.id for g in now.sensors if point.no == g.place.parent_no or g.place.no == point.depth.sensor_no]
        since = flooded_since(place.register, ids, point.thresholds.depth_mm) or point.depth.at
        note = words.DOUBLE_NOTE if point.alarm == DOUBLE else words.DEPTH_NOTE.format(limit=_cm(point.thresholds.depth_mm))
        title = words.DEPTH.format(name=point.name, cm=_cm(point.depth.mm))
        yield place.alarm(ALARM, "water", (title, note), ("depth", point.no, since), code=point.street_code, since=since)


def _rain(place: _Place, field: Field, now: Situation) -> Iterator[Alarm]:
    """One for the rain that falls, however many stations and points it reaches: told by the point that is furthest above."""
    wet = [(_excess(point), point) for point in now.points if rain_windows(point.rain, point.thresholds)]
    if not wet:
        return
    (_, window), worst = max(wet, key=lambda told: (told[0], told[1].no))
    told = words.RAIN.format(window=WINDOWS[window], mm=f"{getattr(worst.rain, window):g}")
    station, stations = worst.station_name, len({point.station_name for _, point in wet})
    named = words.RAIN_STATIONS.format(station=station, n=stations) if stations > 1 else station
    note = words.RAIN_NOTE.format(station=named, n=len(wet))
    since = max((e.start for e in area_events(field.readings, field.ground.stations) if e.start <= now.now), default=now.now)
    yield place.alarm(WARN, "water", (told, note), ("rain", "", since), since=since)


def _excess(point: Point) -> tuple[float, str]:
    """How many times its threshold the rain at a point is, and in which window."""
    windows = rain_windows(point.rain, point.thresholds)
    return max((getattr(point.rain, w) / max(getattr(point.thresholds, w), 0.001), w) for w in windows)


def _silent(place: _Place, now: Situation, silenced: set[str]) -> Iterator[Alarm]:
    """Sensors and stations without readings, unless all of their feed are."""
    named = {p.no: p.name for p in now.points}
    parts = (("depth", now.sensors, words.SILENT_SENSOR), ("rain", now.stations, words.SILENT_STATION))
    for gauge, title in ((g, title) for feed, gauges, title in parts if feed not in silenced for g in gauges if g.is_silent):
        name = named.get(gauge.place.parent_no) or gauge.place.name or gauge.place.no
        yield _silence(place, gauge, title.format(name=name))


def _silence(place: _Place, gauge: Gauge, title: str) -> Alarm:
    no, at = gauge.place.no, gauge.last_at
    note = words.SILENT_NOTE.format(no=no, at=f"{at:%m-%d %H:%M}") if at else words.SILENT_NEVER.format(no=no)
    return place.alarm(STALE, "water", (title, note), ("silent", no, at or "never"), code=gauge.place.street_code, since=at)


def _relapses(place: _Place, now: Situation) -> Iterator[Alarm]:
    for point in now.points:
        is_told = point.alarm in (DOUBLE, DEPTH)
        if point.status == RELAPSED and point.since and now.now - point.since <= LATELY and not is_told:
            told = words.RELAPSED.format(name=point.name), words.RELAPSED_NOTE
            yield place.alarm(WARN, "water", told, ("relapse", point.no, point.since), code=point.street_code, since=point.since)


def _rise(place: _Place, rise: Rise) -> Alarm:
    title = words.RISE.format(area=rise.area_name, category=rise.category_name, times=f"{rise.times:.1f}")
    note = words.RISE_NOTE.format(n=f"{rise.count:,}", mean=f"{rise.mean:,.1f}")
    key, since = ("rise", f"{rise.area}-{rise.category}", rise.onset), _end_of(rise.onset)
    return place.alarm(WARN, "overview", (title, note), key, code=rise.area, since=since)


def _reds(place: _Place, programme: Overview) -> Iterator[Alarm]:
    for line in programme.changes.turned_red:
        told = words.RED.format(name=line.name), line.light.words
        key, since = ("red", line.no, line.light.since or programme.changes.last), line.light.since
        yield place.alarm(WARN, "programme", told, key, code=_code(line), since=local(datetime.combine(since, time())) if since else None)


def _towns(place: _Place, towns: Board) -> Iterator[Alarm]:
    for line in towns.listed:
        if line.note == "relapse_reached" and line.relapse is not None:
            rise = f"+{line.relapse.rise_pct:.0f}%" if line.relapse.rise_pct is not None else ""
            note = words.TOWN_RELAPSED_NOTE.format(run=line.relapse.run, rise=rise)
            yield _town(place, line, WARN, (words.TOWN_RELAPSED.format(name=line.name), note), line.relapse.run)
        elif line.note == "entry_reached":
            note = words.TOWN_ENTRY_NOTE.format(run=line.entry.run)
            yield _town(place, line, NOTICE, (words.TOWN_ENTRY.format(name=line.name), note), line.entry.run)


def _town(place: _Place, line: TownLine, kind: str, told: tuple[str, str], run: int) -> Alarm:
    """A town's months: it began with the first of the run, and is known since the end of it."""
    month = line.months[-min(run, len(line.months))].month
    since = local(datetime.combine(first_day(next_month(month)), time()))
    return place.alarm(kind, "towns", told, (line.note, line.no, month), code=line.street_code, since=since)


@dataclass(frozen=True)
class _Feed:
    """One feed: its scene, its newest record and the hours after which it counts as stopped."""

    code: str
    scene: str
    newest_at: datetime | None
    hours: float


def _feeds(place: _Place, source: Source, now: Situation, programme: Overview, towns: Board) -> tuple[_Feed, ...]:
    limits = place.register.pack.rules.freshness
    month = local(datetime.combine(first_day(next_month(towns.newest_month)), time())) if towns.newest_month else None
    return (
        _Feed("complaints", "overview", source.history.newest_at, limits.complaints_hours),
        _Feed("rain", "water", now.rain_at, limits.readings_hours),
        _Feed("depth", "water", now.depth_at, limits.readings_hours),
        _Feed("violations", "parking", offences_of(place.register).state.newest_at, limits.violations_hours),
        _Feed("reports", "programme", programme.summary.as_of, limits.reports_hours),
        _Feed("towns", "towns", month, limits.towns_hours),
    )


def _stale(place: _Place, feeds: tuple[_Feed, ...]) -> Iterator[Alarm]:
    for feed in feeds:
        if feed.newest_at is not None and is_stale(feed.newest_at, place.register.now, feed.hours):
            title = words.FEED.format(feed=words.FEEDS[feed.code])
            note = words.FEED_NOTE.format(at=f"{feed.newest_at:%m-%d %H:%M}", hours=f"{feed.hours:g}")
            yield place.alarm(STALE, feed.scene, (title, note), ("feed", feed.code, feed.newest_at), since=feed.newest_at)


def _code(line: ProjectLine) -> str | None:
    return line.street_code or line.district_code


def _cm(mm: float) -> str:
    return f"{mm / 10:.0f}"


def _end_of(day: date) -> datetime:
    return local(datetime.combine(day + timedelta(days=1), time()))
