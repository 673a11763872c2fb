"""Pictures of pages as far as no browser is needed: what is asked for, what is said on them, what a broken browser leaves."""

from __future__ import annotations

import errno
import io
import os
import stat
import struct
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from plotly.io.json import to_json_plotly

from dashboard.access.granting import granted
from dashboard.access.viewer import ANYBODY, NOBODY, Viewer
from dashboard.app import DESK
from dashboard.brief.editions import Line
from dashboard.desk import Desk
from dashboard.guard.lent import LENT
from dashboard.pages import PAGES
from dashboard.snapshot_cli import municipal, write_whole
from dashboard.snapshots import forms, found
from dashboard.snapshots.asked import order_of
from dashboard.snapshots.browser import COOKIE, NOWHERE
from dashboard.snapshots.caption import caption_of
from dashboard.snapshots.listener import Listener
from dashboard.snapshots.order import Order, window_of
from dashboard.snapshots.picture import SIGNATURE, size_of, stacked, texts_of, with_texts
from dashboard.snapshots.routes import STUDIO
from dashboard.snapshots.studio import Bounds, Studio
from geodata.clock import local
from geodata.errors import BadRequest, NotFound, PictureError, PictureLate, RightsError, StoreError, TooMany
from tests.dashboard.brief_world import brief
from tests.descent import below_us

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
OUTSIDE = (
    "http://169.254.169.254/latest", "//example.org/", "/\\example.org", "file:///etc/passwd", "javascript:alert(1)", "", "hotspots",
    "/sign-in", "/admin/audit", "/api/cases", "/api/snapshot.png?path=/", "/../etc", "/hotspots/../admin/accounts", "/hotspots\n",
    "/%2e%2e/", "/report/project/1-001", "/brief/0", "/brief/x", "/brief/1/file.docx", "/account",
)  # fmt: skip


@pytest.fixture
def desk(app: Dash) -> Desk:
    """The desk of an open demo home."""
    home: Desk = app.server.extensions[DESK]
    return replace(home, viewer_of=lambda: ANYBODY)


@pytest.fixture
def order(desk: Desk) -> Order:
    """The home page."""
    return order_of(desk, "/", pages=PAGES)


def nobodys(environ: dict[str, Any], start: Any) -> list[bytes]:
    """An application that tells who asks, and as what."""
    viewer = environ[LENT]
    body = f"{viewer.is_open} {environ['HTTP_HOST']} {sorted(k for k in environ if k.startswith(('HTTP_X', 'HTTP_COOKIE')))}".encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body))), ("Cache-Control", "public"), ("ETag", "x")])
    return [body]


@pytest.fixture
def listener() -> Iterator[Listener]:
    """The browser's ear on `nobodys`."""
    made = Listener(nobodys)
    yield made
    made.close()


def program(folder: Path, lines: str) -> Callable[[], str]:
    """A browser of our own making: a shell script."""
    file = folder / "browser"
    file.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return lambda: str(file)


@pytest.fixture
def others() -> set[int]:
    """Processes that stood below this one before the test: another test's browser, where the whole suite runs."""
    return set(below_us())


@pytest.mark.parametrize("address", OUTSIDE)
def test_only_pages_of_our_own_are_drawn(desk: Desk, address: str) -> None:
    with pytest.raises(BadRequest, match="不是本系统的页面"):
        order_of(desk, address, pages=PAGES)


def test_the_browser_is_sent_to_what_was_understood_and_never_to_what_was_written(desk: Desk) -> None:
    order = order_of(desk, "/hotspots?theme=dark&period=7d#@example.org", pages=PAGES)

    assert order.address == "/hotspots?level=district&area=huitian&period=7d&print=1"


def test_an_address_that_is_not_understood_makes_no_picture(desk: Desk) -> None:
    with pytest.raises(BadRequest, match="没有全部读懂"):
        order_of(desk, "/hotspots?period=never", pages=PAGES)


def test_a_wall_is_drawn_dark_and_stays_on_the_page_that_the_address_names(desk: Desk) -> None:
    order = order_of(desk, "/wall/city?tab=water&theme=light", size="5760x1080", pages=PAGES)

    assert order.address.startswith("/wall/city?")
    assert "tab=water" in order.address
    assert "theme" not in order.address
    assert (order.width, order.height, order.scale) == (5760, 1080, 1)


def test_a_wall_says_what_it_is_and_how_real(desk: Desk) -> None:
    caption = order_of(desk, "/wall/city", pages=PAGES).caption
    said = " ".join((caption.title, *caption.signs, *caption.lines))

    assert all(word in said for word in ("市级总览", "时段", "区域", "边界", "数据截至", "积水点台账", "底图", "演示数据"))


def test_a_wall_is_drawn_whole_and_only_where_there_is_one(desk: Desk) -> None:
    with pytest.raises(BadRequest, match="只画整屏"):
        order_of(desk, "/wall/city", tile="map", pages=PAGES)
    with pytest.raises(BadRequest, match="/wall/city"):
        order_of(desk, "/wall/nowhere", pages=PAGES)


def test_who_may_not_open_a_page_gets_no_picture_of_it(desk: Desk) -> None:
    with pytest.raises(RightsError):
        order_of(replace(desk, viewer_of=lambda: NOBODY), "/hotspots", pages=PAGES)


@pytest.mark.parametrize(("path", "area", "title"), [
    ("/brief", "北京市", "周报"), ("/report", "北京市", "项目日报"), ("/report/closures", "北京市", "销账"),
    ("/brief/draft?area=110114&week=2026-w28&theme=dark&x=1", "昌平区", "周报草稿"),
])  # fmt: skip
def test_a_page_of_forms_is_drawn_from_what_was_understood(desk: Desk, path: str, area: str, title: str) -> None:
    order = order_of(desk, path, pages=PAGES)

    query = "?area=110114&week=2026-W28&" if "draft" in path else "?"
    assert order.address == f"{path.partition('?')[0]}{query}print=1"
    assert order.caption.title == f"{area} · {title}"
    assert f"区域 {area}" in order.caption.lines[0]
    assert ("时段 2026-07-06 至 2026-07-12" in order.caption.lines[0]) == ("draft" in path)
    assert "演示数据" in order.caption.signs


def test_an_edition_tells_the_time_of_its_own_data(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made, at = brief(with_maps=False), local(datetime(2025, 3, 9, 18, 0))
    line = Line(7, "110114", "昌平区", "2025-W10", 3, 1, at, "jian", at, "0" * 64, "", is_sample=True)
    monkeypatch.setattr(forms, "opened", lambda *_: (line, replace(made, as_of=at)))

    order = order_of(desk, "/brief/7", pages=PAGES)

    assert order.address == "/brief/7?print=1"
    assert order.caption.title == "昌平区 · 周报 · 2025 年第 3 期"
    assert order.caption.texts()["Creation Time"] == "2025-03-09T18:00+08:00"


@pytest.mark.parametrize("query", ["", "?area=110114", "?area=999&week=2026-W28", "?area=110114&week=2026-28"])
def test_a_draft_of_no_area_or_week_is_not_drawn(desk: Desk, query: str) -> None:
    with pytest.raises(BadRequest):
        order_of(desk, f"/brief/draft{query}", pages=PAGES)


def test_an_edition_that_is_not_there_is_not_drawn(desk: Desk) -> None:
    with pytest.raises(NotFound):
        order_of(desk, "/brief/123456", pages=PAGES)


def test_who_could_not_take_a_page_of_forms_away_gets_no_picture_of_it(desk: Desk) -> None:
    frozen, screen = Viewer(frozen_address="/hotspots?area=11"), Viewer("hall", grants=granted(desk.pack, (("wall", "huitian", ""),)))
    writer = Viewer("jian", grants=granted(desk.pack, (("briefing", "110114", ""),)))
    two = Viewer("er", grants=granted(desk.pack, (("briefing", "110105", ""), ("community", "110114011001", ""))))

    for viewer, address in (
        (NOBODY, "/report"), (frozen, "/brief"), (screen, "/brief"), (writer, "/report"), (two, "/brief"),
        (writer, "/brief/draft?area=11&week=2026-W28"),
    ):  # fmt: skip
        with pytest.raises(RightsError):
            order_of(replace(desk, viewer_of=lambda viewer=viewer: viewer), address, pages=PAGES)
    assert order_of(replace(desk, viewer_of=lambda: writer), "/brief", pages=PAGES).caption.title.startswith("昌平区")


def test_the_command_line_reads_as_a_city_does_with_small_counts_hidden(desk: Desk) -> None:
    viewer = municipal(desk.pack)

    assert viewer.scope().is_municipal
    assert viewer.scope().exact == ()


@pytest.mark.parametrize(("size", "tile"), [("wide", ""), ("10x10", ""), ("9999x9999", ""), ("1920x1080", "map"), ("", "Map"), ("", "a b")])
def test_sizes_and_names_that_make_no_sense_are_refused(size: str, tile: str) -> None:
    with pytest.raises(BadRequest):
        window_of(size, tile)


def test_a_tile_is_as_wide_as_a_brief() -> None:
    width, _, scale = window_of("", "map")

    assert width * scale == round(16 / 2.54 * 300)


def test_a_caption_says_what_where_when_from_whom_and_how_real(desk: Desk) -> None:
    order = order_of(desk, "/hotspots?area=110114&from=2026-07-01&to=2026-07-10&category=none&boundary=2025-01-01", pages=PAGES)
    said = " ".join((order.caption.title, *order.caption.signs, *order.caption.lines))

    words = ("昌平区", "诉求热点", "2026-07-01 至 2026-07-10", "待人工分类", "边界", "数据截至", "12345 诉求工单", "演示数据", "示意边界")
    assert all(word in said for word in words)
    assert order.caption.texts()["Creation Time"] == desk.as_of().isoformat(timespec="minutes")
    assert order.caption.alt.startswith("昌平区 · 诉求热点的图片。")


def test_a_boundary_of_another_day_is_named(desk: Desk) -> None:
    view = desk.read("/", "")[0]

    assert "边界 现行" in caption_of(view, desk, "综合态势").lines[0]
    assert "边界 2025-01-01" in caption_of(replace(view, boundary=date(2025, 1, 1)), desk, "综合态势").lines[0]


def png_of(rows: list[tuple[int, list[int]]], width: int) -> bytes:
    """An RGB picture of rows that are filtered already: (kind of filter, bytes)."""
    pixels = zlib.compress(b"".join(bytes([kind, *body]) for kind, body in rows))
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return SIGNATURE + b"".join(struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks)


FILTERED = st.lists(st.tuples(st.integers(0, 4), st.lists(st.integers(0, 255), min_size=9, max_size=9)), min_size=1, max_size=4)


@given(above=FILTERED, below=FILTERED)
def test_a_strip_is_put_under_a_picture_whatever_way_their_rows_are_written(above: Any, below: Any) -> None:
    upper, lower = (png_of(rows, 3) for rows in (above, below))

    whole, *halves = (Image.open(io.BytesIO(png)).tobytes() for png in (stacked(upper, lower), upper, lower))

    assert whole == b"".join(halves)


def test_pictures_of_two_widths_are_not_put_together() -> None:
    with pytest.raises(ValueError, match="width"):
        stacked(png_of([(0, [0] * 9)], 3), png_of([(0, [0] * 6)], 2))


def test_a_picture_tells_its_texts_and_its_resolution() -> None:
    png = with_texts(DOT, {"Title": "回天", "Description": "图"}, 300)

    assert texts_of(png) == {"Title": "回天", "Description": "图"}
    assert size_of(png) == (1, 1)
    assert (11811).to_bytes(4, "big") in png
    assert with_texts(png, {"Title": "回天", "Description": "图"}, 300) == png


def test_a_page_with_print_in_its_address_is_light_and_says_so(app: Dash) -> None:
    client = app.server.test_client()

    said = client.get("/hotspots?theme=dark&print=1", headers={"Host": "127.0.0.1"}).get_data(as_text=True)

    assert '<html lang="zh-CN" data-theme="light" data-print="1">' in said


def fetched(url: str, headers: dict[str, str]) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, "", {}


def test_without_a_key_of_the_moment_the_ear_is_deaf(listener: Listener) -> None:
    with listener.lent(ANYBODY) as key:
        is_heard = fetched(listener.base + "/", {"Cookie": f"{COOKIE}={key}"})[0]

    tried = ["", f"{COOKIE}=", f"{COOKIE}={key}", f"{COOKIE}={'x' * 43}", f"other={key}"]
    assert is_heard == 200
    assert [fetched(listener.base + "/", {"Cookie": cookie})[0] for cookie in tried] == [403] * len(tried)


def test_where_a_browser_waits_between_two_pictures_there_is_nothing(listener: Listener) -> None:
    assert fetched(listener.base + NOWHERE, {})[:2] == (200, "")


def test_what_a_request_calls_itself_is_not_heard(listener: Listener) -> None:
    headers = {"Host": "example.org", "X-Forwarded-For": "10.0.0.9", "X-Forwarded-Host": "example.org"}

    with listener.lent(ANYBODY) as key:
        said = fetched(listener.base + "/", {**headers, "Cookie": f"{COOKIE}={key}"})[1]

    assert said == f"True {listener.base.removeprefix('http://')} []"


def test_nothing_that_one_reader_saw_is_kept_for_the_next(listener: Listener) -> None:
    paths = ("/cube/1/areas/huitian.htc", "/assets/view.js")

    with listener.lent(ANYBODY) as key:
        headers = [fetched(listener.base + path, {"Cookie": f"{COOKIE}={key}"})[2] for path in paths]

    assert [found["Cache-Control"] for found in headers] == ["no-store", "private, max-age=86400, immutable"]
    assert "ETag" not in headers[0]


def test_no_header_makes_a_viewer(app: Dash) -> None:
    client = app.server.test_client()

    answer = client.get("/api/cases", headers={"Host": "127.0.0.1", LENT: "x", "huitian_lent_viewer": "x"})

    assert answer.status_code != 500


def test_without_a_browser_the_answer_says_how_to_get_one(app: Dash, order: Order) -> None:
    studio: Studio = app.server.extensions[STUDIO]
    studio.find = lambda: ""

    answer = app.server.test_client().get("/api/snapshot.png?path=/", headers={"Host": "127.0.0.1"})

    assert answer.status_code == 501
    assert "apt-get install chromium" in answer.get_json()["error"]


def test_every_page_offers_its_picture(app: Dash, desk: Desk) -> None:
    for path in PAGES:
        state, problems = desk.read(path, "")
        said = to_json_plotly(PAGES[path].layout(state, desk, problems))
        assert '"data-act":"picture"' in said, path


@pytest.mark.parametrize("address", ["/brief", "/brief/draft?area=11&week=2026-W28", "/report", "/report/closures"])
def test_pages_of_forms_offer_theirs(client: FlaskClient, address: str) -> None:
    between = "&" if "?" in address else "?"
    said, printed = (client.get(asked).get_data(as_text=True) for asked in (address, f"{address}{between}theme=dark&print=1"))

    assert 'data-act="picture"' in said
    assert "data-print" not in said
    assert 'data-theme="light" data-print="1"' in printed
    assert "print.js" in printed


@pytest.mark.parametrize(
    "lines", ["exec sleep 600", "sleep 600 & sleep 600 & (setsid sleep 600 &) ; wait", "trap '' TERM; while :; do sleep 1; done"]
)
def test_a_browser_that_hangs_is_ended_with_all_it_started(tmp_path: Path, order: Order, others: set[int], lines: str) -> None:
    studio = Studio(nobodys, program(tmp_path, lines), Bounds(limit_s=0.3))

    for _ in range(3):
        with pytest.raises(PictureLate, match="没有画完"):
            studio.take(order, ANYBODY)

    assert set(below_us()) <= others


def test_a_browser_that_hangs_is_replaced_once_in_what_is_left_of_the_time_and_the_log_says_so(
    tmp_path: Path, order: Order, caplog: pytest.LogCaptureFixture
) -> None:
    begun, hanging = list[str](), program(tmp_path, "exec sleep 600")

    def find() -> str:
        begun.append(hanging())
        return begun[-1]

    with pytest.raises(PictureLate):
        Studio(nobodys, find, Bounds(limit_s=0.4, hangs_s=0.2)).take(order, ANYBODY)

    assert len(begun) == 2
    assert "换一个再画一次" in caplog.text


def test_a_hundred_time_outs_leave_nobody_behind(tmp_path: Path, order: Order, others: set[int]) -> None:
    studio = Studio(nobodys, program(tmp_path, "sleep 600 & (setsid sleep 600 &) ; exec sleep 600"), Bounds(limit_s=0.05))

    for _ in range(100):
        with pytest.raises(PictureLate):
            studio.take(order, ANYBODY)

    assert set(below_us()) <= others
    assert not list(Path("/tmp").glob(f"huitian-chromium-{os.getpid()}-*"))


def test_a_browser_that_crashes_is_told_of_and_buried(tmp_path: Path, order: Order, others: set[int]) -> None:
    studio = Studio(nobodys, program(tmp_path, "exit 7"))

    with pytest.raises(PictureError, match="没有启动或中途退出"):
        studio.take(order, ANYBODY)

    assert set(below_us()) <= others


def test_a_browser_that_cannot_be_run_is_told_of(tmp_path: Path, order: Order, others: set[int]) -> None:
    studio = Studio(nobodys, lambda: str(tmp_path / "not there"))

    with pytest.raises(PictureError, match="没有启动或中途退出"):
        studio.take(order, ANYBODY)

    assert set(below_us()) <= others


def test_who_finds_others_waiting_is_asked_to_come_back(order: Order) -> None:
    studio = Studio(nobodys, bounds=Bounds(most_waiting=0))

    def busy() -> str:
        with pytest.raises(TooMany):
            studio.take(order, Viewer())
        return ""

    studio.find = busy
    with pytest.raises(PictureError, match="没有找到 Chromium"):
        studio.take(order, ANYBODY)


def test_a_full_disk_is_told_in_one_sentence(order: Order) -> None:
    def full() -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreError, match="磁盘已满"):
        Studio(nobodys, full).take(order, ANYBODY)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.png", DOT)
    (tmp_path / ".b.png.part").symlink_to("/dev/full")

    with pytest.raises(StoreError, match="磁盘已满"):
        write_whole(tmp_path / "b.png", DOT)

    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]


def test_the_browser_has_no_host_but_this_one_and_no_port() -> None:
    line = found.command("/usr/bin/chromium", "/nowhere")

    assert "--remote-debugging-pipe" in line
    assert "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1" in line
    assert not [word for word in line if word.startswith("--remote-debugging-port")]
