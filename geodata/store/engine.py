"""The store's two engines behind one door: SQLite in WAL mode on one machine, PostGIS beyond it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.orm import Session

from geodata import texts
from geodata.errors import StoreError
from geodata.store import sqlite_geo

# a writer waits for the one before it: a load of a million rows holds the lock for about a quarter of a minute
LOCK_WAIT_SECONDS = 120
LOAD_LOCK = "huitian.load"

# the server is away or the file is no database; the other errors below DatabaseError are faults of ours
_UNREACHED = (OperationalError, DatabaseError)

_PRAGMAS = (
    "page_size = 16384",           # of a new file only; rows are wide, and fewer pages load faster
    "journal_mode = WAL",
    "synchronous = FULL",          # a batch in the ledger has survived a power cut
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -65536",         # KiB
    "journal_size_limit = 67108864",
)


def open_store(url: str, *, create: bool = False) -> Engine:
    """An engine on the store at a SQLAlchemy address; nothing is migrated.

    `create` lets a SQLite file that is not there be made. Raises StoreError when the address is of neither engine, or the file is missing.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(texts.STORE_ADDRESS.format(url=url.split("@")[-1])) from error
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        return _sqlite(parsed, create=create)
    if parsed.drivername == "postgresql+psycopg":
        return create_engine(parsed, pool_pre_ping=True)
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


def is_sqlite(bind: Engine | Connection) -> bool:
    """Whether this is the embedded engine."""
    return bind.dialect.name == "sqlite"


def _sqlite(url: URL, *, create: bool) -> Engine:
    if url.database and not create and not Path(url.database).is_file():
        raise StoreError(texts.STORE_MISSING.format(path=url.database))
    engine = create_engine(url, connect_args={"timeout": LOCK_WAIT_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


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
    except DatabaseError as error:
        if type(error) not in _UNREACHED:
            raise
        where, found = engine.url.render_as_string(hide_password=True), str(error.orig).strip().splitlines()[0]
        template = texts.STORE_LOCKED if "database is locked" in found else texts.STORE_AWAY
        raise StoreError(template.format(where=where, found=found)) from error
