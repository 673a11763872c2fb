"""Small counts: few cases in a hexagon could name a person to a reader who may not see them.

A cell's atoms are its records by street and category in the snapped period, counted over the whole store, so that every view decides with
the same ones. Atoms of 1 to `least` - 1 are closed, and with them the next smallest until they are `least` together; where even all are
fewer, the cell is never shown. A view shows a cell only where it holds every atom whole or not at all, and all of the closed ones or none.
Whatever unions, intersections and differences of such views give then also holds all of the closed atoms or none, beside open ones of
`least` or more each: never a count of 1 to `least` - 1. The price: a view of some categories, or of one street, shows fewer cells than
its own counts alone would let it.

Limits. Two periods that differ by a week are two tables here, and so are two sizes of hexagon (an area has one size, but a district's is
coarser than its streets'): what subtracting one from the other gives is not held back. The rule across cells, which guards against
subtraction from the total of a street, looks at one view at a time: it may only hide more, but a cell that it takes along may be shown
by another view. Records too coarse for the size, which nobody can tell from hidden ones, then keep the last one from being worked out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import polars as pl

ATOM = ("cell", "street", "category")


def open_cells(parts: pl.DataFrame, *, least: int) -> dict[int, int]:
    """Cell -> count in a view of those cells whose count may be shown; the others' records are for the caller to count elsewhere.

    `parts` has one row an atom, key columns ATOM, and three counts: `count`, its records wherever they are, and `held`, those of them in
    the view, both without records that the reader sees exactly elsewhere, which hide nothing; `own`, such records in the view. Cells
    of fewer than `least`, and those that would give an atom away, are hidden; and where that hides exactly one cell of a street, or of
    all, the next smallest too.
    """
    parts = parts.filter((pl.col("held") + pl.col("own")).sum().over("cell") > 0)
    cells = _judged(parts, least)
    totals = {cell: held for cell, held in cells.select("cell", "held").iter_rows() if held}
    hidden = set(cells.filter(pl.col("held") > 0, ~pl.col("is_open"))["cell"])
    cells_of = defaultdict(set)
    for cell, street in _homes(parts).items():
        cells_of[street].add(cell)
    for group in (*cells_of.values(), set(totals), *cells_of.values()):     # the one taken for all may be the only one of its street
        hidden |= _complement(group, hidden, totals)
    shown = cells.filter("is_open").sort("cell").select("cell", pl.col("held") + pl.col("own"))
    return {cell: count for cell, count in shown.iter_rows() if cell not in hidden}


def _judged(parts: pl.DataFrame, least: int) -> pl.DataFrame:
    """Columns cell, held, own, is_open: whether the cell's own atoms let this view show it."""
    count, held, own, is_small = pl.col("count"), pl.col("held"), pl.col("own"), pl.col("count").is_between(1, least - 1)
    below = count.cum_sum().over("cell") - count
    is_closed = is_small | ((count > 0) & is_small.any().over("cell") & (below < least))
    cells = parts.sort("cell", "count", "street", "category").with_columns(is_closed=is_closed).group_by("cell").agg(
        held.sum(), own.sum(),
        is_whole=((held == 0) | (held == count)).all(),
        is_even=(held > 0).filter(pl.col("is_closed")).n_unique() <= 1,
    )
    enough = ((held == 0) | (held >= least)) & (held + own >= least)
    return cells.with_columns(is_open=enough & pl.col("is_whole") & pl.col("is_even"))


def _complement(cells: Iterable[int], hidden: set[int], totals: Mapping[int, int]) -> set[int]:
    """The smallest cell still open, where exactly one of `cells` is hidden; nothing otherwise."""
    shown = sorted((totals[cell], cell) for cell in cells if cell not in hidden)
    return {shown[0][1]} if shown and len(set(cells) & hidden) == 1 else set()


def _homes(parts: pl.DataFrame) -> dict[int, str]:
    """The street that most of a cell's records in the view belong to, the lowest code of equal ones."""
    streets = parts.filter(pl.col("held") > 0).group_by("cell", "street").agg(pl.col("held").sum())
    most = streets.sort("cell", "held", "street", descending=[False, True, False]).unique("cell", keep="first", maintain_order=True)
    return dict(most.select("cell", "street").iter_rows())
