"""The audit trail (审计): one row an act, each signed together with the hash of the row before it, the newest also noted outside the store.

Whoever changes, removes, inserts or reorders rows without the home's secret breaks the chain; whoever cuts its end contradicts the head
file. An act is written in front of being done: where the row cannot be written the act is refused.
"""

from __future__ import annotations

import json
import os
import pwd
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, func, insert, select, text
from sqlalchemy.exc import DatabaseError

from geodata import texts
from geodata.clock import Clock
from geodata.errors import AuditError, StoreError
from geodata.keys import key_for
from geodata.settings import Settings
from geodata.store.audit_chain import ACTIONS, PRUNED, RESEALED, START, Entry, Verdict, check, signed
from geodata.store.audit_head import DamagedHead, Head, HeadFile
from geodata.store.engine import is_sqlite, read_transaction, write_transaction
from geodata.store.founding import secret_of
from geodata.store.meta import write_meta
from geodata.store.models import Audit, Meta

__all__ = ["ACTIONS", "Entry", "Trail", "Verdict", "operator", "trail_of"]

AUDIT_LOCK = "huitian.audit"
WAIT_SECONDS = 5            # somebody is waiting for the page
FETCH_ROWS = 2_000
BEGUN = "audit_begun"       # in the store's meta: an empty trail was not always empty

Act = tuple[str, str, str, str, dict[str, Any]]     # actor, action, subject, address, details


class Trail:
    """The trail of one store. `key` signs rows and head; `head_file` lies apart from the store."""

    def __init__(self, engine: Engine, clock: Clock, key: bytes, head_file: Path) -> None:
        self._engine = engine
        self._clock = clock
        self._key = key
        self._head = HeadFile(head_file, key)

    def append(self, actor: str, action: str, subject: str, *, address: str = "", details: dict[str, Any] | None = None) -> int:
        """Write one act and return its number. Do the act only then: raises AuditError where it cannot be written or the end is missing."""
        with self._writing() as connection:
            last = _last(connection)
            self._require_end(connection, last)
            head = self._add(connection, last, (actor, action, subject, address, details or {}))
        return self._noted(head, self._head.advance)

    def rows(self, limit: int = 100, *, before_id: int | None = None, actor: str = "", action: str = "") -> tuple[Entry, ...]:
        """The newest entries first, those below `before_id`; of one actor or action where given. Raises StoreError."""
        asked = select(Audit.__table__).order_by(Audit.id.desc()).limit(limit)
        asked = asked if before_id is None else asked.where(Audit.id < before_id)
        asked = asked.where(Audit.actor == actor) if actor else asked
        asked = asked.where(Audit.action == action) if action else asked
        with read_transaction(self._engine) as connection:
            return tuple(_entry(row) for row in connection.execute(asked))

    def entries(self) -> Generator[Entry]:
        """Every entry, oldest first. Raises StoreError."""
        with read_transaction(self._engine) as connection, closing(_all(connection)) as entries:
            yield from entries

    def hash_at(self, number: int) -> str | None:
        """The hash of one entry, None where there is none. Raises StoreError."""
        with read_transaction(self._engine) as connection:
            found = _at(connection, number)
        return found.hash if found else None

    def verify(self) -> Verdict:
        """Read the whole trail and check every signature, the numbers, the links and the end. Raises StoreError."""
        damage = ""
        try:
            head = self._head.read()     # before the rows: those that come meanwhile only make them more
        except (DamagedHead, OSError):
            head, damage = None, texts.AUDIT_HEAD_DAMAGED
        with read_transaction(self._engine) as connection:
            with closing(_all(connection)) as entries:
                verdict = check(entries, head, self._key)
            if verdict.is_whole and not verdict.rows and (damage or (_has_begun(connection) and head != Head(0, START))):
                return replace(verdict, is_whole=False, reason=damage or texts.AUDIT_GONE)
        return replace(verdict, reason=damage) if damage and not verdict.is_whole and verdict.first_bad_id is None else verdict

    def prune(self, before: datetime, *, actor: str) -> int:
        """Drop the rows older than `before`, never the newest, and add one that vouches for the new beginning; how many went."""
        with self._writing() as connection:
            last = _last(connection)
            self._require_end(connection, last)
            kept = connection.scalar(select(func.min(Audit.id)).where(Audit.at >= before)) or (last.id if last else 0)
            cut = _at(connection, kept - 1)
            if last is None or cut is None:
                return 0
            count = connection.scalar(select(func.count()).select_from(Audit).where(Audit.id <= cut.id)) or 0
            details = {"through": cut.id, "hash": cut.hash, "count": count}
            head = self._add(connection, last, (actor, PRUNED, texts.AUDIT_PRUNED.format(id=cut.id), "", details))
            _delete_through(connection, cut.id)
        self._noted(head, self._head.advance)
        return count

    def reseal(self, actor: str, reason: str) -> int:
        """Take the end as it stands for the end, after a restore or the loss of the head file; a row says so, and why, for ever."""
        with self._writing() as connection:
            details = {"head_before": self._head_as_found()}
            head = self._add(connection, _last(connection), (actor, RESEALED, reason, "", details))
        return self._noted(head, self._head.replace)

    def _head_as_found(self) -> list[object] | str:
        try:
            head = self._head.read()
        except DamagedHead:
            return "damaged"
        return [head.id, head.hash] if head else "missing"

    def begin_anew(self) -> None:
        """Forget every row: for a demo home made anew, whose rows may be signed with an earlier secret. Raises AuditError."""
        with self._writing() as connection:
            if (last := _last(connection)) is not None:
                _delete_through(connection, last.id)
            write_meta(connection, BEGUN, "yes")
        self._noted(Head(0, START), self._head.replace)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A short transaction that no other writer of the trail is in."""
        try:
            with write_transaction(self._engine) as connection:
                _take_turn(connection)
                yield connection
        except AuditError:
            raise
        except (StoreError, DatabaseError, DamagedHead, OSError) as error:
            raise AuditError(texts.AUDIT_UNWRITTEN.format(found=_cause(error))) from error

    def _require_end(self, connection: Connection, last: Entry | None) -> None:
        """The row the head names is still there as it was; else an appended row would hide that the end was cut."""
        head = self._head.read()
        if head is None and last is None and not _has_begun(connection):
            self._head.advance(Head(0, START))
            write_meta(connection, BEGUN, "yes")
            return
        named = last if head and last and head.id == last.id else _at(connection, head.id) if head else None
        if head != (Head(named.id, named.hash) if named else Head(0, START)):
            raise AuditError(texts.AUDIT_END_MISSING)

    def _add(self, connection: Connection, last: Entry | None, act: Act) -> Head:
        actor, action, subject, address, details = act
        bare = Entry(
            id=last.id + 1 if last else 1, at=self._clock.now(), actor=_fitted(actor, 64), action=_fitted(action, 32),
            subject=_fitted(subject, 255), address=_fitted(address, 64), details=_storable(details),
            previous_hash=last.hash if last else START, hash="",
        )  # fmt: skip
        entry = replace(bare, hash=signed(self._key, bare))
        connection.execute(insert(Audit).values(vars(entry)))
        return Head(entry.id, entry.hash)

    def _noted(self, head: Head, note: Callable[[Head], None]) -> int:
        """The number of a row that is written, its hash noted outside; not before that the act may be done."""
        try:
            note(head)
        except (DamagedHead, OSError) as error:
            raise AuditError(texts.AUDIT_UNWRITTEN.format(found=_cause(error))) from error
        return head.id


def trail_of(settings: Settings, engine: Engine) -> Trail:
    """The trail of a home."""
    return Trail(engine, settings.clock, key_for(secret_of(settings), "audit"), settings.audit_head_file)


def operator() -> str:
    """Who runs a command: `cli:NAME`, as the operating system knows them; not from the environment, where anybody may write anything."""
    try:
        return f"cli:{pwd.getpwuid(os.getuid()).pw_name}"
    except KeyError:
        return f"cli:{os.getuid()}"


def _take_turn(connection: Connection) -> None:
    """One writer of the trail at a time; SQLite has one anyway."""
    if not is_sqlite(connection):
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(AUDIT_LOCK), func.hashtext(func.current_schema()))))


def _last(connection: Connection) -> Entry | None:
    return _one(connection, select(Audit.__table__).order_by(Audit.id.desc()).limit(1))


def _at(connection: Connection, number: int) -> Entry | None:
    return _one(connection, select(Audit.__table__).where(Audit.id == number))


def _one(connection: Connection, asked: Select[Any]) -> Entry | None:
    row = connection.execute(asked).first()
    return _entry(row) if row else None


def _all(connection: Connection) -> Generator[Entry]:
    asked = select(Audit.__table__).order_by(Audit.id)
    with closing(connection.execute(asked, execution_options={"yield_per": FETCH_ROWS})) as found:
        for row in found:
            yield _entry(row)


def _entry(row: Any) -> Entry:
    return Entry(**row._mapping)


def _has_begun(connection: Connection) -> bool:
    return connection.scalar(select(Meta.value).where(Meta.key == BEGUN)) is not None


def _delete_through(connection: Connection, number: int) -> None:
    """The one place that lifts the ban on deleting, for one statement of one transaction."""
    if is_sqlite(connection):
        kept = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")).all()
        lifted, restored = [f"DROP TRIGGER {name}" for name, _ in kept], [sql for _, sql in kept]
    else:
        lifted, restored = ["ALTER TABLE audit DISABLE TRIGGER USER"], ["ALTER TABLE audit ENABLE TRIGGER USER"]
    for statement in lifted:
        connection.execute(text(statement))
    connection.execute(delete(Audit).where(Audit.id <= number))
    for statement in restored:
        connection.execute(text(statement))


def _fitted(given: str, length: int) -> str:
    """Without what a store cannot hold (NUL, lone surrogates), cut to its column."""
    return given.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:length]


def _storable(value: Any) -> Any:
    """Details as JSON keeps them and both engines give them back alike. Raises TypeError, ValueError for what JSON cannot hold."""
    if isinstance(value, dict):
        return {_fitted(str(name), 64): _storable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(part) for part in value]
    return _fitted(value, 4000) if isinstance(value, str) else json.loads(json.dumps(value, allow_nan=False))


def _cause(error: Exception) -> str:
    """What went wrong, without what was to be written."""
    if isinstance(error, StoreError):
        return str(error)
    return str(error.orig).splitlines()[0] if isinstance(error, DatabaseError) else f"{type(error).__name__}: {error}"
