"""Walls driven from a phone: orders, acknowledged alarms, who may, where, and what is said to those who may not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, insert, select
from werkzeug.test import TestResponse

from dashboard.access.access import Access
from dashboard.access.roles import ROLES, Right
from dashboard.desk import Desk
from dashboard.walls.definition import walls
from dashboard.walls.orders import LAPSES, Change, Order, give, key_of, order_of
from dashboard.walls.screens import MOST, ONLINE, Screens
from geodata.clock import local
from geodata.store.engine import write_transaction
from geodata.store.models import AlarmMark, DepthReading, Site, WallOrder
from tests.dashboard.water_world import point, site
from tests.people import PEOPLE, signed_in
from tests.scene import NEWEST

NOW = local(NEWEST)
HUITIAN, STREET, OTHER = "huitian", "110114012", "110114011"
JSON = {"Accept": "application/json"}
FLOOD = f"depth:JS-1:{NEWEST + timedelta(minutes=15):%Y%m%d%H%M}"
DRIVERS = ("city", "district", "street", "clerk")


@pytest.fixture
def no_orders(app: Dash, closed_app: Dash) -> None:
    """Nobody has told any wall anything, and nothing is acknowledged."""
    for made in (app, closed_app):
        made.server.extensions["guard"].limits.forget()
        with write_transaction(made.server.extensions["desk"].engine) as store:
            for model in (WallOrder, AlarmMark):
                store.execute(delete(model))


pytestmark = pytest.mark.usefixtures("no_orders")


@pytest.fixture
def flooded(app: Dash, closed_app: Dash) -> Any:
    """One point of a street under 21 cm of water, in the open home and the closed one."""
    engines = [made.server.extensions["desk"].engine for made in (app, closed_app)]
    for engine in engines:
        _flood(engine)
    yield
    for engine in engines:
        with write_transaction(engine) as store:
            for model in (DepthReading, Site):
                store.execute(delete(model))


def _flood(engine: Engine) -> None:
    with write_transaction(engine) as store:
        store.execute(insert(Site), [point("JS-1"), site("depth_sensor", "S-1", parent_no="JS-1")])
        sensor = store.scalar(select(Site.id).where(Site.site_no == "S-1"))
        at = ((NEWEST + timedelta(minutes=minutes), mm) for minutes, mm in ((5, 0), (15, 210)))
        store.execute(insert(DepthReading), [{"site_id": sensor, "at": when, "depth_mm": mm, "is_sample": True} for when, mm in at])


def told(client: FlaskClient, wall: str = "district", **query: Any) -> dict[str, Any]:
    """What a wall is told now."""
    found = client.get(f"/api/wall/{wall}/order", query_string=query).get_json()
    assert isinstance(found, dict)
    return found


def say(client: FlaskClient, wall: str = "district", **given: str) -> TestResponse:
    """Tell a wall something."""
    return client.post(f"/wall/{wall}/order", data=given, headers=JSON)


# ---- orders, in the store


def test_an_order_changes_only_what_it_names_and_counts_its_steps(store: Engine) -> None:
    key = key_of("district", HUITIAN)
    assert order_of(store, key, NOW) == Order()

    first = give(store, key, Change(page="water", item="JS-1"), "li", now=NOW)
    second = give(store, key, Change(is_paused=True), "wang", now=NOW, is_sample=True)

    assert first == Order(1, "water", "", "JS-1", False, "li", NOW)
    assert second == order_of(store, key, NOW) == Order(2, "water", "", "JS-1", True, "wang", NOW)
    assert order_of(store, key_of("district", STREET), NOW) == Order()


def test_an_order_of_yesterday_has_lapsed_but_its_step_goes_on(store: Engine) -> None:
    give(store, "w@11", Change(page="water", is_paused=True), "li", now=NOW)
    later = NOW + LAPSES + timedelta(minutes=1)

    assert order_of(store, "w@11", later) == Order(1)
    assert give(store, "w@11", Change(item="x"), "li", now=later) == Order(2, "", "", "x", False, "li", later)


def test_of_many_who_speak_at_once_each_is_heard(store: Engine) -> None:
    def speak(n: int) -> Order:
        return give(store, "w@11", Change(item=f"{n}"), f"p{n}", now=NOW)

    with ThreadPoolExecutor(8) as people:
        steps = sorted(order.step for order in people.map(speak, range(24)))

    assert steps == list(range(1, 25))


def test_screens_are_known_while_they_ask_and_the_oldest_are_forgotten() -> None:
    screens = Screens()
    screens.note("w@11", "a", "water", NOW)
    screens.note("w@11", "b", "water", NOW)
    screens.note("w@11", "a", "parking", NOW)

    assert sorted(screens.showing("w@11", NOW)) == [("parking", 1), ("water", 1)]
    assert screens.online(NOW) == ["w@11"]
    assert screens.showing("w@11", NOW + ONLINE + timedelta(seconds=1)) == []
    for n in range(MOST):
        screens.note("v@11", f"{n}", "water", NOW)
    assert screens.showing("w@11", NOW) == []


# ---- a wall follows


def test_a_wall_hears_an_order_at_its_next_question_and_nothing_twice(client: FlaskClient) -> None:
    assert told(client)["step"] == 0
    assert client.get("/api/wall/district/order?after=0").status_code == 204

    assert say(client, page="water", item="JS-1").status_code == 200

    heard = told(client, after=0)
    assert (heard["step"], heard["page"], heard["item"], heard["is_paused"], heard["by"]) == (1, "water", "JS-1", False, "演示")
    silent = client.get("/api/wall/district/order?after=1")
    assert (silent.status_code, silent.data) == (204, b"")
    assert silent.headers["Cache-Control"] == "no-store"


def test_pause_and_resume(client: FlaskClient) -> None:
    say(client, page="water", paused="1")
    assert told(client)["is_paused"] is True

    say(client, page="", paused="0", item="", area="")

    assert {k: v for k, v in told(client).items() if k in ("step", "page", "area", "item", "is_paused")} == {
        "step": 2, "page": "", "area": "", "item": "", "is_paused": False,
    }  # fmt: skip


def test_walls_of_other_names_and_areas_hear_nothing_of_it(client: FlaskClient) -> None:
    say(client, page="water")
    say(client, at=STREET, page="parking")

    assert told(client)["page"] == "water"
    assert told(client, "scenes")["step"] == 0


def test_the_phone_shows_what_screens_show(client: FlaskClient) -> None:
    assert "没有大屏在线" in client.get("/wall/district/control").text

    told(client, scene="parking")

    assert "停车（1 块大屏在线）" in client.get("/wall/district/control").text
    assert "区级总览 · 回天地区（在线）" in client.get("/wall/city/control").text


def test_every_wall_is_listed_with_its_pages(client: FlaskClient, app: Dash) -> None:
    listed = client.get("/api/walls").get_json()

    desk: Desk = app.server.extensions["desk"]
    assert [w["name"] for w in listed] == list(walls(desk.settings, desk.pack))
    assert all(w["title"] and w["sizes"] and w["scenes"] for w in listed)


# ---- what is not understood


@pytest.mark.parametrize(
    ("given", "status", "says"),
    [
        ({"page": "moon"}, 400, "没有页面“moon”"),
        ({"area": "999"}, 400, "没有区域“999”"),
        ({"area": "110105"}, 403, "不能转到"),
        ({"item": "<b>"}, 400, "写法不对"),
        ({"item": "x" * 65}, 400, "写法不对"),
        ({"paused": "yes"}, 400, "只能是 0 或 1"),
        ({"at": "999"}, 404, "没有区域“999”"),
    ],
)
def test_an_order_that_cannot_be_is_refused_in_words_and_changes_nothing(
    client: FlaskClient, given: dict[str, str], status: int, says: str
) -> None:
    answer = say(client, **given)

    assert answer.status_code == status
    assert says in answer.get_json()["error"]
    assert told(client)["step"] == 0


@pytest.mark.parametrize("path", ["/wall/moon/control", "/api/wall/moon/order"])
def test_an_unknown_wall_is_named_with_those_there_are(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=JSON)

    assert answer.status_code == 404
    if path.startswith("/api"):
        assert "“moon”" in answer.get_json()["error"]
        assert "district" in answer.get_json()["error"]


# ---- who may


def test_those_who_run_an_area_drive_walls_and_nobody_else() -> None:
    assert {code for code, role in ROLES.items() if Right.WALL_CONTROL in role.rights} == set(DRIVERS)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda p: p.login)
def test_each_role_is_let_in_or_kept_out(closed_app: Dash, access: Access, person: Any) -> None:
    client = signed_in(closed_app, access, person.login)

    expected = 200 if person.role in DRIVERS else 403
    assert client.get("/wall/district/control").status_code == expected
    assert say(client, page="water").status_code == expected
    assert client.post("/wall/district/mark", data={"key": "x"}, headers=JSON).status_code == (404 if expected == 200 else 403)


def test_a_street_drives_its_own_wall_and_no_other(closed_app: Dash, access: Access) -> None:
    street = signed_in(closed_app, access, "longzeyuan")

    assert say(street, page="water").status_code == 200
    for given in ({"at": OTHER}, {"at": HUITIAN}, {"area": OTHER}, {"area": HUITIAN}):
        answer = say(street, page="water", **given)
        assert answer.status_code == 403, given
        assert "权限" in answer.get_json()["error"]
    assert told(signed_in(closed_app, access, "wall"))["step"] == 0
    assert told(street)["step"] == 1


def test_a_wall_of_an_area_follows_those_who_drive_that_area(closed_app: Dash, access: Access) -> None:
    wall = signed_in(closed_app, access, "wall")
    district, city = signed_in(closed_app, access, "huitian"), signed_in(closed_app, access, "city")

    say(district, "city", page="parking", area=STREET)
    assert (told(wall, "city")["page"], told(wall, "city")["area"], told(wall, "city")["by"]) == ("parking", STREET, "huitian")

    say(city, "city", page="water")
    assert told(wall, "city")["step"] == 1
    say(city, "city", at=HUITIAN, page="water", area="")
    assert (told(wall, "city")["step"], told(wall, "city")["page"], told(wall, "city")["area"]) == (2, "water", "")


def test_an_order_and_a_mark_are_in_the_trail_with_what_they_said(closed_app: Dash, access: Access, flooded: None) -> None:
    clerk = signed_in(closed_app, access, "clerk-huitian")
    say(clerk, page="water", area=STREET)
    clerk.post("/wall/district/mark", data={"key": FLOOD}, headers=JSON)

    written = {(row.action, row.actor, row.subject) for row in access.trail.rows(10)}
    assert ("wall.order", "clerk-huitian", f"district@huitian page=water area={STREET}") in written
    assert ("alarm.mark", "clerk-huitian", FLOOD) in written


def test_another_site_cannot_order_in_somebodys_name(closed_app: Dash, access: Access) -> None:
    client = signed_in(closed_app, access, "huitian")

    answer = client.post("/wall/district/order", data={"page": "water"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert told(client)["step"] == 0


# ---- alarms


def test_an_alarm_is_acknowledged_from_the_phone_and_says_who_and_when(client: FlaskClient, flooded: None) -> None:
    page = client.get("/wall/district/control").text
    assert page.index("未确认告警") < page.index("示例JS-1积水 21 厘米") < page.index("<h2>页面</h2>")

    answer = client.post("/wall/district/mark", data={"key": FLOOD}, headers=JSON)

    assert answer.get_json()["by"] == "演示"
    after = client.get("/wall/district/control").text
    assert "未确认告警" not in after
    assert "演示 11-22 22:00 确认" in after


def test_a_second_one_is_told_who_was_first(closed_app: Dash, access: Access, flooded: None) -> None:
    first, second = signed_in(closed_app, access, "longzeyuan"), signed_in(closed_app, access, "city")
    first.post("/wall/district/mark", data={"key": FLOOD}, headers=JSON)

    answer = second.post("/wall/city/mark", data={"key": FLOOD}, headers=JSON)

    assert (answer.status_code, answer.get_json()["by"]) == (200, "longzeyuan")
    assert "已由longzeyuan于 11-22 22:00 确认" in answer.get_json()["said"]


def test_another_streets_alarm_is_as_if_it_were_not_there(closed_app: Dash, access: Access, flooded: None) -> None:
    other = signed_in(closed_app, access, "huilongguan")

    answer = other.post("/wall/district/mark", data={"key": FLOOD}, headers=JSON)

    assert answer.status_code == 404
    assert "示例JS-1" not in other.get("/wall/district/control").text


def test_without_scripts_a_form_leads_back_to_the_page(client: FlaskClient) -> None:
    answer = client.post("/wall/district/order", data={"page": "water", "at": HUITIAN}, headers={"Accept": "text/html"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/wall/district/control?at={quote(HUITIAN)}")
    assert 'aria-current="true">积水</button>' in client.get("/wall/district/control").text


def test_the_phone_offers_only_areas_that_may_be_driven(closed_app: Dash, access: Access) -> None:
    street, district = signed_in(closed_app, access, "longzeyuan"), signed_in(closed_app, access, "huitian")

    assert 'name="area" value="110114011"' not in street.get("/wall/district/control").text
    assert 'name="area" value="110114011"' in district.get("/wall/district/control").text
