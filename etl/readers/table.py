"""What every reader gives: a table of text cells, chunk by chunk, and beside it the records that are no rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import polars as pl

CHUNK_ROWS = 50_000
CELL_LIMIT = 100_000  # characters; a longer cell is a slip of the export, never a complaint
SHOWN = 200  # characters of a cell kept of a record that is no row
NO_RESULT = "#公式无结果"  # stands in a cell whose formula has no stored value

ROW_NO = "row_no"


@dataclass(frozen=True)
class BadRecord:
    """A record that cannot become a row: where it stood, the code of its reason (etl.texts.REASONS), what was found, its cells."""

    row_no: int
    code: str
    found: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Chunk:
    """Some records: `rows` (row_no UInt32, then one String column a header: c0, c1 …; null is empty), and those that are no rows.

    `done` is the share of the file read so far, 0 to 1.
    """

    rows: pl.DataFrame
    bad: tuple[BadRecord, ...] = ()
    blank_count: int = 0
    done: float = 1.0


@dataclass(frozen=True)
class Head:
    """What is known of a table before its rows: headers as written (may repeat), the header's record number, how the file is written;
    `above` are records before the header that are no title: rows of a file that was shuffled or glued.
    """

    headers: tuple[str, ...]
    header_row: int
    encoding: str
    sheet: str | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    above: tuple[BadRecord, ...] = ()


class Table(Protocol):
    """An opened file."""

    @property
    def head(self) -> Head:
        """Headers and how the file is written."""

    def chunks(self) -> Iterator[Chunk]:
        """All records after the header, in file order, in bounded memory; may be called again for a second pass."""


def column_names(width: int) -> list[str]:
    """Names of the cell columns of a chunk: headers may repeat or be blank, positions never do."""
    return [f"c{i}" for i in range(width)]


def empty_rows(width: int) -> pl.DataFrame:
    """A chunk frame without rows."""
    return pl.DataFrame(schema={ROW_NO: pl.UInt32, **dict.fromkeys(column_names(width), pl.String)})


def frame_of(records: Sequence[Sequence[str | None]], row_nos: Sequence[int], width: int) -> pl.DataFrame:
    """A chunk frame from records of exactly `width` cells."""
    if not records:
        return empty_rows(width)
    names = column_names(width)
    columns = [pl.Series(name, cells, pl.String) for name, cells in zip(names, zip(*records, strict=True), strict=True)]
    return pl.DataFrame([pl.Series(ROW_NO, row_nos, pl.UInt32), *columns])


def without_blank(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows in which any cell is filled, and how many were not."""
    cells = [c for c in rows.columns if c != ROW_NO]
    maybe = rows.filter(_blank(cells[0])) if cells else rows.clear()
    if not maybe.height:
        return rows, 0
    blank = maybe.filter(pl.all_horizontal(_blank(c) for c in cells))[ROW_NO]
    return (rows.filter(~pl.col(ROW_NO).is_in(blank.implode())), blank.len()) if blank.len() else (rows, 0)


def _blank(column: str) -> pl.Expr:
    return pl.col(column).is_null() | (pl.col(column).str.strip_chars() == "")


def shown(cell: str) -> str:
    """So much of a cell as is kept of a record that is no row, safe for every store."""
    return cell[:SHOWN].replace("\0", "␀").encode("utf-8", "replace").decode()
