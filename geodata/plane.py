"""Metres on the ground near a WGS-84 position: a local plane, good to 0.5 % over the few kilometres this house measures."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from geodata.coords import LonLat

M_PER_DEGREE = 111_195.0  # of latitude, mean sphere

Metres = npt.NDArray[np.float64]


def to_metres(lon: npt.ArrayLike, lat: npt.ArrayLike, origin: LonLat) -> Metres:
    """Metres east and north of `origin`, shape (n, 2), of WGS-84 degrees."""
    east = (np.asarray(lon, float) - origin.lon) * M_PER_DEGREE * math.cos(math.radians(origin.lat))
    north = (np.asarray(lat, float) - origin.lat) * M_PER_DEGREE
    return np.column_stack([np.atleast_1d(east), np.atleast_1d(north)])


def moved(start: LonLat, east_m: float, north_m: float) -> LonLat:
    """The position that many metres east and north of `start`."""
    east = east_m / (M_PER_DEGREE * math.cos(math.radians(start.lat)))
    return LonLat(start.lon + east, start.lat + north_m / M_PER_DEGREE)


def distance_m(a: LonLat, b: LonLat) -> float:
    """Metres between two positions."""
    east = (b.lon - a.lon) * M_PER_DEGREE * math.cos(math.radians(a.lat))
    return math.hypot(east, (b.lat - a.lat) * M_PER_DEGREE)
