"""Striking off a list (销账) by two people: one proposes with a file, another confirms or sends it back; a relapse undoes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from dashboard.queries.programme.records import ClosureLine
from dashboard.queries.region import Region
from dashboard.queries.register import Register
from dashboard.reporting.evidence import Belongs, keep
from dashboard.texts import reporting as words
from geodata.errors import BadRequest, NotFound, RightsError
from geodata.store.engine import write_transaction
from geodata.store.models import Closure, Evidence, Project, Site, SiteState, Task
from geodata.store.paper import Paper

WATER = "waterlogging"
SITE_CLOSED, SITE_OPEN = "已销账", "治理中"
MOST_LISTED = 60


@dataclass(frozen=True)
class Subject:
    """One thing that can be struck off: where it stands in the store, whether it is struck off already."""

    kind: str
    no: str
    row_id: int
    name: str
    is_closed: bool
    district_code: str | None
    street_code: str | None
    is_sample: bool


@dataclass(frozen=True)
class ClosureRow(ClosureLine):
    """One proposal and what became of it, with the files that prove it (id, name)."""

    kind: str
    no: str
    papers: tuple[tuple[int, str], ...]
    is_sample: bool

    @property
    def state(self) -> str:
        """proposed, done, refused, undone."""
        if self.is_confirmed is None:
            return "proposed"
        return "undone" if self.undone_at else "done" if self.is_confirmed else "refused"


def subject_of(register: Register, kind: str, no: str) -> Subject:
    """What a number names, in the reader's scope. Raises NotFound."""
    model, number, closed = _KINDS.get(kind, _KINDS["project"])
    more = (model.kind == WATER,) if kind == "site" else ()
    with register.read() as store:
        row = store.execute(select(model).where(number == no, _own(register, model), *more)).mappings().first()
    if row is None or kind not in _KINDS:
        raise NotFound(words.SUBJECT_NONE.format(kind=words.SUBJECTS.get(kind, kind[:8]), no=no[:24]))
    name = row["title"] if kind == "task" else row["name"]
    codes = (row["district_code"], row["street_code"])
    return Subject(kind, no, row["id"], name, row["status"] in closed, *codes, row["is_sample"])


def propose(register: Register, subject: Subject, note: str, paper: Paper, by: str) -> int:
    """Propose to strike something off; the closure's id. Raises BadRequest where it is closed or waits already, or nothing is said."""
    told = {"kind": words.SUBJECTS[subject.kind], "no": subject.no}
    if not note:
        raise BadRequest(words.NOTE_NEEDED)
    if subject.is_closed:
        raise BadRequest(words.SUBJECT_CLOSED.format(**told))
    row = {
        "subject_kind": subject.kind, "subject_no": subject.no, "district_code": subject.district_code, "street_code": subject.street_code,
        "note": note[:500], "proposed_by": by, "proposed_at": register.now, "decided_by": "", "undone_reason": "",
        "is_sample": subject.is_sample,
    }  # fmt: skip
    with write_transaction(register.engine) as store:
        waits = select(Closure.id).where(_is_about(subject.kind, subject.no), Closure.is_confirmed.is_(None))
        if store.execute(waits).first():
            raise BadRequest(words.SUBJECT_WAITS.format(**told))
        number = int(store.execute(insert(Closure).values(row).returning(Closure.id)).scalar_one())
        belongs = Belongs(subject.kind, subject.no, subject.district_code, subject.street_code, number, subject.is_sample)
        keep(store, paper, belongs, at=register.now, by=by)
    return number


def decide(register: Register, number: int, by: str, *, confirms: bool) -> ClosureRow:
    """Confirm a proposal or send it back. Raises NotFound, RightsError for one's own proposal, BadRequest for one decided already."""
    found = _closure(register, number)
    if found.proposed_by == by:
        raise RightsError(words.OWN_PROPOSAL)
    with write_transaction(register.engine) as store:
        waits = (Closure.id == number, Closure.is_confirmed.is_(None))
        told = {"decided_by": by, "decided_at": register.now, "is_confirmed": confirms}
        if store.execute(update(Closure).where(*waits).values(told)).rowcount != 1:      # two who decide at once: the first one counts
            raise BadRequest(words.DECIDED)
        if confirms:
            _strike(store, found, register.now)
    return found


def undo(register: Register, number: int, reason: str) -> ClosureRow:
    """Put something that was struck off back on its list (复账). Raises NotFound, BadRequest without a reason or for one not confirmed."""
    found = _closure(register, number)
    if not reason:
        raise BadRequest(words.REASON_FOR_UNDO)
    with write_transaction(register.engine) as store:
        closed = (Closure.id == number, Closure.is_confirmed.is_(True), Closure.undone_at.is_(None))
        if store.execute(update(Closure).where(*closed).values(undone_at=register.now, undone_reason=reason[:200])).rowcount != 1:
            raise BadRequest(words.DECIDED)
        _reopen(store, found, register.now)
    return found


def closures(register: Register) -> tuple[ClosureRow, ...]:
    """Proposals in the reader's scope, those that wait first, then the newest."""
    wanted = select(Closure).where(_own(register, Closure))
    waits_first = wanted.order_by(Closure.is_confirmed.is_not(None), Closure.proposed_at.desc(), Closure.id.desc()).limit(MOST_LISTED)
    with register.read() as store:
        rows = store.execute(waits_first).mappings().all()
        files = select(Evidence.closure_id, Evidence.id, Evidence.file_name).where(Evidence.closure_id.in_([r["id"] for r in rows]))
        return _rows(rows, store.execute(files).all())


def _closure(register: Register, number: int) -> ClosureRow:
    with register.read() as store:
        rows = store.execute(select(Closure).where(Closure.id == number, _own(register, Closure))).mappings().all()
    if not rows:
        raise NotFound(words.NO_CLOSURE)
    return _rows(rows, ())[0]


def _rows(rows: Sequence[Any], papers: Sequence[Any]) -> tuple[ClosureRow, ...]:
    files: dict[int, list[tuple[int, str]]] = {}
    for closure_id, paper_id, name in papers:
        files.setdefault(closure_id, []).append((paper_id, name))
    return tuple(_row(r, tuple(files.get(r["id"], ()))) for r in rows)


def _row(row: Any, papers: tuple[tuple[int, str], ...]) -> ClosureRow:
    same = (f.name for f in fields(ClosureRow) if f.name in row)
    return ClosureRow(kind=row["subject_kind"], no=row["subject_no"], papers=papers, **{name: row[name] for name in same})


def _strike(store: Connection, closure: ClosureRow, now: datetime) -> None:
    """The list itself: a project is in use, a task closed, a waterlogging point 已销账."""
    if closure.kind == "project":
        still_open = Project.actual_end_date.is_(None)
        store.execute(update(Project).where(Project.project_no == closure.no, still_open).values(actual_end_date=now.date()))
        store.execute(update(Project).where(Project.project_no == closure.no).values(status="done"))
    elif closure.kind == "task":
        _task(store, closure.no, "closed", now.date())
    else:
        _site(store, closure, SITE_CLOSED, now)


def _reopen(store: Connection, closure: ClosureRow, now: datetime) -> None:
    if closure.kind == "project":
        store.execute(update(Project).where(Project.project_no == closure.no).values(status="running", actual_end_date=None))
    elif closure.kind == "task":
        _task(store, closure.no, "reopened", None)
    else:
        _site(store, closure, SITE_OPEN, now)


def _task(store: Connection, no: str, status: str, done: date | None) -> None:
    store.execute(update(Task).where(Task.task_no == no).values(status=status, done_date=done))


def _site(store: Connection, closure: ClosureRow, status: str, now: datetime) -> None:
    site_id = store.execute(select(Site.id).where(Site.kind == WATER, Site.site_no == closure.no)).scalar_one()
    store.execute(update(Site).where(Site.id == site_id).values(status=status))
    row = {"site_id": site_id, "status": status, "at": now, "source": "closure", "note": closure.note[:200], "is_sample": closure.is_sample}
    store.execute(insert(SiteState).values(row))


def _own(register: Register, model: type[Any]) -> Any:
    return Region(register.scope.ranges, register.scope.includes_outside).clause(model)


def _is_about(kind: str, no: str) -> Any:
    return (Closure.subject_kind == kind) & (Closure.subject_no == no)


_KINDS: dict[str, tuple[Any, Any, tuple[str, ...]]] = {
    "project": (Project, Project.project_no, ("done", "in_use")),
    "task": (Task, Task.task_no, ("closed",)),
    "site": (Site, Site.site_no, (SITE_CLOSED,)),
}
