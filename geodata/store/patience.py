"""How long a server of pages waits for its store: never so long that one hung database holds every reader's thread.

Timeouts of the server and of TCP do not help when a proxy in between takes everything and answers nothing; so the driver's own wait has an
end, and once a connection could not be made, one attempt a second is let through while all other readers are told at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from geodata import texts
from geodata.clock import stopwatch

PING_SECONDS = 1.5         # the pool asks a connection whether it still lives
CONNECT_SECONDS = 2        # the driver's least
ANSWER_SECONDS = 10        # one statement of a page
STATEMENT_MS, LOCK_MS = 8_000, 5_000
AGAIN_SECONDS = 1          # between two attempts at a server that is away
POOL = {"pool_size": 8, "max_overflow": 8, "pool_timeout": 3}

# a cable pulled out is noticed within half a minute, by loads too
ALIVE = {"keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000}


class Patient(psycopg.Connection[Any]):
    """A connection that gives up: after `patience_seconds` without an answer it is closed and OperationalError raised."""

    patience_seconds = PING_SECONDS

    def wait(self, gen: PQGen[RV], *options: Any, **named: Any) -> RV:
        """What the generator returns; every answer of the server is waited for here."""
        return super().wait(self._limited(gen), *options, **named)

    def _limited(self, gen: PQGen[RV]) -> PQGen[RV]:
        """The same generator, ended when it was woken without news past the limit."""
        end = stopwatch() + self.patience_seconds
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and stopwatch() > end:
                    self.pgconn.finish()
                    raise psycopg.OperationalError(texts.STORE_SILENT.format(seconds=self.patience_seconds))
                wanted = gen.send(ready) or wanted
        except StopIteration as done:
            result: RV = done.value
            return result


class Gate:
    """Says no at once while the server is away, but for one attempt at a time; owned by one engine."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_away = self._is_tried = False
        self._again_at = 0.0

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Surrounds one attempt to connect. Raises OperationalError when this is not the moment for one."""
        self._admit()
        has_reached = False
        try:
            yield
            has_reached = True
        finally:
            with self._lock:
                self._is_away, self._is_tried = not has_reached, False
                self._again_at = stopwatch() + AGAIN_SECONDS

    def _admit(self) -> None:
        with self._lock:
            if self._is_away and (self._is_tried or stopwatch() < self._again_at):
                raise psycopg.OperationalError(texts.STORE_STILL_AWAY)
            self._is_tried = self._is_away


def make_patient(engine: Engine) -> None:
    """Gives an engine on PostgreSQL, made with `pool_pre_ping`, the limits above."""
    gate = Gate()

    def connect(_dialect: object, _record: ConnectionPoolEntry, arguments: list[Any], named: dict[str, Any]) -> Patient:
        with gate.attempt():
            return _limited(Patient.connect(*arguments, **{**named, "connect_timeout": CONNECT_SECONDS}))

    def begin(connection: Connection) -> None:
        _patience(connection.connection.driver_connection, ANSWER_SECONDS)

    def checkin(connection: object, _record: ConnectionPoolEntry) -> None:
        _patience(connection, PING_SECONDS)

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", checkin)


def _limited(made: Patient) -> Patient:
    """The connection, on whose far side statements and locks have their end too."""
    limits = f"SELECT set_config('statement_timeout', '{STATEMENT_MS}', false), set_config('lock_timeout', '{LOCK_MS}', false)"
    try:
        made.execute(limits)
        made.commit()
    except psycopg.Error:
        made.close()
        raise
    return made


def _patience(connection: object, seconds: float) -> None:
    if isinstance(connection, Patient):
        connection.patience_seconds = seconds
