"""What alarms say (queries/alarms.py)."""

from __future__ import annotations

DEPTH = "{name}积水 {cm} 厘米"
DEPTH_NOTE = "水深达到阈值 {limit} 厘米"
DOUBLE_NOTE = "雨量、水深都达到阈值"
RAIN = "{window} {mm} 毫米"
RAIN_NOTE = "{station}，{n} 处积水点达阈值"
RAIN_STATIONS = "{station}等 {n} 站"
SILENT_SENSOR = "{name}水深传感器没有读数"
SILENT_STATION = "{name}雨量站没有读数"
SILENT_NOTE = "{no}，最近一次 {at}"
SILENT_NEVER = "{no}，从未有读数"
RELAPSED = "{name}销账后又积水"
RELAPSED_NOTE = "状态：复发"
FEED = "{feed}没有新数据"
FEED_NOTE = "截至 {at}，超过 {hours} 小时即为停更"
FEEDS = {
    "complaints": "12345 工单", "rain": "雨量", "depth": "水深", "violations": "违停与占道", "reports": "项目日报", "towns": "治理类街镇数字",
}  # fmt: skip
RISE = "{area}{category}诉求为常态 {times} 倍"
RISE_NOTE = "近 7 日 {n} 件，此前每周平均 {mean} 件"
RED = "{name}转为红灯"
TOWN_RELAPSED = "{name}退出后诉求反弹"
TOWN_RELAPSED_NOTE = "连续 {run} 个月高于退出前均值，最近一月 {rise}"
TOWN_ENTRY = "{name}达到进入门槛"
TOWN_ENTRY_NOTE = "连续 {run} 个月达到"
