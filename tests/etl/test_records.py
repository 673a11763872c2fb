"""Files of records into the store on both engines: every row accounted for, the same again changes nothing, kills and repeats included."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from etl.feeds import FEEDS
from etl.pipeline import load_source, rehearse
from etl.quarantine import export, replay, waiting
from etl.workshop import Source, Workshop
from geodata.errors import FileRefused
from geodata.store.engine import read_transaction
from geodata.store.models import Batch, Project, ProjectCell, ProjectOutput, ProjectReport, Round
from tests.etl.register import fates, milestones, projects, reasons, sentence


def test_a_register_of_projects_comes_in_with_its_rounds_cells_outputs_and_progress(
    tmp_path: Path, store: Engine, workshop: Workshop
) -> None:
    receipt = load_source(projects(tmp_path, {}, {"项目编号": "A02", "轮次": "2"}), store, workshop)

    assert fates(receipt) == (2, 0, 0, 0)
    assert receipt.located == {"兴趣点": 2}
    with read_transaction(store) as connection:
        project = connection.execute(select(Project.__table__).order_by(Project.project_no)).first()
        assert project is not None
        assert (project.status, project.planned_cny, project.street_code, project.lon) == ("running", 12_000_000, "110114012", 116.33)
        assert [r.code for r in connection.execute(select(Round.__table__).order_by(Round.code))] == ["1", "2"]
        assert connection.execute(select(ProjectOutput.name, ProjectOutput.planned)).first() == ("学位", 1080)
        assert connection.execute(select(ProjectReport.progress_pct)).first() == (60,)
        assert connection.execute(select(ProjectCell.share)).first() == (1,)


def test_the_same_file_again_changes_nothing(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    source = projects(tmp_path, {}, {"项目编号": "A02", "状态": "不明"})
    load_source(source, store, workshop)

    assert fates(load_source(source, store, workshop)) == (0, 0, 1, 1)
    assert reasons(store) == ["bad_code"]


def test_the_same_file_again_changes_nothing_even_after_a_later_one(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    first = projects(tmp_path, {})
    load_source(first, store, workshop)
    load_source(projects(tmp_path, {"状态": "完工"}), store, workshop)

    assert fates(load_source(first, store, workshop)) == (0, 0, 1, 0)
    with read_transaction(store) as connection:
        assert connection.scalar(select(Project.status)) == "done"


def test_a_later_file_updates_what_differs_and_leaves_the_rest(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {}, {"项目编号": "A02"}), store, workshop)

    later = projects(tmp_path, {"状态": "完工"}, {"项目编号": "A02"}, {"项目编号": "A03"})

    assert fates(load_source(later, store, workshop)) == (1, 1, 1, 0)


def test_of_two_rows_of_one_project_the_later_stays(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    done = {"状态": "完工", "产出": "学位 900 个"}

    receipt = load_source(projects(tmp_path, {}, done, done), store, workshop)

    assert fates(receipt) == (1, 1, 1, 0)
    with read_transaction(store) as connection:
        assert connection.execute(select(Project.status, ProjectOutput.planned).select_from(Project).join(ProjectOutput)).all() == [
            ("done", 900)
        ]


def test_a_file_without_a_column_says_nothing_of_it(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"责任单位": "示例单位 1"}), store, workshop)
    path = tmp_path / "short.csv"
    path.write_text("项目编号,项目名称,状态\nA01,示例项目 001,完工\n", encoding="utf-8")

    load_source(Source(path, FEEDS["projects"], crs="wgs84"), store, workshop)

    with read_transaction(store) as connection:
        found = connection.execute(select(Project.status, Project.owner, Project.planned_cny, Project.lon, Project.planned_end_date)).one()
        assert (*found[:4], str(found[4])) == ("done", "示例单位 1", 12_000_000, 116.33, "2026-12-31")


def test_a_rehearsal_says_what_a_load_would_and_writes_nothing(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    source = projects(tmp_path, {}, {"项目编号": ""})

    receipt = rehearse(source, store, workshop)

    assert (fates(receipt), receipt.batch) == ((1, 0, 0, 1), 0)
    with read_transaction(store) as connection:
        assert not connection.execute(select(Batch.id)).all()
        assert not connection.execute(select(Project.id)).all()


def test_rows_that_came_too_early_come_in_when_their_file_comes_again(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    early = milestones(tmp_path, {}, {"项目编号": "A99"})
    assert fates(load_source(early, store, workshop)) == (0, 0, 0, 2)
    load_source(projects(tmp_path, {}), store, workshop)

    assert fates(load_source(early, store, workshop)) == (1, 0, 0, 1)
    assert fates(load_source(early, store, workshop)) == (0, 0, 1, 1)
    assert [row.raw["项目编号"] for row in waiting(store)] == ["A99"]


def test_a_row_in_quarantine_is_exported_mended_and_replayed(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    batch = load_source(projects(tmp_path, {"状态": "不明"}), store, workshop).batch
    export(store, batch, tmp_path / "mended.csv")
    text = (tmp_path / "mended.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "mended.csv").write_text(text.replace("不明", "在建", 1), encoding="utf-8")

    source = Source(tmp_path / "mended.csv", FEEDS["projects"], crs="wgs84")
    receipt, count = replay(store, source.path, lambda feed: load_source(replace(source, feed=FEEDS[feed]), store, workshop))

    assert (fates(receipt), count, waiting(store)) == ((1, 0, 0, 0), 1, [])


def test_a_row_that_was_put_aside_is_told_with_its_cells_and_without_persons(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"状态": "不明", "延期原因": "请联系13800138000", "联系人": "欧阳明日"}), store, workshop)

    row = waiting(store)[0]
    assert row.reason == "写法认不出：列“状态”的“不明”"
    assert (row.raw["延期原因"], "联系人" in row.raw) == ("请联系[手机号]", False)


def test_free_texts_are_masked_before_they_are_stored(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"延期原因": "请联系13800138000"}), store, workshop)

    with read_transaction(store) as connection:
        assert connection.scalar(select(Project.delay_reason)) == "请联系[手机号]"


def test_texts_longer_than_the_store_holds_are_cut_and_counted(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"责任单位": "示例单位" * 30}), store, workshop)

    with read_transaction(store) as connection:
        assert connection.scalar(select(Project.owner)) == "示例单位" * 16
        assert dict(connection.scalars(select(Batch.notes)).one())["shortened"] == {"owner": 1}


def test_project_numbers_are_one_text_however_a_program_wrote_them(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    items = [{"project_no": no, "项目名称": "示例项目 007"} for no in (7, "7", 7.0, "0007", " 7 ", "7.0")]
    path = tmp_path / "projects.json"
    path.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[columns]\nproject_no = "project_no"\n', encoding="utf-8")
    from etl.mapping import read_mapping

    receipt = load_source(Source(path, FEEDS["projects"], read_mapping(mapping, FEEDS["projects"])), store, workshop)

    assert fates(receipt) == (2, 0, 4, 0)
    with read_transaction(store) as connection:
        assert sorted(connection.scalars(select(Project.project_no))) == ["0007", "7"]


def test_a_number_in_scientific_notation_has_lost_its_digits(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {"项目编号": "1.23E+11"}), store, workshop)

    assert reasons(store) == ["key_digits"]


def test_a_file_without_a_needed_column_is_refused_whole(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    path = tmp_path / "p.csv"
    path.write_text("项目编号,类别\nA01,教育\n", encoding="utf-8")

    with pytest.raises(FileRefused, match="项目名称"):
        load_source(Source(path, FEEDS["projects"]), sqlite_store, workshop)


def test_a_blank_needed_cell_puts_the_row_aside(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    assert fates(load_source(projects(tmp_path, {"项目名称": ""}, {"项目编号": ""}, {}), store, workshop)) == (1, 0, 0, 2)
    assert reasons(store) == ["blank", "blank"]
    assert sentence(store) == "缺少必填内容：列“项目编号”是空的"


def test_headers_said_again_and_broken_records_are_accounted_for(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    path = tmp_path / "p.csv"
    head = "项目编号,项目名称,状态\n"
    path.write_text(f"{head}A01,示例项目 001,在建\n{head}A02,示例项目 002\n\nA03,示例项目 003,在建\n", encoding="utf-8")

    assert fates(load_source(Source(path, FEEDS["projects"]), store, workshop)) == (2, 0, 0, 2)
    assert reasons(store) == ["header_again", "width"]


def test_rows_of_a_demo_home_are_samples(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(projects(tmp_path, {}), store, replace(workshop, is_demo=True))

    with read_transaction(store) as connection:
        assert connection.scalar(select(Project.is_sample))
        assert connection.scalar(select(ProjectReport.is_sample))
        assert connection.scalar(select(func.count()).select_from(Batch).where(Batch.is_sample)) == 1
