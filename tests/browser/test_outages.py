"""The store goes away under open pages: they keep what they show, say so, and are whole again when it is back.

HUITIAN_TEST_OUTAGES says how many outages (the ordinary suite: one of each kind on PostGIS). The times are printed;
on a quiet machine they are to be five seconds and fifteen. The bounds here are for a busy one.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, Page, Response
from sqlalchemy import make_url

from dashboard.access.access import open_access
from dashboard.app import DESK, create_app
from geodata.clock import local, stopwatch
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.founding import found_home
from tests.browser.conftest import DESK_PX, PATIENCE_S
from tests.browser.glass import TAKEN_AWAY, settle, until
from tests.people import hire, signed_in
from tests.scene import NEWEST, city, filled, home_of
from tests.wire import Wire

OUTAGES = int(os.environ.get("HUITIAN_TEST_OUTAGES", "3"))
THREADS = 8
SAID_WITHIN_S, WHOLE_WITHIN_S = 60.0, 90.0
PAGES = ("/?area=huitian", "/hotspots?area=110114011", "/quality")
PANELS = """() => Object.fromEntries([...document.querySelectorAll('[data-panel], .tbl')].map(
  (box, i) => [i + (box.dataset.panel || ''), box.innerText.trim()]))"""
BANNERS = "document.documentElement.dataset.banners || ''"


Act = Callable[[], object]


@dataclass
class Viewer:
    """An open page and every status it was answered with."""

    page: Page
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Count from now on."""

        def on_response(response: Response) -> None:
            self.statuses[response.status] += 1

        self.page.on("response", on_response)
        self.page.on("pageerror", lambda error: self.faults.extend({str(error)} - {TAKEN_AWAY}))

    def panels(self) -> dict[str, str]:
        """What each panel says."""
        found: dict[str, str] = self.page.evaluate(PANELS)
        return found

    def banners(self) -> str:
        """Kinds of banners shown."""
        return str(self.page.evaluate(BANNERS))


@contextmanager
def waited_on(settings: Settings, *, is_demo: bool) -> Iterator[tuple[str, Any]]:
    """The home served as `huitian serve` does, with as few threads."""
    app = create_app(settings, is_demo=is_demo)
    server: Any = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=THREADS)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}", app
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        app.server.extensions[DESK].engine.dispose()


@contextmanager
def viewers(browser: Browser, url: str, cookie: str = "") -> Iterator[list[Viewer]]:
    """One viewer a page, signed in where a cookie is given."""
    context = browser.new_context(viewport=DESK_PX, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_S * 1000)
    if cookie:
        context.add_cookies([{"name": "huitian", "value": cookie, "url": url, "httpOnly": True, "sameSite": "Lax"}])
    found = []
    for path in PAGES:
        viewer = Viewer(context.new_page())
        viewer.watch()
        viewer.page.goto(url + path)
        settle(viewer.page)
        found.append(viewer)
    yield found
    context.close()


def go_through(seen: list[Viewer], begin: Act, end: Act, act: Callable[[Viewer], None]) -> tuple[float, float]:
    """One outage: seconds until every page said so, and after its end until every page was whole."""
    before = [viewer.panels() for viewer in seen]
    begin()
    said = spent(seen, lambda v: "away" in v.banners())
    for viewer in seen:
        act(viewer)
    until(seen[0].page, lambda: [viewer.panels() for viewer in seen] == before)
    assert all(any(panels.values()) for panels in before)
    end()
    whole = spent(seen, lambda v: v.banners() == "")
    for viewer in seen:
        settle(viewer.page)
    until(seen[0].page, lambda: [viewer.panels() for viewer in seen] == before)
    return said, whole


def spent(seen: list[Viewer], holds: Callable[[Viewer], bool]) -> float:
    """Seconds until something holds for all."""
    started = stopwatch()
    for viewer in seen:
        until(viewer.page, lambda v=viewer: holds(v), WHOLE_WITHIN_S)  # type: ignore[misc]
    return stopwatch() - started


def ask_anew(viewer: Viewer) -> None:
    """What an impatient reader does: ask for the same page again, by its own link."""
    viewer.page.evaluate("window.huitian.nav.again()")
    viewer.page.wait_for_timeout(300)


@pytest.mark.browser
@pytest.mark.postgis
def test_pages_of_a_closed_home_outlive_every_kind_of_outage(browser: Browser, postgis_url: str, tmp_path: Path, pack: Pack) -> None:
    server = make_url(postgis_url)
    with Wire(server.host or "127.0.0.1", server.port or 5432) as wire:
        url = server.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
        settings = replace(home_of(tmp_path), now=local(NEWEST + timedelta(minutes=20)), database_url=url, rate_limits="on")
        engine = found_home(settings, pack)
        filled(engine, settings, pack, city(300))
        access = open_access(settings, engine, pack, settings.clock)
        hire(access, "city", "city", "11")
        kinds = ((wire.cut, wire.mend), (wire.hush, wire.mend), (lambda: restart(wire), wire.mend))
        with waited_on(settings, is_demo=False) as (address, app):
            cookie = token_of(signed_in(app, access, "city"))
            with viewers(browser, address, cookie) as seen:
                times = [go_through(seen, begin, end, ask_anew) for begin, end in islice(cycle(kinds), OUTAGES)]
        engine.dispose()

    print("outages", [(round(a, 1), round(b, 1)) for a, b in times], [dict(v.statuses) for v in seen])
    assert max(said for said, _ in times) <= SAID_WITHIN_S
    assert max(whole for _, whole in times) <= WHOLE_WITHIN_S
    assert {status for viewer in seen for status in viewer.statuses if status >= 500} <= {503}
    assert [viewer.faults for viewer in seen] == [[], [], []]


def restart(wire: Wire) -> None:
    """The server goes down; what comes back are new connections only."""
    wire.drop()
    wire.cut()


def token_of(client: Any) -> str:
    """The cookie of a test client that is signed in."""
    found = client.get_cookie("huitian")
    assert found is not None
    return str(found.value)


def embedded_home(folder: Path, pack: Pack, *, rows: int) -> Settings:
    """A demo home on SQLite; the clock stands still twenty minutes after its newest complaint."""
    settings = replace(home_of(folder), now=local(NEWEST + timedelta(minutes=20)))
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(rows))
    engine.dispose()
    return settings


@pytest.mark.browser
def test_pages_of_an_embedded_home_outlive_the_loss_of_its_file(browser: Browser, tmp_path: Path, pack: Pack) -> None:
    settings = embedded_home(tmp_path, pack, rows=300)
    file = settings.home / "store.sqlite"
    away = file.with_suffix(".away")

    with waited_on(settings, is_demo=True) as (address, _), viewers(browser, address) as seen:
        said, whole = go_through(seen, lambda: file.rename(away), lambda: away.rename(file), ask_anew)

    assert (said <= SAID_WITHIN_S, whole <= WHOLE_WITHIN_S) == (True, True)
    assert {status for viewer in seen for status in viewer.statuses if status >= 500} <= {503}
    assert not [fault for viewer in seen for fault in viewer.faults]


@pytest.mark.browser
def test_a_first_visit_during_an_outage_says_so_and_opens_by_itself(browser: Browser, tmp_path: Path, pack: Pack) -> None:
    settings = embedded_home(tmp_path, pack, rows=60)
    file = settings.home / "store.sqlite"
    away = file.with_suffix(".away")

    with waited_on(settings, is_demo=True) as (address, _):
        page = browser.new_page()
        file.rename(away)
        page.goto(f"{address}/quality")
        until(page, lambda: "库连不上" in str(page.evaluate("document.body.innerText")), SAID_WITHIN_S)
        away.rename(file)
        settle(page)
        assert "数据质量" in page.title()
        page.close()


@pytest.mark.browser
def test_a_new_load_shows_by_itself_and_an_ended_sign_in_is_said(browser: Browser, tmp_path: Path, pack: Pack) -> None:
    settings = replace(home_of(tmp_path), now=local(NEWEST + timedelta(minutes=20)))
    engine = found_home(settings, pack)
    filled(engine, settings, pack, city(120))
    access = open_access(settings, engine, pack, settings.clock)
    account = hire(access, "city", "city", "11")

    with waited_on(settings, is_demo=False) as (address, app):
        cookie = token_of(signed_in(app, access, "city"))
        with viewers(browser, address, cookie) as seen:
            page = seen[0].page
            tiles = seen[0].panels()
            filled(engine, settings, pack, [{"order_no": f"N{n}", "created_at": NEWEST + timedelta(minutes=5)} for n in range(40)])
            until(page, lambda: "已更新到 11-22 21:45 的数据" in str(page.evaluate("document.body.innerText")))
            until(page, lambda: seen[0].panels() != tiles)

            access.sessions.close_all(account.account_id)
            until(page, lambda: seen[0].banners() == "ended", SAID_WITHIN_S)
            assert any(seen[0].panels().values())
            assert page.locator("[data-banner=ended] a").get_attribute("href") == "/sign-in?next=%2F%3Farea%3Dhuitian"
    engine.dispose()


@pytest.mark.browser
def test_a_clock_that_differs_is_said(browser: Browser, tmp_path: Path, pack: Pack) -> None:
    settings = home_of(tmp_path)
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(60))
    engine.dispose()

    with waited_on(settings, is_demo=True) as (address, _):
        page = browser.new_page()
        page.clock.install()
        page.goto(f"{address}/help")
        settle(page)
        page.clock.set_system_time(settings.clock.now() + timedelta(minutes=9))
        page.evaluate("window.huitian.pulse.tick()")
        until(page, lambda: "本机时钟比服务器快 9 分钟" in str(page.evaluate("document.body.innerText")))
        page.close()
