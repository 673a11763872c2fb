"""Does a wall live for weeks? A day of refreshes (8,640, one each ten seconds) as fast as they go, while the clock moves, orders come in,
the store goes away three times and the readings stop.

By hand: python -m tests.benchmarks.soak [--refreshes 8640] [--wall city] [--size 1080p] [--home DIR]   (Chromium; an hour on two cores)
Aims: browser heap at most 20 MB more, DOM nodes within 1 %, the server's memory at most 10 % more, no WebGL context lost, banners right.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import polars as pl
from playwright.sync_api import CDPSession, Page, sync_playwright

from etl.demo.files import CSV_HEADERS, as_text
from etl.demo.home import make_demo
from etl.demo.orders import Plan, make_orders
from geodata.clock import stopwatch
from geodata.pack import load_pack
from geodata.settings import Settings
from tests.benchmarks.soak_server import START, Server, serving
from tests.browser.mapworld import FLAGS
from tests.browser.wallglass import SIZES_PX, banners, open_wall, refresh, scenes, until

MOST_HEAP_MB, MOST_NODES_PCT, MOST_RSS_PCT = 20.0, 1.0, 10.0
SCENE_EVERY = 3             # refreshes: a page of a wall stands thirty seconds
LOADS, OUTAGES = 24, 3
ORDERS_A_LOAD = 20
WARM = 0.05                 # share of the refreshes after which memory is first measured: caches are full by then
RAN_ON = timedelta(minutes=90)      # what the clock moves in all; within the patience of every feed
STOPPED = timedelta(hours=4)        # and after this the readings are too old, nothing else is


@dataclass(frozen=True)
class Measure:
    """Memory at one moment: browser heap and DOM nodes after a collection, the server's resident memory."""

    heap_mb: float
    nodes: int
    listeners: int
    server_mb: float
    lost: int


@dataclass(frozen=True)
class Course:
    """How long a soak is and what happens on the way."""

    refreshes: int
    loads: int = LOADS
    outages: int = OUTAGES

    def marks(self, count: int, *, begin: float, end: float) -> tuple[int, ...]:
        """Refreshes at which something happens, evenly spread over a part of the whole."""
        return tuple(int(self.refreshes * (begin + (end - begin) * (i + 0.5) / count)) for i in range(count))


@dataclass
class Log:
    """What was seen."""

    measures: list[tuple[int, Measure]]
    faults: list[str]
    refreshes: int = 0
    largest: int = 0
    total_bytes: int = 0


def main() -> None:
    """Soaks a wall and prints what it measured; exit code 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--refreshes", type=int, default=8640)
    parser.add_argument("--wall", default="city")
    parser.add_argument("--size", default="1080p", choices=SIZES_PX)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--home", type=Path, help="an empty folder to keep; else a temporary one")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.home or Path(name)
        settings = prepared(folder, given.rows)
        with serving(settings) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            page = browser.new_page(viewport=SIZES_PX[given.size], locale="zh-CN", timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
            log = soak(page, server, Course(given.refreshes), f"/wall/{given.wall}?size={given.size}")
            browser.close()
    sys.exit(0 if told(log) else 1)


def prepared(folder: Path, rows: int) -> Settings:
    """A demo home, and beside it the orders that come in later."""
    settings, pack = Settings(home=folder / "home", rate_limits="off"), load_pack("huitian")
    make_demo(replace(settings, now=START), pack, Plan(START, rows), lambda *_: None)
    late = make_orders(pack, Plan(START, 2_000, seed=7)).tail(LOADS * ORDERS_A_LOAD)
    minutes = pl.int_range(pl.len()) * (RAN_ON / timedelta(minutes=1)) / pl.len()
    late = late.with_columns(
        created_at=pl.lit(START.replace(tzinfo=None)) + pl.duration(minutes=minutes.cast(pl.Int64)),
        order_no=pl.lit("S") + pl.col("order_no").cast(pl.String), mark=pl.lit("是"),
    )  # fmt: skip
    for number in range(LOADS):
        part = late.slice(number * ORDERS_A_LOAD, ORDERS_A_LOAD)
        as_text(part, CSV_HEADERS, "%Y-%m-%d %H:%M:%S").write_csv(folder / f"later_{number}.csv")
    return settings


def soak(page: Page, server: Server, course: Course, path: str) -> Log:
    """All of it on one page, which is never loaded again."""
    log, devtools = Log([], []), page.context.new_cdp_session(page)
    _watch(page, log)
    open_wall(page, server.url + path)
    names, loads = scenes(page), course.marks(course.loads, begin=WARM, end=0.95)
    outages = course.marks(course.outages, begin=0.1, end=0.6)
    warm, stopped = int(course.refreshes * WARM), int(course.refreshes * 0.8)
    started = stopwatch()
    for number in range(course.refreshes):
        moved = RAN_ON * number / course.refreshes + (STOPPED if number >= stopped else timedelta())
        server.steer(START + moved)
        refresh(page)
        if number % SCENE_EVERY == 0:
            turn_to(page, names[number // SCENE_EVERY % len(names)])
        if number in loads:
            server.load(f"later_{loads.index(number)}.csv")
        if number in outages:
            _outage(page, server, log)
        if number in (stopped - 1, stopped + 1, course.refreshes - 1):
            _expect(log, number, banners(page), wanted="partial" if number > stopped else "")
        if number == warm or number % max(1, course.refreshes // 10) == 0 or number == course.refreshes - 1:
            turn_to(page, names[0])         # pages differ in their nodes: it is the same one that is measured
            refresh(page)
            log.measures.append((number, measured(page, devtools, server)))
            print(f"{number:6}  {log.measures[-1][1]}  {stopwatch() - started:,.0f} s", flush=True)
    return log


def turn_to(page: Page, scene: str) -> None:
    """Another page of the wall, as its rotation does it."""
    page.evaluate("async s => { window.huitian.wall.show(s); await new Promise(r => setTimeout(r, 20)); }", scene)


def measured(page: Page, devtools: CDPSession, server: Server) -> Measure:
    """Memory now, garbage collected first."""
    page.wait_for_timeout(300)
    devtools.send("HeapProfiler.enable")
    devtools.send("Performance.enable")
    for _ in range(2):
        devtools.send("HeapProfiler.collectGarbage")
    found = {m["name"]: m["value"] for m in devtools.send("Performance.getMetrics")["metrics"]}
    lost = int(page.evaluate("window.huitian.guard.state.lost"))
    return Measure(round(found["JSHeapUsedSize"] / 1e6, 1), int(found["Nodes"]), int(found["JSEventListeners"]), server.rss_mb(), lost)


def told(log: Log) -> bool:
    """Prints first against last and whether the aims are met."""
    (_, first), (_, last) = log.measures[1], log.measures[-1]
    heap, nodes = last.heap_mb - first.heap_mb, (last.nodes / first.nodes - 1) * 100
    rss, mean = (last.server_mb / first.server_mb - 1) * 100, log.total_bytes / max(1, log.refreshes) / 1000
    print(f"refreshes  {log.refreshes:,}; answers of {mean:.2f} kB on average, {log.largest / 1000:.1f} at most")
    print(f"heap       {first.heap_mb} → {last.heap_mb} MB: {heap:+.1f} (aim ≤ +{MOST_HEAP_MB:.0f})")
    print(f"DOM nodes  {first.nodes:,} → {last.nodes:,}: {nodes:+.2f} % (aim ±{MOST_NODES_PCT:.0f})")
    print(f"listeners  {first.listeners} → {last.listeners}")
    print(f"server     {first.server_mb:.0f} → {last.server_mb:.0f} MB: {rss:+.1f} % (aim ≤ +{MOST_RSS_PCT:.0f})")
    print(f"WebGL      {last.lost} contexts lost; faults: {log.faults or 'none'}")
    is_small = heap <= MOST_HEAP_MB and abs(nodes) <= MOST_NODES_PCT and rss <= MOST_RSS_PCT
    return is_small and not last.lost and not log.faults


def _watch(page: Page, log: Log) -> None:
    def on_finished(request: object) -> None:
        if "/news" in request.url:  # type: ignore[attr-defined]
            size = int(request.sizes()["responseBodySize"])  # type: ignore[attr-defined]
            log.refreshes, log.total_bytes, log.largest = log.refreshes + 1, log.total_bytes + size, max(log.largest, size)

    page.on("requestfinished", on_finished)
    page.on("pageerror", lambda error: log.faults.append(str(error)))


def _outage(page: Page, server: Server, log: Log) -> None:
    """The store goes away and comes back: the wall keeps what it shows and says so."""
    before = str(page.evaluate("document.querySelector('.wall').querySelectorAll('.slot > *').length"))
    with server.without_store():
        until(page, lambda: refresh(page) or "away" in banners(page))
        kept = str(page.evaluate("document.querySelector('.wall').querySelectorAll('.slot > *').length"))
        if kept != before:
            log.faults.append(f"panels {before} → {kept} during an outage")
    until(page, lambda: refresh(page) or "away" not in banners(page))


def _expect(log: Log, number: int, found: str, *, wanted: str) -> None:
    if (wanted in found) if wanted else (found == ""):
        return
    log.faults.append(f"refresh {number}: banners {found!r}, wanted {wanted!r}")


if __name__ == "__main__":
    main()
