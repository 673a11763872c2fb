"""The layer panel: any layer on any map, its state in the address, at most eight of data at a time."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from dashboard.components.switches import SWITCHES
from dashboard.layers import DATA_LAYERS
from dashboard.layers.datalayer import MOST_AT_ONCE
from tests.browser.conftest import Site
from tests.browser.glass import open_page, settle, until

pytestmark = pytest.mark.browser

_DRAWN = "name => window.huitian.map.handle().querySourceFeatures('data-' + name).length"
_ON = "() => [...document.querySelectorAll('input[data-layer]:checked')].map(i => i.dataset.layer)"


def flip(page: Page, name: str) -> None:
    """Turns a layer's switch over, wherever the panel is folded away."""
    page.evaluate("name => document.querySelector(`input[data-layer=\"${name}\"]`).click()", name)
    settle(page)


def layers_of(page: Page) -> set[str]:
    """The layers that the address names."""
    return set(parse_qs(urlsplit(page.url).query).get("layers", [""])[0].split(","))


def test_a_layer_that_is_switched_on_is_drawn_and_stands_in_the_address(page: Page, site: Site) -> None:
    open_page(page, f"{site.url}/?area=huitian")
    assert page.evaluate(_DRAWN, "projects") == 0

    flip(page, "projects")

    assert "projects" in layers_of(page)
    until(page, lambda: page.evaluate(_DRAWN, "projects") > 0)
    assert page.locator('[data-legend="projects"]').is_visible()


def test_the_legend_tells_the_figures_of_a_layer_and_on_hover_how_old_they_are(page: Page, site: Site) -> None:
    open_page(page, f"{site.url}/?area=huitian&layers=waterlogging")
    line = page.locator('[data-kpi="waterlogging"]')
    until(page, lambda: re.fullmatch(r"\d+ 处，其中有积水 \d+ 处", line.inner_text()) is not None)

    flip(page, "berths")

    until(page, lambda: page.locator('[data-kpi="berths"]').inner_text().startswith("120 处，已登记泊位 "))
    line.hover()
    assert "最近更新 2026-" in page.locator("#tip").inner_text()


def test_the_legend_waits_for_rows_that_are_on_their_way_while_a_layer_is_begun_anew(page: Page, site: Site) -> None:
    open_page(page, f"{site.url}/?area=huitian&layers=waterlogging")
    page.locator('[data-kpi="waterlogging"]').evaluate("e => { e.textContent = ''; }")

    page.evaluate("""() => {
      const map = window.huitian.map.handle(), source = map.getSource('data-waterlogging');
      source.setData({type: 'FeatureCollection', features: []});
      source.setData(document.querySelector('#map .js-plotly-plot').layout.meta.layers.waterlogging.url);
      window.huitian.marks.follow(map);
    }""")

    until(page, lambda: page.locator('[data-kpi="waterlogging"]').inner_text() != "")       # and no script failed: `page` sees to it


def test_the_same_address_shows_the_same_layers(page: Page, site: Site) -> None:
    open_page(page, f"{site.url}/parking?area=huitian&layers=projects,labels,hexagons")

    assert set(page.evaluate(_ON)) == {"projects", "labels", "hexagons"}
    until(page, lambda: page.evaluate(_DRAWN, "projects") > 0)
    assert page.evaluate(_DRAWN, "violations") == 0


def test_a_ninth_layer_is_not_drawn_and_the_map_says_why(page: Page, site: Site) -> None:
    names = [*SWITCHES, *DATA_LAYERS]
    assert len(names) > MOST_AT_ONCE
    open_page(page, f"{site.url}/?area=huitian&layers={','.join(names[:MOST_AT_ONCE])}")

    flip(page, names[MOST_AT_ONCE])

    assert str(MOST_AT_ONCE) in page.locator("#map-problem").inner_text()
    assert set(page.evaluate(_ON)) == set(names[:MOST_AT_ONCE])
