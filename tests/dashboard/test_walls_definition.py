"""Walls are what the files say; a fault names its file, its line and what stands there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.walls.definition import Wall, WallError, is_within, walls
from dashboard.walls.layouts import BAR, GAP, HEIGHT, LAYOUTS, boxes_of, panels_in
from dashboard.walls.names import KPI, SPARE, TILES
from dashboard.walls.names import PANELS as NAMES
from dashboard.walls.panels import PANELS
from dashboard.walls.reading import SIZES
from geodata.pack import Pack
from geodata.settings import Settings

PAGE = """[page.night]
title = "夜间"
layers = ["hexagons"]
period = "7d"
kpis = ["complaints", "resolution", "satisfaction", "duration", "water", "parking", "vending", "ontime"]
side = ["alarms", "ranking"]
low = ["trend12", "categories", "durations", "reporting"]
"""
WALL = """
[wall.duty]
title = "值班"
area = "110114011"
pages = ["night", "water"]
"""


@pytest.fixture(scope="module")
def ready(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Wall]:
    """The walls that come with the product."""
    return walls(Settings(home=tmp_path_factory.mktemp("none")), pack)


def defined(tmp_path: Path, pack: Pack, text: str) -> dict[str, Wall]:
    (tmp_path / "walls.toml").write_text(text, encoding="utf-8")
    return walls(Settings(home=tmp_path), pack)


def test_the_five_walls_of_a_city_hall_are_ready_made(ready: dict[str, Wall]) -> None:
    assert {name: wall.title for name, wall in ready.items()} == {
        "city": "市级总览", "district": "区级总览", "scenes": "街道三场景", "programme": "行动计划", "flood": "汛期",
    }  # fmt: skip
    assert [scene.title for scene in ready["scenes"].scenes] == ["积水", "占道经营", "停车"]
    assert all(wall.sizes == SIZES for wall in ready.values())


def test_the_wall_of_the_city_shows_the_city_and_the_others_the_readers_own_area(ready: dict[str, Wall]) -> None:
    assert {name: wall.area for name, wall in ready.items()} == {"city": "11", "district": "", "scenes": "", "programme": "", "flood": ""}


def test_an_office_adds_a_wall_of_its_own_pages_and_of_ready_ones(tmp_path: Path, pack: Pack) -> None:
    found = defined(tmp_path, pack, PAGE + WALL)

    assert [scene.name for scene in found["duty"].scenes] == ["night", "water"]
    assert found["duty"].area == "110114011"
    assert found["duty"].scene("night").dwell_s == 30
    assert "city" in found


def test_an_office_takes_the_place_of_a_ready_wall(tmp_path: Path, pack: Pack) -> None:
    found = defined(tmp_path, pack, '[wall.city]\ntitle = "我市"\nsizes = ["4k"]\npages = ["overview"]\n')

    assert (found["city"].title, found["city"].sizes, len(found["city"].scenes)) == ("我市", ("4k",), 1)


def test_a_page_that_an_office_words_anew_turns_on_the_ready_walls(tmp_path: Path, pack: Pack) -> None:
    found = defined(tmp_path, pack, PAGE.replace("page.night", "page.water"))

    assert found["scenes"].scenes[0].title == "夜间"


def test_parts_of_the_day_have_pages_and_times_of_their_own(tmp_path: Path, pack: Pack) -> None:
    part = '[[wall.duty.day_parts]]\ntitle = "夜"\nfrom_hour = 22\nto_hour = 6\npages = ["night"]\ndwell_s = 60\n'

    (found,) = defined(tmp_path, pack, PAGE + WALL + part)["duty"].day_parts

    assert (found.title, found.from_hour, found.to_hour, found.pages, found.dwell_s) == ("夜", 22, 6, ("night",), 60)


def test_the_example_of_the_readme_is_a_wall(tmp_path: Path, pack: Pack) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    example = next(part for part in readme.split("```") if part.startswith("toml\n[page.night]"))

    found = defined(tmp_path, pack, example.removeprefix("toml\n"))["duty"]

    assert [scene.title for scene in found.scenes] == ["夜间", "积水"]
    assert found.day_parts[0].pages == ("night",)


def test_a_file_that_changes_is_read_again(tmp_path: Path, pack: Pack) -> None:
    assert "duty" not in defined(tmp_path, pack, PAGE)
    assert "duty" in defined(tmp_path, pack, PAGE + WALL)


FAULTS = {
    "unknown page": (WALL.replace('"water"', '"wter"'), 12, "没有名为「wter」的页面"),
    "unknown area": (WALL.replace("110114011", "999999"), 11, "没有编码为「999999」的区域"),
    "unknown layer": (PAGE.replace('"hexagons"', '"hexes"'), 3, "没有名为「hexes」的图层"),
    "unknown tile": (PAGE.replace('"vending"', '"stalls"'), 5, "没有名为「stalls」的指标"),
    "unknown panel": (PAGE.replace('"durations"', '"gauge"'), 7, "没有名为「gauge」的面板"),
    "unknown period": (PAGE.replace('"7d"', '"7天"'), 4, "没有名为「7天」的时段"),
    "unknown size": (WALL + 'sizes = ["8k"]\n', 13, "没有名为「8k」的尺寸"),
    "unknown key": (PAGE + 'dwel_s = 5\n', 8, "不认识「dwel_s」"),
    "unknown section": ("[screen.x]\n", 1, "不认识「screen」"),
    "too short": (PAGE + "dwell_s = 1\n", 8, "「dwell_s」应在 5–3600 之间"),
    "not a number": (PAGE + 'dwell_s = "30"\n', 8, "应为整数"),
    "not a list": (PAGE.replace('["hexagons"]', '"hexagons"'), 3, "应为文字列表"),
    "not a flag": (PAGE + "is_flood_only = 1\n", 8, "应为true 或 false"),
    "not a text": (PAGE.replace('"夜间"', "7"), 2, "应为文字"),
    "no title": (PAGE.replace('title = "夜间"\n', ""), 1, "缺少「title」"),
    "too few": (PAGE.replace(', "reporting"]', "]"), 7, "应有 4 项，写了 3 项"),
    "twice in a list": (PAGE.replace('"reporting"', '"trend12"'), 7, "写了两次"),
    "twice on a page": (PAGE.replace('"reporting"', '"ranking"'), 7, "在这一页已经有了"),
    "no address": (PAGE.replace("page.night", 'page."夜"'), 1, "名称「夜」"),
    "no toml": (PAGE + "low = [\n", 8, "读不懂"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_names_its_file_its_line_and_what_stands_there(tmp_path: Path, pack: Pack, name: str) -> None:
    text, line, what = FAULTS[name]
    body = text if text.startswith(("[page", "[screen")) else PAGE + text

    with pytest.raises(WallError) as found:
        defined(tmp_path, pack, body)

    assert f"walls.toml 第 {line} 行" in str(found.value) or name == "no toml"
    assert "walls.toml 第" in str(found.value)
    assert what in str(found.value)


def test_a_value_in_a_list_of_many_lines_is_found_on_its_own(tmp_path: Path, pack: Pack) -> None:
    text = PAGE.replace('low = ["trend12", "categories",', 'low = [\n  "trend12",\n  "categores",\n')

    with pytest.raises(WallError, match="第 9 行：没有名为「categores」"):
        defined(tmp_path, pack, text)


def test_a_fault_in_a_part_of_the_day_names_the_right_part(tmp_path: Path, pack: Pack) -> None:
    part = '[[wall.duty.day_parts]]\ntitle = "夜"\npages = ["{}"]\n'

    with pytest.raises(WallError, match="第 18 行：没有名为「parking」的页面"):
        defined(tmp_path, pack, PAGE + WALL + part.format("night") + part.format("parking"))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path, pack: Pack) -> None:
    (tmp_path / "walls.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(WallError, match=r"walls\.toml 读不出来"):
        walls(Settings(home=tmp_path), pack)


def test_a_dashboard_does_not_open_with_a_wall_that_is_wrong(demo_home: Settings, tmp_path: Path) -> None:
    (tmp_path / "walls.toml").write_text('[wall.x]\ntitle = "x"\npages = ["y"]\n', encoding="utf-8")

    with pytest.raises(WallError, match=r"walls\.toml 第 3 行"):
        create_app(replace(demo_home, home=tmp_path, database_url=demo_home.store_url), is_demo=True)


@given(st.text(max_size=300))
def test_no_text_brings_the_reader_down(tmp_path_factory: pytest.TempPathFactory, pack: Pack, text: str) -> None:
    with suppress(WallError):
        defined(tmp_path_factory.mktemp("any"), pack, text)


@pytest.mark.parametrize(("first", "end", "inside", "outside"), [(8, 18, 8, 18), (22, 6, 23, 6), (22, 6, 5, 21), (0, 24, 23, 24)])
def test_hours_run_past_midnight(first: int, end: int, inside: int, outside: int) -> None:
    assert is_within(inside, first, end)
    assert not is_within(outside, first, end)


def test_the_page_of_the_flood_season_turns_in_the_season_and_in_its_mode_only(ready: dict[str, Wall]) -> None:
    scene = ready["flood"].scene("flood")

    assert scene.rotates(12, (7, 16))
    assert not scene.rotates(12, (11, 1))
    assert scene.rotates(12, (11, 1), is_flood_mode=True)


def test_every_name_that_a_definition_may_use_is_drawn_by_a_panel() -> None:
    assert {*NAMES, *(KPI + name for name in TILES)} == set(PANELS)
    assert set(SPARE) <= set(NAMES)


def test_the_sizes_of_definitions_are_those_of_the_layouts() -> None:
    assert tuple(LAYOUTS) == SIZES


@pytest.mark.parametrize("size", SIZES)
def test_on_every_page_every_panel_stands_once_and_has_a_box(ready: dict[str, Wall], size: str) -> None:
    for wall in ready.values():
        for scene in wall.scenes:
            slots = panels_in(scene, size)

            assert len(set(slots.values())) == len(slots), (scene.name, slots)
            assert all(box.w > 0 and box.h > 0 for box in boxes_of(scene, size).values())
            assert len(slots) == 8 + len(scene.side) + 4 + LAYOUTS[size].wide_count


@pytest.mark.parametrize("size", SIZES)
def test_the_map_of_every_layout_is_its_largest_part_and_as_high_as_its_place(size: str) -> None:
    slots = LAYOUTS[size].slots
    below = 236 + GAP if size in ("1080p", "4k") else 0

    assert slots["map"].h == pytest.approx(HEIGHT - BAR - 2 * GAP - below)
    assert all(box.w * box.h <= slots["map"].w * slots["map"].h for box in slots.values())
