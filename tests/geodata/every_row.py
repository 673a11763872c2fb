"""Rows for every table of the store, with what texts, numbers and times may hold at their worst."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from geoalchemy2 import Geometry
from geoalchemy2.shape import to_shape
from sqlalchemy import Boolean, Date, Engine, Float, Integer, SmallInteger, Table, insert, select
from sqlalchemy.types import JSON

from geodata.clock import SHANGHAI
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import LocalTime
from geodata.store.rowstream import tables

NASTY = ("", "制表\t符", "换行\n\\.\n行", "\\N", "引号\"'", "𠮷野家😀", "\r\n", "[房号]", "a\\", "\u2028—", ",;|", "NULL", " 空 ")
SHAPES = {
    "POINT": "SRID=4326;POINT(116.312345678901 40.07)",
    "MULTIPOLYGON": "SRID=4326;MULTIPOLYGON(((116.3 40, 116.4 40, 116.4 40.1, 116.3 40)))",
    "GEOMETRY": "SRID=4326;LINESTRING(116.3 40, 116.4 40.1)",
}
FLOATS = (0.1, -0.0, 1e-300, 116.31234567890123, 3.0, 2**53 + 0.0)
AT = datetime(2026, 7, 1, 8, 30, 0, 123456, tzinfo=SHANGHAI)


def fill(engine: Engine, count: int = len(NASTY)) -> None:
    """Put `count` rows into every table but the trail, which has a chain of its own; row n refers to row n."""
    with write_transaction(engine) as store:
        for table in tables():
            if table.name != "audit":
                store.execute(insert(table), [row_of(table, n) for n in range(count)])


def row_of(table: Table, n: int) -> dict[str, Any]:
    """Row n of a table: every nullable column is null in some rows, every text nasty."""
    return {c.name: None if c.nullable and (n + at) % 5 == 0 else _value(c, n, at) for at, c in enumerate(table.columns)}


def content(engine: Engine) -> dict[str, list[Any]]:
    """All rows of all tables as SQLAlchemy reads them: another way than the one under test."""
    with read_transaction(engine) as store:
        return {t.name: sorted((_plain(row) for row in store.execute(select(t))), key=repr) for t in tables()}


def _plain(row: Any) -> tuple[Any, ...]:
    return tuple(to_shape(value).wkt if hasattr(value, "srid") else value for value in row)


def _value(column: Any, n: int, at: int) -> Any:
    kind = column.type
    if isinstance(kind, Boolean):
        return (n + at) % 2 == 0
    if isinstance(kind, Geometry):
        return SHAPES[kind.geometry_type]
    if isinstance(kind, JSON):
        return [{"text": NASTY[n % len(NASTY)], "number": 1.5, "none": None}, [1, "二"], {}][n % 3]
    if isinstance(kind, LocalTime):
        return AT + timedelta(days=n, microseconds=n * at)
    if isinstance(kind, Date):
        return date(2026, 7, 1) + timedelta(days=n)
    if isinstance(kind, Float):
        return FLOATS[n % len(FLOATS)]
    if isinstance(kind, Integer):
        is_own = column.primary_key or column.foreign_keys or isinstance(kind, SmallInteger)
        return n + 1 if is_own else (n - 3) * 3
    is_key = column.primary_key or column.unique or column.foreign_keys
    text = f"{n}键" if is_key else f"{NASTY[n % len(NASTY)]}{column.name}"
    return text[: kind.length or None]
