"""A real browser at the doors: in by password and code, out by the name menu, a wall screen in by its link; both themes, nothing loose."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyotp
import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from dashboard import texts
from dashboard.access.access import Access
from dashboard.app import DESK, create_app
from geodata.pack import Pack
from tests.dashboard.visitors import NEW_PASSWORD, newcomer
from tests.people import OFFICE, closed_home

T = texts.DOORS


@dataclass(frozen=True)
class House:
    """A closed home on loopback."""

    url: str
    access: Access


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[House]:
    """A running closed home whose clock runs."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(replace(closed_home(tmp_path_factory.mktemp("house"), pack), now=None))
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    desk = app.server.extensions[DESK]
    yield House(f"http://127.0.0.1:{server.server_port}", desk.access)
    server.shutdown()
    thread.join()
    server.server_close()
    desk.engine.dispose()


def enter(page: Page, house: House, login: str, password: str, *, query: str = "") -> None:
    page.goto(f"{house.url}/sign-in{query}")
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    page.click("button.go")


@pytest.mark.browser
def test_somebody_new_comes_in_and_leaves_by_the_name_menu(page: Page, house: House) -> None:
    once = newcomer(house.access, "newclerk", "street", "110114011")
    enter(page, house, "newclerk", once, query="?next=/hotspots%3Ftheme%3Ddark")
    page.fill("[name=old]", once)
    page.fill("[name=new]", NEW_PASSWORD)
    page.fill("[name=again]", NEW_PASSWORD)
    page.click("button.go")

    page.click(".who > summary")
    expect(page.locator(".who .list")).to_contain_text(texts.ROLE_NAMES["street"])
    page.click(".who button")

    expect(page.locator(".said")).to_contain_text(T["signed_out"])
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.context.cookies() == []


@pytest.mark.browser
def test_an_administrator_sets_up_a_code_and_makes_an_account(page: Page, house: House) -> None:
    once = newcomer(house.access, "keeper", "system")
    enter(page, house, "keeper", once)
    otp = pyotp.TOTP(page.inner_text(".setup code").replace(" ", ""))
    page.fill("[name=code]", otp.at(house.access.clock.now()))
    page.click("button.go")
    page.fill("[name=old]", once)
    page.fill("[name=new]", NEW_PASSWORD)
    page.fill("[name=again]", NEW_PASSWORD)
    page.click("button.go")

    page.fill(".stack [name=login]", "made.here")
    page.fill(".stack [name=name]", "林晓")
    page.click(".stack button.go")
    expect(page.locator(".once code")).to_be_visible()
    page.locator("tr", has_text="made.here").locator("summary", has_text=T["stop"]).click()
    page.locator("tr", has_text="made.here").locator("button", has_text=T["sure"] + T["stop"]).click()

    expect(page.locator(".said")).to_contain_text("made.here")
    assert not house.access.accounts.get("made.here").is_active


@pytest.mark.browser
def test_a_wall_screen_comes_in_by_its_link_and_the_token_stays_out_of_every_request(page: Page, house: House) -> None:
    token = house.access.devices.add("东墙", "huitian", by=OFFICE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{house.url}/sign-in/device#{token}")
    expect(page.locator(".wall")).to_be_visible()

    assert not [url for url in asked if token in url.partition("#")[0]]
    assert token not in page.url


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160), (390, 844)])
def test_the_form_fits_its_window_and_can_be_read(page: Page, house: House, theme: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{house.url}/sign-in?theme={theme}")

    form = page.locator(".door-form").bounding_box()
    sizes = page.evaluate("[...document.querySelectorAll('.door-side *')].map(e => parseFloat(getComputedStyle(e).fontSize))")

    assert form
    assert form["x"] >= 0
    assert form["x"] + form["width"] <= width
    assert form["y"] + form["height"] <= height
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert min(sizes) >= (24 if width >= 3000 else 12)
