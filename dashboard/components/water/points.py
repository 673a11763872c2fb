"""The points as cards, the most urgent first, and the sensors that have fallen silent."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.element import Element, element
from dashboard.components.frame import href, nav_link
from dashboard.components.links import plain_link
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.water.sight import Sight, ago
from dashboard.queries.layers.waterlogging import level_of
from dashboard.queries.waterlogging import Point
from dashboard.texts import waterlogging as words
from geodata.water.relapse import STATUSES

LEVEL_GLYPHS = {"deep": "g g-alarm", "medium": "g g-warn wl-red", "shallow": "g g-notice wl-amber", "": "g g-ok"}
MOST_SILENT = 6


def points(sight: Sight) -> html.Section:
    """The panel of cards."""
    cards = [_card(p, sight) for p in sight.shown]
    silent = [a for a in sight.now.alarms if a.is_gauge]
    body: list[Any] = [html.Ul([*([_silent(sight)] if silent else []), *cards], className="wl-cards", tabIndex=0)]
    if not sight.now.points and not silent:
        body = [html.P([html.I(className="g g-nodata"), words.POINTS_NONE], className="failed")]
    return panel(words.POINTS, words.POINTS_SUB.format(count=len(sight.shown)), body, kind="wl-points", right=_all(sight))


def depth_words(point: Point, sight: Sight) -> Element:
    """The water at a point: shape, value, band and age; hatched where it is too old, 无水深读数 where there is none."""
    depth = point.depth
    if depth is None:
        return element("Span", [element("I", className="g g-nodata"), words.DEPTH_NONE], className="wl-depth nodata")
    mm = element("B", [f"{depth.mm:,.0f}", element("Small", words.MM)])
    if depth.is_stale:
        tag = element("Span", words.DEPTH_STALE.format(age=depth.age), className="stale-tag")
        return element("Span", [element("I", className="g g-stale"), mm, tag], className="wl-depth old")
    level = level_of(depth.mm, sight.rules.waterlogging.bands)
    band, age = element("Span", depth.band_name or words.NO_BAND), element("Small", ago(depth.age))
    told = [element("I", className=LEVEL_GLYPHS[level]), mm, band, age]
    return element("Span", told, className=f"wl-depth {level}")


def status_words(status: str) -> Element:
    """The state of a point's case: shape and word."""
    at = STATUSES.index(status) if status in STATUSES else len(STATUSES)
    return element("Span", [element("I", className=f"wl-state s{at}"), status or words.POINT_STATES["unknown"]], className="wl-status")


def card_tip(point: Point, sight: Sight) -> str:
    """What a card does not have room for."""
    return words.CARD_TIP.format(
        cause=words.CAUSE.format(cause=point.cause) if point.cause else "", owner=point.owner or words.UNKNOWN,
        measure=words.MEASURE.format(measure=point.measure) if point.measure else "", depth=f"{point.thresholds.depth_mm:g}",
        rain=f"{point.thresholds.rain_1h_mm:g}", foot=sight.foot,
    )  # fmt: skip


def _card(point: Point, sight: Sight) -> Element:
    first = [plain_link(point.name, href(sight.state, item=point.no), className="n"), element("Span", point.street_name, className="st")]
    since = words.SINCE.format(day=f"{point.since:%Y-%m-%d}") if point.since else ""
    second = [depth_words(point, sight), element("Span", [status_words(point.status), element("Small", since)], className="r")]
    third = _why(point) if point.alarm else None
    facts = words.DOT.join(part for part in (point.measure, point.owner) if part)
    rest = [third, element("P", facts, className="wl-facts clip", title=facts) if facts else None]
    parts = [element("Div", first, className="l1"), element("Div", second, className="l2"), *(p for p in rest if p is not None)]
    told = marked(tip=card_tip(point, sight), point=point.no)
    return element("Li", parts, className=f"wl-card {point.alarm}".strip(), tabIndex=0, **told)


def _why(point: Point) -> Element:
    said = [element("I", className=words.ALARM_GLYPHS[point.alarm]), element("B", words.ALARMS[point.alarm]), words.COMMA.join(point.words)]
    return element("P", said, className="wl-why")


def _silent(sight: Sight) -> Element:
    """All silent sensors and stations in one line that unfolds: each is an alarm, none of them a flood."""
    silent = [a for a in sight.now.alarms if a.is_gauge]
    lines = [element("Li", [element("Span", a.name), element("Small", a.words)]) for a in silent]
    told = [element("I", className="g g-stale"), element("B", words.ALARMS["silent"]), words.SILENT_HEAD.format(count=len(silent))]
    return element("Li", element("Details", [element("Summary", told), element("Ul", lines)], open=len(silent) <= 1), className="wl-silent")


def _all(sight: Sight) -> Any:
    if not sight.state.picked("state"):
        return None
    return nav_link(words.ALL, href(sight.state, pick=sight.state.picking("state", "")), className="r linklike")
