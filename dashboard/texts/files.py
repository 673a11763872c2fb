"""Files and command line (export.py, show_cli.py)."""

from __future__ import annotations

YES, NO = "是", "否"
EXPORT_STAMP = ("是否演示数据", "数据截至")
EXPORT_AREA = ("区域代码", "区域")
EXPORT_CATEGORY = ("类别代码", "类别")
EXPORT_COUNTS = (
    "起始日期", "截止日期", "件数", "上期件数", "上年同期件数", "无坐标件数",
    "办结件数", "有效回访件数", "办结率%", "响应率%", "解决率%", "满意率%",
)  # fmt: skip
EXPORT_TREND = ("起始日期", "单位", "件数", "上年同期件数")
EXPORT_CELLS = ("网格编号", "级别", "中心经度", "中心纬度", "起始日期", "截止日期", "件数")
EXPORT_CASES = (
    "工单编号", "创建时间", "类型", "类别", "标题", "内容（已脱敏，节选）", "状态", "地点", "位置精度", "街道", "承办单位",
    "办理时限", "办结时间", "是否超期", "满意度",
)  # fmt: skip
EXPORT_CASES_REST = "共 {total:,} 件，本表只含最近 {shown:,} 件；请缩短时段或选一格后再导出"
EXPORT_UNKNOWN = "没有名为「{name}」的导出；可用的是 {names}"
STEP_NAMES = {"day": "日", "week": "周", "month": "月"}
FEWER = "少于 {least} 件"
SHOW_HEAD = "{name} · {first} 至 {last} · 数据截至 {at}"
SHOW_HEAD_TODAY = "{name} · 数据截至 {at}"
SHOW_SAMPLE = " · 演示数据"
SHOW_NO_DATA = "无数据"
SHOW_FIGURES = (
    ("count", "诉求量", " 件"),
    ("change_pct", "较上期", "%"),
    ("year_change_pct", "较上年同期", "%"),
    ("unplaced_share_pct", "无坐标占比", "%"),
    ("closing_rate_pct", "办结率", "%"),
    ("response_rate_pct", "响应率", "%"),
    ("resolution_rate_pct", "解决率", "%"),
    ("satisfaction_rate_pct", "满意率", "%"),
)
SHOW_TABLES = (
    ("areas", "区域：件、较上年 %", ("name", "count", "year_change_pct")),
    ("categories", "类别：件、较上年 %", ("name", "count", "year_change_pct")),
    ("cells", "网格：件、是否显著聚集", ("cell", "count", "is_significant")),
    ("batches", "批次：读入、新增、更新、未变、隔离", (
        "id", "file_name", "read_count", "loaded_count", "updated_count", "unchanged_count", "quarantined_count")),
    ("quarantine", "隔离：行数、其中已重放", ("example", "count", "replayed_count")),
    ("place_levels", "位置精度：件、占比 %", ("level", "count", "share_pct")),
)
# parts of a report that are no table: key -> title; names of what stands in a group
SHOW_PARTS = {
    "total": "总数",
    "by_kind": "违规类型",
    "roads": "路段：起数、上期、多发时",
    "supply": "停车供给：违停与泊位",
    "sources": "来源",
    "cameras": "摄像头误报",
    "enforcements": "整治与外溢",
    "by_light": "红黄绿灰",
    "by_category": "类别",
    "by_round": "轮次",
    "by_package": "工作包",
    "by_level": "牵头层级",
    "outputs": "产出：目标、单位、完成",
    "on_time_pct": "按期率 %",
    "median_delay_days": "延期中位天数",
    "week": "本周变化",
    "silent": "停报：编号、项目、天数",
    "late": "延期：编号、项目、灯、首次计划、预计、较首次、较上次、原因、规则",
    "by_stage": "阶段",
    "out": "已移出",
    "items_done": "已销账",
    "items_open": "在办",
    "items_reopened": "复账",
    "items_total": "全部事项",
    "quantities": "数量：完成、单位、计划、已销账",
    "at_risk": "进入风险：编号、街镇、阶段、连续月、须满",
    "ready": "可以退出：编号、街镇、阶段、连续月、须满",
    "relapsed": "退出后反弹：编号、街镇、阶段、连续月、须满、较退出前 %",
    "moves": "近期变动：编号、街镇、日期、由、至、得知",
}
SHOW_NAMES = {
    "from": "自",
    "to": "至",
    "turned_red": "新转红",
    "turned_yellow": "新转黄",
    "replanned": "改报工期",
    "median_replan_days": "改报中位天数",
    "completed": "完工",
    "fell_silent": "新停报",
}
