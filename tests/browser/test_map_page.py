"""The map on the whole page: what a reader did to it survives what the page does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.glass import open_page, settle, until

pytestmark = pytest.mark.browser

VIEWPORT = "(() => { const m = window.huitian.map.handle(), c = m.getCenter(); return [c.lng, c.lat, m.getZoom()]; })()"
SHOWN = "group => window.huitian.map.handle().getStyle().layers.filter(l => l.metadata?.group === group).map(l => l.layout.visibility)"


def test_another_theme_keeps_what_the_reader_looks_at(page: Page, site: Site) -> None:
    open_page(page, f"{site.url}/hotspots")
    page.click("[data-map-act=in]")
    left = page.evaluate(VIEWPORT)

    page.evaluate("window.huitian.nav.go(window.huitian.view.href({theme: 'dark'}))")
    until(page, lambda: page.evaluate("document.documentElement.dataset.theme") == "dark")
    settle(page)

    until(page, lambda: page.evaluate(VIEWPORT) == pytest.approx(left, abs=1e-3))


def test_another_area_is_fitted_anew(page: Page, site: Site) -> None:
    open_page(page, f"{site.url}/hotspots")
    page.click("[data-map-act=in]")

    open_page(page, f"{site.url}/hotspots?level=city&area=11")

    assert page.evaluate(VIEWPORT)[2] < 9


@pytest.mark.parametrize("group", ["roads", "rail", "outlines", "labels", "hexagons"])
def test_a_layer_can_be_hidden_from_the_address(page: Page, site: Site, group: str) -> None:
    others = ",".join(sorted({"hexagons", "hotspots", "roads", "rail", "outlines", "labels"} - {group}))

    open_page(page, f"{site.url}/hotspots?layers={others}")

    assert set(page.evaluate(SHOWN, group)) == {"none"}
    assert set(page.evaluate(SHOWN, "land")) == {"visible"}


def test_every_hexagon_counts_once_with_what_is_not_on_the_map(page: Page, site: Site) -> None:
    open_page(page, f"{site.url}/hotspots")

    cells, areas = page.evaluate("""(() => { const {view, cube} = window.huitian, period = {...view.state, by: 'total'};
      return [cube.sum(view.cells, period), cube.sum(view.areas, period)]; })()""")
    assert cells == areas > 0
