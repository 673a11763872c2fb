"""The points as cards, the most urgent first, and the sensors that have fallen silent."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.frame import href, nav_link
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


def depth_words(point: Point, sight: Sight) -> html.Span:
    """The water at a point: shape, value, band and age; hatched where it is too old, 无水深读数 where there is none."""
    depth = point.depth
    if depth is None:
        return html.Span([html.I(className="g g-nodata"), words.DEPTH_NONE], className="wl-depth nodata")
    mm = html.B([f"{depth.mm:,.0f}", html.Small(words.MM)])
    if depth.is_stale:
        tag = html.Span(words.DEPTH_STALE.format(age=depth.age), className="stale-tag")
        return html.Span([html.I(className="g g-stale"), mm, tag], className="wl-depth old")
    level = level_of(depth.mm, sight.rules.waterlogging.bands)
    told = [html.I(className=LEVEL_GLYPHS[level]), mm, html.Span(depth.band_name or words.NO_BAND), html.Small(ago(depth.age))]
    return html.Span(told, className=f"wl-depth {level}")


def status_words(status: str) -> html.Span:
    """The state of a point's case: shape and word."""
    at = STATUSES.index(status) if status in STATUSES else len(STATUSES)
    return html.Span([html.I(className=f"wl-state s{at}"), status or words.POINT_STATES["unknown"]], className="wl-status")


def card_tip(point: Point, sight: Sight) -> str:
    """What a card does not have room for."""
    return words.CARD_TIP.format(
        cause=words.CAUSE.format(cause=point.cause) if point.cause else "", owner=point.owner or words.UNKNOWN,
        measure=words.MEASURE.format(measure=point.measure) if point.measure else "", depth=f"{point.thresholds.depth_mm:g}",
        rain=f"{point.thresholds.rain_1h_mm:g}", foot=sight.foot,
    )  # fmt: skip


def _card(point: Point, sight: Sight) -> html.Li:
    first = [nav_link(point.name, href(sight.state, item=point.no), className="n"), html.Span(point.street_name, className="st")]
    since = words.SINCE.format(day=f"{point.since:%Y-%m-%d}") if point.since else ""
    second = [depth_words(point, sight), html.Span([status_words(point.status), html.Small(since)], className="r")]
    third = html.P([html.I(className=words.ALARM_GLYPHS[point.alarm]), html.B(words.ALARMS[point.alarm]), words.COMMA.join(point.words)],
                   className="wl-why") if point.alarm else None  # fmt: skip
    facts = words.DOT.join(part for part in (point.measure, point.owner) if part)
    rest = [third, html.P(facts, className="wl-facts clip", title=facts) if facts else None]
    parts = [html.Div(first, className="l1"), html.Div(second, className="l2"), *(p for p in rest if p is not None)]
    return html.Li(parts, className=f"wl-card {point.alarm}".strip(), tabIndex=0, **marked(tip=card_tip(point, sight), point=point.no))


def _silent(sight: Sight) -> html.Li:
    """All silent sensors and stations in one line that unfolds: each is an alarm, none of them a flood."""
    silent = [a for a in sight.now.alarms if a.is_gauge]
    lines = [html.Li([html.Span(a.name), html.Small(a.words)]) for a in silent]
    head = html.Summary([html.I(className="g g-stale"), html.B(words.ALARMS["silent"]), words.SILENT_HEAD.format(count=len(silent))])
    return html.Li(html.Details([head, html.Ul(lines)], open=len(silent) <= 1), className="wl-silent")


def _all(sight: Sight) -> Any:
    if not sight.state.picked("state"):
        return None
    return nav_link(words.ALL, href(sight.state, pick=sight.state.picking("state", "")), className="r linklike")
