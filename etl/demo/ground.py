"""The ground the demo stands on: the pack's sketch roads and known places of its focus area. Real places, used as locations only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from random import Random

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geodata.areas import assign_streets
from geodata.coords import LonLat
from geodata.gazetteer import Place, sketch_point
from geodata.grid import cells_of
from geodata.pack import Pack
from geodata.plane import M_PER_DEGREE, distance_m, moved, to_metres

SECTION_M = 420
BUILDINGS = 40
QUIET_M = 158  # farther than any relapse radius from whatever a text may resolve to
EXACT_KINDS = ("station", "exit")  # a text that names one resolves to its very point

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Section:
    """A stretch of a road, some hundred metres long; `middle` lies on it."""

    name: str
    road: str
    line: LineString
    middle: LonLat
    street_code: str


@dataclass(frozen=True)
class Ground:
    """What of a pack the demo is drawn on."""

    pack: Pack

    @cached_property
    def focus(self) -> frozenset[str]:
        """Street codes of the pack's default area."""
        return frozenset(area.code for area in self.pack.areas.children(self.pack.config.default_area))

    @cached_property
    def outline(self) -> BaseGeometry:
        """The focus streets in one."""
        shapes = [a.geometry for a in self.pack.areas.outlined("street") if a.code in self.focus]
        return shapely.union_all(shapes)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Communities and stations with a point in the focus area."""
        kinds = ("community", "compound", "station")
        return tuple(p for p in self.pack.gazetteer if p.kind in kinds and p.point is not None and p.street_code in self.focus)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The roads of the focus area, without motorways, cut into stretches, numbered along each road."""
        cut = [(road, part) for road, line in self._roads() for part in _cut(line)]
        middles = [part.interpolate(0.5, normalized=True) for _, part in cut]
        codes = self.streets_at([LonLat(p.x, p.y) for p in middles])
        return tuple(
            Section(f"{road}（示例路段 {number:02d}）", road, part, LonLat(round(p.x, 6), round(p.y, 6)), code)
            for number, ((road, part), p, code) in enumerate(zip(cut, middles, codes, strict=True), 1)
            if code in self.focus
        )

    def streets_at(self, points: Iterable[LonLat]) -> list[str]:
        """Code of the street around each point, "" outside all."""
        listed = list(points)
        lon, lat = [p.lon for p in listed], [p.lat for p in listed]
        return [str(code) for code in assign_streets(self.pack.areas, lon, lat, cells_of(lon, lat))]

    def street_name(self, code: str) -> str:
        """The registered name of a street, "" for an unknown code."""
        area = self.pack.areas.get(code)
        return area.name if area else ""

    def loneliness_m(self, point: LonLat) -> float:
        """Metres from the nearest position that a text of the hotline can resolve to: a station, or any building of a community."""
        lon, lat, reach = self._reaches
        east, north = to_metres(lon, lat, point).T
        return float((np.hypot(east, north) - reach).min())

    @cached_property
    def quiet_spots(self) -> tuple[LonLat, ...]:
        """Points of the roads that no complaint can fall near, along the roads."""
        points = [section.line.interpolate(share, normalized=True) for section in self.sections for share in (0.1, 0.3, 0.5, 0.7, 0.9)]
        spots = [LonLat(round(p.x, 6), round(p.y, 6)) for p in points]
        return tuple(spot for spot in spots if self.loneliness_m(spot) > QUIET_M)

    def homes(self, spot: LonLat, least_m: float, most_m: float) -> list[tuple[Place, str]]:
        """Buildings between two distances of a spot, as (place, text that names the building and resolves to it)."""
        near = [p for p in self.places if p.kind == "community" and distance_m(point_of(p), spot) < most_m + (p.radius_m or 0)]
        found = []
        for place, building in ((p, f"{n}号楼") for p in near for n in range(1, BUILDINGS)):
            street = self.pack.areas.get(place.street_code)
            point = sketch_point(place, building, within=street.geometry if street else None)
            if point is not None and least_m < distance_m(point, spot) < most_m:
                found.append((place, f"{place.name}{building}"))
        return found

    @cached_property
    def _reaches(self) -> tuple[Floats, Floats, Floats]:
        near = [p for p in self.pack.gazetteer if p.lon is not None and p.lat is not None]
        lon, lat = np.array([p.lon for p in near], float), np.array([p.lat for p in near], float)
        return lon, lat, np.array([0 if p.kind in EXACT_KINDS else (p.radius_m or 0) for p in near], float)

    def _roads(self) -> list[tuple[str, LineString]]:
        path = self.pack.basemap.layers.get("roads")
        features = [f for f in json.loads(path.read_bytes())["features"] if f["properties"].get("class") != "motorway"] if path else []
        inside = [(f["properties"]["name"], shape(f["geometry"]).intersection(self.outline)) for f in features]
        parts = [(name, part) for name, found in inside for part in getattr(found, "geoms", [found])]
        return [(name, part) for name, part in parts if isinstance(part, LineString) and part.length]


def patch(rng: Random, centre: LonLat, radius_m: float) -> Polygon:
    """An uneven plot of about that radius."""
    corners = 9
    turned = [2 * np.pi * (i + rng.uniform(-0.25, 0.25)) / corners for i in range(corners)]
    reach = [radius_m * rng.uniform(0.75, 1.1) for _ in range(corners)]
    ring = [moved(centre, r * float(np.cos(a)), r * float(np.sin(a))) for a, r in zip(turned, reach, strict=True)]
    return Polygon([(p.lon, p.lat) for p in ring])


def disc(centre: LonLat, radius_m: float) -> Polygon:
    """A circle on the ground as a polygon of 24 corners."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = [moved(centre, radius_m * float(np.cos(a)), radius_m * float(np.sin(a))) for a in angles]
    return Polygon([(p.lon, p.lat) for p in ring])


def beside(rng: Random, centre: LonLat, reach_m: float) -> LonLat:
    """A point somewhere within that reach, to the sixth decimal."""
    point = moved(centre, rng.uniform(-reach_m, reach_m), rng.uniform(-reach_m, reach_m))
    return LonLat(round(point.lon, 6), round(point.lat, 6))


def apart(points: Iterable[tuple[LonLat, int]], gap_m: float) -> list[int]:
    """The numbers of the points that are so far from every earlier chosen one, in order."""
    chosen: list[tuple[LonLat, int]] = []
    for point, number in points:
        if all(distance_m(point, other) >= gap_m for other, _ in chosen):
            chosen.append((point, number))
    return [number for _, number in chosen]


def wkt_of(geometry: BaseGeometry) -> str:
    """Well-known text, degrees to the sixth decimal."""
    return str(shapely.to_wkt(geometry, rounding_precision=6, trim=True))


def point_of(place: Place) -> LonLat:
    """The position of a place that has one."""
    assert place.point is not None
    return place.point


def degrees(metres: float) -> float:
    """Degrees of latitude of so many metres."""
    return metres / M_PER_DEGREE


def _cut(line: LineString) -> list[LineString]:
    length_m = line.length * M_PER_DEGREE * 0.88  # degrees of longitude are shorter here; only the number of parts hangs on it
    count = max(int(length_m // SECTION_M), 1)
    ends = [i / count for i in range(count + 1)]
    parts = [substring(line, a, b, normalized=True) for a, b in pairwise(ends)]
    return [p for p in parts if isinstance(p, LineString) and p.length > 0]


def on_road(section: Section, share: float) -> Point:
    """The point at that share of a section's length."""
    return section.line.interpolate(share, normalized=True)
