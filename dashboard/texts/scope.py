"""Scope (queries/, desk.py, routes/, components/): what a reader may not see, and how small counts are kept."""

from __future__ import annotations

SCOPE_AREA = "无权查看{area}"
SCOPE_FELL_BACK = "无权查看{asked}，已显示{shown}"
SCOPE_FROZEN = "分享链接只能看它固定下来的那一个区域和时段"
SCOPE_NOTHING = "这个账户没有查看数据的权限；需要时请安全管理员授予区域和角色"
CASE_NONE = "没有这个编号的工单，或它不由您承办"
CASE_TEXT_CLOSED = "正文只对承办者开放"
CASES_CLOSED = "无权查看工单清单"
CASES_CELL_CLOSED = "按格查看工单只对本街道的承办者开放；请按区域查看"
MAP_TILES_CLOSED = "全市网格瓦片只供演示库使用"
MAP_BOUND = "按整周计，少于 {least} 件的格不显示"
MAP_BOUND_TIP = (
    "这一区域不是您所在的街道：六边形按所选时段所在的整周和所选类别合计，少于 {least} 件的格（及为防倒推一并隐去的格）计入「位置较粗」，"
    "区域合计不受影响。"
)
MAP_ROUGH_BOUND = "另有 {rough} 件不在图上（{share}%）：较粗或小格 {coarse}，无位置 {unplaced}"
CLIENT_BOUND = {
    "cell_hint": "按整周计，少于 {least} 件的格不列",
    "cell_usual_tip": "少于 {least} 件的格不显示，因此不按格逐期比较。",
    "cell_count_tip": "本格在所选时段所在的整周、所选类别内的工单数。来源：12345 工单；截至 {at}。",
    "cell_repeat_tip": "只在本街道的格内统计。",
    "cell_overdue_tip": "只在本街道的格内统计。",
    "twin_coarse": "位置较粗或少于 {least} 件的格",
}
FROZEN_TITLE = "分享的视图"
FROZEN_NOTE = "区域、时段和类别由分享人固定，不能改动。"
Q_CITY_ONLY = "导入批次与退回的行涉及全市文件，只对市级数据质量岗位开放。"
SCOPE_LEVEL = "不在授权范围内"
ALL_CATEGORIES = "全部所选类别"
KEY_COARSE_OR_FEW = "位置较粗或少于 {least} 件的格"
