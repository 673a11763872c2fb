"""A file on a desk -> typed, masked rows in one frame, and the rows that cannot be used."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from etl import contracts, rejects, texts, times
from etl.clean import BLANKS
from etl.contracts import HeaderMap
from etl.privacy import mask_series, shown_name
from etl.readers import open_table
from etl.readers.header import plain
from etl.readers.table import ROW_NO, Table, empty_rows
from etl.records import kinds
from etl.records.feed import FAULTS_SCHEMA, RecordFeed
from etl.records.kinds import Reading
from etl.records.placing import place
from etl.records.stamp import digests
from etl.rejects import Reject
from etl.units import UNITS, factor, split_header
from etl.workshop import Source, Workshop
from geodata.clock import stopwatch
from geodata.errors import FileRefused

OnRows = Callable[[int, float], None]
SLASHED = r"^[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}"


@dataclass(frozen=True)
class Gathered:
    """One file, read: `rows` as `RecordFeed` says, `faults` (FAULTS_SCHEMA) of the rows left out, `broken` records that are no rows.

    The rest is what the ledger says of it (as in etl.prepared.Prepared).
    """

    source: Source
    table: Table
    mapped: HeaderMap
    rows: pl.DataFrame
    faults: pl.DataFrame
    broken: tuple[Reject, ...]
    feed: str
    file_name: str
    sha256: str
    options: str
    encoding: str
    started_at: datetime
    read_count: int
    located: dict[str, int]
    notes: dict[str, Any]
    is_sample: bool
    seconds: float

    @property
    def columns(self) -> frozenset[str]:
        """Columns of the feed that the file has."""
        return frozenset({*self.mapped.positions, *self.mapped.constants})

    def with_notes(self, more: Iterable[tuple[str, Any]]) -> Gathered:
        """The same with further notes, empty ones left out."""
        return replace(self, notes={**self.notes, **{k: v for k, v in more if v}})


def gather(source: Source, workshop: Workshop, *, on_rows: OnRows | None = None) -> Gathered:
    """The whole file, typed, masked and placed. Holds it in memory: some 200 bytes a row. Raises FileRefused."""
    started, started_at = stopwatch(), workshop.settings.clock.now()
    feed = _feed(source)
    table = open_table(source.path, feed.known_headers() | {plain(h) for h in source.mapping.columns.values()})
    mapped = contracts.match_headers(feed, table.head, source.path, source.mapping)
    cells, again, broken, blank_count = _cells(table, mapped, feed, on_rows)
    read_count = cells.height + again.height + len(broken)
    reading = _reading(source, mapped, cells, workshop)
    typed, faults, notes = _typed(cells, feed, reading, mapped, source.path)
    faults = pl.concat([again, faults])
    rows, masked = _masked(typed.filter(~pl.col(ROW_NO).is_in(faults[ROW_NO].implode())), feed)
    rows = _stamped(rows, feed, workshop)
    placed = place(rows, source, workshop, mapped) if feed.is_located else None
    head = table.head
    kept = {
        **head.notes, "sheet": head.sheet, "header_row": head.header_row if head.header_row > 1 else None,
        "ignored_columns": list(mapped.ignored), "personal_columns": [mapped.headers[at].strip() for at in sorted(mapped.personal)],
        "blank_rows": blank_count, "masked": masked, "day_orders": dict(reading.day_orders), "units": dict(reading.units),
        "mapping": source.mapping.digest, **notes, **(placed.notes if placed else {}),
    }  # fmt: skip
    return Gathered(
        source=source, table=table, mapped=mapped, rows=placed.rows if placed else rows,
        faults=pl.concat([faults, placed.faults]) if placed else faults, broken=broken,
        feed=feed.name, file_name=shown_name(source.path), sha256=_sha256(source.path), options=source.options, encoding=head.encoding,
        started_at=started_at, read_count=read_count, located=placed.located if placed else {},
        notes={k: v for k, v in kept.items() if v}, is_sample=bool(rows["is_sample"].any()), seconds=stopwatch() - started,
    )  # fmt: skip


def rejected(gathered: Gathered, faults: pl.DataFrame) -> list[Reject]:
    """The rejects of all faults, one a row: the first one said of it. Reads the file once more, for the cells as they stand there."""
    first = faults.unique(ROW_NO, keep="first", maintain_order=True)
    found = list(gathered.broken)
    if first.height:
        for chunk in gathered.table.chunks():
            here = first.filter(pl.col(ROW_NO).is_in(chunk.rows[ROW_NO].implode()))
            found += rejects.of_rows(chunk.rows, here, gathered.mapped, gathered.source.feed)
    return found


def _feed(source: Source) -> RecordFeed:
    assert isinstance(source.feed, RecordFeed)
    return source.feed


def _cells(table: Table, mapped: HeaderMap, feed: RecordFeed, on_rows: OnRows | None) -> tuple[
    pl.DataFrame, pl.DataFrame, tuple[Reject, ...], int
]:
    """Cells of the feed's columns that may be read, headers said again (as faults), records that are no rows, blank rows."""
    names = [c.name for c in feed.typed_columns()]
    parts = [contracts.apply(mapped, feed, empty_rows(len(mapped.headers)))]
    again, bad, blank_count = [pl.DataFrame(schema=FAULTS_SCHEMA)], [*table.head.above], 0
    for chunk in table.chunks():
        repeats = contracts.repeats_header(mapped, chunk.rows)
        parts.append(contracts.apply(mapped, feed, chunk.rows.filter(~repeats)))
        again.append(_header_faults(chunk.rows.filter(repeats)))
        bad += chunk.bad
        blank_count += chunk.blank_count
        if on_rows:
            on_rows(sum(p.height for p in parts) + sum(p.height for p in again) + len(bad), chunk.done)
    return pl.concat([p.select(ROW_NO, *names) for p in parts]), pl.concat(again), tuple(rejects.of_records(bad, mapped)), blank_count


def _header_faults(repeated: pl.DataFrame) -> pl.DataFrame:
    blank = pl.lit("")
    return repeated.select(ROW_NO, code=pl.lit("header_again"), column=blank, found=blank).cast(FAULTS_SCHEMA)  # type: ignore[arg-type]


def _typed(cells: pl.DataFrame, feed: RecordFeed, reading: Reading, mapped: HeaderMap, path: Path) -> tuple[
    pl.DataFrame, pl.DataFrame, dict[str, Any]
]:
    said = kinds.stripped(cells)
    series, faults, notes = [said[ROW_NO]], [pl.DataFrame(schema=FAULTS_SCHEMA)], dict[str, Any]()
    for column in feed.typed_columns():
        values = kinds.read(said[column.name], column, reading)
        if values.without_unit:
            raise FileRefused(texts.REFUSED["no_unit"].format(
                file=path.name, column=mapped.header_of(column.name), found=values.without_unit, name=column.name,
                units="、".join(list(UNITS[column.kind])[:6]),
            ))
        series.append(values.series)
        faults.append(kinds.faults(said[ROW_NO], said[column.name], values.bad))
        if values.note:
            notes[f"percent_{column.name}"] = values.note
    return pl.DataFrame(series), pl.concat(faults), notes


def _reading(source: Source, mapped: HeaderMap, cells: pl.DataFrame, workshop: Workshop) -> Reading:
    feed, given = _feed(source), source.mapping.units
    measured = {c.name: c.kind for c in feed.typed_columns() if c.kind in UNITS}
    units = {name: split_header(mapped.header_of(name))[1] for name in measured if name in mapped.positions}
    for name, unit in given.items():
        if name in measured:
            if factor(measured[name], unit) is None:
                known = "、".join(UNITS[measured[name]])
                raise FileRefused(texts.REFUSED["unit_name"].format(file=source.path.name, column=name, unit=unit, known=known))
            units[name] = plain(unit)
    layouts = {name: unit for name, unit in given.items() if "%" in unit and name not in measured}
    crs = source.crs or source.mapping.crs or feed.crs
    return Reading(
        now=workshop.settings.clock.now().replace(tzinfo=None),
        units={n: u for n, u in units.items() if u},
        layouts=layouts,
        day_orders=_day_orders(cells, feed, layouts, source.path, mapped),
        is_projected=crs == "cgcs2000_gk",
    )


def _day_orders(cells: pl.DataFrame, feed: RecordFeed, layouts: dict[str, str], path: Path, mapped: HeaderMap) -> dict[str, str]:
    """Order of slashed dates by column, judged from all rows; columns that do not tell follow one that does. Raises FileRefused."""
    seen: dict[str, times.DayOrder] = {}
    for column in feed.typed_columns():
        if column.kind in ("time", "date", "month") and column.name not in layouts:
            plain_texts = times.plain(cells[column.name].str.strip_chars(BLANKS))
            if plain_texts.str.contains(SLASHED).any():
                seen[column.name] = times.day_order(plain_texts)
    orders = {}
    known = {s.order for s in seen.values() if s.order}
    for name, order in seen.items():
        header = mapped.header_of(name)
        if order.month_first and order.day_first:
            raise FileRefused(texts.REFUSED["day_order_mixed"].format(
                file=path.name, column=header, month_first=order.month_first, day_first=order.day_first))
        found = order.order or (next(iter(known)) if len(known) == 1 else None)
        if found is None:
            raise FileRefused(texts.REFUSED["day_order"].format(file=path.name, column=header, example=order.unclear))
        orders[name] = found
    return orders


def _masked(rows: pl.DataFrame, feed: RecordFeed) -> tuple[pl.DataFrame, dict[str, int]]:
    """Free texts without persons in them; keys and codes are no texts."""
    counts: Counter[str] = Counter()
    masked = []
    for column in feed.typed_columns():
        if column.kind == "text":
            series, found = mask_series(rows[column.name])
            masked.append(series)
            counts.update(found)
    return rows.with_columns(masked), dict(counts)


def _stamped(rows: pl.DataFrame, feed: RecordFeed, workshop: Workshop) -> pl.DataFrame:
    """With `is_sample` (all rows of a demo home are) and `row_digest`: 32 hex of what the file says of the row."""
    if workshop.is_demo or "is_sample" not in rows.columns:
        rows = rows.with_columns(is_sample=pl.lit(workshop.is_demo))
    said = [c for c in rows.columns if c != ROW_NO]
    return rows.with_columns(pl.Series("row_digest", digests(rows.select(said)), pl.String))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
