"""The guard of a wall loads a page again that hangs, and each night at four; never while the server is away. Its banners say what is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from geodata.settings import Settings
from tests.browser.conftest import Site, served
from tests.browser.wallglass import banners, open_wall, refresh, screen, until

pytestmark = pytest.mark.browser

COUNT = "() => { window.loads = []; const g = window.huitian.guard; g.reload = () => window.loads.push(g.state.why); }"


BESIDE_KEY = """() => {
  const [banner, key] = ['.wall > .banners', '.map-legend .signs'].map(s => document.querySelector(s).getBoundingClientRect());
  return key.width > 0 && banner.width > 0 && (banner.right <= key.left || banner.top >= key.bottom);
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A screen whose server may go away."""
    with screen(browser) as found:
        yield found


@pytest.fixture(scope="module")
def live_site(demo_settings: Settings) -> Iterator[Site]:
    """The demo home with a clock that runs."""
    with served(replace(demo_settings, now=None)) as found:
        yield found


def watched(page: Page, site: Site) -> None:
    """A wall whose guard only notes that it would load the page again."""
    page.clock.install(time=site.desk.clock.now())
    open_wall(page, f"{site.url}/wall/district?size=1080p")
    refresh(page)
    page.evaluate(COUNT)


def loads(page: Page) -> list[str]:
    """One look of the guard; why it would have loaded the page so far."""
    found: list[str] = page.evaluate("async () => { await window.huitian.guard.look(); return window.loads; }")
    return found


def test_a_wall_that_is_refreshed_is_left_alone(page: Page, live_site: Site) -> None:
    watched(page, live_site)
    assert loads(page) == []


def test_a_wall_without_refreshes_is_loaded_again(page: Page, live_site: Site) -> None:
    watched(page, live_site)
    page.route("**/api/wall/*/news*", lambda route: route.abort())

    for _ in range(2):                                     # half the time twice, so that frames are seen to be drawn
        page.clock.fast_forward(100_000)
        until(page, lambda: bool(loads(page)) or bool(page.evaluate("performance.now() - window.huitian.guard.state.framedAt < 5000")))

    until(page, lambda: "refresh" in loads(page))


def test_nothing_is_loaded_again_while_the_server_is_away(page: Page, live_site: Site) -> None:
    watched(page, live_site)
    page.route("**/readyz", lambda route: route.abort())
    page.route("**/api/wall/**", lambda route: route.abort())

    page.clock.fast_forward(3_600_000)

    until(page, lambda: "away" in (refresh(page) or banners(page)))
    assert loads(page) == []
    assert "服务器没有回答" in page.locator(".wall > .banners").inner_text()


def test_a_map_that_lost_its_context_is_loaded_again(page: Page, live_site: Site) -> None:
    watched(page, live_site)
    page.evaluate("document.querySelector('#map canvas').dispatchEvent(new Event('webglcontextlost', {bubbles: false}))")

    page.clock.fast_forward(61_000)

    until(page, lambda: "context" in loads(page))


def test_the_nightly_load_comes_at_four_by_the_server_s_clock_each_wall_at_its_own_moment(page: Page, live_site: Site) -> None:
    watched(page, live_site)
    at = "new Date('{}T{}:00+08:00').getTime()"

    waits = [page.evaluate(f"window.huitian.guard.untilSoft({at.format('2026-07-16', hm)}) / 60000") for hm in ("03:59", "04:00", "14:30")]
    page.evaluate("async () => { await window.huitian.guard.look(); }")
    soft = page.evaluate("(window.huitian.guard.state.softAt - performance.now()) / 60000")
    page.evaluate("window.huitian.guard.state.softAt = performance.now()")

    assert waits == [1, 1440, 810]
    assert 0 <= soft <= 1460
    assert "soft" in loads(page)


def test_a_clock_a_minute_and_a_half_off_is_said(page: Page, live_site: Site) -> None:
    watched(page, live_site)
    page.clock.set_system_time(live_site.desk.clock.now() + timedelta(seconds=95))

    until(page, lambda: "clock" in (refresh(page) or banners(page)))


def test_feeds_that_stopped_are_said_and_the_store_s_loss_keeps_what_stands(page: Page, late_site: Site) -> None:
    open_wall(page, f"{late_site.url}/wall/district?size=1080p")
    refresh(page)
    before, file = page.locator(".w-kpi").inner_text(), Path(late_site.desk.settings.home) / "store.sqlite"

    assert "partial" in banners(page) or "stale" in banners(page)
    assert page.evaluate(BESIDE_KEY)
    file.rename(file.with_suffix(".away"))
    until(page, lambda: "away" in (refresh(page) or banners(page)))
    kept, said = page.locator(".w-kpi").inner_text(), page.locator(".wall > .banners").inner_text()
    file.with_suffix(".away").rename(file)
    until(page, lambda: "away" not in (refresh(page) or banners(page)))

    assert kept == before
    assert "截至" in said
