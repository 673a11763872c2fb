"""What query tests count: one small city, made once and only looked at, and the same on each engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import Engine

from dashboard.access.access import Access
from dashboard.app import create_app
from dashboard.desk import Desk
from dashboard.queries.cubes import Source
from geodata.clock import local
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import open_store
from geodata.store.founding import found_home
from geodata.store.migration import migrate
from tests.people import closed_home
from tests.scene import NEWEST, city, filled, home_of


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


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Settings:
    """A demo home with `scene.city()` in it; the clock stands still twenty minutes after its newest complaint."""
    settings = replace(home_of(tmp_path_factory.mktemp("desk")), now=local(NEWEST + timedelta(minutes=20)), rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city())
    engine.dispose()
    return settings


@pytest.fixture(scope="session")
def app(demo_home: Settings) -> Iterator[Dash]:
    """The whole dashboard on that home."""
    made = create_app(demo_home, is_demo=True)
    yield made
    made.server.extensions["desk"].engine.dispose()


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    """A browser without scripts."""
    return app.server.test_client()


@pytest.fixture(scope="session")
def closed_app(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Dash]:
    """The dashboard of a real home with `scene.city()` and one account of each role (`tests.people.PEOPLE`)."""
    made = create_app(closed_home(tmp_path_factory.mktemp("closed"), pack))
    yield made
    made.server.extensions["desk"].engine.dispose()


@pytest.fixture(scope="session")
def access(closed_app: Dash) -> Access:
    """Accounts, sign-ins, devices and trail of that home."""
    desk = closed_app.server.extensions["desk"]
    assert isinstance(desk, Desk)
    return desk.access
