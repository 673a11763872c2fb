"""Rows of one table into the store: what is there already is found by the natural key, what is new or other is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl
from sqlalchemy import Connection, delete

from etl.load import LOADED, UNCHANGED, UPDATED
from etl.readers.table import ROW_NO
from etl.records.feed import ADD, REPLACE, Parent, Rows
from etl.records.stamp import digests
from etl.records.tables import fitted, schema_of, shortened, table_of
from etl.sinks import KEYS_AT_ONCE, sink_of
from geodata.errors import HuitianError

_UNSAID = ("batch_id", "row_digest")
# what the locator says of a row, and what follows from lon and lat: a better gazetteer makes no row another
_DERIVED = (
    "batch_id", "place_level", "place_radius_m", "place_approx", "h3_11", "district_code", "street_code", "community_code", "geom",
    "area_geom",
)  # fmt: skip
_FATE, _CONTENT, _STORED = "fate", "content_now", "content_stored"


@dataclass(frozen=True)
class Written:
    """What became of rows: row_no and fate (loaded | updated | unchanged), one line a row of the frame that has a row_no; and the numbers
    of those that stand in the store now where something else, or nothing, stood before. `cut` counts texts shortened, by column.
    """

    fates: pl.DataFrame
    changed: pl.Series
    cut: dict[str, int] = field(default_factory=dict)


_NOTHING = Written(pl.DataFrame(schema={ROW_NO: pl.UInt32, _FATE: pl.String}), pl.Series(ROW_NO, [], pl.UInt32))


def write(store: Connection, rows: Rows, batch_id: int) -> Written:
    """Write the rows; the later of two with one key is the one that stays."""
    table = table_of(rows.model)
    frame = _with_parent(store, rows.frame, rows.parent) if rows.parent else rows.frame
    if "batch_id" in table.columns:
        frame = frame.with_columns(batch_id=pl.lit(batch_id, pl.Int64))
    if "row_digest" in table.columns and "row_digest" not in frame.columns:
        frame = _stamped(frame, [c.name for c in table.columns if c.name in frame.columns and c.name not in _DERIVED])
    cut = shortened(frame, table)
    frame = fitted(frame, table, keep=(ROW_NO,))
    if frame.is_empty():
        return _NOTHING
    if rows.mode == REPLACE:
        _replace(store, rows, frame)
        return _NOTHING
    judged = _judged(store, replace(rows, frame=frame))
    last = judged.unique(rows.key, keep="last", maintain_order=True)
    own = [c for c in frame.columns if c != ROW_NO]
    added = last.filter(pl.col(_STORED).is_null())
    other = last.filter(pl.col(_STORED).is_not_null() & (pl.col(_STORED) != pl.col(_CONTENT)) & pl.lit(rows.mode != ADD))
    sink_of(store).insert(table, added.select(own))
    if other.height:
        sink_of(store).update(table, other.select(*(c for c in own if c not in (*rows.key, *rows.silent)), "id"))
    return Written(_fates(judged), pl.concat([_fates(added), _fates(other)])[ROW_NO], cut)


def without(rows: Rows, row_nos: pl.Series) -> Rows:
    """The same without the rows of these numbers."""
    if ROW_NO not in rows.frame.columns or not row_nos.len():
        return rows
    return replace(rows, frame=rows.frame.filter(~pl.col(ROW_NO).is_in(row_nos.implode())))


def only(rows: Rows, row_nos: pl.Series) -> Rows:
    """The same with none but the rows of these numbers."""
    if ROW_NO not in rows.frame.columns:
        return rows
    return replace(rows, frame=rows.frame.filter(pl.col(ROW_NO).is_in(row_nos.implode())))


def _stamped(frame: pl.DataFrame, said: list[str]) -> pl.DataFrame:
    return frame.with_columns(pl.Series("row_digest", digests(frame.select(said)), pl.String))


def _with_parent(store: Connection, frame: pl.DataFrame, parent: Parent) -> pl.DataFrame:
    """The frame with the parent's id. Raises HuitianError where a parent is not there: a feed puts such rows aside before."""
    table = table_of(parent.model)
    named = [pl.col(parent.names.get(c, c)).cast(t).alias(f"parent_{c}") for c, t in schema_of(table, parent.key).items()]
    keyed = frame.with_columns(named)
    keys = keyed.select(pl.col(f"parent_{c}").alias(c) for c in parent.key).unique()
    found = pl.DataFrame(
        sink_of(store).match(table, keys, ["id", *parent.key]) if keys.height else [],
        schema={parent.column: pl.Int64, **{f"parent_{c}": t for c, t in schema_of(table, parent.key).items()}}, orient="row",
    )
    joined = keyed.join(found, on=[f"parent_{c}" for c in parent.key], how="left", maintain_order="left")
    if joined[parent.column].null_count():
        raise HuitianError(f"{table.name}: {joined[parent.column].null_count()} rows without their {parent.column}")
    return joined


def _judged(store: Connection, rows: Rows) -> pl.DataFrame:
    """The frame with id, content hashes now and stored, and the fate of each row, the one before it in the file taken into account."""
    table, frame = table_of(rows.model), rows.frame
    has_digest = "row_digest" in frame.columns and frame["row_digest"].str.len_chars().min() == 32
    said = [c for c in frame.columns if c not in (ROW_NO, *_UNSAID, *rows.key, *rows.unsaid, *rows.silent)]
    compared = ["row_digest"] if has_digest else said
    columns = [*(["id"] if "id" in table.columns else []), *rows.key, *(c for c in compared if c not in rows.key)]
    known = pl.DataFrame(
        sink_of(store).match(table, frame.select(rows.key).unique(), columns), schema=schema_of(table, columns), orient="row"
    )
    known = known.with_columns(_content(known, compared).alias(_STORED)).drop(c for c in compared if c not in rows.key)
    if "id" not in known.columns:
        known = known.with_columns(id=pl.lit(0, pl.Int64))
    joined = frame.with_columns(_content(frame, compared).alias(_CONTENT)).join(known, on=rows.key, how="left", maintain_order="left")
    before = pl.coalesce(pl.col(_CONTENT).shift(1).over(rows.key), pl.col(_STORED))
    same = pl.lit(value=True) if rows.mode == ADD else before == pl.col(_CONTENT)
    fate = pl.when(before.is_null()).then(pl.lit(LOADED)).when(same).then(pl.lit(UNCHANGED)).otherwise(pl.lit(UPDATED))
    return joined.with_columns(fate.alias(_FATE))


def _content(frame: pl.DataFrame, columns: list[str]) -> pl.Series:
    return frame.select(columns).hash_rows() if columns else pl.repeat(0, frame.height, dtype=pl.UInt64, eager=True)


def _replace(store: Connection, rows: Rows, frame: pl.DataFrame) -> None:
    """Takes away what stands under the keys of the frame, and adds its rows; a row without anything but its key only takes away."""
    table, column = table_of(rows.model), rows.key[0]
    for part in frame.select(column).unique().iter_slices(min(500, KEYS_AT_ONCE)):
        store.execute(delete(table).where(table.columns[column].in_(part[column].to_list())))
    needed = [c.name for c in table.columns if not c.nullable and c.name in frame.columns]
    sink_of(store).insert(table, frame.drop_nulls(needed).drop(ROW_NO, strict=False))


def _fates(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(ROW_NO, _FATE) if ROW_NO in frame.columns else _NOTHING.fates
