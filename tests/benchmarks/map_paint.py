"""How long a filter takes to its first frame on the map, with hexagons from vector tiles and from one GeoJSON file.

By hand: python -m tests.benchmarks.map_paint  (needs Chromium; software GL; about two minutes). Aim: 150 ms at 13,000.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

import numpy as np
import shapely
from playwright.sync_api import Page, sync_playwright

from etl.tiles import build_tiles
from geodata import grid
from geodata.pack import Pack, load_pack
from geodata.settings import Settings
from tests.browser.mapworld import chromium, history_of, serving, settle

AREA, RES = "110114", 9
SIZE = {"width": 1920, "height": 1080}
ROUNDS = 24
REST_MS = 600       # between filters, as between a reader's clicks: else the last frame's compositing is measured with the next
CASES = ((13_000, True), (13_000, False), (5_000, False), (2_000, False))
SHOWN = ("count", "sum", "set", "frame", "drawn", "idle")

# one filter: some of the categories, then all, so that nearly every cell changes its class; reading a pixel waits for the frame itself
FILTER = """async i => {
  const j = window.job, map = window.huitian.map.handle(), gl = map.getCanvas().getContext('webgl2'), start = performance.now();
  window.job = {...j, view: {...j.view, categories: i % 2 ? null : j.cube.categories.slice(0, 4)}};
  const done = window.huitian.map.paint(window.job);
  await new Promise(r => map.once('render', r));
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  const drawn = performance.now() - start;
  await done;
  return {...window.huitian.map.log.at(-1), drawn};
}"""


def main() -> None:
    """Prints a line a case: cells changed; median milliseconds to sum, set states, ask for the frame, have it, and be idle."""
    pack = load_pack("huitian")
    print(f"{'cells':>7} {'source':8}" + "".join(f"{name:>8}" for name in SHOWN) + "   worst drawn")
    for count, is_tiled in CASES:
        with tempfile.TemporaryDirectory() as folder:
            print(_line(pack, Settings(home=Path(folder)), count, is_tiled=is_tiled), flush=True)


def _line(pack: Pack, settings: Settings, count: int, *, is_tiled: bool) -> str:
    log = _painted(pack, settings, _cells(pack, count), is_tiled=is_tiled)
    medians = "".join(f"{statistics.median(entry[name] for entry in log):8.1f}" for name in SHOWN)
    return f"{count:7} {'tiles' if is_tiled else 'geojson':8}{medians}{max(entry['drawn'] for entry in log):14.1f}"


def _cells(pack: Pack, count: int) -> np.ndarray:
    """The `count` cells of the area that lie nearest to its middle."""
    area = pack.areas.get(AREA)
    assert area
    assert area.geometry
    west, south, east, north = area.geometry.bounds
    lon, lat = (axis.ravel() for axis in np.meshgrid(np.linspace(west, east, 700), np.linspace(south, north, 700)))
    inside = shapely.contains_xy(area.geometry, lon, lat)
    cells = np.unique(grid.parents_of(grid.cells_of(lon[inside], lat[inside]), RES))
    corners = np.array([ring[0] for ring in grid.boundaries_of(cells.tolist())])
    return cells[np.argsort(np.hypot(*(corners - corners.mean(axis=0)).T))[:count]]


def _painted(pack: Pack, settings: Settings, cells: np.ndarray, *, is_tiled: bool) -> list[dict[str, float]]:
    middles = np.array([np.mean(ring[:-1], axis=0) for ring in grid.boundaries_of(cells.tolist())])
    points = np.repeat(middles, np.random.default_rng(1).integers(1, 40, len(middles)), axis=0)
    history = history_of(settings.history_dir, points[:, 0], points[:, 1], pack)
    if is_tiled:
        build_tiles(history, settings, pack.rules.hex.max_radius_m)
    with serving(pack, history, settings, area=AREA, res=RES) as world, sync_playwright() as playwright:
        page = chromium(playwright).new_page(viewport=SIZE)
        page.goto(world.url)
        settle(page)
        assert page.evaluate("document.querySelector('#map .js-plotly-plot').layout.meta.isTiled") is is_tiled
        return [_filtered(page, i) for i in range(ROUNDS)][2:]


def _filtered(page: Page, i: int) -> dict[str, float]:
    page.wait_for_timeout(REST_MS)
    entry: dict[str, float] = page.evaluate(FILTER, i)
    return entry


if __name__ == "__main__":
    main()
