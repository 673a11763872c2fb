"""Small counts: few cases in a hexagon could name a person to a reader who may not see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import polars as pl

UNKNOWN_STREET = ""


def open_cells(parts: pl.DataFrame, *, least: int) -> dict[int, int]:
    """Cell -> count of those cells whose count may be shown; the others' records are for the caller to count elsewhere.

    `parts` has cell (Int64), street (String, null where it is not known) and count, one row a cell and street. Hidden are cells of fewer
    than `least`; and where that hides exactly one cell of a street, or of all, the next smallest too, so that nobody can subtract.
    """
    totals, homes = _totals(parts), _homes(parts)
    hidden = {cell for cell, count in totals.items() if count < least}
    cells_of = defaultdict(set)
    for cell, street in homes.items():
        cells_of[street].add(cell)
    for street in sorted(cells_of):
        hidden |= _complement(cells_of[street], hidden, totals)
    hidden |= _complement(totals, hidden, totals)
    return {cell: totals[cell] for cell in sorted(totals) if cell not in hidden}


def _complement(cells: Iterable[int], hidden: set[int], totals: Mapping[int, int]) -> set[int]:
    """The smallest cell still open, where exactly one of `cells` is hidden; nothing otherwise."""
    shown = sorted((totals[cell], cell) for cell in cells if cell not in hidden)
    return {shown[0][1]} if shown and len(set(cells) & hidden) == 1 else set()


def _totals(parts: pl.DataFrame) -> dict[int, int]:
    return {cell: int(count) for cell, count in parts.group_by("cell").agg(pl.col("count").sum()).iter_rows()}


def _homes(parts: pl.DataFrame) -> dict[int, str]:
    """The street that most of a cell's records belong to, the lowest code of equal ones."""
    named = parts.with_columns(pl.col("street").fill_null(UNKNOWN_STREET)).sort("cell", "count", "street", descending=[False, True, False])
    return dict(named.unique("cell", keep="first", maintain_order=True).select("cell", "street").iter_rows())
