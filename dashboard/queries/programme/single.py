"""One project whole: its steps, forecasts with reasons, reports, lights, money, outputs, proofs, closures, cells, neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from dashboard.queries.programme.book import Book, open_own
from dashboard.queries.programme.funds import by_month
from dashboard.queries.programme.lines import lines_of
from dashboard.queries.programme.records import (
    ClosureLine,
    EvidenceLine,
    ForecastLine,
    LightSpan,
    MilestoneLine,
    ProjectLine,
    ProjectPage,
    ReportLine,
)
from dashboard.queries.programme.sums import outputs_of
from dashboard.queries.region import Region
from dashboard.queries.register import Register
from dashboard.texts import programme as words
from geodata.displacement import rings_round
from geodata.errors import NotFound
from geodata.programme.lights import planned_pct
from geodata.store.models import Closure, Evidence, Milestone, Project, ProjectCell, ProjectReport

KIND = "project"                   # of closures and evidence
NEAR_RINGS = 1
MOST_NEIGHBOURS = 12

_FILE = (Evidence.id, Evidence.file_name, Evidence.media_type, Evidence.day, Evidence.added_at, Evidence.added_by, Evidence.closure_id)


def project(register: Register, no: str) -> ProjectPage:
    """One project. Raises NotFound where there is none of that number in the reader's scope."""
    book = open_own(register)
    index = next((i for i, row in enumerate(book.rows) if row.project_no == no), None)
    if index is None:
        raise NotFound(words.NO_PROJECT.format(no=no[:24]))
    row, lines = book.rows[index], lines_of(book)
    line = next(found for found in lines if found.project_id == row.id)
    with register.read() as store:
        milestones, reports, cells = _milestones(store, row.id), _reports(store, row, book.day), _cells(store, row.id)
        near = _near(store, register, row.id, cells)
        evidence, closures = _papers(store, register, no)
    return ProjectPage(
        line=line, milestones=milestones, forecasts=_forecasts(book, row), reports=reports,
        lights=tuple(LightSpan(s.code, s.first, s.last) for s in book.courses[index].spans()),
        money_by_month=by_month(book, [line]), outputs=outputs_of(book, [line]), evidence=evidence, closures=closures, cells=cells,
        neighbours=_neighbours(lines, near), payment_due=row.payment_due_date, payment_due_cny=row.payment_due_cny,
        rules_source=register.pack.rules.lights.source,
    )  # fmt: skip


def _milestones(store: Connection, number: int) -> tuple[MilestoneLine, ...]:
    columns = (Milestone.ordinal, Milestone.name, Milestone.planned_date, Milestone.forecast_date, Milestone.actual_date)
    rows = store.execute(select(*columns).where(Milestone.project_id == number).order_by(Milestone.ordinal))
    return tuple(MilestoneLine(*row, _days(row.actual_date or row.forecast_date, row.planned_date)) for row in rows)


def _forecasts(book: Book, row: Any) -> tuple[ForecastLine, ...]:
    reasons = {r.code: r.name for r in book.register.pack.rules.lights.reasons}
    said, plan = book.forecasts.get(row.id, ()), row.planned_end_date
    before = [plan, *(f.end_date for f in said)]
    return tuple(
        ForecastLine(f.said_on, f.end_date, f.reason_code, reasons.get(f.reason_code, f.reason_code), f.note, f.entered_by,
                     _days(f.end_date, earlier), _days(f.end_date, plan))
        for f, earlier in zip(said, before, strict=False)
    )  # fmt: skip


def _reports(store: Connection, row: Any, today: date) -> tuple[ReportLine, ...]:
    r, start, end = ProjectReport, row.planned_start_date, row.planned_end_date
    columns = (r.day, r.progress_pct, r.paid_cny, r.text, r.waits_for, r.entered_at, r.entered_by)
    rows = store.execute(select(*columns).where(r.project_id == row.id, r.day <= today).order_by(r.day.desc()))
    return tuple(ReportLine(f.day, f.progress_pct, planned_pct(start, end, f.day), *f[2:]) for f in rows)


def _cells(store: Connection, number: int) -> tuple[int, ...]:
    return tuple(store.scalars(select(ProjectCell.h3_09).where(ProjectCell.project_id == number).order_by(ProjectCell.h3_09)))


def _near(store: Connection, register: Register, number: int, cells: Sequence[int]) -> set[int]:
    """Projects of the scope in these cells or the ring around them."""
    around = [*cells, *rings_round(cells, NEAR_RINGS)]
    wanted = select(ProjectCell.project_id).join(Project).where(ProjectCell.h3_09.in_(around), ProjectCell.project_id != number)
    return set(store.scalars(wanted.where(_own(register, Project))))


def _neighbours(lines: Sequence[ProjectLine], near: set[int]) -> tuple[ProjectLine, ...]:
    return tuple(line for line in lines if line.project_id in near)[:MOST_NEIGHBOURS]


def _papers(store: Connection, register: Register, no: str) -> tuple[tuple[EvidenceLine, ...], tuple[ClosureLine, ...]]:
    c, of_it = Closure, (Evidence.subject_kind == KIND, Evidence.subject_no == no)
    files = store.execute(select(*_FILE).where(*of_it, _own(register, Evidence)).order_by(Evidence.day.desc(), Evidence.id.desc()))
    told = (c.id, c.note, c.proposed_by, c.proposed_at, c.decided_by, c.decided_at, c.is_confirmed, c.undone_at, c.undone_reason)
    wanted = select(*told).where(c.subject_kind == KIND, c.subject_no == no, _own(register, c)).order_by(c.proposed_at.desc(), c.id.desc())
    return tuple(EvidenceLine(*f) for f in files), tuple(ClosureLine(*row) for row in store.execute(wanted))


def _own(register: Register, model: type[Any]) -> Any:
    return Region(register.scope.ranges, register.scope.includes_outside).clause(model)


def _days(end: date | None, other: date | None) -> int | None:
    return (end - other).days if end and other else None
