"""A table as a file: what it holds, its csv and xlsx. Each row says whether it is sample data; the file how new it is, and whence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.export import BOM, Cell, safe
from dashboard.queries.register import Register
from dashboard.state import ViewState
from dashboard.texts import listings as words

Value = Cell | date

WIDEST, NARROWEST = 44, 8            # columns of a sheet, in characters
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LOOKS = (
    {"bold": True, "font_size": 14}, {"font_color": "#586878"}, {"bold": True, "bottom": 1, "bg_color": "#f5f7f9"},
    {"num_format": "yyyy-mm-dd", "align": "right"},
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row of a table; days as dates."""

    cells: tuple[Value, ...]
    is_sample: bool


@dataclass(frozen=True)
class Listing:
    """One table. `read` gives its rows as a register may see them; `path` is the page whose address names them; `source` whence they are.

    `right` is asked for beside EXPORT. Other columns than `heads` are added to every table: 是否演示数据, 数据截至, 来源.
    `has_own_names`: its rows are areas under names of their own; beside a demo's the file does not name the street that it is for.
    """

    title: str
    path: str
    heads: tuple[str, ...]
    read: Callable[[Register, ViewState], Sequence[Line]]
    source: str
    right: Right = Right.EXPORT
    has_own_names: bool = False


@dataclass(frozen=True)
class Stamp:
    """What every file says of itself: `where` is the area's name, `as_of` the time of the data in words."""

    where: str
    as_of: str


def as_csv(listing: Listing, lines: Sequence[Line], stamp: Stamp) -> bytes:
    """UTF-8 with a byte order mark; texts that a spreadsheet would run as a formula begin with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow((*listing.heads, *words.STAMP))
    writer.writerows([_plain(cell) for cell in (*line.cells, _mark(line), stamp.as_of, listing.source)] for line in lines)
    return (BOM + text.getvalue()).encode("utf-8")


def as_xlsx(listing: Listing, lines: Sequence[Line], stamp: Stamp) -> bytes:
    """One sheet: title, as-of time, source and the 演示数据 mark above the heads; days are days, numbers numbers, no cell is a formula."""
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body, {"in_memory": True, **_PLAIN})
    sheet = book.add_worksheet(listing.title[:31])
    bold, quiet, head, day = (book.add_format(look) for look in _LOOKS)
    source = words.SOURCE.format(source=listing.source)
    above = (f"{stamp.where} · {listing.title}", words.AS_OF.format(at=stamp.as_of), source, _said(lines))
    for n, said in enumerate(above):
        sheet.write_string(n, 0, said, bold if n == 0 else quiet)
    heads = (*listing.heads, words.STAMP[0])
    rows = [(*line.cells, _mark(line)) for line in lines]
    for column, name in enumerate(heads):
        sheet.write_string(len(above), column, name, head)
        sheet.set_column(column, column, _width(name, [row[column] for row in rows]))
    for n, row in enumerate(rows, start=len(above) + 1):
        for column, cell in enumerate(row):
            _write(sheet, n, column, cell, day)
    sheet.freeze_panes(len(above) + 1, 0)
    book.close()
    return body.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Value, day: object) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _plain(cell: Value) -> Cell:
    return cell.isoformat() if isinstance(cell, date) else safe(cell)


def _mark(line: Line) -> str:
    return texts.YES if line.is_sample else texts.NO


def _said(lines: Sequence[Line]) -> str:
    samples = sum(line.is_sample for line in lines)
    return words.SAMPLES.format(count=samples, total=len(lines)) if samples else words.NO_SAMPLES.format(total=len(lines))


def _width(name: str, cells: Sequence[Value]) -> float:
    """Chinese characters take two columns of a sheet's width."""
    longest = max(sum(2 if ord(c) > 255 else 1 for c in str("" if cell is None else cell)) for cell in (name, *cells))
    return min(max(longest + 2, NARROWEST), WIDEST)
