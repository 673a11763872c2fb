"""The page of a wall: what its address shows, who may see it, what its script is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access.access import Access
from dashboard.access.roles import Right
from dashboard.app import DESK
from dashboard.desk import Desk
from dashboard.guard.matrix import Door, allows, right_of
from dashboard.pages import page_at
from dashboard.walls.address import with_own_view
from dashboard.walls.definition import walls
from dashboard.walls.layouts import LAYOUTS
from tests.dashboard.test_pages import shell_of, walk, words
from tests.people import PEOPLE, Person, signed_in, viewer_named

NAMES = ("city", "district", "scenes", "programme", "flood")


def desk_of(app: Dash) -> Desk:
    found: Desk = app.server.extensions[DESK]
    return found


def laid_out(app: Dash, address: str) -> dict[str, Any]:
    desk, (path, _, query) = desk_of(app), address.partition("?")
    state, problems = desk.read(path, with_own_view(path, query, desk))
    page: dict[str, Any] = json.loads(json.dumps(page_at(path).layout(state, desk, problems), default=lambda c: c.to_plotly_json()))
    return page


@pytest.mark.parametrize("name", NAMES)
def test_every_wall_is_laid_out_with_every_slot(app: Dash, name: str) -> None:
    page = laid_out(app, f"/wall/{name}")
    slots = {n["props"]["data-slot"] for n in walk(page) if "data-slot" in n["props"]}

    assert slots | {"map"} == {slot for layout in LAYOUTS.values() for slot in layout.slots}
    assert shell_of(page)["wall"]["name"] == name


@pytest.mark.parametrize("name", NAMES)
def test_a_wall_is_served_dark_and_as_a_wall(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/wall/{name}")

    assert answer.status_code == 200
    assert 'data-theme="dark"' in answer.text
    assert 'data-screen="wall"' in answer.text


def test_a_desk_page_is_no_wall(client: FlaskClient) -> None:
    assert "data-screen" not in client.get("/").text


@pytest.mark.parametrize("path", ["/wall/none", "/wall/", "/wall", "/wall/city/", "/wall/city/x", "/wall/CITY", "/wall/../city"])
def test_an_address_of_no_wall_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@given(st.text(max_size=60))
def test_no_query_brings_a_wall_down(app: Dash, query: str) -> None:
    assert shell_of(laid_out(app, f"/wall/district?{query}"))["wall"]["name"] == "district"


def test_what_the_address_leaves_open_comes_from_the_definition(app: Dash) -> None:
    told = shell_of(laid_out(app, "/wall/city"))["state"]

    assert (told["area"], told["period"], told["theme"]) == ("11", "30d", "dark")


def test_what_the_address_says_counts_more_than_the_definition(app: Dash) -> None:
    told = shell_of(laid_out(app, "/wall/city?area=110114011&period=7d&tab=water"))["state"]

    assert (told["area"], told["period"]) == ("110114011", "7d")
    assert told["layers"] == ["rain", "depth", "waterlogging", "roads", "outlines", "labels"]


def test_the_size_of_the_address_is_the_browsers_own_matter(app: Dash) -> None:
    page = laid_out(app, "/wall/city?size=triple")

    assert not words(next(n for n in walk(page) if n["props"].get("className") == "wall-notices")).strip()


def test_the_script_is_told_pages_days_layers_and_the_panels_of_each_size(app: Dash) -> None:
    told = shell_of(laid_out(app, "/wall/district"))["wall"]
    overview, water = told["scenes"][0], told["scenes"][2]

    assert [scene["name"] for scene in told["scenes"]] == ["overview", "hotspots", "water", "parking", "programme"]
    assert overview["slots"]["1080p"] | {"kpi1": "kpi:complaints", "side1": "alarms", "low1": "trend12"} == overview["slots"]["1080p"]
    assert set(overview["slots"]) == set(LAYOUTS)
    assert overview["map_title"] == "诉求密度"
    assert water["map_title"] == "雨量站 ・ 水深传感器 ・ 积水点"
    assert set(water["urls"]) == {"rain", "depth", "waterlogging"}


def test_the_addresses_of_its_layers_are_answered(app: Dash, client: FlaskClient) -> None:
    for scene in shell_of(laid_out(app, "/wall/district"))["wall"]["scenes"]:
        for address in scene["urls"].values():
            assert client.get(address).status_code == 200, address


def test_the_bar_says_where_this_is_and_that_it_is_a_demonstration(app: Dash) -> None:
    said = words(next(n for n in walk(laid_out(app, "/wall/district")) if n["props"].get("className") == "wall-bar"))

    assert "回天地区城市运行" in said
    assert "7 个街道" in said
    assert "演示数据" in said


def test_walls_ask_for_the_right_to_look_and_nothing_else_begins_like_them() -> None:
    assert right_of("/wall/city") is Right.VIEW
    assert right_of("/wallpaper") is Door.CLOSED


@pytest.mark.parametrize("person", PEOPLE, ids=lambda p: p.login)
def test_a_wall_answers_each_role_as_the_matrix_says(closed_app: Dash, access: Access, person: Person) -> None:
    is_allowed = allows(Right.VIEW, viewer_named(access, person.login))

    assert signed_in(closed_app, access, person.login).get("/wall/city").status_code == (200 if is_allowed else 403)


def test_nobody_is_led_from_a_wall_to_the_sign_in(closed_app: Dash) -> None:
    assert closed_app.server.test_client().get("/wall/city").status_code == 303


def test_every_scene_that_an_alarm_may_call_is_a_page_of_some_wall(app: Dash) -> None:
    desk = desk_of(app)
    pages = {scene.name for wall in walls(desk.settings, desk.pack).values() for scene in wall.scenes}

    assert {"overview", "water", "parking", "vending", "programme", "towns"} <= pages
