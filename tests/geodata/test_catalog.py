"""The category tree: what the demo pack holds, how a path is understood, and what a broken file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata import catalog
from geodata.catalog import Catalog, Category, read_catalog
from geodata.errors import PackError

CSV = Path(catalog.__file__).parent / "packs" / "huitian" / "categories.csv"
HEADER = ",".join(catalog.COLUMNS)
ROOT = "01,1,停车秩序,,,,,,,,"
GROUP = "0101,2,小区停车,01,,,,,,,"
LEAF = "010101,3,地面车位不足,0101,便利性,停车难|车位少,,,7,示例,"


@pytest.fixture(scope="module")
def tree() -> Catalog:
    return read_catalog(CSV)


def test_the_demo_tree_has_at_least_15_80_200_names(tree: Catalog) -> None:
    groups = [g for r in tree.roots() for g in tree.children(r.code)]

    assert len(tree.roots()) >= 15
    assert len({g.name for g in groups if not g.is_catch_all}) >= 80
    assert len({leaf.name for leaf in tree.leaves() if not leaf.is_catch_all}) >= 200


def test_every_leaf_has_a_tag_keywords_an_owner_and_a_limit_marked_as_example(tree: Catalog) -> None:
    assert all(c.tag in catalog.TAGS and 4 <= len(c.keywords) <= 16 and c.owner for c in tree.leaves())
    assert all(c.limit_days and c.limit_source == "示例" and c.standard for c in tree.leaves())


def test_every_tag_of_the_seven_haves_and_five_natures_is_used(tree: Catalog) -> None:
    assert {c.tag for c in tree.leaves()} == set(catalog.TAGS)


def test_names_of_level_one_fit_a_narrow_list(tree: Catalog) -> None:
    assert all(2 <= len(c.name) <= 5 for c in tree.roots())


def test_no_keyword_points_at_two_named_leaves(tree: Catalog) -> None:
    owners: dict[str, list[str]] = {}
    for leaf in tree.leaves():
        if not leaf.is_catch_all:
            for word in leaf.keywords:
                owners.setdefault(word, []).append(leaf.code)

    assert {word: codes for word, codes in owners.items() if len(codes) > 1} == {}


def test_every_node_has_a_catch_all_leaf_below(tree: Catalog) -> None:
    assert all(tree.catch_all(g.code) == g.code + "99" for r in tree.roots() for g in tree.children(r.code))
    assert all(tree.catch_all(r.code) == r.code + "9999" for r in tree.roots())
    assert tree.catch_all("010101") == "010101"
    assert tree.catch_all("77") == ""


def test_a_full_path_of_names_leads_to_every_node(tree: Catalog) -> None:
    nodes = [*tree.roots(), *(g for r in tree.roots() for g in tree.children(r.code)), *tree.leaves()]

    assert all(tree.by_path("->".join(tree.path(c.code))) == c.code for c in nodes)
    assert all(tree.by_path(tree.path_name(c.code)) == c.code for c in nodes)
    assert len(nodes) == len(tree)


@pytest.mark.parametrize("text", [
    "停车秩序->小区停车->地面车位不足", "停车秩序 -> 小区停车 -> 地面车位不足 ", "停车秩序－＞小区停车－＞地面车位不足",
    "停车秩序→地面车位不足", "地面车位不足", "停车秩序/小区停车/地面车位不足", "停车秩序->小区停车->地面车位不足->第四级->第五级",
    "010101", ("停车秩序", "地面车位不足"),
])
def test_a_path_is_understood_however_it_is_written(tree: Catalog, text: str) -> None:
    assert tree.by_path(text) == "010101"


@pytest.mark.parametrize("text", ["", "  ", "->", "无此类", "城乡建设->地面车位不足", "无此类->停车秩序", ()])
def test_a_path_that_names_nothing_is_none(tree: Catalog, text: str) -> None:
    assert tree.by_path(text) is None


def test_lower_levels_the_tree_does_not_know_leave_the_node_above_them(tree: Catalog) -> None:
    assert tree.by_path("停车秩序->本区自定义") == "01"
    assert tree.by_path("停车秩序->小区停车->本区自定义") == "0101"


def test_a_name_that_two_nodes_share_needs_its_parent() -> None:
    tree = Catalog([
        Category("01", 1, "甲", ""), Category("0101", 2, "子", "01"), Category("010101", 3, "其他", "0101"),
        Category("02", 1, "乙", ""), Category("0201", 2, "子", "02"), Category("020101", 3, "其他", "0201"),
    ])

    assert tree.by_path("其他") is None
    assert tree.by_path("乙->其他") == "020101"
    assert tree.by_path("甲->子") == "0101"


def test_names_of_codes_are_shown_even_when_the_tree_does_not_know_them(tree: Catalog) -> None:
    assert tree.path_name("010101") == "停车秩序 → 小区停车 → 地面车位不足"
    assert tree.short_name("01") == "停车秩序"
    assert (tree.path_name(""), tree.short_name("")) == ("待人工", "待人工")
    assert (tree.path_name("777777"), tree.short_name("777777")) == ("777777", "777777")


def test_the_digest_changes_with_a_name_and_not_with_a_keyword() -> None:
    one, renamed, reworded = (
        Catalog([Category("01", 1, name, "", keywords=words)]) for name, words in (("甲", ("a",)), ("乙", ("a",)), ("甲", ("b",)))
    )

    assert one.digest == reworded.digest != renamed.digest


@pytest.mark.parametrize(("lines", "said"), [
    (["code,level"], "表头缺少"),
    ([HEADER, ROOT, GROUP, LEAF, LEAF], "第 5 行：编码 010101 与第 4 行重复"),
    ([HEADER, ROOT, LEAF], "上级 0101 不在表内"),
    ([HEADER, "1,1,停车,,,,,,,,"], "编码「1」"),
    ([HEADER, ROOT.replace(",1,", ",2,")], "级别「2」"),
    ([HEADER, ROOT, GROUP, LEAF.replace("便利性", "方便")], "「方便」"),
    ([HEADER, ROOT, GROUP, LEAF.replace("停车难|车位少", "|")], "0 个关键词"),
    ([HEADER, ROOT, GROUP, LEAF.replace(",7,", ",七,")], "时限「七」"),
    ([HEADER, ROOT, GROUP], "0101 下面没有三级类"),
])
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, lines: list[str], said: str) -> None:
    file = tmp_path / "categories.csv"
    file.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(PackError, match="读取诉求分类") as refused:
        read_catalog(file)

    assert said in str(refused.value)


def test_a_missing_file_or_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "categories.csv"
    file.write_bytes(f"{HEADER}\n{ROOT}".encode("gb18030"))

    for path in (file, tmp_path / "none.csv"):
        with pytest.raises(PackError, match="打不开或不是 UTF-8"):
            read_catalog(path)
