from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from dashboard.queries.programme.changes import week_changes
from dashboard.queries.programme.delays import delays
from dashboard.queries.programme.lines import projects
from dashboard.queries.programme.overview import overview
from dashboard.queries.programme.records import Filters
from dashboard.queries.programme.sums import outputs, summary
from geodata.clock import local
from geodata.pack import Pack
from geodata.store.engine import write_transaction
from geodata.store.models import ProjectReport
from tests.programme_rows import TODAY, blank, planted, public, put, register_of, report

HUITIAN = "huitian"


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def test_a_line_tells_light_progress_dates_and_both_delays(store: Engine, pack: Pack) -> None:
    said = ((days(-40), days(110), "land"), (days(-5), days(130), "weather"))
    put(store, [planted("2-001", forecasts=said, reports=(report(days(-1), 45.0, waits_for="市", text="等批复"),))])

    (line,) = projects(register_of(store, pack), HUITIAN)

    assert (line.no, line.light.code, line.progress_pct, line.planned_progress_pct) == ("2-001", "green", 45.0, 50.0)
    assert (line.planned_end, line.forecast_end, line.before_end) == (days(100), days(130), days(110))
    assert (line.delay_first_days, line.delay_last_days, line.delay_reason) == (30, 20, "天气与停工")
    assert (line.last_report_day, line.silent_days, line.waits_for, line.last_report_text) == (days(-1), 1, "市", "等批复")
    assert (line.street_name, line.status_name, line.round_name) == ("回龙观", "在建", "第一轮")


@pytest.mark.parametrize(
    ("planned", "actual", "said", "expected"),
    [
        (10, None, (), (0, 0)),
        (10, None, (25,), (15, 15)),
        (10, None, (25, 20), (10, -5)),
        (10, 12, (), (2, 2)),
        (10, 12, (20,), (2, -8)),
        (None, None, (20,), (None, None)),
        (None, None, (20, 30), (None, 10)),
        (None, 12, (), (None, None)),
        (None, 12, (15,), (None, -3)),
    ],
)
def test_a_delay_is_reckoned_against_the_first_plan_and_against_the_forecast_before(
    planned: int | None, actual: int | None, said: tuple[int, ...], expected: tuple[int | None, int | None],
) -> None:
    found = delays(*(None if d is None else days(d) for d in (planned, actual)), [days(d) for d in said])

    assert (found.first_days, found.last_days) == expected


def test_a_public_row_says_only_its_name(store: Engine, pack: Pack) -> None:
    put(store, [public("G-01")])

    (line,) = projects(register_of(store, pack), HUITIAN)

    assert (line.light.code, line.light.name) == ("", "无数据")
    assert (line.progress_pct, line.delay_first_days, line.money.paid_cny) == (None, None, None)
    assert summary(register_of(store, pack), HUITIAN).by_light[""] == 1


def test_lines_come_in_order_of_their_light_and_of_their_delay(store: Engine, pack: Pack) -> None:
    red = {"reports": ((TODAY, 10.0, None),)}
    put(store, [
        planted("1-1"),
        planted("1-2", **red),
        planted("1-3", **red, forecasts=((days(-9), days(160), "land"),)),
        planted("1-4", reports=((days(-7), 50.0, None),)),
        planted("1-5", status="done", actual_end_date=days(-2)),
        public("1-6"),
        planted("1-7", reports=((TODAY, 40.0, None),)),
    ])  # fmt: skip

    assert [line.no for line in projects(register_of(store, pack), HUITIAN)] == ["1-3", "1-2", "1-4", "1-7", "1-1", "1-5", "1-6"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"A", "B", "C"}),
        (Filters(round="2"), {"B"}),
        (Filters(package="公共服务"), {"B"}),
        (Filters(category="教育"), {"B"}),
        (Filters(owner="示例单位 2"), {"C"}),
        (Filters(level="市"), {"C"}),
        (Filters(light="none"), {"C"}),
        (Filters(light="green"), {"A", "B"}),
        (Filters(waits_for="街"), {"A"}),
        (Filters(text="单位 2"), {"C"}),
        (Filters(text=" 项目 b "), {"B"}),
        (Filters(text="回龙观"), {"A", "B", "C"}),
        (Filters(round="2", owner="示例单位 2"), set()),
    ],
)
def test_filters_narrow_the_list(store: Engine, pack: Pack, filters: Filters, expected: set[str]) -> None:
    put(store, [
        planted("A", reports=(report(TODAY, 50.0, waits_for="街"),)),
        planted("B", round="2", package="公共服务", category="教育"),
        blank("C", level="市", owner="示例单位 2"),
    ])  # fmt: skip

    assert {line.no for line in projects(register_of(store, pack), HUITIAN, filters=filters)} == expected


def test_a_summary_adds_up_every_way(store: Engine, pack: Pack) -> None:
    put(store, [
        planted("A", outputs=(("学位", "个", 1080, 500),), forecasts=((days(-3), days(103), "money"),)),
        planted("B", round="2", category="教育", outputs=(("学位", "个", 360, None), ("道路", "条", 1, 0))),
        planted("C", reports=((TODAY, 15.0, None),), forecasts=((days(-3), days(110), "money"),)),
        planted("D", status="done", actual_end_date=days(-1)),
        public("E"),
    ])  # fmt: skip

    found = summary(register_of(store, pack), HUITIAN)

    assert (found.total, found.by_light) == (5, {"red": 1, "grey": 0, "yellow": 0, "green": 2, "done": 1, "": 1})
    for tallies in (found.by_round, found.by_package, found.by_category, found.by_level, found.by_owner):
        assert sum(t.total for t in tallies) == 5
        assert all(sum(t.by_light.values()) == t.total for t in tallies)
    told = [(o.name, o.unit, o.total, o.done, o.project_count) for o in found.outputs]
    assert told == [("学位", "个", 1440, 500, 2), ("道路", "条", 1, 0, 1)]
    assert (found.dated_count, found.late_count, found.on_time_pct, found.median_delay_days) == (4, 2, 50.0, 6.5)
    assert [o.planned for o in outputs(register_of(store, pack), HUITIAN)] == [1080, 360, 1]


def test_the_numbers_are_as_of_the_day_that_the_newest_report_is_about(store: Engine, pack: Pack) -> None:
    at, late = register_of(store, pack).now, register_of(store, pack).now + timedelta(days=9)
    old, new = report(days(-3), 10.0, entered_at=late), report(TODAY, entered_at=at)
    put(store, [planted("A", reports=(old,)), planted("B", round="2", reports=(new,))])
    register = register_of(store, pack)

    assert summary(register, HUITIAN).as_of == at
    assert summary(register, HUITIAN, filters=Filters(round="1")).as_of == local(datetime(2026, 7, 14))
    assert summary(register, HUITIAN, filters=Filters(round="3")).as_of is None


def test_who_has_not_reported_is_named(store: Engine, pack: Pack) -> None:
    put(store, [
        planted("today"),
        planted("yesterday", reports=((days(-1), 50.0, None),)),
        planted("long ago", reports=((days(-9), 50.0, None),)),
        planted("done", status="done", actual_end_date=days(-1)),
        planted("waits", status="waiting", actual_start_date=None, planned_start_date=days(9), reports=()),
    ])  # fmt: skip

    found = summary(register_of(store, pack), HUITIAN)

    assert [line.no for line in found.unreported_today] == ["long ago", "yesterday"]
    assert [(line.no, line.silent_days) for line in found.silent] == [("long ago", 9)]
    assert not found.is_due_passed
    assert summary(register_of(store, pack, now=register_of(store, pack).now.replace(hour=18)), HUITIAN).is_due_passed


def test_the_week_tells_what_changed(store: Engine, pack: Pack) -> None:
    daily = tuple((days(-n), 50.0 - n / 2, None) for n in range(20))
    put(store, [
        planted("steady", reports=daily),
        planted("to red", reports=(*daily[:-1][3:], (TODAY, 19.9, None))),
        planted("to yellow", reports=(*daily[3:], (TODAY, 40.0, None))),
        planted("re-planned", reports=daily, forecasts=((days(-30), days(105), "land"), (days(-6), days(120), "pipes"))),
        planted("re-planned twice", reports=daily, forecasts=((days(-5), days(108), "land"), (days(-1), days(101), "money"))),
        planted("said the same", reports=daily, forecasts=((days(-2), days(100), "other"),)),
        planted("finished", status="done", actual_end_date=days(-3), reports=daily),
        planted("finished before", status="done", actual_end_date=days(-8), reports=daily),
        planted("fell silent", reports=daily[8:]),
        planted("long silent", reports=daily[15:]),
    ])  # fmt: skip

    found = week_changes(register_of(store, pack), HUITIAN)

    assert (found.first, found.last) == (days(-7), TODAY)
    assert [line.no for line in found.turned_red] == ["to red"]
    assert [line.no for line in found.turned_yellow] == ["to yellow"]
    assert [line.no for line in found.completed] == ["finished"]
    assert [(r.line.no, r.from_end, r.to_end, r.days, r.reason) for r in found.replanned] == [
        ("re-planned", days(105), days(120), 15, "管线迁改"),
        ("re-planned twice", days(100), days(101), 1, "资金"),
    ]
    assert found.median_replan_days == 8
    assert [line.no for line in found.fell_silent] == ["fell silent"]
    assert ([line.no for line in found.silent], found.longest_silent_days) == (["long silent", "fell silent"], 15)


def test_one_reading_gives_a_page_the_same_as_single_queries(store: Engine, pack: Pack) -> None:
    put(store, [planted("A"), planted("B", round="2"), planted("C", reports=((TODAY, 10.0, None),))])
    register, filters = register_of(store, pack), Filters(light="red")

    found = overview(register, HUITIAN, filters=filters)

    assert found.shown == projects(register, HUITIAN, filters=filters)
    assert found.lines == found.everything == projects(register, HUITIAN)
    assert found.summary == summary(register, HUITIAN)
    assert found.changes == week_changes(register, HUITIAN)
    assert found.rounds == (("1", "第一轮"), ("2", "第二轮"))


def test_a_report_that_is_changed_changes_the_light_at_once(store: Engine, pack: Pack) -> None:
    register = register_of(store, pack)
    put(store, [planted("A")])
    before = projects(register, HUITIAN)[0].light.code

    with write_transaction(store) as connection:
        connection.execute(update(ProjectReport).values(progress_pct=5.0))

    assert (before, projects(register, HUITIAN)[0].light.code) == ("green", "red")
