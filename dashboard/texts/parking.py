"""What `/parking` says."""

KINDS = {"": "全部", "parking": "违停", "vending": "占道经营", "bikes": "单车堆积"}
KIND_LABEL = "类型"
DAYS = {"": "全部日子", "work": "工作日", "off": "休息日"}
DAYS_LABEL = "日子"
BY = {"": "路段", "cells": "网格"}
BY_LABEL = "按路段或网格"
SOURCES = {"camera": "摄像头", "patrol": "巡查", "complaint": "诉求"}
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
UNIT = "起"
SAMPLE = "演示数据"
CLEAR = "清除选择"
NO_DATA = "无数据"
FILES_LABEL = "导出"
EXPORT_ROADS, EXPORT_WORKS = "路段违规数", "整治与外溢判断"
EXPORTS = (("violations-by-road", EXPORT_ROADS), ("enforcements", EXPORT_WORKS))
EXPORT_ROAD_HEADS = ("路段", "街道", "街道代码", "类型", "日子", "起", "止", "起数", "上期起数", "多发时")
EXPORT_ROAD_SOURCE = "违规记录（摄像头、巡查、诉求），去误报、同一事合并"
EXPORT_WORK_HEADS = (
    "编号", "名称", "类型", "街道", "路段", "开始", "结束", "判断", "说明", "整治处倍数", "整治处下限", "整治处上限", "周边倍数", "周边下限",
    "周边上限", "整治处整治前", "整治处整治后", "周边整治前", "周边整治后", "前几周", "后几周", "比较范围",
)  # fmt: skip
EXPORT_WORK_SOURCE = "整治登记与违规记录；倍数为与本区其余地方相比的变化"

MAP_TITLE = "违规分布"

# tiles
STRIP_LABEL = "停车秩序主要数字"
TOTAL = "街面违规"
TOTAL_SUB = "同一事只计一次"
TOTAL_OF = "记录 {records} 条 − 同一事合并 {merged} − 误报 {false}"
TOTAL_TIP = (
    "定义：时段内的记录去掉误报；同一街道、同一类型，诉求与摄像头（巡查）事件相距不超过 {radius} 米、{minutes} 分钟，或工单号相同，"
    "算一起。规则来源：{rule}。{foot}"
)
AGAINST = "较上期"
AGAINST_TIP = "上期为紧邻的前 {days} 天（{first} 至 {last}）。"
NO_BEFORE = "上期无数据"
EVEN = "持平"
WORST_ROAD = "最集中路段"
WORST_ROAD_SUB = "时段内起数最多"
WORST_ROAD_TIP = "定义：同一街道内同一路名为一个路段，按起数取最多。{foot}"
WORST_HOUR = "最密时段"
WORST_HOUR_SUB = "按日均"
WORST_HOUR_TIP = "定义：星期 × 小时各格的起数除以时段内这样的天数，取日均最多的一格。{foot}"
HOUR = "{day} {hour}–{next} 时"
PER_DAY = "日均 {value} 起"
SPLIT = "日均：工作日 {work} · 休息日 {off}"
EFFECT = "整治成效"
EFFECT_SUB = "本区域登记的整治"
EFFECT_TIP = "{how}规则来源：{rule}。{foot}"
FOOT = "数据截至 {at}；来源：违规记录（摄像头、巡查、诉求）。"
STALE_TIP = "停更：超过 {hours} 小时没有新记录，不与上期比较。"
DAILY_TIP = "{day}：{count} 起"
DAILY_LABEL = "每日起数"

# matrix
HOURS = "星期 × 小时"
HOURS_OF = "{name}：星期 × 小时"
HOURS_SUB = "共 {total} 起；颜色为日均，框为最密时段"
HOURS_NONE = "所选范围时段内没有违规记录"
HOURS_FEW = "网格内少于 {least} 起不显示"
HOURS_CLOSED = "网格内的小时数字只对本街道人员显示"
HOURS_LEGEND = "日均起数"
HOURS_SUM = "合计"
HOURS_TIP = "{day} {hour}–{next} 时：{count} 起，{days} 天，日均 {per_day}"
WORK, OFF = "工作日", "休息日"
WORK_TIP = "工作日与休息日按城市包的工作日历划分：法定节假日算休息日，调休上班日算工作日。"
CELL_NAME = "网格 {label}"

# road sections, hexagons
ROADS = "违规集中的路段"
ROADS_SUB = "起数，较上期；点选看该路段的时段"
CELLS = "违规集中的网格"
CELLS_SUB = "起数；点选看该网格的时段"
ROAD, STREET, COUNT, CHANGE, PEAK = "路段", "街道", "起", "较上期", "多发时"
CELL = "网格"
OTHER_ROADS = "其他路段"
OTHER_CELLS = "其他网格"
UNNAMED = "未写路段"
OUTSIDE_CELLS = "不入网格"
OUTSIDE_CELLS_TIP = "没有位置、位置较粗或格内少于 {least} 起不显示的违规。"
PEAK_HOUR = "{hour} 时"

# supply
SUPPLY = "停车供给与需求"
SUPPLY_SUB = "泊位登记与同期违停"
SUPPLY_HEADS = ("区域", "违停", "泊位", "每百泊位违停", "拆地锁", "新建 m²")
SUPPLY_TIP = "每百泊位违停 = 时段内违停起数 ÷ 登记泊位数 × 100；没有登记泊位的区域为无数据，不推算。{foot}"
SUPPLY_REST = "其余 {count} 个区域无登记"
UNKNOWN_AREA = "未知"
OUTSIDE_AREA = "辖区外"

# sources
SOURCE_TITLE = "来源与误报"
SOURCE_SUB = "记录数；误报不计入起数"
SOURCE_HEADS = ("来源", "记录", "与他源合并", "误报")
CAMERA_HEADS = ("误报最多的摄像头", "街道", "记录", "误报率")
CAMERA_NONE = "没有记录满 {least} 条的摄像头"
CAMERA_TIP = "误报率 = 误报 ÷ 该摄像头全部记录，只列记录不少于 {least} 条的。{foot}"

# enforcements
ENFORCEMENTS = "整治与外溢"
ENFORCEMENTS_SUB = "整治前后各至多 {weeks} 周，与本区其余地方比"
ENFORCEMENT_HEADS = ("整治", "起始", "整治处", "周边 {rings} 圈", "判断")
ENFORCEMENT_TIP = (
    "做法：整治处的六边形与其周边第 1–{rings} 圈，各比整治前后每周起数，再除以本区其余地方同期的变化；"
    "括号内为 {confidence}% 区间（准泊松）。整治处区间低于 1 时：周边区间高于 1 为外溢到周边，周边区间上限也装不下整治处少掉的起数为有效且未外溢，"
    "两者都说不清为样本不足；"
    "整治处区间含 1 为看不出变化；任一处整治前少于 {least} 起为样本不足。"
)
VERDICTS = {"helped": "有效且未外溢", "moved": "外溢到周边", "unchanged": "看不出变化", "too_few": "样本不足"}
VERDICT_SHORT = {"helped": "有效", "moved": "外溢", "unchanged": "看不出变化", "too_few": "样本不足"}
REASONS = {
    "no_place": "位置不够确切，不能定整治处", "early": "整治前或后不足 2 周", "few": "整治前起数过少",
    "unclear": "整治处降了，周边起数太少，外溢与否说不清", "": "",
}  # fmt: skip
SUMS = "整治处 {t0} → {t1} 起，周边 {r0} → {r1} 起（前 {before} 周，后 {after} 周）"
MOVED_COUNT = "与其余地方同步的话：整治处少了 {fewer} 起，周边多了 {more} 起"
PARTIAL = "其余地方只含您可见的范围"
ENFORCEMENT_NONE = "本区域没有登记整治"
TO = "{first} 至 {last}"

# layers
VIOLATIONS_TITLE = "违停"
VENDING_TITLE = "占道经营"
BIKES_TITLE = "单车堆积"
CELL_PLACE = "网格中心"
ENFORCEMENTS_TITLE = "整治"
ENFORCEMENT_NOTE = "{first} 起，{verdict}"
PLACES = "处"
