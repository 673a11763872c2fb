"""Which sizes of hexagon a view offers: fine enough to see, never finer than what is known or what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.access.scope import EVERY_CODE
from dashboard.access.viewer import OWN_LEVELS
from dashboard.queries.cubes import Source
from dashboard.state import ViewState
from geodata.pack import Pack

FINEST = 10
_BY_LEVEL = {"city": (7, 8), "district": (8, 9), "street": (9,), "community": (9,)}


@dataclass(frozen=True)
class Resolutions:
    """H3 resolutions on offer, coarse to fine, and the one to begin with."""

    choices: tuple[int, ...]
    default: int


def resolutions_for(state: ViewState, source: Source) -> Resolutions:
    """市 7-8, 区 8-9, 街 9; 10 only inside a reader's own street, when enough of the records shown are that exact.

    A group of streets (重点区域) begins with 9: it is no larger than a few streets. Where small counts are hidden there is one choice
    only, so that nobody subtracts fine hexagons from coarse ones. Raises RightsError for an area that may not be seen.
    """
    choices, default = _BY_LEVEL[state.level], first_resolution(state.area, source.pack)
    if _is_own_street(state, source) and _fine_share_pct(state, source) >= _least_pct(source):
        choices = (*choices, FINEST)
    return Resolutions(choices if source.is_exact(state.area) else (default,), default)


def first_resolution(area: str, pack: Pack) -> int:
    """The resolution that the map of an area begins with. Raises NotFound for an unknown area."""
    here = pack.areas.breadcrumb(area)[-1]
    choices = _BY_LEVEL[here.level]
    return choices[-1] if here.is_focus else choices[0]


def _is_own_street(state: ViewState, source: Source) -> bool:
    """Whether this is a street of the reader's own; to somebody who sees everything no street is."""
    return state.level in OWN_LEVELS and source.is_exact(state.area) and EVERY_CODE not in source.scope.exact


def _least_pct(source: Source) -> float:
    return source.pack.rules.hex.fine_share_pct


def _fine_share_pct(state: ViewState, source: Source) -> float:
    """Share of the view's records with a point whose radius fits the finest hexagons."""
    fits = (pl.col("radius_m") <= source.pack.rules.hex.max_radius_m[FINEST]).fill_null(False) & pl.col("h3_11").is_not_null()
    if not source.pack.config.allow_approx:
        fits = fits & ~pl.col("approx")
    rows = source.history.scan(state.period_from, state.period_to).filter(source.region(state.area).rows())
    fine, total = rows.select(fine=fits.sum(), total=pl.len()).collect().row(0)
    return 100 * fine / total if total else 0.0
