"""Enforcements of street order (停车整治): where, from when, until when, against what."""

from __future__ import annotations

from etl.contracts import Column
from etl.records import CODE, DATE, GEOMETRY, KEY, RecordFeed
from etl.records.columns import AREAS, IS_SAMPLE, POINT
from etl.streets import KINDS, refine_enforcements

ENFORCEMENTS = RecordFeed(
    name="enforcements",
    title="停车整治",
    columns=(
        Column("site_no", ("编号", "整治编号", "行动编号", "任务编号"), KEY, is_required=True),
        Column("name", ("名称", "整治名称", "行动名称", "任务名称"), limit=128),
        Column("kind", ("类型", "整治类型", "违规类型", "整治对象"), CODE, codes=KINDS),
        Column("from_date", ("开始日期", "整治开始", "开始时间", "起始日期", "整治日期"), DATE, is_required=True),
        Column("until_date", ("结束日期", "整治结束", "结束时间", "截止日期"), DATE),
        Column("owner", ("责任单位", "牵头单位", "实施单位"), limit=64),
        Column("road", ("路段", "路段名称", "所在路段", "道路", "整治路段"), limit=64),
        *AREAS,
        Column("place", ("地点", "位置", "整治地点", "具体位置", "地址", "范围")),
        *POINT,
        Column("geometry", ("geometry", "wkt", "图形", "几何", "geom", "整治范围"), GEOMETRY),
        IS_SAMPLE,
        Column("contact", ("联系人", "负责人", "联系电话", "电话"), is_personal=True),
    ),
    key=("site_no",),
    places=("place", "road", "name"),
    newest="from_date",
    refine=refine_enforcements,
)
