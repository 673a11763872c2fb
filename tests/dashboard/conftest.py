"""What query tests count: one small city, made once and only looked at, and the same on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.queries.cubes import Source
from geodata.pack import Pack
from geodata.store.engine import open_store
from geodata.store.migration import migrate
from tests.scene import city, filled, home_of


@pytest.fixture(scope="session")
def city_source(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Source:
    """`scene.city()` on SQLite, for tests that read the history only."""
    settings = home_of(tmp_path_factory.mktemp("city"))
    engine = open_store(settings.store_url, create=True)
    migrate(engine)
    source = filled(engine, settings, pack, city())
    engine.dispose()
    return source


@pytest.fixture
def city_on_store(store: Engine, tmp_path: Path, pack: Pack) -> tuple[Engine, Source]:
    """`scene.city()`, smaller, on each engine, for tests that read the store."""
    return store, filled(store, home_of(tmp_path), pack, city(250))
