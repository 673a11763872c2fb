"""One spelling for many ways of writing, and the numbers behind a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.address import Normaliser, building_name, in_characters, number_of, parse_road_number, parse_suffix

NORMALISER = Normaliser()


@pytest.mark.parametrize(("raw", "plain"), [
    ("龍騰苑五區東門路燈", "龙腾苑五区东门路灯"),
    ("天通苑西2区", "天通苑西二区"),
    ("龙锦苑１２区", "龙锦苑十二区"),
    ("回龙观　ａ口\n", "回龙观A口"),
    ("強(qiáng)基", "强基"),
    ("“龙泽苑”【东区】", "龙泽苑(东区)"),
    ("A4区2012期", "A4区2012期"),
    ("", ""),
])
def test_a_text_has_one_spelling(raw: str, plain: str) -> None:
    assert NORMALISER.text(raw) == plain


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = NORMALISER.text(raw)

    assert NORMALISER.text(once) == once


@given(st.integers(1, 99))
def test_small_numbers_survive_being_written_in_characters(number: int) -> None:
    assert number_of(in_characters(number)) == number


@pytest.mark.parametrize(("text", "word", "section", "building", "unit"), [
    ("12号楼东侧", "", "", "12号楼", ""),
    ("一号楼屋顶", "", "", "1号楼", ""),
    ("十二幢2单元", "", "", "12号楼", "2"),
    ("社区东区3号楼", "社区", "东区", "3号楼", ""),
    ("(北区)11#", "", "北区", "11号楼", ""),
    ("小区12-3-402漏水", "小区", "", "12号楼", ""),
    ("9号楼下水道", "", "", "9号楼", ""),
    ("6楼下有人", "", "", "", ""),
    ("甲3号楼", "", "", "甲3号楼", ""),
    ("A座大堂", "", "", "A座", ""),
    ("2号院5号楼", "", "", "2号院5号楼", ""),
    ("村委会旁边", "村委会", "", "", ""),
    ("村村民", "村", "", "", ""),
    ("一座桥", "", "", "", ""),
    ("一栋楼着火", "", "", "", ""),
    ("1单元", "", "", "", "1"),
])
def test_a_suffix_is_read_part_by_part(text: str, word: str, section: str, building: str, unit: str) -> None:
    suffix = parse_suffix(text, 0)

    assert (suffix.section, suffix.building, suffix.unit) == (section, building, unit)
    assert suffix.word.replace("村村", "村") == word


@given(st.text(alphabet="小社区村委会东西一二十0123号楼院栋单元A座(),、-#层", max_size=24), st.integers(0, 24))
def test_no_suffix_breaks_the_parser_or_ends_outside_the_text(text: str, start: int) -> None:
    suffix = parse_suffix(text, min(start, len(text)))

    assert 0 <= suffix.end <= len(text)


@pytest.mark.parametrize("written", ["12号楼", "12栋", "12幢", "12#", "12#楼", "十二号楼", "12-3-402", "12号住宅楼"])
def test_a_building_has_one_name(written: str) -> None:
    assert building_name(written) == "12号楼"


@pytest.mark.parametrize(("text", "number"), [("28号门前", "28号"), ("19号院污水", "19号院"), ("3号楼", ""), ("13号线", ""), ("积水", "")])
def test_a_house_number_on_a_road_is_not_a_building(text: str, number: str) -> None:
    assert parse_road_number(text, 0) == number
