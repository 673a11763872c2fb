"""Models as frames know them: the type of each column, and a frame fitted to a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import polars as pl
from geoalchemy2 import Geometry
from sqlalchemy import JSON, Boolean, Date, DateTime, Float, Integer, String, Table
from sqlalchemy.types import TypeEngine

from geodata.store.models import Base, LocalTime

_KINDS: tuple[tuple[type[TypeEngine[Any]], Any], ...] = (
    (Integer, pl.Int64), (Float, pl.Float64), (Boolean, pl.Boolean), (LocalTime, pl.Datetime("us")), (DateTime, pl.Datetime("us")),
    (Date, pl.Date), (Geometry, pl.Binary), (JSON, pl.String), (String, pl.String),
)  # fmt: skip


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def schema_of(table: Table, columns: Sequence[str]) -> dict[str, Any]:
    """Polars types of the named columns."""
    return {c: next(dtype for kind, dtype in _KINDS if isinstance(table.columns[c].type, kind)) for c in columns}


def fitted(frame: pl.DataFrame, table: Table, *, keep: Sequence[str] = ()) -> pl.DataFrame:
    """The frame's columns that the table has, of its types, with what may not be null filled; columns in `keep` stay as they are.

    Texts are cut to the column's length; lists and structs become JSON.
    """
    made = [_column(frame, table, name) for name in (c.name for c in table.columns if c.name != "id")]
    kept = [frame[name] for name in keep if name in frame.columns]
    return pl.DataFrame([*kept, *(series for series in made if series is not None)])


def shortened(frame: pl.DataFrame, table: Table) -> dict[str, int]:
    """How many texts of each column are longer than the table holds."""
    bounded = {c.name: c.type.length for c in table.columns if isinstance(c.type, String) and c.type.length and c.name in frame.columns}
    texts = [pl.col(name).cast(pl.String).str.len_chars() > length for name, length in bounded.items()]
    counts = frame.select(texts).sum().row(0, named=True) if texts and frame.height else {}
    return {name: count for name, count in counts.items() if count}


def _column(frame: pl.DataFrame, table: Table, name: str) -> pl.Series | None:
    column = table.columns[name]
    default = _default(column.type) if not column.nullable else None
    if name not in frame.columns:
        return None if default is None else pl.repeat(default, frame.height, eager=True).alias(name)
    series = frame[name]
    if isinstance(column.type, JSON):
        series = _as_json(series)
    series = series.cast(schema_of(table, [name])[name])
    if isinstance(column.type, String):
        series = series.str.replace_all("\x00", "", literal=True)
        series = series.str.head(column.type.length) if column.type.length else series
    return series if default is None else series.fill_null(default)


def _default(kind: TypeEngine[Any]) -> Any:
    """What stands where the store wants something and the file says nothing; None: there is no such thing."""
    if isinstance(kind, JSON):
        return "{}"
    if isinstance(kind, String):
        return ""
    return False if isinstance(kind, Boolean) else None


def _as_json(series: pl.Series) -> pl.Series:
    if series.dtype == pl.String:
        return series
    written = [None if value is None else json.dumps(_plain(value), ensure_ascii=False, default=str) for value in series.to_list()]
    return pl.Series(series.name, written, pl.String)


def _plain(value: Any) -> Any:
    """Without what was not said."""
    return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value
