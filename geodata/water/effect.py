"""What a measure brought: complaints per millimetre of rain before and after it, as a ratio with its interval.

Counts of rain events are taken as Poisson with the rain of the event as exposure, made wider by how much they scatter beyond it
(quasi-Poisson, as in McCullagh & Nelder 1989, section 6.2): log of the ratio ± t(events - 2) · sqrt(φ (1/before + 1/after)), φ at least 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy import stats

FEWER, MORE, SAME, LITTLE_RAIN = "fewer", "more", "same", "little_rain"
EMPTY_HALF = 0.5            # stands for a count of 0 on one side, so that the ratio has a value (Haldane, Anscombe)


@dataclass(frozen=True)
class EventCount:
    """One rain event as far as a place is concerned: how much rain, how many complaints."""

    rain_mm: float
    count: int


@dataclass(frozen=True)
class Side:
    """The events of one side of a measure added up."""

    events: int
    rain_mm: float
    count: int

    @property
    def per_mm(self) -> float | None:
        """Complaints per mm of rain; None without rain."""
        return self.count / self.rain_mm if self.rain_mm > 0 else None


@dataclass(frozen=True)
class Effect:
    """Both sides; `ratio` after/before with its interval, None where there is too little rain or not one complaint."""

    before: Side
    after: Side
    verdict: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


def effect_of(before: Sequence[EventCount], after: Sequence[EventCount], *, least_events: int, confidence_pct: float) -> Effect:
    """The effect of a measure from the events on its sides; fewer than `least_events` on one of them is LITTLE_RAIN."""
    sides = [e for e in before if e.rain_mm > 0], [e for e in after if e.rain_mm > 0]
    told = Side(*_sums(sides[0])), Side(*_sums(sides[1]))
    if min(side.events for side in told) < max(least_events, 2):
        return Effect(*told, LITTLE_RAIN)
    if not told[0].count + told[1].count:
        return Effect(*told, SAME)
    ratio, low, high = _ratio(*sides, confidence_pct)
    return Effect(*told, FEWER if high < 1 else MORE if low > 1 else SAME, ratio, low, high)


def _ratio(before: Sequence[EventCount], after: Sequence[EventCount], confidence_pct: float) -> tuple[float, float, float]:
    counts = [sum(e.count for e in side) for side in (before, after)]
    half = 0.0 if all(counts) else EMPTY_HALF
    held = [count + half for count in counts]
    rains = [sum(e.rain_mm for e in side) for side in (before, after)]
    middle = math.log(held[1] / rains[1]) - math.log(held[0] / rains[0])
    free = len(before) + len(after) - 2
    spread = math.sqrt(_dispersion(before, after, free) * (1 / held[0] + 1 / held[1]))
    reach = float(stats.t.ppf(0.5 + confidence_pct / 200, free)) * spread
    return math.exp(middle), math.exp(middle - reach), math.exp(middle + reach)


def _dispersion(before: Sequence[EventCount], after: Sequence[EventCount], free: int) -> float:
    """φ: Pearson's χ² over the degrees of freedom, never below 1."""
    total = 0.0
    for side in (before, after):
        rate = sum(e.count for e in side) / sum(e.rain_mm for e in side)
        total += sum((e.count - rate * e.rain_mm) ** 2 / (rate * e.rain_mm) for e in side) if rate else 0.0
    return max(1.0, total / free)


def _sums(events: Sequence[EventCount]) -> tuple[int, float, int]:
    return len(events), round(sum(e.rain_mm for e in events), 3), sum(e.count for e in events)
