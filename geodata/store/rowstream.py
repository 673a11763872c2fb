"""Rows of a whole table as frames, out of and into either engine: what goes in comes out the same, whatever the engine.

A frame's columns are plain: Int64, Float64, Boolean, String, Date, Datetime("us") in Shanghai wall time; JSON is its text, a geometry the
upper-case hexadecimal of its little-endian EWKB (WGS-84).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import polars as pl
import psycopg
from geoalchemy2 import Geometry
from sqlalchemy import JSON, Boolean, Connection, Date, DateTime, Float, Integer, String, Table
from sqlalchemy.types import TypeEngine

from geodata.store.engine import is_sqlite
from geodata.store.models import Base, LocalTime

CHUNK_ROWS = 50_000

# column type -> kind; the first that fits
_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Geometry, "geometry"), (JSON, "json"), (Boolean, "bool"), (LocalTime, "time"), (DateTime, "time"), (Date, "date"), (Integer, "int"),
    (Float, "float"), (String, "text"),
)  # fmt: skip
FRAME: Mapping[str, pl.DataType] = {
    "int": pl.Int64(), "float": pl.Float64(), "bool": pl.Boolean(), "text": pl.String(), "json": pl.String(), "geometry": pl.String(),
    "date": pl.Date(), "time": pl.Datetime("us"),
}  # fmt: skip
# kind -> what SQL gives, and the type its values arrive in
_FROM_SQLITE = {"geometry": ("hex({})", pl.String), "bool": ("{}", pl.Int64), "time": ("{}", pl.String), "date": ("{}", pl.String)}
_FROM_POSTGRES = {
    "geometry": ("upper(encode(ST_AsEWKB({}, 'NDR'), 'hex'))", pl.String),
    "json": ("{}::text", pl.String),
    "time": ("(extract(epoch FROM {}) * 1000000)::int8", pl.Int64),
    "date": ("{} - DATE '1970-01-01'", pl.Int32),
}
_TIME = "%Y-%m-%d %H:%M:%S%.6f"
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def kinds_of(table: Table) -> dict[str, str]:
    """Column -> kind (a key of FRAME) of a table, in its order."""
    return {c.name: next(kind for fits, kind in _KINDS if isinstance(c.type, fits)) for c in table.columns}


def tables() -> tuple[Table, ...]:
    """Every table of the store, those others refer to first."""
    return tuple(Base.metadata.sorted_tables)


def read_rows(store: Connection, table: str, kinds: Mapping[str, str], key: Sequence[str]) -> Iterator[pl.DataFrame]:
    """The rows of a table in the order of its key, in frames of at most CHUNK_ROWS; of one state, in the caller's transaction."""
    is_embedded = is_sqlite(store)
    ways = _FROM_SQLITE if is_embedded else _FROM_POSTGRES
    plain: dict[str, tuple[str, Any]] = {kind: ways.get(kind, ("{}", dtype)) for kind, dtype in FRAME.items()}
    columns = ", ".join(plain[kind][0].format(quoted(name)) for name, kind in kinds.items())
    order = ", ".join(quoted(k) if is_embedded or kinds[k] != "text" else f'{quoted(k)} COLLATE "C"' for k in key)
    arriving = {name: plain[kind][1] for name, kind in kinds.items()}
    for rows in _fetched(store, f"SELECT {columns} FROM {quoted(table)} ORDER BY {order}"):  # nosec B608 - names of our own models, quoted
        series = (pl.Series(name, values, dtype) for (name, dtype), values in zip(arriving.items(), zip(*rows, strict=True), strict=True))
        yield _typed(pl.DataFrame(list(series)), kinds)


def insert_sqlite(connection: sqlite3.Connection, table: str, kinds: Mapping[str, str], frame: pl.DataFrame) -> None:
    """Add the rows of a frame to a SQLite table."""
    columns, marks = ", ".join(quoted(c) for c in kinds), ", ".join("?" * len(kinds))
    values = (_sqlite_values(frame[name], kind) for name, kind in kinds.items())
    connection.executemany(f"INSERT INTO {quoted(table)} ({columns}) VALUES ({marks})", zip(*values, strict=True))  # nosec B608 - names of our own models, quoted


def copy_postgres(connection: psycopg.Connection[Any], table: str, kinds: Mapping[str, str], frame: pl.DataFrame) -> None:
    """Add the rows of a frame to a PostgreSQL table, as COPY's text: every backslash in it is ours."""
    escaped = frame.select(_escaped(name) if FRAME[kind] == pl.String else pl.col(name) for name, kind in kinds.items())
    lines = escaped.write_csv(
        include_header=False, separator="\t", quote_style="never", null_value="\\N", datetime_format=_TIME, date_format="%Y-%m-%d"
    )
    columns = ", ".join(quoted(c) for c in kinds)
    with connection.cursor() as cursor, cursor.copy(f"COPY {quoted(table)} ({columns}) FROM STDIN".encode()) as copy:
        copy.write(lines.encode())


def quoted(name: str) -> str:
    """A name as SQL takes it on both engines."""
    return '"' + name.replace('"', '""') + '"'


def _fetched(store: Connection, statement: str) -> Iterator[list[tuple[Any, ...]]]:
    """The driver's own rows: SQLAlchemy's cost as much again."""
    driver = store.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        cursor: Any = driver.execute(statement)
    else:
        assert isinstance(driver, psycopg.Connection)
        cursor = driver.cursor("huitian_rows")
        cursor.execute(statement.encode(), binary=True)
    with closing(cursor):
        while rows := cursor.fetchmany(CHUNK_ROWS):
            yield rows


def _typed(frame: pl.DataFrame, kinds: Mapping[str, str]) -> pl.DataFrame:
    return frame.select(_as_kind(frame[name], kind) for name, kind in kinds.items())


def _as_kind(series: pl.Series, kind: str) -> pl.Series:
    if series.dtype == pl.String and kind == "time":
        return series.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")
    if series.dtype == pl.String and kind == "date":
        return series.str.to_date("%Y-%m-%d")
    if kind == "geometry":
        return series.replace("", None)         # hex(NULL) is "" on SQLite
    if kind == "float":
        return series.set(series == 0, 0.0)     # SQLite keeps no negative zero
    return series.cast(FRAME[kind])


def _sqlite_values(series: pl.Series, kind: str) -> list[Any]:
    if kind == "time":
        return series.dt.strftime(_TIME).to_list()
    if kind == "date":
        return series.dt.strftime("%Y-%m-%d").to_list()
    if kind == "geometry":
        return [None if text is None else bytes.fromhex(text) for text in series.to_list()]
    return series.to_list()


def _escaped(name: str) -> pl.Expr:
    text = pl.col(name)
    for sign, written in _ESCAPES:
        text = text.str.replace_all(sign, written, literal=True)
    return text
