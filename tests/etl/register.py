"""Registers, milestones and reports of invented projects, written as files; what became of their rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from etl.contracts import Mapping
from etl.feeds import FEEDS
from etl.ledger import Receipt
from etl.workshop import Source
from geodata.store.engine import read_transaction
from geodata.store.models import Quarantine
from tests.etl.conftest import csv_text

ROW = {
    "项目编号": "A01", "轮次": "第一轮", "项目名称": "示例项目 001", "状态": "在建", "计划开工": "2026-01-01", "计划完工": "2026-12-31",
    "计划资金（万元）": "1,200", "进度": "60%", "进度日期": "2026-07-01", "产出": "学位 1080 个", "地点": "龙腾苑三区", "经度": "116.33",
    "纬度": "40.07",
}  # fmt: skip
REPORT = {"项目编号": "A01", "日期": "2026-07-02", "进度": "61%", "累计支付（万元）": "300", "进展与问题": "按计划推进"}
MILESTONE = {"项目编号": "A01", "序号": "1", "节点": "开工", "首次计划": "2026-01-01"}


def file_of(
    feed: str, row: dict[str, str], folder: Path, *changes: dict[str, str], mapping: Mapping | None = None, crs: str = "wgs84"
) -> Source:
    """A CSV with a row for each set of changed cells; a change may bring a further column."""
    heads = tuple(dict.fromkeys([*row, *(h for change in changes for h in change)]))
    rows = [tuple({**row, **change}.get(h, "") for h in heads) for change in changes]
    path = folder / f"{feed}-{len(list(folder.iterdir()))}.csv"
    path.write_text(csv_text(rows, heads), encoding="utf-8")
    return Source(path, FEEDS[feed], mapping or Mapping(), crs)


def projects(folder: Path, *changes: dict[str, str], **given: Any) -> Source:
    """A register."""
    return file_of("projects", ROW, folder, *changes, **given)


def reports(folder: Path, *changes: dict[str, str], **given: Any) -> Source:
    """Daily reports."""
    return file_of("project-reports", REPORT, folder, *changes, **given)


def milestones(folder: Path, *changes: dict[str, str], **given: Any) -> Source:
    """Milestones."""
    return file_of("milestones", MILESTONE, folder, *changes, **given)


def fates(receipt: Receipt) -> tuple[int, int, int, int]:
    """loaded, updated, unchanged, quarantined; together all that was read."""
    found = (receipt.loaded, receipt.updated, receipt.unchanged, receipt.quarantined)
    assert sum(found) == receipt.read
    return found


def reasons(store: Engine) -> list[str]:
    """Codes of the rows put aside, in the order they came."""
    with read_transaction(store) as connection:
        return list(connection.scalars(select(Quarantine.reason_code).order_by(Quarantine.batch_id, Quarantine.row_no)))


def sentence(store: Engine) -> str:
    """The newest reason."""
    with read_transaction(store) as connection:
        return connection.scalar(select(Quarantine.reason).order_by(Quarantine.id.desc())) or ""
