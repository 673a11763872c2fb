"""`/` on a desk of 1920 × 1080 looks as it did when somebody last looked at it and found it right, in both themes.

After a change that is meant: `HUITIAN_TEST_GOLDEN=write python -m pytest tests/browser/test_golden.py`; then open the pictures before you
commit them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.glass import open_page

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parent / "golden"
NOTICEABLE = 32            # levels of 255 by which a pixel may be off unnoticed: edges of letters and lines
MOST_OFF_PCT = 1.0         # share of pixels that may be further off
MOST_BYTES = 1_000_000


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_overview_looks_as_it_was_found_right(page: Page, site: Site, tmp_path: Path, theme: str) -> None:
    file = GOLDEN / f"home_{theme}.png"
    open_page(page, f"{site.url}/?theme={theme}")
    page.mouse.move(2, 2)
    shot = tmp_path / file.name
    page.screenshot(path=str(shot))
    if os.environ.get("HUITIAN_TEST_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        Image.open(shot).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)

    assert file.stat().st_size < MOST_BYTES
    assert off_pct(Image.open(shot), Image.open(file)) <= MOST_OFF_PCT


def off_pct(one: Image.Image, other: Image.Image) -> float:
    """Share of pixels, in per cent, that differ by more than NOTICEABLE in some channel; 100 for pictures of other sizes."""
    if one.size != other.size:
        return 100.0
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    channels = [channel.point(lambda v: 255 if v > NOTICEABLE else 0) for channel in difference.split()]
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    return 100.0 * worst.histogram()[255] / (one.width * one.height)
