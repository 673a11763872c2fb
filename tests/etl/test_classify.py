"""Classification: what the row says, else keywords, else a model, else 待人工."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.classify import Classifier
from etl.classify.rules import KeywordRules
from geodata import catalog
from geodata.catalog import Catalog, Category, read_catalog

CSV = Path(catalog.__file__).parent / "packs" / "huitian" / "categories.csv"
TREE = read_catalog(CSV)
CLASSIFIER = Classifier(TREE)


def rows(*records: tuple[str | None, str | None, str | None]) -> pl.DataFrame:
    """Frame of (title, content, category_text)."""
    return pl.DataFrame(records, orient="row", schema={"title": pl.String, "content": pl.String, "category_text": pl.String})


def found(title: str, content: str = "", category_text: str = "") -> tuple[str, float, str]:
    """(path of the leaf, confidence, method) of one row."""
    code, confidence, method = CLASSIFIER.classify(rows((title, content, category_text))).row(0)[-3:]
    return TREE.path_name(code), confidence, method


def test_a_leaf_named_in_the_row_is_taken_whatever_the_text_says() -> None:
    assert found("路灯不亮", category_text="停车秩序->小区停车->地面车位不足") == ("停车秩序 → 小区停车 → 地面车位不足", 1.0, "given")
    assert found("路灯不亮", category_text=" 停车秩序－＞小区停车－＞ 地面车位不足")[0] == "停车秩序 → 小区停车 → 地面车位不足"


def test_a_node_named_above_the_leaves_is_refined_by_keywords_within_it() -> None:
    assert found("电梯坏了没人修", category_text="物业服务") == ("物业服务 → 电梯管理 → 电梯故障停运", 0.8, "given")
    assert found("电梯坏了没人修", category_text="停车秩序->小区停车")[0] == "停车秩序 → 小区停车 → 其他小区停车诉求"
    assert found("", category_text="停车秩序") == ("停车秩序 → 其他停车秩序 → 停车秩序综合诉求", 1.0, "given")


@pytest.mark.parametrize("category_text", ["", "不详", "非辖属", "城乡建设->安全生产->事故处理", "->"])
def test_an_unknown_category_falls_back_to_the_text(category_text: str) -> None:
    assert found("12号楼东侧路面积水", category_text=category_text)[::2] == ("供排水 → 排水防涝 → 路面积水", "rule")


@pytest.mark.parametrize(("text", "leaf"), [
    ("回龙观西大街与文华路交叉口信号灯坏了", "信号灯故障"),
    ("立水桥地铁站B口共享单车乱停放", "单车乱停淤积"),
    ("天通苑西二区南门外违停严重", "违法停车"),
    ("楼上漏水到我家，物业推诿", "楼内管道漏水"),
    ("上奥世纪中心夜间施工", "夜间施工"),
    ("家里室温低，暖气不热", "室温不达标"),
    ("有人在楼下飞线充电", "飞线充电"),
    ("龍騰苑五區東門路燈不亮", "路灯不亮"),
    ("公司拖欠工资三个月", "拖欠工资"),
    ("健身房跑路，办卡不退", "健身美容预付卡"),
    ("消防通道停车，消防车进不来", "占用消防通道停车"),
    ("遛狗不牵绳，狗屎没人捡", "遛狗不牵绳"),
])
def test_keywords_find_the_leaf(text: str, leaf: str) -> None:
    path, confidence, method = found(text)

    assert path.endswith(f"→ {leaf}")
    assert 0.3 < confidence <= 1
    assert method == "rule"


def test_the_title_weighs_more_than_the_content() -> None:
    assert found("路灯不亮", "另外小区里的垃圾分类做得不好")[0].endswith("路灯不亮")
    assert found("垃圾分类做得不好", "另外门前路灯不亮")[0].endswith("垃圾分类与桶站")


def test_a_landmark_is_no_subject() -> None:
    assert found("幼儿园门口路面坑洼")[0].endswith("路面坑洼破损")
    assert found("加油站附近井盖缺失")[0].endswith("井盖缺失破损")


def test_equally_strong_leaves_of_one_group_give_its_catch_all() -> None:
    tree = Catalog([
        Category("01", 1, "甲", ""), Category("0101", 2, "乙", "01"), Category("010101", 3, "丙", "0101", keywords=("红灯",)),
        Category("010102", 3, "丁", "0101", keywords=("绿灯",)), Category("010199", 3, "其他", "0101", keywords=("灯光",)),
        Category("02", 1, "戊", ""), Category("0201", 2, "己", "02"), Category("020101", 3, "庚", "0201", keywords=("蓝灯",)),
    ])
    rules = KeywordRules(tree)

    assert rules.decide("红灯和绿灯", "").code == "010199"
    assert rules.decide("红灯和蓝灯", "").code == ""
    assert rules.decide("红灯", "绿灯").code == "010101"
    assert rules.decide("灯光", "").code == "010199"
    assert rules.decide("灯光", "红灯").code == "010101"


@pytest.mark.parametrize(("title", "content"), [("", ""), (None, None), ("您好", "请问一下"), ("ßßß", "ﬃ"), ("　", "\n")])
def test_what_says_nothing_waits_for_a_person(title: str | None, content: str | None) -> None:
    result = CLASSIFIER.classify(rows((title, content, None)))

    assert result.row(0)[-3:] == ("", 0.0, "none")


def test_the_frame_keeps_its_rows_and_order() -> None:
    frame = rows(("路灯不亮", "", ""), ("您好", "", ""), ("", "", "停车秩序")).with_columns(row_no=pl.Series([7, 8, 9], dtype=pl.UInt32))

    result = CLASSIFIER.classify(frame)

    assert result.drop("category_code", "category_confidence", "category_method").equals(frame)
    assert result["category_method"].to_list() == ["rule", "none", "given"]
    assert CLASSIFIER.classify(frame.clear()).height == 0


def test_each_leaf_is_found_by_its_own_words() -> None:
    leaves = [leaf for leaf in TREE.leaves() if not leaf.is_catch_all]
    frame = rows(*(("，".join(leaf.keywords), "", "") for leaf in leaves))

    codes = CLASSIFIER.classify(frame)["category_code"].to_list()

    assert [leaf.name for leaf, code in zip(leaves, codes, strict=True) if code != leaf.code] == []


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=30))
def test_any_text_gives_a_leaf_or_nothing(title: str, content: str, category_text: str) -> None:
    code, confidence, method = CLASSIFIER.classify(rows((title, content, category_text))).row(0)[-3:]

    assert (code == "") == (method == "none")
    assert code == "" or TREE.get(code) in TREE.leaves()
    assert 0 <= confidence <= 1
