"""`/waterlogging` in a real browser: a rain is chosen and stepped through by links, the mode is switched by its button."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from dashboard.queries.waterlogging import switch_flood_mode
from dashboard.texts import waterlogging as words
from tests.browser.conftest import Site
from tests.browser.glass import open_page, settle

pytestmark = pytest.mark.browser


@pytest.fixture
def calm_site(site: Site) -> Iterator[Site]:
    """The demo's dashboard, its mode off before and after."""
    yield site
    switch_flood_mode(site.desk.engine, site.desk.clock.now(), is_on=False, by="")


def test_a_rain_is_chosen_and_stepped_through_and_back_leads_back(page: Page, site: Site) -> None:
    open_page(page, site.url + "/waterlogging?period=flood")
    rows = page.locator(".wl-list tbody tr")
    expect(rows.nth(1)).to_be_visible()

    rows.nth(1).locator("a").first.click()
    expect(rows.nth(1).locator("a.on")).to_be_visible()
    before = page.inner_text(".wl-foot .now")
    page.locator(".wl-steps a").nth(2).click()
    settle(page)
    expect(page.locator(".wl-foot .now")).not_to_have_text(before)
    assert "at:" in page.url
    page.go_back()
    expect(page.locator(".wl-foot .now")).to_have_text(before)


def test_a_card_leads_to_its_point_and_the_chart_is_drawn(page: Page, site: Site) -> None:
    open_page(page, site.url + "/waterlogging")
    page.locator(".wl-card .n").first.click()
    settle(page)

    expect(page.locator(".wl-head h2")).to_be_visible()
    expect(page.locator("#rain-replay .main-svg").first).to_be_visible()


def test_the_mode_is_switched_by_its_button_and_said_in_the_bar(page: Page, calm_site: Site) -> None:
    open_page(page, calm_site.url + "/waterlogging?area=110114012")
    expect(page.locator(".top .wl-mode")).to_have_count(0)

    page.get_by_role("button", name=words.FLOOD_ON).click()
    settle(page)
    expect(page.locator(".top .wl-mode")).to_contain_text(words.FLOOD)
    assert "area=110114012" in page.url

    page.get_by_role("button", name=words.FLOOD_OFF).click()
    settle(page)
    expect(page.locator(".top .wl-mode")).to_have_count(0)
