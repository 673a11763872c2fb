"""The register of car parks (停车设施): berths, locks taken away, new parking area."""

from __future__ import annotations

from etl.contracts import Column
from etl.records import AREA, KEY, QUANTITY, RecordFeed
from etl.records.columns import AREAS, IS_SAMPLE, POINT
from etl.streets import refine_berths

BERTHS = RecordFeed(
    name="berths",
    title="停车设施",
    columns=(
        Column("site_no", ("编号", "停车场编号", "设施编号", "点位编号"), KEY, is_required=True),
        Column("name", ("名称", "停车场名称", "设施名称", "点位名称"), limit=128),
        Column("berth_count", ("泊位数", "泊位", "车位数", "停车位数", "泊位数量", "车位"), QUANTITY),
        Column("lock_removed_count", ("拆除地锁", "拆除地锁数", "拆除地锁数量", "地锁拆除数"), QUANTITY),
        Column("new_area_m2", ("新建停车面积", "新增停车面积", "停车面积"), AREA),
        Column("owner", ("责任单位", "管理单位", "运营单位", "产权单位"), limit=64),
        *AREAS,
        Column("place", ("地点", "位置", "具体位置", "地址", "所在小区", "小区")),
        *POINT,
        IS_SAMPLE,
        Column("contact", ("联系人", "负责人", "联系电话", "电话"), is_personal=True),
    ),
    key=("site_no",),
    places=("place", "name"),
    refine=refine_berths,
)
