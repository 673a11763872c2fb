"""The databases of test runs: lent empty, however they were left; what a killed run left is dropped by the next one."""

from __future__ import annotations

import os
import secrets
from datetime import datetime

import pytest
from sqlalchemy import create_engine, make_url, select, text

from geodata.clock import SHANGHAI
from geodata.store.engine import open_store, read_transaction, write_transaction
from geodata.store.migration import known_version, store_version
from geodata.store.models import Audit, Base
from tests.conftest import POSTGIS
from tests.databases import PREFIX, TOKEN_BYTES, Databases

pytestmark = pytest.mark.postgis

ACT = {"actor": "a", "action": "b", "subject": "c", "details": {}, "address": "", "previous_hash": "", "hash": ""}


def spoilt(databases: Databases, *statements: str) -> str:
    """The name of a database in which a test wrote a row and did this."""
    with databases.lent(is_migrated=True) as url:
        engine = open_store(url)
        with write_transaction(engine) as store:
            store.execute(Audit.__table__.insert(), [{**ACT, "at": datetime(2026, 7, 1, tzinfo=SHANGHAI)}])  # type: ignore[attr-defined]
            for statement in statements:
                store.execute(text(statement))
        engine.dispose()
    return str(make_url(url).database)


def test_a_database_is_lent_again_empty_and_its_numbers_begin_anew(databases: Databases) -> None:
    name = spoilt(databases)

    with databases.lent(is_migrated=True) as url:
        engine = open_store(url)
        with write_transaction(engine) as store:
            assert [t.name for t in Base.metadata.sorted_tables if store.execute(select(t)).first()] == []
            store.execute(Audit.__table__.insert(), [{**ACT, "at": datetime(2026, 7, 1, tzinfo=SHANGHAI)}])  # type: ignore[attr-defined]
            assert store.scalar(select(Audit.id)) == 1
        assert store_version(engine) == known_version()
        engine.dispose()
    assert make_url(url).database == name


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE meta ADD COLUMN more text", "DROP POLICY seen_by_code ON daily", "REVOKE SELECT ON area FROM huitian_viewer",
        "CREATE TABLE another (id int)", "UPDATE alembic_version SET version_num = '9999'", "DROP TABLE share CASCADE",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'", "ALTER TABLE audit DISABLE TRIGGER ALL",
    ],
)  # fmt: skip
def test_a_database_whose_tables_were_changed_is_not_lent_again(databases: Databases, change: str) -> None:
    name = spoilt(databases, change)

    with databases.lent(is_migrated=True) as url:
        assert make_url(url).database != name


def test_one_without_a_store_is_so_again_whatever_was_made_in_it(databases: Databases) -> None:
    with databases.lent(is_migrated=False) as url:
        engine = open_store(url)
        with write_transaction(engine) as store:
            store.execute(text("CREATE TABLE mine (id int)"))
        engine.dispose()

    with databases.lent(is_migrated=False) as again:
        engine = open_store(again)
        assert store_version(engine) == ""
        with read_transaction(engine) as store:
            assert store.scalar(text("SELECT to_regclass('mine')")) is None
        engine.dispose()


def test_a_run_drops_what_dead_runs_left_and_nothing_of_the_living(databases: Databases) -> None:
    server = os.environ[POSTGIS]
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection, databases.lent(is_migrated=False) as mine:
        abandoned = f"{PREFIX}{secrets.token_hex(TOKEN_BYTES)}_1"
        connection.execute(text(f"CREATE DATABASE {abandoned}"))

        with Databases(server), Databases(server):
            names = set(connection.scalars(text("SELECT datname FROM pg_database")))

        assert abandoned not in names
        assert make_url(mine).database in names
    admin.dispose()


def test_a_run_that_was_started_from_another_database_of_the_server_is_living_too(databases: Databases) -> None:
    with databases.lent(is_migrated=False) as elsewhere, Databases(elsewhere) as others, others.lent(is_migrated=False) as theirs:
        with Databases(os.environ[POSTGIS]):
            pass

        engine = create_engine(theirs)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        engine.dispose()
