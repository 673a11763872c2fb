"""How tests look at a wall: open it, refresh it by hand, leaf through its pages, and what a machine can see wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.glass import PATIENCE_S
from tests.browser.glass import until as until

SIZES_PX = MappingProxyType({
    "1080p": {"width": 1920, "height": 1080},
    "4k": {"width": 3840, "height": 2160},
    "triple": {"width": 5760, "height": 1080},
    "dual4k": {"width": 7680, "height": 2160},
    "grid": {"width": 6656, "height": 1792},
})  # fmt: skip
SMALL_PX: ViewportSize = {"width": 960, "height": 540}
HERE = Path(__file__).parent
_HAS_SETTLED = (HERE / "wallsettled.js").read_text(encoding="utf-8")
_LOOK = (HERE / "wallfaults.js").read_text(encoding="utf-8")
_STANDS = "() => { const {wall} = window.huitian || {}; if (wall) wall.turn(); return !!document.querySelector('.wall .slot > *'); }"
_SHOWN = """async scene => {
  const {wall} = window.huitian;
  wall.show(scene);
  wall.pause(0);
  while (wall.state.isAsking) await new Promise(done => setTimeout(done, 20));
  await wall.tick();
}"""
# neither rotation nor refresh move by themselves; what the page would have done so many milliseconds apart is kept for `pass_time`
STAND_STILL = "window.beats = []; window.setInterval = (act, ms) => window.beats.push([act, ms])"
_PASS = "async ms => { for (const [act, every] of window.beats) if (every <= ms) await act(); }"
LEAST_TEXT, LEAST_CONTRAST = 0.012, 4.5         # of the height; of luminances


@contextmanager
def screen(browser: Browser, px: ViewportSize = SMALL_PX) -> Iterator[Page]:
    """A wall's screen whose server may go away: what the browser says of that is no fault, a script that fails is.

    It is a small one where nobody looks at it: without a graphics card a map is drawn four times as fast.
    """
    context = browser.new_context(viewport=px, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(PATIENCE_S * 1000)
    found, faults = context.new_page(), list[str]()
    found.on("pageerror", lambda error: faults.append(str(error)))
    yield found
    context.close()
    assert not faults


def open_wall(page: Page, url: str) -> None:
    """Goes to a wall and waits until panels and map are drawn; it is paused, and says so, from then on."""
    page.goto(url)
    until(page, lambda: bool(page.evaluate(_STANDS)))
    page.evaluate("window.huitian.wall.pause(Infinity)")
    refresh(page)
    settle(page)


def settle(page: Page) -> None:
    """Waits until panels and map are drawn and stay so."""
    until(page, lambda: bool(page.evaluate(_HAS_SETTLED)))
    page.wait_for_timeout(250)
    until(page, lambda: bool(page.evaluate(_HAS_SETTLED)))


def refresh(page: Page) -> None:
    """One refresh, awaited."""
    page.evaluate("async () => { await window.huitian.wall.tick(); }")


def pass_time(page: Page, ms: int) -> None:
    """Does once what the page does at least once in so many milliseconds, each to its end. For a page with STAND_STILL."""
    page.evaluate(_PASS, ms)


def scenes(page: Page) -> list[str]:
    """Names of the wall's pages, in the order of its tabs."""
    found: list[str] = page.evaluate("[...document.querySelectorAll('.wall .tabs [data-scene]')].map(tab => tab.dataset.scene)")
    return found


def show(page: Page, scene: str) -> None:
    """Turns a wall that stands still to a page, as at the beginning of its time, and waits until it is drawn."""
    page.evaluate(_SHOWN, scene)
    settle(page)


def banners(page: Page) -> str:
    """Kinds of banners shown, "" for none."""
    return str(page.evaluate("document.documentElement.dataset.banners || ''"))


def faults(page: Page) -> dict[str, list[str]]:
    """What is wrong with the wall as it stands, by kind: text cut off, overlapping, too small or too faint, boxes that overlap."""
    found: dict[str, list[str]] = page.evaluate(_LOOK, {"least": LEAST_TEXT, "contrast": LEAST_CONTRAST})
    return {kind: said for kind, said in found.items() if said}
