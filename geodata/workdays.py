"""The working calendar (工作日历): which days offices work, with the holidays and shifted days (调休) announced each year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class WorkingCalendar:
    """Days off and shifted working days of the announced years; other years have plain weekends."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    source: str = ""

    def is_announced(self, day: date) -> bool:
        """Whether that day's year has an announced arrangement; otherwise holidays are unknown."""
        return day.year in self.years

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def plus_workdays(self, start: date, days: int) -> date:
        """The `days`-th working day after `start` (`start` itself is not counted)."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_workday(day)
        return day


def spans(texts: Iterable[str]) -> frozenset[date]:
    """All days of `2026-10-01` and `2026-10-01/2026-10-07` texts. Raises ValueError for anything else."""
    days: set[date] = set()
    for text in texts:
        first, _, last = text.partition("/")
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        days |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
    return frozenset(days)
