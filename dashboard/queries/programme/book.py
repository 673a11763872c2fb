"""What the queries on the programme read from the store: everything at once, in the reader's scope, as of a day.

The daily reports of the whole store are kept in the app's memory as columns, for as long as none is added or changed; what is handed on is
only ever those of projects that were read in the reader's scope just before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, String, and_, func, select, type_coerce

from dashboard.queries.region import Region
from dashboard.queries.register import Register
from geodata.programme.lights import Facts, Light, Replay, Span, replay
from geodata.programme.reports import NO_REPORTS, Reports
from geodata.store.engine import read_transaction
from geodata.store.models import Forecast, Project, ProjectOutput, ProjectReport, Round

_COLUMNS = tuple(column for column in Project.__table__.columns if column.name not in ("geom", "row_digest", "batch_id"))
_FORECAST = (Forecast.project_id, Forecast.said_on, Forecast.end_date, Forecast.reason_code, Forecast.note, Forecast.entered_by)
_OUTPUT = (ProjectOutput.project_id, ProjectOutput.name, ProjectOutput.unit, ProjectOutput.planned, ProjectOutput.done)
_LATEST = (ProjectReport.project_id, ProjectReport.day, ProjectReport.text, ProjectReport.waits_for, ProjectReport.entered_at)


@dataclass(frozen=True)
class Course:
    """The lights of one project up to a day, and the one on it."""

    replay: Replay
    index: int
    light: Light

    def spans(self) -> tuple[Span, ...]:
        """Its lights in a row, oldest first."""
        return self.replay.spans(self.index)


@dataclass(frozen=True)
class Book:
    """Projects as of a day. Rows have the columns of Project; forecasts are oldest first; `reports` may reach past the day."""

    register: Register
    day: date
    rows: tuple[Any, ...]
    facts: tuple[Facts, ...]
    forecasts: Mapping[int, tuple[Any, ...]]
    latest: Mapping[int, Any]            # the last report up to the day: day, text, waits_for, entered_at
    outputs: Mapping[int, tuple[Any, ...]]       # name, unit, planned, done
    round_names: Mapping[str, str]
    courses: tuple[Course, ...]

    def lights_on(self, day: date) -> dict[int, str]:
        """The light of each project on an earlier day, by its id."""
        return {row.id: course.replay.code(course.index, day) for row, course in zip(self.rows, self.courses, strict=True)}


def open_book(register: Register, area: str, *, day: date | None = None) -> Book:
    """The projects of an area as of a day, by default today. Raises as `Register.within`."""
    return _read(register, register.within(area, Project), day or register.today)


def open_own(register: Register, *conditions: ColumnElement[bool]) -> Book:
    """The projects of the whole scope that meet some conditions, as of today."""
    scope = register.scope
    own = Region(scope.ranges, scope.includes_outside).clause(Project)
    return _read(register, and_(own, *conditions), register.today)


def _read(register: Register, condition: ColumnElement[bool], day: date) -> Book:
    with register.read() as store:
        rows = tuple(store.execute(select(*_COLUMNS).where(condition).order_by(Project.project_no)).all())
        forecasts = _forecasts(store, condition, day)
        latest = _latest(store, condition, day)
        outputs = _grouped(store.execute(select(*_OUTPUT).join(Project).where(condition).order_by(ProjectOutput.id)))
        names = {r.code: r.name for r in store.execute(select(Round.code, Round.name))}
    reports = _reports(register)
    facts = tuple(_facts(row, reports.get(row.id, NO_REPORTS)) for row in rows)
    courses = _courses(register, {row.id: fact for row, fact in zip(rows, facts, strict=True)}, day)
    return Book(register, day, rows, facts, forecasts, latest, outputs, names, courses)


def _forecasts(store: Connection, condition: ColumnElement[bool], day: date) -> dict[int, tuple[Any, ...]]:
    wanted = select(*_FORECAST).join(Project).where(condition, Forecast.said_on <= day)
    return _grouped(store.execute(wanted.order_by(Forecast.project_id, Forecast.said_on)))


def _grouped(rows: Iterable[Any]) -> dict[int, tuple[Any, ...]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.project_id].append(row)
    return {number: tuple(own) for number, own in found.items()}


def _latest(store: Connection, condition: ColumnElement[bool], day: date) -> dict[int, Any]:
    """The last report of each project up to a day. Found first, read then: in one statement PostGIS would go through all reports."""
    newest = select(ProjectReport.id).where(ProjectReport.project_id == Project.id, ProjectReport.day <= day)
    last = newest.order_by(ProjectReport.day.desc()).limit(1).correlate(Project).scalar_subquery()
    found = [number for number in store.scalars(select(last).select_from(Project).where(condition)) if number is not None]
    return {row.project_id: row for row in store.execute(select(*_LATEST).where(ProjectReport.id.in_(found)))}


def _facts(row: Any, reports: Reports) -> Facts:
    return Facts(
        status=row.status, planned_start=row.planned_start_date, planned_end=row.planned_end_date, actual_start=row.actual_start_date,
        actual_end=row.actual_end_date, payment_due=row.payment_due_date, payment_due_cny=row.payment_due_cny, paid_cny=row.paid_cny,
        is_public=row.is_public, reports=reports,
    )


def _courses(register: Register, facts: Mapping[int, Facts], day: date) -> tuple[Course, ...]:
    """Each is made anew when a report, a date of the register, a rule or the day is another; they are the same whoever asks."""
    rules = register.pack.rules.lights

    def make(ids: list[int]) -> dict[int, Course]:
        made = replay([facts[number] for number in ids], day, rules)
        return {number: Course(made, i, light) for i, (number, light) in enumerate(zip(ids, made.lights(day), strict=True))}

    versions = {number: (fact, fact.reports, rules) for number, fact in facts.items()}
    return tuple(register.memory.each(("programme lights", day), versions, make).values())


def _reports(register: Register) -> dict[int, Reports]:
    """The reports of all projects by project id."""
    with read_transaction(register.engine) as store:
        stamp = tuple(store.execute(_STAMP).one())
    return register.memory.kept("programme reports", stamp, lambda: _all_reports(register))


def _all_reports(register: Register) -> dict[int, Reports]:
    wanted = select(ProjectReport.project_id, type_coerce(ProjectReport.day, String), ProjectReport.progress_pct, ProjectReport.paid_cny)
    with read_transaction(register.engine) as store:
        rows = store.execute(wanted.order_by(ProjectReport.project_id, ProjectReport.day)).all()
    if not rows:
        return {}
    ids, days, progress, paid = zip(*rows, strict=True)
    project, day = np.array(ids, np.int64), np.array([str(d) for d in days], "datetime64[D]").astype(np.int64) + _EPOCH
    floats = [np.array(column, float) for column in (progress, paid)]
    cuts = [0, *(np.flatnonzero(np.diff(project)) + 1).tolist(), len(project)]
    return {int(project[lo]): Reports(day[lo:hi], floats[0][lo:hi], floats[1][lo:hi]) for lo, hi in pairwise(cuts)}


_EPOCH = date(1970, 1, 1).toordinal()
# one sum over all entries, each weighed by its own number: two that change places do not go unnoticed
_ENTERED = func.coalesce(ProjectReport.progress_pct, -1.0) + func.coalesce(ProjectReport.paid_cny, -1.0) / 65536
_STAMP = select(
    select(func.count()).select_from(ProjectReport).scalar_subquery(),
    select(func.max(ProjectReport.id)).scalar_subquery(),
    select(func.sum(ProjectReport.id * _ENTERED)).scalar_subquery(),
)
