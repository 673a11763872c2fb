"""What `/waterlogging` says."""

COMMA = "，"
NO_POINT = "没有编号为「{no}」的积水点，或不在可看的范围内"
WINDOWS = {"rain_10min_mm": "10 分钟雨量", "rain_1h_mm": "1 小时雨量", "rain_24h_mm": "24 小时雨量"}
ALARM_DEPTH = "水深 {mm} 毫米，达到阈值 {limit}"
ALARM_RAIN = "{window} {mm} 毫米，达到阈值 {limit}"
ALARM_SILENT_SENSOR = "水深传感器 {no} {what}"
ALARM_SILENT_STATION = "雨量站 {no} {what}"
ALARM_SILENT_AGE = "{age}没有读数"
ALARM_SILENT_NEVER = "从未有读数"
