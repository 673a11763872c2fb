"""The map panel: the graph and the plates over it (title, zoom, legend, scale, notes). The browser fills in what follows the filter."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dash import dcc, html

from dashboard import texts
from dashboard.components.marks import marked
from dashboard.components.switches import legend_of, switches
from dashboard.layers import DATA_LAYERS

GRAPH = "map"
CONFIG: Any = {"displayModeBar": False, "scrollZoom": True, "doubleClick": False}
CELL_KM2 = {7: "5.2", 8: "0.7", 9: "0.1", 10: "0.015"}      # mean area of a cell of each resolution, km²


@dataclass(frozen=True)
class MapNotes:
    """What must be said on every picture of this map. `unoutlined_count`: parts of the area that have no outline (无边界).

    `is_bound`: small counts are hidden, and it counts whole weeks.
    """

    boundary: str
    attribution: str
    approval: str
    is_sample: bool
    is_approx: bool
    unoutlined_count: int
    is_bound: bool = False
    shown: frozenset[str] = frozenset()
    has_hexagons: bool = True


def map_panel(
    figure: dict[str, Any], *, res: int, breaks: tuple[int, ...], few_below: int, notes: MapNotes, title: str = "",
    has_switches: bool = False,
) -> html.Section:
    """The panel with `figure` in it; ids inside start with `map-`."""
    name = title or texts.MAP_TITLE
    label: dict[str, Any] = {"aria-label": name}
    return html.Section(
        className="panel a-map map-panel", **label, **marked(tile="map"),
        children=[
            dcc.Graph(id=GRAPH, figure=figure, config=CONFIG, className="map-graph", responsive=True),
            html.Div(className="ov map-title", children=[html.H2(name), html.Span(id="map-sum")]),
            *([_layer_plate()] if has_switches else []),
            _zoom_buttons(),
            _legend(res, breaks, few_below, notes),
            _note(notes),
            html.Div(id="map-problem", className="ov map-problem", role="status", hidden=True),
            html.Div(id="map-tip", className="map-tip", hidden=True),
        ],
    )


def _layer_plate() -> html.Details:
    return html.Details([html.Summary(texts.LAYERS), html.Div(switches(), className="rail")], className="ov map-layers no-print")


def _zoom_buttons() -> html.Div:
    acts = (("in", "+", texts.MAP_ZOOM_IN), ("out", "−", texts.MAP_ZOOM_OUT), ("reset", texts.MAP_RESET, texts.MAP_RESET_LONG))
    return html.Div([_button(*act) for act in acts], className="map-zoom no-print")


def _button(act: str, sign: str, name: str) -> html.Button:
    marks: dict[str, Any] = {"data-map-act": act, "aria-label": name}
    return html.Button(sign, type="button", title=name, className="tx" if act == "reset" else "", **marks)


def _legend(res: int, breaks: tuple[int, ...], few_below: int, notes: MapNotes) -> html.Div:
    head = texts.MAP_LEGEND.format(area=CELL_KM2[res]) + (texts.MAP_LEGEND_APPROX if notes.is_approx else "")
    names = [texts.MAP_FEW_SHORT.format(least=few_below)]
    names += [f"{a}–{b - 1}" for a, b in pairwise(breaks)] + [f"{breaks[-1]}+"]
    swatches = [html.Div([html.I(className=f"c{i}"), html.Span(name)]) for i, name in enumerate(names)]
    bound = texts.MAP_BOUND.format(least=few_below)
    grid = html.Div(hidden=not notes.has_hexagons, **marked(legend="hexagons"), children=[
        html.P(head), html.Div(swatches[1:] if notes.is_bound else swatches, className="q"),
        *([html.P(bound, className="bound", title=texts.MAP_BOUND_TIP.format(least=few_below))] if notes.is_bound else []),
        html.P([html.I(className="hot"), texts.MAP_LEGEND_HOT], className="key"), html.P(id="map-rough", className="rough"),
    ])
    data = [legend_of(layer, is_on=name in notes.shown) for name, layer in DATA_LAYERS.items()]
    return html.Div([html.Div(data, className="signs"), grid], className="ov map-legend")


def _note(notes: MapNotes) -> html.Div:
    said = [notes.boundary, texts.MAP_ROADS_NOTE if notes.boundary else "", texts.MAP_SAMPLE if notes.is_sample else "",
            texts.MAP_UNOUTLINED.format(count=notes.unoutlined_count) if notes.unoutlined_count else "", notes.approval, texts.MAP_SOURCES]
    scale = html.Span([html.I(id="map-scale-bar", className="sc"), html.Span(id="map-scale-text")])
    return html.Div([scale, *[html.Span(text) for text in said if text]], className="ov map-note", title=notes.attribution)


def client_texts(few_below: int, *, is_bound: bool = False) -> dict[str, str]:
    """Sentences the browser fills in, for the figure's meta."""
    rough = texts.MAP_ROUGH_BOUND if is_bound else texts.MAP_ROUGH
    return {"title": texts.MAP_SUM, "rough": rough, "cell": texts.MAP_CELL, "count": texts.MAP_COUNT,
            "few": texts.MAP_FEW.format(least=few_below), "outside": texts.MAP_OUTSIDE,
            "noHandle": texts.MAP_NO_HANDLE, "late": texts.MAP_LATE, "empty": texts.MAP_EMPTY}
