"""The week of a brief: ISO weeks as "2026-W46", Monday to Sunday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.texts import brief as words
from geodata.errors import BadRequest

_FORM = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Week:
    """`first` is a Monday, `last` the Sunday after it."""

    name: str
    first: date
    last: date

    @property
    def year(self) -> int:
        """The year whose editions are counted together: that of the ISO week."""
        return int(self.name[:4])

    @property
    def before(self) -> Week:
        """The week before."""
        return week_of(self.first - timedelta(days=1))


def week_named(text: str) -> Week:
    """The week of a name. Raises BadRequest for what is none."""
    found = _FORM.fullmatch(text.strip().upper())
    try:
        if found is None:
            raise ValueError
        return week_of(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError as error:
        raise BadRequest(words.WEEK_WRONG.format(found=text[:16])) from error


def week_of(day: date) -> Week:
    """The week that holds a day."""
    year, number, weekday = day.isocalendar()
    first = day - timedelta(days=weekday - 1)
    return Week(f"{year}-W{number:02d}", first, first + timedelta(days=6))


def last_whole_week(day: date) -> Week:
    """The last week that was over before a day began."""
    return week_of(day).before
