"""Which sizes of hexagon a view offers: fine enough to see, never finer than what is known or what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.access.scope import Scope
from dashboard.queries.cubes import Source
from dashboard.queries.region import region_of
from dashboard.state import ViewState

FINEST = 10
_BY_LEVEL = {"city": (7, 8), "district": (8, 9), "street": (9,)}


@dataclass(frozen=True)
class Resolutions:
    """H3 resolutions on offer, coarse to fine, and the one to begin with."""

    choices: tuple[int, ...]
    default: int


def resolutions_for(state: ViewState, source: Source) -> Resolutions:
    """市 7-8, 区 8-9, 街 9; 10 only inside a reader's own street, when enough of the records shown are that exact.

    A group of streets (重点区域) begins with 9: it is no larger than a few streets.
    """
    choices = _BY_LEVEL[state.level]
    area = source.pack.areas.get(state.area)
    if state.level == "street" and _is_own_street(source.scope, state, source) and _fine_share_pct(state, source) >= _least_pct(source):
        choices = (*choices, FINEST)
    return Resolutions(choices, choices[-1] if area and area.is_focus else choices[0])


def _is_own_street(scope: Scope, state: ViewState, source: Source) -> bool:
    return Scope(source.pack.areas.ranges(state.area)).covers(scope.ranges)


def _least_pct(source: Source) -> float:
    return source.pack.rules.hex.fine_share_pct


def _fine_share_pct(state: ViewState, source: Source) -> float:
    """Share of the view's records with a point whose radius fits the finest hexagons."""
    fits = (pl.col("radius_m") <= source.pack.rules.hex.max_radius_m[FINEST]).fill_null(False) & pl.col("h3_11").is_not_null()
    if not source.pack.config.allow_approx:
        fits = fits & ~pl.col("approx")
    rows = source.history.scan(state.period_from, state.period_to).filter(region_of(state.area, source.scope, source.pack).rows())
    fine, total = rows.select(fine=fits.sum(), total=pl.len()).collect().row(0)
    return 100 * fine / total if total else 0.0
