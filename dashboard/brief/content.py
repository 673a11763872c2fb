"""What a brief says, as plain values: written to .docx, .pptx, .xlsx and pictures, and frozen as JSON. It knows no file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Value = int | float | None              # None: 无数据, never drawn as nought
Cell = str | int | float | None


@dataclass(frozen=True)
class Source:
    """Where a number comes from: the query function, what it was asked, the time of its data (aware; None without data).

    `address` is the page of the desk that shows the same, as path and query.
    """

    query: str
    filters: tuple[tuple[str, str], ...] = ()
    as_of: datetime | None = None
    address: str = ""


@dataclass(frozen=True)
class Figure:
    """One number: `text` as it stands in a sentence without its unit ("1,234", "12.3", "无数据"); a share is in per cent with unit "%"."""

    key: str
    value: Value
    unit: str
    text: str
    source: Source
    is_stale: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `keys` name the figures that its numbers come from, in order. `is_note`: small print (资料更新至, 备注)."""

    text: str
    keys: tuple[str, ...] = ()
    is_note: bool = False


@dataclass(frozen=True)
class Formula:
    """How a spreadsheet works out one column (from 0). `{row}` stands for the row's own number, `{first}` and `{last}` for those of the
    rows that are summed; letters are columns from A.

    `text` is of every row but that of the sums, `total` of that row; "" leaves the value that stands there. The values in the rows are
    what the formulas give.
    """

    column: int
    text: str
    total: str = ""


@dataclass(frozen=True)
class Table:
    """`rows` as wide as `head`; None is 无数据. `formats` by column: "" text, "0", "#,##0", "0.0" (a share stands in per cent).

    `has_total`: the last row is the sum. `marks` name for each row a sign of urgency: "" | "red" | "yellow" | "green" | "done" | "none".
    """

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: Source
    formats: tuple[str, ...] = ()
    formulas: tuple[Formula, ...] = ()
    note: str = ""
    has_total: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """`kind`: line, bar (lying, longest first), column or stack (columns). Each series has a value for each category; None is a gap."""

    key: str
    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Value, ...]], ...]
    unit: str
    source: Source
    note: str = ""


@dataclass(frozen=True)
class MapPicture:
    """A map that the server draws. `kind`: hexagons (诉求), points (积水点), projects. Days both included; `boundary` is the day
    whose outlines are drawn, "" the newest.
    """

    key: str
    title: str
    kind: str
    area: str
    first: date
    last: date
    source: Source
    boundary: str = ""
    categories: tuple[str, ...] = ()


Block = Paragraph | Table | Chart | MapPicture


@dataclass(frozen=True)
class Section:
    """One heading with what stands under it; `key` names it in the template."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Brief:
    """One brief. `first` and `last` are the days of the week (ISO, Monday to Sunday); `number` 0 is a draft that nobody issued.

    `as_of` is the newest data in it; `notes` are said under the title (数据停更 and why it went in all the same; 本周无数据).
    """

    area: str
    area_name: str
    week: str
    first: date
    last: date
    number: int
    revision: int
    as_of: datetime | None
    made_at: datetime
    title: str
    unit: str
    sections: tuple[Section, ...]
    figures: Mapping[str, Figure]
    is_sample: bool
    is_stale: bool = False
    is_empty: bool = False
    notes: tuple[str, ...] = ()
    note: str = ""
    issued_by: str = ""
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)       # what the next edition is compared with

    @property
    def period_text(self) -> str:
        """The week's days as a brief writes them."""
        return f"{self.first.year}年{self.first.month}月{self.first.day}日—{self.last.month}月{self.last.day}日"

    def figure(self, key: str) -> Figure:
        """A figure by key; KeyError where there is none: a sentence must not have a number without one."""
        return self.figures[key]
