"""Depth sensors (水深传感器): how deep the water stands over the road. The unit is that of the header, the cell or the mapping."""

from __future__ import annotations

from etl.contracts import COORDINATE, Column
from etl.records import KEY, LENGTH, RecordFeed
from etl.water.readings import refine_depth

DEPTH = RecordFeed(
    name="depth",
    title="积水深度",
    columns=(
        Column("sensor_no", ("传感器编号", "水深传感器编号", "设备编号", "测点编号", "监测点编号"), KEY, is_required=True, limit=64),
        Column("sensor", ("传感器名称", "设备名称", "测点名称"), limit=128),
        Column("site_no", ("所属积水点", "积水点编号", "所属积水点编号"), KEY, limit=64),
        Column("at", ("时间", "观测时间", "监测时间", "采集时间", "上报时间"), "time", is_required=True),
        Column("depth", ("水深", "积水深度", "水位", "深度", "depth"), LENGTH, is_required=True),
        Column("district", ("所在区", "行政区", "所属区")),
        Column("street", ("所在街道", "所属街道", "街道", "街乡镇")),
        Column("community", ("所在社区", "所属社区", "社区")),
        Column("place", ("地点", "位置", "安装位置", "地址")),
        Column("lon", ("经度", "lon", "lng", "longitude", "geometry.lon"), COORDINATE),
        Column("lat", ("纬度", "lat", "latitude", "geometry.lat"), COORDINATE),
        Column("is_sample", ("是否演示数据", "是否演示"), "flag"),
    ),
    key=("sensor_no", "at"),
    places=("place", "sensor"),
    newest="at",
    refine=refine_depth,
)
