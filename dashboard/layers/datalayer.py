"""What a layer of data is: where its rows come from, its states with shape and colour, its words; and how it is drawn.

From afar (below zoom 13) its things are counted on the grid, one sign a hexagon with the worst state's shape; nearer each stands by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dashboard.layers.kpi import Kpi
from dashboard.layers.mapview import BOLD, EMPTY, MapView, Part, Style, geojson
from dashboard.queries.layers import Query
from dashboard.queries.layers.age import AsOf
from dashboard.theme import Theme

POINTS_FROM_ZOOM = 13
CELLS_FROM_ZOOM = 10                  # of a city: below it, all of it is on the screen, and larger hexagons are counted
SIGN_PX, COUNT_SCALE, NAME_SCALE, HALO_PX = 17, 0.72, 0.76, 2
LINE_PX, EDGE_PX, FILL_OPACITY = 4, 1.6, 0.22
LEAST_PX, MOST_PX = 5, 26             # radius of the circle of a counted layer
MOST_AT_ONCE = 8


@dataclass(frozen=True)
class State:
    """One state of a layer's things: its shape is a character that every font has, its colour a token of the theme."""

    code: str
    name: str
    sign: str
    color: str


@dataclass(frozen=True)
class DataLayer:
    """One layer of data. `states` stand worst first: of a hexagon's things the worst gives the sign.

    `kpi` is told in the legend beside how many there are, `as_of` on its hover. `is_counted`: too many to stand singly (违停); circles grow
    with the count at every zoom. `page` is where one of its things is looked at. `table` are columns of the rows with their heads, for the
    table beside the map and for export.
    """

    name: str
    title: str
    unit: str                          # 个, 件, 项
    query: Query
    states: tuple[State, ...]
    kpi: Kpi = field(kw_only=True)
    as_of: AsOf = field(kw_only=True)
    page: str = ""
    is_counted: bool = False
    table: tuple[tuple[str, str], ...] = ()
    source: str = ""                   # of the rule behind the states, said on hover
    is_named: bool = False             # few outlines, each with its own name on the map; names of areas step aside while it is on

    @property
    def source_id(self) -> str:
        """Id of its source in the style."""
        return f"data-{self.name}"

    def state(self, code: str) -> State:
        """The state of a code; the last one for an unknown code."""
        return next((s for s in self.states if s.code == code), self.states[-1])


def drawn(layer: DataLayer, view: MapView) -> Part:
    """The style of a layer: its things as shapes, lines, signs or circles; empty until it is switched on."""
    data = view.layer_url(layer.name) if layer.name in view.shown else EMPTY
    parts = (_fill(layer, view.theme), _line(layer, view.theme))
    if layer.is_named:
        return Part({layer.source_id: geojson(data)}, (*parts, _names(layer, view.theme)))
    marks = (_circles(layer, view.theme),) if layer.is_counted else tuple(_signs(layer, view.theme, *shown) for shown in _zooms(view.level))
    return Part({layer.source_id: geojson(data)}, (*parts, *marks))


def _zooms(level: str) -> tuple[tuple[str, Style], ...]:
    """The kinds of a layer's signs with the zooms that each is drawn at, each taking over from the one before."""
    near, cell = ("item", {"minzoom": POINTS_FROM_ZOOM}), {"maxzoom": POINTS_FROM_ZOOM}
    if level != "city":
        return ("cell", cell), near
    return ("far", {"maxzoom": CELLS_FROM_ZOOM}), ("cell", {**cell, "minzoom": CELLS_FROM_ZOOM}), near


def _fill(layer: DataLayer, theme: Theme) -> Style:
    return {"id": f"{layer.name}-fill", "type": "fill", "source": layer.source_id, "filter": ["==", ["geometry-type"], "Polygon"],
            "paint": {"fill-color": _color(layer, theme), "fill-opacity": FILL_OPACITY}}


def _line(layer: DataLayer, theme: Theme) -> Style:
    return {"id": f"{layer.name}-line", "type": "line", "source": layer.source_id, "filter": ["!=", ["geometry-type"], "Point"],
            "layout": {"line-join": "round", "line-cap": "round"},
            "paint": {"line-color": _color(layer, theme), "line-width": EDGE_PX if layer.is_named else LINE_PX, "line-opacity": 0.9}}


def _signs(layer: DataLayer, theme: Theme, kind: str, zooms: Style) -> Style:
    count = ["case", [">", ["get", "weight"], 1], ["concat", " ", ["to-string", ["get", "weight"]]], ""]
    text: list[object] = ["format", ["get", "sign"], {}, count, {"font-scale": COUNT_SCALE}]
    layout = {"text-field": text, "text-font": BOLD, "text-size": SIGN_PX, "text-allow-overlap": True, "text-ignore-placement": True}
    paint = {"text-color": _color(layer, theme), "text-halo-color": theme["map-halo"], "text-halo-width": HALO_PX}
    where = ["all", ["==", ["get", "kind"], kind], ["==", ["geometry-type"], "Point"]]
    drawn_as = {"id": f"{layer.name}-{kind}", "type": "symbol", "source": layer.source_id, "filter": where}
    return {**drawn_as, "layout": layout, "paint": paint, **zooms}


def _names(layer: DataLayer, theme: Theme) -> Style:
    """Sign and name of each thing; where names would meet, the later ones wait for a nearer look."""
    text: list[object] = ["format", ["get", "sign"], {}, "\n", {}, ["get", "name"], {"font-scale": NAME_SCALE}]
    paint = {"text-color": _color(layer, theme), "text-halo-color": theme["map-halo"], "text-halo-width": HALO_PX}
    where = ["all", ["==", ["get", "kind"], "item"], ["==", ["geometry-type"], "Point"]]
    layout = {"text-field": text, "text-font": BOLD, "text-size": SIGN_PX, "text-line-height": 1.05, "text-max-width": 20}
    return {"id": f"{layer.name}-name", "type": "symbol", "source": layer.source_id, "filter": where, "layout": layout, "paint": paint}


def _circles(layer: DataLayer, theme: Theme) -> Style:
    radius = ["interpolate", ["linear"], ["sqrt", ["get", "part"]], 0, LEAST_PX, 1, MOST_PX]
    paint = {"circle-color": _color(layer, theme), "circle-opacity": 0.45, "circle-radius": radius,
             "circle-stroke-color": _color(layer, theme), "circle-stroke-width": 1.2}
    where = ["==", ["get", "kind"], "cell"]
    return {"id": f"{layer.name}-cell", "type": "circle", "source": layer.source_id, "filter": where, "paint": paint}


def _color(layer: DataLayer, theme: Theme) -> object:
    *worse, last = layer.states
    if not worse:
        return theme[last.color]
    return ["match", ["get", "state"], *(part for s in worse for part in (s.code, theme[s.color])), theme[last.color]]
