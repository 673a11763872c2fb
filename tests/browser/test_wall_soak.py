"""A wall outlives forty refreshes, a store that goes away and readings that stop; the whole day of them is `tests.benchmarks.soak`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from geodata.settings import Settings
from tests.benchmarks.soak import Course, soak
from tests.benchmarks.soak_server import serving
from tests.browser.wallglass import screen

pytestmark = pytest.mark.browser


def test_a_wall_keeps_its_memory_its_map_and_its_banners(browser: Browser, demo_settings: Settings) -> None:
    with serving(replace(demo_settings, now=None, rate_limits="off")) as server, screen(browser) as page:
        log = soak(page, server, Course(40, loads=0, outages=1), "/wall/district?size=1080p")

    first, last = log.measures[1][1], log.measures[-1][1]
    assert log.faults == []
    assert last.lost == 0
    assert last.heap_mb - first.heap_mb <= 20
    assert log.refreshes >= 30          # one is skipped while another runs
