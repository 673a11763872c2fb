"""The public sources that pack huitian is built from, read into plain records."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata import texts
from geodata.coords import LonLat
from geodata.errors import PackError

Feature = dict[str, Any]


@dataclass(frozen=True)
class Sources:
    """What the source folder holds; all geometry WGS-84."""

    streets: list[dict[str, str]]           # code, name, district_code, district
    communities: list[dict[str, str]]       # code, name, street_code
    district_features: list[Feature]        # properties name, gb
    street_features: list[Feature]          # properties code, name
    road_features: list[Feature]            # properties name, class
    rail_features: list[Feature]            # properties line
    stops: list[tuple[str, str, LonLat]]    # line, name, position

    def district_codes(self) -> dict[str, str]:
        """District name -> code."""
        return {row["district"]: row["district_code"] for row in self.streets}

    def outlines(self) -> dict[str, BaseGeometry]:
        """Street code -> sketch outline."""
        return {f["properties"]["code"]: shape(f["geometry"]) for f in self.street_features}

    def stations(self) -> dict[str, tuple[LonLat, list[str]]]:
        """Station name (X站) -> position on its oldest line (platforms of later lines lie up to 200 m off), its lines in order of age."""
        found: dict[str, list[tuple[str, LonLat]]] = defaultdict(list)
        for line, name, point in self.stops:
            found[name.removesuffix("站") + "站"].append((line, point))
        return {name: (stops[0][1], [line for line, _ in stops]) for name, stops in sorted(found.items())}


def read_sources(folder: Path) -> Sources:
    """Reads the source folder. Raises PackError when a file is missing or not what it should be."""
    try:
        return Sources(
            _table(folder / "streets_nbs2023.csv"), _table(folder / "communities_nbs2023.csv"),
            _features(folder / "districts.geojson"), _features(folder / "streets_sketch.geojson"),
            _features(folder / "roads_sketch.geojson"), _features(folder / "subway_lines_straight.geojson"),
            [_stop(f) for f in _features(folder / "subway_stops.geojson")],
        )
    except OSError as error:
        name = Path(error.filename or "").name
        raise PackError(texts.SOURCE_UNREADABLE.format(folder=folder.name, file=name, error=error.strerror)) from error
    except (ValueError, KeyError) as error:
        raise PackError(texts.SOURCE_UNREADABLE.format(folder=folder.name, file="", error=repr(error))) from error


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _features(path: Path) -> list[Feature]:
    features: list[Feature] = json.loads(path.read_bytes())["features"]
    return features


def _stop(feature: Feature) -> tuple[str, str, LonLat]:
    return feature["properties"]["line"], feature["properties"]["name"], LonLat(*feature["geometry"]["coordinates"])
