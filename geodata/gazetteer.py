"""The gazetteer (地名库) of a pack: every name a text may mean, where it lies and how sure that is."""

from __future__ import annotations

import csv
import hashlib
import math
import re
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from geodata import texts
from geodata.coords import LonLat
from geodata.errors import PackError
from geodata.plane import moved

COLUMNS = ("id", "name", "aliases", "kind", "lon", "lat", "street_code", "district_code", "community_code", "radius_m", "approx")
KINDS = ("district", "street", "community", "compound", "station", "exit", "road", "poi")

_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_FULL_SPIRAL = 64          # buildings until the spiral reaches the place's radius
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """One named place. `lon`/`lat` are WGS-84, None for areas, roads and unmeasured places; `is_approx` marks a sketch (位置示意)."""

    id: int
    name: str
    aliases: tuple[str, ...]
    kind: str
    lon: float | None
    lat: float | None
    district_code: str
    street_code: str
    community_code: str
    radius_m: int | None
    is_approx: bool

    @property
    def point(self) -> LonLat | None:
        """The place's position, None where it has none."""
        return None if self.lon is None or self.lat is None else LonLat(self.lon, self.lat)


def read_gazetteer(path: Path) -> tuple[Place, ...]:
    """All places of a gazetteer.csv in file order. Raises PackError naming file and line for a row that does not parse."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            header = next(rows, [])
            if missing := [c for c in COLUMNS if c not in header]:
                raise PackError(texts.PACK_COLUMNS_MISSING.format(file=path.name, columns="、".join(missing)))
            order = [header.index(c) for c in COLUMNS]
            return tuple(_place(path, rows.line_num, [row[i] for i in order]) for row in rows if row)
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(texts.PACK_FILE_UNREADABLE.format(file=path.name, error=error)) from error
    except IndexError as error:
        raise PackError(texts.PACK_ROW_SHORT.format(file=path.name, line=rows.line_num)) from error


def sketch_point(place: Place, building: str, *, within: BaseGeometry | None = None) -> LonLat | None:
    """A steady position for one building of a place whose buildings nobody has measured; None for a place without a point.

    A golden-angle spiral from the building's number inside the place's radius. Where that falls outside `within` (the street's outline)
    the place's own point stands. It is a drawing aid for demo packs: the record keeps the place's radius and its mark 位置示意.
    """
    centre = place.point
    if centre is None or not building or not place.radius_m:
        return centre
    number = _NUMBER.search(building)
    index = int(number.group()) if number else _steady(building) % _FULL_SPIRAL
    distance = place.radius_m * 0.9 * math.sqrt(((index - 1) % _FULL_SPIRAL + 0.5) / _FULL_SPIRAL)
    angle = index * _GOLDEN_ANGLE + _steady(f"{place.id}") % 360
    point = moved(centre, distance * math.cos(angle), distance * math.sin(angle))
    point = LonLat(round(point.lon, 6), round(point.lat, 6))
    return point if within is None or shapely.contains_xy(within, point.lon, point.lat) else centre


def _place(path: Path, line: int, cells: list[str]) -> Place:
    key, name, aliases, kind, lon, lat, street, district, community, radius, approx = cells
    try:
        if kind not in KINDS:
            raise ValueError(kind)
        return Place(
            int(key), name, tuple(a for a in aliases.split("|") if a), kind, float(lon) if lon else None, float(lat) if lat else None,
            district, street, community, int(radius) if radius else None, approx == "1",
        )
    except ValueError as error:
        raise PackError(texts.PACK_ROW_WRONG.format(file=path.name, line=line, error=error)) from error


def _steady(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest())
