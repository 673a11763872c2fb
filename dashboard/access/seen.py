"""Small writes that may be left out: done at once where the store is free, skipped where somebody else holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.sql.dml import Update

from geodata.store.engine import is_sqlite

LOCK_WAIT_MS = 20      # on a server, for a row that somebody else is writing


def write_if_free(engine: Engine, statement: Update) -> bool:
    """Run one statement in its own transaction without waiting for locks; False where it was left out (locked, full disk, away)."""
    try:
        with engine.connect() as connection, _unwaiting(connection) as writer, writer.begin():
            if not is_sqlite(writer):
                writer.execute(text(f"SET LOCAL lock_timeout = {LOCK_WAIT_MS}"))
            writer.execute(statement)
            return True
    except (OperationalError, PoolTimeoutError):
        return False


@contextmanager
def _unwaiting(connection: Connection) -> Iterator[Connection]:
    writer = connection.execution_options(is_writer=True)
    if not is_sqlite(connection):
        yield writer
        return
    driver: Any = connection.connection.driver_connection
    patience = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        yield writer
    finally:
        driver.execute(f"PRAGMA busy_timeout = {int(patience)}")
