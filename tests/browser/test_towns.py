"""The page of governance towns in a real browser: replay and sliders are clicks on links, the map names its towns by their own names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from dashboard.texts import towns as words
from geodata.clock import local
from geodata.pack import Pack
from geodata.store.founding import found_home
from tests import townworld as world
from tests.browser.conftest import Site, served
from tests.browser.glass import open_page, settle, until
from tests.scene import NEWEST, STREETS, city, filled, home_of

pytestmark = pytest.mark.browser

_NAMES = """() => { const map = document.querySelector('#map .js-plotly-plot')._fullLayout.map._subplot.map;
  const ids = map.getStyle().layers.filter(l => l.type === 'symbol' && l.layout.visibility !== 'none').map(l => l.id);
  return map.queryRenderedFeatures({layers: ids}).map(f => f.properties.name).filter(Boolean); }"""


@pytest.fixture(scope="module")
def town_site(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Site]:
    """A demo home with 61 towns on seven streets."""
    settings = replace(home_of(tmp_path_factory.mktemp("towns")), now=local(NEWEST + timedelta(minutes=20)), rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(120))
    world.put(engine, *world.many(STREETS))
    engine.dispose()
    with served(settings) as found:
        yield found


def test_a_click_on_a_month_shows_the_list_of_that_day_and_back_leads_back(page: Page, town_site: Site) -> None:
    open_page(page, town_site.url + "/towns?area=11")
    today = page.locator("[data-stage=watch] b").inner_text()

    page.click(".step >> nth=7")
    until(page, lambda: "on:2025-06-30" in page.url)
    until(page, lambda: page.locator("[data-stage=watch] b").inner_text() == "21")

    page.click("[data-replay=today]")
    until(page, lambda: "pick=" not in page.url)
    until(page, lambda: page.locator("[data-stage=watch] b").inner_text() == today)


def test_a_slider_is_moved_by_a_click_and_names_who_would_come(page: Page, town_site: Site) -> None:
    open_page(page, town_site.url + "/towns?area=11&tab=whatif")
    before = page.locator(".outcome.entering li").count()

    page.click("[data-slider=entry_count] .stop >> nth=0")
    until(page, lambda: "entry_count:" in page.url)

    until(page, lambda: page.locator(".outcome.entering li").count() > before)
    assert words.WHATIF_NEW_WORD in page.inner_text(".outcome.entering")


def test_the_map_writes_no_name_but_those_of_the_list(page: Page, town_site: Site) -> None:
    open_page(page, town_site.url + "/towns?area=110114&layers=towns,labels,outlines")

    until(page, lambda: bool(page.evaluate(_NAMES)))
    assert all(name.startswith("示例街镇") for name in page.evaluate(_NAMES))


@pytest.mark.parametrize("query", ["", "&tab=money", "&tab=whatif", "&item=07", "&pick=on:2025-06-30"])
def test_the_page_fits_any_window(page: Page, town_site: Site, query: str) -> None:
    open_page(page, f"{town_site.url}/towns?area=11{query}")

    for width in (3840, 1440, 1199, 899, 390):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        until(page, lambda: page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))
