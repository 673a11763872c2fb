"""A wall screen's link: the wall it lands on, the area it is held to, and what is left of it once it is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.access.access import Access
from tests.dashboard.visitors import visitor
from tests.people import OFFICE

ADDRESSES = (f"10.79.0.{n}" for n in range(1, 250))


@pytest.fixture
def address() -> str:
    """A screen's address that no other test has."""
    return next(ADDRESSES)


@pytest.fixture
def screen(closed_app: Dash, access: Access, address: str) -> Iterator[FlaskClient]:
    """The browser of a screen of 回天, signed in by its link."""
    found = visitor(closed_app, address)
    assert found.post("/sign-in/device", data={"token": access.devices.add("大厅", "huitian", by=OFFICE)}).status_code == 200
    return found


@pytest.mark.parametrize(("area", "wall"), [("11", "city"), ("110114", "district"), ("huitian", "district"), ("110114011", "scenes")])
def test_a_screen_lands_on_the_wall_of_its_level(closed_app: Dash, access: Access, address: str, area: str, wall: str) -> None:
    token = access.devices.add("东墙", area, by=OFFICE)

    taken = visitor(closed_app, address).post("/sign-in/device", data={"token": token})

    assert taken.get_json() == {"go": f"/wall/{wall}"}


LINKS = [
    ("/wall/flood", "/wall/flood"),
    ("/wall/flood?size=triple", "/wall/flood?size=triple"),
    ("/wall/flood/control", "/wall/district"),
    ("/projects", "/wall/district"),
    ("https://elsewhere.example/wall/flood", "/wall/district"),
    ("//elsewhere.example/wall/flood", "/wall/district"),
]


@pytest.mark.parametrize(("asked", "opened"), LINKS)
def test_a_link_may_name_another_wall_and_nothing_else(closed_app: Dash, access: Access, address: str, asked: str, opened: str) -> None:
    token = access.devices.add("东墙", "huitian", by=OFFICE)

    taken = visitor(closed_app, address).post("/sign-in/device", query_string={"next": asked}, data={"token": token})

    assert taken.get_json() == {"go": opened}


def test_a_screen_sees_its_own_area_and_no_other(screen: FlaskClient) -> None:
    own = screen.get("/api/wall/district/news?area=huitian")
    outside = screen.get("/tiles/x/area/110105/streets.geojson")
    elsewhere = screen.get("/api/wall/city/news?area=11").get_data(as_text=True)

    assert own.status_code == 200
    assert outside.status_code in (403, 404)
    assert "朝阳区" not in elsewhere
    assert '"area":"11"' not in elsewhere.replace(" ", "")


CLOSED = ["/api/cases", "/api/case/D000001", "/api/export/cases.csv", "/quality", "/wall/district/control", "/report"]


@pytest.mark.parametrize("path", CLOSED)
def test_a_screen_reads_counts_only(screen: FlaskClient, path: str) -> None:
    assert screen.get(path).status_code in (403, 404)


@pytest.mark.parametrize("path", ["/wall/district/mark", "/wall/district/order", "/api/share", "/flood/on"])
def test_a_screen_changes_nothing(screen: FlaskClient, path: str) -> None:
    assert screen.post(path, data={"key": "x"}).status_code in (403, 404, 405)


def test_a_link_taken_back_opens_nothing_from_the_next_request_on(closed_app: Dash, access: Access, address: str) -> None:
    token, found = access.devices.add("旧屏", "huitian", by=OFFICE), visitor(closed_app, address)
    found.post("/sign-in/device", data={"token": token})
    before = found.get("/api/pulse").status_code

    access.devices.revoke(max(d.device_id for d in access.devices.list() if d.name == "旧屏"), by=OFFICE)

    assert before == 200
    assert found.get("/api/pulse").status_code == 401
    assert found.get("/api/wall/district/news").status_code == 401
    assert found.post("/sign-in/device", data={"token": token}).status_code == 401
