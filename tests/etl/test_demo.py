"""The invented hotline: enough of it, where and when it should be, and spoilt as real exports are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from etl.demo import rhythm
from etl.demo.files import write_files
from etl.demo.orders import Plan, make_orders
from geodata import clock
from geodata.pack import Pack

PLAN = Plan(clock.local(datetime(2026, 7, 16, 14, 30)), 12_000)
YEAR_AGO = datetime(2025, 7, 16, 14, 30)


@pytest.fixture(scope="module")
def orders(pack: Pack) -> pl.DataFrame:
    return make_orders(pack, PLAN)


def test_the_last_year_has_at_least_the_rows_asked_for_less_what_will_be_spoilt(orders: pl.DataFrame) -> None:
    last_year = orders.filter(pl.col("created_at") > YEAR_AGO)

    assert PLAN.rows * 0.95 < last_year.height < PLAN.rows * 1.1


def test_no_order_is_younger_than_the_moment_the_data_ends(orders: pl.DataFrame) -> None:
    times = orders.select(pl.max_horizontal(pl.max("created_at"), pl.max("closed_at"), pl.max("dispatched_at")))

    assert times.item() <= PLAN.as_of.replace(tzinfo=None)


def test_order_numbers_are_unique_text(orders: pl.DataFrame) -> None:
    assert orders["order_no"].n_unique() == orders.height


def test_seven_of_ten_orders_name_the_focus_area(orders: pl.DataFrame, pack: Pack) -> None:
    members = [a.name for a in pack.areas.children(pack.config.default_area)]

    share = orders.filter(pl.col("street") != "").select(pl.col("street").is_in(members).mean()).item()

    assert share == pytest.approx(0.70, abs=0.06)


def test_every_district_has_orders(orders: pl.DataFrame, pack: Pack) -> None:
    assert {a.name for a in pack.areas.children("11")} <= set(orders["district"])


def test_heating_is_asked_about_in_winter_and_drainage_in_the_flood_season(orders: pl.DataFrame) -> None:
    month = pl.col("created_at").dt.month()

    def winter_share(word: str) -> float:
        return float(orders.filter(pl.col("category").str.contains(word)).select(month.is_in([11, 12, 1, 2]).mean()).item())

    assert winter_share("供热|采暖") > 0.6
    assert winter_share("积水|内涝") < 0.2


def test_sundays_are_quieter_than_mondays(orders: pl.DataFrame) -> None:
    days = orders.group_by(pl.col("created_at").dt.weekday().alias("weekday")).len()

    by_day = dict(days.iter_rows())

    assert by_day[7] < by_day[1] * 0.9


def test_rain_falls_on_the_same_days_whenever_the_demo_is_made() -> None:
    days = rhythm.days_between(datetime(2026, 5, 1).date(), datetime(2026, 9, 30).date())

    wet = rhythm.rain_days(days)

    assert wet.sum() == rhythm.RAIN_DAYS_A_YEAR
    assert (rhythm.rain_days(days[40:]) == wet[40:]).all()


def test_the_same_plan_makes_the_same_orders(orders: pl.DataFrame, pack: Pack) -> None:
    assert make_orders(pack, PLAN).equals(orders)


def test_units_are_named_as_examples_and_every_row_says_it_is_one(orders: pl.DataFrame, tmp_path: Path) -> None:
    files = list(write_files(orders, tmp_path, PLAN))

    frame = pl.read_csv(files[3].path.read_bytes().decode("gb18030").encode(), infer_schema=False)

    assert frame["主办单位"].str.contains(r"^示例单位 \d+$").all()
    assert (frame["是否演示数据"] == "是").all()


def test_files_are_gb18030_and_workbooks_and_hold_every_order_once_and_later_outcomes_again(orders: pl.DataFrame, tmp_path: Path) -> None:
    files = list(write_files(orders, tmp_path, PLAN))

    tables = [f for f in files if f.path.suffix == ".csv"]
    books = [f for f in files if f.path.suffix == ".xlsx"]

    assert sum(f.rows for f in tables) == orders.height
    assert 0 < sum(f.rows for f in books) < orders.height / 10


def test_two_of_a_hundred_rows_are_spoilt(orders: pl.DataFrame, tmp_path: Path) -> None:
    tables = [f.path for f in write_files(orders, tmp_path, PLAN) if f.path.suffix == ".csv"]

    frame = pl.concat([pl.read_csv(p.read_bytes().decode("gb18030").encode(), infer_schema=False) for p in tables])
    spoilt = frame.filter(
        pl.col("工单编号").fill_null("").str.contains(r"E\+|^$")
        | pl.col("来电时间").fill_null("").str.contains("^2099|^1899|不详")
        | pl.col("办结时间").fill_null("").str.starts_with("2019")
    )

    assert spoilt.height / frame.height == pytest.approx(0.02, abs=0.004)
