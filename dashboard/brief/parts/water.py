"""积水: rain of the week, the deepest water it left, and how the points stand at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from dashboard.brief.asked import Asked, Feed, Figures, Part, feed_of
from dashboard.brief.content import Block, Cell, MapPicture, Table
from dashboard.brief.sentences import Phrase, say
from dashboard.queries.water.field import Field, field_of
from dashboard.queries.water.places import Place, histories
from dashboard.queries.water.situation import situation_of
from dashboard.queries.water.storms import EventLine, events_in
from dashboard.texts import brief as words
from geodata.clock import local
from geodata.water.relapse import CLOSED, OPEN, RELAPSED, TREATING

READINGS_HOURS = 24          # stations send little while it is dry; a week is covered all the same
PAGE, QUERY = "/waterlogging", "water.situation"
NAMES = {OPEN: "open", TREATING: "treating", CLOSED: "closed", RELAPSED: "relapsed", "": "unknown"}


def part(asked: Asked) -> Part:
    """Rain and points. Raises NotFound, RightsError, StoreError."""
    field = field_of(asked.register, asked.area)
    now, points = situation_of(field), field.ground.points
    at = max((t for t in (now.rain_at, now.depth_at) if t), default=None)
    feed = feed_of("water", at, asked, asked.register.pack.rules.freshness.readings_hours, least=READINGS_HOURS)
    events = tuple(reversed(events_in(field, asked.first, asked.last, asked.history)))
    made = Figures(asked.source(QUERY, PAGE, at), feed.is_stale)
    phrases = {"water.points_summary": _points(field, points, made), "water.rain": _rain(asked, events, made, feed)}
    is_sample = any(place.is_sample for place in (*points, *field.ground.stations))
    return Part(made.made, phrases, _blocks(asked, events, made), feed, is_sample)


def _points(field: Field, points: Sequence[Place], made: Figures) -> Phrase:
    """States as they were at the register's time, whatever came later."""
    told, now = histories(field.register, points), field.register.now
    counted = Counter(_status(point, [(s.status, s.at) for s in told[point.id]], now) for point in points)
    total = made.add("water.points", len(points) or None, words.POINTS_UNIT)
    counts = {name: made.add(f"water.{name}", counted[status] if points else None, words.POINTS_UNIT) for status, name in NAMES.items()}
    return say(words.WATER_POINTS, total=total, **counts) if points else Phrase(words.WATER_POINTS_NONE)


def _status(point: Place, states: Sequence[tuple[str, datetime]], now: datetime) -> str:
    known = [status for status, at in states if local(at) <= now]
    return known[-1] if known else point.status


def _rain(asked: Asked, events: Sequence[EventLine], made: Figures, feed: Feed) -> Phrase:
    is_known = feed.at is not None and feed.at.date() >= asked.first
    count = made.add("water.events", len(events) if is_known or events else None, words.EVENTS)
    wettest = max(events, key=lambda e: e.event.rain_mm, default=None)
    deepest = max((e for e in events if e.depth_mm is not None), key=lambda e: e.depth_mm or 0, default=None)
    rain = made.add("water.rain_mm", float(wettest.event.rain_mm) if wettest else None, words.MM)
    depth = made.add("water.depth_mm", float(deepest.depth_mm) if deepest and deepest.depth_mm is not None else None, words.MM)
    if not events:
        return Phrase(words.RAINS_NONE if is_known else words.RAINS_UNKNOWN)
    if deepest is None:
        return say(words.RAINS, events=count, rain=rain)
    return say(words.RAINS_DEPTH, events=count, rain=rain, depth=depth, name=deepest.depth_name)


def _blocks(asked: Asked, events: Sequence[EventLine], made: Figures) -> dict[str, Block]:
    source = asked.source("water.events_in", PAGE, made.source.as_of)
    title = words.WATER_MAP.format(area=asked.area_name)
    formats = ("", "", "0.0", "0.0", "#,##0", "", "#,##0")
    return {
        "water.table": Table("water.table", words.RAIN_TABLE, words.RAIN_HEAD, tuple(_row(e) for e in events), source, formats),
        "water.map": MapPicture("water.map", title, "points", asked.area, asked.first, asked.last, made.source),
    }


def _row(line: EventLine) -> tuple[Cell, ...]:
    event = line.event
    depth = None if line.depth_mm is None else round(line.depth_mm)
    times = (f"{local(at):%m-%d %H:%M}" for at in (event.start, event.end))
    return (*times, round(event.rain_mm, 1), round(event.peak_1h_mm, 1), depth, line.depth_name or None, line.complaints)
