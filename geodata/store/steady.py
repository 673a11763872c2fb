"""One state of the store for many readers' transactions: whatever is loaded meanwhile, all of them see what the first one saw.

A brief asks a dozen queries, each in a transaction of its own; between two of them a load may end. PostGIS lends one snapshot to other
transactions; on SQLite all of them go through one connection whose transaction stays open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.pool import NullPool, StaticPool

from geodata.store import sqlite_geo
from geodata.store.engine import is_sqlite, read_transaction


@contextmanager
def steady(engine: Engine) -> Iterator[Engine]:
    """An engine for reading whose every transaction sees the store as it is now, until the block ends. Raises StoreError."""
    with _sqlite(engine) if is_sqlite(engine) else _postgres(engine) as held:
        try:
            yield held
        finally:
            held.dispose()


class _Held(sqlite3.Connection):
    """A connection whose one transaction ends with it: what SQLAlchemy says at the end of each of its own is not passed on."""

    def commit(self) -> None:
        """Nothing."""

    def rollback(self) -> None:
        """Nothing."""


@contextmanager
def _sqlite(engine: Engine) -> Iterator[Engine]:
    with read_transaction(engine):                                  # says in our words where the store is away
        path = quote(str(engine.url.database))
        raw = sqlite3.connect(f"file:{path}?mode=ro", uri=True, factory=_Held, isolation_level=None, check_same_thread=False)
    try:
        sqlite_geo.install(raw)
        raw.execute("BEGIN")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()     # a transaction of SQLite sees the state of its first read
        yield create_engine(engine.url, creator=lambda: raw, poolclass=StaticPool, hide_parameters=True)
    finally:
        raw.close()


@contextmanager
def _postgres(engine: Engine) -> Iterator[Engine]:
    with read_transaction(engine) as first:
        snapshot = first.execute(select(func.pg_export_snapshot())).scalar_one()
        held = create_engine(engine.url, poolclass=NullPool, hide_parameters=True)

        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{snapshot}'")     # the server's own word: hexadecimal digits

        event.listen(held, "begin", begin)
        yield held
