"""The trend shows this year over last year, from zero, and does not pass off an unfinished day as a fall."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from dashboard.figures.trend import NOW, OPEN, PAST, blank_trend, trend
from dashboard.theme import LINE_PX, THEMES, named

DAYS = [date(2026, 7, 10) + timedelta(days=i) for i in range(5)]


def traces(figure: object) -> dict[str, dict]:  # type: ignore[type-arg]
    return {t["name"]: t for t in figure.to_plotly_json()["data"]}  # type: ignore[attr-defined]


def test_last_year_lies_behind_this_year_in_grey_dots_over_a_pale_fill() -> None:
    theme = named("light")
    figure = trend(theme, DAYS, [5, 6, 7, 8, 9], [4, 4, 4, 4, 4])

    assert [t.name for t in figure.data] == [PAST, NOW, OPEN]
    past, now = traces(figure)[PAST], traces(figure)[NOW]
    assert (past["line"]["color"], past["line"]["dash"], past["fill"]) == (theme["text-3"], "2px,4px", "tozeroy")
    assert (now["line"]["color"], now["line"]["width"]) == (theme["accent"], LINE_PX)


def test_a_day_that_is_not_over_is_dashed_and_ends_in_a_hollow_point() -> None:
    parts = traces(trend(named("dark"), DAYS, [5, 6, 7, 8, 2], is_open=True))

    assert parts[NOW]["y"] == [5, 6, 7, 8]
    assert parts[OPEN]["y"] == [8, 2]
    assert parts[OPEN]["marker"]["color"] == named("dark")["surface"]


def test_whole_days_are_all_drawn_solid() -> None:
    parts = traces(trend(named("dark"), DAYS, [5, 6, 7, 8, 2]))

    assert parts[NOW]["y"] == [5, 6, 7, 8, 2]
    assert parts[OPEN]["y"] == []


def test_the_axis_begins_at_zero_and_holds_the_largest_value_of_both_years() -> None:
    low, high = trend(named("light"), DAYS, [5, 6, 7, 8, 9], [20, 1, 1, 1, 1]).layout.yaxis.range

    assert low == 0
    assert high >= 20


def test_without_numbers_it_is_an_empty_template_for_the_browser() -> None:
    assert all(t["x"] == [] and t["y"] == [] for t in traces(trend(named("light"))).values())


@pytest.mark.parametrize("name", THEMES)
def test_the_blank_trend_is_the_trend_without_numbers_and_nobody_can_change_it_for_others(name: str) -> None:
    theme = named(name)
    blank_trend(theme)["layout"].clear()

    assert blank_trend(theme) == json.loads(trend(theme).to_json())
