"""Panels of street order: when offences happen, and on which road sections."""

from __future__ import annotations

from datetime import date, timedelta

from markupsafe import Markup

from dashboard.queries.parking import HOURS, WEEKDAYS, Matrix
from dashboard.texts import wallpanels as words
from dashboard.walls.panels.complaints import bars
from dashboard.walls.panels.drawing import SMALL, rect, svg, text
from dashboard.walls.panels.frame import Box, Room, Told, empty, panel, room
from dashboard.walls.view import VIOLATIONS, WallView

DAYS = 30
CLASSES = 7                   # of the sequential ramp


def parking_hours(view: WallView, box: Box) -> Markup:
    """高发时段: weekday by hour, offences of an average day."""
    of, feed = room(box), view.feed(VIOLATIONS)
    found = view.street_order(*_days(view), view.kind).hours
    told = Told(words.PANELS["parking_hours"], words.HOURS_SUB)
    return panel(view, box, told, feed, _matrix(found, of) if found.total else empty())


def _matrix(found: Matrix, of: Room) -> Markup:
    left, foot = 44.0, 22.0
    w, h = (of.w - left) / HOURS, (of.h - foot) / WEEKDAYS
    slots = [[found.slot(weekday, hour).per_day for hour in range(HOURS)] for weekday in range(WEEKDAYS)]
    top = max(map(max, slots))
    parts = []
    for weekday, line in enumerate(slots):
        parts.append(text(0, h * (weekday + 0.5) + 5, words.WEEKDAYS[weekday], size=SMALL, kind="t2"))
        for hour, value in enumerate(line):
            step = min(CLASSES, 1 + int(CLASSES * value / top)) if value else 0
            parts.append(rect(left + w * hour, h * weekday, w - 1.5, h - 1.5, f"q{step}"))
    parts += [text(left + w * (hour + 0.5), of.h - 4, hour, size=SMALL, kind="m t3") for hour in range(0, HOURS, 3)]
    return svg(of.w, of.h, parts, label=words.PANELS["parking_hours"])


def parking_roads(view: WallView, box: Box) -> Markup:
    """高发路段: the worst road sections, with what they had in the days before."""
    of, feed = room(box), view.feed(VIOLATIONS)
    least = 1 if view.is_exact else view.least
    lines = [r for r in view.street_order(*_days(view), view.kind).roads.lines if r.count >= least]
    rows = [(r.name, r.count, _open(r.previous_count, least)) for r in lines[: max(1, int(of.h // 24))]]
    told = Told(words.PANELS["parking_roads"], words.ROADS_SUB)
    body = bars(rows, of, is_stale=feed.is_stale, label=told.title) if rows else empty()
    return panel(view, box, told, feed, body)


def _open(before: int | None, least: int) -> int | None:
    return None if before is not None and 0 < before < least else before


def _days(view: WallView) -> tuple[date, date]:
    return view.offence_day - timedelta(days=DAYS - 1), view.offence_day
