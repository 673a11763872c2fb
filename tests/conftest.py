"""What many tests stand on: a home of their own, an empty store on each engine, the pack."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, make_url, text

from geodata.settings import Settings
from geodata.store.engine import open_store, write_transaction
from geodata.store.migration import migrate
from tests.requirements import need

if TYPE_CHECKING:
    from geodata.pack import Pack

POSTGIS = "HUITIAN_TEST_POSTGIS_URL"

# a busy machine is no fault of an example
hypothesis_settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("patient")


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """Settings of an embedded home that nobody else has; nothing is made yet."""
    return Settings(home=tmp_path / "home")


@pytest.fixture(params=["sqlite", pytest.param("postgis", marks=pytest.mark.postgis)])
def store(request: pytest.FixtureRequest) -> Engine:
    """An empty, migrated store; a test that takes it runs once on each engine."""
    engine: Engine = request.getfixturevalue(f"{request.param}_store")
    return engine


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated SQLite store."""
    yield from _migrated(f"sqlite:///{tmp_path / 'store.sqlite'}")


@pytest.fixture
def postgis_store(postgis_url: str) -> Iterator[Engine]:
    """An empty, migrated PostGIS store."""
    yield from _migrated(postgis_url)


@pytest.fixture
def postgis_url() -> Iterator[str]:
    """Address of a schema of the test's own on the server named by HUITIAN_TEST_POSTGIS_URL."""
    server = os.environ.get(POSTGIS, "")
    need("postgis", bool(server), f"{POSTGIS} names no PostGIS server")
    schema = f"test_{secrets.token_hex(6)}"
    admin = open_store(server)
    _run(admin, "CREATE EXTENSION IF NOT EXISTS postgis", f"CREATE SCHEMA {schema}")
    url = make_url(server).update_query_dict({"options": f"-csearch_path={schema},public"})
    yield url.render_as_string(hide_password=False)
    _run(admin, f"DROP SCHEMA {schema} CASCADE")
    admin.dispose()


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The built-in pack, read once."""
    from geodata.pack import load_pack

    return load_pack("huitian")


def _migrated(url: str) -> Iterator[Engine]:
    engine = open_store(url, create=True)
    migrate(engine)
    yield engine
    engine.dispose()


def _run(engine: Engine, *statements: str) -> None:
    with write_transaction(engine) as connection:
        for statement in statements:
            connection.execute(text(statement))
