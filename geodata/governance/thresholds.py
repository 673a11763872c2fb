"""A town's months held against the thresholds of entry and exit: how far each is, and for how many months running it has been met.

Entry is met by a month whose count or count for 10,000 residents reaches its threshold; exit by one where both are below theirs and
解决率 and 满意率 reach theirs. An unknown figure meets nothing: nobody is put on the list, or let off it, on a figure that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from geodata.rules.towns import Towns

PER = 10_000                # residents
COUNT, PER_10K, RESOLUTION, SATISFACTION = "count", "per_10k", "resolution", "satisfaction"


@dataclass(frozen=True)
class Month:
    """A town's figures of a month ("2026-07"); None where a figure is unknown."""

    month: str
    count: int
    population: int | None = None
    resolution_pct: float | None = None
    satisfaction_pct: float | None = None

    @property
    def per_10k(self) -> float | None:
        """Complaints for 10,000 residents (万人诉求比)."""
        return PER * self.count / self.population if self.population else None


@dataclass(frozen=True)
class Distance:
    """One figure and its threshold. `is_floor`: met from the threshold on; else met below it."""

    name: str
    value: float | None
    threshold: float
    is_floor: bool

    @property
    def is_met(self) -> bool:
        """Whether the figure is on the threshold's side; an unknown one is not."""
        if self.value is None:
            return False
        return self.value >= self.threshold if self.is_floor else self.value < self.threshold

    @property
    def gap(self) -> float | None:
        """Figure less threshold, in the figure's unit."""
        return None if self.value is None else self.value - self.threshold

    @property
    def share(self) -> float | None:
        """Figure as a share of the threshold, 1 being on it."""
        return None if self.value is None else self.value / self.threshold


def entry_distances(month: Month, rules: Towns) -> tuple[Distance, ...]:
    """Distances of a month to the thresholds of entry."""
    return (Distance(COUNT, month.count, rules.entry_count, True), Distance(PER_10K, month.per_10k, rules.entry_per_10k, True))


def exit_distances(month: Month, rules: Towns) -> tuple[Distance, ...]:
    """Distances of a month to the thresholds of exit."""
    return (
        Distance(COUNT, month.count, rules.exit_count, False),
        Distance(PER_10K, month.per_10k, rules.exit_per_10k, False),
        Distance(RESOLUTION, month.resolution_pct, rules.exit_resolution_pct, True),
        Distance(SATISFACTION, month.satisfaction_pct, rules.exit_satisfaction_pct, True),
    )


def meets_entry(month: Month, rules: Towns) -> bool:
    """Whether a month reaches a threshold of entry."""
    return any(d.is_met for d in entry_distances(month, rules))


def meets_exit(month: Month, rules: Towns) -> bool:
    """Whether a month keeps every threshold of exit."""
    return all(d.is_met for d in exit_distances(month, rules))


def run_length(months: Sequence[Month], holds: Callable[[Month], bool]) -> int:
    """For how many months running, up to the last one, something has held; a month that is missing ends the run. Months are in order."""
    run = 0
    for i in range(len(months) - 1, -1, -1):
        if not holds(months[i]) or (run and next_month(months[i].month) != months[i + 1].month):
            break
        run += 1
    return run


def until(months: Sequence[Month], day: date) -> tuple[Month, ...]:
    """The months that were over on a day."""
    return tuple(m for m in months if first_day(next_month(m.month)).toordinal() - 1 <= day.toordinal())


def next_month(month: str) -> str:
    """2026-12 -> 2027-01."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def first_day(month: str) -> date:
    """The first day of a month."""
    return date(int(month[:4]), int(month[5:7]), 1)
