"""The fast way of rows into each engine: executemany on SQLite, binary COPY on PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import polars as pl
import psycopg
from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Boolean, Connection, Date, DateTime, Float, Integer, SmallInteger, Table, select, text, type_coerce
from sqlalchemy.types import TypeEngine

from geodata.store.engine import is_sqlite, store_error
from geodata.store.models import Complaint, LocalTime

# how SQLAlchemy writes times on SQLite
_SQLITE_TIME, _SQLITE_DATE = "%Y-%m-%d %H:%M:%S%.6f", "%Y-%m-%d"

KEYS_AT_ONCE = 50_000

# column type -> PostgreSQL's, the narrower class first; anything else (varchar, text, json) has its text as binary form
_BINARY: dict[type[TypeEngine[Any]], str] = {
    SmallInteger: "int2",
    BigInteger: "int8",
    Integer: "int4",
    Float: "float8",
    Boolean: "bool",
    LocalTime: "timestamp",
    Date: "date",
    Geometry: "bytea",    # EWKB is the binary form of a geometry
}


class Known(NamedTuple):
    """What the store has of an order: its id, and which version of it. Times are Shanghai wall times."""

    id: int
    digest: str
    version_at: Any
    created_at: Any


class Sink(Protocol):
    """What a load asks of an engine. Frames have the table's column names; everything happens in the caller's transaction."""

    def known(self, order_nos: Sequence[str]) -> dict[str, Known]:
        """Those of the orders that the store has."""

    def match(self, table: Table, keys: pl.DataFrame, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """The named columns of those rows of the table whose key is one of the frame's; times are Shanghai wall times."""

    def insert(self, table: Table, frame: pl.DataFrame) -> None:
        """Add rows; ids are given in the frame's order."""

    def update(self, table: Table, frame: pl.DataFrame) -> None:
        """Overwrite the rows named by the frame's `id` column with its other columns."""


def sink_of(store: Connection) -> Sink:
    """The sink of the engine that this transaction runs on."""
    return SqliteSink(store) if is_sqlite(store) else PostgresSink(store)


class SqliteSink:
    """Rows as tuples through executemany."""

    def __init__(self, store: Connection) -> None:
        self._store = store

    def known(self, order_nos: Sequence[str]) -> dict[str, Known]:
        """See `Sink`. One parameter carries all numbers, however many."""
        wanted = text("SELECT value FROM json_each(:order_nos)").bindparams(order_nos=json.dumps(list(order_nos)))
        return _known(self._store, Complaint.order_no.in_(wanted))

    def match(self, table: Table, keys: pl.DataFrame, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """See `Sink`. One parameter carries all keys of a part."""
        on = " AND ".join(f"t.{_quoted(c)} = json_extract(wanted.value, '$[{at}]')" for at, c in enumerate(keys.columns))
        # the keys stand first whatever the planner thinks: each is one step in the index, the table may be long
        query = f"SELECT {_listed(columns)} FROM json_each(:keys) AS wanted CROSS JOIN {_quoted(table.name)} AS t ON {on}"  # nosec B608 - names of our own models, quoted
        found: list[tuple[Any, ...]] = []
        for part in _as_stored(keys).iter_slices(KEYS_AT_ONCE):
            found += _fetched(self._store, query, {"keys": json.dumps(part.rows())}, table, columns)
        return found

    def insert(self, table: Table, frame: pl.DataFrame) -> None:
        """See `Sink`."""
        given = _without_nulls(frame)
        columns, marks = ", ".join(_quoted(c) for c in given.columns), ", ".join("?" * given.width)
        self._many(f"INSERT INTO {_quoted(table.name)} ({columns}) VALUES ({marks})", given)  # nosec B608 - names of our own models, quoted

    def update(self, table: Table, frame: pl.DataFrame) -> None:
        """See `Sink`."""
        names = [c for c in frame.columns if c != "id"]
        changes = ", ".join(f"{_quoted(c)} = ?" for c in names)
        self._many(f"UPDATE {_quoted(table.name)} SET {changes} WHERE id = ?", frame.select(*names, "id"))  # nosec B608 - names of our own models, quoted

    def _many(self, statement: str, frame: pl.DataFrame) -> None:
        if frame.is_empty():
            return
        columns = _as_stored(frame).get_columns()
        rows: Any = zip(*(column.to_list() for column in columns), strict=True)      # much cheaper than rows(); never held as a list
        cursor = self._store.connection.cursor()
        try:
            cursor.executemany(statement, rows)
        except sqlite3.OperationalError as error:
            raise store_error(self._store, error) from error
        finally:
            cursor.close()


class PostgresSink:
    """Rows through binary COPY; updates by way of a temporary table."""

    def __init__(self, store: Connection) -> None:
        self._store = store

    def known(self, order_nos: Sequence[str]) -> dict[str, Known]:
        """See `Sink`."""
        wanted = text("order_no = ANY(:order_nos)").bindparams(order_nos=list(order_nos))
        return _known(self._store, wanted)

    def match(self, table: Table, keys: pl.DataFrame, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """See `Sink`."""
        names = [f"k{at}" for at in range(keys.width)]
        arrays = ", ".join(f"CAST(:{n} AS {_binary_type(table, c)}[])" for n, c in zip(names, keys.columns, strict=True))
        on = " AND ".join(f"t.{_quoted(c)} = wanted.{n}" for n, c in zip(names, keys.columns, strict=True))
        query = f"SELECT {_listed(columns)} FROM unnest({arrays}) AS wanted({', '.join(names)}) JOIN {_quoted(table.name)} AS t ON {on}"  # nosec B608 - names of our own models, quoted
        found: list[tuple[Any, ...]] = []
        for part in keys.iter_slices(KEYS_AT_ONCE):
            given = {n: part[c].to_list() for n, c in zip(names, keys.columns, strict=True)}
            found += _fetched(self._store, query, given, table, columns)
        return found

    def insert(self, table: Table, frame: pl.DataFrame) -> None:
        """See `Sink`."""
        if not frame.is_empty():
            self._copy(_quoted(table.name), table, _without_nulls(frame))

    def update(self, table: Table, frame: pl.DataFrame) -> None:
        """See `Sink`."""
        if frame.is_empty():
            return
        target, change = _quoted(table.name), _quoted(f"{table.name}_change")
        columns = ", ".join(_quoted(c) for c in frame.columns)
        empty = f"SELECT {columns} FROM {target} WITH NO DATA"  # nosec B608 - names of our own models, quoted
        self._run(f"CREATE TEMPORARY TABLE IF NOT EXISTS {change} ON COMMIT DROP AS {empty}")
        self._copy(change, table, frame)
        changes = ", ".join(f"{_quoted(c)} = change.{_quoted(c)}" for c in frame.columns if c != "id")
        self._run(f"UPDATE {target} SET {changes} FROM {change} AS change WHERE {target}.id = change.id")  # nosec B608 - names of our own models, quoted
        self._run(f"TRUNCATE {change}")

    def _run(self, statement: str) -> None:
        self._store.exec_driver_sql(statement)

    def _copy(self, target: str, table: Table, frame: pl.DataFrame) -> None:
        columns = ", ".join(_quoted(c) for c in frame.columns)
        types = [_binary_type(table, c) for c in frame.columns]
        connection = self._store.connection.driver_connection
        assert isinstance(connection, psycopg.Connection)
        try:
            with connection.cursor() as cursor, cursor.copy(f"COPY {target} ({columns}) FROM STDIN (FORMAT BINARY)".encode()) as copy:
                copy.set_types(types)
                for row in frame.iter_rows():
                    copy.write_row(row)
        except psycopg.OperationalError as error:
            raise store_error(self._store, error) from error


def _known(store: Connection, wanted: Any) -> dict[str, Known]:
    times = (type_coerce(c, DateTime()) for c in (Complaint.version_at, Complaint.created_at))
    rows = store.execute(select(Complaint.order_no, Complaint.id, Complaint.row_digest, *times).where(wanted))
    return {order_no: Known(*rest) for order_no, *rest in rows}


def _fetched(store: Connection, query: str, given: dict[str, Any], table: Table, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    kinds = {c: DateTime() if isinstance(table.columns[c].type, LocalTime) else table.columns[c].type for c in columns}
    return [tuple(row) for row in store.execute(text(query).columns(**kinds), given)]


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f"t.{_quoted(c)}" for c in columns)


def _as_stored(frame: pl.DataFrame) -> pl.DataFrame:
    """Days and times as SQLAlchemy writes them on SQLite."""
    return frame.with_columns(pl.col(pl.Datetime).dt.strftime(_SQLITE_TIME), pl.col(pl.Date).dt.strftime(_SQLITE_DATE))


def _without_nulls(frame: pl.DataFrame) -> pl.DataFrame:
    """Null is what a column left out becomes, and many are null throughout a file."""
    return frame.select(column for column in frame.get_columns() if column.null_count() < frame.height)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _binary_type(table: Table, column: str) -> str:
    """Name of the type psycopg shall write into a column."""
    return next((name for kind, name in _BINARY.items() if isinstance(table.columns[column].type, kind)), "text")
