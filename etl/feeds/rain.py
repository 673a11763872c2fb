"""Rain stations (雨量站): how much fell in the minutes before a time. The unit is that of the header, the cell or the mapping."""

from __future__ import annotations

from etl.contracts import COORDINATE, Column
from etl.records import KEY, LENGTH, RecordFeed
from etl.water.readings import refine_rain

RAIN = RecordFeed(
    name="rain",
    title="雨量",
    columns=(
        Column("station_no", ("雨量站编号", "站号", "测站编码", "雨量站编码", "站点编号"), KEY, is_required=True, limit=64),
        Column("station", ("站名", "雨量站", "测站名称", "站点名称"), limit=128),
        Column("at", ("时间", "观测时间", "监测时间", "采集时间", "上报时间"), "time", is_required=True),
        Column("rain", ("雨量", "降雨量", "降水量", "时段雨量", "rain"), LENGTH, is_required=True),
        Column("interval_min", ("累计时长", "时长", "时段长", "累计时长(分钟)", "时段长(分钟)"), "number"),
        Column("district", ("所在区", "行政区", "所属区")),
        Column("street", ("所在街道", "所属街道", "街道", "街乡镇")),
        Column("community", ("所在社区", "所属社区", "社区")),
        Column("place", ("地点", "位置", "站址", "地址")),
        Column("lon", ("经度", "lon", "lng", "longitude", "geometry.lon"), COORDINATE),
        Column("lat", ("纬度", "lat", "latitude", "geometry.lat"), COORDINATE),
        Column("is_sample", ("是否演示数据", "是否演示"), "flag"),
    ),
    key=("station_no", "at"),
    places=("place", "station"),
    newest="at",
    refine=refine_rain,
)
