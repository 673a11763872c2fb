"""The map in a real browser: painted from the cube, repainted without the server, kept where the reader left it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from dashboard.queries.cube import decode
from dashboard.queries.hotspots import significant_cells
from geodata.pack import Pack
from geodata.settings import Settings
from tests.browser.mapworld import READY_S, World, history_of, scattered, serving, settle

pytestmark = pytest.mark.browser

REPAINT = "change => { window.job = {...window.job, view: {...window.job.view, ...change}}; return window.huitian.map.paint(window.job); }"
STATES = """() => { const m = window.huitian.map.handle(), keys = window.job.cube.keys;
  return Object.fromEntries(keys.map(k => [k, m.getFeatureState({source: 'hex', id: k}).v || 0])); }"""
# on a busy machine a figure comes after the first paint of its view, which is then painted again
LATE_FIGURE = """() => { const own = window.Plotly.react;
  window.Plotly.react = async function(...given) { await new Promise(done => setTimeout(done, 1000)); return own.apply(this, given); }; }"""
VIEWPORT = "() => { const m = window.huitian.map.handle(), c = m.getCenter(); return [c.lng, c.lat, m.getZoom()]; }"


@pytest.fixture(scope="module")
def world(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A map of 回天 with some 5,000 made-up complaints; other areas on request."""
    settings = Settings(home=tmp_path_factory.mktemp("world"))
    history = history_of(settings.history_dir, *scattered(pack, "huitian", 5_000), pack)
    with serving(pack, history, settings, area="huitian", res=9) as found:
        yield found


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """One reader, whose cache the pages share."""
    found = browser.new_context(viewport={"width": 1200, "height": 700}, locale="zh-CN", timezone_id="Asia/Shanghai")
    found.set_default_timeout(READY_S * 1000)
    yield found
    found.close()


@pytest.fixture
def page(reader: BrowserContext, world: World) -> Iterator[Page]:
    """A fresh page that may talk to the map server only: any other request, a refusal or a script error fails the test."""
    found, wrong = reader.new_page(), list[str]()
    found.on("request", lambda r: wrong.append(r.url) if r.url.startswith("http") and not r.url.startswith(world.url) else None)
    found.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    found.on("pageerror", lambda error: wrong.append(str(error)))
    yield found
    found.close()
    assert wrong == []


@pytest.fixture
def painted(page: Page, world: World) -> Page:
    """The page with its map painted and idle."""
    page.goto(world.url)
    settle(page)
    return page


def _repaint(page: Page, **change: Any) -> dict[str, int]:
    sums: dict[str, int] = page.evaluate(REPAINT, change)
    return sums


def _go(page: Page, **to: Any) -> None:
    before = int(page.evaluate("document.body.dataset.mapReady || 0"))
    page.evaluate("to => window.dash_clientside.set_props('go', {data: to})", to)
    settle(page, after=before)


def _zoom_in(page: Page) -> None:
    """One step nearer, and Plotly knows of it."""
    before = page.evaluate(VIEWPORT)[2]
    page.click("[data-map-act=in]")
    _until(page, f"window.huitian.map.handle().getZoom() > {before + 0.5}")
    known = "document.querySelector('#map .js-plotly-plot').layout.map.zoom"
    _until(page, f"Math.abs({known} - window.huitian.map.handle().getZoom()) < 0.01")


def test_the_private_handle_of_plotly_is_where_we_look_for_it(painted: Page) -> None:
    assert painted.evaluate("typeof window.huitian.map.handle().setFeatureState") == "function"


def test_hexagons_are_coloured_by_their_class(painted: Page, world: World) -> None:
    cube = decode(world.data.cells_file(world.data.source(), "huitian", 9))
    wanted = painted.evaluate("window.job.view")
    steps = [i for i, day in enumerate(cube.starts) if wanted["from"] <= day.isoformat() <= wanted["to"]]
    counts = np.bincount(cube.arrays["key"], np.isin(cube.arrays["step"], steps) * cube.arrays["count"], len(cube.keys))

    states = painted.evaluate(STATES)

    breaks = world.data.pack.rules.hex.breaks
    found = zip(cube.keys, counts, strict=True)
    classes = {k: 0 if not c else 1 if c < 5 else 1 + int(np.searchsorted(breaks, c, "right")) for k, c in found}
    assert {k: v for k, v in states.items() if k not in ("coarse", "none")} == {k: classes[k] for k in cube.keys[:-2]}


def test_hexagons_coarse_places_and_no_place_add_up_to_all(painted: Page) -> None:
    sums = _repaint(painted, cell=None)

    total = painted.evaluate("window.huitian.cube.sum(window.job.areas, {...window.job.view, by: 'total'})")
    assert sums["shown"] + sums["coarse"] + sums["unplaced"] == sums["total"] == total
    assert min(sums.values()) > 0


def test_what_is_not_on_the_map_is_said_on_it(painted: Page) -> None:
    sums = _repaint(painted, cell=None)

    said = painted.inner_text("#map-rough").replace(",", "")
    assert f"位置较粗 {sums['coarse']}" in said
    assert f"无位置 {sums['unplaced']}" in said
    assert f"{sums['total']} 件" in painted.inner_text("#map-sum").replace(",", "")


def test_a_filter_repaints_without_asking_the_server(painted: Page) -> None:
    asked: list[str] = []
    painted.on("request", lambda r: asked.append(r.url) if r.url.startswith("http") else None)
    before = painted.evaluate(STATES)

    sums = _repaint(painted, categories=["01", "02"])

    assert 0 < sums["total"] < sum(before.values()) * 1000
    assert painted.evaluate(STATES) != before
    assert asked == []


def test_a_filter_and_back_is_the_same_map(painted: Page) -> None:
    before = painted.evaluate(STATES)

    _repaint(painted, categories=["03"])
    _repaint(painted, categories=None)

    assert painted.evaluate(STATES) == before


def test_a_refresh_keeps_the_viewport(painted: Page) -> None:
    _zoom_in(painted)
    painted.evaluate("window.huitian.map.handle().panBy([80, 40], {duration: 0}, {originalEvent: {type: 'test'}})")
    left = painted.evaluate(VIEWPORT)

    _repaint(painted, to="2026-07-10")

    _require_view(painted, left)


@pytest.mark.parametrize("is_late", [False, True])
def test_another_theme_keeps_the_viewport_and_the_colours(painted: Page, is_late: bool) -> None:
    _zoom_in(painted)
    left, states = painted.evaluate(VIEWPORT), painted.evaluate(STATES)
    if is_late:
        painted.evaluate(LATE_FIGURE)

    _go(painted, area="huitian", res=9, theme="dark")

    _until(painted, "window.huitian.map.handle().getPaintProperty('land', 'background-color') === '#12181e'")
    _until(painted, f"JSON.stringify(({STATES})()) === JSON.stringify({json.dumps(states)})")
    _require_view(painted, left)


def test_another_area_is_fitted_and_painted(painted: Page) -> None:
    left = painted.evaluate(VIEWPORT)

    _go(painted, area="110114012", res=9, theme="light")

    assert painted.evaluate(VIEWPORT)[2] > left[2] + 0.5
    assert any(painted.evaluate(STATES).values())


def test_reset_shows_the_whole_area_again(painted: Page) -> None:
    home = painted.evaluate(VIEWPORT)
    _zoom_in(painted)
    _zoom_in(painted)

    painted.click("[data-map-act=reset]")

    _require_view(painted, home, near=0.01)


def test_a_click_on_a_hexagon_selects_it(painted: Page) -> None:
    cell, at = _busiest(painted)

    painted.mouse.click(*at)
    _until(painted, "window.picked")

    assert painted.evaluate("window.picked") == cell


def test_hovering_a_hexagon_says_its_count(painted: Page) -> None:
    cell, at = _busiest(painted)
    count = painted.evaluate("key => window.huitian.cube.sum(window.job.cube, {...window.job.view, by: 'total', key})", cell)

    painted.mouse.move(at[0] + 2, at[1])
    painted.mouse.move(*at)
    _until(painted, "!document.getElementById('map-tip').hidden")

    assert f"{count} 件" in painted.inner_text("#map-tip")


def test_a_few_complaints_are_never_told_as_a_number(painted: Page) -> None:
    _, at = _busiest(painted, state=1)

    painted.mouse.move(at[0] + 2, at[1])
    painted.mouse.move(*at)
    _until(painted, "!document.getElementById('map-tip').hidden")

    assert "少于 5 件" in painted.inner_text("#map-tip")


def test_the_outline_of_concentration_is_that_of_the_python_twin(painted: Page) -> None:
    found = painted.evaluate("""() => { const {cube, view} = window.job, h = window.huitian, {order, mesh} = cube.grid;
      const counts = h.cube.sum(cube, {...view, by: 'key'}), own = order.map(i => counts[i]);
      return [Object.fromEntries(order.map((i, k) => [cube.keys[i], own[k]])),
        h.concentration.significant(own, mesh, 5).map(i => cube.keys[order[i]])]; }""")

    counts, hot = found
    assert set(hot) == set(significant_cells(counts, least=5))
    assert hot


def test_names_carry_the_count_of_their_unit(painted: Page) -> None:
    drawn = painted.evaluate("""() => window.huitian.map.handle().queryRenderedFeatures({layers: ['names']})
      .map(f => [f.properties.code, f.properties.count])""")

    sums = painted.evaluate("""() => { const {areas, view} = window.job, s = window.huitian.cube.sum(areas, {...view, by: 'key'});
      return Object.fromEntries(areas.keys.map((k, i) => [k, s[i].toLocaleString('en-US')])); }""")
    assert len(dict(drawn)) == 7
    assert all(count == sums[code] for code, count in drawn if count)


def test_without_the_handle_the_map_is_painted_by_its_style_and_says_so(page: Page, world: World) -> None:
    page.add_init_script("""Object.defineProperty(window, 'huitian', {value: new Proxy({}, {set(all, name, value) {
      if (name === 'map') value.handle = () => null; all[name] = value; return true; }}), writable: true});""")
    page.goto(world.url)
    settle(page)

    style = page.evaluate("document.querySelector('#map .js-plotly-plot').layout.map.style")
    assert next(layer for layer in style["layers"] if layer["id"] == "hex")["paint"]["fill-color"][0] == "match"
    assert "版本" in page.inner_text("#map-problem")


def test_names_and_figures_are_drawn_from_local_fonts(painted: Page) -> None:
    fonts = painted.evaluate("window.huitian.map.handle().getLayoutProperty('names', 'text-font')")

    assert fonts[0].startswith("Noto Sans CJK SC")
    assert painted.evaluate("window.huitian.map.handle().getStyle().glyphs") is None


def _busiest(page: Page, state: int = 8) -> tuple[str, tuple[float, float]]:
    """A cell of a class (or the highest there is) and where it lies on the page, clear of the plates."""
    found = page.evaluate("""state => {
      const m = window.huitian.map.handle(), {cube} = window.job, box = m.getCanvas().getBoundingClientRect(), all = [];
      for (const i of cube.grid.order) {
        const ring = cube.grid.rings.get(cube.keys[i]), v = m.getFeatureState({source: 'hex', id: cube.keys[i]}).v || 0;
        const at = m.project([0, 1].map(k => ring.slice(0, -1).reduce((s, p) => s + p[k], 0) / (ring.length - 1)));
        const isClear = document.elementFromPoint(box.x + at.x, box.y + at.y) === m.getCanvas();
        if (v && v <= state && isClear) all.push([v, cube.keys[i], box.x + at.x, box.y + at.y]);
      }
      return all.sort((a, b) => b[0] - a[0])[0]; }""", state)
    return found[1], (found[2], found[3])


def _require_view(page: Page, view: list[float], *, near: float = 1e-5) -> None:
    """The map comes to rest at longitude, latitude and zoom."""
    _until(page, f"({VIEWPORT})().every((v, i) => Math.abs(v - {view}[i]) < {near})")


def _until(page: Page, condition: str) -> None:
    for _ in range(4_000):
        if page.evaluate(f"Boolean({condition})"):
            return
        page.wait_for_timeout(25)
    raise AssertionError(condition)
