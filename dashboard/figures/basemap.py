"""The map as a figure: one Plotly map subplot whose style is ours from the ground up, with every address on our own host."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from dashboard.layers import DATA_LAYERS, LAYERS
from dashboard.layers.datalayer import drawn
from dashboard.layers.hexagons import FEW, FIRST, NONE, few_color
from dashboard.layers.mapview import MapView, Style
from dashboard.theme import FONT

NAMES = "labels"                # above everything else
MARGIN = (0.07, 0.09)           # share of width and height kept free round the area, so that the plates cover none of it


def map_style(view: MapView) -> Style:
    """MapLibre style of a view: every source on our host, no glyphs, no sprite, no named icon."""
    parts = {name: layer(view) for name, layer in LAYERS.items() if name != NAMES}
    parts |= {name: drawn(layer, view) for name, layer in DATA_LAYERS.items()} | {NAMES: LAYERS[NAMES](view)}
    hidden = view.hidden | (DATA_LAYERS.keys() - view.shown)
    sources = {k: v for part in parts.values() for k, v in part.sources.items()}
    layers = [_grouped(layer, name, name in hidden) for name, part in parts.items() for layer in part.layers]
    return {"version": 8, "name": f"huitian-{view.theme.name}", "sources": sources, "layers": layers}


def map_figure(view: MapView, *, texts: dict[str, str], breaks: tuple[int, ...], few_below: int) -> go.Figure:
    """`map_graph` as a figure that plotly has checked; for tests and tools, as the check costs more than the rest of a page."""
    return go.Figure(map_graph(view, texts=texts, breaks=breaks, few_below=few_below))


def map_graph(view: MapView, *, texts: dict[str, str], breaks: tuple[int, ...], few_below: int) -> dict[str, Any]:
    """The map of an area as plain data, fitted to its bounds until somebody moves it; `layout.meta` tells the browser what it shows.

    Area and resolution name the viewport (`uirevision`): a new theme or new numbers never move it.
    """
    west, south, east, north = _with_margin(view.bounds)
    corners = {"type": "scattermap", "lon": [west, east], "lat": [south, north], "mode": "markers", "marker": {"size": 1, "opacity": 0},
               "hoverinfo": "skip"}
    layout = {
        "map": {"style": map_style(view), "fitbounds": "locations"}, "uirevision": view.area, "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "template": {}, "paper_bgcolor": view.theme["map-land"], "font": {"family": FONT, "color": view.theme["text"]},
        "showlegend": False, "dragmode": "pan", "clickmode": "none", "hovermode": False,
        "meta": _meta(view, texts=texts, breaks=breaks, few_below=few_below),
    }  # fmt: skip
    return {"data": [corners], "layout": layout}


def _meta(view: MapView, *, texts: dict[str, str], breaks: tuple[int, ...], few_below: int) -> dict[str, Any]:
    return {
        "area": view.area, "level": view.level, "res": view.res, "bounds": list(_with_margin(view.bounds)), "theme": view.theme.name,
        "cells": view.cells_url, "places": view.area_url("places"), "isTiled": view.is_tiled, "breaks": list(breaks), "fewBelow": few_below,
        "layers": {n: {"url": view.layer_url(n), "page": d.page} for n, d in DATA_LAYERS.items()},
        "classes": {"none": NONE, "few": FEW, "first": FIRST}, "colors": [few_color(view), *view.theme.ramp], "texts": texts,
    }


def _with_margin(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = bounds
    dx, dy = (east - west) * MARGIN[0], (north - south) * MARGIN[1]
    return west - dx, south - dy, east + dx, north + dy


def _grouped(layer: Style, group: str, is_hidden: bool) -> Style:
    layout = {**layer.get("layout", {}), "visibility": "none" if is_hidden else "visible"}
    return {**layer, "layout": layout, "metadata": {"group": group}}
