"""The phone page that drives a wall (walls/control.py), and what it refuses."""

from __future__ import annotations

UNKNOWN_WALL = "大屏：没有名为“{name}”的大屏；有的是 {known}"
UNKNOWN_PAGE = "大屏遥控：“{wall}”没有页面“{page}”；有的是 {known}"
UNKNOWN_AREA = "大屏遥控：没有区域“{area}”"
OTHER_AREA = "大屏遥控：{area}不在您的权限之内"
OUTSIDE = "大屏遥控：这块大屏看的是{wall}，不能转到{area}"
WRONG_ITEM = "大屏遥控：编号“{item}”写法不对，只能有字母、数字、汉字和 . - / # ( )，最多 64 个"
WRONG_PAUSE = "大屏遥控：暂停只能是 0 或 1，收到“{value}”"
NO_ALARM = "告警确认：这条告警已经解除，或不在这块大屏上"
ALREADY = "已由{by}于 {at} 确认"
MARKED = "已确认"
SENT = "已发出"
OPEN_BY = "演示"

PAGE = {
    "title": "大屏遥控", "now": "大屏现在", "nobody": "没有大屏在线", "screens": "{n} 块大屏在线", "rotates": "轮播中", "held": "停在本页", "paused": "已暂停",
    "ordered": "{by} {at} 下达", "pages": "页面", "resume": "恢复轮播", "pause": "暂停轮播", "areas": "区域", "own": "本区域", "up": "返回{area}",
    "loud": "未确认告警", "alarms": "告警与提示", "rest_none": "没有其他提示", "alarms_sub": "{open} 未确认 · 共 {all} 条", "none": "没有告警", "acknowledge": "确认", "show": "上屏",
    "by": "{by} {at} 确认", "open": "未确认", "item": "对象编号", "item_note": "工单、项目或积水点", "item_go": "上屏", "item_clear": "收起",
    "walls": "其他大屏", "online": "{wall} · {area}（在线）", "item_now": "正在显示 {item}", "lost": "与服务器断开，正在重试", "as_of": "截至 {at}", "back": "打开大屏",
}  # fmt: skip
KINDS = {"alarm": "告警", "warn": "预警", "stale": "停更", "notice": "提示"}
