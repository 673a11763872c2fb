"""A wall in a real browser: slots where the layouts say, pages that turn, hold, jump and follow, and one map for all of them.

Time is given to the wall (`huitian.wall.turn(ms)`), never waited for.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from dashboard.walls.alarms import alarms_of
from dashboard.walls.definition import walls
from dashboard.walls.layouts import BAR, HEIGHT, LAYOUTS, boxes_of, panels_in
from dashboard.walls.marks import acknowledge
from dashboard.walls.orders import LAPSES, Change, give, key_of
from geodata.settings import Settings
from tests.browser.conftest import AS_OF, PATIENCE_S, Site, served
from tests.browser.wallglass import STAND_STILL, pass_time, until
from tests.dashboard.water_world import add_depth

pytestmark = pytest.mark.browser

NEAR = 1.5                  # thousandths of the height: borders fall on whole pixels
DISTRICT = ("overview", "hotspots", "water", "parking", "programme")
DWELL_MS = 30_000
SEAMS = {"triple": (1 / 3, 2 / 3), "dual4k": (1 / 2,)}      # between two physical screens, of the width
FINE_PX = 1620              # a wall is taken for 4k from 1,600 lines on
BOXES = """() => Object.fromEntries([...document.querySelectorAll('.slot:not([hidden]), .map-panel')].map(e => {
  const {left, top, width, height} = e.getBoundingClientRect();
  return [e.dataset.slot || 'map', [left, top, width, height].map(v => 1000 * v / innerHeight)];
}))"""
BEGIN = "() => { const w = huitian.wall; Object.assign(w.state, {jump: '', order: null}); w.show('overview'); w.pause(0); }"
SETTLED = "async () => { while (huitian.wall.state.isAsking) await new Promise(r => setTimeout(r, 20)); await huitian.wall.tick(); }"


@dataclass(frozen=True)
class Screen:
    """A wall whose time stands still until `turn` moves it."""

    tab: Tab

    def turn(self, ms: float) -> str:
        """One step of the rotation so many milliseconds after the page that stands came up; the page that stands then."""
        return str(self.tab.evaluate("ms => { const w = huitian.wall; w.turn(w.state.since + ms); return w.state.scene; }", ms))

    def tick(self) -> None:
        """One refresh, to its end."""
        self.tab.evaluate(SETTLED)

    def become(self, size: str) -> None:
        """Takes the shape of a size; of the wide ones with fewer pixels, which a machine without a graphics card draws sooner."""
        layout = LAYOUTS[size]
        high = FINE_PX if size == "4k" else 1080 if size == "1080p" else 720
        self.tab.set_viewport_size({"width": round(high * layout.width_px / layout.height_px), "height": high})
        until(self.tab, lambda: self.tab.evaluate("() => document.querySelector('.wall').dataset.size") == size)

    @property
    def scene(self) -> str:
        """The page that stands."""
        return str(self.tab.evaluate("() => huitian.wall.state.scene"))

    def boxes(self) -> dict[str, tuple[float, float, float, float]]:
        """Left, top, width and height of every slot that is shown, in thousandths of the height."""
        return {name: tuple(box) for name, box in self.tab.evaluate(BOXES).items()}


@contextmanager
def opened(browser: Browser, site: Site, address: str) -> Iterator[Screen]:
    """A wall of 1920 x 1080 with its first news and its map; no script of it may fail."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(PATIENCE_S * 1000)
    context.add_init_script(STAND_STILL)
    tab, faults = context.new_page(), list[str]()
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.goto(site.url + address)
    expect(tab.locator("body")).to_have_attribute("data-map-ready", re.compile(r"\d"))
    screen = Screen(tab)
    screen.turn(0)
    screen.tick()
    yield screen
    context.close()
    assert not faults


@pytest.fixture(scope="module")
def district(browser: Browser, site: Site) -> Iterator[Screen]:
    """The wall of the district, opened once."""
    with opened(browser, site, "/wall/district") as found:
        yield found


@pytest.fixture
def screen(district: Screen) -> Screen:
    """The same at the beginning of its first page, with nothing that holds it."""
    district.tab.evaluate(BEGIN)
    district.tick()                                 # none is under way that would put back what a test sets
    return district


@pytest.fixture
def rising(browser: Browser, demo_settings: Settings, tmp_path: Path) -> Iterator[tuple[Screen, Site]]:
    """A wall of a home of its own, where water may rise."""
    shutil.copytree(demo_settings.home, tmp_path / "home")
    with served(replace(demo_settings, home=tmp_path / "home")) as site, opened(browser, site, "/wall/district") as screen:
        yield screen, site


@pytest.fixture
def any_size(screen: Screen) -> Iterator[None]:
    """For a test in which the wall takes another shape: it is 1920 x 1080 again afterwards."""
    yield
    screen.become("1080p")


@pytest.fixture
def free_order(site: Site) -> Iterator[str]:
    """The key of the district's orders; at the end the wall is left to itself."""
    key = key_of("district", "huitian")
    yield key
    give(site.desk.engine, key, Change("", "", "", is_paused=False), "t", now=site.desk.clock.now())


@pytest.mark.parametrize("size", LAYOUTS)
def test_every_slot_has_the_box_of_its_layout_and_none_covers_another(screen: Screen, site: Site, size: str, any_size: None) -> None:
    screen.become(size)

    for name in ("overview", "hotspots"):           # three side panels, and two
        screen.tab.evaluate("name => huitian.wall.show(name)", name)
        _stands(screen, site, size, name)


def _stands(screen: Screen, site: Site, size: str, name: str) -> None:
    scene = walls(site.desk.settings, site.desk.pack)["district"].scene(name)
    wanted = {slot: boxes_of(scene, size)[panel] for slot, panel in panels_in(scene, size).items()} | {"map": LAYOUTS[size].slots["map"]}

    found = screen.boxes()

    assert set(found) == set(wanted)
    for slot, (left, top, width, height) in found.items():
        assert width == pytest.approx(wanted[slot].w, abs=NEAR), slot
        assert height == pytest.approx(wanted[slot].h, abs=NEAR), slot
        assert left >= 0
        assert top >= BAR
        assert top + height <= HEIGHT
    for one in found:
        for other in found:
            assert one >= other or not _overlap(found[one], found[other]), (one, other)
    seams = [seam * LAYOUTS[size].width for seam in SEAMS.get(size, ())]
    assert not [slot for slot, (left, _, width, _) in found.items() if any(left < seam < left + width for seam in seams)]


def test_every_panel_is_filled_and_no_text_is_too_small_to_read_from_afar(screen: Screen) -> None:
    small = screen.tab.evaluate("""() => [...document.querySelectorAll('.wall *')].filter(e => !e.closest('.maplibregl-map, .map-problem')
      && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.getClientRects().length
      && parseFloat(getComputedStyle(e).fontSize) < 12.96 && !e.closest('svg')).map(e => e.textContent.slice(0, 20))""")

    assert screen.tab.locator(".slot:not([hidden]) .blank").count() == 0
    assert small == []


def test_pages_turn_in_their_order_after_their_time(screen: Screen) -> None:
    assert screen.turn(0) == DISTRICT[0]
    assert screen.turn(DWELL_MS - 1) == DISTRICT[0]

    assert [screen.turn(DWELL_MS) for _ in DISTRICT] == [*DISTRICT[1:], DISTRICT[0]]


def test_the_mark_of_a_tab_shows_how_much_of_its_time_has_passed(screen: Screen) -> None:
    half = """ms => { huitian.wall.turn(huitian.wall.state.since + ms);
      return document.querySelector('.tabs').style.getPropertyValue('--part'); }"""

    assert screen.tab.evaluate(half, DWELL_MS / 2) == "0.500"
    assert screen.tab.locator(".tabs .on").inner_text().strip() == "总览"


def test_a_panel_that_stands_on_two_pages_shows_the_days_of_each(screen: Screen) -> None:
    def durations_of(name: str) -> str:
        screen.tab.evaluate("name => huitian.wall.show(name)", name)
        screen.tick()
        return screen.tab.locator('[data-panel-name="durations"] svg').inner_html()

    month, quarter = durations_of("overview"), durations_of("programme")

    assert month != quarter
    assert durations_of("overview") == month


def test_a_touch_makes_it_wait_for_a_minute(screen: Screen) -> None:
    screen.tab.locator(".map-title h2").click()

    assert screen.turn(DWELL_MS) == "overview"
    expect(screen.tab.locator(".pause")).to_contain_text("暂停")
    until = screen.tab.evaluate("() => { const w = huitian.wall; return w.state.pausedUntil - w.state.since; }")
    screen.turn(until)
    assert screen.turn(DWELL_MS) == "hotspots"


def test_a_tab_shows_its_page_and_makes_it_stay(screen: Screen) -> None:
    screen.tab.locator(".tabs button", has_text="停车").click()

    assert screen.turn(DWELL_MS) == "parking"
    expect(screen.tab.locator("[data-slot=side2]")).to_have_attribute("data-panel-name", "parking_roads")


def test_an_alarm_brings_its_page_up_and_holds_it_until_it_is_over(screen: Screen) -> None:
    calls = """times => { const w = huitian.wall; w.state.jump = 'water';
      return [times.map(ms => { w.turn(w.state.since + ms); return w.state.scene; }), document.querySelector('.pause').textContent]; }"""

    assert screen.tab.evaluate(calls, [0, DWELL_MS, 3 * DWELL_MS]) == [["water"] * 3, "告警中"]
    screen.tick()                                   # the news: nothing calls
    assert screen.turn(DWELL_MS) == "parking"


def test_a_phone_shows_a_page_and_lets_it_go_again(screen: Screen, site: Site, free_order: str) -> None:
    screen.tab.evaluate("() => huitian.wall.ask()")

    give(site.desk.engine, free_order, Change(page="programme"), "t", now=site.desk.clock.now())
    screen.tab.evaluate("() => huitian.wall.ask()")

    assert screen.turn(10 * DWELL_MS) == "programme"
    give(site.desk.engine, free_order, Change(page=""), "t", now=site.desk.clock.now())
    screen.tab.evaluate("() => huitian.wall.ask()")
    assert screen.turn(DWELL_MS) == "overview"


def test_an_order_of_a_phone_is_asked_for_and_followed_within_a_second(screen: Screen, site: Site, free_order: str) -> None:
    pass_time(screen.tab, 1000)

    give(site.desk.engine, free_order, Change(page="parking"), "t", now=site.desk.clock.now())
    pass_time(screen.tab, 1000)

    assert screen.scene == "parking"


def test_an_order_that_has_lapsed_is_forgotten_and_the_wall_turns_again(screen: Screen, site: Site, free_order: str) -> None:
    screen.tab.evaluate("() => huitian.wall.ask()")
    long_ago = site.desk.clock.now() - LAPSES - timedelta(minutes=1)
    given = give(site.desk.engine, free_order, Change(page="programme"), "t", now=long_ago)
    as_it_was = {"step": given.step, "page": "programme", "area": "", "item": "", "is_paused": False}
    screen.tab.evaluate("order => huitian.wall.follow(order)", as_it_was)        # as it was told while it stood
    assert screen.turn(10 * DWELL_MS) == "programme"

    screen.tick()

    assert screen.turn(DWELL_MS) == "overview"
    assert screen.tab.locator(".pause").is_hidden()


def test_an_alarm_brings_its_page_up_within_five_seconds_and_lets_it_go_when_acknowledged(rising: tuple[Screen, Site]) -> None:
    screen, site = rising
    screen.tab.evaluate("() => huitian.wall.show('programme')")
    screen.tab.evaluate("() => huitian.wall.pause(0)")
    screen.tick()                                   # all that is to come is news
    with site.desk.engine.connect() as store:
        sensor = store.exec_driver_sql("select id from site where kind = 'depth_sensor' order by id").scalars().first()
    assert sensor

    add_depth(site.desk.engine, sensor, [(AS_OF.replace(tzinfo=None) + timedelta(minutes=1), 460.0)])
    pass_time(screen.tab, 5000)

    assert screen.scene == "water"
    assert screen.turn(10 * DWELL_MS) == "water"
    assert screen.tab.locator(".pause").inner_text() == "告警中"
    found = next(alarm for alarm in alarms_of(site.desk, "huitian") if alarm.calls)
    acknowledge(site.desk.register(), found, "值班员")
    pass_time(screen.tab, 5000)
    assert screen.turn(DWELL_MS) == "parking"
    assert "积水 46 厘米" in screen.tab.evaluate("() => document.querySelector('.al li:not(.un)').textContent")


def test_a_phone_leads_to_another_area_and_back(screen: Screen, site: Site, free_order: str) -> None:
    screen.tab.evaluate("() => huitian.wall.ask()")
    title = screen.tab.locator(".wall-bar h1")

    give(site.desk.engine, free_order, Change(area="110114011"), "t", now=site.desk.clock.now())
    screen.tab.evaluate("() => huitian.wall.ask()")
    expect(title).to_have_text("回龙观街道城市运行")
    give(site.desk.engine, free_order, Change(area=""), "t", now=site.desk.clock.now())
    screen.tab.evaluate("() => huitian.wall.ask()")

    expect(title).to_have_text("回天地区城市运行")


def test_one_map_serves_every_page_with_the_layers_of_each(screen: Screen) -> None:
    screen.tab.evaluate("() => { document.querySelector('.maplibregl-canvas').same = true; huitian.map.handle().same = true; }")

    for name in (*DISTRICT[1:], DISTRICT[0]):
        assert screen.turn(DWELL_MS) == name
        expect(screen.tab.locator("body")).to_have_attribute("data-map-ready", re.compile(r"\d"))
        shown = screen.tab.evaluate("() => { const m = huitian.map.handle(); return Object.keys(m.style._layers).filter(id => "
                                    "m.getLayoutProperty(id, 'visibility') !== 'none').map(id => m.getLayer(id).metadata?.group); }")
        scene = next(s for s in screen.tab.evaluate("() => huitian.view.shell.wall.scenes") if s["name"] == name)
        assert set(scene["layers"]) <= set(shown)
        assert ("hexagons" in shown) == ("hexagons" in scene["layers"])

    assert screen.tab.evaluate("() => document.querySelector('.maplibregl-canvas').same && huitian.map.handle().same") is True
    assert screen.tab.locator(".maplibregl-canvas").count() == 1


@pytest.mark.parametrize(("ok", "stale", "sign", "age", "feeds"), [
    (5, 0, "g-ok", "数据 6 分钟前", "5 路正常"),
    (3, 2, "g-stale", "数据 6 分钟前", "3 路正常 ・ 2 路停更"),
    (0, 5, "g-stale", "数据停更 0 小时", "0 路正常 ・ 5 路停更"),
])  # fmt: skip
def test_the_bar_tells_of_all_feeds(screen: Screen, ok: int, stale: int, sign: str, age: str, feeds: str) -> None:
    told = {"ok": ok, "stale": stale, "as_of": (AS_OF - timedelta(minutes=4)).isoformat()}

    screen.tab.evaluate("feeds => { const w = huitian.wall; w.state.last = {...w.state.last, feeds}; w.turn(w.state.since); }", told)

    assert sign in str(screen.tab.locator(".age i").get_attribute("class"))
    assert screen.tab.locator(".age").inner_text().strip() == age
    assert screen.tab.locator(".feeds").inner_text() == feeds


def test_the_address_of_a_wall_stays_as_it_was_given(screen: Screen) -> None:
    screen.turn(DWELL_MS)

    assert screen.tab.url.endswith("/wall/district")


def test_the_clock_is_the_servers(screen: Screen) -> None:
    expect(screen.tab.locator(".clock")).to_have_text("14:32")
    expect(screen.tab.locator(".date")).to_have_text("2026-07-16")
    expect(screen.tab.locator(".weekday")).to_have_text("星期四")


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(one[i] + one[i + 2] > other[i] + 0.5 and other[i] + other[i + 2] > one[i] + 0.5 for i in (0, 1))
