"""A map and nothing else: the real routes, figure, panel and scripts on a made-up history, served on a loopback port under the real CSP."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from dash import Dash, Input, Output, dcc, html
from flask import Response
from playwright.sync_api import Browser, Page, Playwright
from plotly.graph_objects import Figure
from werkzeug.serving import make_server

from dashboard.access.scope import Scope
from dashboard.components.map_panel import MapNotes, client_texts, map_panel
from dashboard.figures.basemap import map_figure
from dashboard.guard.headers import content_policy
from dashboard.queries.cubes import Source
from dashboard.routes.mapdata import MapData, mapdata
from dashboard.theme import THEMES
from geodata import grid
from geodata.areas import assign_streets
from geodata.history import MANIFEST, SCHEMA, SORT, History, Manifest, Month, manifest_text
from geodata.pack import Pack
from geodata.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
# what Playwright switches off itself, and the browser's own bars written as web pages: nobody sees them, and each window draws them
_OFF = (
    "AcceptCHFrame", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "GlobalMediaControls", "HttpsUpgrades",
    "MediaRouter", "OptimizationHints", "PaintHolding", "RenderDocument", "ThirdPartyStoragePartitioning", "Translate",
    "InitialWebUI", "InitialWebUISurfaceSync", "PreloadTopChromeWebUI", "WebUILocationBar", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup", "WebUIReloadButton", "WebUIToolbar",
)  # fmt: skip
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--disable-quic", f"--disable-features={','.join(_OFF)}"]
OWN_ASSETS = r"^(?!(cube|hexlayer|concentration|map|tokens|base))"
NEWEST = datetime(2026, 7, 16, 14, 30)
NOTES = MapNotes("示意边界，非行政界线", "轨道 © OpenStreetMap", "", True, True, 0)
READY_S = 120.0

# `job` asks for a view; what is painted comes back as `done`, and a clicked cell as `picked`
GLUE = """async function(job) {
  const h = window.huitian;
  document.documentElement.dataset.theme = job.theme;
  h.view = {select: cell => { window.dash_clientside.set_props('picked', {data: cell}); window.picked = cell; }};
  const [cube, areas] = await Promise.all([h.cube.load(job.cells), h.cube.load(job.areas)]);
  window.job = {cube, areas, view: {area: job.area, from: job.from, to: job.to, categories: null, cell: null}};
  window.sums = await h.map.paint(window.job);
  return window.sums;
}"""


def history_of(folder: Path, lon: np.ndarray, lat: np.ndarray, pack: Pack, *, days: int = 60) -> History:
    """One complaint a point (WGS-84), spread over `days` up to NEWEST; every ninth is too coarse, every eleventh has no point."""
    n, rng = len(lon), np.random.default_rng(5)
    cells = grid.cells_of(lon, lat)
    streets = assign_streets(pack.areas, lon, lat, cells)
    roots = [c.code for c in pack.catalog.roots()]
    created = [NEWEST - timedelta(days=int(d), hours=int(h)) for d, h in zip(rng.integers(0, days, n), rng.integers(0, 14, n), strict=True)]
    where = np.arange(n)
    rows = pl.DataFrame({
        "id": where + 1, "created_at": created, "day": [c.date() for c in created],
        "street_code": [s or None for s in streets.tolist()], "district_code": [s[:6] or None for s in streets.tolist()],
        "category_code": [roots[i] + "0101" for i in rng.integers(0, len(roots), n)], "status": ["closed"] * n, "channel": ["电话"] * n,
        "place_level": ["小区"] * n, "radius_m": np.where(where % 9 == 0, 2500, 100), "approx": [True] * n,
        "h3_11": [None if i % 11 == 0 else int(c) for i, c in enumerate(cells.tolist())], "is_sample": [True] * n,
    })
    full = rows.with_columns(pl.lit(None).alias(name) for name in SCHEMA if name not in rows.columns)
    full = full.select(pl.col(k).cast(t) for k, t in SCHEMA.items()).sort(*SORT)
    folder.mkdir(parents=True, exist_ok=True)
    months = []
    for (month,), part in full.group_by(pl.col("day").dt.strftime("%Y-%m"), maintain_order=True):
        part.write_parquet(folder / f"{month}.parquet")
        newest = part["created_at"].max()
        assert isinstance(month, str)
        assert isinstance(newest, datetime)
        months.append(Month(month, f"{month}.parquet", part.height, "0" * 64, date.fromisoformat(f"{month}-01"), newest, True))
    manifest = Manifest(f"test{n}", 1, tuple(months))
    (folder / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8")
    return History(folder, manifest)


def scattered(pack: Pack, area: str, n: int, *, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Points inside an area's bounds: half of them in eight clusters, the rest anywhere; lon, lat."""
    bounds = pack.areas.bounds(area)
    assert bounds
    west, south, east, north = bounds
    rng = np.random.default_rng(seed)
    middle = rng.integers(0, 8, n)
    lon, lat = rng.uniform(west, east, 8)[middle] + rng.normal(0, 0.006, n), rng.uniform(south, north, 8)[middle] + rng.normal(0, 0.005, n)
    is_loose = rng.random(n) < 0.5
    return np.where(is_loose, rng.uniform(west, east, n), lon), np.where(is_loose, rng.uniform(south, north, n), lat)


@dataclass(frozen=True)
class World:
    """A running map server."""

    url: str
    data: MapData


@contextmanager
def serving(pack: Pack, history: History, settings: Settings, *, area: str, res: int) -> Iterator[World]:
    """Serves the map of `area` at `/`; the store `go` takes {area, res, theme} for another one."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    data = MapData(pack, lambda: Source(history, pack, Scope.everything()), settings)
    server = make_server("127.0.0.1", 0, _app(data, area, res).server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield World(f"http://127.0.0.1:{server.server_port}", data)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def chromium(playwright: Playwright) -> Browser:
    """Debian's browser, as tools and tests use it."""
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)


_IS_AT_REST = "(map => !map || (map.loaded() && !map.isMoving()))(window.huitian.map.handle())"


def settle(page: Page, *, after: int = 0) -> int:
    """Waits until a paint later than `after` is idle and the map at rest; its number."""
    for _ in range(int(READY_S / 0.05)):
        found = int(page.evaluate("document.body.dataset.mapReady || 0"))
        if found > after and page.evaluate(_IS_AT_REST):
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"map not painted after {READY_S} s: {page.evaluate('document.body.innerText')[:400]}")


def _app(data: MapData, area: str, res: int) -> Dash:
    app = Dash("mapworld", assets_folder=str(ROOT / "dashboard" / "assets"), assets_ignore=OWN_ASSETS)
    app.index_string = re.sub("<html>", '<html lang="zh-CN">', app.index_string).replace("<body>", '<body class="desk">')
    app.server.register_blueprint(mapdata(data))
    app.layout = lambda: _page(data, area, res)       # made for each request, which knows our address
    app.clientside_callback(GLUE, Output("done", "data"), Input("job", "data"))

    @app.callback(Output("map", "figure"), Output("job", "data"), Input("go", "data"), prevent_initial_call=True)
    def go(to: dict[str, str]) -> tuple[Figure, dict[str, str]]:
        return _figure(data, to["area"], int(to["res"]), to["theme"]), _job(data, to["area"], int(to["res"]), to["theme"])

    @app.server.after_request
    def guarded(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = content_policy(app.csp_hashes())
        return response

    return app


def _page(data: MapData, area: str, res: int) -> html.Div:
    stores = [dcc.Store(id=name) for name in ("go", "done", "picked")] + [dcc.Store(id="job", data=_job(data, area, res, "light"))]
    return html.Div([_panel(data, area, res), *stores], style={"height": "100vh", "display": "grid"})


def _figure(data: MapData, area: str, res: int, theme: str) -> Figure:
    rules = data.pack.rules
    few = rules.suppression.min_count
    return map_figure(data.view(area, theme=THEMES[theme], res=res), texts=client_texts(few), breaks=rules.hex.breaks, few_below=few)


def _panel(data: MapData, area: str, res: int) -> html.Section:
    rules = data.pack.rules
    few = rules.suppression.min_count
    return map_panel(_figure(data, area, res, "light"), res=res, breaks=rules.hex.breaks, few_below=few, notes=NOTES)


def _job(data: MapData, area: str, res: int, theme: str) -> dict[str, str]:
    source, last = data.source(), NEWEST.date()
    base = f"/cube/{source.version}"
    return {"area": area, "theme": theme, "from": (last - timedelta(days=29)).isoformat(), "to": last.isoformat(),
            "cells": f"{base}/cells/{area}/{res}.htc", "areas": f"{base}/areas/{area}.htc"}
