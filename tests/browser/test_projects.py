"""`/projects` in a real browser: the list sorts and opens projects by mouse and keyboard, choices stand in the address, no text is cut."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page

from dashboard.texts import projects as words
from tests.browser.conftest import Site
from tests.browser.glass import open_page, settle, until

pytestmark = pytest.mark.browser

LIST = "/projects?level=city&area=11"
ROW = ".projects-grid .ag-center-cols-container .ag-row"
CUT = """(where) => [...document.querySelectorAll(where + ' *')].filter(e => {
  const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()), s = getComputedStyle(e);
  return own && !e.closest('[title], .ag-header, .map-panel') && e.clientWidth && s.overflowX !== 'visible' && s.overflowX !== 'auto'
    && e.scrollWidth > e.clientWidth + 2;
}).map(e => e.textContent.slice(0, 40))"""


def opened(page: Page, site: Site, address: str = LIST) -> None:
    open_page(page, site.url + address)
    if "tab=" not in address and "item=" not in address:
        until(page, lambda: page.locator(ROW).count() > 5)


def column(page: Page, name: str) -> list[str]:
    """The texts of a column from above to below, as far as it is drawn."""
    cells = page.evaluate(f"""() => [...document.querySelectorAll('{ROW}')].map(r => [Number(r.getAttribute('row-index')), r])
      .sort(([a], [b]) => a - b).map(([, r]) => r.querySelector('[col-id={name}]').innerText.trim())""")
    return [str(cell) for cell in cells]


def picks(page: Page) -> str:
    return unquote(parse_qs(urlsplit(page.url).query).get("pick", [""])[0])


def test_every_project_of_the_demo_can_be_reached(page: Page, site: Site) -> None:
    opened(page, site)

    assert page.get_attribute(".projects-grid [role=grid]", "aria-rowcount") == str(240 + 1)
    assert f"{240} 项" in page.inner_text(".ft")
    page.evaluate("document.querySelector('.projects-grid .ag-body-viewport').scrollTop = 1e6")
    until(page, lambda: page.locator(f"{ROW}[row-index='239']").count() == 1)


def test_a_column_is_sorted_by_its_head_and_the_address_remembers_it(page: Page, site: Site) -> None:
    opened(page, site)

    page.click(".projects-grid [col-id=delay_first].ag-header-cell")
    until(page, lambda: "sort:delay_first-down" in picks(page))

    shown = column(page, "delay_first")
    days = [int(s.replace("+", "").replace("−", "-").replace(",", "").split()[0]) for s in shown if s.startswith(("+", "−"))]
    assert days == sorted(days, reverse=True)
    page.reload()
    settle(page)
    until(page, lambda: page.locator(ROW).count() > 5)
    assert column(page, "delay_first")[:5] == shown[:5]


def test_a_click_on_a_row_opens_the_project_and_back_leads_to_the_list(page: Page, site: Site) -> None:
    opened(page, site)
    number = column(page, "no")[0]

    page.click(f"{ROW}[row-index='0'] [col-id=owner]")
    until(page, lambda: page.is_visible(".ihead"))
    assert f"item={number}" in page.url

    page.go_back()
    settle(page)
    until(page, lambda: page.locator(ROW).count() > 5)


def test_the_list_is_walked_and_a_project_opened_by_keyboard(page: Page, site: Site) -> None:
    opened(page, site)

    page.click(f"{ROW}[row-index='0'] [col-id=rank]", button="right")
    page.focus(f"{ROW}[row-index='0'] [col-id=rank]")
    page.keyboard.press("ArrowDown")
    assert "规则来源" in page.inner_text("[role=tooltip]")
    page.keyboard.press("Enter")
    settle(page)

    assert "item=" in page.url


def test_a_tile_filters_and_a_second_click_takes_it_back(page: Page, site: Site) -> None:
    opened(page, site)
    count = int(page.inner_text('.kp [data-light="red"] b'))

    page.click('.kp [data-light="red"]')
    settle(page)
    until(page, lambda: page.locator(ROW).count() == count or count > 15)
    until(page, lambda: set(column(page, "rank")) == {"滞后"})
    assert picks(page) == "light:red"

    page.click('.kp [data-light="red"]')
    settle(page)
    assert picks(page) == ""


def test_searched_words_go_into_the_address(page: Page, site: Site) -> None:
    opened(page, site)
    name = column(page, "name")[0]

    page.fill("#project-search", name)
    page.keyboard.press("Enter")
    settle(page)

    until(page, lambda: page.locator(ROW).count() >= 1 and set(column(page, "name")) == {name})
    assert picks(page) == f"q:{name}"


@pytest.mark.parametrize("tab", [t for t in words.TABS if t])
def test_each_view_opens_from_its_tab(page: Page, site: Site, tab: str) -> None:
    opened(page, site)

    page.click(f".tabs a:has-text('{words.TABS[tab]}')")
    until(page, lambda: page.inner_text(".tabs .on") == words.TABS[tab])

    assert f"tab={tab}" in page.url


def test_the_chart_begins_near_today(page: Page, site: Site) -> None:
    opened(page, site, LIST + "&tab=gantt&pick=zoom:month")

    until(page, lambda: page.evaluate("document.querySelector('.gscroll').scrollLeft > 0"))
    box = page.locator(".gax em").bounding_box()
    assert box
    assert 300 < box["x"] < 1200


@pytest.mark.parametrize("address", [LIST, LIST + "&tab=outputs", LIST + "&tab=gantt", LIST + "&tab=map", LIST + "&theme=dark"])
def test_no_text_is_cut_off_on_a_desk(page: Page, site: Site, address: str) -> None:
    opened(page, site, address)

    assert page.evaluate(CUT, ".main") == []
    assert page.evaluate(CUT, ".bar2") == []


def test_a_project_s_page_cuts_nothing_off(page: Page, site: Site) -> None:
    opened(page, site)
    page.click(f"{ROW}[row-index='0'] .nm")
    until(page, lambda: page.is_visible(".ihead"))
    settle(page)

    assert page.evaluate(CUT, ".main") == []
