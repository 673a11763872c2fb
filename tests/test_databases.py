"""The databases of test runs: copies are apart, and what a killed run left is dropped by the next one."""

from __future__ import annotations

import os
import secrets

import pytest
from sqlalchemy import create_engine, make_url, text

from geodata.store.engine import open_store, read_transaction, write_transaction
from geodata.store.migration import known_version, store_version
from tests.conftest import POSTGIS
from tests.databases import PREFIX, TOKEN_BYTES, Databases

pytestmark = pytest.mark.postgis


def test_a_copy_is_migrated_empty_and_apart_from_any_other(databases: Databases) -> None:
    with databases.copy(is_migrated=True) as url, databases.copy(is_migrated=True) as other:
        engine, second = open_store(url), open_store(other)
        with write_transaction(engine) as store:
            store.execute(text("INSERT INTO meta VALUES ('a', 'b')"))

        with read_transaction(second) as store:
            assert store.scalar(text("SELECT count(*) FROM meta")) == 0
        assert store_version(engine) == store_version(second) == known_version()
        engine.dispose()
        second.dispose()


def test_a_run_drops_what_dead_runs_left_and_nothing_of_the_living(databases: Databases) -> None:
    server = os.environ[POSTGIS]
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection, databases.copy(is_migrated=False) as mine:
        abandoned = f"{PREFIX}{secrets.token_hex(TOKEN_BYTES)}_1"
        connection.execute(text(f"CREATE DATABASE {abandoned}"))

        with Databases(server), Databases(server):
            names = set(connection.scalars(text("SELECT datname FROM pg_database")))

        assert abandoned not in names
        assert make_url(mine).database in names
    admin.dispose()
