"""Money of the programme (资金): planned, in place, paid; whole, by package, by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from dashboard.queries.programme.book import Book, open_book
from dashboard.queries.programme.lines import EVERY, filtered, lines_of
from dashboard.queries.programme.records import Filters, Money, MoneyReport, MonthMoney, PackageMoney, ProjectLine
from dashboard.queries.register import Register
from dashboard.texts import programme as words
from geodata.programme.lights import Facts

MOST_MONTHS = 120

Days = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def money(register: Register, area: str, *, filters: Filters = EVERY) -> MoneyReport:
    """Money of the projects that pass the filters. Raises NotFound, RightsError."""
    book = open_book(register, area)
    return funds_of(book, filtered(lines_of(book), filters))


def funds_of(book: Book, lines: Sequence[ProjectLine]) -> MoneyReport:
    """Money of some lines of a book; packages by what is planned."""
    packages: dict[str, list[ProjectLine]] = {}
    for line in lines:
        packages.setdefault(line.package or words.UNNAMED, []).append(line)
    made = [PackageMoney(name, _known(own), sum_of(own)) for name, own in packages.items()]
    by_package = tuple(sorted(made, key=lambda p: (-(p.money.planned_cny or 0), p.name)))
    return MoneyReport(sum_of(lines), _known(lines), by_package, by_month(book, lines))


def sum_of(lines: Iterable[ProjectLine]) -> Money:
    """Money of some lines; what none of them knows stays None."""
    told = [line.money for line in lines]
    return Money(*(_sum(getattr(m, name) for m in told) for name in ("planned_cny", "in_place_cny", "paid_cny")))


def by_month(book: Book, lines: Sequence[ProjectLine]) -> tuple[MonthMoney, ...]:
    """Money by the ends of months, from the first planned start to the last planned end; the running month by today."""
    index = {row.id: i for i, row in enumerate(book.rows)}
    known = [(line, book.facts[index[line.project_id]]) for line in lines if line.money.planned_cny is not None]
    dates = [d for line, _ in known for d in (line.planned_start, line.planned_end) if d]
    if not dates:
        return ()
    months = _months(min(dates), max(*dates, book.day))
    ends = np.array([(_next(first) - timedelta(days=1)).toordinal() for first in months])
    planned = _summed(_planned(line, ends) for line, _ in known)
    paid = _summed(_paid(line, fact, np.minimum(ends, book.day.toordinal()), book.day) for line, fact in known)
    return tuple(
        MonthMoney(first, _told(plan), None if first > book.day else _told(sum_))
        for first, plan, sum_ in zip(months, planned.tolist(), paid.tolist(), strict=True)
    )


def _planned(line: ProjectLine, days: Days) -> Floats:
    """What the linear first plan wants paid by each day; NaN without a plan."""
    if line.planned_start is None or line.planned_end is None or line.money.planned_cny is None:
        return np.full(len(days), np.nan)
    start, end = line.planned_start.toordinal(), line.planned_end.toordinal()
    share = np.clip((days - start) / (end - start), 0, 1) if end > start else (days >= end).astype(float)
    return np.asarray(line.money.planned_cny * share)


def _paid(line: ProjectLine, fact: Facts, days: Days, today: date) -> Floats:
    """Paid by each day: as reported by then; what was never reported by day stands in the register as of its end or today alone."""
    register = np.nan if line.money.paid_cny is None else line.money.paid_cny
    found = np.where(days >= (line.actual_end or today).toordinal(), register, np.nan)
    if len(fact.reports.day):
        last = np.searchsorted(fact.reports.day, days, side="right") - 1
        said = np.where(last >= 0, fact.reports.known_paid_cny[last], np.nan)
        found = np.where(np.isnan(said), found, said)
    return found


def _summed(columns: Iterable[Floats]) -> Floats:
    """The sum of what is known of each day; NaN where nothing is."""
    table = np.array(list(columns))
    return np.where(np.isnan(table).all(axis=0), np.nan, np.nansum(table, axis=0))


def _told(value: float) -> float | None:
    return None if np.isnan(value) else value


def _months(first: date, last: date) -> list[date]:
    found = [first.replace(day=1)]
    while _next(found[-1]) <= last and len(found) < MOST_MONTHS:
        found.append(_next(found[-1]))
    return found


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _sum(values: Iterable[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _known(lines: Iterable[ProjectLine]) -> int:
    return sum(line.money.planned_cny is not None for line in lines)
