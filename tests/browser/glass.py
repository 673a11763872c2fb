"""How tests look at a page through its glass: wait until it has settled, read its numbers, count its requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

PATIENCE_S = 120
# Plotly's own, when a graph is taken away before it was drawn: seen on a machine ten times too busy, with the page laid out anew meanwhile
TAKEN_AWAY = "Cannot read properties of undefined (reading '_rangeSliderData')"
_HAS_SETTLED = """() => {
  const maps = [...document.querySelectorAll('.js-plotly-plot')].map(g => g._fullLayout && g._fullLayout.map && g._fullLayout.map._subplot
    && g._fullLayout.map._subplot.map).filter(Boolean);
  const hasMap = !!document.querySelector('#map');
  return document.title !== '' && !document.querySelector('[data-dash-is-loading="true"]') && !!document.querySelector('.desk-page')
    && (!hasMap || (Number(document.body.dataset.mapReady || 0) > 0 && maps.length > 0 && maps.every(m => m.loaded() && !m.isMoving())));
}"""


def open_page(page: Page, url: str) -> None:
    """Goes there and waits until all is drawn."""
    page.goto(url)
    settle(page)


def settle(page: Page) -> None:
    """Waits until panels and map are drawn and stay so; the content policy forbids Playwright's own waiting for a condition."""
    until(page, lambda: bool(page.evaluate(_HAS_SETTLED)))
    page.wait_for_timeout(150)
    until(page, lambda: bool(page.evaluate(_HAS_SETTLED)))


def until(page: Page, holds: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    """Waits until a condition holds; fails with what the page says."""
    for _ in range(int(seconds / 0.05)):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} s: {page.evaluate('document.body.innerText')[:600]}")


def number(text: str) -> int:
    """2,946 → 2946."""
    return int(text.replace(",", "").replace("−", "-"))


def sums(page: Page) -> dict[str, Any]:
    """What both cubes say of the view: areas and cells (totals, pseudo keys in), below (sum over the areas below), by (each of them)."""
    found: dict[str, Any] = page.evaluate("""() => {
      const h = window.huitian, v = h.view.state, p = {from: v.from, to: v.to, categories: v.categories};
      const below = h.cube.sum(h.view.areas, {...p, by: 'key'});
      return {area: v.area, areas: h.cube.sum(h.view.areas, p), cells: h.cube.sum(h.view.cells, p), below: below.reduce((a, b) => a + b, 0),
        by: Object.fromEntries(h.view.areas.keys.map((k, i) => [k, below[i]]))};
    }""")
    return found


def requests_during(page: Page, act: Callable[[], object]) -> list[str]:
    """Addresses asked for while something is done and the page settles again, the page's own pulse apart."""
    asked: list[str] = []

    def note(request: Any) -> None:
        if request.url.startswith("http") and not request.url.endswith("/api/pulse"):
            asked.append(request.url)

    page.on("request", note)
    act()
    settle(page)
    page.remove_listener("request", note)
    return asked
