from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Engine

from dashboard.queries.cube import Cube
from dashboard.queries.cubes import Source, areas_cube, cells_cube
from dashboard.queries.figures import Sums, by_category, cell_counts, ranking, totals, trend
from dashboard.queries.steps import last_year, previous, span
from geodata.pack import Pack
from tests.scene import FIRST_DAY, LAST_DAY, NEWEST, filled, home_of


def days_ago(count: int, **given: Any) -> dict[str, Any]:
    return {"created_at": NEWEST - timedelta(days=count), **given}


def cube_of(store: Engine, folder: Path, pack: Pack, *rows: dict[str, Any]) -> Cube:
    numbered = [{"order_no": f"F{i}", **row} for i, row in enumerate(rows)]
    return areas_cube(filled(store, home_of(folder), pack, numbered), "11")


def test_totals_are_what_the_rows_say(city_source: Source) -> None:
    rows = city_source.history.scan(FIRST_DAY, LAST_DAY).collect()

    now = totals(areas_cube(city_source, "11"), FIRST_DAY, LAST_DAY, rates=city_source.pack.rules.rates).now

    assert now == Sums(
        count=rows.height,
        unplaced=rows["h3_11"].null_count(),
        closed=rows.filter(pl.col("status") == "closed").height,
        valid=rows.filter("is_valid").height,
        contacted=rows.filter("is_contacted").height,
        resolved=rows.filter("is_resolved").height,
        satisfied=rows.filter(pl.col("satisfaction") == "满意").height,
        fairly=rows.filter(pl.col("satisfaction") == "基本满意").height,
    )
    assert now.closing_rate == now.closed / now.count


def test_a_count_is_held_against_the_days_before_and_the_same_dates_a_year_earlier(
    sqlite_store: Engine, tmp_path: Path, pack: Pack
) -> None:
    now, before, year = [days_ago(0)] * 6, [days_ago(7)] * 4 + [days_ago(13)], [days_ago(365)] * 2 + [days_ago(371)]
    cube = cube_of(sqlite_store, tmp_path, pack, *now, *before, *year, days_ago(14), days_ago(372))

    found = totals(cube, LAST_DAY - timedelta(days=6), LAST_DAY, rates=pack.rules.rates)

    assert (found.now.count, found.previous and found.previous.count, found.last_year and found.last_year.count) == (6, 5, 3)
    assert found.change == pytest.approx(0.2)
    assert found.year_change == pytest.approx(1.0)


def test_there_is_no_change_where_the_data_does_not_reach_back(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    cube = cube_of(sqlite_store, tmp_path, pack, days_ago(0), days_ago(12))

    found = totals(cube, LAST_DAY - timedelta(days=6), LAST_DAY, rates=pack.rules.rates)

    assert (found.previous, found.last_year, found.change, found.year_change) == (None, None, None, None)


def test_there_is_no_change_on_nothing_and_no_rate_of_nothing(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    cube = cube_of(sqlite_store, tmp_path, pack, days_ago(0), days_ago(30))

    found = totals(cube, LAST_DAY - timedelta(days=6), LAST_DAY, rates=pack.rules.rates)
    empty = totals(cube, LAST_DAY - timedelta(days=10), LAST_DAY - timedelta(days=5), rates=pack.rules.rates)

    assert (found.previous and found.previous.count, found.change) == (0, None)
    assert (empty.now.count, empty.now.closing_rate, empty.now.unplaced_share, empty.response_rate) == (0, None, None, None)


def test_rates_follow_the_packs_rules_over_valid_call_backs(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    answered = {"is_callback_valid": True, "is_contacted": True}
    cube = cube_of(
        sqlite_store, tmp_path, pack,
        days_ago(0, **answered, is_resolved=True, satisfaction="满意"),
        days_ago(0, **answered, is_resolved=False, satisfaction="基本满意"),
        days_ago(0, is_callback_valid=True, is_contacted=False),
        days_ago(0, is_callback_valid=True, is_contacted=False, satisfaction="不满意"),
        days_ago(0),
    )  # fmt: skip

    found = totals(cube, LAST_DAY, LAST_DAY, rates=pack.rules.rates)

    assert (found.response_rate, found.resolution_rate) == (0.5, 0.25)
    assert found.satisfaction_rate == pytest.approx((1 + pack.rules.rates.fairly_satisfied_share) / 4)


@pytest.mark.parametrize("chosen", [(), ("01",), ("01", "02"), ("",), ("01", "02", "03", "")])
def test_areas_trend_and_total_agree_for_any_categories(city_source: Source, chosen: tuple[str, ...]) -> None:
    cube = areas_cube(city_source, "11")

    total = totals(cube, FIRST_DAY, LAST_DAY, categories=chosen, rates=city_source.pack.rules.rates).now.count

    assert sum(r.now.count for r in ranking(cube, FIRST_DAY, LAST_DAY, categories=chosen)) == total > 0
    assert sum(p.count for p in trend(cube, FIRST_DAY, LAST_DAY, categories=chosen)) == total
    assert sum(r.now.count for r in by_category(cube, FIRST_DAY, LAST_DAY) if not chosen or r.code in chosen) == total
    assert sum(cell_counts(cells_cube(city_source, "11", 8), FIRST_DAY, LAST_DAY, categories=chosen).values()) == total


def test_rankings_go_from_most_to_least_and_the_unknown_comes_last(city_source: Source) -> None:
    areas, categories = (f(areas_cube(city_source, "11"), FIRST_DAY, LAST_DAY) for f in (ranking, by_category))

    for lines in (areas, categories):
        counts = [line.now.count for line in lines[:-1]]
        assert counts == sorted(counts, reverse=True)
        assert lines[-1].code == ""
        assert lines[-1].now.count > 0
    assert "昌平" in [line.name for line in areas]
    assert categories[-1].name == "待人工"


def test_the_unknown_is_not_ranked_where_there_is_none_of_it(city_source: Source) -> None:
    assert [line.code for line in ranking(areas_cube(city_source, "huitian"), FIRST_DAY, LAST_DAY) if not line.code] == []


def test_a_trend_has_a_point_a_day_with_last_years_beside_it(city_source: Source) -> None:
    points = trend(areas_cube(city_source, "11"), FIRST_DAY, LAST_DAY)
    rows = city_source.history.scan().collect()
    counts = dict(rows.group_by("day").len().iter_rows())

    assert [p.start for p in points] == [FIRST_DAY + timedelta(days=i) for i in range(30)]
    assert [p.count for p in points] == [counts.get(p.start, 0) for p in points]
    assert [p.last_year for p in points] == [counts.get(last_year(p.start, p.start)[0], 0) for p in points]


def test_weeks_are_shown_whole_and_it_is_said(city_source: Source) -> None:
    daily = areas_cube(city_source, "11")
    weekly = areas_cube(replace(city_source, most_entries=len(daily) - 1), "11")

    found = totals(weekly, date(2026, 11, 4), LAST_DAY, rates=city_source.pack.rules.rates)

    assert weekly.header["step"] == "week"
    assert (found.span.first, found.span.last, found.span.is_snapped) == (date(2026, 11, 2), date(2026, 11, 22), True)
    assert found.now == totals(daily, date(2026, 11, 2), LAST_DAY, rates=city_source.pack.rules.rates).now


def test_a_period_outside_the_cube_counts_nothing(city_source: Source) -> None:
    cube = areas_cube(city_source, "11")

    at = span(cube, date(2020, 1, 1), date(2020, 12, 31))

    assert (at.lo, at.hi, at.is_covered) == (0, 0, False)
    assert totals(cube, date(2020, 1, 1), date(2020, 12, 31), rates=city_source.pack.rules.rates).now.count == 0


def test_the_period_before_has_as_many_days_and_leap_days_have_a_year_before() -> None:
    assert previous(date(2026, 3, 1), date(2026, 3, 31)) == (date(2026, 1, 29), date(2026, 2, 28))
    assert last_year(date(2024, 2, 29), date(2024, 3, 1)) == (date(2023, 2, 28), date(2023, 3, 1))


def test_a_record_counts_on_its_own_day_in_shanghai(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    midnight = datetime.fromisoformat("2026-11-21 00:00:00")
    rows = ({"created_at": midnight}, {"created_at": midnight - timedelta(microseconds=1)}, days_ago(0))

    points = trend(cube_of(sqlite_store, tmp_path, pack, *rows), date(2026, 11, 20), date(2026, 11, 22))

    assert [p.count for p in points] == [1, 1, 1]
