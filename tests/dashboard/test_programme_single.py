from __future__ import annotations

from datetime import date, timedelta

import h3.api.basic_int as h3_int
import pytest
from sqlalchemy import Engine

from dashboard.queries.programme.chain import projects_at
from dashboard.queries.programme.funds import money
from dashboard.queries.programme.sheets import monthly_sheet, weekly_sheet
from dashboard.queries.programme.single import project
from geodata import grid
from geodata.errors import NotFound
from geodata.pack import Pack
from tests.programme_rows import NOW, TODAY, closure, evidence, planted, public, put, put_papers, register_of, report

HUITIAN = "huitian"
CELL = int(grid.parents_of(grid.cells_of([116.34], [40.07]), 9)[0])
NEAR, FAR = h3_int.grid_ring(CELL, 1)[0], h3_int.grid_ring(CELL, 4)[0]


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def test_a_project_is_told_whole(store: Engine, pack: Pack) -> None:
    put(store, [planted(
        "2-001", cells=(CELL,), planned_cny=2e6, in_place_cny=1.5e6, payment_due_date=days(30), payment_due_cny=1e6,
        reports=((days(-60), 20.0, 3e5), report(days(-1), 45.0, paid_cny=6e5, text="等批复", waits_for="市")),
        forecasts=((days(-40), days(110), "land"), (days(-5), days(90), "")),
        outputs=(("学位", "个", 1080, 0),),
        milestones=(("开工", days(-100), None, days(-90)), ("完工", days(100), days(90), None), ("投用", days(130), None, None)),
    )])  # fmt: skip
    put_papers(store, closures=[closure("2-001", note="已完成")], files=[evidence("2-001"), evidence("2-002")])

    page = project(register_of(store, pack), "2-001")

    assert [(m.name, m.delay_days) for m in page.milestones] == [("开工", 10), ("完工", -10), ("投用", None)]
    told = [(f.end, f.reason, f.moved_days, f.from_first_days) for f in page.forecasts]
    assert told == [(days(110), "征地拆迁", 10, 10), (days(90), "", -20, -10)]
    reports = [(r.day, r.progress_pct, r.planned_pct, r.waits_for) for r in page.reports]
    assert reports == [(days(-1), 45.0, 49.5, "市"), (days(-60), 20.0, 20.0, "")]
    assert (page.lights[-1].code, page.lights[-1].last) == ("green", TODAY)
    assert [(o.name, o.planned, o.done) for o in page.outputs] == [("学位", 1080, 0)]
    assert ([e.file_name for e in page.evidence], [c.note for c in page.closures]) == (["现场.jpg"], ["已完成"])
    assert (page.cells, page.payment_due, page.line.money.paid_cny) == ((CELL,), days(30), 6e5)
    assert "示例" in page.rules_source


def test_neighbours_are_those_in_the_cells_and_the_ring_around(store: Engine, pack: Pack) -> None:
    put(store, [planted("A", cells=(CELL,)), planted("B", cells=(CELL,)), planted("C", cells=(NEAR,)), planted("D", cells=(FAR,))])

    assert {line.no for line in project(register_of(store, pack), "A").neighbours} == {"B", "C"}


def test_a_number_that_is_none_is_not_found(store: Engine, pack: Pack) -> None:
    with pytest.raises(NotFound):
        project(register_of(store, pack), "2-999")


def test_a_cell_lists_its_projects(store: Engine, pack: Pack) -> None:
    put(store, [planted("A", cells=(CELL, NEAR)), planted("B", cells=(FAR,)), planted("C")])
    register = register_of(store, pack)
    finer = grid.cells_of([116.34], [40.07]).tolist()
    coarser = [int(grid.parents_of([CELL], 7)[0])]

    assert [line.no for line in projects_at(register, [CELL])] == ["A"]
    assert [line.no for line in projects_at(register, [NEAR, FAR])] == ["A", "B"]
    assert [line.no for line in projects_at(register, finer)] == ["A"]
    assert "A" in [line.no for line in projects_at(register, coarser)]
    assert projects_at(register, []) == ()


def test_money_adds_up_by_package_and_follows_the_reports_by_month(store: Engine, pack: Pack) -> None:
    year = {"planned_start_date": date(2026, 1, 1), "planned_end_date": date(2026, 12, 31)}
    put(store, [
        planted("A", planned_cny=3.64e6, in_place_cny=2e6, **year, reports=((date(2026, 5, 10), 30.0, 1e6), (TODAY, 50.0, 1.5e6))),
        planted("B", planned_cny=1e6, package="公共服务", **year, reports=((TODAY, 50.0, None),)),
        planted("C", **year),
        public("D"),
    ])  # fmt: skip

    found = money(register_of(store, pack), HUITIAN)

    assert (found.total.planned_cny, found.total.in_place_cny, found.total.paid_cny, found.project_count) == (4.64e6, 2e6, 1.5e6, 2)
    packages = [(p.name, p.money.planned_cny, p.money.paid_cny) for p in found.by_package]
    assert packages == [("道路交通", 3.64e6, 1.5e6), ("公共服务", 1e6, None)]
    by_month = {m.month: m for m in found.by_month}
    assert list(by_month) == [date(2026, n, 1) for n in range(1, 13)]
    assert by_month[date(2026, 5, 1)].paid_cny == 1e6
    assert by_month[date(2026, 7, 1)].paid_cny == 1.5e6
    assert (by_month[date(2026, 4, 1)].paid_cny, by_month[date(2026, 8, 1)].paid_cny) == (None, None)
    assert by_month[date(2026, 12, 1)].planned_cny == pytest.approx(4.64e6)


def test_the_weekly_sheet_is_computed_from_the_reports(store: Engine, pack: Pack) -> None:
    today = report(TODAY, 46.0, paid_cny=3e5, text="管线已迁", waits_for="区")
    put(store, [
        planted("A", reports=((days(-5), 40.0, 1e5), (days(-2), 42.0, 1e5), today),
                forecasts=((days(-1), days(112), "pipes"),)),
        planted("B", reports=((days(-6), 15.0, None),)),
        planted("C", status="done", actual_end_date=days(-1)),
        planted("D", status="done", actual_end_date=days(-10)),
        public("E"),
    ])  # fmt: skip

    sheet = weekly_sheet(register_of(store, pack), HUITIAN)

    assert (sheet.first, sheet.last) == (date(2026, 7, 13), date(2026, 7, 16))
    assert [row.line.no for row in sheet.rows] == ["B", "A", "C"]
    b, a, _ = sheet.rows
    assert (a.progress_before_pct, a.progress_added_pct, a.paid_added_cny, a.report_count) == (40.0, 6.0, 2e5, 2)
    assert (a.problem, a.waits_for, a.replan.days if a.replan else None) == ("管线已迁", "区", 12)
    assert (b.report_count, b.progress_added_pct, b.problem, b.light_before) == (0, 0.0, "", "red")


def test_a_past_week_is_told_as_it_was(store: Engine, pack: Pack) -> None:
    put(store, [planted("A", reports=((days(-12), 38.0, None), (days(-5), 40.0, None), (TODAY, 5.0, None)),
                        forecasts=((days(-1), days(112), "pipes"),), status="done", actual_end_date=days(-1))])  # fmt: skip

    sheet = weekly_sheet(register_of(store, pack), HUITIAN, day=days(-7))

    assert (sheet.first, sheet.last) == (date(2026, 7, 6), date(2026, 7, 12))
    (row,) = sheet.rows
    assert (row.line.progress_pct, row.line.light.code, row.line.forecast_end, row.line.actual_end) == (40.0, "green", None, None)


def test_the_monthly_report_is_computed_from_the_reports(store: Engine, pack: Pack) -> None:
    put(store, [
        planted("A", planned_cny=1e6, reports=((date(2026, 6, 30), 40.0, 1e5), (TODAY, 46.0, 3e5)), outputs=(("床位", "张", 200, 50),)),
        planted("B", reports=((TODAY, 10.0, None),)),
        planted("C", package="公共服务", status="done", actual_end_date=date(2026, 7, 2)),
    ])  # fmt: skip

    sheet = monthly_sheet(register_of(store, pack), HUITIAN)

    assert (sheet.first, sheet.last) == (date(2026, 7, 1), NOW.date())
    rows = {row.package: row for row in sheet.rows}
    assert (rows["道路交通"].progress_pct, rows["道路交通"].planned_pct, rows["道路交通"].paid_in_month_cny) == (28.0, 50.0, 2e5)
    assert (rows["公共服务"].completed_count, rows["公共服务"].tally.by_light["done"]) == (1, 1)
    assert ([line.no for line in sheet.red], [(o.name, o.done) for o in sheet.outputs]) == (["B"], [("床位", 50)])
