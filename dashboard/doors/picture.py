"""The quiet map beside the sign-in form: outlines, roads and names of the pack's default area, no figures, drawn in the theme's colours."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from html import escape
from math import cos, radians
from typing import Any

from dashboard.layers.shapes import frame_of, places, shapes
from geodata.pack import Pack

UNIT_M = 10.0                # one unit of the drawing
M_PER_DEGREE = 111_320.0
PAD = (0.2, 0.28)            # share of the area's width and height that is always seen round it
LAYERS = ("roads", "rail")
KINDS = ("around", "unit", "rim")            # drawn in this order

Point = tuple[float, float]
Project = Callable[[Sequence[float]], Point]


def area_picture(pack: Pack) -> str:
    """SVG markup of the area; "" for a pack whose default area has no outline. About 60 kB, made once."""
    frame = frame_of(pack.areas, pack.config.default_area)
    if frame is None:
        return ""
    to_page, size = _projection(frame)
    drawn = shapes(pack.areas, pack.config.default_area)["features"]
    around, units, rim = (["".join(_shape(f, to_page) for f in drawn if f["properties"]["kind"] == kind)] for kind in KINDS)
    lines = [_shape({**f, "properties": {"kind": f"{layer} {f['properties'].get('class', '')}"}}, to_page) for layer, f in _base(pack)]
    names = [_name(f, to_page) for f in places(pack.areas, pack.config.default_area)["features"]]
    return (
        f'<svg viewBox="0 0 {size[0]:.0f} {size[1]:.0f}" preserveAspectRatio="xMidYMid meet" aria-hidden="true" focusable="false">'
        + "".join([*around, *units, *lines, *rim, *names])
        + "</svg>"
    )


def _projection(frame: tuple[float, float, float, float]) -> tuple[Project, Point]:
    """Degrees to units of the drawing, y down; flat enough over thirty kilometres."""
    west, south, east, north = frame
    dx, dy = (east - west) * PAD[0], (north - south) * PAD[1]
    kx, ky = M_PER_DEGREE * cos(radians((south + north) / 2)) / UNIT_M, M_PER_DEGREE / UNIT_M
    left, top = west - dx, north + dy
    return (lambda p: ((p[0] - left) * kx, (top - p[1]) * ky)), ((east - west + 2 * dx) * kx, (north - south + 2 * dy) * ky)


def _base(pack: Pack) -> Iterable[tuple[str, dict[str, Any]]]:
    for layer in LAYERS:
        if path := pack.basemap.layers.get(layer):
            yield from ((layer, feature) for feature in json.loads(path.read_text(encoding="utf-8"))["features"])


def _shape(feature: dict[str, Any], to_page: Project) -> str:
    rings = "".join(_ring(r, to_page) for r in _rings(feature["geometry"]))
    return f'<path class="m-{escape(feature["properties"]["kind"])}" d="{rings}"/>'


def _ring(points: Sequence[Sequence[float]], to_page: Project) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in map(to_page, points))


def _rings(geometry: dict[str, Any]) -> Iterable[Sequence[Sequence[float]]]:
    """Every line or ring of a geometry."""
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _rings(part)
    elif geometry["type"] == "LineString":
        yield geometry["coordinates"]
    elif geometry["type"] in ("MultiLineString", "Polygon"):
        yield from geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon


def _name(feature: dict[str, Any], to_page: Project) -> str:
    x, y = to_page(feature["geometry"]["coordinates"])
    kind, name = feature["properties"]["kind"], feature["properties"]["name"]
    return f'<text class="n-{escape(kind)}" x="{x:.0f}" y="{y:.0f}">{escape(name)}</text>'
