"""Cells of records by kind: money, lengths, percent, days, codes; what the column says decides, and nothing is silently wrong."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from etl.contracts import Column, Mapping
from etl.pipeline import load_source
from etl.records import CODE, DATE, KEY, LENGTH, MONEY, MONTH, PERCENT, QUANTITY, kinds
from etl.records.kinds import Reading
from etl.units import UNITS, split_header
from etl.workshop import Workshop
from geodata.errors import FileRefused
from geodata.store.engine import read_transaction
from geodata.store.models import Batch, Project, ProjectReport
from tests.etl.register import fates, projects, reasons, sentence

NOW = datetime(2026, 11, 23, 12)


def read(kind: str, *cells: str | None, unit: str = "", **column: Any) -> tuple[list[Any], list[str]]:
    """Values of the cells, and for each its first fault, "" for none."""
    texts = pl.Series("x", cells, pl.String)
    values = kinds.read(texts, Column("x", ("x",), kind, **column), Reading(NOW, units={"x": unit} if unit else {}))
    faults = kinds.faults(pl.Series("row_no", range(len(cells)), pl.UInt32), texts, values.bad).unique("row_no", keep="first")
    codes = dict(faults.select("row_no", "code").iter_rows())
    return values.series.to_list(), [codes.get(n, "") for n in range(len(cells))]


def test_money_is_yuan_whatever_unit_cell_or_header_say() -> None:
    assert read(MONEY, "12", "1,200", "1.2万", "3.2 亿元", "５００元", "¥30", None)[0] == [12, 1200, 12_000, 320_000_000, 500, 30, None]
    assert read(MONEY, "12", "3.2亿元", unit="万元") == ([120_000, 320_000_000], ["", ""])


def test_money_that_is_none_is_a_fault() -> None:
    assert read(MONEY, "若干", "-3", "12 头牛", "1.2.3")[1] == ["bad_number", "negative", "bad_unit", "bad_number"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("计划资金（万元）", ("计划资金", "万元")), ("计划投资万元", ("计划投资", "万元")), ("总投资/亿元", ("总投资", "亿元")),
        ("雨量(mm)", ("雨量", "mm")),
        ("水深cm", ("水深", "cm")), ("depth_mm", ("depth", "mm")), ("进度（%）", ("进度", "%")), ("进度", ("", "")), ("位置", ("", "")),
        ("投资（单位：万元）", ("投资", "万元")), ("支付单元", ("", "")),
    ],
)  # fmt: skip
def test_a_header_gives_up_its_unit(header: str, expected: tuple[str, str]) -> None:
    assert split_header(header) == expected


def test_the_unit_of_a_header_is_that_of_its_column(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    row = {"支付资金（元）": "300", "到位资金（亿元）": "0.5", "应支付资金": "7"}
    load_source(projects(tmp_path, row, mapping=Mapping(units={"payment_due_cny": "万元"})), sqlite_store, workshop)

    with read_transaction(sqlite_store) as store:
        found = store.execute(select(Project.planned_cny, Project.in_place_cny, Project.paid_cny, Project.payment_due_cny)).one()
        assert found == (12_000_000, 50_000_000, 300, 70_000)


def test_a_unit_that_is_none_of_the_column_refuses_the_mapping(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    with pytest.raises(FileRefused, match="可用的是"):
        load_source(projects(tmp_path, {}, mapping=Mapping(units={"planned_cny": "斤"})), sqlite_store, workshop)


def test_a_length_without_any_unit_is_not_read() -> None:
    texts = pl.Series("x", ["3.5", "4 mm"])

    assert kinds.read(texts, Column("x", ("x",), LENGTH), Reading(NOW)).without_unit == "3.5"
    assert read(LENGTH, "3 cm", "4毫米", "0.1米")[0] == [30, 4, 100]
    assert read(LENGTH, "3", "4 mm", unit="cm")[0] == [30, 4]


def test_percent_signs_are_believed_and_numbers_above_one_are_percent() -> None:
    assert read(PERCENT, "60", "60%", "60 %", "７０％", "0", None)[0] == [60, 60, 60, 70, 0, None]


def test_a_column_of_shares_is_percent_times_a_hundred() -> None:
    assert read(PERCENT, "0.6", "0", "1", "0.255", "60%") == ([60, 0, 100, 25.5, 60], [""] * 5)


def test_a_share_among_percents_is_put_aside() -> None:
    assert read(PERCENT, "0.6", "60", "60%", "1")[1] == ["percent_unclear", "", "", "percent_unclear"]


def test_a_header_that_says_percent_settles_a_share_among_percents() -> None:
    assert read(PERCENT, "0.6", "60", "1", unit="%") == ([0.6, 60, 1], ["", "", ""])


def test_a_header_that_says_percent_over_nothing_but_shares_contradicts_itself() -> None:
    assert read(PERCENT, "0.6", "0.2", "60%", unit="%")[1] == ["percent_unclear", "percent_unclear", ""]


def test_shares_that_the_mapping_declares_are_shares() -> None:
    assert read(PERCENT, "0.6", "1", "60%", "1.2", unit="小数") == ([60, 100, 60, 120], ["", "", "", "bad_percent"])


def test_a_lone_one_is_the_whole_or_a_hundredth() -> None:
    assert read(PERCENT, "1", "0")[1] == ["percent_unclear", ""]
    assert read(PERCENT, "1", "2")[1] == ["", ""]


@given(st.lists(st.sampled_from(["0", "1", "0.6", "60", "60%", "0.6%", "100", "1%", "33.3"]), min_size=1, max_size=6))
def test_no_percent_is_taken_in_two_ways_in_one_column(cells: list[str]) -> None:
    values, faults = read(PERCENT, *cells)

    kept = [(c, v) for c, v, f in zip(cells, values, faults, strict=True) if not f and "%" not in c and c != "0"]
    assert {round(v / float(c)) for c, v in kept} in (set(), {1}, {100})


def test_how_a_percent_was_read_is_told_in_the_ledger(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    source = projects(tmp_path, {"进度": "0.6"}, {"项目编号": "A02", "进度": "0.25"})
    load_source(source, store, workshop)

    with read_transaction(store) as connection:
        assert sorted(connection.scalars(select(ProjectReport.progress_pct))) == [25, 60]
        assert next(iter(connection.scalars(select(Batch.notes))))["percent_progress_pct"] == "shares_by_column"


def test_a_share_among_percents_says_what_to_do(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    changes = ({"进度": "0.6"}, {"项目编号": "A02", "进度": "60"}, {"项目编号": "A03", "进度": "60%"})

    assert fates(load_source(projects(tmp_path, *changes), store, workshop)) == (2, 0, 0, 1)
    assert sentence(store) == "分不清是百分数还是小数：列“进度”的“0.6”；请写成 60% 这样带百分号的"


def test_days_are_read_in_every_writing_and_no_other() -> None:
    day = date(2026, 7, 16)

    assert read(DATE, "2026-07-16", "2026年7月16日", "20260716", "46219", "2026/7/16 08:30", "46219.5")[0] == [day] * 6
    assert read(DATE, "2026-13-01", "七月", "2026年7月", "1899-01-01", "2126-01-01")[1] == [
        "bad_date", "bad_date", "bad_date", "far_date", "far_date",
    ]  # fmt: skip


def test_months_are_read_in_every_writing() -> None:
    assert read(MONTH, "2026-07", "2026年7月", "202607", "2026/7", "2026-07-16")[0] == ["2026-07"] * 5
    assert read(MONTH, "2026-13", "七月")[1] == ["bad_month", "bad_month"]


def test_times_in_the_future_and_before_all_files_are_faults() -> None:
    assert read("time", "2026-11-23 11:00", "2026-11-25 11:00", "1970-01-01", "x")[1] == ["", "future_time", "old_time", "bad_time"]


def test_slashed_dates_that_do_not_tell_their_order_refuse_the_file(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    with pytest.raises(FileRefused, match="分不清月和日"):
        load_source(projects(tmp_path, {"计划开工": "05/06/2026", "计划完工": "07/08/2026"}), sqlite_store, workshop)


def test_a_column_that_tells_its_order_speaks_for_the_others(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"计划开工": "05/06/2026", "计划完工": "12/31/2026"}), sqlite_store, workshop)

    with read_transaction(sqlite_store) as store:
        assert store.scalar(select(Project.planned_start_date)) == date(2026, 5, 6)


def test_keys_are_text_with_their_zeros_and_without_the_tricks_of_spreadsheets() -> None:
    assert read(KEY, "0012", "12.0", '="0012"', "'12", "Ａ１ ", "1 2")[0] == ["0012", "12", "0012", "12", "A1", "12"]
    assert read(KEY, "1.2E+11", "A" * 65, "12E5", None)[1] == ["key_digits", "key_long", "", ""]
    assert read(KEY, "A" * 33, limit=32)[1] == ["key_long"]


def test_codes_are_words_of_the_feed_or_the_code_itself() -> None:
    codes = {"done": ("完工", "已完工")}

    values, faults = read(CODE, "完工", "已完工", "done", None, "拆了", codes=codes)

    assert (values, faults) == (["done", "done", "done", "", ""], ["", "", "", "", "bad_code"])


def test_quantities_may_come_in_ten_thousands_with_a_unit_behind() -> None:
    assert read(QUANTITY, "3.4万", "12 平方米", "1,000", "1.5亿", "-1")[1] == ["", "", "", "", "negative"]
    assert read(QUANTITY, "3.4万", "12 平方米", "1,000", "1.5亿")[0] == [34_000, 12, 1000, 150_000_000]


def test_numbers_and_flags_that_are_none_are_faults() -> None:
    assert read("number", "3", "三", "3 个", "1e3") == ([3, None, 3, 1000], ["", "bad_number", "bad_number", ""])
    assert read("flag", "是", "否", None, "也许") == ([True, False, False, False], ["", "", "", "bad_code"])


@given(st.sampled_from(sorted(UNITS[MONEY])), st.integers(0, 10**6))
def test_an_amount_is_the_same_with_its_unit_in_the_cell_or_the_header(unit: str, amount: int) -> None:
    assert read(MONEY, f"{amount}{unit}")[0] == read(MONEY, str(amount), unit=unit)[0]


def test_money_of_every_unit_comes_in_from_one_file(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    cells = ("1200", "0.12亿元", "1200万元", "12000000元")
    load_source(projects(tmp_path, *({"项目编号": f"A{n}", "计划资金（万元）": c} for n, c in enumerate(cells))), store, workshop)

    with read_transaction(store) as connection:
        assert set(connection.scalars(select(Project.planned_cny))) == {12_000_000}
    assert reasons(store) == []
