"""Panels of the action programme (行动计划): lights, reporting, late projects, the week's changes, outputs."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboard.queries.programme.punctual import ReportingDay, reporting_days
from dashboard.queries.programme.records import OutputSum, ProjectLine
from dashboard.texts import wallpanels as words
from dashboard.walls.panels.drawing import SMALL, Scale, count, counts, cut, day, levels, nice_step, rect, svg, text
from dashboard.walls.panels.frame import MOST_ROW, Box, Room, Told, empty, panel, room
from dashboard.walls.panels.legend import legend
from dashboard.walls.panels.signs import sign
from dashboard.walls.view import REPORTS, WallView

SIZE, ROW, LEAST_DAYS = 15.0, 26.0, 7
_ALWAYS = ("done", "green", "yellow", "red")


def programme(view: WallView, box: Box) -> Markup:
    """行动计划项目: a bar of all lights and the number of each."""
    found, feed, of = view.programme.summary, view.feed(REPORTS), room(box)
    unknown = words.PROGRAMME_UNKNOWN.format(count=found.by_light[""]) if found.by_light[""] else ""
    told = Told(words.PANELS["programme"], words.PROGRAMME_SUB.format(count=found.total) + unknown)
    if not found.total:
        return panel(view, box, told, feed, empty())
    shown = [(code, kind, name, found.by_light[code]) for code, kind, name in words.LIGHTS if code in _ALWAYS or found.by_light[code]]
    x, parts, free = 0.0, [], of.w - 2 * (len(shown) - 1)
    for code, _, _, n in shown:
        parts.append(rect(x, 0, free * n / found.total, 18, f"l-{code or 'none'}"))
        x += free * n / found.total + (2 if n else 0)
    row = counts((kind, name, count(n)) for code, kind, name, n in shown if code)
    return panel(view, box, told, feed, svg(of.w, 18, parts, label=told.title) + row)


def reporting(view: WallView, box: Box) -> Markup:
    """项目报送: in time, late and missing on each of the last days."""
    of, feed = room(box), view.feed(REPORTS)
    found = reporting_days(view.book, days=max(LEAST_DAYS, min(14, int(of.w // 26))))
    due = found[-1].due if found else 0
    key = legend((("ontime", words.ON_TIME), ("late", words.LATE), ("missing", words.MISSING)))
    told = Told(words.PANELS["reporting"], words.REPORT_SUB.format(count=due), *key)
    return panel(view, box, told, feed, _columns(found, of) if any(d.due for d in found) else empty())


def _columns(found: Sequence[ReportingDay], of: Room) -> Markup:
    top = max(d.due for d in found)
    step = max(1.0, nice_step(top, 3))
    high = max(step, step * -(-top // step))
    left, floor, ceiling = 30.0, of.h - 26, 8.0
    scale = Scale(floor, ceiling, high)
    up = scale.at
    slot = (of.w - left) / len(found)
    parts = levels(scale, step, left, of.w)
    for i, d in enumerate(found):
        x, at = left + slot * i + slot * 0.16, 0
        for n, kind in ((d.on_time, "bar"), (d.late, "bar w"), (d.missing, "bar due" if d.is_open else "bar miss")):
            parts += [rect(x, up(at + n) + 0.6, slot * 0.68, up(at) - up(at + n) - 1.2, kind)] if n else []
            at += n
        if (len(found) - 1 - i) % 2 == 0:
            parts.append(text(min(x + slot * 0.34, of.w - 16), of.h - 4, f"{d.day.month}/{d.day.day}", size=SMALL, kind="m t3"))
    return svg(of.w, of.h, parts, label=words.PANELS["reporting"])


def projects_late(view: WallView, box: Box) -> Markup:
    """滞后项目: those with a red light, the longest behind their first plan first."""
    of, feed = room(box), view.feed(REPORTS)
    red = [p for p in view.programme.lines if p.light.code == "red"]
    told = Told(words.PANELS["projects_late"], words.LATE_SUB)
    body = _late(red[: max(1, int(of.h // ROW))], of) if red else empty(words.LATE_NONE, "ok" if not feed.is_stale else "stale")
    return panel(view, box, told, feed, body)


def _late(shown: Sequence[ProjectLine], of: Room) -> Markup:
    step = min(of.h / len(shown), MOST_ROW)
    parts: list[Markup] = []
    for i, p in enumerate(shown):
        base, days = step * (i + 0.5) + 5.4, p.delay_first_days
        parts += [rect(0, step * i, of.w, 1, "hair"), sign("stale" if p.light.is_hatched else "alarm", 7, step * (i + 0.5))]
        parts += [text(20, base, cut(p.name, SIZE, of.w - 190), size=SIZE)]
        parts += [text(of.w - 76, base, cut(p.street_name, SIZE, 80), size=SIZE, kind="e t2")]
        told = words.LATE_DAYS.format(days=f"{days:,}") if days and days > 0 else "—"
        parts += [text(of.w, base, told, size=SIZE, kind="e b")]
    return svg(of.w, of.h, parts, label=words.PANELS["projects_late"])


def projects_changes(view: WallView, box: Box) -> Markup:
    """本周变化: how many of each kind, and the first of them by name."""
    of, feed, found, today = room(box), view.feed(REPORTS), view.programme.changes, view.now.date()
    told = Told(words.PANELS["projects_changes"], words.CHANGES_SUB.format(first=day(found.first, today), last=day(found.last, today)))
    if not view.programme.summary.total:
        return panel(view, box, told, feed, empty())
    groups = (found.turned_red, found.turned_yellow, tuple(r.line for r in found.replanned), found.completed, found.silent)
    step = min(of.h / len(groups), MOST_ROW)
    parts: list[Markup] = []
    for i, ((kind, name), lines) in enumerate(zip(words.CHANGES, groups, strict=True)):
        base = step * (i + 0.5) + 5.4
        parts += [rect(0, step * i, of.w, 1, "hair"), sign(kind, 7, step * (i + 0.5)), text(20, base, name, size=SIZE)]
        parts += [text(132, base, count(len(lines)), size=18, kind="e b")]
        parts += [text(146, base, cut(lines[0].name if lines else words.CHANGES_NONE, SIZE, of.w - 150), size=SIZE, kind="t2")]
    return panel(view, box, told, feed, svg(of.w, of.h, parts, label=told.title))


def outputs(view: WallView, box: Box) -> Markup:
    """产出: what the projects are to bring, and what of it is there."""
    of, feed = room(box), view.feed(REPORTS)
    found = [o for o in view.programme.summary.outputs if o.total][: max(1, int(of.h // 28))]
    told = Told(words.PANELS["outputs"], words.OUTPUT_SUB)
    return panel(view, box, told, feed, _outputs(found, of) if found else empty(words.OUTPUT_NONE))


def _outputs(found: Sequence[OutputSum], of: Room) -> Markup:
    step = min(of.h / len(found), MOST_ROW)
    left, right = of.w * 0.3, of.w - 168
    parts: list[Markup] = []
    for i, o in enumerate(found):
        y, base = step * i, step * (i + 0.5) + 5.2
        parts += [text(0, base, cut(o.name, SIZE, left - 10), size=SIZE), rect(left, y + step / 2 - 7, right - left, 14, "track")]
        parts += [rect(left, y + step / 2 - 7, (right - left) * min(1.0, (o.done_pct or 0) / 100), 14, "bar")]
        done = words.NO_DATA if o.done is None else f"{o.done:,.0f}"
        parts += [text(of.w, base, f"{done} / {o.total:,.0f} {o.unit}", size=14, kind="e")]
    return svg(of.w, of.h, parts, label=words.PANELS["outputs"])
