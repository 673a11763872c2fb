"""What a map and its numbers are made of: base map layers, hexagons, tiles and cubes, each under an address that names its version.

An address with the current version may be kept for ever; one with an older version is answered with today's content and not kept.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, has_request_context, request

from dashboard import texts
from dashboard.access.scope import EVERY_CODE
from dashboard.layers import DATA_LAYERS, LAYERS, shapes
from dashboard.layers.mapview import BASE, MapView
from dashboard.queries.cube import COARSE, GZIP_LEVEL, UNKNOWN, UNPLACED, Cube, decode, encode_gzip
from dashboard.queries.cubes import Source, areas_cube, cells_cube
from dashboard.queries.resolutions import first_resolution
from dashboard.routes.shelf import Shelf
from dashboard.state import NO_CATEGORY, OWN_LEVEL
from dashboard.theme import Theme
from geodata import grid
from geodata.basemap import Basemap
from geodata.errors import BadRequest, NotFound, RightsError
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.tiles import Tiles, open_tiles

FOR_EVER = "max-age=31536000, immutable"
JSON, CUBE, TILE = "application/json", "application/octet-stream", "application/vnd.mapbox-vector-tile"
WAYS = ("roads", "rail", "stops")
ALWAYS = {"land", "selection"}        # drawn under every choice of layers
RESOLUTIONS = {"city": range(7, 10), "district": range(7, 10), "street": range(7, 11), "community": range(7, 11)}


@dataclass(frozen=True)
class Cut:
    """What of the data a map or cube is asked for: a period (None: the usual one), and level-1 categories, () being all."""

    first: date | None = None
    last: date | None = None
    categories: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The cut as a query string with "?", "" for the usual one."""
        pairs = [("from", self.first.isoformat() if self.first else ""), ("to", self.last.isoformat() if self.last else "")]
        pairs += [("category", ",".join(c or NO_CATEGORY for c in self.categories))]
        told = urlencode([(name, value) for name, value in pairs if value], safe=",")
        return f"?{told}" if told else ""


USUAL = Cut()


@dataclass(frozen=True)
class MapData:
    """Answers for one pack. `source` gives what the asking viewer may count; `settings` say where tiles lie."""

    pack: Pack
    source: Callable[[], Source]
    settings: Settings
    shelf: Shelf = field(default_factory=Shelf)
    _held: list[Tiles] = field(default_factory=list)

    def under(self, pack: Pack) -> MapData:
        """The same answers with the areas of another day."""
        if pack is self.pack:
            return self
        current = self.source
        return replace(self, pack=pack, source=lambda: replace(current(), pack=pack))

    def view(self, area: str, *, theme: Theme, res: int, layers: Iterable[str] | None = None, cut: Cut = USUAL) -> MapView:
        """The map of an area for the asking viewer. Raises NotFound for an unknown area and for one without any outline round it,
        RightsError for one that the viewer may not see.

        `layers` are the names of those switched on, None being all of the base map and the hexagons.
        Where small counts are hidden the map is bound to `cut`, and its hexagons are those of its own cube, never tiles of the whole city.
        """
        source, level, bounds = self.source(), self.level(area), shapes.frame_of(self.pack.areas, area)
        if bounds is None:
            raise NotFound(texts.MAP_NOWHERE.format(area=area))
        is_bound = not source.is_exact(area)
        count = len(self.cells(source, area, res, cut if is_bound else USUAL))
        origin = request.host_url.rstrip("/") if has_request_context() else ""
        drawn = self.tiles().sets.get(res) if EVERY_CODE in source.scope.exact else None
        names = frozenset(LAYERS if layers is None else layers)
        hidden = frozenset(LAYERS) - names - ALWAYS
        return MapView(area, level, res, bounds, theme, self.pack.digest, source.version, origin=origin, hidden=hidden,
                       shown=names & DATA_LAYERS.keys(), days_query=replace(cut, categories=()).query,
                       cells_count=count, tile_zooms=(drawn.min_zoom, drawn.max_zoom) if drawn else None, is_bound=is_bound,
                       cells_query=cut.query if is_bound else "")

    def level(self, area: str) -> str:
        """The level of an area that has a map. Raises NotFound."""
        found = self.pack.areas.get(area)
        if found is None or found.level not in RESOLUTIONS:
            raise NotFound(texts.MAP_NOWHERE.format(area=area))
        return found.level

    def tiles(self) -> Tiles:
        """The hexagon tiles as published now."""
        self._held[:] = [open_tiles(self.settings, held=next(iter(self._held), None))]
        return self._held[0]

    def cells_file(self, source: Source, area: str, res: int, cut: Cut = USUAL) -> bytes:
        """The cells cube, compressed. Raises NotFound for an unknown area or a resolution that it may not show, RightsError."""
        self._require_resolution(source, area, res)
        name = ("cells", source.version, area, res, cut)
        return self.shelf.get(
            name, lambda: encode_gzip(cells_cube(source, area, res, first=cut.first, last=cut.last, categories=cut.categories))
        )

    def areas_file(self, source: Source, area: str, cut: Cut = USUAL) -> bytes:
        """The areas cube, compressed. Raises NotFound for an unknown area, RightsError for one that may not be seen."""
        self.level(area)
        name = ("areas", source.version, area, cut.first, cut.last)
        return self.shelf.get(name, lambda: encode_gzip(areas_cube(source, area, first=cut.first, last=cut.last)))

    def cells(self, source: Source, area: str, res: int, cut: Cut = USUAL) -> tuple[str, ...]:
        """H3 names of the cells of an area's cube."""
        return _cells(decode(self.cells_file(source, area, res, cut)))

    def _require_resolution(self, source: Source, area: str, res: int) -> None:
        level = self.level(area)
        source.region(area)
        offered: Container[int] = RESOLUTIONS[level]
        if not source.is_exact(area):          # one choice only, so that nobody subtracts: fine from coarse, or communities from a street
            offered = () if level == OWN_LEVEL else (first_resolution(area, self.pack),)
        if res not in offered:
            raise NotFound(texts.MAP_TOO_FINE.format(res=res))


def mapdata(current: MapData) -> Blueprint:
    """The routes /tiles/… and /cube/…, under the boundaries of `boundary`; errors are raised as HuitianError for the guard to answer."""
    routes = Blueprint("mapdata", __name__)

    def asked() -> MapData:
        return current.under(current.pack.under(_date("boundary")))

    @routes.get("/tiles/<version>/base/<layer>.geojson")
    def base(version: str, layer: str) -> Response:
        data = current
        if layer != BASE:
            raise NotFound(texts.MAP_NO_LAYER.format(layer=layer))
        body = data.shelf.get(("base", data.pack.digest, layer), lambda: _zipped(shapes.as_json(ways(data.pack.basemap))))
        return _answer(body, JSON, is_current=version == data.pack.digest, is_private=False)

    @routes.get("/tiles/<version>/area/<area>/<layer>.geojson")
    def area_layer(version: str, area: str, layer: str) -> Response:
        data = asked()
        make = shapes.MADE.get(layer)
        if make is None:
            raise NotFound(texts.MAP_NO_LAYER.format(layer=layer))
        data.level(area)
        data.source().region(area)
        body = data.shelf.get(("area", data.pack.digest, area, layer), lambda: _zipped(shapes.as_json(make(data.pack.areas, area))))
        return _answer(body, JSON, is_current=version == data.pack.digest)

    @routes.get("/tiles/<version>/hex_<int:res>/<area>.geojson")
    def hexagons(version: str, res: int, area: str) -> Response:
        data = asked()
        source, cut = data.source(), _cut(data.pack)
        body = data.shelf.get(("hex", source.version, area, res, cut), lambda: _zipped(cells_geojson(data.cells(source, area, res, cut))))
        return _answer(body, JSON, is_current=version == source.version)

    @routes.get("/tiles/<version>/hex_<int:res>/<int:z>/<int:x>/<int:y>.mvt")
    def tile(version: str, res: int, z: int, x: int, y: int) -> Response:
        data = current
        source = data.source()
        if EVERY_CODE not in source.scope.exact:       # they hold every cell of the city that ever had a record
            raise RightsError(texts.MAP_TILES_CLOSED)
        body = data.tiles().tile(res, z, x, y)
        is_current = version == source.version
        if not body:                       # never 404: a tile error rejects the whole plot
            return _kept(Response(status=204), is_current=is_current, is_private=True)
        return _answer(body, TILE, is_current=is_current)

    @routes.get("/cube/<version>/cells/<area>/<int:res>.htc")
    def cells(version: str, area: str, res: int) -> Response:
        data = asked()
        source = data.source()
        return _answer(data.cells_file(source, area, res, _cut(data.pack)), CUBE, is_current=version == source.version)

    @routes.get("/cube/<version>/areas/<area>.htc")
    def areas(version: str, area: str) -> Response:
        data = asked()
        source = data.source()
        return _answer(data.areas_file(source, area, _cut(data.pack)), CUBE, is_current=version == source.version)

    return routes


def ways(basemap: Basemap) -> shapes.Collection:
    """Roads, rail and stops of a pack in one collection, `kind` being the layer's name; those it has."""
    found = [(kind, json.loads(basemap.layers[kind].read_bytes())["features"]) for kind in WAYS if kind in basemap.layers]
    features = [{**f, "properties": {**f["properties"], "kind": kind}} for kind, listed in found for f in listed]
    return {"type": "FeatureCollection", "features": features}


def cells_geojson(names: Iterable[str]) -> bytes:
    """Polygons of cells, property h3 their name; WGS-84, 5 decimals (about 1 m), so that shared corners are equal numbers."""
    names = list(names)
    rings = grid.boundaries_of(int(n, 16) for n in names)
    features = [{"type": "Feature", "properties": {"h3": name}, "geometry": {"type": "Polygon", "coordinates": [_rounded(ring)]}}
                for name, ring in zip(names, rings, strict=True)]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def _rounded(ring: list[tuple[float, float]]) -> list[list[float]]:
    return [[round(lon, shapes.PRECISION), round(lat, shapes.PRECISION)] for lon, lat in ring]


def _cells(cube: Cube) -> tuple[str, ...]:
    return tuple(k for k in cube.keys if k not in (COARSE, UNPLACED))


def _zipped(body: bytes) -> bytes:
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


def _answer(zipped: bytes, mimetype: str, *, is_current: bool, is_private: bool = True) -> Response:
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = Response(zipped, mimetype=mimetype, headers={"Content-Encoding": "gzip"})
    else:
        response = Response(gzip.decompress(zipped), mimetype=mimetype)
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return _kept(response, is_current=is_current, is_private=is_private)


def _kept(response: Response, *, is_current: bool, is_private: bool) -> Response:
    who = "private" if is_private else "public"
    response.headers["Cache-Control"] = f"{who}, {FOR_EVER}" if is_current else "no-store"
    return response


def _cut(pack: Pack) -> Cut:
    """Period and categories of the current request. Raises BadRequest for what is no date, an end before its beginning, no category."""
    first, last = _date("from"), _date("to")
    if first and last and first > last:
        raise BadRequest(texts.MAP_BAD_DATE.format(name="to", text=last))
    return Cut(first, last, _categories(pack))


def _categories(pack: Pack) -> tuple[str, ...]:
    known = [*(c.code for c in pack.catalog.roots()), UNKNOWN]
    asked = ["" if c == NO_CATEGORY else c for c in request.args.get("category", "").split(",") if c]
    if wrong := [c for c in asked if c not in known]:
        raise BadRequest(texts.STATE_CATEGORY.format(codes=wrong[0][:20]))
    return tuple(c for c in known if c in asked)


def _date(name: str) -> date | None:
    text = request.args.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(texts.MAP_BAD_DATE.format(name=name, text=text[:20])) from error
