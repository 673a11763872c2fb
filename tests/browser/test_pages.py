"""Pages in a real browser: they settle without a word to the outside, filter without a word to the server, and can be used by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from dashboard import texts
from dashboard.pages import PAGES
from dashboard.queries.cubes import areas_cube
from dashboard.queries.figures import totals
from tests.browser.conftest import Site
from tests.browser.glass import number, open_page, requests_during, settle, until

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", PAGES)
def test_a_page_settles_without_a_word_to_the_outside_and_is_never_wider_than_its_window(page: Page, site: Site, path: str) -> None:
    open_page(page, site.url + path)

    assert texts.NAVIGATION[path] in page.title()
    for width in (3840, 1440, 1199, 899, 390):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)        # charts follow their window a moment later
        until(page, lambda: page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))


def test_an_unknown_address_is_a_page_in_the_same_look(page: Page, site: Site) -> None:
    answer = page.goto(site.url + "/nothing?theme=dark")

    assert answer
    assert answer.status == 404
    assert page.inner_text("h1") == texts.NOT_FOUND_TITLE
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 18, 23)"


def test_tiles_show_what_the_server_s_own_sums_say(page: Page, site: Site) -> None:
    open_page(page, site.url + "/")
    state, _ = site.desk.read("/", "")
    rules = site.desk.pack.rules

    figures = totals(areas_cube(site.desk.source(), state.area), state.period_from, state.period_to, rates=rules.rates)

    shown = {t: float(page.get_attribute(f'[data-tile="{t}"] .v', "data-value") or "nan")
             for t in ("count", "closed", "unplaced", "response", "resolution", "satisfaction")}
    expected = {"count": figures.now.count, "closed": figures.now.closing_rate, "unplaced": figures.now.unplaced_share,
                "response": figures.response_rate, "resolution": figures.resolution_rate, "satisfaction": figures.satisfaction_rate}
    assert shown == pytest.approx(expected)


def test_a_category_filter_repaints_without_a_request(page: Page, site: Site) -> None:
    open_page(page, site.url + "/hotspots")
    before = number(page.inner_text(".rk tbody tr:first-child b"))

    asked = requests_during(page, lambda: page.click("[data-panel=bars] button:first-child"))

    assert asked == []
    assert number(page.inner_text(".rk tbody tr:first-child b")) < before
    assert "category=" in page.url


def test_a_period_filter_repaints_without_a_request_and_goes_into_the_address(page: Page, site: Site) -> None:
    open_page(page, site.url + "/")

    asked = requests_during(page, lambda: page.click('[data-period="7d"]'))

    assert asked == []
    assert "period=7d" in page.url
    assert page.inner_text('[data-tile="count"] .v') == page.inner_text('[data-tile="week"] .v')


def test_the_same_address_gives_the_same_numbers_in_another_browser(page: Page, browser: Browser, site: Site) -> None:
    open_page(page, site.url + "/hotspots")
    page.click('[data-period="7d"]')
    page.click("[data-panel=categories] .ck:first-child input")
    settle(page)
    other = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()

    open_page(other, page.url)

    assert other.inner_text("[data-panel=ranking]") == page.inner_text("[data-panel=ranking]")
    assert other.inner_text("[data-panel=categories]") == page.inner_text("[data-panel=categories]")
    other.context.close()


def test_choosing_a_cell_lists_its_cases_as_many_as_its_count(page: Page, site: Site) -> None:
    open_page(page, site.url + "/hotspots")
    count = number(page.inner_text("[data-cell]:first-child b").split()[0])

    page.click("[data-cell]:first-child")
    until(page, lambda: page.locator(".cs li").count() > 0)

    assert number(page.inner_text(".cf b >> nth=0").split()[0]) == count
    assert f"查看全部 {count} 件" in page.inner_text(".more")
    assert "文本已脱敏" in page.inner_text(".more")
    assert "cell=" in page.url


def test_the_table_twin_adds_up_to_the_map(page: Page, site: Site) -> None:
    open_page(page, site.url + "/hotspots")

    page.click("[data-act=twin]")

    feet = page.locator(".twin tfoot td:nth-child(2)").all_inner_texts()
    rows = page.locator(".twin tbody td:nth-child(2)").all_inner_texts()
    assert len(set(feet)) == 1
    assert sum(map(number, rows)) == 2 * number(feet[0])


def test_definitions_open_on_keyboard_focus_and_close_on_escape(page: Page, site: Site) -> None:
    open_page(page, site.url + "/")

    page.focus('[data-tile="resolution"]')
    assert "有效回访" in page.inner_text("[role=tooltip]")

    page.keyboard.press("Escape")
    assert page.locator("[role=tooltip]").count() == 0


def test_the_theme_is_switched_and_stays_in_the_address(page: Page, site: Site) -> None:
    open_page(page, site.url + "/")

    page.click("[data-theme-to=dark]")
    until(page, lambda: page.evaluate("document.documentElement.dataset.theme") == "dark")

    assert "theme=dark" in page.url


def test_data_that_stopped_is_hatched_and_says_since_when(page: Page, late_site: Site) -> None:
    open_page(page, late_site.url + "/")

    tile = page.locator('[data-tile="count"]')
    assert "is-stale" in (tile.get_attribute("class") or "")
    assert "数据停更" in tile.inner_text()
    assert tile.locator(".spark").count() == 0
    assert page.locator(".top .g-ok").count() == 0


def test_on_paper_the_list_of_briefs_is_there_and_its_controls_are_not(page: Page, site: Site) -> None:
    page.goto(site.url + "/brief")
    page.emulate_media(media="print")

    shown = page.locator("main .panel:visible h2").all_inner_texts()
    page.emulate_media(media="null")
    assert shown == ["已编发"]


def test_a_narrow_desk_folds_the_rail_into_a_drawer(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    open_page(page, site.url + "/hotspots")
    shut: Any = page.is_visible("#rail")

    page.click("[data-act=drawer]")
    opened = page.is_visible("#rail")
    page.keyboard.press("Escape")
    again = page.is_visible("#rail")
    context.close()

    assert (shut, opened, again) == (False, True, False)


def test_a_phone_shows_the_map_first(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    open_page(page, site.url + "/")
    tops = page.evaluate("['.map-panel', '.tiles', '.a-right', '.a-low'].map(s => document.querySelector(s).getBoundingClientRect().top)")
    context.close()

    assert tops == sorted(tops)
