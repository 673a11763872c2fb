"""Days, ISO weeks and months as the steps of a cube: where they start, and which of them a period covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from dashboard.queries.cube import Cube

STEPS = ("day", "week", "month")
BOUND = "bound"              # the single step of a bound cube: the whole ISO weeks that hold the period it was cut for
_TRUNCATED = {"day": "1d", "week": "1w", "month": "1mo"}


@dataclass(frozen=True)
class Span:
    """Steps [lo, hi) of a cube and the days, both included, that they stand for.

    `is_snapped`: whole weeks or months that are more than was asked; `is_covered`: the cube reaches back to the first day asked.
    """

    lo: int
    hi: int
    first: date
    last: date
    is_snapped: bool
    is_covered: bool


def start_of(day: date, step: str) -> date:
    """First day of the step that holds a day; weeks begin on Monday."""
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day


def end_of(start: date, step: str) -> date:
    """First day after the step that starts on `start`."""
    return start_of(start + timedelta(days=32), "month") if step == "month" else start + timedelta(days=7 if step == "week" else 1)


def starts_between(first: date, last: date, step: str) -> list[date]:
    """Starts of the steps from the one that holds `first` to the one that holds `last`."""
    starts, at = [], start_of(first, step)
    while at <= last:
        starts.append(at)
        at = end_of(at, step)
    return starts


def whole_weeks(first: date, last: date, newest: date) -> tuple[date, date]:
    """The ISO weeks that hold a period, from a Monday to a Sunday or to the newest day that has data."""
    end = start_of(min(last, newest), "week") + timedelta(days=6)
    return start_of(min(first, last, newest), "week"), min(end, newest)


def truncated(days: pl.Expr, step: str) -> pl.Expr:
    """`start_of` for a column of dates."""
    return days if step == "day" else days.dt.truncate(_TRUNCATED[step])


def span(cube: Cube, first: date, last: date) -> Span:
    """The steps of a cube that hold any day of a period, as `huitian.cube.span` in the browser counts them; a bound cube has but one."""
    step, starts = cube.header["step"], cube.starts
    if cube.is_bound and starts:
        held = starts[0], date.fromisoformat(cube.header["to"])
        return Span(0, 1, *held, held != (first, last), True)
    lo = next((i for i, start in enumerate(starts) if end_of(start, step) > first), len(starts))
    hi = next((i + 1 for i in range(len(starts) - 1, lo - 1, -1) if starts[i] <= last), lo)
    if lo >= hi:
        return Span(lo, lo, first, last, False, False)
    if step == "day":
        return Span(lo, hi, first, last, False, first >= starts[0])
    begins, ends = starts[lo], end_of(starts[hi - 1], step) - timedelta(days=1)
    return Span(lo, hi, begins, ends, (begins, ends) != (first, last), first >= starts[0])


def previous(first: date, last: date) -> tuple[date, date]:
    """The period of as many days just before (上期)."""
    length = last - first + timedelta(days=1)
    return first - length, first - timedelta(days=1)


def last_year(first: date, last: date) -> tuple[date, date]:
    """The same dates a year earlier (上年同期); 29 February becomes the 28th."""
    return _year_before(first), _year_before(last)


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
