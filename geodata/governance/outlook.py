"""What a town's months say of its way: risk of entry, readiness for exit, relapse (反弹) after leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from statistics import fmean

from geodata.governance.stages import AFTERCARE, OUT, SUPERVISED, Stay
from geodata.governance.thresholds import Distance, Month, entry_distances, exit_distances, meets_entry, meets_exit, run_length
from geodata.rules.towns import Towns


@dataclass(frozen=True)
class Standing:
    """How a town stands against one set of thresholds: months running it met them, months needed, distances of the newest month."""

    run: int
    needed: int
    distances: tuple[Distance, ...] = ()

    @property
    def is_reached(self) -> bool:
        """Whether it has met them for long enough."""
        return self.run >= self.needed

    @property
    def is_begun(self) -> bool:
        """Whether it meets them now, not yet for long enough."""
        return 0 < self.run < self.needed

    @property
    def months_left(self) -> int:
        """Months more that it must meet them."""
        return max(0, self.needed - self.run)


@dataclass(frozen=True)
class Relapse:
    """A town that left supervision: its mean of complaints a month before leaving, the newest month against it, months running above."""

    left_on: date
    baseline: float | None
    rise_pct: float | None
    run: int
    needed: int

    @property
    def is_relapsed(self) -> bool:
        """Whether it has been above for long enough (反弹)."""
        return self.run >= self.needed

    @property
    def is_watched(self) -> bool:
        """Whether it is above, not yet for long enough."""
        return 0 < self.run < self.needed


def entry_standing(months: Sequence[Month], rules: Towns) -> Standing:
    """Against the thresholds of entry; for towns that are not under supervision."""
    distances = entry_distances(months[-1], rules) if months else ()
    return Standing(run_length(months, partial(meets_entry, rules=rules)), rules.entry_months, distances)


def exit_standing(months: Sequence[Month], rules: Towns) -> Standing:
    """Against the thresholds of exit; for towns under supervision."""
    distances = exit_distances(months[-1], rules) if months else ()
    return Standing(run_length(months, partial(meets_exit, rules=rules)), rules.exit_months, distances)


def relapse(stays: Sequence[Stay], months: Sequence[Month], rules: Towns) -> Relapse | None:
    """Of a town that has left supervision and not come back under it; None for any other.

    Compared are the months after that of leaving with the mean of the `exit_months` before it, as far as they are known.
    """
    left = left_on(stays)
    if left is None:
        return None
    at = f"{left:%Y-%m}"
    before, after = [m for m in months if m.month < at][-rules.exit_months :], [m for m in months if m.month > at]
    baseline = fmean(m.count for m in before) if before else None
    if not baseline or not after:
        return Relapse(left, baseline, None, 0, rules.relapse_months)
    highest = baseline * (1 + rules.relapse_rise_pct / 100)
    run = run_length(after, lambda month: month.count >= highest)
    return Relapse(left, baseline, 100 * (after[-1].count / baseline - 1), run, rules.relapse_months)


def left_on(stays: Sequence[Stay]) -> date | None:
    """The day a town left supervision, unless it is under it or was never."""
    if not stays or stays[-1].stage not in (AFTERCARE, OUT):
        return None
    last = max((i for i, stay in enumerate(stays) if stay.stage == SUPERVISED), default=None)
    return None if last is None else stays[last + 1].from_date
