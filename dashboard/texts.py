"""Every Chinese text the dashboard shows or says, a section a part."""

from __future__ import annotations

# ---- addresses (state.py): what of a URL was not understood

STATE_UNREADABLE = "网址的参数读不懂，已按默认显示"
STATE_UNKNOWN = "网址中不认识的参数：{names}"
STATE_AREA = "没有代码为「{area}」的区域，已改为{default}"
STATE_COMMUNITY = "{area}是社区，地图到街道为止，已显示所在街道"
STATE_LEVEL = "层级「{level}」与区域{area}不符，已按区域显示"
STATE_PERIOD = "不认识时段「{period}」；可用的是 {known}"
STATE_CUSTOM = "自选时段缺少起止日期（from、to），已改为近 30 日"
STATE_SWAPPED = "起始日期晚于截止日期，已对调"
STATE_FUTURE = "截止日期晚于最新数据日 {today}，已截到该日"
STATE_LONG = "时段最长 {days} 天，起始日期已后移"
STATE_DATE = "{name} 的日期「{text}」不合格式（应如 2026-07-16）"
STATE_CATEGORY = "不认识类别 {codes}（按大类代码筛选，待人工写作 none）"
STATE_CELL = "「{cell}」不是 7 至 10 级的网格编号"
STATE_LAYERS = "图层名称不合格式：{names}"
STATE_VALUE = "参数 {name} 的值「{text}」不可用，已按默认显示"
