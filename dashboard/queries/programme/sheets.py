"""The weekly 调度 sheet and the monthly 汇报, both computed from the daily reports: nothing is entered a second time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import fmean

import numpy as np

from dashboard.queries.programme.book import Book, open_book
from dashboard.queries.programme.changes import changes, replan
from dashboard.queries.programme.funds import sum_of
from dashboard.queries.programme.lines import EVERY, filtered, lines_of
from dashboard.queries.programme.records import Filters, MonthRow, MonthSheet, ProjectLine, Tally, WeekRow, WeekSheet
from dashboard.queries.programme.sums import output_sums, outputs_of, summed, tallies
from dashboard.queries.register import Register
from geodata.programme.lights import RED

_DAY = timedelta(days=1)


def weekly_sheet(register: Register, area: str, *, filters: Filters = EVERY, day: date | None = None) -> WeekSheet:
    """The sheet of the reporting week that holds a day (by default today), cut at today; whatever is under way or ended in it.

    The worst lights first. Raises NotFound, RightsError.
    """
    asked = min(day or register.today, register.today)
    first = asked - timedelta(days=(asked.isoweekday() - register.pack.rules.reporting.week_starts_on) % 7)
    last = min(first + timedelta(days=6), register.today)
    book = open_book(register, area, day=last)
    lines = filtered(lines_of(book), filters)
    before = book.lights_on(first - _DAY)
    index = {row.id: i for i, row in enumerate(book.rows)}
    rows = tuple(_week_row(book, line, index[line.project_id], first, before[line.project_id]) for line in lines if _is_live(line, first))
    return WeekSheet(first, last, rows, summed(book, lines), changes(book, lines, first - _DAY))


def monthly_sheet(register: Register, area: str, *, filters: Filters = EVERY, day: date | None = None) -> MonthSheet:
    """The report of the month that holds a day (by default today), cut at today. Raises NotFound, RightsError."""
    asked = min(day or register.today, register.today)
    first = asked.replace(day=1)
    last = min((first + timedelta(days=31)).replace(day=1) - _DAY, register.today)
    book = open_book(register, area, day=last)
    lines = filtered(lines_of(book), filters)
    found = tallies(lines, lambda line: (line.package, line.package))
    rows = tuple(_month_row(book, tally, [line for line in lines if line.package == tally.code], first) for tally in found)
    red = tuple(line for line in lines if line.light.code == RED)
    sums = output_sums(outputs_of(book, lines))
    return MonthSheet(first, last, rows, sums, summed(book, lines), changes(book, lines, first - _DAY), red)


def _is_live(line: ProjectLine, first: date) -> bool:
    return not line.is_public and (not line.is_done or (line.actual_end is not None and line.actual_end >= first))


def _week_row(book: Book, line: ProjectLine, index: int, first: date, before: str) -> WeekRow:
    reports = book.facts[index].reports
    lo, hi = reports.up_to(first - _DAY), reports.up_to(book.day)
    was = _at(reports.known_progress_pct, lo)
    return WeekRow(
        line=line, light_before=before, progress_before_pct=was,
        progress_added_pct=_grown(was, line.progress_pct if hi > lo else was),
        paid_added_cny=_grown(_at(reports.known_paid_cny, lo), _at(reports.known_paid_cny, hi)), report_count=hi - lo,
        replan=replan(book, line, first - _DAY),
        problem=line.last_report_text if line.last_report_day and line.last_report_day >= first else "", waits_for=line.waits_for,
    )  # fmt: skip


def _month_row(book: Book, tally: Tally, lines: Sequence[ProjectLine], first: date) -> MonthRow:
    index = {row.id: i for i, row in enumerate(book.rows)}
    paid = []
    for line in lines:
        reports = book.facts[index[line.project_id]].reports
        paid.append(_grown(_at(reports.known_paid_cny, reports.up_to(first - _DAY)), _at(reports.known_paid_cny, reports.up_to(book.day))))
    known = [p for p in paid if p is not None]
    judged = [line for line in lines if line.progress_pct is not None and line.planned_progress_pct is not None]
    ended = sum(line.actual_end is not None and line.actual_end >= first for line in lines)
    return MonthRow(
        package=tally.name, tally=tally, progress_pct=fmean(line.progress_pct or 0 for line in judged) if judged else None,
        planned_pct=fmean(line.planned_progress_pct or 0 for line in judged) if judged else None, completed_count=ended,
        paid_in_month_cny=sum(known) if known else None, money=sum_of(lines),
    )  # fmt: skip


def _at(values: np.ndarray[tuple[int], np.dtype[np.float64]], count: int) -> float | None:
    """The newest value of the first `count` entries."""
    return float(values[count - 1]) if count and not np.isnan(values[count - 1]) else None


def _grown(before: float | None, after: float | None) -> float | None:
    """What came in between; from nothing entered it is all of it."""
    return None if after is None else after - (before or 0)
