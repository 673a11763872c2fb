"""The area tree of pack huitian: how many, how they hang together, and which one holds a point."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import default_rng

from geodata.areas import Area, AreaTree, assign_districts, assign_streets, read_areas
from geodata.assignment import OutlineIndex
from geodata.errors import NotFound, PackError
from geodata.grid import cells_of
from geodata.pack import Pack

HEADER = "code,level,name,parent,valid_from,valid_to\n"
EMPTY = '{"type":"FeatureCollection","features":[]}'


@pytest.fixture(scope="module")
def tree(pack: Pack) -> AreaTree:
    return pack.areas


def test_the_pack_holds_16_districts_349_streets_and_7535_communities(tree: AreaTree) -> None:
    assert [len(tree.at(level)) for level in ("city", "district", "street", "community")] == [1, 16, 349, 7535]


def test_283_streets_have_a_sketch_outline_and_66_have_none(tree: AreaTree) -> None:
    outlined = tree.outlined("street")

    assert (len(outlined), len(tree.at("street")) - len(outlined)) == (283, 66)
    assert all(a.is_approx for a in outlined)


def test_the_focus_area_has_seven_members_with_146_communities(tree: AreaTree) -> None:
    members = tree.children("huitian")

    assert [m.code for m in members] == [f"1101140{n:02d}" for n in range(7, 14)]
    assert sum(len(tree.children(m.code)) for m in members) == 146


def test_every_code_starts_with_its_parents(tree: AreaTree) -> None:
    everyone = [a for level in ("district", "street", "community") for a in tree.at(level)]

    assert all(a.code.startswith(a.parent_code) and tree.get(a.parent_code) for a in everyone)


def test_children_lead_from_the_city_down_to_communities(tree: AreaTree) -> None:
    assert len(tree.children("11")) == 16
    assert len(tree.children("110114")) == 22
    assert {c.level for c in tree.children("110114011")} == {"community"}
    assert tree.children("110114011001") == ()
    assert tree.children("nowhere") == ()


def test_the_focus_area_stands_in_the_breadcrumb_of_its_members(tree: AreaTree) -> None:
    assert [a.name for a in tree.breadcrumb("huitian")] == ["北京市", "昌平区", "回天地区"]
    assert [tree.short_name(a.code) for a in tree.breadcrumb("110114012")] == ["北京", "昌平", "回天地区", "龙泽园"]
    assert [a.code for a in tree.breadcrumb("110114004")] == ["11", "110114", "110114004"]


def test_ranges_hold_all_codes_inside_and_no_other(tree: AreaTree) -> None:
    assert tree.ranges("110114") == (("110114", "110115"),)
    assert tree.ranges("huitian") == (("110114007", "110114014"),)
    assert tree.ranges("11") == (("11", "12"),)


@given(st.integers(0, 365))
def test_a_code_lies_in_the_ranges_of_all_its_ancestors(pack: Pack, number: int) -> None:
    streets = [*pack.areas.at("district"), *pack.areas.at("street")]
    area = streets[number % len(streets)]

    for above in pack.areas.breadcrumb(area.code):
        assert any(lo <= area.code < hi for lo, hi in pack.areas.ranges(above.code))


def test_short_names_are_what_people_say(tree: AreaTree) -> None:
    spoken = {"110114011": "回龙观", "110114007": "东小口", "110114": "昌平", "huitian": "回天地区", "11": "北京", "x": "x"}

    assert {code: tree.short_name(code) for code in spoken} == spoken


def test_an_unknown_code_has_no_ranges(tree: AreaTree) -> None:
    assert tree.get("999999") is None
    assert tree.bounds("999999") is None
    with pytest.raises(NotFound, match="999999"):
        tree.ranges("999999")


def test_the_focus_outline_is_the_union_of_its_members(tree: AreaTree) -> None:
    parts = [m.geometry for m in tree.children("huitian")]
    focus = tree.get("huitian")

    assert focus is not None
    assert focus.geometry is not None
    assert focus.geometry.area == pytest.approx(sum(p.area for p in parts if p is not None))
    assert tree.bounds("huitian") == tuple(focus.geometry.bounds)


@pytest.mark.parametrize("box", [(115.3, 39.3, 117.6, 41.2), (116.25, 40.0, 116.5, 40.15)], ids=["the whole city", "the focus area"])
@pytest.mark.parametrize("level", ["street", "district"])
def test_fast_assignment_equals_the_plain_test_on_20000_points(tree: AreaTree, box: tuple[float, ...], level: str) -> None:
    draw = default_rng(7)
    lon, lat = draw.uniform(box[0], box[2], 20_000), draw.uniform(box[1], box[3], 20_000)

    found = (assign_streets if level == "street" else assign_districts)(tree, lon, lat, cells_of(lon, lat))

    wanted = np.full(len(lon), "", dtype=found.dtype)
    for area in reversed(tree.outlined(level)):
        wanted[shapely.intersects_xy(area.geometry, lon, lat)] = area.code
    assert (found != wanted).sum() == 0


def test_points_on_shared_borders_belong_to_the_lower_code(tree: AreaTree) -> None:
    streets = tree.outlined("street")
    corners = np.concatenate([shapely.get_coordinates(s.geometry) for s in streets[:80]])
    lon, lat = corners.T

    found = assign_streets(tree, lon, lat, cells_of(lon, lat))

    holders = [min(s.code for s in streets if shapely.intersects_xy(s.geometry, x, y)) for x, y in corners[::40]]
    assert found[::40].tolist() == holders


def test_where_outlines_overlap_the_first_wins_once() -> None:
    index = OutlineIndex(["a", "b"], [shapely.box(116.3, 40.0, 116.4, 40.1), shapely.box(116.35, 40.0, 116.45, 40.1)])
    lon, lat = np.array([116.31, 116.37, 116.44, 116.5]), np.full(4, 40.05)

    assert index.codes_of(lon, lat, cells_of(lon, lat)).tolist() == ["a", "a", "b", ""]


def test_an_index_without_outlines_finds_nothing() -> None:
    assert OutlineIndex([], []).codes_of([116.3], [40.0], cells_of([116.3], [40.0])).tolist() == [""]


def test_the_index_is_built_once_and_a_point_has_its_street_in_any_crowd(pack: Pack) -> None:
    tree = AreaTree(pack.areas.at("street"))
    draw = default_rng(7)
    one = draw.uniform(116.25, 116.5, 2_000), draw.uniform(40.0, 40.15, 2_000)
    index = tree.street_index

    alone = list(assign_streets(tree, *one, cells_of(*one)))
    many = np.tile(one, 20)

    assert list(assign_streets(tree, *many, cells_of(*many))) == alone * 20
    assert tree.street_index is index


def test_an_area_row_that_contradicts_itself_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(HEADER + "11,city,北京市,,2023-06-30,\n110114,street,昌平区,11,2023-06-30,\n", encoding="utf-8")
    (tmp_path / "areas.geojson").write_text(EMPTY, encoding="utf-8")

    with pytest.raises(PackError, match=r"areas\.csv 第 3 行"):
        read_areas(tmp_path / "areas.csv", tmp_path / "areas.geojson")


def test_a_focus_area_needs_known_members(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(HEADER + "11,city,北京市,,2023-06-30,\n", encoding="utf-8")
    (tmp_path / "areas.geojson").write_text(EMPTY, encoding="utf-8")
    focus = Area("mine", "district", "我的", "11", None, True, True, ("110114007",))

    with pytest.raises(PackError, match="110114007"):
        read_areas(tmp_path / "areas.csv", tmp_path / "areas.geojson", [focus])
