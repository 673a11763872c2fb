"""GeoAlchemy2 on plain SQLite: the SpatiaLite functions it calls, answered by shapely on every connection.

No extension is loaded: no wheel carries SpatiaLite and many Pythons cannot load one. A geometry is stored as little-endian EWKB,
which is what GeoAlchemy2 reads back, so that reading costs nothing. Null in, null out, as in PostGIS.
"""

from __future__ import annotations

import functools
import sqlite3
import struct
from collections.abc import Callable
from typing import Any

import shapely

Ewkb = bytes
Answer = bytes | str | float | int | None

# geometry types in the order of their OGC numbers
KINDS = ("GEOMETRY", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION")

PREDICATES: dict[str, Callable[[Any, Any], Any]] = {
    "ST_Contains": shapely.contains,
    "ST_Covers": shapely.covers,
    "ST_Disjoint": shapely.disjoint,
    "ST_Equals": shapely.equals,
    "ST_Intersects": shapely.intersects,
    "ST_Overlaps": shapely.overlaps,
    "ST_Touches": shapely.touches,
    "ST_Within": shapely.within,
}
MEASURES: dict[str, Callable[[Any], Any]] = {
    "ST_Area": shapely.area,
    "ST_IsValid": lambda shape: int(shape.is_valid),
    "ST_Length": lambda shape: 0.0 if "Polygon" in shape.geom_type else shapely.length(shape),   # as PostGIS: an outline is no line
    "ST_SRID": shapely.get_srid,
    "ST_X": shapely.get_x,
    "ST_Y": shapely.get_y,
}
SHAPES: dict[str, Callable[[Any], Any]] = {
    "ST_Centroid": shapely.centroid,
    "ST_Envelope": shapely.envelope,
    "ST_PointOnSurface": shapely.point_on_surface,
}
WRITINGS: dict[str, Callable[[Any], Any]] = {
    "AsBinary": lambda shape: shapely.to_wkb(shape, include_srid=False),
    "AsGeoJSON": shapely.to_geojson,
    "ST_AsText": lambda shape: shapely.to_wkt(shape, trim=True, rounding_precision=15),
}

# a polygon is tested against many points: these answer for a point without building it
_POINT_TESTS = {"ST_Contains": shapely.contains_xy, "ST_Covers": shapely.intersects_xy, "ST_Intersects": shapely.intersects_xy}
_POINT = struct.Struct("<BIIdd")   # byte order, type, SRID, x, y
_CACHED = 4096

_REGISTER = """CREATE TABLE IF NOT EXISTS geometry_columns (
    f_table_name TEXT, f_geometry_column TEXT, geometry_type INTEGER, coord_dimension INTEGER, srid INTEGER,
    spatial_index_enabled INTEGER, PRIMARY KEY (f_table_name, f_geometry_column))"""


def install(connection: sqlite3.Connection) -> None:
    """Register the functions on one connection."""
    pure = functools.partial(connection.create_function, deterministic=True)
    pure("GeomFromEWKT", 1, _from_ewkt)
    pure("ST_GeomFromEWKT", 1, _from_ewkt)
    pure("GeomFromWKB", 2, _from_wkb)
    pure("AsEWKB", 1, lambda ewkb: ewkb)
    pure("ST_Distance", 2, _distance)
    for name, writing in WRITINGS.items():
        pure(name, 1, _unary(writing))
    for name, measure in MEASURES.items():
        pure(name, 1, _unary(measure))
    for name, shape in SHAPES.items():
        pure(name, 1, _unary(shape, is_shape=True))
    for name in PREDICATES:
        pure(name, 2, _predicate(name))
    _install_schema_functions(connection)


def _install_schema_functions(connection: sqlite3.Connection) -> None:
    """What GeoAlchemy2 calls while it makes and drops tables; `geometry_columns` is where it looks when it reads a schema back."""
    run = connection.execute

    def recover(table: str, column: str, srid: int, kind: str, _dimension: Any) -> int:
        run(_REGISTER)
        row = (table.lower(), column.lower(), KINDS.index(kind.upper()), srid)
        run("INSERT OR REPLACE INTO geometry_columns VALUES (?, ?, ?, 2, ?, 0)", row)
        return 1

    def add(table: str, column: str, srid: int, kind: str, dimension: Any = "XY", _not_null: int = 0) -> int:
        run(f'ALTER TABLE "{table}" ADD COLUMN "{column}" GEOMETRY')
        return recover(table, column, srid, kind, dimension)

    def discard(table: str, column: str) -> int:
        run("DELETE FROM geometry_columns WHERE f_table_name = ? AND f_geometry_column = ?", (table.lower(), column.lower()))
        return 1

    def drop(_schema: str | None, table: str) -> int:
        run(f'DROP TABLE "{_bare(table)}"')
        run("DELETE FROM geometry_columns WHERE f_table_name = ?", (_bare(table).lower(),))
        return 1

    def rename(_schema: str | None, old: str, new: str) -> int:
        run(f'ALTER TABLE "{_bare(old)}" RENAME TO "{_bare(new)}"')
        run("UPDATE geometry_columns SET f_table_name = ? WHERE f_table_name = ?", (_bare(new).lower(), _bare(old).lower()))
        return 1

    make = connection.create_function
    make("DropTable", 2, drop)
    make("RenameTable", 3, rename)
    make("RecoverGeometryColumn", 5, recover)
    make("DiscardGeometryColumn", 2, discard)
    make("CheckSpatialIndex", 2, lambda _table, _column: None)
    for count in (4, 5, 6):
        make("AddGeometryColumn", count, add)


@functools.lru_cache(_CACHED)
def _prepared(ewkb: Ewkb) -> Any:
    shape = shapely.from_wkb(ewkb)
    shapely.prepare(shape)
    return shape


@functools.lru_cache(_CACHED)
def _bounds(ewkb: Ewkb) -> tuple[float, float, float, float]:
    west, south, east, north = _prepared(ewkb).bounds
    return west, south, east, north


def _shape(ewkb: Ewkb) -> Any:
    """Points are not worth remembering, outlines are."""
    return shapely.from_wkb(ewkb) if len(ewkb) <= _POINT.size else _prepared(ewkb)


def _ewkb(shape: Any) -> Ewkb:
    written: Ewkb = shapely.to_wkb(shape, byte_order=1, include_srid=bool(shapely.get_srid(shape)))
    return written


def _from_ewkt(text: str | None) -> Ewkb | None:
    if text is None:
        return None
    head, _, rest = text.rpartition(";")
    srid = int(head.upper().removeprefix("SRID=") or 0)
    return _ewkb(shapely.set_srid(shapely.from_wkt(rest), srid))


def _from_wkb(wkb: bytes | None, srid: int) -> Ewkb | None:
    return None if wkb is None else _ewkb(shapely.set_srid(shapely.from_wkb(wkb), srid))


def _distance(a: Ewkb | None, b: Ewkb | None) -> float | None:
    return None if a is None or b is None else float(shapely.distance(_shape(a), _shape(b)))


def _unary(function: Callable[[Any], Any], *, is_shape: bool = False) -> Callable[[Ewkb | None], Answer]:
    def answer(ewkb: Ewkb | None) -> Answer:
        if ewkb is None:
            return None
        value = function(_shape(ewkb))
        if is_shape:
            return _ewkb(value)
        return value if isinstance(value, bytes | str | int) else float(value)

    return answer


def _predicate(name: str) -> Callable[[Ewkb | None, Ewkb | None], int | None]:
    relation, point_test = PREDICATES[name], _POINT_TESTS.get(name)

    def answer(a: Ewkb | None, b: Ewkb | None) -> int | None:
        if a is None or b is None:
            return None
        if name == "ST_Intersects" and _is_point(a):
            a, b = b, a
        if point_test is None or not _is_point(b) or _is_point(a):
            return int(relation(_shape(a), _shape(b)))
        x, y = _POINT.unpack(b)[3:]
        west, south, east, north = _bounds(a)
        return int(west <= x <= east and south <= y <= north and point_test(_prepared(a), x, y))

    return answer


def _bare(table: str) -> str:
    return table.strip('"')


def _is_point(ewkb: Ewkb) -> bool:
    return len(ewkb) == _POINT.size and ewkb[0] == 1
