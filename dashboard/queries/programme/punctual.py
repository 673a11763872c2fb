"""Who reported on each of the last days (项目报送): projects under way with an entry in time, with a late one, without any."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from dashboard.queries.programme.book import Book
from geodata.clock import local
from geodata.programme.lights import Facts
from geodata.store.models import Project, ProjectReport

DAYS = 14


@dataclass(frozen=True)
class ReportingDay:
    """One day. What came by file is in time: nobody knows its hour. `is_open`: the hour by which reports are due is still to come."""

    day: date
    on_time: int
    late: int
    missing: int
    is_open: bool

    @property
    def due(self) -> int:
        """Projects under way on the day."""
        return self.on_time + self.late + self.missing


def reporting_days(book: Book, *, days: int = DAYS) -> tuple[ReportingDay, ...]:
    """The last days up to that of a book, oldest first. Raises StoreError."""
    first = book.day - timedelta(days=days - 1)
    entered = _entered(book, first)
    return tuple(_day(book, first + timedelta(days=n), entered) for n in range(days))


def _day(book: Book, day: date, entered: dict[date, dict[int, datetime | None]]) -> ReportingDay:
    due = book.register.pack.rules.reporting.due_hour
    limit = local(datetime.combine(day, datetime.min.time())) + timedelta(hours=due)
    running = [row.id for row, facts in zip(book.rows, book.facts, strict=True) if _is_running(facts, day)]
    told = [entered[day][number] for number in running if number in entered[day]]
    late = sum(at is not None and at > limit for at in told)
    return ReportingDay(day, len(told) - late, late, len(running) - len(told), book.register.now < limit)


def _is_running(facts: Facts, day: date) -> bool:
    if facts.is_public or facts.status in ("", "waiting"):
        return False
    started, done = facts.started_on, facts.done_on
    return started is not None and started <= day and (done is None or done > day)


def _entered(book: Book, first: date) -> dict[date, dict[int, datetime | None]]:
    """When each project's entry of a day was made; None for those that came by file."""
    asked = select(ProjectReport.project_id, ProjectReport.day, ProjectReport.entered_at, ProjectReport.batch_id)
    found: dict[date, dict[int, datetime | None]] = defaultdict(dict)
    ids = {row.id for row in book.rows}
    wanted = asked.join(Project).where(ProjectReport.day >= first, ProjectReport.day <= book.day)
    with book.register.read() as store:
        for number, day, at, batch in store.execute(wanted):
            if number in ids:
                found[day][number] = None if batch is not None else at
    return found
