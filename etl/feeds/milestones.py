"""Milestones of projects (项目节点): planned as first approved, latest forecast, actual."""

from __future__ import annotations

from etl.contracts import Column
from etl.programme.milestones import refine
from etl.records import DATE, KEY, RecordFeed
from etl.records.columns import IS_SAMPLE

MILESTONES = RecordFeed(
    name="milestones",
    title="行动计划项目节点",
    columns=(
        Column("project_no", ("项目编号", "项目编码", "项目代码"), KEY, is_required=True, limit=32),
        Column("ordinal", ("序号", "节点序号", "顺序"), "number"),
        Column("name", ("节点", "节点名称", "里程碑", "关键节点"), is_required=True),
        Column("planned_date", ("首次计划", "计划日期", "计划时间", "计划完成", "计划完成日期"), DATE),
        Column("forecast_date", ("最近预计", "预计日期", "预计时间", "预计完成", "预计完成日期"), DATE),
        Column("actual_date", ("实际", "实际日期", "实际时间", "实际完成", "实际完成日期"), DATE),
        IS_SAMPLE,
    ),
    key=("project_no", "ordinal"),
    refine=refine,
)
