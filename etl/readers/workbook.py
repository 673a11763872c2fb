"""Excel workbooks, .xlsx and the old .xls: cells as text, dates as ISO, numbers as written, formulas by their stored value."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from etl import texts
from etl.readers import archive, header
from etl.readers.sheet_xml import SheetFacts, merged_rows, read_facts, read_through, sheet_paths
from etl.readers.table import CELL_LIMIT, CHUNK_ROWS, NO_RESULT, ROW_NO, BadRecord, Chunk, Head, column_names, shown, without_blank
from geodata.errors import FileRefused

CELLS_LIMIT = 40_000_000  # of the rectangle a sheet spans: calamine holds all of it at about 24 bytes a cell
OLD_SIZE_LIMIT = 200 << 20  # bytes of an .xls, which cannot hold more than 65,536 rows a sheet
_PLAIN = SheetFacts(1, 0, 0, 0, (), (), {})


@dataclass(frozen=True)
class WorkbookTable:
    """One sheet of an opened workbook, all cells in memory as text."""

    path: Path
    head: Head
    cells: pl.DataFrame  # rows after the header, with row_no

    def chunks(self) -> Iterator[Chunk]:
        """Rows after the header; a row that is blank throughout is counted and left out."""
        total = max(self.cells.height, 1)
        for start in range(0, self.cells.height, CHUNK_ROWS):
            rows, blank_count = without_blank(self.cells.slice(start, CHUNK_ROWS))
            rows, bad = split_faults(rows)
            yield Chunk(rows, bad, blank_count, min((start + CHUNK_ROWS) / total, 1.0))


def open_workbook(path: Path, known: frozenset[str], *, is_old: bool) -> WorkbookTable:
    """The sheet with most known headers, the first of equals. Raises FileRefused for a damaged, encrypted or exploding workbook,
    a header with merged cells, or no header at all.
    """
    if is_old:
        _check_old(path)
        return _opened(path, known, {}, None)
    with archive.checked(path) as unpacked:
        read_through(unpacked, path)
        return _opened(path, known, sheet_paths(unpacked), unpacked)


def split_faults(rows: pl.DataFrame) -> tuple[pl.DataFrame, tuple[BadRecord, ...]]:
    """The rows that can be used, and those with an oversized cell or a NUL as bad records."""
    cells = [c for c in rows.columns if c != ROW_NO]
    wrong = rows.select(
        long=pl.max_horizontal(pl.col(c).str.len_bytes().fill_null(0) for c in cells) > CELL_LIMIT,
        zero=pl.any_horizontal(pl.col(c).str.contains("\0", literal=True).fill_null(False) for c in cells),
    )
    suspect = rows.filter(wrong["long"] | wrong["zero"])
    if not suspect.height:
        return rows, ()
    bad = tuple(b for row in suspect.iter_rows() if (b := _fault(row)) is not None)
    return rows.filter(~pl.col(ROW_NO).is_in([b.row_no for b in bad])), bad


def _fault(row: tuple[Any, ...]) -> BadRecord | None:
    row_no, cells = row[0], [c or "" for c in row[1:]]
    longest = max(map(len, cells))
    if longest > CELL_LIMIT:
        return BadRecord(row_no, "long_cell", f"{longest:,}", tuple(shown(c) for c in cells))
    return BadRecord(row_no, "zero_byte", "", tuple(shown(c) for c in cells)) if any("\0" in c for c in cells) else None


def _opened(path: Path, known: frozenset[str], paths: dict[str, str], unpacked: zipfile.ZipFile | None) -> WorkbookTable:
    book, names = _book(path)
    tables: list[tuple[int, int, str, pl.DataFrame, int, SheetFacts]] = []
    for name in names:
        facts = read_facts(unpacked, paths[name], path) if unpacked and name in paths else _PLAIN
        if facts.last_row * facts.column_count > CELLS_LIMIT:
            extent = {"rows": facts.last_row, "columns": facts.column_count}
            raise FileRefused(texts.REFUSED["sheet_size"].format(file=path.name, sheet=name, **extent))
        cells = _cells(book, name, path)
        at = header.find(cells.head(header.SEARCHED).fill_null("").rows(), known)
        if at is not None:
            tables.append((header.score([c or "" for c in cells.row(at)], known), -len(tables), name, cells, at, facts))
        if tables and tables[-1][0] >= 2:
            break
    if not tables:
        raise FileRefused(texts.REFUSED["empty"].format(file=path.name))
    _, _, name, cells, at, facts = max(tables, key=lambda t: t[:2])
    return _table(path, name, cells, at, facts, [n for n in names if n != name])


def _book(path: Path) -> tuple[Any, list[str]]:
    try:
        book = fastexcel.read_excel(path)
    except (fastexcel.FastExcelError, OSError, ValueError) as error:
        raise FileRefused(texts.REFUSED["bad_zip"].format(file=path.name, error=_first_line(error))) from error
    return book, list(book.sheet_names)


def _cells(book: Any, name: str, path: Path) -> pl.DataFrame:
    try:
        sheet = book.load_sheet(name, header_row=None, dtypes="string")
        cells: pl.DataFrame = sheet.to_polars()
    except (fastexcel.FastExcelError, ValueError) as error:
        raise FileRefused(texts.REFUSED["bad_zip"].format(file=path.name, error=_first_line(error))) from error
    return cells.select(pl.nth(i).cast(pl.String).alias(n) for i, n in enumerate(column_names(cells.width)))


def _table(path: Path, name: str, cells: pl.DataFrame, at: int, facts: SheetFacts, others: list[str]) -> WorkbookTable:
    first = facts.first_row if facts.last_row and facts.last_row - facts.first_row + 1 == cells.height else 1
    header_row = at + first
    for ref in facts.merged:
        top, bottom = merged_rows(ref)
        if top <= header_row <= bottom:
            raise FileRefused(texts.REFUSED["merged_header"].format(file=path.name, sheet=name, row=header_row, ref=ref))
    body = cells.with_columns(pl.int_range(first, first + cells.height, dtype=pl.UInt32).alias(ROW_NO)).select(ROW_NO, *cells.columns)
    body = _overlaid(body, facts).slice(at + 1)
    notes: dict[str, Any] = {"merged_cells": list(facts.merged[:20])} if facts.merged else {}
    notes |= {"other_sheets": others} if others else {}
    above = header.rows_above(cells.head(at + 1).fill_null("").rows(), at, first)
    head = Head(tuple(c or "" for c in cells.row(at)), header_row, "xlsx" if path.suffix.lower() != ".xls" else "xls", name, notes, above)
    return WorkbookTable(path, head, body)


def _overlaid(body: pl.DataFrame, facts: SheetFacts) -> pl.DataFrame:
    """The cells with what the library lost put back: long numbers as written, a mark where a formula has no value."""
    lost = {**facts.literal, **dict.fromkeys(facts.no_result, NO_RESULT)}
    width = body.width - 1
    shift = facts.first_column if facts.column_count - facts.first_column == width else 0
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), text in lost.items():
        if 0 <= column - shift < width:
            by_column.setdefault(column - shift, {})[row] = text
    names = column_names(width)
    return body.with_columns(
        pl.coalesce(pl.col(ROW_NO).replace_strict(rows, default=None, return_dtype=pl.String), pl.col(names[column])).alias(names[column])
        for column, rows in by_column.items()
    )


def _check_old(path: Path) -> None:
    size = path.stat().st_size
    if size > OLD_SIZE_LIMIT:
        raise FileRefused(texts.REFUSED["too_big"].format(file=path.name, kind="xls", size=size >> 20, limit=OLD_SIZE_LIMIT >> 20))
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise FileRefused(texts.REFUSED["encrypted"].format(file=path.name))


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0][:120] if str(error).strip() else type(error).__name__
