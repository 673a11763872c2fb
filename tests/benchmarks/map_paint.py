"""How long a filter takes to its first frame on the map: 13,000 hexagons as vector tiles and as one GeoJSON file, 2,000 and 5,000 as GeoJSON.

By hand: python -m tests.benchmarks.map_paint  (needs Chromium; software GL; about two minutes). Aim: 150 ms at 13,000.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

import geopandas
import numpy as np
import shapely
from playwright.sync_api import Page, sync_playwright

from geodata import grid
from geodata.pack import Pack, load_pack
from tests.browser.mapworld import chromium, history_of, serving, settle

AREA, RES = "110114", 9
SIZE = {"width": 1920, "height": 1080}
ROUNDS = 24


def main() -> None:
    """Prints a line a case: median and worst milliseconds of summing, setting state, first frame, all of it, and idle."""
    pack = load_pack("huitian")
    cases = ((13_000, True), (13_000, False), (5_000, True), (5_000, False), (2_000, False))
    print(f"{'cells':>7} {'source':8} {'changed':>8} {'sum':>6} {'set':>6} {'frame':>6} {'total':>7} {'worst':>7} {'idle':>7}   ms, medians")
    for count, is_tiled in cases:
        with tempfile.TemporaryDirectory() as folder:
            print(_line(pack, Path(folder), count, is_tiled=is_tiled), flush=True)


def _line(pack: Pack, folder: Path, count: int, *, is_tiled: bool) -> str:
    cells = _cells(pack, count)
    log = _painted(pack, folder, cells, is_tiled=is_tiled)
    found = {k: statistics.median(entry[k] for entry in log) for k in ("count", "sum", "set", "frame", "total", "idle")}
    worst = max(entry["total"] for entry in log)
    return (f"{len(cells):7} {'tiles' if is_tiled else 'geojson':8} {found['count']:8.0f} {found['sum']:6.1f} {found['set']:6.1f} {found['frame']:6.1f} "
            f"{found['total']:7.1f} {worst:7.1f} {found['idle']:7.1f}")


def _cells(pack: Pack, count: int) -> np.ndarray:
    bounds = pack.areas.bounds(AREA)
    area = pack.areas.get(AREA)
    assert bounds
    assert area
    assert area.geometry
    west, south, east, north = bounds
    lon, lat = np.meshgrid(np.linspace(west, east, 700), np.linspace(south, north, 700))
    inside = shapely.contains_xy(area.geometry, lon.ravel(), lat.ravel())
    cells = np.unique(grid.parents_of(grid.cells_of(lon.ravel()[inside], lat.ravel()[inside]), RES))
    middle = np.array([ring[0] for ring in grid.boundaries_of(cells.tolist())])
    nearest = np.argsort(np.hypot(*(middle - middle.mean(axis=0)).T))
    return cells[nearest[:count]]


def _painted(pack: Pack, folder: Path, cells: np.ndarray, *, is_tiled: bool) -> list[dict[str, float]]:
    points = np.array([np.mean(ring[:-1], axis=0) for ring in grid.boundaries_of(cells.tolist())])
    often = np.repeat(points, np.random.default_rng(1).integers(1, 40, len(points)), axis=0)
    history = history_of(folder / "history", often[:, 0], often[:, 1], pack)
    if is_tiled:
        _tiles(folder / "tiles", cells)
    with serving(pack, history, folder / "tiles", area=AREA, res=RES) as world, sync_playwright() as playwright:
        page = chromium(playwright).new_page(viewport=SIZE)
        page.goto(world.url)
        settle(page)
        assert page.evaluate("document.querySelector('#map .js-plotly-plot').layout.meta.isTiled") is (is_tiled and len(cells) > 5000)
        return [_filtered(page, i) for i in range(ROUNDS)][2:]


def _filtered(page: Page, i: int) -> dict[str, float]:
    """One filter: half of the categories, in turns, so that nearly every cell changes its class."""
    before = int(page.evaluate("document.body.dataset.mapReady || 0"))
    page.evaluate("""i => { const j = window.job; window.job = {...j, view: {...j.view, categories: i % 2 ? null : j.cube.categories.slice(0, 4)}};
                     window.huitian.map.paint(window.job); }""", i)
    settle(page, after=before)
    entry: dict[str, float] = page.evaluate("window.huitian.map.log.at(-1)")
    return entry


def _tiles(folder: Path, cells: np.ndarray) -> None:
    folder.mkdir()
    rings = [shapely.Polygon(ring) for ring in grid.boundaries_of(cells.tolist())]
    frame = geopandas.GeoDataFrame({"h3": [grid.name_of(c) for c in cells.tolist()]}, geometry=rings, crs=4326)
    frame.to_file(folder / f"hex_{RES}.pmtiles", driver="PMTiles", layer="hex", MINZOOM=6, MAXZOOM=12)


if __name__ == "__main__":
    main()
