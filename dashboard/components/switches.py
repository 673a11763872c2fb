"""The layer panel: every layer of the map as a switch, data first, the base map below; in the rail or in a folded plate on the map."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.marks import marked
from dashboard.layers import DATA_LAYERS, LAYERS
from dashboard.layers.datalayer import MOST_AT_ONCE, DataLayer

SWITCHES = ("hexagons", "hotspots")  # layers of complaints
NAMES = "labels"
BASE_SWITCHES = ("roads", "rail", "outlines", NAMES)  # layers of the base map
COMPLAINT_LAYERS = (*SWITCHES, *BASE_SWITCHES)  # what a page of complaints begins with


def all_layers() -> tuple[str, ...]:
    """Every layer that can be switched, in the one order of the panel."""
    return (*SWITCHES, *DATA_LAYERS, *BASE_SWITCHES)


def readable(names: tuple[str, ...]) -> tuple[str, ...]:
    """The layers that are drawn of those asked for: those that exist, at most MOST_AT_ONCE of data.

    Names of areas step aside for a layer that has its own: a demo's 示例街镇 must not stand beside a real town's name.
    """
    data = [n for n in (*SWITCHES, *DATA_LAYERS) if n in names][:MOST_AT_ONCE]
    aside = {NAMES} if any(is_named(n) for n in data) else set()
    return (*data, *(n for n in BASE_SWITCHES if n in names and n not in aside))


def is_named(name: str) -> bool:
    """Whether a layer of data has names of its own on the map."""
    return name in DATA_LAYERS and DATA_LAYERS[name].is_named


def switches() -> list[Any]:
    """Head and switches of both groups."""
    return [
        html.H3(texts.LAYERS),
        *[_switch(name, texts.LAYER_NAMES[name], html.I(className=f"sy sy-{name}")) for name in SWITCHES],
        *[_switch(layer.name, layer.title, _sign(layer)) for layer in DATA_LAYERS.values()],
        html.H3(texts.BASEMAP),
        *[_switch(name, texts.LAYER_NAMES[name], html.I(className=f"sy sy-{name}")) for name in BASE_SWITCHES if name in LAYERS],
    ]


def legend_of(layer: DataLayer, *, is_on: bool) -> html.P:
    """The legend's line of a layer of data: its figures (the browser fills them in as its rows come), its states as shape, colour, word."""
    told = [html.Span([html.I(s.sign, style={"color": f"var(--{s.color})"}), s.name]) for s in layer.states]
    tip = {"tip": layer.source} if layer.source else {}
    figures = html.Output(tabIndex=0, **marked(kpi=layer.name))
    marks = marked(legend=layer.name, **tip)
    return html.P([html.B(layer.title), figures, *told], className="states", hidden=not is_on, **marks)


def _sign(layer: DataLayer) -> html.I:
    worst = layer.states[0]
    return html.I(worst.sign, className="sy sy-sign", style={"color": f"var(--{worst.color})"})


def _switch(name: str, title: str, sign: html.I) -> html.Label:
    """Its input is put in by the browser (Dash has no plain checkbox)."""
    count: dict[str, Any] = {"data-part": "layer-count"} if name == "hexagons" else {}
    return html.Label(
        className="sw", **marked(switch=name), children=[sign, html.Span(title), html.B(**count), html.Span(className="sw-box")]
    )  # fmt: skip
