"""News of walls: only what changed travels, in how many bytes, who is told what, and that walls which show the same share the work."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import event

from dashboard.access.access import Access
from dashboard.app import create_desk
from dashboard.desk import Desk
from dashboard.walls.alarms import area_of
from dashboard.walls.definition import walls
from dashboard.walls.layouts import boxes_of
from dashboard.walls.news import Asked, Newsroom
from geodata.clock import local
from geodata.pack import Pack
from geodata.store.founding import found_home
from tests.clocks import SetClock
from tests.dashboard.water_world import add_depth, add_sites, point, site
from tests.people import signed_in, viewer_named
from tests.programme_rows import planted, put, report
from tests.scene import NEWEST, city, filled, home_of

NOW = local(NEWEST + timedelta(minutes=20))
MOST_QUIET, MOST_DELTA = 1000, 5000
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Desk]:
    """The desk of an open home with complaints, a point with a sensor, and a project; its clock is set by tests."""
    settings = replace(home_of(tmp_path_factory.mktemp("news")), now=NOW)
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city())
    ids = add_sites(engine, point("JS-1"), site("depth_sensor", "S-1", parent_no="JS-1"))
    add_depth(engine, ids["S-1"], [(NEWEST, 0.0), (NEWEST + timedelta(minutes=15), 0.0)])
    put(engine, [planted("P1", reports=(report(NOW.date(), 50.0),))])
    engine.dispose()
    desk = replace(create_desk(settings, is_demo=True, is_open=True), clock=SetClock(NOW))
    yield desk
    desk.engine.dispose()


def clock_of(desk: Desk) -> SetClock:
    """The clock that a test may set."""
    assert isinstance(desk.clock, SetClock)
    return desk.clock


def asked(desk: Desk, scene: str = "overview", have: Any = (), wall: str = "district") -> Asked:
    """What a 1080p wall asks."""
    found = walls(desk.settings, desk.pack)[wall]
    return Asked(found, found.scene(scene), "1080p", area_of(desk, found), frozenset(have))


def digests(news: dict[str, Any]) -> list[str]:
    """Of all panels that came."""
    return [panel["digest"] for panel in news["panels"].values()]


def weight(news: dict[str, Any]) -> int:
    """Bytes on the way."""
    return len(gzip.compress(json.dumps(news, ensure_ascii=False, separators=(",", ":")).encode(), 4))


@pytest.mark.parametrize("scene", ["overview", "hotspots", "water", "parking", "programme"])
def test_the_first_news_bring_every_panel_and_the_next_nothing_in_a_thousand_bytes(full: Desk, scene: str) -> None:
    room = Newsroom(full)

    first = room.news(asked(full, scene))
    second = room.news(asked(full, scene, digests(first)))

    assert set(first["panels"]) == set(boxes_of(asked(full, scene).scene, "1080p"))
    assert second["panels"] == {}
    assert weight(second) <= MOST_QUIET


def test_after_a_minute_only_what_tells_of_ages_comes_again(full: Desk) -> None:
    room = Newsroom(full)
    first = room.news(asked(full))

    clock_of(full).go(timedelta(minutes=1))
    second = room.news(asked(full, have=digests(first)))
    clock_of(full).at = NOW

    assert set(second["panels"]) <= {"alarms"}
    assert weight(second) <= MOST_QUIET + 1000


def test_a_reading_changes_the_panels_of_the_water_and_no_others(full: Desk) -> None:
    room = Newsroom(full)
    first = room.news(asked(full, "water"))

    with full.engine.connect() as store:
        sensor = store.exec_driver_sql("select id from site where site_no = 'S-1'").scalar_one()
    add_depth(full.engine, sensor, [(NEWEST + timedelta(minutes=21), 260.0)])
    clock_of(full).go(timedelta(minutes=2))
    second = room.news(asked(full, "water", digests(first)))
    clock_of(full).at = NOW

    changed = set(second["panels"])
    assert {"alarms", "kpi:water", "kpi:depth", "water_points"} <= changed
    assert not changed & {"kpi:complaints", "kpi:resolution", "trend12", "categories", "durations", "hot_cells"}
    assert weight(second) <= MOST_DELTA
    assert second["jump"] == "water"
    assert [(a["scene"], a["is_new"]) for a in second["alarms"]] == [("water", True)]


def test_when_everything_has_stopped_a_whole_page_still_comes_in_little(full: Desk) -> None:
    room = Newsroom(full)
    first = room.news(asked(full))

    clock_of(full).go(timedelta(days=60))
    second = room.news(asked(full, have=digests(first)))
    clock_of(full).at = NOW

    assert second["banners"][0]["kind"] == "stale"
    assert second["feeds"]["ok"] == 0
    assert weight(second) <= MOST_DELTA


def test_some_feeds_that_stopped_are_told_apart_from_all(full: Desk) -> None:
    clock_of(full).go(timedelta(hours=6))
    told = Newsroom(full).news(asked(full))
    clock_of(full).at = NOW

    assert [b["kind"] for b in told["banners"]] == ["partial"]
    assert "雨量水深" in told["banners"][0]["what"]
    assert told["feeds"]["stale"] == 1
    assert told["feeds"]["as_of"] > told["as_of"]            # the water told something after the last complaint


def test_walls_that_show_the_same_share_the_work(full: Desk) -> None:
    room, asks = Newsroom(full), []
    note = lambda *told: asks.append(told[2])       # noqa: E731
    first = room.news(asked(full))

    event.listen(full.engine, "before_cursor_execute", note)
    second = room.news(asked(full))
    event.remove(full.engine, "before_cursor_execute", note)

    assert first["panels"] == second["panels"]
    assert len([ask for ask in asks if ask.lstrip().upper().startswith("SELECT")]) <= 6      # stamps, marks and the order


def test_the_route_answers_with_the_page_and_size_asked_for(client: FlaskClient) -> None:
    found = client.get("/api/wall/district/news?scene=parking&size=4k").get_json()
    other = client.get("/api/wall/district/news?scene=none&size=huge").get_json()

    assert (found["scene"], found["size"]) == ("parking", "4k")
    assert (other["scene"], other["size"]) == ("overview", "1080p")


def test_the_route_takes_digests_as_walls_write_them(client: FlaskClient) -> None:
    first = client.get("/api/wall/district/news?scene=overview&size=1080p").get_json()
    have = ",".join(f"{name}:{panel['digest']}" for name, panel in first["panels"].items())

    answer = client.get("/api/wall/district/news", query_string={"scene": "overview", "size": "1080p", "have": have})

    assert answer.get_json()["panels"] == {}
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.data) <= MOST_QUIET


@pytest.mark.parametrize("path", ["/api/wall/none/news", "/api/wall/district/news?area=99"])
def test_a_wall_or_an_area_that_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_device_is_told_of_its_own_area_and_of_no_other(closed_app: Dash, access: Access) -> None:
    wall = signed_in(closed_app, access, "wall")

    own = wall.get("/api/wall/district/news", headers=SAME_ORIGIN)
    foreign = wall.get("/api/wall/district/news?area=110105", headers=SAME_ORIGIN)
    city_wide = wall.get("/api/wall/city/news", headers=SAME_ORIGIN)

    assert own.status_code == 200
    assert foreign.status_code == 403
    assert city_wide.get_json()["panels"]["ranking"]["html"] == own.get_json()["panels"]["ranking"]["html"]     # its own area instead


def test_nobody_is_told_anything(closed_app: Dash) -> None:
    assert closed_app.server.test_client().get("/api/wall/district/news", headers=SAME_ORIGIN).status_code in (401, 403)


def test_eyes_of_other_rights_get_other_fragments(closed_app: Dash, access: Access) -> None:
    desk = closed_app.server.extensions["desk"]
    room = Newsroom(desk)
    told = []
    for login in ("huilongguan", "longzeyuan"):
        eyes = replace(desk, viewer_of=lambda login=login: viewer_named(access, login))
        told.append(replace(room, desk=eyes).news(asked(eyes)))

    first, second = (news["panels"]["kpi:complaints"]["html"] for news in told)

    assert first != second
