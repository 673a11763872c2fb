"""Writing daily entries: one a project and day, a later one of the day in the place of the earlier; a new date is a new forecast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from dashboard.queries.programme.book import open_own
from dashboard.queries.programme.lines import lines_of
from dashboard.queries.programme.records import ProjectLine
from dashboard.queries.register import Register
from dashboard.reporting.entry import Before, Entry
from dashboard.texts import reporting as words
from geodata.errors import BadRequest, NotFound
from geodata.store.engine import write_transaction
from geodata.store.models import Forecast, ProjectReport
from geodata.store.upsert import upsert

RUNNING, FINISHED = "running", ("done", "in_use", "stopped")


@dataclass(frozen=True)
class Head:
    """What the form shows of a project, and what it is filled in with: values of the last entry."""

    line: ProjectLine
    before: Before
    last: Entry | None
    last_day: date | None

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is reported of it."""
        return self.line.status in FINISHED or self.line.is_public


def head_of(register: Register, no: str) -> Head:
    """The head of one project in the reader's scope. Raises NotFound."""
    line = next((found for found in own_projects(register) if found.no == no), None)
    if line is None:
        raise NotFound(words.NO_PROJECT.format(no=no[:24]))
    report = ProjectReport
    told = (report.day, report.progress_pct, report.paid_cny, report.waits_for, report.text)
    last = select(*told).where(report.project_id == line.project_id).order_by(report.day.desc()).limit(1)
    with register.read() as store:
        row = store.execute(last).first()
    entry = Entry(row.progress_pct or 0.0, row.paid_cny, None, "", row.waits_for, row.text) if row else None
    before = Before(row.progress_pct if row else None, line.forecast_end or line.planned_end)
    return Head(line, before, entry, row.day if row else None)


def own_projects(register: Register) -> tuple[ProjectLine, ...]:
    """Every project in the reader's scope, by number."""
    return tuple(sorted(lines_of(open_own(register)), key=lambda line: line.no))


def missing(lines: Iterable[ProjectLine], day: date) -> tuple[ProjectLine, ...]:
    """Projects under way without an entry of a day, the longest silent first."""
    live = (line for line in lines if line.status == RUNNING and not line.is_public and line.last_report_day != day)
    return tuple(sorted(live, key=lambda line: (line.last_report_day or date.min, line.no)))


def submit(register: Register, head: Head, entry: Entry, by: str) -> None:
    """Write an entry of today. Raises BadRequest for a project that is closed, StoreError."""
    if head.is_closed:
        raise BadRequest(words.CLOSED.format(no=head.line.no))
    at = register.now
    with write_transaction(register.engine) as store:
        _put(store, head, entry, at=at, by=by)
        if entry.forecast_end:
            _forecast(store, head, entry, at=at, by=by)


def _put(store: Connection, head: Head, entry: Entry, *, at: datetime, by: str) -> None:
    row = {
        "project_id": head.line.project_id, "day": at.date(), "progress_pct": entry.progress_pct, "paid_cny": entry.paid_cny,
        "text": entry.text, "waits_for": entry.waits_for, "entered_at": at, "entered_by": by, "is_sample": head.line.is_sample,
    }  # fmt: skip
    upsert(store, ProjectReport.__table__, [row], key=("project_id", "day"))  # type: ignore[arg-type]


def _forecast(store: Connection, head: Head, entry: Entry, *, at: datetime, by: str) -> None:
    told = {"end_date": entry.forecast_end, "reason_code": entry.reason_code, "note": entry.text[:200], "entered_by": by}
    same = (Forecast.project_id == head.line.project_id, Forecast.said_on == at.date())
    if store.execute(select(Forecast.id).where(*same)).first():
        store.execute(update(Forecast).where(*same).values(told))
        return
    row = {"project_id": head.line.project_id, "said_on": at.date(), "is_sample": head.line.is_sample}
    store.execute(insert(Forecast).values(**row, **told))
