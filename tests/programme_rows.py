"""Projects of the programme straight into a store: the smallest valid rows, each test states only the fields it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Engine, func, insert, select

from dashboard.access.scope import Scope
from dashboard.queries.register import Register
from geodata.clock import local
from geodata.pack import Pack
from geodata.store.engine import write_transaction
from geodata.store.models import (
    Closure,
    Evidence,
    Forecast,
    Milestone,
    Project,
    ProjectCell,
    ProjectOutput,
    ProjectReport,
    Round,
)

NOW = local(datetime.fromisoformat("2026-07-16 12:00"))
TODAY = NOW.date()
STREET = "110114011"
ROUNDS: Mapping[str, str] = MappingProxyType({"1": "第一轮", "2": "第二轮"})

_PLAIN: dict[str, Any] = {
    "round": "1", "package": "道路交通", "category": "道路", "level": "区", "owner": "示例单位 1", "support_units": [], "status": "running",
    "planned_start_date": None, "planned_end_date": None, "actual_start_date": None, "actual_end_date": None, "planned_cny": None,
    "in_place_cny": None, "paid_cny": None, "payment_due_date": None, "payment_due_cny": None, "delay_reason": "", "is_public": False,
    "published": "", "source": "", "place_text": "", "place_level": "小区", "place_radius_m": 150, "place_approx": False, "geom": None,
    "lon": None, "lat": None, "district_code": "110114", "street_code": STREET, "community_code": None, "row_digest": "",
    "batch_id": None, "is_sample": True,
}  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """One project with what belongs to it. `reports`: (day, progress, paid) or a dict of fields; `forecasts`: (said on, end, reason)."""

    no: str
    given: Mapping[str, Any] = field(default_factory=dict)
    reports: Sequence[tuple[date, float | None, float | None] | Mapping[str, Any]] = ()
    forecasts: Sequence[tuple[date, date, str]] = ()
    outputs: Sequence[tuple[str, str, float, float | None]] = ()
    milestones: Sequence[tuple[str, date | None, date | None, date | None]] = ()
    cells: Sequence[int] = ()


def planted(no: str, **given: Any) -> Planted:
    """A project under way since 100 days of 200, on its plan, reported today, unless fields say otherwise."""
    own = {name: given.pop(name) for name in ("reports", "forecasts", "outputs", "milestones", "cells") if name in given}
    unknown = set(given) - set(_PLAIN) - {"name"}
    assert not unknown, unknown
    usual = {"planned_start_date": TODAY - timedelta(days=100), "planned_end_date": TODAY + timedelta(days=100)}
    return Planted(no, {**usual, "actual_start_date": TODAY - timedelta(days=100), **given}, **{"reports": ((TODAY, 50.0, None),), **own})


def blank(no: str, **given: Any) -> Planted:
    """A project of which nothing is known but what the fields say."""
    return Planted(no, {"status": "", **given})


def public(no: str, **given: Any) -> Planted:
    """A project with a published name of which nothing else may be said."""
    told = {"name": "公开项目名称", "is_public": True, "is_sample": False, "published": "已投用", "source": "公开报道"}
    return blank(no, **{**told, **given})


def put(engine: Engine, projects: Iterable[Planted], *, rounds: Mapping[str, str] = ROUNDS) -> dict[str, int]:
    """Store them; project number -> id."""
    numbers = {}
    with write_transaction(engine) as store:
        known = set(store.scalars(select(Round.code)))
        plain = {"first_year": None, "last_year": None, "is_sample": True}
        new = [{"code": code, "name": name, **plain} for code, name in rounds.items() if code not in known]
        if new:
            store.execute(insert(Round), new)
        start = (store.scalar(select(func.max(Project.id))) or 0) + 1
        for number, one in enumerate(projects, start=start):
            numbers[one.no] = number
            store.execute(insert(Project).values(id=number, project_no=one.no, **{**_PLAIN, "name": f"示例项目 {one.no}", **one.given}))
            for model, rows in _belongings(number, one):
                if rows:
                    store.execute(insert(model), rows)
    return numbers


def register_of(engine: Engine, pack: Pack, scope: Scope | None = None, *, now: datetime = NOW) -> Register:
    """The registers as somebody sees them, by default everything."""
    return Register(engine, pack, scope or Scope.everything(), now)


def report(day: date, progress_pct: float | None = None, **given: Any) -> dict[str, Any]:
    """Fields of one daily entry."""
    at = local(datetime(day.year, day.month, day.day, 17))
    usual = {"paid_cny": None, "text": "", "waits_for": "", "entered_at": at, "entered_by": "lead", "batch_id": None, "is_sample": True}
    return {**usual, "day": day, "progress_pct": progress_pct, **given}


def closure(no: str, **given: Any) -> dict[str, Any]:
    """Fields of one striking off of a project."""
    plain = {
        "subject_kind": "project", "subject_no": no, "district_code": "110114", "street_code": STREET, "note": "", "proposed_by": "lead",
        "proposed_at": NOW, "decided_by": "", "decided_at": None, "is_confirmed": None, "undone_at": None, "undone_reason": "",
        "is_sample": True,
    }  # fmt: skip
    return {**plain, **given}


def evidence(no: str, **given: Any) -> dict[str, Any]:
    """Fields of one file that proves something of a project."""
    plain = {
        "subject_kind": "project", "subject_no": no, "closure_id": None, "district_code": "110114", "street_code": STREET,
        "file_name": "现场.jpg", "media_type": "image/jpeg", "sha256": "0" * 64, "content": "AAAA", "day": TODAY, "added_at": NOW,
        "added_by": "lead", "is_sample": True,
    }  # fmt: skip
    return {**plain, **given}


def put_papers(engine: Engine, *, closures: Sequence[Mapping[str, Any]] = (), files: Sequence[Mapping[str, Any]] = ()) -> None:
    """Store strikings off and files."""
    with write_transaction(engine) as store:
        for model, rows in ((Closure, closures), (Evidence, files)):
            for row in rows:
                store.execute(insert(model).values(**row))


def _belongings(number: int, one: Planted) -> list[tuple[type[Any], list[dict[str, Any]]]]:
    marks = {"project_id": number}
    told = {**marks, "batch_id": None, "is_sample": True}
    said = {**told, "note": "", "entered_by": "lead"}
    return [
        (ProjectReport, [{**(report(*r[:2], paid_cny=r[2]) if isinstance(r, tuple) else r), **marks} for r in one.reports]),
        (Forecast, [{**said, "said_on": d, "end_date": e, "reason_code": c} for d, e, c in one.forecasts]),
        (ProjectOutput, [{**marks, "name": n, "unit": u, "planned": p, "done": d} for n, u, p, d in one.outputs]),
        (Milestone, [{**told, "ordinal": i, "name": n, "planned_date": p, "forecast_date": f, "actual_date": a}
                     for i, (n, p, f, a) in enumerate(one.milestones, start=1)]),
        (ProjectCell, [{**marks, "h3_09": cell, "share": 1 / len(one.cells)} for cell in one.cells]),
    ]  # fmt: skip
