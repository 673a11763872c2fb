"""What only a whole file can tell: whether its slashed dates put the month or the day first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl import contracts, texts
from etl.clean import TIMES, time_texts
from etl.contracts import Feed, HeaderMap
from etl.readers.table import Table
from etl.times import DayOrder, day_order
from geodata.errors import FileRefused

SLASHED = r"^\D{0,3}[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}"
FEW = 0.1  # a smaller share of slashed dates in a column is slips, each put aside by itself


def has_slashed_dates(cells: pl.DataFrame, layouts: dict[str, str]) -> bool:
    """Whether a time column without a declared layout has dates like 05/13/2022."""
    open_ = [t for t in TIMES if t not in layouts]
    return bool(cells.select(pl.any_horizontal(pl.col(t).str.contains(SLASHED).fill_null(False).any() for t in open_)).item())


def day_orders(table: Table, mapped: HeaderMap, feed: Feed, path: Path, layouts: dict[str, str]) -> dict[str, str]:
    """Order of slashed dates by column, judged from every row; a column that says nothing follows one that does.

    Raises FileRefused when a column contradicts itself, or when none of its dates tells.
    """
    seen = {t: _Seen(DayOrder()) for t in TIMES if t not in layouts and t in mapped.positions}
    for chunk in table.chunks():
        cells = contracts.apply(mapped, feed, chunk.rows)
        for name in seen:
            seen[name] = seen[name].with_texts(time_texts(cells, name))
    slashed = {name: s for name, s in seen.items() if s.order.unclear}
    for name, s in slashed.items():
        if s.order.month_first and s.order.day_first:
            header = mapped.header_of(name)
            raise FileRefused(
                texts.REFUSED["day_order_mixed"].format(
                    file=path.name, column=header, month_first=s.order.month_first, day_first=s.order.day_first
                )
            )
    known = {name: s.order.order for name, s in slashed.items() if s.order.order}
    shared = next(iter(known.values())) if len(set(known.values())) == 1 else None
    for name, s in slashed.items():
        if not (known.get(name) or shared) and s.slashed_count > FEW * s.count:
            raise FileRefused(texts.REFUSED["day_order"].format(file=path.name, column=mapped.header_of(name), example=s.order.unclear))
    return {name: order for name in slashed if (order := known.get(name) or shared)}


@dataclass(frozen=True)
class _Seen:
    order: DayOrder
    slashed_count: int = 0
    count: int = 0

    def with_texts(self, found: pl.Series) -> _Seen:
        slashed = int(found.str.contains(SLASHED).sum() or 0)
        return _Seen(self.order | day_order(found), self.slashed_count + slashed, self.count + found.len() - found.null_count())
