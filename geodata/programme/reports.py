"""The daily reports (日报) of one project as columns: what the light replays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Reports:
    """Entries of one project, oldest first, arrays of one length; `day` are proleptic ordinals, NaN is what was not entered."""

    day: npt.NDArray[np.int64]
    progress_pct: Floats
    paid_cny: Floats

    def __eq__(self, other: object) -> bool:
        """Whether the same was entered for the same days."""
        if not isinstance(other, Reports):
            return NotImplemented
        pairs = ((self.day, other.day), (self.progress_pct, other.progress_pct), (self.paid_cny, other.paid_cny))
        return all(np.array_equal(one, two, equal_nan=True) for one, two in pairs)

    def __hash__(self) -> int:
        return hash(self.day.tobytes())

    @classmethod
    def of(cls, rows: Iterable[tuple[date, float | None, float | None]]) -> Reports:
        """From (day, progress, paid so far) in any order, a day at most once."""
        ordered = sorted(rows, key=lambda row: row[0])
        columns = [np.array([np.nan if row[i] is None else row[i] for row in ordered], float) for i in (1, 2)]
        return cls(np.array([row[0].toordinal() for row in ordered], np.int64), columns[0], columns[1])

    @cached_property
    def known_progress_pct(self) -> Floats:
        """The newest progress entered by each entry's day."""
        return _carried(self.progress_pct)

    @cached_property
    def known_paid_cny(self) -> Floats:
        """The newest sum entered by each entry's day."""
        return _carried(self.paid_cny)

    def first_at(self, progress_pct: float, *, is_above: bool = False) -> date | None:
        """First day with at least that progress (more than it, where `is_above`); None where it never came."""
        found = self.progress_pct > progress_pct if is_above else self.progress_pct >= progress_pct
        return date.fromordinal(int(self.day[np.argmax(found)])) if found.any() else None

    def up_to(self, day: date) -> int:
        """How many entries there are up to a day, that day included."""
        return int(np.searchsorted(self.day, day.toordinal(), side="right"))


def _carried(values: Floats) -> Floats:
    last = np.maximum.accumulate(np.where(np.isnan(values), -1, np.arange(len(values)))) if len(values) else np.empty(0, np.int64)
    return np.where(last >= 0, values[last], np.nan) if len(values) else values


NO_REPORTS = Reports(np.empty(0, np.int64), np.empty(0), np.empty(0))
