"""What a feed of records promises beyond its columns: its key, where its rows lie, and how a row becomes rows of the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from etl.contracts import Column, Feed
from etl.readers.table import ROW_NO
from etl.records.bench import Workbench
from geodata.store.models import Base

# kinds of columns, beside `text` (masked, "" when blank), `time` (Datetime), `number`, `flag` (false when blank), `coordinate`
KEY, CODE, DATE, MONTH, GEOMETRY = "key", "code", "date", "month", "geometry"

FAULTS_SCHEMA = {ROW_NO: pl.UInt32, "code": pl.String, "column": pl.String, "found": pl.String}

# what becomes of a row whose key is in the store: overwritten where it differs; left alone; all rows of its parent replaced
UPSERT, ADD, REPLACE = "upsert", "add", "replace"


@dataclass(frozen=True)
class Parent:
    """How a row finds the id of the row it belongs to: `column` gets the id of the row of `model` whose `key` columns are the same.

    The frame has columns of those names; `names` says what they are called there where that differs (parent's column -> frame's).
    """

    column: str
    model: type[Base]
    key: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """Rows for one table: columns of the model by name, others are left out. Missing texts are "", missing flags false, the rest null.

    `row_no` in the frame says which row of the file a row comes from; without it (stations of a file of readings) it is not counted. The
    first table with `row_no` says what became of a row of the file. `key` is the natural key; with `mode` REPLACE the parent's column, and
    a row with nulls beside it says that nothing is left.
    `silent` are columns of which the file says nothing: they stay as they are where the row is known. Columns in `unsaid` do not make
    a row another (when it was entered).
    """

    model: type[Base]
    frame: pl.DataFrame
    key: tuple[str, ...]
    parent: Parent | None = None
    mode: str = UPSERT
    silent: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refined:
    """What a file's rows become: tables in the order of writing; faults (FAULTS_SCHEMA) of rows that cannot be used; notes for the ledger.

    Rows with a fault may still be in the tables: they are taken out by their `row_no`.
    """

    tables: tuple[Rows, ...]
    faults: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FAULTS_SCHEMA))
    notes: Mapping[str, Any] = field(default_factory=dict)


def faults_of(rows: pl.DataFrame, wrong: pl.Expr, code: str, column: str = "", found: str = "") -> pl.DataFrame:
    """Faults (FAULTS_SCHEMA) of those rows for which `wrong` holds. `code` is one of etl.texts.RECORD_REASONS, `column` a column of the
    feed for its sentence, `found` the column of `rows` whose value is shown (else that of `column`).
    """
    shown = found or column
    value = pl.col(shown).cast(pl.String).fill_null("") if shown in rows.columns else pl.lit("")
    return rows.filter(wrong.fill_null(False)).select(
        ROW_NO, code=pl.lit(code), column=pl.lit(column), found=value
    ).cast(FAULTS_SCHEMA)  # type: ignore[arg-type]


@dataclass(frozen=True)
class RecordFeed(Feed):
    """A feed whose rows are records of registers and readings.

    `key` names the columns that tell one record from another. `places` are the text columns that say where a record is, the best first;
    empty: rows are not located. `has_own_points`: a geometry is the ground round a point (汇水范围), so that lon and lat, where given, say
    where the record is. `newest` is the column of days or times that says how new the file is. `refine` turns the typed rows
    into rows of the store; it runs inside the transaction and may look into the store through the bench.

    The frame that `refine` gets has row_no, row_digest, is_sample, every column of the feed typed by its kind, and where the feed is
    located place_text, place_level, place_radius_m, place_approx, lon, lat, h3_11, district_code, street_code, community_code (names of
    the models) and, as EWKB, `point` (lon, lat) and `shape` (the geometry given, else the point).
    """

    key: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    newest: str = ""
    has_own_points: bool = False
    refine: Callable[[pl.DataFrame, Workbench], Refined] = lambda rows, bench: Refined(())

    @property
    def has_units(self) -> bool:
        """Headers may end in a unit."""
        return True

    @property
    def is_located(self) -> bool:
        """Whether rows get a place."""
        return bool(self.places) or any(c.kind == GEOMETRY for c in self.columns)

    def typed_columns(self) -> tuple[Column, ...]:
        """Columns that may be read: personal ones never are."""
        return tuple(c for c in self.columns if not c.is_personal)
