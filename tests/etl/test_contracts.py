"""Contracts and mapping files: which column of a file is which of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.contracts import HeaderMap, Mapping, match_headers
from etl.feeds import FEEDS
from etl.mapping import read_mapping
from etl.readers.table import Head
from geodata.errors import FileRefused

FEED = FEEDS["complaints"]
SOURCES = """
工单编号 案件编号 工单类型 工单分类 创建时间 来电时间 来电/受理时间 填单时间 派单时间 承办单位转派时间
派单类型 截止时间 处理时限 到期时间 办结时间 回复市中心时间 来电人 来电号码 联系方式 来电人电话/账号
来电人地址 标题 问题标题 主要内容 诉求内容 问题分类 一级问题分类 五级问题分类 一级分类 三级分类 标签
被反映区 被反映街乡镇 被反映街道 村/社区 反应社区 小区点位 问题点位 发生地址 主办单位 承办单位
二级承办单位简称 受理单位 处理科室 工单状态 办理结果 处理结果 处理情况 回复内容 是否有效回访 是否联系
是否解决 是否满意 年次 月次 处理次数
"""


def matched(*headers: str, mapping: Mapping | None = None) -> HeaderMap:
    return match_headers(FEED, Head(headers, 1, "utf-8"), Path("a.csv"), mapping)


@pytest.mark.parametrize("header", SOURCES.split())
def test_every_header_of_real_exports_is_known(header: str) -> None:
    base = [h for h in ("工单编号", "创建时间", "标题") if h != header]

    found = matched(*base, header)

    assert found.ignored == () or header in ("案件编号", "来电时间", "来电/受理时间", "填单时间", "问题标题")


@pytest.mark.parametrize("header", [" 工单编号 ", "工单\u00a0编号", "\ufeff工单编号", "工 单 编 号", "工单编号\n"])
def test_a_header_is_known_however_it_is_padded(header: str) -> None:
    assert matched(header, "创建时间", "标题").positions["order_no"] == 0


def test_the_likelier_of_two_variants_is_taken_and_the_other_named() -> None:
    found = matched("工单编号", "来电时间", "创建时间", "标题")

    assert found.positions["created_at"] == 2
    assert found.ignored == ("来电时间",)


def test_columns_that_speak_of_a_person_are_personal_even_when_unknown() -> None:
    found = matched("工单编号", "创建时间", "标题", "来电人", "反映人手机号", "用户昵称", "是否联系", "Unnamed: 7")

    assert found.personal == {3, 4, 5}
    assert found.ignored == ("Unnamed: 7",)


def test_an_unknown_column_twice_is_no_matter() -> None:
    assert matched("工单编号", "创建时间", "标题", "备注", "备注").ignored == ("备注", "备注")


def test_coordinates_beside_a_mapping_are_used_only_when_it_names_them() -> None:
    mapping = Mapping(columns={"order_no": "id"})

    assert "lon" in matched("工单编号", "创建时间", "标题", "经度", "纬度").positions
    assert "lon" not in matched("id", "创建时间", "标题", "经度", "纬度", mapping=mapping).positions


# ---- mapping files


def mapping_file(folder: Path, text: str) -> Path:
    path = folder / "m.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_mapping_file_says_columns_constants_units_and_system(tmp_path: Path) -> None:
    columns, constants = '[columns]\norder_no = "id"\nplace_text = "河流"\n', "[constants]\nis_sample = true\n"
    text = columns + constants + '[units]\ncreated_at = "%d.%m.%Y"\n[crs]\nsystem = "GCJ02"\n'

    mapping = read_mapping(mapping_file(tmp_path, text), FEED)

    assert mapping.columns == {"order_no": "id", "place": "河流"}
    assert (mapping.constants, mapping.units, mapping.crs) == ({"is_sample": "是"}, {"created_at": "%d.%m.%Y"}, "gcj02")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[columns]\norder_nr = "id"\n', "order_nr 不是本类数据的列（相近的有 order_no"),
        ('[column]\norder_no = "id"\n', "不认识 column"),
        ("[columns]\norder_no = [1]\n", "每一项应是"),
        ('[columns]\ntitle = "a"\n[constants]\ntitle = "b"\n', "title 同时写在"),
        ('[crs]\na = "wgs84"\nb = "gcj02"\n', "crs 只能写一个"),
        ('[units]\ncreated_at = "yyyy-mm-dd"\n', "不是时间写法"),
        ("[columns\n", "打不开或不是 TOML"),
    ],
)
def test_a_wrong_mapping_file_is_refused_with_what_comes_close(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read_mapping(mapping_file(tmp_path, text), FEED)

    assert said in str(caught.value)


def test_a_mapped_header_that_is_not_in_the_file_is_refused_with_what_comes_close() -> None:
    with pytest.raises(FileRefused, match="写的是表头“投诉内容”，文件里没有（相近的有 投诉件内容"):
        matched("工单编号", "创建时间", "投诉件内容", mapping=Mapping(columns={"content": "投诉内容"}))
