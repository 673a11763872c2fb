"""The ground that a place answers for: its catchment (汇水范围) where the register draws one, else a circle round its point."""

from __future__ import annotations

import math

import h3.api.basic_int as h3_int
from shapely.geometry.base import BaseGeometry

from geodata import grid
from geodata.coords import LonLat
from geodata.plane import distance_m

STEP_M = 32.0           # a further ring of cells of resolution 11 reaches at least so much farther, the smallest included


def cells_round(point: LonLat, radius_m: float) -> tuple[int, ...]:
    """Resolution-11 cells that reach into a circle: every position in the circle lies in one of them."""
    rings = math.ceil(radius_m / STEP_M) + 1
    return tuple(sorted(h3_int.grid_disk(h3_int.latlng_to_cell(point.lat, point.lon, grid.BASE_RES), rings)))


def cells_within(point: LonLat, radius_m: float) -> tuple[int, ...]:
    """Resolution-11 cells whose centre lies in a circle."""
    centres = ((cell, h3_int.cell_to_latlng(cell)) for cell in cells_round(point, radius_m))
    return tuple(cell for cell, (lat, lon) in centres if distance_m(point, LonLat(lon, lat)) <= radius_m)


def cells_inside(shape: BaseGeometry) -> tuple[int, ...]:
    """Resolution-11 cells whose centre lies in a WGS-84 polygon; () for what has no area."""
    if shape.is_empty or not shape.area:
        return ()
    return tuple(sorted(h3_int.geo_to_cells(shape, grid.BASE_RES)))
