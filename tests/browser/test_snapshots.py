"""Pictures of pages by the real Chromium: the same pixels each time, whole, light, as the asker sees them, and nobody left behind."""

from __future__ import annotations

import io
import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from plotly.io.json import to_json_plotly
from werkzeug.serving import make_server

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
from tests.browser.conftest import Site
from tests.descent import below_us
from tests.requirements import need

PATIENT = Bounds(limit_s=300, hangs_s=200)
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


@contextmanager
def listening(server: Any) -> Iterator[str]:
    """Its address on a port of this machine."""
    made = make_server("127.0.0.1", 0, server, threaded=True)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}"
    finally:
        made.shutdown()
        thread.join()
        made.server_close()


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


def test_equal_requests_give_equal_bytes_also_after_others_and_from_another_browser(desk: Desk, studio: Studio) -> None:
    order, other = wanted(desk, "/hotspots?period=7d", size=SMALL), wanted(desk, "/?area=11", tile="map")

    taken = [studio.take(order, ANYBODY) for _ in range(2)]
    studio.take(other, ANYBODY)
    taken.append(studio.take(order, ANYBODY))
    studio.close()
    taken.append(studio.take(order, ANYBODY))

    assert len(set(taken)) == 1


def test_a_page_is_light_and_as_large_as_asked_and_tells_what_it_is(desk: Desk, studio: Studio) -> None:
    png = studio.take(wanted(desk, "/quality?theme=dark", size=SMALL), ANYBODY)
    picture = Image.open(io.BytesIO(png)).convert("RGB")

    width, height = size_of(png)
    assert width == 1000
    assert height >= 700
    assert picture.getpixel((5, height - 5)) == (255, 255, 255)
    assert texts_of(png)["Title"].endswith("数据质量")
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


def test_a_draft_of_the_brief_is_a_picture_with_its_maps(desk: Desk, studio: Studio) -> None:
    png = studio.take(wanted(desk, "/brief/draft?area=110114&week=2026-W28", size="1200x800"), ANYBODY)

    width, height = size_of(png)
    assert width == 1200
    assert height > 3000
    assert texts_of(png)["Title"].endswith("周报草稿")
    assert len(Image.open(io.BytesIO(png)).convert("RGB").getcolors(1 << 24) or ()) > 2000        # maps: the page without them has 1,000


@pytest.mark.parametrize(("path", "tile"), [("/", "trend"), ("/", "tiles"), ("/towns", "town-list")])
def test_a_tile_is_sixteen_centimetres_wide_and_nothing_of_it_is_cut_off(desk: Desk, studio: Studio, path: str, tile: str) -> None:
    png = studio.take(wanted(desk, path, tile=tile), ANYBODY)
    picture = Image.open(io.BytesIO(png))

    edge = picture.convert("L").crop((1884, 0, 1890, picture.height))
    dark_rows = [y for y in range(edge.height) if min(edge.crop((0, y, 6, y + 1)).tobytes()) < 120]
    assert picture.width == 1890
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert len(dark_rows) <= 3 * 3          # the rule above the caption


def test_an_unknown_tile_is_answered_with_those_there_are(desk: Desk, studio: Studio) -> None:
    with pytest.raises(BadRequest, match="quarantine"):
        studio.take(wanted(desk, "/quality", tile="nothing"), ANYBODY)


def test_no_two_panels_of_a_page_share_a_name(desk: Desk) -> None:
    def laid_out(path: str, query: str) -> str:
        state, problems = desk.read(path, query)
        return to_json_plotly(PAGES[path].layout(state, desk, problems))

    said = {(path, ""): laid_out(path, "") for path in PAGES}
    for path in PAGES:
        tabs, items = (sorted(set(re.findall(pattern, said[path, ""]))) for pattern in (r"tab=[a-z-]+", r"item=[A-Z\d-]+"))
        said |= {(path, query): laid_out(path, query) for query in (*tabs, *items[:1])}

    names = {view: Counter(re.findall(r'"data-tile":"([^"]+)"', text)) for view, text in said.items()}
    assert {view: name for view, found in names.items() for name, count in found.items() if count > 1} == {}
    assert {path for path, query in said if query.startswith("item")} >= {"/projects", "/towns"}


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
    before, order = set(below_us()), wanted(desk, "/help", size=SMALL)
    studio = Studio(server.wsgi_app, bounds=Bounds(limit_s=0.4))

    for _ in range(5):
        with pytest.raises(PictureLate):
            studio.take(replace(order, address="/hotspots?print=1"), ANYBODY)
    studio.close()

    assert set(below_us()) - before == set()


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


def test_a_browser_that_hangs_is_replaced_within_the_time_of_the_picture(server: Any, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    order, studio, before = wanted(desk, "/help", size=SMALL), Studio(server.wsgi_app, bounds=PATIENT), below_us()
    first = studio.take(order, ANYBODY)
    browsers = [number for number, name in below_us().items() if name.startswith("chrom") and number not in before]
    for number in browsers:
        os.kill(number, signal.SIGSTOP)
    studio.bounds = replace(PATIENT, hangs_s=0.5)

    again = studio.take(order, ANYBODY)
    studio.close()

    assert again == first
    assert "换一个再画一次" in caplog.text
    assert not set(browsers) & set(below_us())


def test_a_wall_hangs_on_its_picture_as_it_hangs_in_the_hall(desk: Desk, studio: Studio) -> None:
    order = wanted(desk, "/wall/city?tab=water")

    png = studio.take(order, ANYBODY)

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    strip = picture.height - 1080
    assert (picture.width, 40 < strip < 200) == (1920, True)
    assert all(max(picture.getpixel((x, y))) < 60 for x, y in ((3, 300), (3, 1076), (3, picture.height - 5)))
    assert "市级总览" in texts_of(png)["Title"]
    assert png == studio.take(order, ANYBODY)


def test_a_page_in_its_print_theme_can_be_seen_in_any_browser(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/quality?print=1")

    expect(page.locator("[data-tile=quarantine] h2").first).to_be_visible()


@pytest.mark.parametrize("act", [".bar2", "[data-tile=quarantine]"])
def test_the_button_of_a_page_and_of_a_panel_hands_over_the_picture_with_its_texts(server: Any, page: Page, act: str) -> None:
    with listening(server) as url:
        page.goto(f"{url}/quality")
        button = page.locator(f"{act} button[data-act=picture]")
        with page.expect_download() as started:
            button.click(force=True)

    png = started.value.path().read_bytes()
    assert started.value.suggested_filename.startswith("回天_")
    assert started.value.suggested_filename.endswith(".png")
    assert "数据质量" in texts_of(png)["Title"]
    assert "演示数据" in texts_of(png)["Description"]
    assert size_of(png)[0] == (1890 if "tile" in act else 1920)
