"""Depth sensors (水深传感器): how deep the water stands over the road. The unit is that of the header, the cell or the mapping."""

from __future__ import annotations

from etl.contracts import Column
from etl.records import KEY, LENGTH, RecordFeed
from etl.records.columns import AREAS, IS_SAMPLE, OBSERVED_AT, POINT
from etl.water.readings import refine_depth

DEPTH = RecordFeed(
    name="depth",
    title="积水深度",
    columns=(
        Column("sensor_no", ("传感器编号", "水深传感器编号", "设备编号", "测点编号", "监测点编号"), KEY, is_required=True, limit=64),
        Column("sensor", ("传感器名称", "设备名称", "测点名称"), limit=128),
        Column("site_no", ("所属积水点", "积水点编号", "所属积水点编号"), KEY, limit=64),
        OBSERVED_AT,
        Column("depth", ("水深", "积水深度", "水位", "深度", "depth"), LENGTH, is_required=True),
        *AREAS,
        Column("place", ("地点", "位置", "安装位置", "地址")),
        *POINT,
        IS_SAMPLE,
    ),
    key=("sensor_no", "at"),
    places=("place", "sensor"),
    newest="at",
    refine=refine_depth,
)
