"""`python -m tests.benchmarks snapshots [--smoke]`: a hundred pictures of one address, and a hundred real browsers that ran out of time.

The pictures: how many different ones there were (the aim is one), and the time of each once the browser is warm (the aim: 2 s at desk
size on a machine that does nothing else). The time-outs: limits from a third of a second to a second, too short for a Chromium to start
and draw a page; afterwards no process and no profile folder may be left.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from dashboard.access.viewer import ANYBODY
from dashboard.app import DESK, create_app
from dashboard.desk import Desk
from dashboard.pages import PAGES
from dashboard.snapshots.asked import order_of
from dashboard.snapshots.order import Order
from dashboard.snapshots.routes import STUDIO
from dashboard.snapshots.studio import Bounds, Studio
from etl.demo.home import make_demo
from etl.demo.orders import Plan
from geodata.clock import local, stopwatch
from geodata.errors import PictureLate
from geodata.pack import load_pack
from geodata.settings import Settings
from tests.descent import below_us

AS_OF = local(datetime(2026, 7, 16, 14, 30))
ROWS = 12_000
ADDRESS = "/hotspots"
LEAST_S, STEP_S, STEPS = 0.3, 0.1, 8
PATIENT_S = 300.0


def run(folder: Path, count: int) -> None:
    """Makes a demo home in the folder, takes `count` pictures and lets as many run out of time; prints a line for each of both."""
    settings = Settings(home=folder / "home", now=AS_OF + timedelta(minutes=2))
    make_demo(settings, load_pack("huitian"), Plan(AS_OF, ROWS), lambda *_: None)
    server = create_app(settings, is_demo=True, is_open=True).server
    home: Desk = server.extensions[DESK]
    studio: Studio = server.extensions[STUDIO]
    order = order_of(home, ADDRESS, pages=PAGES)
    try:
        _pictures(studio, order, count)
        _time_outs(server.wsgi_app, order, count)
    finally:
        studio.close()
        home.engine.dispose()


def _pictures(studio: Studio, order: Order, count: int) -> None:
    studio.bounds = replace(studio.bounds, limit_s=PATIENT_S)
    seen, times = Counter[str](), list[float]()
    for _ in range(count):
        begun = stopwatch()
        seen[hashlib.sha256(studio.take(order, ANYBODY)).hexdigest()] += 1
        times.append(stopwatch() - begun)
    studio.close()
    warm = times[1:]
    print(
        f"pictures   {count} of {ADDRESS}, {order.width} x {order.height}: {len(seen)} different; first {times[0]:.1f} s, "
        f"then {min(warm):.2f} to {max(warm):.2f} s, median {median(warm):.2f} s"
    )


def _time_outs(application: object, order: Order, count: int) -> None:
    before, late, begun = set(below_us()), 0, stopwatch()
    for number in range(count):
        studio = Studio(application, bounds=Bounds(limit_s=LEAST_S + STEP_S * (number % STEPS)))  # type: ignore[arg-type]
        try:
            studio.take(order, ANYBODY)
        except PictureLate:
            late += 1
        finally:
            studio.close()
    left = {number: name for number, name in below_us().items() if number not in before}
    folders = list(Path(tempfile.gettempdir()).glob(f"huitian-chromium-{os.getpid()}-*"))
    print(
        f"time-outs  {late} of {count} out of time ({LEAST_S:g} to {LEAST_S + STEP_S * (STEPS - 1):g} s) in {stopwatch() - begun:.0f} s: "
        f"processes left {len(left)}, profile folders left {len(folders)}"
    )
