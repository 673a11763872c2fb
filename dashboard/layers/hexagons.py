"""诉求密度: hexagons in seven fixed classes. The browser sets each cell's class as feature-state `v`; no colour travels with the data."""

from __future__ import annotations

import math

from dashboard.layers.mapview import MapView, Part, Style, geojson
from geodata.tiles import LAYER, PROPERTY

NONE, FEW, FIRST = 0, 1, 2      # feature-state v: nothing to draw, 1 to 4 records, first of the seven classes
GAP_FROM_PX = 7.0               # narrower hexagons touch: a gap would eat them, and costs a second pass
M_PER_PX_AT_ZOOM_0 = 78_271.5 * 0.766     # of MapLibre (512 px tiles) at 40 degrees north
FEW_SHARE = 0.36                # how far the class 少于 5 件 is from the land to the first class; assets/map.css says the same
WIDTH_KM = {7: 2.44, 8: 0.92, 9: 0.35, 10: 0.13, 11: 0.05}     # across flats, mean of the grid at 40 degrees north


def hexagons(view: MapView) -> Part:
    """The fill by class, with a gap in the colour of the land between cells."""
    where = {"source-layer": LAYER} if view.is_tiled else {}
    layer = {"id": "hex", "type": "fill", "source": "hex", **where,
             "paint": {"fill-color": colors(view), "fill-outline-color": _gap(view), "fill-antialias": _has_gap(view)}}
    return Part({"hex": source(view)}, (layer,))


def source(view: MapView) -> Style:
    """Vector tiles for many cells, one GeoJSON file for few; either way a feature's id is the cell's H3 name."""
    if not view.is_tiled or view.tile_zooms is None:
        return geojson(view.cells_url, promoteId=PROPERTY, tolerance=0, buffer=8)
    tiles = f"{view.origin}/tiles/{view.data_version}/hex_{view.res}/{{z}}/{{x}}/{{y}}.mvt"
    low, high = view.tile_zooms
    return {"type": "vector", "tiles": [tiles], "minzoom": low, "maxzoom": high, "promoteId": {LAYER: PROPERTY}}


def colors(view: MapView) -> list[object]:
    """Expression: colour of a cell's class; transparent where the cell has nothing."""
    steps: list[object] = ["step", ["coalesce", ["feature-state", "v"], NONE], "rgba(0,0,0,0)", FEW, few_color(view)]
    for i, color in enumerate(view.theme.ramp):
        steps += [FIRST + i, color]
    return steps


def few_color(view: MapView) -> str:
    """Colour of the class 少于 5 件: between the land and the first class."""
    return mixed(view.theme["map-in"], view.theme.ramp[0], FEW_SHARE)


def mixed(a: str, b: str, share: float) -> str:
    """The colour `share` of the way from #rrggbb `a` to `b`."""
    pairs = zip(_channels(a), _channels(b), strict=True)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in pairs)


def _has_gap(view: MapView) -> list[object]:
    zoom = math.log2(GAP_FROM_PX * M_PER_PX_AT_ZOOM_0 / (WIDTH_KM[view.res] * 1000))
    return ["step", ["zoom"], False, round(zoom, 2), True]


def _gap(view: MapView) -> list[object]:
    return ["case", [">", ["coalesce", ["feature-state", "v"], NONE], NONE], view.theme["map-in"], "rgba(0,0,0,0)"]


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
