"""An OpenStreetMap extract (.osm, .osm.pbf) as what a pack can use: roads, rail, stations, water, settlements, boundaries. WGS-84."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyogrio
import pyogrio.errors
import pyogrio.raw
import shapely
from shapely.geometry.base import BaseGeometry

from geodata import texts
from geodata.errors import FileRefused

# what is read of each layer, so that a city's million buildings stay in the file
WANTED = {
    "points": "place IS NOT NULL OR other_tags LIKE '%railway%'",
    "lines": "highway IS NOT NULL OR railway IS NOT NULL OR waterway IS NOT NULL",
    "multipolygons": "boundary = 'administrative' OR landuse = 'residential' OR place IS NOT NULL OR natural = 'water'",
}
ROAD_CLASSES = ("motorway", "trunk", "primary", "secondary")
RAIL = ("subway", "light_rail", "rail")
WATERWAYS = ("river", "canal")
SETTLEMENTS = ("suburb", "quarter", "neighbourhood", "village", "hamlet", "town")
CODE_TAGS = ("ref:GB", "ref:gb", "gb", "ref:CN", "ref")      # where mappers write the national code

_HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_CODE = re.compile(r"(?:156)?(\d{6}|\d{9}|\d{12})$")


@dataclass(frozen=True, slots=True)
class Thing:
    """One object of the extract with its tags."""

    geometry: BaseGeometry
    tags: dict[str, str]

    @property
    def name(self) -> str:
        """Chinese name, "" without one."""
        return self.tags.get("name:zh") or self.tags.get("name", "")


@dataclass(frozen=True)
class Extract:
    """What an extract holds, sorted by use."""

    roads: list[Thing] = field(default_factory=list)
    rail: list[Thing] = field(default_factory=list)
    water: list[Thing] = field(default_factory=list)
    stations: list[Thing] = field(default_factory=list)
    entrances: list[Thing] = field(default_factory=list)
    settlements: list[Thing] = field(default_factory=list)
    boundaries: dict[str, Thing] = field(default_factory=dict)     # national code -> boundary

    def is_empty(self) -> bool:
        """Whether nothing of use was found."""
        return not any((self.roads, self.rail, self.water, self.stations, self.entrances, self.settlements, self.boundaries))


def read_extract(path: Path) -> Extract:
    """Reads an extract. Raises FileRefused when it is no OSM file, is cut, or holds nothing of use."""
    found = Extract()
    try:
        for layer, where in WANTED.items():
            for thing in _things(path, layer, where):
                _sort(thing, found)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise FileRefused(texts.OSM_UNREADABLE.format(file=path.name, error=error)) from error
    if found.is_empty():
        raise FileRefused(texts.OSM_EMPTY.format(file=path.name))
    return found


def code_of(tags: dict[str, str]) -> str:
    """The national area code (6, 9 or 12 digits; trailing zeros of a 12-digit street code cut) that a boundary carries, "" without one."""
    for key in CODE_TAGS:
        if match := _CODE.match(tags.get(key, "")):
            code = match[1]
            return code[:9] if len(code) == 12 and code.endswith("000") else code
    return ""


def _things(path: Path, layer: str, where: str) -> Iterator[Thing]:
    meta, _, geometry, columns = pyogrio.raw.read(path, layer=layer, where=where)
    shapes = shapely.from_wkb(geometry)
    for n, shape_ in enumerate(shapes):
        tags = {str(k): str(column[n]) for k, column in zip(meta["fields"], columns, strict=True) if isinstance(column[n], str)}
        tags |= {k.replace('\\"', '"'): v.replace('\\"', '"') for k, v in _HSTORE.findall(tags.pop("other_tags", ""))}
        if shape_ is not None and not shapely.is_empty(shape_):
            yield Thing(shape_, tags)


def _sort(thing: Thing, found: Extract) -> None:
    tags, kind = thing.tags, shapely.get_dimensions(thing.geometry)
    railway = tags.get("railway", "")
    if kind == 1 and tags.get("highway") in ROAD_CLASSES:
        found.roads.append(thing)
    elif kind == 1 and railway in RAIL:
        found.rail.append(thing)
    elif tags.get("natural") == "water" or tags.get("waterway") in WATERWAYS:
        found.water.append(thing)
    elif kind == 0 and railway == "station" and thing.name:
        found.stations.append(thing)
    elif kind == 0 and railway == "subway_entrance" and (tags.get("ref") or thing.name):
        found.entrances.append(thing)
    elif tags.get("boundary") == "administrative":
        if code := code_of(tags):
            found.boundaries[code] = thing
    elif thing.name and (tags.get("landuse") == "residential" or tags.get("place") in SETTLEMENTS):
        found.settlements.append(thing)


def merged_lines(things: list[Thing], keys: tuple[str, ...], tolerance_degrees: float) -> list[tuple[BaseGeometry, dict[str, str]]]:
    """Lines joined where their `keys` agree, simplified; in the order of the keys' values."""
    groups: dict[tuple[str, ...], list[BaseGeometry]] = {}
    for thing in things:
        groups.setdefault(tuple(thing.name if k == "name" else thing.tags.get(k, "") for k in keys), []).append(thing.geometry)
    return [(_joined(parts, tolerance_degrees), dict(zip(keys, values, strict=True))) for values, parts in sorted(groups.items())]


def _joined(parts: list[BaseGeometry], tolerance_degrees: float) -> BaseGeometry:
    lines = shapely.get_parts(np.array(parts, object))
    joined = shapely.simplify(shapely.line_merge(shapely.multilinestrings(lines)), tolerance_degrees)
    assert isinstance(joined, BaseGeometry)      # one geometry in, one out
    return joined
