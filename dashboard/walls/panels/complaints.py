"""Panels of complaints: ranking of the areas below, twelve months, categories, how long cases took, busy hexagons, what rose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import h3
from markupsafe import Markup
from shapely import Point

from dashboard.queries.cube import COARSE, UNPLACED
from dashboard.queries.cubes import cell_label, cells_cube
from dashboard.queries.durations import Duration, durations
from dashboard.queries.figures import Ranked, by_category, cell_counts, ranking
from dashboard.queries.hotspots import significant_cells
from dashboard.queries.months import MonthCount, month_counts
from dashboard.queries.resolutions import first_resolution
from dashboard.queries.steps import span
from dashboard.texts import wallpanels as words
from dashboard.walls.panels.drawing import (
    LABEL,
    NO_CHANGE,
    SMALL,
    Change,
    Scale,
    count,
    count_change,
    cut,
    day,
    dot,
    drawn_change,
    levels,
    line,
    nice_step,
    rect,
    svg,
    text,
    width,
)
from dashboard.walls.panels.frame import MOST_ROW, Box, Room, Told, empty, panel, room
from dashboard.walls.panels.legend import legend
from dashboard.walls.view import COMPLAINTS, WallView

MOST_BARS, MOST_NAME, MOST_BAR = 12, 96, 18.0
HEX_KM2 = {7: "5", 8: "0.7", 9: "0.1"}
THOUSAND_FROM = 2000


def ranked(view: WallView, box: Box) -> Markup:
    """街道排名: the areas below, most complaints first."""
    first, last = view.days
    known = [line_ for line_ in ranking(view.areas, first, last) if line_.code]
    level = view.areas.header["level"]
    told = Told(words.PANELS["ranking"].format(below=words.BELOW[level]), words.RANK_SUB.format(period=view.period_name))
    feed = view.feed(COMPLAINTS)
    body = _ranking(view, known, room(box), is_stale=feed.is_stale) if known and not feed.is_empty else empty()
    return panel(view, box, told, feed, body)


def _ranking(view: WallView, known: Sequence[Ranked], of: Room, *, is_stale: bool) -> Markup:
    names = {a.code: view.source.pack.areas.short_name(a.code) for a in view.source.pack.areas.children(view.area)}
    head, size = 20.0, 15.5
    most = max(1, min(len(known), int((of.h - head) // 21)))
    step = min((of.h - head) / most, MOST_ROW)
    top = max(r.now.count for r in known) or 1
    name_w = min(max(width(names.get(r.code, r.name), size) for r in known[:most]) + 8, of.w * 0.3)
    columns = (of.w - 136, of.w - 76, of.w)                       # right ends of count, rate, change
    left, bar_w = 22 + name_w, columns[0] - 52 - 22 - name_w
    parts = [text(x, 14, h, size=13.5, kind="e t3") for x, h in zip(columns, words.RANK_HEADS, strict=True)]
    for i, r in enumerate(known[:most]):
        y = head + step * i
        base = y + step / 2 + size * 0.36
        parts += [rect(0, y, of.w, 1, "hair"), text(0, base, i + 1, size=size, kind="t3")]
        parts += [text(22, base, cut(names.get(r.code, r.name), size, name_w), size=size)]
        parts += [rect(left, y + step / 2 - 5, bar_w * r.now.count / top, 10, "bar")]
        parts += [text(columns[0], base, count(r.now.count), size=size, kind="e b")]
        parts += [text(columns[1], base, _rate(r), size=size, kind="e")]
        parts += [drawn_change(NO_CHANGE if is_stale else _year(r), columns[2], base, size)]
    return svg(of.w, of.h, parts, label=words.PANELS["ranking"].format(below=""))


def _rate(r: Ranked) -> str:
    return f"{100 * r.now.resolved / r.now.valid:.1f}%" if r.now.valid else "—"


def _year(r: Ranked) -> Change:
    return count_change(r.now.count, r.last_year.count if r.last_year else None, is_dense=True)


def trend12(view: WallView, box: Box) -> Markup:
    """12 个月趋势: this year over the same months of the year before."""
    found, feed, of = month_counts(view.source, view.area), view.feed(COMPLAINTS), room(box)
    top = max((max(m.count, m.last_year or 0) for m in found), default=0)
    unit, by = (words.THOUSAND, 1000) if top >= THOUSAND_FROM else (words.CASES, 1)
    key, key_width = legend((("now", words.THIS_YEAR), ("past", words.LAST_YEAR)))
    body = _months(found, of, top / by, by) if found else empty()
    return panel(view, box, Told(words.PANELS["trend12"], unit, key, key_width), feed, body)


def _months(found: Sequence[MonthCount], of: Room, top: float, by: int) -> Markup:
    step = nice_step(top)
    high = max(step * -(-top // step), step)
    left = 22 + max(21.0, width(count(high), SMALL))
    right, floor, ceiling = of.w - 18, of.h - 26, 12.0
    scale = Scale(floor, ceiling, high)
    up = scale.at
    x = [left + (right - left) * i / max(1, len(found) - 1) for i in range(len(found))]
    parts = levels(scale, step, left - 8, of.w)
    past = [(x[i], up(m.last_year / by)) for i, m in enumerate(found) if m.last_year is not None]
    if len(past) > 1:
        parts += [line([*past, (past[-1][0], floor), (past[0][0], floor)], "area", is_closed=True), line(past, "past")]
    now = [(x[i], up(m.count / by)) for i, m in enumerate(found)]
    is_open = found[-1].is_open
    closed = now[:-1] if is_open else now
    parts += [line(closed, "now")] if len(closed) > 1 else []
    parts += [line(now[-2:], "now open"), dot(*now[-1], 4.6, "end open")] if is_open and len(now) > 1 else [dot(*now[-1], 4.6, "end")]
    every = 1 if (right - left) / len(found) >= 30 else 2
    shown = [m for i, m in enumerate(found) if (len(found) - 1 - i) % every == 0]
    parts += [text(x[found.index(m)], of.h - 4, words.MONTH.format(month=m.month.month), size=SMALL, kind="m t3") for m in shown]
    return svg(of.w, of.h, parts, label=words.PANELS["trend12"])


def categories(view: WallView, box: Box) -> Markup:
    """诉求类别: bars with last year's as a tick."""
    first, last = view.days
    of, feed = room(box), view.feed(COMPLAINTS)
    found = [r for r in by_category(view.areas, first, last) if r.code][: min(MOST_BARS, int(of.h // 23))]
    told = Told(words.PANELS["categories"], words.CATEGORY_SUB.format(period=view.period_name), *legend((("", words.CATEGORY_KEY),)))
    rows = [(r.name, r.now.count, r.last_year.count if r.last_year else None) for r in found if r.now.count]
    body = bars(rows, of, is_stale=feed.is_stale, label=told.title) if rows else empty()
    return panel(view, box, told, feed, body)


def bars(rows: Sequence[tuple[str, int, int | None]], of: Room, *, is_stale: bool, label: str, unit: str = words.UNIT_CASE) -> Markup:
    """Names with bars, counts, and what there was before as a tick and a change."""
    step = min(of.h / len(rows), MOST_ROW)
    name_w = min(max(width(name, LABEL) for name, _, _ in rows) + 12, of.w * 0.48)
    end, top = of.w - 128, max(max(now, before or 0) for _, now, before in rows) or 1
    reach, half = end - name_w, min(0.26 * step, MOST_BAR / 2)
    parts: list[Markup] = []
    for i, (name, now, before) in enumerate(rows):
        middle = step * (i + 0.5)
        base = middle + LABEL * 0.36
        parts += [text(0, base, cut(name, LABEL, name_w - 6)), rect(name_w, middle - half, reach * now / top, 2 * half, "bar")]
        if before is not None and not is_stale:
            at = name_w + reach * before / top
            parts += [line([(at, middle - 1.6 * half), (at, middle + 1.6 * half)], "tick")]
        parts += [text(of.w - 66, base, count(now), kind="e b")]
        parts += [drawn_change(count_change(now, None if is_stale else before, unit=unit, is_dense=True), of.w, base)]
    return svg(of.w, of.h, parts, label=label)


def durations_panel(view: WallView, box: Box) -> Markup:
    """办理时长: median and 90th percentile of what was closed, against the limit."""
    first, last = view.days
    of, feed = room(box), view.feed(COMPLAINTS)
    least = 1 if view.is_exact else view.least
    found = [d for d in durations(view.source, view.area, first, last) if d.count >= least][: max(1, int((of.h - 42) // 22))]
    key = legend((("dot", words.MEDIAN), ("cap", words.P90), ("limit", words.LIMIT)))
    told = Told(words.PANELS["durations"], words.DURATION_SUB.format(period=view.period_name), *key)
    return panel(view, box, told, feed, _dumbbells(found, of, view) if found else empty())


def _dumbbells(found: Sequence[Duration], of: Room, view: WallView) -> Markup:
    left, right, head, floor = min(of.w * 0.3, 92.0), of.w - 52, 22.0, of.h - 22
    limits = {d.limit_days for d in found}
    top = max(max(d.p90_days for d in found), *(d.limit_days or 0 for d in found)) * 1.04
    step = nice_step(top, 3)
    at = Scale(left, right, top).at
    parts = [text(of.w, 14, words.OVER, kind="e t3")]
    for i in range(int(top / step) + 1):
        x = at(step * i)
        parts += [line([(x, head), (x, floor)], "grid"), text(x, of.h - 4, f"{step * i:g}", kind="m t3")]
    one = limits.pop() if len(limits) == 1 else None
    if one:
        parts += [line([(at(one), head - 2), (at(one), floor)], "limit")]
        parts += [text(at(one), 14, words.LIMIT_ALL.format(days=one), kind="m t2")]
    gap = (floor - head) / len(found)
    for i, d in enumerate(found):
        y = head + gap * (i + 0.5)
        kind = "w" if d.limit_days and d.p90_days > d.limit_days else "a"
        parts += [text(0, y + 5, cut(d.name, LABEL, left - 8)), line([(at(d.median_days), y), (at(d.p90_days), y)], f"span {kind}")]
        parts += [line([(at(d.p90_days), y - 5.8), (at(d.p90_days), y + 5.8)], f"span {kind}")]
        parts += [dot(at(d.median_days), y, 6, f"fill {kind}")]
        if not one and d.limit_days:
            parts += [line([(at(d.limit_days), y - gap * 0.42), (at(d.limit_days), y + gap * 0.42)], "limit")]
        parts += [text(of.w, y + 5, _over(d, view), kind="e")]
    return svg(of.w, of.h, parts, label=words.PANELS["durations"])


def _over(found: Duration, view: WallView) -> str:
    is_small = 0 < found.late_count < view.least and not view.is_exact
    return f"<{view.least}" if is_small else count(found.late_count)


def hot_cells(view: WallView, box: Box) -> Markup:
    """高发格: the hexagons with most cases that may be shown; those that stand out statistically are named."""
    first, last = view.days
    res, of, feed = first_resolution(view.area, view.source.pack), room(box), view.feed(COMPLAINTS)
    cube = cells_cube(view.source, view.area, res, first=first, last=last)
    at, counts = span(cube, first, last), cell_counts(cube, first, last)
    for pseudo in (COARSE, UNPLACED):
        counts.pop(pseudo)
    hot = set(significant_cells(counts, least=view.least))
    shown = sorted((c for c, n in counts.items() if n >= view.least), key=lambda c: (-counts[c], c))
    told = Told(words.PANELS["hot_cells"], _cells_sub(at.first, at.last, res, view))
    lines = [_Cell(cell, _lies_in(view, cell), counts[cell], cell in hot) for cell in shown[: max(1, int(of.h // 24))]]
    body = _cells(lines, of) if lines else empty(words.CELLS_NONE)
    return panel(view, box, told, feed, body)


def _cells_sub(first: date, last: date, res: int, view: WallView) -> str:
    today = view.now.date()
    return words.CELLS_SUB.format(first=day(first, today), last=day(last, today), km2=HEX_KM2.get(res, "0.02"))


@dataclass(frozen=True)
class _Cell:
    """A hexagon, the area below that its middle lies in, its cases, and whether it stands out statistically."""

    cell: str
    area: str
    count: int
    is_hot: bool


def _lies_in(view: WallView, cell: str) -> str:
    """The area below that holds the middle of a cell; "" for none: codes of cells say nothing to people."""
    lat, lon = h3.cell_to_latlng(cell)
    areas, middle = view.source.pack.areas, Point(lon, lat)
    held = (a.code for a in areas.children(view.area) if a.geometry is not None and a.geometry.contains(middle))
    return areas.short_name(code) if (code := next(held, "")) else ""


def _cells(lines: Sequence[_Cell], of: Room) -> Markup:
    step, top = min(of.h / len(lines), MOST_ROW), lines[0].count or 1
    half = min(0.26 * step, MOST_BAR / 2)
    left, end = 14 + max(width(f"{line_.area} {cell_label(line_.cell)}", LABEL) for line_ in lines), of.w - 122
    parts: list[Markup] = []
    for i, line_ in enumerate(lines):
        y = step * (i + 0.5)
        parts += [text(0, y + 5, f"{line_.area} {cell_label(line_.cell)}".strip())]
        parts += [rect(left, y - half, (end - left) * line_.count / top, 2 * half, "bar")]
        parts += [text(end + 44, y + 5, count(line_.count), kind="e b")]
        parts += [text(of.w, y + 5, words.CELL_SIGN, size=13.5, kind="e t2")] if line_.is_hot else []
    return svg(of.w, of.h, parts, label=words.PANELS["hot_cells"])


def emerging(view: WallView, box: Box) -> Markup:
    """异常上升: what rose most in an area below, of at least the rule's number; the rule itself makes warnings."""
    rules, of, feed = view.source.pack.rules.alarms, room(box), view.feed(COMPLAINTS)
    found = _rises(view)[: max(1, int(of.h // 30))]
    told = Told(words.PANELS["emerging"], words.RISE_SUB.format(weeks=rules.rise_weeks))
    if not found:
        return panel(view, box, told, feed, empty(words.RISE_NONE, "ok" if not feed.is_stale else "stale"))
    step = min(of.h / len(found), MOST_ROW)
    parts: list[Markup] = []
    for i, (name, now, times) in enumerate(found):
        y = step * (i + 0.5) + 5
        kind = "e b d-bad" if times >= rules.rise_ratio else "e t2"
        parts += [rect(0, step * i, of.w, 1, "hair"), text(0, y, cut(name, 15, of.w - 130), size=15)]
        parts += [text(of.w - 66, y, f"{count(now)} {words.UNIT_CASE}", size=15, kind="e")]
        parts += [text(of.w, y, _times(times), size=15, kind=kind)]
    return panel(view, box, told, feed, svg(of.w, of.h, parts, label=told.title))


def _times(times: float) -> str:
    return words.RISE_TIMES.format(times=f"{times:.1f}")


def _rises(view: WallView) -> list[tuple[str, int, float]]:
    """Area and category, cases of the last week, times the mean of the weeks before; the most risen first."""
    rules, areas = view.source.pack.rules.alarms, view.source.pack.areas
    last = view.last_whole_day
    first, base = last - timedelta(days=6), last - timedelta(days=6 + 7 * rules.rise_weeks)
    names = dict(zip(view.areas.categories, view.areas.header["category_names"], strict=True))
    found = []
    for code in (c for c in view.areas.categories if c):
        now = {r.code: r.now.count for r in ranking(view.areas, first, last, categories=(code,)) if r.code}
        before = {r.code: r.now.count for r in ranking(view.areas, base, first - timedelta(days=1), categories=(code,))}
        for area, n in now.items():
            mean = before.get(area, 0) / rules.rise_weeks
            if n >= rules.rise_min_count and mean > 0 and n > mean:
                found.append((f"{areas.short_name(area)}{words.DOT}{names[code]}", n, n / mean))
    return sorted(found, key=lambda r: (-r[2], r[0]))
