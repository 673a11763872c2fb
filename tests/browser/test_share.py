"""A real browser makes a share link in the page's dialog, and another one, without a name, opens it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from dash import Dash
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from dashboard import texts
from dashboard.access.identify import cookie_name
from dashboard.app import DESK, create_app
from dashboard.desk import Desk
from geodata.pack import Pack
from tests.browser.conftest import PATIENCE_S
from tests.people import closed_home, token_of

WIDE = {"width": 1920, "height": 1080}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[tuple[str, Desk]]:
    """A running closed home: its address and desk."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app: Dash = create_app(closed_home(tmp_path_factory.mktemp("closed"), pack))
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    desk: Desk = app.server.extensions[DESK]
    yield f"http://127.0.0.1:{server.server_port}", desk
    server.shutdown()
    thread.join()
    server.server_close()
    desk.engine.dispose()


def reader(browser: Browser, url: str, desk: Desk, login: str) -> Page:
    """A browser that is signed in; "" is a stranger."""
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    context.set_default_timeout(PATIENCE_S * 1000)
    if login:
        context.add_cookies([{"name": cookie_name(desk.settings), "value": token_of(desk.access, login), "url": url}])
    return context.new_page()


@pytest.mark.browser
def test_a_link_made_in_the_dialog_opens_in_another_browser_on_its_view_only(browser: Browser, closed: tuple[str, Desk]) -> None:
    url, desk = closed
    maker = reader(browser, url, desk, "huitian")
    maker.goto(f"{url}/hotspots?area=huitian&period=7d")
    maker.click("[data-act=share-open]")
    expect(maker.get_by_role("dialog", name=texts.SHARE_TITLE)).to_be_visible()
    maker.evaluate("() => huitian.nav.replace(huitian.view.href())")
    maker.click("dialog[open] [data-days='1']")
    maker.click("dialog[open] [data-act=share-make]")
    expect(maker.locator("dialog[open] [data-share=link]")).to_contain_text(f"{url}/s/")
    link = maker.inner_text("dialog[open] [data-share=link]")
    maker.keyboard.press("Escape")
    expect(maker.get_by_role("dialog")).to_have_count(0)
    maker.context.close()

    holder = reader(browser, url, desk, "")
    holder.goto(link)
    expect(holder.locator("main#content")).to_be_visible()
    assert holder.url.endswith("/hotspots?level=district&area=huitian&from=2026-11-16&to=2026-11-22")
    assert holder.locator("[data-act^=share], .menu .i-export").count() == 0
    holder.goto(f"{url}/hotspots?area=110114")
    expect(holder.locator("body")).to_contain_text(texts.SCOPE_FROZEN)
    holder.context.close()


@pytest.mark.browser
def test_the_dialog_says_why_no_link_was_made(browser: Browser, closed: tuple[str, Desk]) -> None:
    url, desk = closed
    maker = reader(browser, url, desk, "huitian")
    maker.goto(f"{url}/hotspots?area=huitian")
    maker.click("[data-act=share-open]")
    desk.access.sessions.close_all(desk.access.accounts.get("huitian").account_id)

    maker.click("dialog[open] [data-act=share-make]")

    expect(maker.locator("dialog[open] [data-share=said]")).to_have_text(texts.SIGN_IN_NEEDED)
    expect(maker.locator("dialog[open] [data-share=made]")).to_be_hidden()
    maker.context.close()
