"""What many tests stand on: a home of their own, an empty store on each engine, the pack."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from geodata.settings import Settings
from geodata.store.engine import open_store
from geodata.store.migration import migrate
from tests.databases import Databases
from tests.requirements import need

if TYPE_CHECKING:
    from geodata.pack import Pack

BROWSER = "tests/browser/"
POSTGIS = "HUITIAN_TEST_POSTGIS_URL"

# a busy machine is no fault of an example
hypothesis_settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("patient")


class OneBrowser(LoadFileScheduling):
    """Several processes share the tests by file, so that what a file makes is made once; all that look through a browser are one share:
    two browsers at once are too much for two cores.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return BROWSER if file.startswith(BROWSER) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneBrowser:
    """Deals the tests to the processes that run them."""
    return OneBrowser(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest share is dealt first."""
    items.sort(key=lambda item: not item.nodeid.startswith(BROWSER))


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
def sqlite_store(tmp_path: Path, sqlite_file: Path) -> Iterator[Engine]:
    """An empty, migrated SQLite store."""
    yield from _opened(f"sqlite:///{shutil.copy(sqlite_file, tmp_path / 'store.sqlite')}")


@pytest.fixture
def postgis_store(databases: Databases) -> Iterator[Engine]:
    """An empty, migrated PostGIS store."""
    with databases.lent(is_migrated=True) as url:
        yield from _opened(url)


@pytest.fixture
def postgis_url(databases: Databases) -> Iterator[str]:
    """Address of a PostGIS database of the test's own, in which nothing is made yet."""
    with databases.lent(is_migrated=False) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, migrated once a run; to be copied, never opened."""
    file = tmp_path_factory.mktemp("template") / "store.sqlite"
    engine = open_store(f"sqlite:///{file}", create=True)
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Databases on the server named by HUITIAN_TEST_POSTGIS_URL, this run's own."""
    server = os.environ.get(POSTGIS, "")
    need("postgis", bool(server), f"{POSTGIS} names no PostGIS server")
    with Databases(server) as found:
        yield found


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The built-in pack, read once."""
    from geodata.pack import load_pack

    return load_pack("huitian")


def _opened(url: str) -> Iterator[Engine]:
    engine = open_store(url)
    yield engine
    engine.dispose()
