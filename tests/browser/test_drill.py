"""Three levels down and back up, and the counts add up at each."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.glass import open_page, settle, sums, until

pytestmark = pytest.mark.browser


def area_of(page: Page) -> str:
    return str(page.evaluate("window.huitian.view.state && window.huitian.view.state.area"))


def go_to(page: Page, area: str) -> None:
    until(page, lambda: area_of(page) == area)
    settle(page)


def test_three_levels_drill_down_and_back_comes_up(page: Page, site: Site) -> None:
    open_page(page, site.url + "/hotspots?area=11")
    city = sums(page)
    assert city["areas"] == city["cells"] == city["below"]

    page.click('.rk tr[data-code="110114"] a')
    go_to(page, "110114")
    district = sums(page)
    assert district["areas"] == district["cells"] == district["below"] == city["by"]["110114"]

    page.click('.rk tr[data-code="110114012"] a')
    go_to(page, "110114012")
    street = sums(page)
    assert street["areas"] == street["cells"] == street["below"] == district["by"]["110114012"]
    assert [c.strip() for c in page.inner_text(".bc").split("/")] == ["北京市", "昌平区", "回天地区", "龙泽园街道"]

    page.go_back()
    go_to(page, "110114")
    assert sums(page) == district
    page.go_back()
    go_to(page, "11")
    assert sums(page) == city


def test_a_focus_area_is_the_sum_of_its_streets(page: Page, site: Site) -> None:
    open_page(page, site.url + "/hotspots?area=110114")
    district = sums(page)["by"]
    open_page(page, site.url + "/hotspots?area=huitian")
    focus = sums(page)

    members = {a.code for a in site.desk.pack.areas.children("huitian")}
    assert focus["areas"] == sum(n for code, n in district.items() if code in members)


def test_a_filter_stays_when_drilling(page: Page, site: Site) -> None:
    open_page(page, site.url + "/hotspots?area=11")
    page.click('[data-period="7d"]')
    page.click("[data-panel=bars] button:first-child")
    settle(page)
    kept = page.url.split("period=")[1]

    page.click('.rk tr[data-code="110114"] a')
    go_to(page, "110114")

    assert page.url.split("period=")[1] == kept


def test_the_breadcrumb_leads_up(page: Page, site: Site) -> None:
    open_page(page, site.url + "/?area=110114012")

    page.click(".bc a >> nth=0")
    go_to(page, "11")

    assert page.url.split("?")[0].endswith("/")


def test_the_area_chooser_leads_to_another_district(page: Page, site: Site) -> None:
    open_page(page, site.url + "/hotspots")

    page.select_option("#area-choice", "110105")
    go_to(page, "110105")

    assert "朝阳区" in page.inner_text(".bc")
