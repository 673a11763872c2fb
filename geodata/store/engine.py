"""The store's two engines behind one door: SQLite in WAL mode on one machine, PostGIS beyond it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from geodata import texts
from geodata.errors import StoreError
from geodata.store import patience, sqlite_geo

# a writer waits for the one before it: a load of a million rows holds the lock for about a quarter of a minute; no reader of a page does
LOCK_WAIT_SECONDS = 120
SERVING_LOCK_WAIT_SECONDS = 5
LOAD_LOCK = "huitian.load"

# the server is away or the file is no database; the other errors below DatabaseError are faults of ours
_UNREACHED = (OperationalError, DatabaseError, InterfaceError)

# SQLite's name of an error, or PostgreSQL's SQLSTATE (its words follow the server's language) -> what we say; else the store is away
_SAID: dict[str, str] = {
    "SQLITE_BUSY": texts.STORE_LOCKED,
    "SQLITE_LOCKED": texts.STORE_LOCKED,
    "55P03": texts.STORE_LOCKED,
    "SQLITE_FULL": texts.STORE_FULL,
    "53100": texts.STORE_FULL,
    "SQLITE_IOERR": texts.STORE_DISK,
    "58030": texts.STORE_DISK,
    "57014": texts.STORE_SLOW,
}

_PRAGMAS = (
    "page_size = 16384",           # of a new file only; rows are wide, and fewer pages load faster
    "journal_mode = WAL",
    "synchronous = FULL",          # a batch in the ledger has survived a power cut
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -65536",         # KiB
    "journal_size_limit = 67108864",
)


def open_store(url: str, *, create: bool = False, is_serving: bool = False) -> Engine:
    """An engine on the store at a SQLAlchemy address; nothing is migrated.

    `create` lets a SQLite file that is not there be made. `is_serving`: readers wait behind it, so that nothing is waited for longer than
    a page may take. Raises StoreError when the address is of neither engine, or the file is missing.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(texts.STORE_ADDRESS.format(url=url.split("@")[-1])) from error
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        return _sqlite(parsed, create=create, wait_seconds=SERVING_LOCK_WAIT_SECONDS if is_serving else LOCK_WAIT_SECONDS)
    if parsed.drivername == "postgresql+psycopg":
        return _postgres(parsed, is_serving=is_serving)
    raise StoreError(texts.STORE_ADDRESS.format(url=parsed.render_as_string(hide_password=True)))


@contextmanager
def write_transaction(engine: Engine, *, is_load: bool = False) -> Iterator[Connection]:
    """A connection that may write; committed at the end, rolled back on any error.

    SQLite begins IMMEDIATE, so that a reader never has to become a writer half-way; on PostGIS loads (`is_load`) wait for each other
    while small writes go on. Raises StoreError when the store is away or stays locked.
    """
    with _reached(engine), engine.connect() as connection:
        writer = connection.execution_options(is_writer=True)
        with writer.begin():
            if is_load:
                _hold_off_loads(writer)
            yield writer


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the store throughout. Raises StoreError when the store is away."""
    options = {} if is_sqlite(engine) else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with _reached(engine), engine.connect() as connection:
        reader = connection.execution_options(**options)
        with reader.begin():
            yield reader


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """An ORM session on `write_transaction`; flushed and committed at the end."""
    with write_transaction(engine) as connection, Session(connection, expire_on_commit=False) as session:
        yield session
        session.flush()


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """An ORM session on `read_transaction`."""
    with read_transaction(engine) as connection, Session(connection) as session:
        yield session


def store_error(bind: Engine | Connection, fault: BaseException) -> StoreError:
    """What a driver's own error means, for those who speak to the driver directly."""
    where = bind.engine.url.render_as_string(hide_password=True)
    return StoreError(_template(fault).format(where=where, found=_first_line(fault)))


def is_sqlite(bind: Engine | Connection) -> bool:
    """Whether this is the embedded engine."""
    return bind.dialect.name == "sqlite"


def _postgres(url: URL, *, is_serving: bool) -> Engine:
    # a failed statement is never shown with the values it was about
    options: dict[str, Any] = {"pool_pre_ping": True, "hide_parameters": True, "connect_args": patience.ALIVE}
    engine = create_engine(url, **options, **(patience.POOL if is_serving else {}))
    if is_serving:
        patience.make_patient(engine)
    return engine


def _sqlite(url: URL, *, create: bool, wait_seconds: int) -> Engine:
    if url.database and not create and not Path(url.database).is_file():
        raise StoreError(texts.STORE_MISSING.format(path=url.database))
    engine = create_engine(url, connect_args={"timeout": wait_seconds}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if url.database:
        _hold_to_file(engine, Path(url.database), mode="rwc" if create else "rw")
    return engine


def _hold_to_file(engine: Engine, path: Path, *, mode: str) -> None:
    """Connections belong to the file that has the name now: a file moved away is missed, one put in its place (a restore) is read."""

    def connect(_dialect: object, _record: object, arguments: list[Any], named: dict[str, Any]) -> None:
        arguments[0], named["uri"] = f"file:{quote(str(path))}?mode={mode}", True

    def connected(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _identity(path)

    def checkout(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        if record.info.get("file") != _identity(path):
            raise DisconnectionError

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", connected)
    event.listen(engine, "checkout", checkout)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None   # we say BEGIN ourselves: the driver's own would not cover reads and table changes
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    sqlite_geo.install(connection)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("is_writer") else "BEGIN")


def _hold_off_loads(connection: Connection) -> None:
    """Hold other loads and migrations off until this transaction ends; SQLite has one writer anyway."""
    if not is_sqlite(connection):
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(LOAD_LOCK), func.hashtext(func.current_schema()))))


@contextmanager
def _reached(engine: Engine) -> Iterator[None]:
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreError(texts.STORE_CROWDED.format(where=engine.url.render_as_string(hide_password=True))) from error
    except DBAPIError as error:
        if type(error) not in _UNREACHED:
            raise
        raise store_error(engine, error.orig or error) from error


def _template(fault: BaseException) -> str:
    name = getattr(fault, "sqlite_errorname", None) or getattr(fault, "sqlstate", None) or ""
    return next((said for sign, said in _SAID.items() if name.startswith(sign)), texts.STORE_AWAY)


def _first_line(fault: BaseException) -> str:
    return next(iter(str(fault).strip().splitlines()), type(fault).__name__)
