"""A time axis in percent of its width, and what of a project is drawn on it: bar, done part, part past the first plan, marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.queries.programme.records import ProjectLine
from dashboard.texts import projects as words

YEARS_BACK, YEARS_AHEAD = 2, 1        # of the axis in the list, around the quarter of today
LABEL_MONTHS = (1, 7)
_OVER = {"red": "red", "done": "done"}     # how the part past the first plan is outlined; late otherwise


@dataclass(frozen=True)
class Tick:
    """A line across the axis; the beginnings of years are stronger. `label` is "" where nothing is written."""

    at: float
    label: str
    is_year: bool


@dataclass(frozen=True)
class Mark:
    """One thing on the axis: `kind` names its look, `at` its left edge or its centre, `width` None for a point; all in percent."""

    kind: str
    at: float
    width: float | None = None


@dataclass(frozen=True)
class Axis:
    """From `first` to the day before `end`."""

    first: date
    end: date
    today: date

    def at(self, day: date) -> float:
        """Where a day begins, in percent; below 0 or above 100 outside."""
        return round(100 * (day - self.first).days / (self.end - self.first).days, 2)

    def ticks(self, every_months: int = 3, label_months: tuple[int, ...] = LABEL_MONTHS) -> tuple[Tick, ...]:
        """A line every so many months; years are labelled by number, other months of `label_months` by name."""
        found, day = [], self.first
        while day < self.end:
            label = str(day.year) if day.month == 1 else words.MONTH.format(month=day.month) if day.month in label_months else ""
            found.append(Tick(self.at(day), label, day.month == 1))
            day = months_later(day, every_months)
        return tuple(found)


def list_axis(today: date) -> Axis:
    """The axis of the list: whole quarters, two years back and one ahead."""
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return Axis(quarter.replace(year=quarter.year - YEARS_BACK), months_later(quarter.replace(year=quarter.year + YEARS_AHEAD), 3), today)


def months_later(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    months += day.year * 12 + day.month - 1
    return date(months // 12, months % 12 + 1, 1)


def marks(line: ProjectLine, axis: Axis) -> tuple[Mark, ...]:
    """What is drawn of a project; nothing where its days are not known."""
    start, end = line.actual_start or line.planned_start, line.expected_end
    if start is None or end is None:
        return ()
    end = max(end, start + timedelta(days=1))
    if axis.at(end) <= 0:
        return (Mark("lt", 0.0),)
    if axis.at(start) >= 100:
        return (Mark("more", 100.0),)
    found: list[Mark | None] = [_piece("bar", start, end, axis)]
    if part := _done_until(line, start, end):
        found.append(_piece(_done_kind(line), start, part, axis))
    if line.planned_end and line.planned_end < end:
        found.append(_piece(f"over {_OVER.get(line.light.code, 'late')}", line.planned_end, end, axis))
    found += [Mark("lt", 0.0)] if axis.at(start) < 0 else []
    found += [Mark("more", 100.0)] if axis.at(end) > 100 else []
    found += [Mark("first", axis.at(line.planned_end))] if line.planned_end and 0 <= axis.at(line.planned_end) <= 100 else []
    before = line.before_end or line.planned_end
    found += [Mark("before", axis.at(before))] if before and not line.is_done and 0 <= axis.at(before) <= 100 else []
    return tuple(m for m in found if m is not None)


def _done_until(line: ProjectLine, start: date, end: date) -> date | None:
    if line.is_done:
        return end
    return start + (end - start) * (min(line.progress_pct, 100) / 100) if line.progress_pct else None


def _done_kind(line: ProjectLine) -> str:
    if line.is_done:
        return "full"
    return "part stale" if line.light.code == "grey" or line.light.is_hatched else "part"


def _piece(kind: str, first: date, last: date, axis: Axis) -> Mark | None:
    """A stretch, cut at both ends of the axis; None where nothing of it is left."""
    left, right = max(axis.at(first), 0.0), min(axis.at(last), 100.0)
    return Mark(kind, left, round(right - left, 2)) if right > left else None
