"""What registers, milestones and reports of the programme mean: first plans stay, a date that moves has a reason, closed is closed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine, insert, select

from etl.pipeline import load_source
from etl.workshop import Workshop
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Batch, Closure, Forecast, Milestone, Project, ProjectOutput, ProjectReport, Round
from tests.etl.conftest import NOW
from tests.etl.register import fates, milestones, projects, reasons, reports, sentence


def first_plan(store: Engine) -> str:
    with read_transaction(store) as connection:
        return str(connection.scalar(select(Project.planned_end_date)))


def forecasts(store: Engine) -> list[tuple[str, str, str]]:
    """said_on, end_date, reason_code in the order of the days."""
    with read_transaction(store) as connection:
        rows = connection.execute(select(Forecast.said_on, Forecast.end_date, Forecast.reason_code).order_by(Forecast.said_on))
        return [(str(said), str(end), code) for said, end, code in rows]


def test_a_later_plan_is_a_forecast_and_the_first_one_stays(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {}), store, workshop)

    later = projects(tmp_path, {"计划完工": "2027-03-31", "调整原因": "资金", "进度日期": "2026-08-01"})

    assert fates(load_source(later, store, workshop)) == (0, 1, 0, 0)
    assert (first_plan(store), forecasts(store)) == ("2026-12-31", [("2026-08-01", "2027-03-31", "money")])


def test_a_later_plan_without_a_reason_is_put_aside(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {}), store, workshop)

    assert fates(load_source(projects(tmp_path, {"计划完工": "2027-03-31"}), store, workshop)) == (0, 0, 0, 1)
    assert "改了完工日期却没有写调整原因：列“计划完工”，2026-12-31 → 2027-03-31" in sentence(store)
    assert forecasts(store) == []


def test_a_plan_said_again_moves_nothing_and_needs_no_reason_again(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {}), store, workshop)
    load_source(projects(tmp_path, {"计划完工": "2027-03-31", "调整原因": "资金", "进度日期": "2026-08-01"}), store, workshop)

    again = projects(tmp_path, {"计划完工": "2027-03-31", "调整原因": "", "进度日期": "2026-09-01"})

    assert fates(load_source(again, store, workshop)) == (0, 1, 0, 0)
    assert len(forecasts(store)) == 1


def test_a_forecast_other_than_the_plan_needs_a_reason(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    later = {"预计完工": "2027-03-31"}
    source = projects(tmp_path, later, {**later, "项目编号": "A02", "调整原因": "land"}, {"项目编号": "A03", "预计完工": "2026-12-31"})

    assert fates(load_source(source, store, workshop)) == (2, 0, 0, 1)
    assert forecasts(store) == [("2026-07-01", "2027-03-31", "land")]


def test_a_first_forecast_without_a_plan_moves_nothing(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    assert fates(load_source(projects(tmp_path, {"计划完工": "", "预计完工": "2027-03-31"}), store, workshop)) == (1, 0, 0, 0)
    assert forecasts(store) == [("2026-07-01", "2027-03-31", "")]


def test_a_reason_that_the_rules_do_not_know_is_put_aside(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"调整原因": "别的"}), store, workshop)

    assert reasons(store) == ["bad_reason"]


def test_ends_before_starts_and_days_to_come_are_put_aside(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    wrong = (
        {"计划完工": "2025-12-31"}, {"实际开工": "2026-03-01", "实际完工": "2026-02-01"}, {"实际开工": "2026-12-01"},
        {"进度日期": "2026-12-01"}, {"预计完工": "2025-06-01", "调整原因": "资金"},
    )  # fmt: skip
    source = projects(tmp_path, *({**w, "项目编号": f"A{n}"} for n, w in enumerate(wrong)))

    assert fates(load_source(source, store, workshop)) == (0, 0, 0, 5)
    assert reasons(store) == ["dates_turned", "dates_turned", "future_day", "future_day", "dates_turned"]


def test_days_are_read_as_excel_counts_them(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"计划完工": "46387"}), store, workshop)

    assert first_plan(store) == "2026-12-31"


def test_a_month_alone_is_no_day(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"计划完工": "2026年12月"}), store, workshop)

    assert reasons(store) == ["bad_date"]


def test_a_public_row_keeps_what_was_published_and_nothing_else(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    public = {"是否公开项目": "是", "公开状态": "2021 年开工", "来源": "行动计划", "责任单位": "示例单位 1", "预计完工": "2027-01-01"}

    assert fates(load_source(projects(tmp_path, public), store, workshop)) == (1, 0, 0, 0)

    with read_transaction(store) as connection:
        row = connection.execute(select(Project.__table__)).one()
        assert (row.name, row.published, row.source, row.round) == ("示例项目 001", "2021 年开工", "行动计划", "1")
        assert (row.owner, row.status, row.planned_end_date, row.planned_cny) == ("", "", None, None)
        assert not [*connection.execute(select(ProjectReport.id)), *connection.execute(select(ProjectOutput.id))]
    assert forecasts(store) == []


def test_a_round_is_a_row_the_first_time_it_is_met_and_never_renamed(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    with write_transaction(store) as connection:
        connection.execute(insert(Round).values(code="1", name="某行动计划", first_year=2018, last_year=2020, is_sample=False))

    rounds = ("一", "2.0", "第三轮行动计划", "")
    load_source(projects(tmp_path, *({"项目编号": f"A{n}", "轮次": r} for n, r in enumerate(rounds))), store, workshop)

    with read_transaction(store) as connection:
        assert connection.execute(select(Round.code, Round.name).order_by(Round.code)).all() == [
            ("1", "某行动计划"), ("2", "第二轮行动计划"), ("3", "第三轮行动计划"),
        ]  # fmt: skip


def test_outputs_come_by_name_in_one_unit_and_follow_a_later_file(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"产出": "学位 1,080 个；公园绿地4.96万平方米、道路 1 条", "产出完成": "学位 540 个"}), store, workshop)
    with read_transaction(store) as connection:
        found = connection.execute(select(ProjectOutput.name, ProjectOutput.unit, ProjectOutput.planned, ProjectOutput.done)).all()
        assert sorted(found) == [("公园绿地", "m²", 49_600, None), ("学位", "个", 1080, 540), ("道路", "条", 1, None)]

    load_source(projects(tmp_path, {"产出": "学位 900 个"}), store, workshop)

    with read_transaction(store) as connection:
        assert connection.execute(select(ProjectOutput.name, ProjectOutput.planned)).all() == [("学位", 900)]


def test_outputs_that_say_no_amount_are_put_aside(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    wrong = ({"产出": "若干学位"}, {"产出": "学位 10 个", "产出完成": "床位 5 张"}, {"产出": "学位 10 个；学位 5 条"})
    load_source(projects(tmp_path, *({**w, "项目编号": f"A{n}"} for n, w in enumerate(wrong))), store, workshop)

    assert reasons(store) == ["bad_outputs"] * 3


def test_a_report_is_stored_and_a_later_one_of_the_day_replaces_it(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {}), store, workshop)
    load_source(reports(tmp_path, {"填报人": "欧阳明日"}), store, workshop)

    assert fates(load_source(reports(tmp_path, {"进度": "65%", "待协调": "区级"}), store, workshop)) == (0, 1, 0, 0)

    with read_transaction(store) as connection:
        columns = (ProjectReport.progress_pct, ProjectReport.paid_cny, ProjectReport.waits_for, ProjectReport.entered_by)
        report = connection.execute(select(*columns).where(ProjectReport.day == date(2026, 7, 2))).one()
        assert report == (65, 3_000_000, "区", "文件导入")


def test_reports_of_unknown_public_and_closed_projects_are_put_aside(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    closed = {"状态": "完工", "实际完工": "2026-06-30", "进度": ""}
    load_source(projects(tmp_path, {**closed}, {"项目编号": "A02", "是否公开项目": "是"}), store, workshop)

    days = ({"日期": "2026-06-30"}, {"日期": "2026-07-01"}, {"日期": "2026-12-24"})
    source = reports(tmp_path, *days, {"项目编号": "A02"}, {"项目编号": "A09"})

    assert fates(load_source(source, store, workshop)) == (1, 0, 0, 4)
    assert reasons(store) == ["closed_project", "future_day", "public_project", "no_project"]


def test_a_project_that_stopped_takes_reports_until_the_day_its_register_came(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"状态": "停工"}), store, workshop)
    with write_transaction(store) as connection:
        connection.execute(Batch.__table__.update().values(started_at=datetime(2026, 11, 1, 9)))  # type: ignore[attr-defined]

    assert fates(load_source(reports(tmp_path, {"日期": "2026-11-01"}, {"日期": "2026-11-02"}), store, workshop)) == (1, 0, 0, 1)


def test_a_project_struck_off_by_two_takes_no_report_after_that_day_until_it_is_undone(
    tmp_path: Path, store: Engine, workshop: Workshop
) -> None:
    load_source(projects(tmp_path, {}), store, workshop)
    with write_transaction(store) as connection:
        connection.execute(insert(Closure).values(
            subject_kind="project", subject_no="A01", note="", proposed_by="a", proposed_at=NOW, decided_by="b",
            decided_at=datetime(2026, 8, 1, 9), is_confirmed=True, undone_at=None, undone_reason="", is_sample=False,
        ))  # fmt: skip
    source = reports(tmp_path, {"日期": "2026-08-01"}, {"日期": "2026-08-02"})
    assert fates(load_source(source, store, workshop)) == (1, 0, 0, 1)

    with write_transaction(store) as connection:
        connection.execute(Closure.__table__.update().values(undone_at=NOW))  # type: ignore[attr-defined]

    assert fates(load_source(source, store, workshop)) == (1, 0, 1, 0)


def test_reports_move_the_end_only_with_a_reason_day_by_day(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {}), store, workshop)
    source = reports(
        tmp_path,
        {"日期": "2026-07-04", "预计完工": "2027-02-01"},
        {"日期": "2026-07-02", "预计完工": "2027-01-15", "调整原因": "天气与停工"},
        {"日期": "2026-07-03", "预计完工": "2027-01-15"},
        {"日期": "2026-07-05", "预计完工": "2027-02-01", "调整原因": "资金"},
    )

    assert fates(load_source(source, store, workshop)) == (3, 0, 0, 1)
    assert forecasts(store) == [("2026-07-02", "2027-01-15", "weather"), ("2026-07-05", "2027-02-01", "money")]


def test_milestones_keep_their_first_plan_and_are_numbered_where_the_file_does_not(
    tmp_path: Path, store: Engine, workshop: Workshop
) -> None:
    load_source(projects(tmp_path, {}), store, workshop)
    load_source(milestones(tmp_path, {}, {"序号": "", "节点": "主体", "首次计划": "2026-06-01"}), store, workshop)

    later = milestones(
        tmp_path,
        {"实际": "2026-02-01"},
        {"序号": "", "节点": "主体", "首次计划": "2026-09-01"}, {"序号": "", "节点": "完工", "首次计划": "2026-12-01"},
    )  # fmt: skip
    assert fates(load_source(later, store, workshop)) == (1, 2, 0, 0)

    with read_transaction(store) as connection:
        columns = (Milestone.ordinal, Milestone.name, Milestone.planned_date, Milestone.forecast_date, Milestone.actual_date)
        assert connection.execute(select(*columns).order_by(Milestone.ordinal)).all() == [
            (1, "开工", date(2026, 1, 1), None, date(2026, 2, 1)),
            (2, "主体", date(2026, 6, 1), date(2026, 9, 1), None),
            (3, "完工", date(2026, 12, 1), None, None),
        ]
