"""`/parking` in a real browser: what stands above the fold, kinds and sections by link, Back goes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboard.queries import parking
from dashboard.queries.offences import offences_of
from dashboard.texts import parking as words
from tests.browser.conftest import Site
from tests.browser.glass import number, open_page, settle, until

pytestmark = pytest.mark.browser


def count(site: Site, query: str) -> int:
    """What the server's own query says of an address."""
    desk = site.desk
    state, _ = desk.read("/parking", query)
    of = parking.sheet(offences_of(desk.register()), parking.asked_of(state))
    return parking.matrix(of, desk.pack.config.calendar).total


def test_where_when_and_whether_it_got_better_stand_above_the_fold(page: Page, site: Site) -> None:
    open_page(page, site.url + "/parking")

    for name in (words.TOTAL, words.WORST_ROAD, words.WORST_HOUR, words.EFFECT, words.HOURS, words.ROADS, words.ENFORCEMENTS):
        expect(page.get_by_role("heading", name=name).first).to_be_in_viewport(ratio=1)


def test_a_kind_a_section_and_back_are_all_in_the_address(page: Page, site: Site) -> None:
    open_page(page, site.url + "/parking")

    page.locator(".pk-kinds a", has_text=words.KINDS["parking"]).click()
    page.wait_for_url("**pick=kind:parking**")
    until(page, lambda: number(page.inner_text(".pk-kinds a.on b")) == count(site, "pick=kind:parking"))
    settle(page)

    page.locator(".pk-places .rk a").first.click()
    page.wait_for_url("**item=**")
    told = words.HOURS_SUB.format(total=f"{count(site, page.url.partition('?')[2]):,}")
    until(page, lambda: told in page.inner_text(".pk-hours"))

    page.go_back()
    page.wait_for_url(lambda url: "item=" not in url)


def test_every_field_of_the_matrix_tells_its_number_on_hover(page: Page, site: Site) -> None:
    open_page(page, site.url + "/parking")

    page.locator(".hm td.ring").hover()

    assert words.UNIT in page.inner_text("#tip")
