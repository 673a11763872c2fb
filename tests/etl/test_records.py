"""Files of records into the store: the register of projects on both engines, all of its rows accounted for."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, select

from etl.feeds import FEEDS
from etl.ledger import Receipt
from etl.pipeline import load_source, rehearse
from etl.workshop import Source, Workshop
from geodata.store.engine import read_transaction
from geodata.store.models import Batch, Project, ProjectCell, ProjectOutput, ProjectReport, Round
from tests.etl.conftest import csv_text

HEADERS = ("项目编号", "轮次", "项目名称", "状态", "计划开工", "计划完工", "计划资金（万元）", "进度", "进度日期", "产出", "地点", "经度", "纬度")
ROW = ("A01", "第一轮", "示例项目 001", "在建", "2026-01-01", "2026-12-31", "1,200", "60%", "2026-07-01", "学位 1080 个", "龙腾苑三区", "116.33", "40.07")


def register(folder: Path, *changes: dict[str, str], name: str = "projects.csv") -> Source:
    """A register with a row for each set of changed cells."""
    rows = [tuple(change.get(h, c) for h, c in zip(HEADERS, ROW, strict=True)) for change in changes]
    path = folder / name
    path.write_text(csv_text(rows, HEADERS), encoding="utf-8")
    return Source(path, FEEDS["projects"], crs="wgs84")


def fates(receipt: Receipt) -> tuple[int, int, int, int]:
    """loaded, updated, unchanged, quarantined; together all that was read."""
    found = (receipt.loaded, receipt.updated, receipt.unchanged, receipt.quarantined)
    assert sum(found) == receipt.read
    return found


def test_a_register_of_projects_comes_in_with_its_rounds_cells_outputs_and_progress(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    receipt = load_source(register(tmp_path, {}, {"项目编号": "A02", "轮次": "2"}), store, workshop)

    assert fates(receipt) == (2, 0, 0, 0)
    with read_transaction(store) as connection:
        project = connection.execute(select(Project.__table__).order_by(Project.project_no)).first()
        assert project is not None
        assert (project.status, project.planned_cny, project.street_code, project.lon) == ("running", 12_000_000, "110114012", 116.33)
        assert [r.code for r in connection.execute(select(Round.__table__).order_by(Round.code))] == ["1", "2"]
        assert connection.execute(select(ProjectOutput.name, ProjectOutput.planned)).first() == ("学位", 1080)
        assert connection.execute(select(ProjectReport.progress_pct)).first() == (60,)
        assert connection.execute(select(ProjectCell.share)).first() == (1,)


def test_the_same_file_again_changes_nothing(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    source = register(tmp_path, {}, {"项目编号": "A02", "状态": "不明"})
    load_source(source, store, workshop)

    assert fates(load_source(source, store, workshop)) == (0, 0, 1, 1)


def test_a_later_file_updates_what_differs_and_leaves_the_rest(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    load_source(register(tmp_path, {}, {"项目编号": "A02"}), store, workshop)

    later = register(tmp_path, {"状态": "完工"}, {"项目编号": "A02"}, {"项目编号": "A03"}, name="later.csv")

    assert fates(load_source(later, store, workshop)) == (1, 1, 1, 0)


def test_a_rehearsal_says_what_a_load_would_and_writes_nothing(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    source = register(tmp_path, {}, {"项目编号": ""})

    receipt = rehearse(source, store, workshop)

    assert (fates(receipt), receipt.batch) == ((1, 0, 0, 1), 0)
    with read_transaction(store) as connection:
        assert not connection.execute(select(Batch.id)).all()
        assert not connection.execute(select(Project.id)).all()
