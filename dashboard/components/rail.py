"""The rail: level, area, period, categories, layers. Links and shells only; assets/panel-rail.js fills periods, dates and categories."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.frame import href, nav_link
from dashboard.components.marks import marked
from dashboard.layers import LAYERS
from dashboard.state import ViewState, at_area, root_area
from geodata.areas import Area
from geodata.pack import Pack

SWITCHES = ("hexagons", "hotspots")  # layers of data
BASE_SWITCHES = ("roads", "rail", "outlines", "labels")  # layers of the base map


def rail(state: ViewState, pack: Pack) -> html.Aside:
    """The filter rail of a view."""
    return html.Aside(
        className="panel rail a-rail no-print",
        id="rail",
        **marked(aria_label=texts.FILTERS),
        children=[
            html.Button(texts.CLOSE, type="button", className="linklike drawer-close", **marked(act="close-drawer")),
            html.H3(texts.LEVEL),
            _levels(state, pack),
            html.H3(texts.AREA),
            _areas(state, pack),
            html.H3(texts.PERIOD),
            html.Div(className="chips", **marked(panel="periods", quiet="")),
            _range(),
            html.H3(
                [texts.CATEGORIES, html.Button(texts.CLIENT["all"], type="button", className="linklike", **marked(act="all-categories"))]
            ),
            html.Div(role="group", **marked(panel="categories", aria_label=texts.CATEGORIES)),
            html.H3(texts.LAYERS),
            *[_switch(name) for name in SWITCHES if name in LAYERS],
            html.H3(texts.BASEMAP),
            *[_switch(name) for name in BASE_SWITCHES if name in LAYERS],
        ],
    )


def _levels(state: ViewState, pack: Pack) -> html.Div:
    targets = {"city": root_area(pack), "district": _district(state, pack), "street": _street(state, pack)}
    links = [
        nav_link(
            texts.LEVELS[level],
            href(at_area(state, code, pack)),
            className="on" if level == state.level else "",
            **({"aria-current": "true"} if level == state.level else {}),
        )
        for level, code in targets.items()
    ]
    return html.Div(links, className="seg", role="group", **marked(aria_label=texts.LEVEL))


def _district(state: ViewState, pack: Pack) -> str:
    """The district or focus area that the view lies in; the pack's own one from the city."""
    return next((a.code for a in reversed(pack.areas.breadcrumb(state.area)) if a.level == "district"), pack.config.default_area)


def _street(state: ViewState, pack: Pack) -> str:
    """The street of the view; the first one of its district otherwise."""
    return state.area if state.level == "street" else next((a.code for a in pack.areas.children(_district(state, pack))), state.area)


def _areas(state: ViewState, pack: Pack) -> html.Select:
    choices = _choices(state, pack)
    options = [html.Option(_with_parts(a, pack), value=a.code) for a in choices]
    return html.Select(options, id="area-choice", className="inp", **marked(aria_label=texts.AREA))


def _choices(state: ViewState, pack: Pack) -> tuple[Area, ...]:
    tree = pack.areas
    if state.level == "city":
        return tree.at("city")
    if state.level == "district":
        return (*tree.focus_areas(), *tree.at("district"))
    return tree.children(_district(state, pack))


def _with_parts(area: Area, pack: Pack) -> str:
    count = len(pack.areas.children(area.code))
    return texts.AREA_WITH_PARTS.format(name=area.name, count=count, below=texts.BELOW[area.level]) if count else area.name


def _range() -> html.Details:
    return html.Details(
        className="range",
        **marked(panel="range", quiet=""),
        children=[
            html.Summary([html.Span(**marked(part="dates")), html.Span("▾", className="tri")], className="inp"),
            html.Div(className="pick"),
        ],
    )


def _switch(layer: str) -> html.Label:
    """Its input is put in by the browser (Dash has no plain checkbox); the sign beside the name is drawn by CSS."""
    count: dict[str, Any] = {"data-part": "layer-count"} if layer == "hexagons" else {}
    return html.Label(
        className="sw",
        **marked(switch=layer),
        children=[
            html.I(className=f"sy sy-{layer}"),
            html.Span(texts.LAYER_NAMES[layer]),
            html.B(**count),
            html.Span(className="sw-box"),
        ],
    )
