"""Points, lines and outlines of records: read from WKT or GeoJSON, mended where that changes next to nothing, put on the grid."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import h3.api.basic_int as h3_int
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coords import to_wgs84

MENDED_SHARE = 0.01      # of the area that mending may change
CELL_RES = 9
MOST_CELLS = 20_000      # of resolution 9: an outline of some 2,000 km²; a larger one is no project
_SEED_DEG = 1e-7         # a line as the thinnest of outlines, to find the cells it runs through

_GONE, _BROKEN, _EMPTY = "shape_unreadable", "shape_broken", "shape_empty"


@dataclass(frozen=True)
class Shape:
    """A geometry of a row in two dimensions, or the code of what is wrong with it; `is_mended` where it had to be."""

    geometry: BaseGeometry | None = None
    fault: str = ""
    is_mended: bool = False


def read_shape(text: str) -> Shape:
    """The geometry of a WKT or GeoJSON text, valid and not empty, in the coordinates given."""
    try:
        found = shapely.from_geojson(_geojson(text)) if text.lstrip()[:1] == "{" else shapely.from_wkt(text.rpartition(";")[2])
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        return Shape(fault=_GONE)
    if found is None or not np.isfinite(shapely.get_coordinates(found)).all():
        return Shape(fault=_GONE)
    return _mended(shapely.force_2d(found))


def in_wgs84(geometry: BaseGeometry, system: str) -> BaseGeometry:
    """The geometry with every vertex brought from its system to WGS-84."""
    def moved(points: Any) -> Any:
        return np.column_stack(to_wgs84(points[:, 0], points[:, 1], system))

    return shapely.transform(geometry, moved)


def ewkb(geometries: Sequence[BaseGeometry | None]) -> list[bytes | None]:
    """WGS-84 geometries as both engines store them."""
    placed = shapely.set_srid(np.array(geometries, dtype=object), 4326)
    return list(shapely.to_wkb(placed, byte_order=1, include_srid=True))


def cells_of_shape(geometry: BaseGeometry, res: int = CELL_RES) -> dict[int, float]:
    """Cells that a WGS-84 geometry touches and the share of it in each, summing to 1: of its area, else its length, else its points.

    {} for one too large to be a place.
    """
    parts = _highest(geometry)
    dimension = shapely.get_dimensions(parts[0])
    if dimension == 0:
        points = shapely.get_coordinates(parts)
        return _shares([(h3_int.latlng_to_cell(y, x, res), 1.0) for x, y in points.tolist()])
    whole = shapely.union_all(parts) if dimension == 2 else shapely.multilinestrings(parts)
    if whole.area > MOST_CELLS * h3_int.average_hexagon_area(res) / 111.2 ** 2:
        return {}
    cells = sorted({cell for part in _outlines(whole, dimension) for cell in h3_int.h3shape_to_cells_experimental(part, res, "overlap")})
    squeeze = math.cos(math.radians(whole.centroid.y))
    flat = _squeezed(whole, squeeze)
    measured = shapely.area if dimension == 2 else shapely.length
    hexagons = [shapely.Polygon([(x * squeeze, y) for y, x in h3_int.cell_to_boundary(cell)]) for cell in cells]
    sizes: Any = measured(shapely.intersection(flat, hexagons)) if cells else []
    return _shares([(cell, float(size)) for cell, size in zip(cells, sizes, strict=True) if size > 0])


def size_of(geometry: BaseGeometry) -> float:
    """Area of outlines, else length of lines, else number of points; in squared degrees or degrees, to be compared only."""
    parts = _highest(geometry)
    dimension = shapely.get_dimensions(parts[0])
    return float(sum(shapely.area(parts)) if dimension == 2 else sum(shapely.length(parts)) if dimension else len(parts))


def _geojson(text: str) -> str:
    value = json.loads(text)
    return json.dumps(value.get("geometry") if value.get("type") == "Feature" else value)


def _mended(geometry: BaseGeometry) -> Shape:
    if geometry.is_empty or (shapely.get_dimensions(geometry) == 1 and not geometry.length):
        return Shape(fault=_EMPTY)
    if geometry.is_valid:
        return Shape(geometry)
    parts = [p for p in shapely.get_parts(shapely.make_valid(geometry)) if shapely.get_dimensions(p) == shapely.get_dimensions(geometry)]
    flat = [p for part in parts for p in shapely.get_parts(part)]
    if not flat or geometry.area == 0 or abs(float(sum(shapely.area(flat))) - geometry.area) > MENDED_SHARE * geometry.area:
        return Shape(fault=_BROKEN)
    return Shape(flat[0] if len(flat) == 1 else shapely.multipolygons(flat), is_mended=True)


def _highest(geometry: BaseGeometry) -> Any:
    """The simple parts of the highest dimension in it."""
    parts = shapely.get_parts(geometry)
    while (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    dimensions = shapely.get_dimensions(parts)
    return parts[dimensions == dimensions.max()]


def _outlines(whole: BaseGeometry, dimension: int) -> list[Any]:
    area = whole if dimension == 2 else whole.buffer(_SEED_DEG, cap_style="square", join_style="mitre")
    return [h3_int.geo_to_h3shape(part) for part in shapely.get_parts(area)]


def _squeezed(geometry: BaseGeometry, squeeze: float) -> BaseGeometry:
    return shapely.transform(geometry, lambda points: points * np.array([squeeze, 1.0]))


def _shares(sizes: Sequence[tuple[int, float]]) -> dict[int, float]:
    total = sum(size for _, size in sizes)
    shares: dict[int, float] = {}
    for cell, size in sizes:
        shares[cell] = shares.get(cell, 0.0) + size / total
    return shares
