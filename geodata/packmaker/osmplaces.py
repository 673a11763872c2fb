"""Names of an OpenStreetMap extract folded into a gazetteer: measured positions take the place of sketches."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import shapely

from geodata.areas import AreaTree, assign_districts, assign_streets
from geodata.coords import LonLat
from geodata.gazetteer import Place
from geodata.grid import cells_of
from geodata.packmaker.names import bare_name, exit_aliases, station_aliases
from geodata.packmaker.osm import Extract, Thing
from geodata.plane import M_PER_DEGREE, distance_m

STATION_RADIUS_M, EXIT_RADIUS_M, SETTLEMENT_RADIUS_M = 100, 50, 250
EXIT_REACH_M = 500                        # an entrance belongs to the nearest station within
_LETTER = re.compile(r"([A-Z]\d?)\d*(?:口|出口)?$")


class PlaceBook:
    """A gazetteer that takes in measured places one after another; ids of known places stay."""

    def __init__(self, places: Iterable[Place], tree: AreaTree) -> None:
        self.places = {p.id: p for p in places}
        self._tree = tree
        self._next_id = max((i for i in self.places if i < 10_000_000), default=0) + 1
        self._by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in self.places.values():
            self._by_name[place.kind, place.name].append(place)

    def take_in(self, extract: Extract) -> dict[str, int]:
        """Takes everything in; returns how many places of each kind were measured or added."""
        stations = self._stations(extract.stations)
        exits = self._exits(extract.entrances, stations)
        settlements, roads = self._settlements(extract.settlements), self._roads(extract.roads)
        return {"station": len(stations), "exit": exits, "community": settlements, "road": roads}

    def _stations(self, things: list[Thing]) -> dict[str, LonLat]:
        found: dict[str, LonLat] = {}
        for thing, (point, district, street) in zip(things, self._located(things), strict=True):
            name = thing.name.removesuffix("站") + "站"
            found[name] = point
            self._put(_measured("station", name, station_aliases(name), (point, district, street), STATION_RADIUS_M))
        return found

    def _exits(self, things: list[Thing], measured: dict[str, LonLat]) -> int:
        stations = {p.name: p.point for p in self.places.values() if p.kind == "station" and p.point} | measured
        measured_at: set[str] = set()
        count = 0
        for thing, (point, district, street) in zip(things, self._located(things), strict=True):
            letter = _LETTER.search(thing.tags.get("ref") or thing.name)
            name, gap_m = min(((n, distance_m(point, at)) for n, at in stations.items()), key=lambda pair: pair[1], default=("", math.inf))
            if letter and gap_m <= EXIT_REACH_M:
                aliases = exit_aliases(name, letter[1])
                self._put(_measured("exit", f"{name}{letter[1]}口", aliases, (point, district, street), EXIT_RADIUS_M))
                measured_at.add(name)
                count += 1
        self._drop_sketched_exits(measured_at)
        return count

    def _drop_sketched_exits(self, stations: set[str]) -> None:
        """Where one exit of a station was measured, exits nobody found there were invented."""
        for place in [p for p in self.places.values() if p.kind == "exit" and p.is_approx]:
            if place.name[: place.name.rindex("站") + 1] in stations:
                del self.places[place.id]
                self._by_name["exit", place.name].remove(place)

    def _settlements(self, things: list[Thing]) -> int:
        for thing, (point, district, street) in zip(things, self._located(things), strict=True):
            name, radius_m = bare_name(thing.name), _radius_m(thing)
            twins = [p for p in self._by_name["community", name] if p.street_code == street or (not street and p.district_code == district)]
            if len(twins) == 1:
                self.places[twins[0].id] = replace(twins[0], lon=point.lon, lat=point.lat, radius_m=radius_m, is_approx=False)
            else:
                self._put(_measured("compound", name, (), (point, district, street), radius_m))
        return len(things)

    def _roads(self, things: list[Thing]) -> int:
        fresh = sorted({t.name for t in things if t.name} - {p.name for p in self.places.values() if p.kind == "road"})
        for name in fresh:
            box = shapely.total_bounds(np.array([t.geometry for t in things if t.name == name], object))
            half_m = int(distance_m(LonLat(box[0], box[1]), LonLat(box[2], box[3])) / 2)
            self._put(Place(0, name, (), "road", None, None, "", "", "", max(300, half_m), False))
        return len(fresh)

    def _put(self, place: Place) -> None:
        """Takes a measured place (id 0) in under the id of the known place of its kind and name, else under a new one."""
        same_name = self._by_name[place.kind, place.name]
        known = next((p for p in same_name if place.kind != "compound" or p.street_code == place.street_code), None)
        if known is None:
            known = replace(place, id=self._next_id)
            self._next_id += 1
            same_name.append(known)
        self.places[known.id] = replace(place, id=known.id)

    def _located(self, things: list[Thing]) -> list[tuple[LonLat, str, str]]:
        if not things:
            return []
        points = shapely.get_coordinates(shapely.point_on_surface(np.array([t.geometry for t in things], object)))
        cells = cells_of(points[:, 0], points[:, 1])
        streets = assign_streets(self._tree, points[:, 0], points[:, 1], cells).tolist()
        districts = assign_districts(self._tree, points[:, 0], points[:, 1], cells).tolist()
        return [(LonLat(*p), s[:6] or d, s) for p, s, d in zip(points.tolist(), streets, districts, strict=True)]


def _measured(kind: str, name: str, aliases: tuple[str, ...], where: tuple[LonLat, str, str], radius_m: int) -> Place:
    point, district, street = where
    return Place(0, name, aliases, kind, round(point.lon, 6), round(point.lat, 6), district, street, "", radius_m, False)


def _radius_m(thing: Thing) -> int:
    """Radius of a circle as large as the settlement; a fixed one for a mere point."""
    if shapely.get_dimensions(thing.geometry) != 2:
        return SETTLEMENT_RADIUS_M
    scale = math.cos(math.radians(thing.geometry.centroid.y))
    return int(min(max(math.sqrt(thing.geometry.area * scale / math.pi) * M_PER_DEGREE, 100), 1500))
