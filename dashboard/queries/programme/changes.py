"""What changed between two days (本周变化): lights of the one day against those of the other, new dates, ends, silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from dashboard.queries.programme.book import Book, open_book
from dashboard.queries.programme.lines import EVERY, filtered, lines_of
from dashboard.queries.programme.records import Filters, ProjectLine, Replan, WeekChanges
from dashboard.queries.programme.sums import silent_of
from dashboard.queries.register import Register
from geodata.programme.lights import DONE, RED, YELLOW

WEEK_DAYS = 7


def week_changes(register: Register, area: str, *, filters: Filters = EVERY, days: int = WEEK_DAYS) -> WeekChanges:
    """What changed in the last days, today included. Raises NotFound, RightsError."""
    book = open_book(register, area)
    return changes(book, filtered(lines_of(book), filters), book.day - timedelta(days=days))


def changes(book: Book, lines: Sequence[ProjectLine], first: date) -> WeekChanges:
    """What changed for some lines from `first` to the day of their book."""
    was = book.lights_on(first)
    silent, days = silent_of(book, lines), (book.day - first).days
    replanned = tuple(found for line in lines if (found := replan(book, line, first)))
    moved = [r.days for r in replanned if r.days is not None]
    least = book.register.pack.rules.lights.silent_days
    return WeekChanges(
        first=first,
        last=book.day,
        turned_red=tuple(line for line in lines if line.light.code == RED != was[line.project_id]),
        turned_yellow=tuple(line for line in lines if line.light.code == YELLOW and was[line.project_id] not in (RED, YELLOW)),
        replanned=replanned,
        median_replan_days=median(moved) if moved else None,
        completed=tuple(line for line in lines if line.light.code == DONE != was[line.project_id]),
        fell_silent=tuple(line for line in silent if (line.silent_days or 0) - days < least),
        silent=silent,
        longest_silent_days=max((line.silent_days or 0 for line in silent), default=None),
    )


def replan(book: Book, line: ProjectLine, first: date) -> Replan | None:
    """The new date of a project said after `first`, held against what was expected on that day; None where nothing moved."""
    said = book.forecasts.get(line.project_id, ())
    new = [f for f in said if f.said_on > first]
    before = next((f.end_date for f in reversed(said) if f.said_on <= first), line.planned_end)
    if not new or new[-1].end_date == before:
        return None
    reasons = {r.code: r.name for r in book.register.pack.rules.lights.reasons}
    end, code = new[-1].end_date, new[-1].reason_code
    return Replan(line, new[-1].said_on, before, end, (end - before).days if before else None, reasons.get(code, code))
