"""What every map layer is told, and what it gives back: pieces of a MapLibre style, drawn from below to above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dashboard.theme import FONT_FAMILIES, Theme
from geodata.tiles import TILED_FROM

Style = dict[str, Any]

# A style names no glyph address: MapLibre draws text from fonts of the reader's machine, and takes the weight from the first name.
REGULAR = [f"{FONT_FAMILIES[0]} Regular", *FONT_FAMILIES]
BOLD = [f"{FONT_FAMILIES[0]} Bold", *FONT_FAMILIES]

BASE = "ways"             # roads, rail and stops in one file: each source costs a full-screen clipping pass a frame, so there are few

EMPTY: Style = {"type": "FeatureCollection", "features": []}


@dataclass(frozen=True)
class MapView:
    """One map: an area at a level, drawn in a theme, with `cells_count` hexagons of resolution `res` to come.

    `bounds` are (west, south, east, north) in WGS-84 degrees. `base_version` and `data_version` make addresses that never change their
    content. `origin` ("https://host") goes before the address of tiles, which a worker asks for that has no address of its own; the browser
    puts its own there if this one is wrong. `tile_zooms`: lowest and highest zoom of the hexagon tiles, None where there are none.
    `is_bound`: cut for one period and choice of categories, told by `cells_query` ("?from=…"), with small counts hidden.
    `shown`: the layers of data that are switched on, for the days of `days_query`. `boundary`: the day whose areas are drawn, "" today.
    """

    area: str
    level: str
    res: int
    bounds: tuple[float, float, float, float]
    theme: Theme
    base_version: str
    data_version: str
    origin: str = ""
    cells_count: int = 0
    tile_zooms: tuple[int, int] | None = None
    hidden: frozenset[str] = field(default_factory=frozenset)
    is_bound: bool = False
    cells_query: str = ""
    shown: frozenset[str] = field(default_factory=frozenset)
    days_query: str = ""
    boundary: str = ""

    @property
    def is_tiled(self) -> bool:
        """Whether hexagons come as vector tiles instead of one GeoJSON file."""
        return self.tile_zooms is not None and self.cells_count > TILED_FROM

    @property
    def cells_url(self) -> str:
        """The hexagons of the area as GeoJSON; used for outlines even where tiles are painted."""
        return self._dated(f"/tiles/{self.data_version}/hex_{self.res}/{self.area}.geojson{self.cells_query}")

    @property
    def base_url(self) -> str:
        """Roads, rail and stops of the pack, the same for every area."""
        return f"/tiles/{self.base_version}/base/{BASE}.geojson"

    def layer_url(self, name: str) -> str:
        """The things of a layer of data in the area and period shown."""
        return self._dated(f"/tiles/{self.data_version}/layer/{name}/{self.area}.geojson{self.days_query}")

    def area_url(self, layer: str) -> str:
        """A layer made for the area shown: shapes or places."""
        return self._dated(f"/tiles/{self.base_version}/area/{self.area}/{layer}.geojson")

    def _dated(self, address: str) -> str:
        """The address with the day whose boundaries are meant, nothing for today's."""
        return f"{address}{'&' if '?' in address else '?'}boundary={self.boundary}" if self.boundary else address


@dataclass(frozen=True)
class Part:
    """One layer's contribution: sources by id, and style layers in drawing order."""

    sources: Style
    layers: tuple[Style, ...]


Layer = Callable[[MapView], Part]


def geojson(url_or_data: str | Style, **options: Any) -> Style:
    """A GeoJSON source."""
    return {"type": "geojson", "data": url_or_data, **options}


def only(kind: str) -> list[object]:
    """Filter: features of one kind of a source that holds several."""
    return ["==", ["get", "kind"], kind]


def line(layer_id: str, source: tuple[str, str], color: object, width: object, **paint: Any) -> Style:
    """A line layer with round joins from (source, kind); `paint` takes further properties, written with underscores."""
    extra = {f"line-{k.replace('_', '-')}": v for k, v in paint.items()}
    return {"id": layer_id, "type": "line", "source": source[0], "filter": only(source[1]),
            "layout": {"line-join": "round", "line-cap": "round"}, "paint": {"line-color": color, "line-width": width, **extra}}
