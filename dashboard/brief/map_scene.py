"""What a map of the brief shows, gathered for its reader's eyes: outlines, hexagons with classes, things by state. It draws nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import pairwise

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from dashboard.brief.content import MapPicture
from dashboard.desk import Desk
from dashboard.layers import DATA_LAYERS, shapes
from dashboard.layers.datalayer import State
from dashboard.layers.hexagons import WIDTH_KM
from dashboard.queries.cube import COARSE, UNPLACED
from dashboard.queries.cubes import Source, areas_cube, cells_cube
from dashboard.queries.figures import cell_counts, ranking
from dashboard.queries.hotspots import significant_cells
from dashboard.queries.resolutions import first_resolution
from dashboard.texts import brief_files as words
from geodata import grid
from geodata.clock import local
from geodata.errors import NotFound

LAYER_OF = {"points": "waterlogging", "projects": "projects"}
FEW = 0                     # class of cells below the least count that is shown; 1 to 7 are the classes of the look


@dataclass(frozen=True)
class Unit:
    """One part of the area: its outline, where its name may stand (lon, lat; best first), its count (None: not counted on this map)."""

    code: str
    name: str
    outline: BaseGeometry
    anchors: tuple[tuple[float, float], ...]
    count: int | None = None


@dataclass(frozen=True)
class Ground:
    """What lies under the figures, WGS-84 degrees. `ways` are (kind, class, line), kind roads or rail; `names` those of neighbours."""

    bounds: tuple[float, float, float, float]
    units: tuple[Unit, ...]
    rim: BaseGeometry
    around: BaseGeometry
    names: tuple[tuple[str, float, float], ...]
    ways: tuple[tuple[str, str, BaseGeometry], ...]
    is_sketch: bool


@dataclass(frozen=True)
class Cells:
    """Hexagons as (ring of lon, lat; class), `hot` the dissolved significant ones, and what stands in none of them."""

    rings: tuple[tuple[tuple[tuple[float, float], ...], int], ...] = ()
    hot: BaseGeometry | None = None
    hot_count: int = 0
    shown_count: int = 0
    coarse_count: int = 0
    unplaced_count: int = 0
    labels: tuple[str, ...] = ()        # of the classes 1 to 7
    least: int = 0
    width_km: float = 0.0
    is_bound: bool = False


@dataclass(frozen=True)
class Things:
    """Registered things as (lon, lat, index of the state); `outlines` (geometry, index) of those that have more than a point."""

    title: str = ""
    unit: str = ""
    states: tuple[State, ...] = ()
    points: tuple[tuple[float, float, int], ...] = ()
    outlines: tuple[tuple[BaseGeometry, int], ...] = ()
    counts: tuple[int, ...] = ()
    unplaced_count: int = 0


@dataclass(frozen=True)
class Scene:
    """One map: the ground, and hexagons or things on it."""

    ground: Ground
    cells: Cells | None = None
    things: Things | None = None


def scene(picture: MapPicture, desk: Desk) -> Scene:
    """What a picture shows, for the desk's reader. Raises NotFound for an area without any outline round it, RightsError, StoreError."""
    if picture.kind in LAYER_OF:
        return Scene(_ground(desk, picture.area), things=_things(picture, desk))
    source = desk.source()
    ground = _ground(desk, picture.area)
    counts = _unit_counts(picture, source)
    whole = sum(counts.values())
    units = tuple(replace(u, count=whole if u.code == picture.area else counts.get(u.code, 0)) for u in ground.units)
    return Scene(replace(ground, units=units), cells=_cells(picture, source))


def _ground(desk: Desk, area: str) -> Ground:
    tree = desk.pack.areas
    bounds = shapes.frame_of(tree, area)
    if bounds is None:
        raise NotFound(words.MAP_NOWHERE.format(area=area))
    drawn, named = shapes.shapes(tree, area)["features"], shapes.places(tree, area)["features"]
    anchors = {f["properties"]["code"]: tuple(map(tuple, f["properties"].get("anchors", ()))) for f in named}
    units = [(f["properties"], shape(f["geometry"])) for f in drawn if f["properties"]["kind"] == "unit"]
    rims = [shape(f["geometry"]) for f in drawn if f["properties"]["kind"] == "rim"]
    around = [shape(f["geometry"]) for f in drawn if f["properties"]["kind"] == "around"]
    names = [(f["properties"]["name"], *f["geometry"]["coordinates"]) for f in named if f["properties"]["kind"] == "around"]
    return Ground(
        bounds, tuple(Unit(p["code"], p["name"], outline, anchors.get(p["code"], ())) for p, outline in units), shapely.union_all(rims),
        shapely.union_all(around), tuple(names), _ways(desk), desk.pack.config.is_sketch_boundaries,
    )  # fmt: skip


def _ways(desk: Desk) -> tuple[tuple[str, str, BaseGeometry], ...]:
    found = []
    for kind in ("roads", "rail"):
        if (path := desk.pack.basemap.layers.get(kind)) is not None:
            listed = json.loads(path.read_bytes())["features"]
            found += [(kind, f["properties"].get("class", ""), shape(f["geometry"])) for f in listed]
    return tuple(found)


def _unit_counts(picture: MapPicture, source: Source) -> dict[str, int]:
    cube = areas_cube(source, picture.area, first=picture.first, last=picture.last)
    return {r.code: r.now.count for r in ranking(cube, picture.first, picture.last, categories=picture.categories)}


def _cells(picture: MapPicture, source: Source) -> Cells:
    res, rules = first_resolution(picture.area, source.pack), source.pack.rules
    cube = cells_cube(source, picture.area, res, first=picture.first, last=picture.last, categories=picture.categories)
    counts = cell_counts(cube, picture.first, picture.last, categories=picture.categories)
    coarse, unplaced = counts.pop(COARSE), counts.pop(UNPLACED)
    least, breaks = rules.suppression.min_count, rules.hex.breaks
    hot = significant_cells(counts, least=least)
    shown = [(int(name, 16), count) for name, count in sorted(counts.items()) if count]
    rings = zip(grid.boundaries_of(cell for cell, _ in shown), shown, strict=True)
    outline = [shapely.Polygon(ring) for ring in grid.boundaries_of(int(name, 16) for name in hot)]
    return Cells(
        tuple((tuple(ring), _class(count, breaks, least)) for ring, (_, count) in rings),
        shapely.union_all(shapely.set_precision(outline, 1e-7)) if outline else None, len(hot), sum(counts.values()), coarse, unplaced,
        labels=(*(f"{a}–{b - 1}" for a, b in pairwise(breaks)), f"{breaks[-1]}+"), least=least, width_km=WIDTH_KM[res],
        is_bound=cube.is_bound,
    )  # fmt: skip


def _class(count: int, breaks: tuple[int, ...], least: int) -> int:
    if count < least or count < breaks[0]:
        return FEW
    return sum(count >= b for b in breaks)


def _things(picture: MapPicture, desk: Desk) -> Things:
    layer = DATA_LAYERS[LAYER_OF[picture.kind]]
    register = desk.register()
    end = local(datetime.combine(picture.last, time(23, 59, 59)))
    then = replace(register, now=min(register.now, end))            # states are those of the end of the week, as the brief tells them
    rows = layer.query(then, picture.area, picture.first, picture.last)
    order = {s.code: n for n, s in enumerate(layer.states)}
    last = len(layer.states) - 1
    points, outlines, counts, unplaced = [], [], [0] * len(layer.states), 0
    for row in rows.sort("id").iter_rows(named=True):
        state = order.get(row["state"], last)
        if row["shape"]:
            outlines.append((shapely.from_geojson(row["shape"]), state))
        if row["lon"] is not None and row["lat"] is not None:
            points.append((row["lon"], row["lat"], state))
        elif not row["shape"]:
            unplaced += row["weight"]
            continue
        counts[state] += 1
    return Things(layer.title, layer.unit, layer.states, tuple(points), tuple(outlines), tuple(counts), unplaced)
