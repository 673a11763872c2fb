"""Cleaning: cells of text become typed columns."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import times
from etl.clean import Rules, clean
from etl.feeds import FEEDS
from etl.prepared import SOURCE_SCHEMA

COLUMNS = [c.name for c in FEEDS["complaints"].columns]
BASE = {"order_no": "1", "created_at": "2026-07-16 08:05:00", "title": "暖气"}
RULES = Rules(datetime(2026, 11, 23))


def cleaned(**cells: str) -> dict[str, object]:
    row = {**dict.fromkeys(COLUMNS), **BASE, **cells}
    frame = pl.DataFrame([row], schema=dict.fromkeys(COLUMNS, pl.String)).with_columns(row_no=pl.lit(2, pl.UInt32))
    result = clean(frame, RULES)
    assert result.faults.height == 0, result.faults
    return result.frame.row(0, named=True)


@pytest.mark.parametrize(
    ("written", "closed_at", "code"),
    [
        ("已办结", "", "closed"),
        ("已办理", "", "closed"),
        ("Closed", "", "closed"),
        ("待回复", "", "pending"),
        ("In Progress", "", "handling"),
        ("已退回", "", "returned"),
        ("某种状态", "", "handling"),
        ("某种状态", "2026-07-17", "closed"),
        ("", "", "handling"),
        ("", "2026-07-17", "closed"),
    ],
)
def test_a_status_gets_its_code(written: str, closed_at: str, code: str) -> None:
    assert cleaned(status=written, closed_at=closed_at)["status"] == code


@pytest.mark.parametrize(("written", "flag"), [("是", True), ("否", False), ("", None), ("1", True), ("未解决", False), ("不清楚", None)])
def test_yes_and_no_are_flags_and_anything_else_is_unknown(written: str, flag: bool | None) -> None:
    assert cleaned(is_resolved=written)["is_resolved"] is flag


@pytest.mark.parametrize(("written", "kept"), [("满意", "满意"), ("基本满意", "基本满意"), ("非常不满意", "不满意"), ("未评价", None)])
def test_satisfaction_is_one_of_three_or_unknown(written: str, kept: str | None) -> None:
    assert cleaned(satisfaction=written)["satisfaction"] == kept


def test_category_levels_are_joined_and_a_joined_category_is_kept() -> None:
    assert cleaned(category_1="城乡建设", category_2="供暖", category_4="不热")["category_text"] == "城乡建设->供暖->不热"
    assert cleaned(category="环保->噪声", category_1="x")["category_text"] == "环保->噪声"


def test_texts_lose_their_padding_and_placeholders() -> None:
    row = cleaned(title="\u3000\n\t 暖气\u00a0不热\ufeff", content="NULL", place="—")

    assert (row["title"], row["content"], row["place_text"]) == ("暖气 不热", "", "")


def test_a_text_longer_than_its_column_is_cut() -> None:
    assert cleaned(handler="单" * 80)["handler"] == "单" * 64


def test_the_point_at_zero_is_no_point() -> None:
    row = cleaned(lon="0", lat="0.0")

    assert (row["lon"], row["lat"]) == (None, None)


def test_every_source_column_comes_out_typed() -> None:
    frame = pl.DataFrame([{**dict.fromkeys(COLUMNS), **BASE}], schema=dict.fromkeys(COLUMNS, pl.String)).with_columns(
        row_no=pl.lit(2, pl.UInt32)
    )

    found = clean(frame, RULES).frame.schema

    assert {name: found[name] for name in SOURCE_SCHEMA if name != "caller_key"} == {
        n: t for n, t in SOURCE_SCHEMA.items() if n != "caller_key"
    }


moments = st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 31)).map(lambda t: t.replace(microsecond=0))


@settings(max_examples=100, deadline=None)
@given(st.lists(moments, min_size=1, max_size=20))
@pytest.mark.parametrize(
    "layout",
    [
        "%Y-%m-%d %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y年%m月%d日 %H时%M分%S秒",
        "%Y%m%d%H%M%S",
        "%Y-%m-%dT%H:%M:%S+08:00",
        "%m/%d/%Y %I:%M:%S %p",
    ],
)
def test_a_time_comes_back_from_any_layout(layout: str, found: list[datetime]) -> None:
    written = pl.Series([t.strftime(layout) for t in found])

    assert times.read(times.plain(written), order=times.MONTH_FIRST).to_list() == found


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.none() | st.text(max_size=12) | st.from_regex(r"\d{1,4}[-/年]\d{1,2}[-/月]\d{1,2}日? ?(\d{1,2}:\d{1,2})?", fullmatch=True),
        min_size=1,
    )
)
def test_any_text_is_a_time_or_none_and_never_a_fault(found: list[str | None]) -> None:
    assert times.read(times.plain(pl.Series(found, dtype=pl.String)), order=times.DAY_FIRST).len() == len(found)
