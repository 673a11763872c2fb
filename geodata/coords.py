"""Coordinates: WGS-84 is the only system inside the house; everything else is named and converted here.

wgs84       GPS, OpenStreetMap.
gcj02       the offset system of Amap, Tencent and most Chinese maps; about 546 m from WGS-84 at 回龙观.
bd09        Baidu's further offset on GCJ-02; about 1.3 km from WGS-84 in Beijing.
cgcs2000    the national geographic system, Tianditu; equals WGS-84 within a metre and is taken as such.
cgcs2000_gk CGCS2000 Gauss-Krueger metres (easting, northing), 3- or 6-degree zones, the zone as prefix of the easting or declared.

All functions take and return arrays of degrees (or metres where said), longitude first, NaN stays NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geodata import gauss_krueger, texts
from geodata.errors import CoordinateError

SYSTEMS = ("wgs84", "gcj02", "bd09", "cgcs2000", "cgcs2000_gk")
OFFSET_SYSTEMS = ("wgs84", "gcj02", "bd09")

Degrees = npt.NDArray[np.float64]
Pair = tuple[Degrees, Degrees]

# Krasovsky 1940, the ellipsoid the GCJ-02 offset is computed on
_AXIS_M, _ECCENTRICITY2 = 6378245.0, 0.00669342162296594323
_BD_ANGLE = np.pi * 3000.0 / 180.0
_TOLERANCE_DEG, _ROUNDS = 1e-12, 30
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)      # outside this box GCJ-02 is WGS-84
_METRES_PER_DEG_LON, _METRES_PER_DEG_LAT = 111319.49, 111132.95


class LonLat(NamedTuple):
    """A WGS-84 position in degrees, longitude first."""

    lon: float
    lat: float


_HUILONGGUAN = LonLat(116.32976, 40.06953)


def to_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike, system: str, *, zone: int | None = None) -> Pair:
    """WGS-84 degrees of coordinates in `system`. For `cgcs2000_gk` the input is easting and northing in metres.

    Exact inverses: there and back differs by less than 1e-9 degrees. Raises CoordinateError for an unknown system or an unusable zone.
    """
    x, y = _arrays(lon, lat)
    if system == "cgcs2000_gk":
        return gauss_krueger.to_degrees(x, y, zone)
    return _converter(_TO_WGS84, system)(x, y)


def from_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike, system: str, *, zone: int | None = None) -> Pair:
    """Coordinates in `system` of WGS-84 degrees; for `cgcs2000_gk` easting with zone prefix and northing in metres.

    Raises CoordinateError for an unknown system or zone.
    """
    x, y = _arrays(lon, lat)
    if system == "cgcs2000_gk":
        return gauss_krueger.to_metres(x, y, zone)
    return _converter(_FROM_WGS84, system)(x, y)


def distance_m(lon: npt.ArrayLike, lat: npt.ArrayLike, other_lon: npt.ArrayLike, other_lat: npt.ArrayLike) -> Degrees:
    """Metres between WGS-84 positions, equirectangular: within 0.1 % below 20 km."""
    x, y = _arrays(lon, lat)
    other_x, other_y = _arrays(other_lon, other_lat)
    shrink = np.cos(np.deg2rad((y + other_y) / 2))
    return np.hypot((x - other_x) * _METRES_PER_DEG_LON * shrink, (y - other_y) * _METRES_PER_DEG_LAT)


def is_swapped(lon: npt.ArrayLike, lat: npt.ArrayLike) -> bool:
    """Whether latitude stands where longitude belongs: most positions only lie in China when turned round."""
    x, y = _arrays(lon, lat)
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return False
    as_given = float(np.mean(_in_china(x[known], y[known])))
    turned = float(np.mean(_in_china(y[known], x[known])))
    return as_given < 0.5 < turned


def refuse_swapped(lon: npt.ArrayLike, lat: npt.ArrayLike, *, what: str) -> None:
    """Raises CoordinateError with the first position when latitude and longitude are turned round."""
    if is_swapped(lon, lat):
        x, y = _arrays(lon, lat)
        first = int(np.flatnonzero(np.isfinite(x) & np.isfinite(y))[0])
        raise CoordinateError(texts.CRS_SWAPPED.format(what=what, lon=float(x.flat[first]), lat=float(y.flat[first])))


def is_abroad(lon: npt.ArrayLike, lat: npt.ArrayLike) -> bool:
    """Whether there are positions and none lies in the box in which the offset systems are used."""
    x, y = _arrays(lon, lat)
    known = np.isfinite(x) & np.isfinite(y)
    return bool(known.any()) and not bool(_in_china(x[known], y[known]).any())


def offset_m(system: str, other: str) -> float:
    """Metres by which 回龙观 station goes wrong when one offset system is taken for the other (gcj02 for wgs84: about 546)."""
    here = to_wgs84(*from_wgs84(*_HUILONGGUAN, system), other)
    return float(distance_m(*here, *_HUILONGGUAN))


def _arrays(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Pair:
    return np.asarray(lon, np.float64), np.asarray(lat, np.float64)


def _converter(table: Mapping[str, Callable[[Degrees, Degrees], Pair]], system: str) -> Callable[[Degrees, Degrees], Pair]:
    if system not in table:
        raise CoordinateError(texts.CRS_UNKNOWN.format(system=system, known="、".join(SYSTEMS)))
    return table[system]


def _in_china(lon: Degrees, lat: Degrees) -> npt.NDArray[np.bool_]:
    west, south, east, north = _CHINA
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)


def _same(lon: Degrees, lat: Degrees) -> Pair:
    return lon.copy(), lat.copy()


def _gcj_offset(lon: Degrees, lat: Degrees) -> Pair:
    """GCJ-02 minus WGS-84 in degrees; the polynomial every public port of the offset uses."""
    x, y = lon - 105.0, lat - 35.0
    root, product = np.sqrt(np.abs(x)), x * y
    waves = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * product + 0.2 * root + waves
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * product + 0.1 * root + waves
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    radians = np.deg2rad(lat)
    magic = 1 - _ECCENTRICITY2 * np.sin(radians) ** 2
    root_magic = np.sqrt(magic)
    return (
        east * 180 / (_AXIS_M / root_magic * np.cos(radians) * np.pi),
        north * 180 / (_AXIS_M * (1 - _ECCENTRICITY2) / (magic * root_magic) * np.pi),
    )


def _wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> Pair:
    east, north = _gcj_offset(lon, lat)
    inside = _in_china(lon, lat)
    return np.where(inside, lon + east, lon), np.where(inside, lat + north, lat)


def _gcj02_to_bd09(lon: Degrees, lat: Degrees) -> Pair:
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD_ANGLE)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD_ANGLE)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _wgs84_to_bd09(lon: Degrees, lat: Degrees) -> Pair:
    return _gcj02_to_bd09(*_wgs84_to_gcj02(lon, lat))


def _inverse(forward: Callable[[Degrees, Degrees], Pair], lon: Degrees, lat: Degrees) -> Pair:
    """Fixed point of `forward`: each round shrinks the error by some 1e-5, so three or four reach 1e-12 degrees."""
    x, y = lon.copy(), lat.copy()
    for _ in range(_ROUNDS):
        forward_x, forward_y = forward(x, y)
        error_x, error_y = forward_x - lon, forward_y - lat
        x, y = x - error_x, y - error_y
        if max(np.nanmax(np.abs(error_x), initial=0), np.nanmax(np.abs(error_y), initial=0)) < _TOLERANCE_DEG:
            break
    return x, y


def _gcj02_to_wgs84(lon: Degrees, lat: Degrees) -> Pair:
    return _inverse(_wgs84_to_gcj02, lon, lat)


def _bd09_to_wgs84(lon: Degrees, lat: Degrees) -> Pair:
    return _gcj02_to_wgs84(*_inverse(_gcj02_to_bd09, lon, lat))


_TO_WGS84 = {"wgs84": _same, "gcj02": _gcj02_to_wgs84, "bd09": _bd09_to_wgs84, "cgcs2000": _same}
_FROM_WGS84 = {"wgs84": _same, "gcj02": _wgs84_to_gcj02, "bd09": _wgs84_to_bd09, "cgcs2000": _same}
