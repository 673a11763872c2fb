"""One point: how it stands, what was done, whether that helped, what the rains did there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.frame import href, nav_link
from dashboard.components.layer_map import layer_map
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.water.effects import effect_heads, rate_words, ratio_words, verdict_words
from dashboard.components.water.points import card_tip, depth_words, status_words
from dashboard.components.water.sight import Sight
from dashboard.components.water.storms import CONFIG, replayed
from dashboard.figures.water_effect import Dot, effect_chart
from dashboard.queries.waterlogging import Point, PointEffect, State
from dashboard.texts import waterlogging as words
from dashboard.theme import named

WAN = 10_000
LAYERS = ("rain", "depth", "waterlogging")


def item(sight: Sight, point: Point, states: Sequence[State], found: PointEffect | None) -> list[Any]:
    """The page's content for one point, and the page's store."""
    shown, store = layer_map(sight.state, sight.desk, layers=LAYERS, title=words.MAP_TITLE)
    columns = [_head(point, sight), shown, html.Aside([_history(states), _effect(found, sight)], className="a-right"),
               html.Div([replayed(sight)], className="a-low one")]  # fmt: skip
    main = html.Main(columns, id="content", className="main water item", tabIndex=-1)
    return [main, store]


def _head(point: Point, sight: Sight) -> html.Section:
    back = nav_link(words.BACK, href(sight.state, item=""), className="linklike")
    where = html.Span(words.DOT.join(p for p in (point.no, point.street_name) if p))
    first, limits = [html.H2(point.name), where, status_words(point.status), back], point.thresholds
    rain = f"{point.rain.rain_1h_mm:.1f} {words.MM}" if point.rain else words.NO_DATA
    station = words.STATION.format(name=point.station_name) if point.station_name else ""
    facts: tuple[tuple[str, Any, str], ...] = (
        (words.FACT_DEPTH, depth_words(point, sight), words.COMMA.join(point.words)),
        (words.FACT_RAIN, rain, station),
        (words.FACT_LIMITS, words.LIMITS.format(depth=f"{limits.depth_mm:g}", rain=f"{limits.rain_1h_mm:g}"),
         sight.rules.waterlogging.source),
        (words.FACT_MONEY, _money(point), ""),
        (words.OWNER, point.owner or words.UNKNOWN, ""),
        (words.CAUSE.partition("：")[0], point.cause or words.UNKNOWN, ""),
        (words.MEASURE.partition("：")[0], point.measure or words.UNKNOWN, ""),
    )
    usual = card_tip(point, sight)
    told = [html.Div([html.Dt(name), html.Dd(value)], **_tip(tip or usual)) for name, value, tip in facts]
    alarm = html.P([html.I(className=words.ALARM_GLYPHS[point.alarm]), html.B(words.ALARMS[point.alarm]), words.COMMA.join(point.words)],
                   className="wl-why") if point.alarm else None  # fmt: skip
    parts = [html.Div(first, className="it"), html.Dl(told), *([alarm] if alarm else [])]
    return html.Section(parts, className="panel wl-head a-strip")


def _tip(text: str) -> Any:
    return {"tabIndex": 0, **marked(tip=text)}


def _money(point: Point) -> str:
    if point.planned_cny is None and point.paid_cny is None:
        return words.NO_DATA
    paid, planned = ("—" if value is None else f"{value / WAN:,.0f}" for value in (point.paid_cny, point.planned_cny))
    return words.MONEY.format(paid=paid, planned=planned)


def _history(states: Sequence[State]) -> html.Section:
    lines = [
        html.Li([
            status_words(s.status), html.Span(words.SOURCES.get(s.source, s.source)), html.Span(s.note, className="clip", title=s.note),
            html.Time(f"{s.at:%Y-%m-%d}"),
        ])
        for s in reversed(states)
    ]  # fmt: skip
    body: Any = html.Ul(lines, className="wl-history", tabIndex=0) if lines else html.P(words.HISTORY_NONE, className="failed")
    return panel(words.HISTORY, words.HISTORY_SUB, [body], kind="wl-told")


def _effect(found: PointEffect | None, sight: Sight) -> html.Section:
    if found is None:
        return panel(words.EFFECTS, words.EFFECTS_SUB, [html.P(words.EFFECT_CLOSED_NOT, className="failed")], kind="wl-effect")
    least, told, heads = sight.rules.suppression.min_count, found.effect, effect_heads(sight)
    numbers = html.Div(
        [html.Div([html.Span(name), value]) for name, value in (
            (words.BEFORE, rate_words(found, told.before, least)), (words.AFTER, rate_words(found, told.after, least)),
            (heads[4][0], ratio_words(found)), (heads[5][0], verdict_words(found)),
        )], className="wl-numbers",
    )  # fmt: skip
    tip = words.EFFECT_TIP.format(least=sight.rules.waterlogging.least_events, radius=sight.rules.hex.max_radius_m[9])
    sub = html.Span(words.DOT.join((words.EFFECTS_SUB, words.EFFECT_STATION.format(station=found.station or words.NO_DATA))), **_tip(tip))
    body: list[Any] = [numbers]
    if found.is_few:
        body.append(html.P(words.EFFECT_FEW_NOTE.format(least=least), className="failed"))
    elif found.events:
        dots = [Dot(e.start, e.rain_mm, e.count, e.is_after) for e in found.events]
        figure = effect_chart(named(sight.state.theme), dots, (told.before.per_mm, told.after.per_mm))
        graph = dcc.Graph(id="water-effect", figure=figure, config=CONFIG, responsive=True, style={"height": "100%"})
        body.append(html.Div(html.Div(graph, className="chart"), className="c"))
    return panel(words.EFFECTS, sub, body, kind="wl-effect")
