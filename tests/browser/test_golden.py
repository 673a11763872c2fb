"""The pages look as they did when somebody last looked at them and found them right: both themes, three levels, two sizes.

Every run compares DAILY; `HUITIAN_TEST_GOLDEN=all` compares each page in every theme, level and size. After a change that is meant:
`HUITIAN_TEST_GOLDEN=write python -m pytest tests/browser/test_golden.py`; then open the pictures before you commit them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from tests.browser.conftest import DESK_PX, Site, Tabs, watched
from tests.browser.glass import open_page, until

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parent / "golden"
NOTICEABLE = 32            # levels of 255 by which a pixel may be off unnoticed: edges of letters and lines
MOST_OFF_PCT = 1.0         # share of pixels that may be further off
MOST_BYTES = 1_000_000
SETTLES_S = 1.0            # twenty looks: a busy machine draws the last of a page late
COLORS = 128               # of a kept picture
WALL_PX = {"width": 3840, "height": 2160}       # compared and kept at half its size
ASKED = os.environ.get("HUITIAN_TEST_GOLDEN", "")
AREAS = {"district": "huitian", "city": "11", "street": "110114009"}
PAGES = ("waterlogging", "parking", "projects", "towns")
THEMES = ("light", "dark")
EVERY = {
    **{f"home_{theme}": f"/?theme={theme}" for theme in THEMES},
    **{
        f"{page}_{level}_{theme}{size}": f"/{page}?area={area}&theme={theme}"
        for page, (level, area), theme, size in product(PAGES, AREAS.items(), THEMES, ("", "_4k"))
    },
    "projects_gantt": "/projects?area=huitian&tab=gantt",
    "projects_item": "/projects?area=huitian&item=2-001",
}
DAILY = (       # each page, level, theme and size once at least
    "home_light", "home_dark", "waterlogging_city_light", "waterlogging_street_dark", "parking_district_light", "parking_district_dark_4k",
    "projects_city_light", "projects_gantt", "projects_item", "towns_city_light", "towns_district_dark",
)  # fmt: skip


@pytest.fixture
def page(drawn_tabs: Tabs) -> Iterator[Page]:
    """A page whose maps are drawn."""
    with drawn_tabs.lent() as found, watched(found):
        yield found


@pytest.mark.parametrize("name", EVERY if ASKED in ("all", "write") else DAILY)
def test_a_page_looks_as_it_was_found_right(page: Page, site: Site, tmp_path: Path, name: str) -> None:
    file = GOLDEN / f"{name}.png"
    page.set_viewport_size(WALL_PX if name.endswith("4k") else DESK_PX)  # type: ignore[arg-type]
    open_page(page, site.url + EVERY[name])
    page.mouse.move(2, 2)
    if ASKED == "write":
        GOLDEN.mkdir(exist_ok=True)
        shot_of(page, tmp_path, half=name.endswith("4k")).quantize(COLORS, dither=Image.Dither.NONE).save(file, optimize=True)

    assert file.stat().st_size < MOST_BYTES
    until(page, lambda: off_pct(shot_of(page, tmp_path, half=name.endswith("4k")), Image.open(file)) <= MOST_OFF_PCT, SETTLES_S)


def shot_of(page: Page, folder: Path, *, half: bool) -> Image.Image:
    """What the page shows now."""
    shot = folder / "seen.png"
    page.screenshot(path=str(shot))
    seen = Image.open(shot).convert("RGB")
    return seen.reduce(2) if half else seen


def off_pct(one: Image.Image, other: Image.Image) -> float:
    """Share of pixels, in per cent, that differ by more than NOTICEABLE in some channel; 100 for pictures of other sizes."""
    if one.size != other.size:
        return 100.0
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    channels = [channel.point(lambda v: 255 if v > NOTICEABLE else 0) for channel in difference.split()]
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    return 100.0 * worst.histogram()[255] / (one.width * one.height)
