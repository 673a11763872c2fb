"""How each engine takes an archive in: SQLite as a new file that replaces the old one, PostgreSQL in one transaction."""

from __future__ import annotations

import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import Connection, Integer, func, inspect, make_url, select, text, update

from geodata import texts
from geodata.clock import Clock
from geodata.errors import FileRefused, StoreError
from geodata.keys import key_for
from geodata.settings import Settings
from geodata.store.archive import Archive, StoredTable
from geodata.store.audit import BEGUN
from geodata.store.audit_chain import Entry, Verdict
from geodata.store.audit_chain import check as check_chain
from geodata.store.audit_head import Head
from geodata.store.digest import TableDigest
from geodata.store.engine import open_store, read_transaction, write_transaction
from geodata.store.migration import migrate, move_to
from geodata.store.models import Account, Audit, Base, Meta, Share, SignIn
from geodata.store.rowstream import CHUNK_ROWS, copy_postgres, insert_sqlite, quoted, read_rows, tables

STAGING_SUFFIX = ".restoring"
_FAST = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "foreign_keys = OFF", "cache_size = -262144")
_FOLLOWERS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Restoring(ABC):
    """An archive on its way into a store."""

    archive: Archive
    url: str
    clock: Clock
    on_rows: Callable[[int], None]

    @abstractmethod
    def run(self, secret: str, *, before_switch: Callable[[], object]) -> Verdict | None:
        """Take everything in, or nothing. `secret` "" says that it is another one than at the backup: then what hangs on it goes.

        The verdict is on the trail that came along, None where it cannot be carried on. Raises StoreError, FileRefused.
        """

    def wanted(self, secret: str) -> list[StoredTable]:
        """The tables to take in: a trail that was signed with another secret stays outside."""
        return [t for t in self.archive.manifest.tables if secret or t.name != Audit.__tablename__]

    def require_columns(self, store: Connection, wanted: list[StoredTable]) -> None:
        """Raise FileRefused where a table of the archive is not one of the store, column by column."""
        known, manifest = inspect(store), self.archive.manifest
        for table in wanted:
            found = {c["name"] for c in known.get_columns(table.name)} if known.has_table(table.name) else set()
            if found != set(table.kinds):
                refusal = texts.RESTORE_COLUMNS.format(file=self.archive.path.name, table=table.name, revision=manifest.revision)
                raise FileRefused(refusal)


class SqliteRestoring(Restoring):
    """A new file beside the old one."""

    def run(self, secret: str, *, before_switch: Callable[[], object]) -> Verdict | None:
        """See `Restoring`."""
        live = Path(make_url(self.url).database or "")
        staging = live.with_name(live.name + STAGING_SUFFIX)
        _remove(staging)
        try:
            verdict = self._built(staging, secret)
            _require_alone(live)
            before_switch()
            for suffix in _FOLLOWERS:      # the journal of the old file must never meet the new one
                live.with_name(live.name + suffix).unlink(missing_ok=True)
            staging.replace(live)
            _sync(live.parent)
        finally:
            _remove(staging)
        return verdict

    def _built(self, staging: Path, secret: str) -> Verdict | None:
        wanted = self.wanted(secret)
        engine = open_store(f"sqlite:///{staging}", create=True)
        try:
            with write_transaction(engine, is_load=True) as store:
                move_to(store, self.archive.manifest.revision)
                self.require_columns(store, wanted)
            engine.dispose()
            self._filled(staging, wanted)
            with read_transaction(engine) as store:
                for table in wanted:
                    require_equal(store, table)
            with write_transaction(engine, is_load=True) as store:
                move_to(store, "head")
                verdict = finish(store, self.clock, secret)
        finally:
            engine.dispose()
        _sync(staging)
        return verdict

    def _filled(self, staging: Path, wanted: list[StoredTable]) -> None:
        """No journal: a half-written file is thrown away. Indexes come after the rows, which is faster."""
        with closing(sqlite3.connect(staging, isolation_level=None)) as raw:
            for pragma in _FAST:
                raw.execute(f"PRAGMA {pragma}")
            raw.execute("BEGIN")
            made = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
            for name, _ in made:
                raw.execute(f"DROP INDEX {quoted(name)}")
            for table in wanted:
                try:
                    for frame in self.archive.frames(table):
                        insert_sqlite(raw, table.name, table.kinds, frame)
                        self.on_rows(frame.height)
                except sqlite3.Error as error:
                    raise StoreError(texts.RESTORE_REFUSED.format(table=table.name, found=type(error).__name__)) from error
            for _, statement in made:
                raw.execute(statement)
            raw.execute("COMMIT")


class PostgresRestoring(Restoring):
    """One transaction: other connections see the old rows until all the new ones are there."""

    def run(self, secret: str, *, before_switch: Callable[[], object]) -> Verdict | None:
        """See `Restoring`."""
        engine = open_store(self.url)
        wanted = self.wanted(secret)
        try:
            migrate(engine)
            with write_transaction(engine, is_load=True) as store:
                store.execute(text("SET LOCAL statement_timeout = 0"))
                _empty(store)
                move_to(store, self.archive.manifest.revision)
                self.require_columns(store, wanted)
                self._filled(store, wanted)
                for table in wanted:
                    require_equal(store, table)
                move_to(store, "head")
                verdict = finish(store, self.clock, secret)
                _set_sequences(store)
                before_switch()
        finally:
            engine.dispose()
        return verdict

    def _filled(self, store: Connection, wanted: list[StoredTable]) -> None:
        raw = store.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        for table in wanted:
            try:
                for frame in self.archive.frames(table):
                    copy_postgres(raw, table.name, table.kinds, frame)
                    self.on_rows(frame.height)
            except psycopg.Error as error:
                raise StoreError(texts.RESTORE_REFUSED.format(table=table.name, found=type(error).__name__)) from error


def restoring_of(settings: Settings, archive: Archive, on_rows: Callable[[int], None]) -> Restoring:
    """The way in for the engine of these settings."""
    way = SqliteRestoring if settings.is_embedded else PostgresRestoring
    return way(archive, settings.store_url, settings.clock, on_rows)


def require_equal(store: Connection, table: StoredTable) -> None:
    """Raise StoreError unless the table, read back, has the digest that the archive says."""
    digest = TableDigest()
    for frame in read_rows(store, table.name, table.kinds, table.key):
        digest.add(frame)
    if (digest.rows, digest.hexdigest()) != (table.rows, table.digest):
        raise StoreError(texts.RESTORE_UNEQUAL.format(table=table.name))


def finish(store: Connection, clock: Clock, secret: str) -> Verdict | None:
    """What a restored store must not carry on: sign-ins, which may have been ended since; under a new secret all that hung on the old."""
    now = clock.now()
    store.execute(update(SignIn).where(SignIn.revoked_at.is_(None)).values(revoked_at=now))
    if secret:
        return _verdict(store, secret)
    store.execute(update(Account).values(totp_sealed="", totp_confirmed=False, totp_last_step=0))
    store.execute(update(Share).where(Share.revoked_at.is_(None)).values(revoked_at=now))
    store.execute(Meta.__table__.delete().where(Meta.key == BEGUN))  # type: ignore[attr-defined]
    return None


def _verdict(store: Connection, secret: str) -> Verdict:
    last = store.execute(select(Audit.id, Audit.hash).order_by(Audit.id.desc()).limit(1)).first()
    rows = store.execute(select(Audit.__table__).order_by(Audit.id).execution_options(yield_per=CHUNK_ROWS))
    return check_chain((Entry(**row._mapping) for row in rows), Head(*last) if last else None, key_for(secret, "audit"))


def _require_alone(live: Path) -> None:
    """Raise StoreError where another process has the old file open: it would go on writing into what is gone."""
    if not live.exists():
        return
    try:
        with closing(sqlite3.connect(live, isolation_level=None, timeout=2)) as old:
            old.execute("PRAGMA journal_mode = DELETE")     # refused unless nobody else is there
    except sqlite3.OperationalError as error:
        raise StoreError(texts.RESTORE_IN_USE.format(where=live)) from error
    except sqlite3.DatabaseError:
        return              # no database any more; the very reason for a restore


def _empty(store: Connection) -> None:
    """Remove every row; the trail's, too, for the archive brings its own."""
    names = ", ".join(quoted(table.name) for table in tables())
    store.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
    store.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    store.execute(text("ALTER TABLE audit ENABLE TRIGGER USER"))


def _set_sequences(store: Connection) -> None:
    """The next row gets the number after the highest."""
    for table in Base.metadata.sorted_tables:
        key = list(table.primary_key)
        if len(key) == 1 and isinstance(key[0].type, Integer):
            sequence = store.scalar(select(func.pg_get_serial_sequence(quoted(table.name), key[0].name)))
            highest = store.scalar(select(func.max(key[0])))
            if sequence and highest:
                store.execute(select(func.setval(sequence, highest)))


def _remove(path: Path) -> None:
    for suffix in ("", *_FOLLOWERS):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
