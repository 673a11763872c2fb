"""Maps whose small counts are hidden, in the browser: bound to one period and choice of categories, asked for anew when these change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from dashboard.access.identify import cookie_name
from geodata.settings import Settings
from tests.browser.conftest import Site, served
from tests.browser.glass import open_page, until
from tests.people import Person, staff, token_of

DISTRICT = Person("hui", "district", "huitian")
STREET = Person("long", "street", "110114012")
CUBES = "**/cube/**"


@pytest.fixture(scope="module")
def closed_site(demo_settings: Settings) -> Iterator[Site]:
    """The demo home behind its sign-in, with two people."""
    with served(demo_settings, is_open=False) as site:
        staff(site.desk.access, (DISTRICT, STREET))
        yield site


def looks(page: Page, site: Site, person: Person, address: str) -> None:
    """The page as that person sees it, all of it drawn."""
    value = token_of(site.desk.access, person.login)
    page.context.add_cookies([{"name": cookie_name(site.desk.settings), "value": value, "url": site.url}])
    open_page(page, site.url + address)


def cube(page: Page) -> dict[str, Any]:
    """What the page's cells cube is."""
    told = """() => { const {cells, state} = huitian.view, sums = huitian.cube.sum(cells, {...state, by: 'key'});
      return {header: cells.header, sums: Object.fromEntries(cells.keys.map((k, i) => [k, sums[i]]))}; }"""
    found: dict[str, Any] = page.evaluate(told)
    return found


def counted(page: Page) -> list[str]:
    """Cube files asked for from now on."""
    asked: list[str] = []

    def on(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route(CUBES, on)
    return asked


def test_a_filter_asks_for_another_bound_map_and_no_small_hexagon_comes(page: Page, closed_site: Site) -> None:
    looks(page, closed_site, DISTRICT, "/hotspots")
    first = cube(page)

    page.locator("[data-panel='periods'] [data-period='7d']").first.click()
    until(page, lambda: page.evaluate("() => huitian.view.cells?.header.from") not in (None, first["header"]["from"]))
    second = cube(page)

    assert (first["header"]["is_bound"], second["header"]["is_bound"]) == (True, True)
    assert second["header"]["from"] > first["header"]["from"]
    for found in (first, second):
        assert all(count >= 5 for key, count in found["sums"].items() if key not in ("coarse", "none"))
    assert "少于 5 件的格不显示" in page.locator(".map-legend").inner_text()


def test_a_cell_of_a_bound_map_tells_its_count_and_asks_for_no_cases(page: Page, closed_site: Site) -> None:
    looks(page, closed_site, DISTRICT, "/hotspots?period=year")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/api/case" in r.url else None)

    page.locator(".top-cells [data-cell]").first.click()
    page.locator(".cell-body .hint").wait_for()

    assert "本街道的承办者" in page.locator(".cell-body .hint").inner_text()
    assert asked == []


def test_in_the_own_street_a_filter_still_asks_for_nothing_and_cases_are_read(page: Page, closed_site: Site) -> None:
    looks(page, closed_site, STREET, "/hotspots?period=year")
    asked = counted(page)

    page.locator("[data-panel='periods'] [data-period='7d']").first.click()
    page.locator("[data-panel='periods'] [data-period='flood']").first.click()
    page.locator(".top-cells [data-cell]").first.click()
    page.locator(".cs [data-case]").first.click()
    page.locator("dialog .one").wait_for()

    assert asked == []
    assert not cube(page)["header"].get("is_bound")
    number = re.search(r"^\S+", page.locator("dialog .ph span").inner_text())
    last = closed_site.desk.access.trail.rows(1)[0]
    assert (last.action, last.actor) == ("case.view", STREET.login)
    assert number is not None
    assert number[0] in last.subject


def test_what_may_not_be_seen_is_not_offered_and_a_foreign_address_gives_way(page: Page, closed_site: Site) -> None:
    looks(page, closed_site, STREET, "/hotspots?area=110114011")

    assert "无权查看回龙观" in page.locator(".notices").inner_text()
    assert page.locator("#area-choice option").evaluate_all("found => found.map(o => o.value)") == [STREET.area]
    assert page.locator(".seg .off").all_inner_texts() == ["市", "区"]
    assert page.locator(".bc a").count() == 0
    refused = closed_site.desk.access.trail.rows(1, action="refused")[0]
    assert (refused.actor, refused.subject) == (STREET.login, "/hotspots 110114011")
