"""The shell: bar, breadcrumb row, rail, panels (components/, pages/)."""

from __future__ import annotations

SITE_TITLE = "{page} · {site}"
PLAIN_NAVIGATION = {"/brief": "周报"}      # pages of forms, which Dash does not lay out
NAVIGATION = {
    "/": "综合态势", "/hotspots": "诉求热点", "/waterlogging": "积水治理", "/parking": "停车秩序", "/projects": "行动计划", "/towns": "治理街镇",
    "/quality": "数据质量", "/compliance": "合规", "/help": "使用说明",
}
BOUNDARY = "按哪一天的边界统计"
BOUNDARY_TIP = "同样的工单按不同日期的街道边界归并：合计不变，各街道的数会变。"
BOUNDARY_NOW = "现行边界"
BOUNDARY_BEFORE = "{day} 前"
BOUNDARY_CHANGE = "{day} 区划调整：{name}分为{members}"
SKIP = "跳到内容"
NAV_LABEL = "主导航"
DEMO_DATA = "演示数据"
DEMO_DATA_TIP = "全部工单由程序生成，地点取自城市包，不对应任何真实诉求人；边界与道路为示意。"
DEMO_OPEN = "演示·未登录"
DEMO_OPEN_TIP = "演示库只在本机地址（127.0.0.1）上免登录打开，可看全部区域。正式库须建账号后登录。"
CLOCK_FIXED = "时钟已固定"
CLOCK_FIXED_TIP = "HUITIAN_NOW 把时间固定在 {now}，只用于演示与测试。"
DATA_AGE = "数据 {age}前"
DATA_JUST_NOW = "数据刚刚更新"
DATA_AGE_TIP = "最新一件诉求登记于 {at}。来源：12345 工单导入批次。超过 {hours} 小时没有新数据即标为停更。"
DATA_NONE = "无数据"
DATA_NONE_TIP = "库中还没有工单。导入方法见「使用说明」。"
BREADCRUMB = "所在位置"
SHARE = "分享链接"
EXPORT = "导出"
EXPORTS = (
    ("ranking", "区域排名", "下级区域的件数、办结率、三率、上期与上年"),
    ("categories", "类别", "各类别件数、上期与上年同期"),
    ("trend", "每日诉求", "所选时段逐日件数与上年同期"),
    ("cells", "网格", "每个六边形的件数，少于 5 件的不列数值"),
    ("cases", "工单", "所选区域或选中格内最近 500 件，文本已脱敏"),
)
EXPORT_TITLES = {name: title for name, title, _ in EXPORTS}
EXPORT_FILE = "回天_{area}_{name}_{first}_{last}.csv"
EXPORT_NOTE = "CSV，UTF-8"
TO_DARK = "深色"
TO_LIGHT = "浅色"
FILTERS = "筛选"
CLOSE = "收起"
NOTICE_LABEL = "提示"

LEVEL = "层级"
LEVELS = {"city": "市", "district": "区", "street": "街", "community": "社"}
AREA = "区域"
AREA_WITH_PARTS = "{name}（{count} 个{below}）"
BELOW = {"city": "区", "district": "街道", "street": "社区", "community": "本社区"}
PERIOD = "时段"
PERIODS = {"7d": "近 7 日", "30d": "近 30 日", "month": "本月", "flood": "汛期", "90d": "近 90 日", "week": "本周", "year": "本年"}
CATEGORIES = "类别"
LAYERS = "图层"
BASEMAP = "底图"
LAYER_NAMES = {
    "hexagons": "诉求密度", "hotspots": "显著聚集区", "roads": "示意道路", "rail": "轨道交通", "outlines": "区域界线", "labels": "地名",
}

RANKING = "{below}排名"
RANKING_SUB = "按诉求量"
TO_TABLE = "表格"
CELLS = "诉求较多的格"
CELL_CLEAR = "清除"
TREND = "每日诉求"
THIS_YEAR = "本年"
LAST_YEAR = "上年同期"
CATEGORY_BARS = "类别"
CATEGORY_SUB = "件，点选只看一类"
CATEGORY_KEY = "竖线为上年同期"
ALARMS = "告警与提示"
TILES_LABEL = "主要指标"

# (name, title, parts of the numerator, denominator, which way is worse, days of its own, definition)
TILES = (
    ("count", "诉求量", {"count": 1}, None, "up", 0, "所选时段、区域、类别内登记的工单数（按登记时间）。"),
    ("week", "近 7 日诉求", {"count": 1}, None, "up", 7, "到时段最后一天为止 7 日内登记的工单数。"),
    ("response", "响应率", {"contacted": 1}, "valid", "down", 0, "已联系 ÷ 有效回访。"),
    ("resolution", "解决率", {"resolved": 1}, "valid", "down", 0, "已解决 ÷ 有效回访。"),
    ("satisfaction", "满意率", {"satisfied": 1, "fairly": 0.0}, "valid", "down", 0, "（满意 + {fairly} × 基本满意）÷ 有效回访。"),
    ("closed", "办结率", {"closed": 1}, "count", "neither", 0,
     "已办结 ÷ 登记的工单。早登记的已有更多时间办结，与往期相比会误导，故不比较。"),
    ("open", "未办结", {"count": 1, "closed": -1}, None, "neither", 0,
     "时段内登记、现在尚未办结的工单数。早登记的已有更多时间办结，与往期相比会误导，故不比较。"),
    ("unplaced", "无点位率", {"unplaced": 1}, "count", "up", 0, "没有坐标的工单 ÷ 登记的工单。这些工单计入区域合计，不上图。"),
)

# sentences that the browser fills in (assets/panel-*.js)
CLIENT = {
    "flat": "持平",
    "still_open": "仍在办理，不比较",
    "points": "点",
    "unit_case": "件",
    "unit_times": "倍",
    "no_data": "无数据",
    "not_given": "不提供",
    "no_earlier": "没有更早的数据可比",
    "few_base": "基数不足 30，不比较",
    "all": "全选",
    "others": "其他 {n} 类", "most_layers": "图上最多同时显示 {most} 个数据图层，请先关掉一个",
    "unfold": "展开",
    "fold": "收起",
    "rank_rest": "展开其余 {n} 个",
    "alarms_rest": "展开其余 {n} 条",
    "tip_open": "最后一天还没过完，与完整的日子相比会偏低。",
    "period": "时段",
    "date_from": "起",
    "date_to": "止",
    "rank_count": "件",
    "rank_count_tip": "所选时段、类别内登记的工单数。来源：12345 工单；截至 {as_of}。",
    "rank_closed": "办结率",
    "rank_closed_tip": "已办结 ÷ 登记的工单。来源：12345 工单；截至 {as_of}。",
    "rank_resolved": "解决率",
    "rank_resolved_tip": "已解决 ÷ 有效回访。来源：12345 工单回访；截至 {as_of}。",
    "rank_year": "较上年",
    "rank_year_tip": "件数与上年同一段日期相比。不足 30 件的比差数。实心箭头为变差，空心为变好。截至 {as_of}。",
    "on_week": "较上周",
    "on_previous": "较上期",
    "on_year": "较上年",
    "last_days": "近 {n} 日",
    "as_of": "截至 {at}",
    "tip_source": "时段 {span}。来源：12345 工单；截至 {at}。\n较上期为前一段同样长的日期，较上年为上年同一段日期。",
    "bar_tip": "{name}：{n} 件，上年同期 {past}",
    "trend_days": "每日诉求",
    "trend_weeks": "每周诉求",
    "trend_months": "每月诉求",
    "trend_sub": "件，{span}",
    "trend_no_past": " · 无上年同期数据",
    "trend_label": "{title}，合计 {n} 件",
    "cell_title": "选中格内诉求",
    "cells_title": "诉求较多的格",
    "cell_hint": "点选一格或图上的六边形，看其中的工单",
    "cell_name": "格 {cell}",
    "cell_main": "{name} {n}",
    "cell_usual": "常态倍数",
    "cell_usual_tip": "本时段件数 ÷ 此前 {n} 个同样长时段的平均（{mean} 件）。",
    "cell_count_tip": "本格在所选时段、类别内的工单数。来源：12345 工单；截至 {at}。",
    "cell_repeat": "重复诉求",
    "cell_repeat_tip": "同一诉求人或标明重复的工单数（按加盐散列识别，不存号码）。",
    "cell_overdue": "超期",
    "cell_overdue_tip": "过了办理时限仍未办结，或办结晚于时限的工单数。",
    "case_open": "看全文，将记入审计",
    "case_place": "地点",
    "case_handler": "承办单位",
    "cell_all": "查看全部 {n} 件",
    "cell_more": "只列出最近 {n} 件，其余请导出。",
    "cell_closed": "格内工单的清单只对本街道的承办者开放。需要时请联系所在街道。",
    "cell_empty": "这一格在所选时段、类别内没有工单。",
    "masked": "文本已脱敏",
    "close": "关闭",
    "alarm_warn": "预警",
    "alarm_notice": "提示",
    "alarm_stale": "停更",
    "alarm_rise": "{area}{category}诉求为常态 {times} 倍",
    "alarm_rise_note": "近 7 日 {n} 件，此前每周平均 {mean} 件",
    "alarm_stopped": "12345 工单没有新数据",
    "alarm_unplaced": "{share}% 的诉求没有点位",
    "alarm_unplaced_note": "{n} 件只计入区域合计，见数据质量",
    "alarms_sub": "{warn} 预警 · {rest} 提示",
    "alarms_none": "没有达到规则的情况",
    "alarms_none_note": "规则：近 7 日不少于 {min} 件且达到前四周周均的 {ratio} 倍；数据停更；无点位过多",
    "twin_title": "地图的表格",
    "twin_cell": "网格",
    "twin_coarse": "位置较粗，不上格",
    "twin_none": "无点位",
    "twin_unknown": "未定（下级不明）",
    "twin_few": "少于 {n} 件的 {cells} 格",
    "twin_total": "合计",
    "to_map": "地图",
    "to_table": "表格",
    "copied": "已复制",
    "copy_by_hand": "请手工复制链接",
    "failed": "这一块没有取到数据：{reason}。其余部分照常；请稍后刷新，仍不行请把时间告诉管理员。",
}
