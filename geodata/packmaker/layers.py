"""The base map of a pack, written from its areas and line sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geodata.areas import Area, AreaTree
from geodata.coords import LonLat
from geodata.packmaker.files import write_features

SIMPLIFY_DEGREES = 0.0002      # about 20 m: not seen at the zooms of a base map, and neighbours keep their common border
LABEL_TOLERANCE_DEGREES = 0.0005

Lines = Iterable[tuple[BaseGeometry | dict[str, Any], dict[str, Any]]]


def write_area_layers(folder: Path, tree: AreaTree) -> None:
    """districts, streets and labels: outlines simplified together, and one label point an area (code, short name, level, parent)."""
    for level, name in (("district", "districts"), ("street", "streets")):
        areas = tree.outlined(level)
        properties = ({**_names(a, tree), "approx": a.is_approx} for a in areas)
        write_features(folder / f"{name}.geojson", zip(_simplified(areas), properties, strict=True))
    labelled = [*tree.focus_areas(), *tree.outlined("district"), *tree.outlined("street")]
    points = ((label_point(a.geometry), _names(a, tree)) for a in labelled if a.geometry is not None)
    write_features(folder / "labels.geojson", points)


def write_roads(folder: Path, roads: Lines, *, note: str) -> None:
    """roads: name, class (motorway, trunk, primary, secondary) and approx."""
    write_features(folder / "roads.geojson", roads, note=note)


def write_rail(folder: Path, lines: Lines, stations: Mapping[str, tuple[LonLat, list[str]]], *, note: str) -> None:
    """rail: line; stops: one point a station with name and lines."""
    write_features(folder / "rail.geojson", lines, note=note)
    stops = ((Point(*point), {"name": name.removesuffix("站"), "lines": "、".join(on)}) for name, (point, on) in stations.items())
    write_features(folder / "stops.geojson", stops, note=note)


def label_point(outline: BaseGeometry) -> BaseGeometry:
    """The point of an outline that is farthest from its rim: where a name has most room. WGS-84."""
    largest = max(shapely.get_parts(outline), key=lambda part: float(part.area))
    centre: BaseGeometry = shapely.get_point(shapely.maximum_inscribed_circle(largest, LABEL_TOLERANCE_DEGREES), 0)
    return centre


def _names(area: Area, tree: AreaTree) -> dict[str, Any]:
    level = "focus" if area.is_focus else area.level
    return {"code": area.code, "name": tree.short_name(area.code), "level": level, "parent": area.parent_code}


def _simplified(areas: tuple[Area, ...]) -> list[BaseGeometry]:
    if not areas:
        return []
    return list(shapely.coverage_simplify(np.array([a.geometry for a in areas], object), SIMPLIFY_DEGREES))
