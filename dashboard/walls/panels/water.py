"""Panels of the water: the points with what stands there now, the rain of the stations."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboard.queries.waterlogging import Gauge, Point
from dashboard.texts import wallpanels as words
from dashboard.texts.waterlogging import ALARMS
from dashboard.walls.panels.drawing import counts, cut, line, nice_step, rect, svg, text
from dashboard.walls.panels.frame import MOST_ROW, STRIP, Box, Room, Told, empty, panel, room
from dashboard.walls.panels.legend import legend
from dashboard.walls.panels.signs import sign
from dashboard.walls.view import READINGS, WallView
from geodata.water.relapse import RELAPSED

SIZE, ROW = 15.0, 26.0
_SIGNS = {"double": "alarm", "depth": "alarm", "rain": "warn"}
WINDOWS = ("rain_10min_mm", "rain_1h_mm", "rain_24h_mm")


def water_points(view: WallView, box: Box) -> Markup:
    """积水点: the most urgent first, as the page sorts them."""
    of, feed, found = room(box), view.feed(READINGS), view.water_shown.points
    told = Told(words.PANELS["water_points"], words.WATER_SUB.format(count=len(found)))
    body = _points(found[: max(1, int((of.h - 18) // ROW))], of) if found else empty(words.WATER_NONE)
    return panel(view, box, told, feed, body)


def _points(shown: Sequence[Point], of: Room) -> Markup:
    head, step = 18.0, min((of.h - 18) / len(shown), MOST_ROW)
    columns = (of.w - 150, of.w - 76, of.w)
    parts = [text(x, 13, h, size=13.5, kind="e t3") for x, h in zip(columns, words.WATER_HEADS, strict=True)]
    for i, p in enumerate(shown):
        y = head + step * i
        base = y + step / 2 + 5.4
        kind, word = _state(p)
        parts += [rect(0, y, of.w, 1, "hair"), sign(kind, 7, y + step / 2), text(20, base, cut(p.name, SIZE, columns[0] - 80), size=SIZE)]
        parts += [text(columns[0], base, _depth(p), size=SIZE, kind="e b" if p.is_wet else "e t3")]
        parts += [text(columns[1], base, f"{p.rain.rain_1h_mm:.1f}" if p.rain else "—", size=SIZE, kind="e")]
        parts += [text(columns[2], base, word, size=SIZE, kind=f"e c-{kind}")]
    return svg(of.w, of.h, parts, label=words.PANELS["water_points"])


def _state(p: Point) -> tuple[str, str]:
    """Sign and word of how a point stands."""
    if p.alarm in _SIGNS:
        return _SIGNS[p.alarm], ALARMS[p.alarm]
    if p.is_silent or (p.depth is not None and p.depth.is_stale):
        return "stale", words.STOPPED
    if p.is_wet and p.depth:
        return "warn", p.depth.band_name
    if p.status == RELAPSED:
        return "notice", p.status
    return ("nodata", words.NO_DATA) if p.depth is None else ("ok", words.DRY)


def _depth(p: Point) -> str:
    return "—" if p.depth is None or p.depth.is_stale else f"{words.MM.format(mm=p.depth.mm)} mm"


def rain_now(view: WallView, box: Box) -> Markup:
    """雨量: three windows of each station, the strongest hour first, with the threshold of the hour."""
    of, feed = room(box), view.feed(READINGS)
    stations = sorted(view.water_shown.stations, key=lambda g: (-(g.rain.rain_1h_mm if g.rain else -1), g.place.no))
    limit = view.register.pack.rules.waterlogging.rain_1h_mm
    key = legend((("limit", words.RAIN_LIMIT.format(mm=limit)),))
    told = Told(words.PANELS["rain_now"], words.RAIN_SUB.format(count=len(stations)), *key)
    if stations and of.h < STRIP:
        return panel(view, box, Told(told.title, _strongest(stations[0])), feed, _strip(stations[0], limit))
    body = _stations(stations[: max(1, int((of.h - 20) // 24))], of, float(limit)) if stations else empty()
    return panel(view, box, told, feed, body)


def _strongest(gauge: Gauge) -> str:
    return words.RAIN_STRONGEST.format(name=gauge.place.name or gauge.place.no)


def _strip(gauge: Gauge, limit: float) -> Markup:
    """The three windows of one station as numbers."""
    if gauge.rain is None:
        return empty(words.STOPPED, "stale")
    kind = "warn" if gauge.rain.rain_1h_mm >= limit else ""
    windows = zip(WINDOWS, words.RAIN_WINDOWS, strict=True)
    return counts((kind if name == "rain_1h_mm" else "", word, f"{getattr(gauge.rain, name):.1f}") for name, word in windows)


def _stations(shown: Sequence[Gauge], of: Room, limit: float) -> Markup:
    head, step = 20.0, min((of.h - 20) / len(shown), MOST_ROW)
    name_w = of.w * 0.34
    columns = (of.w - 112, of.w - 50, of.w)
    left, right = name_w, columns[0] - 58
    top = max(limit * 1.15, *(g.rain.rain_1h_mm for g in shown if g.rain), nice_step(limit))
    heads = zip((right, columns[0], columns[2]), words.RAIN_WINDOWS_SHOWN, strict=True)
    parts = [text(x, 14, h, size=13.5, kind="e t3") for x, h in heads]
    at = left + (right - left) * limit / top
    parts += [line([(at, head), (at, head + step * len(shown))], "limit")]
    for i, g in enumerate(shown):
        y = head + step * i
        base = y + step / 2 + 5.4
        parts += [text(0, base, cut(g.place.name or g.place.no, SIZE, name_w - 10), size=SIZE)]
        if g.rain is None:
            parts += [sign("stale", left + 8, y + step / 2), text(left + 22, base, words.STOPPED, size=SIZE, kind="t3")]
            continue
        kind = "bar w" if g.rain.rain_1h_mm >= limit else "bar water"
        parts += [rect(left, y + step / 2 - 8, (right - left) * g.rain.rain_1h_mm / top, 16, kind)]
        parts += [text(columns[0], base, f"{g.rain.rain_1h_mm:.1f}", size=SIZE, kind="e b")]
        parts += [text(columns[2], base, f"{g.rain.rain_24h_mm:.1f}", size=SIZE, kind="e t2")]
    return svg(of.w, of.h, parts, label=words.PANELS["rain_now"])


