"""Where two roads of the base map meet."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata import texts
from geodata.coords import LonLat
from geodata.errors import PackError

_NEAR_DEG = 0.0025      # sketch lines end a little short of each other
_SPREAD_DEG = 0.004     # roads that meet twice, farther apart than this, have no single crossing

Crossings = dict[frozenset[str], LonLat]


def read_crossings(roads_file: Path | None) -> Crossings:
    """Pair of road names → their crossing, WGS-84; pairs that do not meet, or meet twice, are left out.

    Raises PackError for a broken file.
    """
    if roads_file is None:
        return {}
    try:
        features = json.loads(roads_file.read_bytes())["features"]
        lines: dict[str, list[BaseGeometry]] = {}
        for feature in features:
            if name := feature["properties"].get("name"):
                lines.setdefault(name, []).append(shape(feature["geometry"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackError(texts.CROSSINGS_UNREADABLE.format(file=roads_file.name, error=repr(error))) from error
    merged = {name: shapely.union_all(parts) for name, parts in lines.items()}
    found = ((frozenset(pair), _meeting(merged[pair[0]], merged[pair[1]])) for pair in combinations(merged, 2))
    return {pair: point for pair, point in found if point is not None}


def _meeting(one: BaseGeometry, other: BaseGeometry) -> LonLat | None:
    if not one.dwithin(other, _NEAR_DEG):
        return None
    common = one.intersection(other)
    if common.is_empty:
        common = shapely.shortest_line(one, other)
    west, south, east, north = common.bounds
    if max(east - west, north - south) > _SPREAD_DEG:
        return None
    return LonLat(round(common.centroid.x, 6), round(common.centroid.y, 6))
