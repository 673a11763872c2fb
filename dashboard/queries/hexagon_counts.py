"""Offences by hexagon: whole for readers who may see small counts there, otherwise only those that give nobody away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from dashboard.queries.offences import KINDS, Offences
from dashboard.queries.parking import COUNTED, Asked, in_hexagons, parent
from dashboard.queries.region import Region
from dashboard.queries.resolutions import first_resolution
from dashboard.queries.steps import whole_weeks
from dashboard.queries.suppression import ATOM, open_cells

_NO_CELL = -1
_LOOKED_AT = ("kind", "is_workday", "counts", "h3_11", "place_radius_m", "place_approx")


@dataclass(frozen=True)
class HexagonCounts:
    """Cells of one resolution with their counts; `outside_count` is what stands in none of them: no point, too coarse, too few.

    `is_bound`: small counts are hidden, and `first` to `last` are whole weeks.
    """

    res: int
    counts: dict[int, int]
    outside_count: int
    first: date
    last: date
    is_bound: bool


def hexagon_counts(offences: Offences, asked: Asked) -> HexagonCounts:
    """Hexagons of an area and days, of the size that its map begins with. Raises NotFound, RightsError.

    Small counts are hidden by the same rule as those of complaints (queries.suppression), a kind of offence in place of a category.
    """
    pack, scope = offences.register.pack, offences.register.scope
    res, is_bound = first_resolution(asked.area, pack), not scope.is_exact(pack.areas.ranges(asked.area))
    if is_bound and offences.state.newest_at:
        first, last = whole_weeks(asked.first, asked.last, offences.state.newest_at.date())
        asked = replace(asked, first=first, last=last)
    cell = pl.when(in_hexagons(pack, res)).then(parent(res)).otherwise(_NO_CELL).alias("cell")
    seen = offences.rows(asked.area, asked.first, asked.last).select(_LOOKED_AT).filter(_wanted(asked))
    if is_bound:
        counts = open_cells(_atoms(offences, asked, cell), least=pack.rules.suppression.min_count)
    else:
        counts = dict(seen.select(cell)["cell"].value_counts().iter_rows())
        counts.pop(_NO_CELL, None)
    return HexagonCounts(res, dict(sorted(counts.items())), seen.height - sum(counts.values()), asked.first, asked.last, is_bound)


def _atoms(offences: Offences, asked: Asked, cell: pl.Expr) -> pl.DataFrame:
    """What `open_cells` takes: every record of the hexagons in the period, whoever may see it, only to decide what is hidden."""
    region = offences.register.region(asked.area)
    own = Region(offences.register.scope.exact, includes_outside=False)
    rows = offences.everybodys(asked.first, asked.last, {"is_inside": region, "is_own": own}).filter(COUNTED)
    is_held, is_own = pl.col("is_inside") & _wanted(asked), pl.col("is_own")
    counts = {"count": ~is_own, "held": is_held & ~is_own, "own": is_held & is_own}
    kinds = {kind: n for n, kind in enumerate(KINDS)}
    keyed = rows.select(
        cell, pl.coalesce(pl.col("street_code", "district_code").cast(pl.String), pl.lit("")).alias("street"),
        pl.col("kind").cast(pl.String).replace_strict(kinds, default=len(kinds), return_dtype=pl.Int64).alias("category"),
        **{name: which.cast(pl.Int64) for name, which in counts.items()},
    )  # fmt: skip
    return keyed.filter(pl.col("cell") != _NO_CELL).group_by(ATOM).sum()


def _wanted(asked: Asked) -> pl.Expr:
    kind = (pl.col("kind") == asked.kind) if asked.kind else pl.lit(True)
    return COUNTED & kind & ((pl.col("is_workday") == (asked.days == "work")) if asked.days else pl.lit(True))
