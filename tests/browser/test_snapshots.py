"""Pictures of pages by the real Chromium: the same pixels each time, whole, light, as the asker sees them, and nobody left behind."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dashboard.access.viewer import ANYBODY, Viewer
from dashboard.app import DESK, create_app
from dashboard.desk import Desk
from dashboard.pages import PAGES
from dashboard.snapshot_cli import municipal
from dashboard.snapshots.asked import order_of
from dashboard.snapshots.found import chromium
from dashboard.snapshots.order import Order
from dashboard.snapshots.picture import size_of, texts_of
from dashboard.snapshots.routes import STUDIO
from dashboard.snapshots.studio import Bounds, Studio
from geodata.errors import BadRequest, PictureError, PictureLate
from geodata.settings import Settings
from tests.requirements import need

PATIENT = Bounds(limit_s=300)
SMALL = "1000x700"


@pytest.fixture(scope="module")
def server(demo_settings: Settings) -> Iterator[Any]:
    """The dashboard's server, with a studio that has time."""
    need("chromium", bool(chromium()), "no Chromium")
    made = create_app(demo_settings, is_demo=True).server
    made.extensions[STUDIO].bounds = PATIENT
    yield made
    made.extensions[STUDIO].close()
    made.extensions[DESK].engine.dispose()


@pytest.fixture
def desk(server: Any) -> Desk:
    """Its desk, seen by a reader of the open demo."""
    home: Desk = server.extensions[DESK]
    return replace(home, viewer_of=lambda: ANYBODY)


@pytest.fixture
def studio(server: Any) -> Studio:
    """Where its pictures are taken."""
    made: Studio = server.extensions[STUDIO]
    return made


def wanted(desk: Desk, path: str, **more: str) -> Order:
    """An order for a page or tile."""
    return order_of(desk, path, pages=PAGES, **more)


def below_us() -> set[str]:
    """Names of the browsers' processes below this one, zombies too."""
    table = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                name, _, rest = (entry / "stat").read_text(encoding="utf-8", errors="replace").partition(" (")[2].rpartition(")")
            except OSError:
                continue
            table[int(entry.name)] = (int(rest.split()[1]), name)
    found, last = {int(Path("/proc/self").resolve().name)}, set[int]()
    while found != last:
        last = set(found)
        found |= {number for number, (parent, _) in table.items() if parent in found}
    return {f"{table[n][1]} {n}" for n in found}


def test_equal_requests_give_equal_bytes_also_from_another_browser(desk: Desk, studio: Studio) -> None:
    order = wanted(desk, "/hotspots?period=7d", size=SMALL)

    taken = [studio.take(order, ANYBODY) for _ in range(3)]
    studio.close()
    taken.append(studio.take(order, ANYBODY))

    assert len(set(taken)) == 1


def test_a_page_is_light_and_as_large_as_asked_and_tells_what_it_is(desk: Desk, studio: Studio) -> None:
    png = studio.take(wanted(desk, "/hotspots?theme=dark", size=SMALL), ANYBODY)
    picture = Image.open(io.BytesIO(png)).convert("RGB")

    width, height = size_of(png)
    assert width == 1000
    assert height >= 700
    assert picture.getpixel((5, height - 5)) == (255, 255, 255)
    assert texts_of(png)["Title"].endswith("诉求热点")
    assert "演示数据" in texts_of(png)["Description"]
    assert texts_of(png)["Creation Time"] == desk.as_of().isoformat(timespec="minutes")


def test_a_map_is_not_blank(desk: Desk, studio: Studio) -> None:
    png = studio.take(wanted(desk, "/", tile="map"), ANYBODY)
    picture = Image.open(io.BytesIO(png)).convert("RGB")

    assert picture.width == 1890
    assert texts_of(png)["Title"].endswith("诉求密度")
    colours = picture.crop((0, 200, 1890, 1200)).getcolors(1 << 22)
    assert colours is not None
    assert len(colours) > 200


@pytest.mark.parametrize("tile", ["ranking", "trend", "tiles"])
def test_a_tile_is_sixteen_centimetres_wide(desk: Desk, studio: Studio, tile: str) -> None:
    png = studio.take(wanted(desk, "/", tile=tile), ANYBODY)

    assert size_of(png)[0] == 1890
    assert Image.open(io.BytesIO(png)).info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_an_unknown_tile_is_answered_with_those_there_are(desk: Desk, studio: Studio) -> None:
    with pytest.raises(BadRequest, match="ranking"):
        studio.take(wanted(desk, "/", tile="nothing"), ANYBODY)


@pytest.mark.parametrize("path", ["/waterlogging", "/parking", "/projects", "/towns", "/quality", "/compliance", "/help"])
def test_every_page_can_be_drawn(desk: Desk, studio: Studio, path: str) -> None:
    png = studio.take(wanted(desk, path, size=SMALL), ANYBODY)

    assert size_of(png)[0] == 1000


def test_the_asker_decides_what_is_shown(demo_settings: Settings) -> None:
    server = create_app(demo_settings, is_demo=True, is_open=False).server
    home: Desk = server.extensions[DESK]
    studio: Studio = server.extensions[STUDIO]
    studio.bounds = PATIENT
    viewer = municipal(home.pack)
    order = wanted(replace(home, viewer_of=lambda: viewer), "/quality", size=SMALL)
    try:
        is_city = size_of(studio.take(order, viewer))[0] == 1000
        with pytest.raises(PictureError, match="没有画出来"):
            studio.take(order, Viewer(name="x"))
    finally:
        studio.close()
        home.engine.dispose()

    assert is_city


def test_time_outs_of_a_real_browser_leave_nobody_behind(server: Any, desk: Desk) -> None:
    before, order = below_us(), wanted(desk, "/help", size=SMALL)
    studio = Studio(server.wsgi_app, bounds=Bounds(limit_s=0.4))

    for _ in range(5):
        with pytest.raises(PictureLate):
            studio.take(replace(order, address="/hotspots?print=1"), ANYBODY)
    studio.close()

    assert below_us() - before == set()


def test_a_warm_browser_that_was_killed_is_replaced(desk: Desk, studio: Studio) -> None:
    order = wanted(desk, "/help", size=SMALL)
    first = studio.take(order, ANYBODY)
    assert studio._browser is not None
    assert studio._browser._keeper is not None
    studio._browser._keeper.kill()

    assert studio.take(order, ANYBODY) == first


def test_a_browser_is_replaced_after_so_many_pictures(server: Any, desk: Desk) -> None:
    order, studio = wanted(desk, "/help", size=SMALL), Studio(server.wsgi_app, bounds=replace(PATIENT, most_taken=1))

    studio.take(order, ANYBODY)
    first = studio._browser
    studio.take(order, ANYBODY)
    is_another = studio._browser is not first
    studio.close()

    assert is_another
