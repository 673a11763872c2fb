"""Ends what the pack's rules say is kept long enough: texts of finished cases are blanked, other records go; nothing else changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, func, or_, select, text, update

from geodata.clock import Clock
from geodata.rules import Retention
from geodata.store.audit import Trail
from geodata.store.engine import is_sqlite, read_transaction, write_transaction
from geodata.store.models import Audit, Batch, Complaint, Quarantine, Share, SignIn

STEP_ROWS = 2_000           # a page that wants to write waits no longer than one step
FINISHED = ("closed", "returned")
# what of a case may say who called; place, category and times stay, so that no number on any page changes
BLANKED = ("title", "content", "result", "place_text", "tags")


@dataclass(frozen=True)
class Due:
    """What is due of one kind: its name in the rules, the records older than `before`, and how many they are."""

    kind: str
    days: int
    before: datetime
    count: int


@dataclass(frozen=True)
class _Kind:
    days: Callable[[Retention], int]
    table: Table
    is_due: Callable[[datetime], ColumnElement[bool]]
    blanked: dict[str, Any] | None = None       # None: the record goes


def due(engine: Engine, rules: Retention, clock: Clock) -> tuple[Due, ...]:
    """What `retain` would end now; nothing is changed. Raises StoreError."""
    with read_transaction(engine) as store:
        return tuple(_due(store, name, kind, rules, clock) for name, kind in _KINDS.items())


def retain(engine: Engine, rules: Retention, clock: Clock, trail: Trail, *, actor: str) -> tuple[Due, ...]:
    """End what is due, the act in front of it in the trail; what was ended. Done twice it changes nothing more.

    Raises AuditError where the trail cannot be written: then nothing is ended. StoreError where the store is away.
    """
    wanted = due(engine, rules, clock)
    if not any(d.count for d in wanted):
        return wanted
    trail.append(actor, "retain", "、".join(d.kind for d in wanted if d.count), details={d.kind: d.count for d in wanted})
    done = tuple(_ended(engine, d, trail, actor) for d in wanted)
    _scrub(engine)
    return done


def _due(store: Connection, name: str, kind: _Kind, rules: Retention, clock: Clock) -> Due:
    days = kind.days(rules)
    before = clock.now() - timedelta(days=days)
    count = store.scalar(select(func.count()).select_from(kind.table).where(kind.is_due(before))) or 0
    if kind.table.name == Audit.__tablename__ and count == store.scalar(select(func.count()).select_from(kind.table)):
        count -= bool(count)        # the newest always stays: it holds the end
    return Due(name, days, before, count)


def _ended(engine: Engine, wanted: Due, trail: Trail, actor: str) -> Due:
    kind = _KINDS[wanted.kind]
    if not wanted.count:
        return wanted
    if kind.table.name == Audit.__tablename__:
        return Due(wanted.kind, wanted.days, wanted.before, trail.prune(wanted.before, actor=actor))
    count = sum(_steps(engine, kind, wanted.before))
    return Due(wanted.kind, wanted.days, wanted.before, count)


def _steps(engine: Engine, kind: _Kind, before: datetime) -> Iterator[int]:
    """Rows of each step, every step a transaction of its own."""
    key, last = kind.table.c.id, 0
    while True:
        with write_transaction(engine) as store:
            if is_sqlite(store):
                store.execute(text("PRAGMA secure_delete = ON"))      # what was there is overwritten, not only given free
            some = store.scalars(select(key).where(key > last, kind.is_due(before)).order_by(key).limit(STEP_ROWS)).all()
            chosen = key.between(some[0], some[-1]) & kind.is_due(before) if some else None
            if chosen is not None:
                change = delete(kind.table) if kind.blanked is None else update(kind.table).values(kind.blanked)
                store.execute(change.where(chosen))
        if not some:
            return
        last = some[-1]
        yield len(some)


def _scrub(engine: Engine) -> None:
    """Fold the journal of an embedded store into it, so that the old texts are not in there either. PostgreSQL vacuums by itself."""
    if is_sqlite(engine):
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _finished_before(before: datetime) -> ColumnElement[bool]:
    ended = func.coalesce(Complaint.closed_at, Complaint.created_at)
    has_text = or_(*(getattr(Complaint, name) != "" for name in BLANKED), Complaint.caller_key.is_not(None))
    return and_(Complaint.status.in_(FINISHED), Complaint.created_at < before, ended < before, has_text)


def _rejected_before(before: datetime) -> ColumnElement[bool]:
    return Quarantine.batch_id.in_(select(Batch.id).where(Batch.started_at < before))


def _ended_before(before: datetime) -> ColumnElement[bool]:
    return or_(SignIn.revoked_at < before, SignIn.expires_at < before)


def _expired_before(before: datetime) -> ColumnElement[bool]:
    return or_(Share.revoked_at < before, Share.expires_at < before)


def _table(model: Any) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


_KINDS: dict[str, _Kind] = {
    "case_text": _Kind(
        lambda r: r.case_text_days, _table(Complaint), _finished_before, {**dict.fromkeys(BLANKED, ""), "caller_key": None}
    ),
    "quarantine": _Kind(lambda r: r.quarantine_days, _table(Quarantine), _rejected_before),
    "session": _Kind(lambda r: r.session_days, _table(SignIn), _ended_before),
    "share": _Kind(lambda r: r.share_days, _table(Share), _expired_before),
    "audit": _Kind(lambda r: r.audit_days, _table(Audit), lambda before: Audit.at < before),
}
