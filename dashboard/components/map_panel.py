"""The map panel: the graph, and the plates over it — title, zoom buttons, legend, scale and notes. The browser fills in what follows the filter."""

from __future__ import annotations

from dataclasses import dataclass

from dash import dcc, html
from plotly.graph_objects import Figure

from dashboard import texts

GRAPH = "map"
CELL_KM2 = {7: "5.2", 8: "0.7", 9: "0.1", 10: "0.015"}      # mean area of a cell of each resolution, km²


@dataclass(frozen=True)
class MapNotes:
    """What must be said on every picture of this map: sketch boundaries and roads, sample data, approximate positions, sources, missing outlines."""

    boundary: str
    attribution: str
    approval: str
    is_sample: bool
    is_approx: bool
    unoutlined_count: int


def map_panel(figure: Figure, *, res: int, breaks: tuple[int, ...], few_below: int, notes: MapNotes) -> html.Section:
    """The panel with `figure` in it; ids inside start with `map-`."""
    return html.Section(
        className="panel a-map map-panel", **{"aria-label": texts.MAP_TITLE},
        children=[
            dcc.Graph(id=GRAPH, figure=figure, config={"displayModeBar": False, "scrollZoom": True, "doubleClick": False}, className="map-graph", responsive=True),
            html.Div(className="ov map-title", children=[html.H2(texts.MAP_TITLE), html.Span(id="map-sum")]),
            _zoom_buttons(),
            _legend(res, breaks, few_below, is_approx=notes.is_approx),
            _note(notes),
            html.Div(id="map-problem", className="ov map-problem", role="status", hidden=True),
            html.Div(id="map-tip", className="map-tip", hidden=True),
        ],
    )


def _zoom_buttons() -> html.Div:
    acts = (("in", "+", texts.MAP_ZOOM_IN), ("out", "−", texts.MAP_ZOOM_OUT), ("reset", texts.MAP_RESET, texts.MAP_RESET_LONG))
    return html.Div(className="map-zoom no-print", children=[
        html.Button(sign, type="button", title=name, className="tx" if act == "reset" else "", **{"data-map-act": act, "aria-label": name}) for act, sign, name in acts
    ])


def _legend(res: int, breaks: tuple[int, ...], few_below: int, *, is_approx: bool) -> html.Div:
    head = texts.MAP_LEGEND.format(area=CELL_KM2[res]) + (texts.MAP_LEGEND_APPROX if is_approx else "")
    names = [texts.MAP_FEW_SHORT.format(least=few_below)]
    names += [f"{a}–{b - 1}" for a, b in zip(breaks, breaks[1:], strict=False)] + [f"{breaks[-1]}+"]
    swatches = [html.Div([html.I(className=f"c{i}"), html.Span(name)]) for i, name in enumerate(names)]
    return html.Div(className="ov map-legend", children=[
        html.P(head), html.Div(swatches, className="q"),
        html.P([html.I(className="hot"), texts.MAP_LEGEND_HOT], className="key"), html.P(id="map-rough", className="rough"),
    ])


def _note(notes: MapNotes) -> html.Div:
    said = [notes.boundary, texts.MAP_ROADS_NOTE if notes.boundary else "", texts.MAP_SAMPLE if notes.is_sample else "",
            texts.MAP_APPROX if notes.is_approx else "", texts.MAP_UNOUTLINED.format(count=notes.unoutlined_count) if notes.unoutlined_count else "", notes.approval]
    return html.Div(className="ov map-note", title=notes.attribution, children=[
        html.Span([html.I(id="map-scale-bar", className="sc"), html.Span(id="map-scale-text")]), *[html.Span(text) for text in said if text],
        html.Span(texts.MAP_SOURCES, className="src"),
    ])


def client_texts(few_below: int) -> dict[str, str]:
    """Sentences the browser fills in, for the figure's meta."""
    return {"title": texts.MAP_SUM, "rough": texts.MAP_ROUGH, "cell": texts.MAP_CELL, "count": texts.MAP_COUNT, "few": texts.MAP_FEW.format(least=few_below),
            "outside": texts.MAP_OUTSIDE, "noHandle": texts.MAP_NO_HANDLE, "late": texts.MAP_LATE}
