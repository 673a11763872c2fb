"""What the panels and tiles of walls say."""

PERIODS = {"7d": "近 7 日", "30d": "近 30 日", "month": "本月", "flood": "汛期", "90d": "近 90 日", "week": "本周", "year": "本年"}
UNIT_CASE, UNIT_PLACE, UNIT_ITEM, UNIT_TOWN, UNIT_DAY, UNIT_MM = "件", "处", "项", "个", "天", "毫米"
POINTS = "点"
SAME = "持平"
AS_OF = "截至 {at}"
STALE = "数据停更 {age}"
NO_DATA = "无数据"
FEW = "少于 {least} 件不显示"
MORE = "另有 {count} 项"
FAILED = "{title}暂时无法显示：{why}"
SAMPLE = "演示数据"
DOT = " · "
FEEDS = {"complaints": "诉求工单", "readings": "雨量水深", "violations": "违停与占道", "reports": "项目日报", "towns": "街镇月报"}

# -- comparisons of tiles
ON_WEEK, ON_PREVIOUS, ON_YEAR = "较上周", "较上期", "较上年"

# -- KPI tiles: name -> title, what it covers
KPIS = {
    "complaints": ("诉求量", "近 7 日"),
    "resolution": ("解决率", "近 30 日"),
    "satisfaction": ("满意率", "近 30 日"),
    "response": ("响应率", "近 30 日"),
    "closing": ("办结率", "近 30 日"),
    "duration": ("平均办结", "近 30 日"),
    "water": ("积水点", "在险"),
    "relapsed": ("复发积水点", ""),
    "rain": ("小时雨量", "最大站"),
    "depth": ("最大水深", "此刻"),
    "silent": ("传感器停报", ""),
    "parking": ("违停", "近 7 日"),
    "vending": ("占道经营", "近 7 日"),
    "bikes": ("单车堆积", "近 7 日"),
    "false": ("识别误报率", "近 7 日"),
    "ontime": ("项目按期率", "{count} 项"),
    "late": ("滞后项目", "共 {count} 项"),
    "watched": ("关注项目", "共 {count} 项"),
    "done": ("完工项目", "共 {count} 项"),
    "running": ("在建项目", "共 {count} 项"),
    "unreported": ("停报项目", "连续 {days} 天起"),
    "supervised": ("治理督导", "街乡镇"),
    "aftercare": ("退出指导", "街乡镇"),
    "watch": ("未进先治", "街乡镇"),
    "tasks": ("任务完成率", "{count} 件"),
}
STILL_OPEN = "新近工单仍在办理"
WATER_STALE = "{count} 处停更未计"
MOVED = "近 90 日新列 {count} 个"
WATER_OF = "共 {count} 处"
SILENT_OF = "共 {count} 个"
REPORTS_SILENT = "停报 {count} 项"

# -- panels: name -> title
PANELS = {
    "alarms": "告警与提示",
    "programme": "行动计划项目",
    "ranking": "{below}排名",
    "trend12": "12 个月趋势",
    "categories": "诉求类别",
    "durations": "办理时长",
    "reporting": "项目报送",
    "water_points": "积水点",
    "rain_now": "雨量",
    "parking_hours": "高发时段",
    "parking_roads": "高发路段",
    "projects_late": "滞后项目",
    "projects_changes": "本周变化",
    "outputs": "产出",
    "towns_stages": "街乡镇阶段",
    "towns_nearest": "距进出标准最近",
    "hot_cells": "高发格",
    "emerging": "异常上升",
}
BELOW = {"city": "区", "district": "街道", "street": "社区", "community": "社区"}

ALARM_WORDS = {"alarm": "告警", "warn": "预警", "stale": "停更", "notice": "提示"}
ALARM_COUNT = "{count} {word}"
ALARM_AGE = "距今"
ALARM_NONE = "没有告警"
ALARM_OPEN = "未确认"
ALARM_SEEN = "{by}已确认"

LIGHTS = (("done", "done", "完工"), ("green", "ok", "按期"), ("yellow", "warn", "关注"), ("red", "alarm", "滞后"), ("grey", "stale", "停报"), ("", "nodata", "无数据"))
PROGRAMME_SUB = "共 {count} 项"
PROGRAMME_UNKNOWN = "，{count} 项无数据"
RANK_SUB = "{period}诉求量"
RANK_HEADS = ("件", "解决率", "较上年")
THIS_YEAR, LAST_YEAR = "本年", "上年同期"
THOUSAND, CASES = "千件", "件"
MONTH = "{month}月"
CATEGORY_SUB = "{period}，件"
CATEGORY_KEY = "竖线为上年同期"
DURATION_SUB = "天，{period}办结"
MEDIAN, P90, LIMIT, OVER = "中位", "90 分位", "时限", "超期"
LIMIT_ALL = "时限 {days:g} 天"
REPORT_SUB = "{count} 个在建项目"
ON_TIME, LATE, MISSING = "按时", "迟报", "未报"
WATER_SUB = "{count} 处，按急缓"
WATER_HEADS = ("水深", "小时雨量", "状态")
WATER_NONE = "没有登记积水点"
MM = "{mm:,.0f}"
RAIN_SUB = "毫米，{count} 站"
RAIN_WINDOWS = ("10 分钟", "1 小时", "24 小时")
RAIN_STRONGEST = "毫米，最大 {name}"
RAIN_WINDOWS_SHOWN = ("", "1 小时", "24 小时")
RAIN_LIMIT = "小时阈值 {mm:g}"
STOPPED = "停报"
DRY = "未积水"
HOURS_SUB = "近 30 日每日平均件数"
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
ROADS_SUB = "近 30 日，件"
LATE_SUB = "较首次计划滞后"
LATE_NONE = "没有滞后项目"
LATE_DAYS = "+{days} 天"
CHANGES_SUB = "{first} 至 {last}"
CHANGES = (("alarm", "新转滞后"), ("warn", "新转关注"), ("notice", "改报工期"), ("done", "完工"), ("stale", "停报"))
CHANGES_NONE = "—"
OUTPUT_SUB = "已完成 / 计划"
OUTPUT_NONE = "没有登记产出"
TOWNS_NOW = "共 {count} 个"
TOWNS_SUB = "近 24 个月，月末"
TOWN_STAGES = (("supervised", "治理督导"), ("watch", "未进先治"), ("aftercare", "退出指导"))
NEAR_SUB = "{month} 月度数字"
NEAR_HEADS = ("指标", "当前", "标准")
TOWN_FIGURES = {"count": "诉求量", "per_10k": "万人诉求", "resolution": "解决率", "satisfaction": "满意率"}
CELLS_SUB = "{first} 至 {last}，每格约 {km2} km²"
CELLS_NONE = "没有可显示的格"
CELL_SIGN = "显著聚集"
RISE_SUB = "近 7 日对此前 {weeks} 周周均"
RISE_NONE = "没有区域类别达到上升规则"
RISE_TIMES = "{times} 倍"

# -- banners
COMMA = "，"
ALL_STALE = "数据停更"
SOME_STALE = "{n} 路数据停更"
FEED_STALE = "{feed} {age}"
