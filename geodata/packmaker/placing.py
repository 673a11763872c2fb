"""Sketch positions for the communities of a street: as many points as names, where people are likelier to live, the same ones every time.

Nobody published the communities' positions. A sketch that looks like a settlement serves a demo; it is marked approx wherever it goes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.optimize import linear_sum_assignment
from shapely.geometry.base import BaseGeometry

from geodata.coords import LonLat
from geodata.plane import M_PER_DEGREE, to_metres

CANDIDATES_EACH = 40
MIN_RADIUS_M, MAX_RADIUS_M = 250, 1500
STATION_PULL_M, ROAD_PULL_M = 1200.0, 500.0
STAY_WEIGHT = 0.2            # how much a name without a home minds leaving the walk
EDGE_SHARE = 0.12            # of the outline's inner size that stays free along its rim

_PLASTIC = 1.32471795724474602596  # of the R2 low-discrepancy sequence (M. Roberts 2018)

Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Attractors:
    """What settlements gather round: station points and road lines, WGS-84."""

    stations: Sequence[LonLat]
    roads: Sequence[BaseGeometry]


@dataclass(frozen=True, slots=True)
class Spot:
    """A sketch position and the radius within which the real one is supposed to lie."""

    point: LonLat
    radius_m: int


def place_communities(
    outline: BaseGeometry, codes: Sequence[str], attractors: Attractors, *, homes: Mapping[str, LonLat] | None = None,
) -> dict[str, Spot]:  # fmt: skip
    """One spot inside the outline for each code; deterministic, WGS-84, 5 decimals.

    Neighbours in code order lie near each other; codes in `homes` are drawn towards the position given there.
    """
    lonlat = _candidates(outline, len(codes), _seed(codes[0][:9]))
    origin = LonLat(*lonlat.mean(axis=0))
    metres = to_metres(lonlat[:, 0], lonlat[:, 1], origin)
    chosen = _spread(metres, _weights(lonlat, metres, attractors, origin), len(codes), _spacing_m(outline, len(codes)))
    walk = np.array([chosen[i] for i in _walk(metres[chosen])])
    walk = walk[_drawn_home(metres[walk], [(homes or {}).get(code) for code in codes], origin)]
    radii = _radii(metres[walk])
    return {code: Spot(LonLat(*lonlat[i].tolist()), radius) for code, i, radius in zip(codes, walk, radii, strict=True)}


def _candidates(outline: BaseGeometry, count: int, seed: int) -> Points:
    """Evenly scattered points inside the outline, away from its rim where it is wide enough; shape (n, 2), lon lat."""
    inner = outline.buffer(-EDGE_SHARE * math.sqrt(outline.area))
    room = inner if inner.area > 0.3 * outline.area else outline
    west, south, east, north = room.bounds
    wanted = count * CANDIDATES_EACH
    drawn = int(wanted * (east - west) * (north - south) / room.area * 1.3) + 50
    n = np.arange(1, drawn + 1)
    u = (seed / 2**32 + n / _PLASTIC) % 1, (seed / 2**31 + n / _PLASTIC**2) % 1
    points = np.column_stack([west + u[0] * (east - west), south + u[1] * (north - south)]).round(5)
    return points[shapely.contains_xy(room, points)][:wanted]


def _weights(lonlat: Points, metres: Points, attractors: Attractors, origin: LonLat) -> npt.NDArray[np.float64]:
    """How likely people live there: 0.15 anywhere, up to 1 more beside a station and 0.8 more beside a road; shape (n,)."""
    weights: npt.NDArray[np.float64] = np.full(len(lonlat), 0.15)
    if attractors.stations:
        stations = to_metres([s.lon for s in attractors.stations], [s.lat for s in attractors.stations], origin)
        nearest = np.sqrt(((metres[:, None, :] - stations[None]) ** 2).sum(axis=2)).min(axis=1)
        weights = weights + np.exp(-((nearest / STATION_PULL_M) ** 2))
    if attractors.roads:
        roads = shapely.union_all(list(attractors.roads))
        gap_m = shapely.distance(shapely.points(lonlat), roads) * M_PER_DEGREE * 0.88
        weights = weights + 0.8 * np.exp(-((gap_m / ROAD_PULL_M) ** 2)) * np.clip(gap_m / 120, 0.2, 1)   # beside the road, not on it
    return weights


def _spread(metres: Points, weights: npt.NDArray[np.float64], count: int, spacing_m: float) -> list[int]:
    """Indices of `count` points: heavy ones first, each next one discounted where it crowds those chosen."""
    room = np.ones(len(metres))
    chosen: list[int] = []
    for _ in range(count):
        pick = int(np.argmax(weights * room))
        chosen.append(pick)
        gap = np.hypot(*(metres - metres[pick]).T) / spacing_m
        room *= np.clip(gap, 0, 1) ** 3
        room[pick] = -1
    return chosen


def _spacing_m(outline: BaseGeometry, count: int) -> float:
    """Distance of neighbours when `count` points cover the outline evenly."""
    area_m2 = outline.area * M_PER_DEGREE**2 * math.cos(math.radians(outline.centroid.y))
    return 0.85 * math.sqrt(area_m2 / count)


def _walk(metres: Points) -> list[int]:
    """A walk from the north-west, always to the nearest point not yet seen: codes of one estate follow each other, so do their places."""
    left = list(range(len(metres)))
    here = min(left, key=lambda i: metres[i, 0] - metres[i, 1])
    path = []
    while True:
        path.append(here)
        left.remove(here)
        if not left:
            return path
        here = min(left, key=lambda i: float(((metres[i] - metres[path[-1]]) ** 2).sum()))


def _drawn_home(metres: Points, homes: Sequence[LonLat | None], origin: LonLat) -> npt.NDArray[np.intp]:
    """Which point each name takes so that names with a home come close to it and the others hardly leave their place in the walk."""
    wanted, pull = metres.copy(), np.full(len(metres), STAY_WEIGHT)
    for n, home in enumerate(homes):
        if home is not None:
            wanted[n], pull[n] = to_metres(home.lon, home.lat, origin)[0], 1.0
    cost = ((wanted[:, None] - metres[None]) ** 2).sum(axis=2) * pull[:, None]
    return np.asarray(linear_sum_assignment(cost)[1])


def _radii(metres: Points) -> list[int]:
    """Half the distance to the nearest sibling, between MIN_RADIUS_M and MAX_RADIUS_M."""
    if len(metres) == 1:
        return [MAX_RADIUS_M]
    gaps = np.sqrt(((metres[:, None] - metres[None]) ** 2).sum(axis=2))
    np.fill_diagonal(gaps, np.inf)
    return [int(min(max(g / 2, MIN_RADIUS_M), MAX_RADIUS_M)) for g in gaps.min(axis=1)]


def _seed(code: str) -> int:
    return int.from_bytes(hashlib.blake2b(code.encode(), digest_size=4).digest())
