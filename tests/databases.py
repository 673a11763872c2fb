"""PostGIS databases of a test's own: copies of one that was made, and migrated, once a run.

Every run has a token of its own in the names of its databases and holds a lock of that number; a run that was killed holds none, and the
next one drops what it left.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from types import TracebackType

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from geodata.store.engine import open_store, write_transaction
from geodata.store.migration import migrate

PREFIX = "huitian_test_"
SCHEMA = "store"              # not PostGIS's own: whatever stands in it is ours
TOKEN_BYTES = 6


class Databases:
    """The databases of one run; `server` is the address of one that must not be touched, by a user who may make others."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._token = secrets.token_hex(TOKEN_BYTES)
        self._numbers = count(1)
        self._templates: dict[bool, str] = {}
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
    def copy(self, *, is_migrated: bool) -> Iterator[str]:
        """Address of a new database with an empty store, or with nothing but PostGIS; dropped in the end."""
        name = self._create(self._template(is_migrated=is_migrated))
        try:
            yield self._address(name).render_as_string(hide_password=False)
        finally:
            self._drop(name)

    def _template(self, *, is_migrated: bool) -> str:
        if is_migrated not in self._templates:
            name = self._create(self._template(is_migrated=False) if is_migrated else "template0")
            engine = open_store(self._address(name).render_as_string(hide_password=False))
            if is_migrated:
                migrate(engine)
            else:
                with write_transaction(engine) as store:
                    store.execute(text(f"CREATE SCHEMA {SCHEMA}"))
                    store.execute(text("CREATE EXTENSION postgis SCHEMA public"))
            engine.dispose()
            self._templates[is_migrated] = name
        return self._templates[is_migrated]

    def _address(self, name: str) -> URL:
        # a power cut is no part of any test: commits need not wait for the disk
        options = f"-csearch_path={SCHEMA},public -csynchronous_commit=off"
        return self._server.set(database=name).update_query_dict({"options": options})

    def _create(self, template: str) -> str:
        name = f"{PREFIX}{self._token}_{next(self._numbers)}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _drop(self, name: str) -> None:
        self._say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _drop_all(self, token: str) -> None:
        found = text("SELECT datname FROM pg_database WHERE starts_with(datname, :start)")
        for name in self._admin.scalars(found, {"start": f"{PREFIX}{token}_"}).all():
            self._drop(name)

    def _sweep(self) -> None:
        found = text("SELECT DISTINCT split_part(datname, '_', 3) FROM pg_database WHERE datname ~ :ours")
        ours = f"^{PREFIX}[0-9a-f]{{{2 * TOKEN_BYTES}}}_[0-9]+$"
        for token in self._admin.scalars(found, {"ours": ours}).all():
            if token != self._token and self._take(token):
                self._drop_all(token)
                self._admin.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": int(token, 16)})

    def _take(self, token: str) -> bool:
        """Whether this run could take the lock of a run."""
        return bool(self._admin.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": int(token, 16)}))

    def _say(self, statement: str) -> None:
        self._admin.exec_driver_sql(statement)
