"""Money of the programme (资金): planned, in place, paid; whole, by package, by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from dashboard.queries.programme.book import Book, open_book
from dashboard.queries.programme.lines import EVERY, filtered, lines_of
from dashboard.queries.programme.records import Filters, Money, MoneyReport, MonthMoney, PackageMoney, ProjectLine
from dashboard.queries.register import Register
from dashboard.texts import programme as words
from geodata.programme.lights import planned_pct

MOST_MONTHS = 120


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
    return tuple(_month(book.day, first, known) for first in _months(min(dates), max(*dates, book.day)))


def _month(today: date, first: date, known: Sequence[tuple[ProjectLine, Any]]) -> MonthMoney:
    end = _next(first) - timedelta(days=1)
    planned = _sum(_planned(line, end) for line, _ in known)
    paid = None if first > today else _sum(_paid(line, fact, min(end, today), today) for line, fact in known)
    return MonthMoney(first, planned, paid)


def _planned(line: ProjectLine, day: date) -> float | None:
    share = planned_pct(line.planned_start, line.planned_end, day)
    return None if share is None or line.money.planned_cny is None else line.money.planned_cny * share / 100


def _paid(line: ProjectLine, fact: Any, day: date, today: date) -> float | None:
    """Paid by a day: as reported by then; what was never reported by day stands in the register as of today alone."""
    reports = fact.reports
    known = reports.up_to(day) - 1
    if known >= 0 and not np.isnan(reports.known_paid_cny[known]):
        return float(reports.known_paid_cny[known])
    return line.money.paid_cny if day >= (line.actual_end or today) else None


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
