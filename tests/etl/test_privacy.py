"""Masking: what identifies a person goes, what only looks like it stays, and it costs little."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from time import process_time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import privacy
from etl.privacy import caller_key, mask_series, mask_text
from tests.etl.planted import planted
from tests.etl.planted_hard import planted_hard

GAZETTEER = Path(__file__).resolve().parents[2] / "geodata" / "packs" / "huitian" / "gazetteer.csv"
SALT = "a salt of at least thirty-two characters"

# pieces that rules fire on, so that random texts come near them
PIECES = (
    "1", "13812345678", "138 1234 5678", "010-", "62220212", "19900101", "X", "@qq.com", "a.b", "微信", "QQ", "：", ":", " ", "-", "京",
    "A", "12345", "王", "李小明", "先生",
    "经理", "我叫", "联系人", "业主", "单元", "号楼", "12", "502", "室", "、", "，", "[手机号]", "[", "]", "一三八", "零", "＠", "１３",
    "电话", "车牌", "#", "区", "\n", "年", "0",
)
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))


def test_planted_identifiers_are_masked_and_the_words_around_them_stay() -> None:
    sentences = planted(4_000, seed=20)
    masked = [mask_text(p.text) for p in sentences]

    missed = [p.text for p, m in zip(sentences, masked, strict=True) if p.secret in m.text or p.kind not in m.counts]
    damaged = [m.text for p, m in zip(sentences, masked, strict=True) if not all(word in m.text for word in p.kept)]

    assert len(missed) <= len(sentences) * 0.005, missed[:10]
    assert damaged == []


def test_identifiers_written_in_odd_ways_are_masked_as_well() -> None:
    sentences = planted_hard(3_600, seed=21)
    masked = [mask_text(p.text) for p in sentences]

    missed = [p.text for p, m in zip(sentences, masked, strict=True) if p.secret in m.text or p.kind not in m.counts]
    damaged = [m.text for p, m in zip(sentences, masked, strict=True) if not all(word in m.text for word in p.kept)]

    assert len(missed) <= len(sentences) * 0.005, missed[:10]
    assert damaged == []


@pytest.mark.parametrize("text", [
    "工单编号202607161430001已转办", "订单号2026071600012345678", "案件编号GD20260716000123", "0000123456789012", "编号 4012345678901234",
    "2026-07-16 14:30", "2026年7月16日14时30分", "07/16/2026 02:30:00 PM", "07-16-2026", "20260716", "时间：2026.07.16",
    "116.13812345678,40.07061234567", "补偿金额1380000元", "共计13,812,345,678元", "面积1234.5678平方米", "每月1300-1500元",
    "朱辛庄路12号", "回龙观西大街118号院", "北清路1号院5号楼", "龙腾苑三区12号楼3单元", "天通苑北一区31号楼", "地铁13号线",
    "公交508路、快速直达专线205路", "110kV变电站", "S12号线",
    "12号楼2019年建成", "5号楼120户居民", "3号楼300米外", "12号楼1203平方米", "1号楼、2号楼、3号楼", "二十三号楼", "3单元5层东户",
    "会议室", "地下室积水", "办公室内",
    "金域华府停车难", "王府井大街", "高碑店", "于家务", "马家堡西路", "郭公庄", "霍营站G4口", "史各庄", "林萃路", "黄平路", "龙域中心",
    "周庄嘉园", "常营", "石景山区",
    "保安队长态度差", "物业经理不作为", "班主任体罚学生", "由于女士多男士少", "谢谢书记", "区委书记信箱", "党委书记", "治安主任",
    "现任主任", "甲方经理", "车间主任",
    "业主安全意识差", "居民高度不满，要求处理", "业主方便，", "居民常年反映", "业主单位", "居民房屋漏雨", "车主应该", "村民代表",
    "业主大会", "业主委员会", "居民万分感谢",
    "微信小程序打不开", "微信群里通知", "QQ音乐", "支付宝缴费", "微信转账20000元", "12345热线", "拨打96156", "400-810-1234", "报修热线",
    "手机号被占用", "电话没人接",
    "京A牌照车辆", "京牌小客车", "豫园", "津门", "A座", "B1层", "F公馆段", "编号A12", "1-2单元", "3-5号楼", "早上6-9点", "8-10级大风",
    "1000-1500户",
    "北京 A12345项目", "编号138-1234-567", "坐标138.12345678", "2026-07-16 2026-07-18", "每层12户，3层120平方米", "5层1000元",
    "1单元二三十户", "3号楼120户居民", "12/6/2026", "小区12/6/2026整改", "回龙观村1.2.2026", "叫停的工程", "叫好的人", "微信支付",
    "通行证办理", "证件号码被占用", "车位（女）", "停车场（男）厕所", "方便，男女都可以", "WJ小区", "8-801路公交", "1栋2-3层",
    "一三五七号楼", "一百三十八户", "三元桥", "五道口", "九台庄园", "十三陵", "二〇二六年七月",
])
def test_look_alikes_survive(text: str) -> None:
    assert mask_text(text) == privacy.Masked(text, {})
    assert mask_text(f"市民反映{text}，请处理。").text == f"市民反映{text}，请处理。"


def test_no_name_of_the_gazetteer_is_taken_for_a_person_or_a_number() -> None:
    with GAZETTEER.open(encoding="utf-8") as file:
        names = sorted({n for row in csv.DictReader(file) for n in (row["name"], *row["aliases"].split("|")) if n})
    sentences = pl.Series([f"市民反映{n}12号楼3单元漏水，{n}社区居委会和{n}业主说{n}小区停车难" for n in names])

    masked, counts = mask_series(sentences)

    assert len(names) > 8_000
    assert masked.filter(masked != sentences).to_list() == []
    assert counts == {}


@pytest.mark.parametrize(("text", "masked"), [
    ("我叫张三，电话13812345678，住龙腾苑三区12号楼3单元502室", "我叫[姓名]，电话[手机号]，住龙腾苑三区12号楼3单元[房号]"),
    ("霍营王先生反映", "霍营[姓名]先生反映"),
    ("金域华府高先生的车京AD12345被贴条", "金域华府[姓名]先生的车[车牌]被贴条"),
    ("欧阳娜娜女士和陈小华老师", "[姓名]女士和[姓名]老师"),
    ("８号楼１２０３，电话１３８１２３４５６７８", "８号楼[房号]，电话[手机号]"),
    ("12号楼1203、1204室漏水", "12号楼[房号]漏水"),
    ("五单元三零一，三单元502", "五单元[房号]，三单元[房号]"),
    ("身份证110105491231002 微信zhang_san88", "身份证[身份证] 微信[社交账号]"),
])
def test_a_masked_sentence_reads_like_this(text: str, masked: str) -> None:
    assert mask_text(text).text == masked


@given(texts)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask_text(text).text

    assert mask_text(once).text == once


@given(texts)
def test_the_fast_gate_lets_nothing_through_that_a_rule_would_mask(text: str) -> None:
    masked, counts = mask_series(pl.Series([text, None], dtype=pl.String))

    assert masked.to_list() == [mask_text(text).text, None]
    assert counts == mask_text(text).counts


def test_a_series_is_masked_row_by_row_and_counted_by_kind() -> None:
    sentences = planted(320, seed=3)

    masked, counts = mask_series(pl.Series([p.text for p in sentences]))

    expected = [mask_text(p.text) for p in sentences]
    assert masked.to_list() == [m.text for m in expected]
    assert counts == dict(sum((Counter(m.counts) for m in expected), Counter[str]()))
    assert set(counts) <= set(privacy.KINDS)


def test_a_series_without_rows_or_without_anything_to_mask_comes_back_as_it_is() -> None:
    for series in (pl.Series([], dtype=pl.String), pl.Series([None, None], dtype=pl.String), pl.Series(["路灯不亮", ""])):
        assert mask_series(series)[0].equals(series, null_equal=True)
        assert mask_series(series)[1] == {}


@pytest.mark.parametrize("part", [
    "1", "13", "62 ", "0 ", "a", "a.", "a@", "一", "王", "王先生", "12-", "单元", "微信", "[手机号]", "王[手机号]", "联系人", "京A",
    "1234567 ", "号楼502、", "区1-502", "13812345678",
])
def test_time_grows_with_length_only_whatever_the_text(part: str) -> None:
    short, long = (min(_work(part, length) for _ in range(3)) for length in (10_000, 100_000))

    assert long < 50 * short       # ten times the text: 10 in a straight line, 100 in a square


def _work(part: str, length: int) -> float:
    """Processor seconds, whatever else the machine does: to mask a text of this part only."""
    text = (part * length)[:length]
    started = process_time()
    mask_text(text)
    return process_time() - started


def test_clean_rows_never_reach_the_rules() -> None:
    clean = "回龙观街道龙腾苑三区12号楼东侧路面积水，下雨天无法通行，已经持续一个多月，多次反映无人处理，希望相关部门核实。"

    assert not [pattern for pattern in privacy.SUSPICIOUS if re.search(pattern, clean)]


@pytest.mark.parametrize("written", [
    "13812345678", " 138 1234 5678 ", "138-1234-5678", "+86 13812345678", "8613812345678", "008613812345678", "１３８１２３４５６７８",
    "013812345678", "13812345678.0",
    "13812345678，010-69712345", "13812345678转3",
])
def test_a_caller_has_one_key_however_the_number_is_written(written: str) -> None:
    assert caller_key(written, SALT) == caller_key("13812345678", SALT)


def test_keys_are_32_hex_digits_and_differ_by_number_and_by_salt() -> None:
    keys = [caller_key(phone, SALT) for phone in ("13812345678", "13812345679", "010-69712345")] + [caller_key("13812345678", SALT + ".")]

    assert len(set(keys)) == 4
    assert all(key and re.fullmatch("[0-9a-f]{32}", key) for key in keys)


@pytest.mark.parametrize("written", [None, "", "不详", "12345", "138****5678", "匿名", "无", "-"])
def test_what_is_no_whole_number_has_no_key(written: str | None) -> None:
    assert caller_key(written, SALT) is None


@given(st.text(max_size=40))
def test_any_caller_text_is_a_key_or_none(written: str) -> None:
    key = caller_key(written, SALT)

    assert key is None or len(key) == 32
