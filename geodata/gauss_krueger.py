"""CGCS2000 Gauss-Krueger (高斯-克吕格) metres, 3- and 6-degree zones, by PROJ; a transform PROJ could only guess is refused."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyproj
from pyproj.exceptions import ProjError
from pyproj.transformer import TransformerGroup

from geodata import texts
from geodata.errors import CoordinateError

_THREE_FIRST, _SIX_FIRST = 4513, 4491  # EPSG codes of zone 25 (3 degrees) and zone 13 (6 degrees), zone in the easting
_THREE_ZONES, _SIX_ZONES = range(25, 46), range(13, 24)
_MAX_ACCURACY_M = 1.0
_ZONE_UNIT_M = 1_000_000     # the zone stands before the six digits of the easting
_BEIJING_ZONE = 39

Numbers = npt.NDArray[np.float64]
Pair = tuple[Numbers, Numbers]


def to_degrees(easting: Numbers, northing: Numbers, zone: int | None) -> Pair:
    """CGCS2000 longitude and latitude; the zone is the prefix of the easting, or `zone`.

    Raises CoordinateError when neither is there, or both and they differ.
    """
    known = easting[np.isfinite(easting)]
    prefixes = np.unique((known // _ZONE_UNIT_M).astype(int)) if len(known) else np.array([zone or _BEIJING_ZONE])
    prefixed = bool((prefixes > 0).all())
    zones = prefixes.tolist() if prefixed else [zone]
    if len(zones) > 1 or zones[0] is None or (zone is not None and zones[0] != zone):
        raise CoordinateError(texts.CRS_ZONE.format(found="、".join(str(p) for p in prefixes.tolist()), declared=zone or "—"))
    shifted = easting if prefixed else easting + zones[0] * _ZONE_UNIT_M
    lon, lat = _transformer(zones[0]).transform(shifted, northing, errcheck=False)
    return _finite(lon), _finite(lat)


def to_metres(lon: Numbers, lat: Numbers, zone: int | None) -> Pair:
    """Easting with zone prefix and northing of CGCS2000 degrees; without `zone` the 3-degree zone of the median longitude."""
    known = lon[np.isfinite(lon)]
    zone = zone or (int(np.median(np.round(known / 3))) if len(known) else _BEIJING_ZONE)
    x, y = _transformer(zone).transform(lon, lat, direction="INVERSE", errcheck=False)
    return _finite(x), _finite(y)


def _finite(values: npt.ArrayLike) -> Numbers:
    numbers = np.asarray(values, np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)


@lru_cache(maxsize=32)
def _transformer(zone: int) -> pyproj.Transformer:
    """Transformer of a zone to CGCS2000 degrees. Raises CoordinateError for no such zone, or where PROJ could only guess (ballpark)."""
    if zone in _THREE_ZONES:
        code = _THREE_FIRST + zone - _THREE_ZONES[0]
    elif zone in _SIX_ZONES:
        code = _SIX_FIRST + zone - _SIX_ZONES[0]
    else:
        raise CoordinateError(texts.CRS_NO_ZONE.format(zone=zone))
    group = TransformerGroup(f"EPSG:{code}", "EPSG:4490", always_xy=True, allow_ballpark=False)
    if not group.best_available or not group.transformers or group.transformers[0].accuracy > _MAX_ACCURACY_M:
        raise CoordinateError(texts.CRS_BALLPARK.format(code=code))
    try:
        return pyproj.Transformer.from_crs(f"EPSG:{code}", "EPSG:4490", always_xy=True, allow_ballpark=False, only_best=True)
    except ProjError as error:
        raise CoordinateError(texts.CRS_BALLPARK.format(code=code)) from error
