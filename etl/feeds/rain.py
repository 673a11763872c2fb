"""Rain stations (雨量站): how much fell in the minutes before a time. The unit is that of the header, the cell or the mapping."""

from __future__ import annotations

from etl.contracts import Column
from etl.records import KEY, LENGTH, RecordFeed
from etl.records.columns import AREAS, IS_SAMPLE, OBSERVED_AT, POINT
from etl.water.readings import refine_rain

RAIN = RecordFeed(
    name="rain",
    title="雨量",
    columns=(
        Column("station_no", ("雨量站编号", "站号", "测站编码", "雨量站编码", "站点编号"), KEY, is_required=True, limit=64),
        Column("station", ("站名", "雨量站", "测站名称", "站点名称"), limit=128),
        OBSERVED_AT,
        Column("rain", ("雨量", "降雨量", "降水量", "时段雨量", "rain"), LENGTH, is_required=True),
        Column("interval_min", ("累计时长", "时长", "时段长", "累计时长(分钟)", "时段长(分钟)"), "number"),
        *AREAS,
        Column("place", ("地点", "位置", "站址", "地址")),
        *POINT,
        IS_SAMPLE,
    ),
    key=("station_no", "at"),
    places=("place", "station"),
    newest="at",
    refine=refine_rain,
)
