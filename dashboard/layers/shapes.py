"""The shapes a map of one area needs, as GeoJSON: its units, their common rim, the neighbours, and where names may stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.areas import Area, AreaTree

Collection = dict[str, Any]

PRECISION = 5                   # decimals of a degree: about 1 m
AROUND_PAD = (1.0, 0.55)        # share of width and height shown round the area; wide walls show more to the sides
NAMED_PAD = (0.55, 0.16)        # neighbours whose part inside this pad is big enough are named
NAMED_SHARE = 0.012             # of the padded frame
ANCHOR_GRID = 13                # candidates for a name: this many steps across the unit
ANCHORS = 28


@dataclass(frozen=True)
class Outlined:
    """An area that has an outline; `shape` is WGS-84."""

    area: Area
    shape: BaseGeometry


def units_of(tree: AreaTree, code: str) -> tuple[Outlined, ...]:
    """The outlined areas drawn as units: districts of the city, streets of a district or focus area, a street itself."""
    area = tree.get(code)
    if area is None:
        return ()
    parts = (area,) if area.level in ("street", "community") else tree.children(code)
    return _outlined(parts)


def frame_of(tree: AreaTree, code: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north to show: bounds of the area, else of its units, else of the nearest area above; None without any outline."""
    if own := tree.bounds(code):
        return own
    if parts := [u.shape for u in units_of(tree, code)]:
        west, south, east, north = shapely.total_bounds(np.array(parts))
        return float(west), float(south), float(east), float(north)
    area = tree.get(code)
    return frame_of(tree, area.parent_code) if area and area.parent_code else None


def shapes(tree: AreaTree, code: str) -> Collection:
    """All that is drawn of areas, by `kind`: "unit" polygons (code, name), the "rim" polygon, "around" lines."""
    return _collection([*_units(tree, code), *_rim(tree, code), *_around(tree, code)])


def _units(tree: AreaTree, code: str) -> list[Collection]:
    found = units_of(tree, code)
    return [_feature(u.shape, kind="unit", code=u.area.code, name=tree.short_name(u.area.code)) for u in found]


def _rim(tree: AreaTree, code: str) -> list[Collection]:
    """The outline of the area itself, which also holds its parts without outline; the union of its units where it has none of its own."""
    area = tree.get(code)
    own = area.geometry if area else None
    parts = [u.shape for u in units_of(tree, code)] if own is None else [own]
    return [_feature(shapely.union_all(parts), kind="rim")] if parts else []


def _around(tree: AreaTree, code: str) -> list[Collection]:
    """Outlines of the streets and districts round the units, cut to the frame."""
    frame = _padded(tree, code, AROUND_PAD)
    if frame is None:
        return []
    near = [u for u in (*_outlined(tree.outlined("district")), *_neighbours(tree, code)) if u.shape.intersects(frame)]
    return [_feature(shapely.intersection(shapely.boundary(u.shape), frame), kind="around") for u in near]


def places(tree: AreaTree, code: str) -> Collection:
    """Points for names: kind "unit" (with `anchors`, the points inside the unit where its name may move to, best first) or "around"."""
    named = [_place(u.area, tree, kind="unit", anchors=_anchors(u.shape)) for u in units_of(tree, code)]
    frame = _padded(tree, code, NAMED_PAD)
    if frame is not None:
        for unit in _neighbours(tree, code):
            seen = shapely.intersection(unit.shape, frame)
            if seen.area > NAMED_SHARE * frame.area:
                named.append(_place(unit.area, tree, kind="around", anchors=_anchors(seen)[:1]))
    return _collection(named)


MADE: dict[str, Callable[[AreaTree, str], Collection]] = {"shapes": shapes, "places": places}


def as_json(collection: Collection) -> bytes:
    """The bytes of a collection, without blanks."""
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _outlined(areas: Iterable[Area]) -> tuple[Outlined, ...]:
    return tuple(Outlined(a, a.geometry) for a in areas if a.geometry is not None)


def _neighbours(tree: AreaTree, code: str) -> tuple[Outlined, ...]:
    area, shown = tree.get(code), {u.area.code for u in units_of(tree, code)}
    if area is None or area.level == "city":
        return ()
    return _outlined(a for a in tree.outlined("street") if a.code not in shown)


def _padded(tree: AreaTree, code: str, pad: tuple[float, float]) -> BaseGeometry | None:
    frame = frame_of(tree, code)
    if frame is None:
        return None
    west, south, east, north = frame
    dx, dy = (east - west) * pad[0], (north - south) * pad[1]
    return shapely.box(west - dx, south - dy, east + dx, north + dy)


def _anchors(geometry: BaseGeometry) -> list[list[float]]:
    """Points inside, those far from the edge and near the middle first; (lon, lat)."""
    west, south, east, north = geometry.bounds
    lon, lat = np.meshgrid(np.linspace(west, east, ANCHOR_GRID + 2)[1:-1], np.linspace(south, north, ANCHOR_GRID + 2)[1:-1])
    points = np.asarray(shapely.points(lon.ravel(), lat.ravel()))
    inside = points[shapely.contains(geometry, points)]
    if not len(inside):
        inside = np.array([geometry.representative_point()])
    to_edge = shapely.distance(shapely.boundary(geometry), inside)
    to_middle = shapely.distance(geometry.centroid, inside)
    best = np.argsort(-(to_edge - 0.25 * to_middle), kind="stable")[:ANCHORS]
    return [[round(p.x, PRECISION), round(p.y, PRECISION)] for p in inside[best]]


def _place(area: Area, tree: AreaTree, *, kind: str, anchors: list[list[float]]) -> Collection:
    properties = {"code": area.code, "name": tree.short_name(area.code), "kind": kind}
    extra = {"anchors": anchors} if kind == "unit" else {}
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": anchors[0]}, "properties": {**properties, **extra}}


def _feature(geometry: BaseGeometry, **properties: Any) -> Collection:
    return {"type": "Feature", "geometry": _rounded(shapely.geometry.mapping(geometry)), "properties": properties}


def _rounded(geometry: Any) -> Any:
    if isinstance(geometry, dict):
        return {k: _rounded(v) for k, v in geometry.items()}
    if isinstance(geometry, (list, tuple)):
        return [_rounded(v) for v in geometry]
    return round(geometry, PRECISION) if isinstance(geometry, float) else geometry


def _collection(features: Iterable[Collection]) -> Collection:
    return {"type": "FeatureCollection", "features": list(features)}
