"""Every wall at the five sizes: nothing cut off, overlapping, too small or faint, on any of its pages; and it looks as it was found right.

Every run looks at DAILY, of the wide ones at the first page; `HUITIAN_TEST_GOLDEN=all` at each page of each wall in each size. After a
change that is meant: `HUITIAN_TEST_GOLDEN=write`, and open the pictures before you commit them.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.test_golden import ASKED, COLORS, GOLDEN, MOST_BYTES, MOST_OFF_PCT, off_pct
from tests.browser.wallglass import SIZES_PX, STAND_STILL, faults, open_wall, scenes, show

pytestmark = pytest.mark.browser

WALLS = ("city", "district", "scenes", "programme", "flood")
EVERY = [*product(WALLS, SIZES_PX)]
DAILY = [("district", "1080p"), ("district", "triple"), ("flood", "grid")]
KEPT_HEIGHT = 540           # of a kept picture: what moves between slots shows at half the size, too


@pytest.fixture
def page(own_page: Page) -> Page:
    """A tab whose timers stand still, which no other test may have."""
    return own_page


@pytest.mark.parametrize(("wall", "size"), EVERY if ASKED in ("all", "write") else DAILY)
def test_a_wall_can_be_read_and_looks_as_it_was_found_right(page: Page, site: Site, tmp_path: Path, wall: str, size: str) -> None:
    file, shot = GOLDEN / f"wall_{wall}_{size}.png", tmp_path / "wall.png"
    page.set_viewport_size(SIZES_PX[size])  # type: ignore[arg-type]
    page.add_init_script(STAND_STILL)
    open_wall(page, f"{site.url}/wall/{wall}?size={size}")
    first, *others = scenes(page)
    show(page, first)
    page.screenshot(path=str(shot))
    found = {first: faults(page)}
    for scene in others if ASKED or size == "1080p" else []:
        show(page, scene)
        found[scene] = faults(page)
    seen = Image.open(shot).convert("RGB")
    seen = seen.resize((round(seen.width * KEPT_HEIGHT / seen.height), KEPT_HEIGHT), Image.Resampling.BOX)
    if ASKED == "write":
        seen.quantize(COLORS, dither=Image.Dither.NONE).save(file, optimize=True)

    assert {scene: said for scene, said in found.items() if said} == {}
    assert file.stat().st_size < MOST_BYTES
    assert off_pct(seen, Image.open(file)) <= MOST_OFF_PCT
