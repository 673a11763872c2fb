"""PostGIS databases of a test's own: migrated once a run, lent to a test, emptied after it and lent again.

A test may do what it likes: a database whose tables it changed is put away instead of lent again. Every run has a token of its own in the
names of its databases and holds a lock of that number; a run that was killed holds none, and the next one drops what it left.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from types import TracebackType

from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from geodata.store.engine import open_store, write_transaction
from geodata.store.migration import migrate

PREFIX = "huitian_test_"
SCHEMA = "store"              # not PostGIS's own: whatever stands in it is ours
TOKEN_BYTES = 6

# a row of a catalogue has a new xmin whenever it changed
_CHANGES = text(f"""
  WITH ours AS (SELECT oid, xmin FROM pg_class WHERE relnamespace = '{SCHEMA}'::regnamespace)
  SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
    SELECT 'class' || oid || ':' || xmin FROM ours
    UNION ALL SELECT 'attribute' || attrelid || '.' || attnum || ':' || a.xmin FROM pg_attribute a JOIN ours ON ours.oid = attrelid
    UNION ALL SELECT 'default' || d.oid || ':' || d.xmin FROM pg_attrdef d JOIN ours ON ours.oid = adrelid
    UNION ALL SELECT 'trigger' || t.oid || ':' || t.xmin FROM pg_trigger t JOIN ours ON ours.oid = tgrelid
    UNION ALL SELECT 'policy' || p.oid || ':' || p.xmin FROM pg_policy p JOIN ours ON ours.oid = polrelid
    UNION ALL SELECT 'constraint' || oid || ':' || xmin FROM pg_constraint WHERE connamespace = '{SCHEMA}'::regnamespace
    UNION ALL SELECT 'procedure' || oid || ':' || xmin FROM pg_proc WHERE pronamespace = '{SCHEMA}'::regnamespace
    UNION ALL SELECT 'type' || oid || ':' || xmin FROM pg_type WHERE typnamespace = '{SCHEMA}'::regnamespace
    UNION ALL SELECT 'schema' || oid || ':' || xmin FROM pg_namespace WHERE nspname = '{SCHEMA}'
  ) AS parts (part)""")

_TABLES = text(f"SELECT relname FROM pg_class WHERE relnamespace = '{SCHEMA}'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname")

_SEQUENCES = text(f"""
  SELECT setval(seqrelid, seqstart, false) FROM pg_sequence JOIN pg_class ON oid = seqrelid
  WHERE relnamespace = '{SCHEMA}'::regnamespace AND NOT EXISTS (
    SELECT FROM pg_depend JOIN pg_class AS owner ON owner.oid = refobjid WHERE objid = seqrelid AND owner.relname = ANY(:kept))""")

_HELD = text("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND (classid::bigint << 32) | objid::bigint = :key)")

_OTHERS = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")


@dataclass(frozen=True)
class Lent:
    """A database, how its tables were made, and what a migration wrote into some of them (their digests)."""

    name: str
    changes: str
    kept: dict[str, str]


class Databases:
    """The databases of one run; `server` is the address of one that must not be touched, by a superuser."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._token = secrets.token_hex(TOKEN_BYTES)
        self._numbers = count(1)
        self._templates: dict[bool, Lent] = {}
        self._free: dict[bool, list[Lent]] = {True: [], False: []}
        self._engine = create_engine(self._server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._admin = self._engine.connect()
        self._take(self._token)
        self._sweep()

    def __enter__(self) -> Databases:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._drop_all(self._token)
        self._admin.close()
        self._engine.dispose()

    @contextmanager
    def lent(self, *, is_migrated: bool) -> Iterator[str]:
        """Address of a database nobody else has, with an empty store or with nothing but PostGIS."""
        free = self._free[is_migrated]
        database = free.pop() if free else self._made(is_migrated=is_migrated)
        try:
            yield self._address(database.name)
        finally:
            with self._inside(database.name) as connection:
                connection.execute(_OTHERS)
                if not is_migrated:
                    _forget(connection)
                if not is_migrated or _emptied(connection, database):
                    free.append(database)

    def _made(self, *, is_migrated: bool) -> Lent:
        if is_migrated not in self._templates:
            self._templates[is_migrated] = self._migrated() if is_migrated else self._bare()
        template = self._templates[is_migrated]
        return replace(template, name=self._create(template.name))

    def _bare(self) -> Lent:
        name = self._create("template0")
        with self._inside(name) as connection:
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
            connection.execute(text("CREATE EXTENSION postgis SCHEMA public"))
        return Lent(name, "", {})

    def _migrated(self) -> Lent:
        name = self._made(is_migrated=False).name
        engine = open_store(self._address(name))
        migrate(engine)
        engine.dispose()
        with self._inside(name) as connection:
            kept = {table: digest for table in connection.scalars(_TABLES).all() if (digest := _digest(connection, table))}
            return Lent(name, str(connection.scalar(_CHANGES)), kept)

    @contextmanager
    def _inside(self, name: str) -> Iterator[Connection]:
        engine = open_store(self._address(name))
        try:
            with write_transaction(engine) as connection:
                yield connection
        finally:
            engine.dispose()

    def _address(self, name: str) -> str:
        # a power cut is no part of any test: commits need not wait for the disk
        options = f"-csearch_path={SCHEMA},public -csynchronous_commit=off"
        url: URL = self._server.set(database=name).update_query_dict({"options": options})
        return url.render_as_string(hide_password=False)

    def _create(self, template: str) -> str:
        name = f"{PREFIX}{self._token}_{next(self._numbers)}"
        self._admin.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _drop_all(self, token: str) -> None:
        found = text("SELECT datname FROM pg_database WHERE starts_with(datname, :start)")
        for name in self._admin.scalars(found, {"start": f"{PREFIX}{token}_"}).all():
            self._admin.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _sweep(self) -> None:
        found = text("SELECT DISTINCT split_part(datname, '_', 3) FROM pg_database WHERE datname ~ :ours")
        ours = f"^{PREFIX}[0-9a-f]{{{2 * TOKEN_BYTES}}}_[0-9]+$"
        for token in self._admin.scalars(found, {"ours": ours}).all():
            if token != self._token and not self._is_held(token) and self._take(token):
                self._drop_all(token)
                self._admin.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": int(token, 16)})

    def _is_held(self, token: str) -> bool:
        """Whether a living run has it: its lock is asked for in every database of the server, a lock itself is of one."""
        return bool(self._admin.scalar(_HELD, {"key": int(token, 16)}))

    def _take(self, token: str) -> bool:
        """Whether this run could take the lock of a run."""
        return bool(self._admin.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": int(token, 16)}))


def _forget(connection: Connection) -> None:
    connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
    connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))


def _emptied(connection: Connection, database: Lent) -> bool:
    """Take every row away that a test wrote; False where its tables, or what a migration wrote, are not as they were."""
    if connection.scalar(_CHANGES) != database.changes:
        return False
    connection.execute(text("SET LOCAL session_replication_role = replica"))     # no trigger keeps a row, the audit trail's neither
    for table in connection.scalars(_TABLES).all():
        if table in database.kept:
            if _digest(connection, table) != database.kept[table]:
                return False
        elif connection.scalar(text(f'SELECT EXISTS (SELECT FROM "{table}")')):
            connection.execute(text(f'DELETE FROM "{table}"'))
    connection.execute(_SEQUENCES, {"kept": list(database.kept)})
    return True


def _digest(connection: Connection, table: str) -> str:
    """Digest of a table's rows; "" where it has none."""
    found = connection.scalar(text(f'SELECT md5(string_agg(row::text, chr(10) ORDER BY row::text)) FROM "{table}" AS row'))
    return str(found or "")
