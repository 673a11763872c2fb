"""Whether an enforcement helped where it was, and whether the offences only moved next door (外溢).

Offences by week in three zones: the treated hexagons, the rings round them, the rest. A zone's rate ratio is its change from before to
after, divided by that of the rest, so that a season or a camera switched on for all does not pass for an effect:
    (after / before) / (rest after / rest before)
Its interval is quasi-Poisson on the log scale: each of the four sums has the variance phi / sum, phi being the zone's own dispersion of
weeks round their window's mean (never below 1), and Student's quantile with the degrees of freedom that phi was estimated with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import h3.api.basic_int as h3_int
from scipy.stats import t as student

from geodata.rules.parking import Parking

HELPED, MOVED, UNCHANGED, TOO_FEW = "helped", "moved", "unchanged", "too_few"
LEAST_WEEKS = 2                    # on either side: one week has no spread


@dataclass(frozen=True)
class Weeks:
    """Offences of one zone by whole week, before and after."""

    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def sums(self) -> tuple[int, int]:
        """Before and after."""
        return sum(self.before), sum(self.after)


@dataclass(frozen=True)
class Ratio:
    """A rate ratio against the rest, 1 being no difference, and its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Displacement:
    """What is judged: HELPED (有效且未外溢), MOVED (外溢到周边), UNCHANGED (看不出变化) or TOO_FEW (样本不足), and from what.

    That nothing moved is only said where the rings' interval rules out that all that went from here came there.

    `fewer_count` is what the treated cells had less than the rest would have let expect, `more_count` what the rings had more; both are
    None, as the ratios are, where nothing could be computed.
    """

    verdict: str
    treated: Ratio | None = None
    rings: Ratio | None = None
    fewer_count: float | None = None
    more_count: float | None = None


def judge(treated: Weeks, rings: Weeks, rest: Weeks, rules: Parking) -> Displacement:
    """The verdict of `rules.confidence_pct`; fewer than `rules.least_count` before in any zone, or too few weeks, is TOO_FEW, and so,
    with its ratios, is a fall here beside rings that tell neither."""
    before = [zone.sums[0] for zone in (treated, rings, rest)]
    weeks = (len(rest.before), len(rest.after))
    if min(before) < rules.least_count or min(weeks) < LEAST_WEEKS or not rest.sums[1]:
        return Displacement(TOO_FEW)
    inner, outer = (_ratio(zone, rest, rules.confidence_pct) for zone in (treated, rings))
    trend = rest.sums[1] / rest.sums[0]
    fewer, more = treated.sums[0] * trend - treated.sums[1], rings.sums[1] - rings.sums[0] * trend
    stayed = (outer.high - 1) * rings.sums[0] * trend < fewer
    verdict = UNCHANGED if inner.high >= 1 else MOVED if outer.low > 1 else HELPED if stayed else TOO_FEW
    return Displacement(verdict, inner, outer, fewer, more)


def rings_round(cells: Iterable[int], rings: int) -> frozenset[int]:
    """The cells within `rings` steps of the given ones, without them; all of one resolution."""
    inner = frozenset(cells)
    return frozenset(near for cell in inner for near in h3_int.grid_disk(cell, rings)) - inner


def _ratio(zone: Weeks, rest: Weeks, confidence_pct: float) -> Ratio:
    (before, after), (rest_before, rest_after) = zone.sums, rest.sums
    shift = 0.5 if not after else 0.0                  # none left: half an offence stands for it, so that there is a logarithm
    log = math.log((after + shift) / (before + shift)) - math.log(rest_after / rest_before)
    own, other = _dispersion(zone), _dispersion(rest)
    variance = own * (1 / (before + shift) + 1 / (after + shift)) + other * (1 / rest_before + 1 / rest_after)
    freedom = len(zone.before) + len(zone.after) - 2
    reach = float(student.ppf(0.5 + confidence_pct / 200, freedom)) * math.sqrt(variance)
    return Ratio(math.exp(log), math.exp(log - reach), math.exp(log + reach))


def _dispersion(zone: Weeks) -> float:
    """Pearson's chi square over its degrees of freedom, 1 where the weeks are steadier than chance."""
    freedom = len(zone.before) + len(zone.after) - 2
    return max(1.0, (_spread(zone.before) + _spread(zone.after)) / freedom)


def _spread(weeks: Sequence[int]) -> float:
    mean = sum(weeks) / len(weeks)
    return sum((count - mean) ** 2 for count in weeks) / mean if mean else 0.0
