"""The pulse: what a page learns every few seconds, and that it says so honestly when the store or a clock is not as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.access.access import Access
from dashboard.app import create_app
from geodata.clock import local
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.founding import found_home
from tests.people import signed_in
from tests.scene import NEWEST, city, filled, home_of

DESK = "desk"


@pytest.fixture
def own_home(tmp_path: Path, pack: Pack) -> Settings:
    """A demo home of the test's own, small."""
    settings = replace(home_of(tmp_path), now=local(NEWEST + timedelta(minutes=20)))
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(60))
    engine.dispose()
    return settings


@pytest.fixture
def own_app(own_home: Settings) -> Iterator[Dash]:
    """The dashboard on it."""
    app = create_app(own_home, is_demo=True)
    yield app
    app.server.extensions[DESK].engine.dispose()


def test_the_pulse_says_how_old_the_data_is(client: FlaskClient) -> None:
    answer = client.get("/api/pulse")

    said = answer.get_json()
    assert (said["as_of"][:16], said["age"], said["stale"], said["is_fixed"]) == ("2026-11-22T21:40", "数据 20 分钟前", "", True)
    assert len(said["version"]) >= 8
    assert answer.headers["Cache-Control"] == "no-store"


def test_data_past_its_limit_is_said_to_have_stopped(own_home: Settings) -> None:
    app = create_app(replace(own_home, now=local(NEWEST + timedelta(days=3))), is_demo=True)

    said = app.server.test_client().get("/api/pulse").get_json()

    assert said["stale"] == "数据停更 3 天"
    app.server.extensions[DESK].engine.dispose()


def test_a_clock_behind_the_newest_record_is_doubted(own_home: Settings) -> None:
    app = create_app(replace(own_home, now=local(NEWEST - timedelta(hours=2))), is_demo=True)

    said = app.server.test_client().get("/api/pulse").get_json()

    assert [m for m in said["messages"] if "服务器时钟可疑" in m and "晚 120 分钟" in m]
    app.server.extensions[DESK].engine.dispose()


def test_a_store_file_moved_away_is_a_503_and_back_again_a_200(own_app: Dash, own_home: Settings) -> None:
    client, file = own_app.server.test_client(), own_home.home / "store.sqlite"
    assert client.get("/api/pulse").status_code == 200

    file.rename(file.with_suffix(".away"))
    away = client.get("/api/pulse")
    assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
    assert str(own_home.home) not in away.get_data(as_text=True)
    assert not file.exists()

    file.with_suffix(".away").rename(file)
    assert client.get("/api/pulse").status_code == 200


def test_with_the_store_away_machines_and_pages_say_so_and_nothing_fails(own_app: Dash, own_home: Settings) -> None:
    client, file = own_app.server.test_client(), own_home.home / "store.sqlite"
    file.rename(file.with_suffix(".away"))

    expected = {"/": 200, "/api/cases?area=huitian": 503, "/readyz": 503, "/healthz": 200, "/api/export/cases.csv": 503}

    assert {path: client.get(path).status_code for path in expected} == expected


def test_a_new_load_is_a_new_version(own_app: Dash, own_home: Settings, pack: Pack) -> None:
    client = own_app.server.test_client()
    before = client.get("/api/pulse").get_json()

    desk = own_app.server.extensions[DESK]
    filled(desk.engine, own_home, pack, [{"order_no": "NEW", "created_at": NEWEST + timedelta(minutes=5)}])

    after = client.get("/api/pulse").get_json()
    assert before["version"] != after["version"]
    assert after["as_of"][:16] == "2026-11-22T21:45"


def test_nobody_hears_the_pulse_of_a_closed_home(closed_app: Dash) -> None:
    assert closed_app.server.test_client().get("/api/pulse").status_code == 401


@pytest.mark.parametrize("login", ["huilongguan", "city"])
def test_readers_of_a_closed_home_hear_it(closed_app: Dash, access: Access, login: str) -> None:
    said = signed_in(closed_app, access, login).get("/api/pulse").get_json()

    assert said["as_of"][:16] == "2026-11-22T21:40"


def test_an_administrator_hears_that_the_store_lives_and_nothing_of_the_data(closed_app: Dash, access: Access) -> None:
    said = signed_in(closed_app, access, "system").get("/api/pulse").get_json()

    assert (said["version"], said["as_of"], said["age"]) == ("", "", "")
