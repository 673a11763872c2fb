"""Shells of the panels that the browser fills from the cubes: ranking, cases of a cell, trend, category bars, tiles, alarms, table twin."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import texts
from dashboard.components.marks import marked
from dashboard.figures.trend import blank_trend
from dashboard.texts import snapshots as pictures
from dashboard.theme import Theme

TREND = "trend"


def panel(title: Any, sub: Any, body: Any, *, right: Any = None, kind: str = "", tile: str = "") -> html.Section:
    """A panel: title, what it shows in small type, something at the right of the head, and its body.

    `tile` is its name for pictures of it alone; by default made of `kind`, "" where it has neither.
    """
    name = tile or kind.replace(" ", "-")
    head = [html.H2(title), sub if isinstance(sub, html.Span) else html.Span(sub)] + ([right] if right is not None else [])
    children = [html.Div(head, className="ph"), *body, *([picture_button()] if name else [])]
    return html.Section(children, className=f"panel {kind}".strip(), **(marked(tile=name) if name else {}))


def picture_button() -> html.Button:
    """The small button that makes a picture of the panel it stands in (assets/snapshot.js)."""
    return html.Button(type="button", className="tile-pic no-print", title=pictures.TILE_BUTTON,
                       **marked(act="picture", aria_label=pictures.TILE_BUTTON))  # fmt: skip


def ranking(below: str) -> html.Section:
    """Ranking of the areas one level down, called `below` (街道)."""
    twin = html.Button(texts.TO_TABLE, type="button", className="linklike r", **marked(act="twin"))
    body = html.Div(className="rk-wrap", tabIndex=0, role="region", **marked(panel="ranking", aria_label=texts.RANKING.format(below=below)))
    return panel(texts.RANKING.format(below=below), texts.RANKING_SUB, [body], right=twin, kind="ranking")


def cell() -> html.Section:
    """Cases of the selected hexagon; the busiest cells while none is selected."""
    clear = html.Button(texts.CELL_CLEAR, type="button", className="linklike r", hidden=True, **marked(act="clear-cell"))
    return panel(
        texts.CELLS,
        html.Span(**marked(part="cell-sub")),
        [html.Div(className="cell-body", **marked(panel="cell", aria_live="polite"))],
        right=clear,
        kind="cell",
    )


def alarms() -> html.Section:
    """Notices that rules give rise to."""
    return panel(
        texts.ALARMS, html.Span(**marked(part="alarms-sub")), [html.Ul(className="al", tabIndex=0, **marked(panel="alarms"))], kind="alarms"
    )


def trend_panel(theme: Theme) -> html.Section:
    """The trend with last year behind."""
    key = html.Span([html.I(), texts.THIS_YEAR, html.I(className="past"), texts.LAST_YEAR], className="r k")
    graph = dcc.Graph(id=TREND, figure=blank_trend(theme), config={"displayModeBar": False}, responsive=True, style={"height": "100%"})
    return panel(
        html.Span(texts.TREND, **marked(part="trend-title")),
        html.Span(**marked(part="trend-sub")),
        [html.Div(html.Div(graph, className="chart"), className="c")],
        right=key,
        tile=TREND,
    )


def category_bars() -> html.Section:
    """The categories with most complaints."""
    return panel(
        texts.CATEGORY_BARS,
        texts.CATEGORY_SUB,
        [html.Div(html.Div(className="bars", **marked(panel="bars")), className="c")],
        right=html.Span(texts.CATEGORY_KEY, className="r k"),
        tile="categories",
    )


def tiles() -> html.Section:
    """KPI tiles."""
    return html.Section(className="tiles a-tiles", **marked(panel="tiles", tile="tiles", aria_label=texts.TILES_LABEL))


def twin() -> html.Section:
    """The table that stands for the map when asked for; lies over it."""
    return html.Section(className="panel a-map twin", hidden=True, **marked(panel="twin", quiet="", aria_label=texts.CLIENT["twin_title"]))
