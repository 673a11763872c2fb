"""What browser tests stand on: a demo home made by the ordinary path, the dashboard on a loopback port, a page that lets nothing out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, expect, sync_playwright
from werkzeug.serving import make_server

from dashboard.app import DESK, create_app
from dashboard.desk import Desk
from etl.demo.home import make_demo
from etl.demo.orders import Plan
from geodata.clock import local
from geodata.pack import Pack
from geodata.settings import Settings
from tests.browser.glass import TAKEN_AWAY
from tests.browser.mapworld import CHROMIUM, chromium
from tests.requirements import need

AS_OF = local(datetime(2026, 7, 16, 14, 30))
ROWS = 12_000
DESK_PX = {"width": 1920, "height": 1080}
PATIENCE_S = 120
RESET = "net::ERR_CONNECTION_RESET"      # the test server's own doing on a busy machine, seen once: the page asks again
# half of the work of a browser without a graphics card; what a map draws is looked at where pictures are compared
NO_DRAWING = """for (const {prototype} of [WebGLRenderingContext, WebGL2RenderingContext])
  for (const name of ['drawElements', 'drawArrays', 'clear']) prototype[name] = () => {};"""
VISITS = 40                 # after so many a tab is a new one

expect.set_options(timeout=PATIENCE_S * 1000)       # five seconds are not enough for a busy machine


@dataclass(frozen=True)
class Site:
    """A running dashboard."""

    url: str
    desk: Desk


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    need("browser", CHROMIUM.is_file(), f"no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        found = chromium(playwright)
        yield found
        found.close()


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Settings:
    """A demo home of two years ending at AS_OF, imported by the ordinary path; the clock stands two minutes later."""
    settings = Settings(home=tmp_path_factory.mktemp("browser") / "home", now=AS_OF + timedelta(minutes=2))
    make_demo(settings, pack, Plan(AS_OF, ROWS), lambda *_: None)
    return settings


@pytest.fixture(scope="session")
def site(demo_settings: Settings) -> Iterator[Site]:
    """The dashboard on that home."""
    with served(demo_settings) as found:
        yield found


@pytest.fixture(scope="session")
def late_site(demo_settings: Settings) -> Iterator[Site]:
    """The same home three days later, when its data has stopped."""
    with served(replace(demo_settings, now=AS_OF + timedelta(days=3))) as found:
        yield found


@contextmanager
def served(settings: Settings, *, is_open: bool | None = None) -> Iterator[Site]:
    """Serves a home on a free loopback port; `is_open` False with sign-in, whatever the home."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(settings, is_demo=True, is_open=is_open)
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    desk: Desk = app.server.extensions[DESK]
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", desk)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        desk.engine.dispose()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """A tab that tests lend each other; its maps are reckoned but not drawn."""
    with closing(Tabs(browser, is_drawn=False)) as found:
        yield found


@pytest.fixture(scope="session")
def drawn_tabs(browser: Browser) -> Iterator[Tabs]:
    """The same with all that is drawn."""
    with closing(Tabs(browser)) as found:
        yield found


@pytest.fixture
def page(tabs: Tabs) -> Iterator[Page]:
    """A page of a desk's size; at the end nothing may have left this machine, and no script may have failed."""
    with tabs.lent() as found, watched(found):
        yield found


@pytest.fixture
def own_page(drawn_tabs: Tabs) -> Iterator[Page]:
    """The same, drawn, in a tab that nobody had before or has after, for a test that gives it scripts of its own."""
    found = drawn_tabs.made()
    with watched(found):
        yield found
    found.context.close()


@contextmanager
def watched(page: Page) -> Iterator[None]:
    """Nothing may leave this machine meanwhile, and no script may fail."""
    outside, faults = list[str](), list[str]()

    def on_request(request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith("http://127.0.0.1:"):
            outside.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text and RESET not in message.text:
            faults.append(message.text)

    def on_error(error: Error) -> None:
        faults.append(str(error))

    with listening(page, {"request": on_request, "console": on_console, "pageerror": on_error}):
        yield
    assert not outside
    assert not [fault for fault in faults if fault != TAKEN_AWAY]


@contextmanager
def listening(page: Page, ears: Mapping[str, Callable[[Any], None]]) -> Iterator[None]:
    """Hears what a page says, for a while."""
    for event, ear in ears.items():
        page.on(event, ear)  # type: ignore[call-overload]
    try:
        yield
    finally:
        for event, ear in ears.items():
            page.remove_listener(event, ear)


class Tabs:
    """Lends one tab again and again, as empty as it was: no cookie, no storage, no page, nothing under the pointer.

    What scripts compiled to stays, and that is a third of the time of a visit. Now and then there is a new one.
    """

    def __init__(self, browser: Browser, *, is_drawn: bool = True) -> None:
        self._browser, self._is_drawn = browser, is_drawn
        self._tab: Page | None = None
        self._visits = 0

    @contextmanager
    def lent(self) -> Iterator[Page]:
        """The tab, for one test."""
        found = self._tab or self.made()
        self._tab = None                        # comes back only when it could be emptied
        yield found
        self._visits += 1
        if self._visits % VISITS and not found.is_closed() and has_left(found):
            self._tab = emptied(found)
        else:
            found.context.close()

    def close(self) -> None:
        """There is no tab any more."""
        if self._tab:
            self._tab.context.close()

    def made(self) -> Page:
        """A new tab, which is the caller's to close with its context."""
        context = self._browser.new_context(viewport=DESK_PX, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_S * 1000)
        if not self._is_drawn:
            context.add_init_script(NO_DRAWING)
        return context.new_page()


def has_left(page: Page) -> bool:
    """Leave what is open for a page of the same origin: to any other a browser goes in a new process, where all scripts are new to it.

    False where its server is gone.
    """
    page.unroute_all(behavior="ignoreErrors")
    if not page.url.startswith("http"):
        return True
    try:
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.goto(urljoin(page.url, "/healthz"))
    except Error:
        return False
    return True


def emptied(page: Page) -> Page:
    """The tab as a new one would be."""
    page.mouse.move(-10, -10)
    page.context.clear_cookies()
    page.set_viewport_size(DESK_PX)  # type: ignore[arg-type]
    return page
