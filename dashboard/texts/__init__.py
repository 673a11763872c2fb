"""Every Chinese text the dashboard shows or says, a section a part."""

from __future__ import annotations

# ---- addresses (state.py): what of a URL was not understood

STATE_UNREADABLE = "网址的参数读不懂，已按默认显示"
STATE_UNKNOWN = "网址中不认识的参数：{names}"
STATE_AREA = "没有代码为「{area}」的区域，已改为{default}"
STATE_MERGED = "按所选日期的边界，{area}属于{former}，已显示{former}"
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

# ---- map (components/map_panel.py, assets/hexlayer.js): gaps in braces are filled in by the browser

MAP_TITLE = "诉求密度"
MAP_SUM = "{from} 至 {to} ・ {total} 件 ・ 截至 {day} {time}"
MAP_ROUGH = "另有 {rough} 件不在图上（{share}%）：位置较粗 {coarse}，无位置 {unplaced}"
MAP_CELL = "{unit} ・ 格 {cell}"
MAP_COUNT = "{count} 件"
MAP_FEW = "少于 {least} 件"
MAP_FEW_SHORT = "<{least}"
MAP_OUTSIDE = "界外"
MAP_LEGEND = "件 / 格（约 {area} km²）"
MAP_LEGEND_APPROX = " ・ 位置示意"
MAP_LEGEND_HOT = "粗线圈出统计显著的聚集区"
MAP_BOUNDARY = "{day} 的边界"
MAP_ROADS_NOTE = "示意道路"
MAP_SAMPLE = "演示数据"
MAP_UNOUTLINED = "无边界 {count} 个"
MAP_SOURCES = "轨道 © OpenStreetMap"
MAP_ZOOM_IN = "放大"
MAP_ZOOM_OUT = "缩小"
MAP_RESET = "复位"
MAP_RESET_LONG = "回到整个区域"
MAP_NO_HANDLE = "地图控件的版本与本页不符：颜色照常，悬停、选格和聚集区暂不可用，请联系管理员核对 plotly 版本"
MAP_LATE = "地图 20 秒内没有画出，请刷新页面；仍不行请换用支持 WebGL 2 的浏览器"
MAP_EMPTY = "无数据"
MAP_NOWHERE = "「{area}」没有地图：没有这个区域，或它和上级都没有边界"
MAP_NO_LAYER = "没有底图图层「{layer}」"
MAP_TOO_FINE = "这一层级不提供 {res} 级网格"
MAP_BAD_DATE = "参数 {name} 的日期「{text}」不合格式（应如 2026-07-16）"

# ---- figures (queries/): names of what has no code

KEY_COARSE = "位置较粗"
KEY_UNPLACED = "无坐标"
KEY_UNKNOWN = "未定"
KEY_OUTSIDE = "辖区外或未定"

# ---- the shell: bar, breadcrumb row, rail, panels (components/, pages/)

SITE_TITLE = "{page} · {site}"
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

# ---- refusals (guard.py, serve_cli.py)

NOT_FOUND_TITLE = "没有这个页面"
NOT_FOUND = "地址 {path} 不在本系统内。可能是链接抄写有误，或页面在后续版本才有。"
NOT_FOUND_BACK = "回到综合态势"
FAULT_TITLE = "这一页暂时打不开"
HISTORY_BROKEN = "汇总数据读不出来，工单本身没有丢。请管理员在服务器上运行 huitian build。"
FAULT = "服务器处理这个请求时出了错，已记入日志。请把编号 {reference} 告诉管理员。"
REFUSED = "请求不合要求，没有处理：{reason}"
TOO_LARGE = "请求正文超过 {limit} 字节"
CALLBACK_SHAPE = "回调请求的格式不对"
WRONG_METHOD = "这个地址不接受这种请求方法"
PROGRAM_FAULT = "程序出错，已记入日志"
REFERENCE = "编号 {reference}"
REFUSAL_TITLES = {
    400: "请求读不懂",
    401: "请先登录",
    403: "没有这个权限",
    404: NOT_FOUND_TITLE,
    405: "请求方法不对",
    413: "请求太大",
    429: "请求太频繁",
    503: "数据库暂时连不上",
}
NOBODY_NAME = "未登录"
METRICS_TOKEN = "读取运行指标需要令牌（Authorization: Bearer …）"
AUDIT_AWAY = "审计记录写不进去，这一步没有执行；请稍候再试"
SIGN_IN_NEEDED = "请先登录；登录已失效时请重新登录"
NO_RIGHT = "当前账号没有这项权限；需要时请联系安全管理员授权"
STORE_IS_AWAY = "数据库暂时连不上或正在写入，请稍候再试；页面会自动恢复"
OTHER_ORIGIN = "请求不是从本系统的页面发出的，已拒绝"
OTHER_HOST = "演示库只应答本机地址（127.0.0.1、::1、localhost）"
WAIT_SECONDS = "{n} 秒"
WAIT_MINUTES = "{n} 分钟"
LIMITED = {
    "sign_in": "登录尝试太多，请 {wait}后再试",
    "files": "图片与导出每分钟至多 6 次，请 {wait}后再试",
    "callbacks": "操作太快，请 {wait}后再试",
    "views": "请求太多，请 {wait}后再试",
}
CALLBACK_UNTYPED = "启动看板：回调的值 {names} 没有在 dashboard/guard/callbacks.py 的 TYPES 中声明类型"
CALLBACK_PATTERN = "启动看板：回调输出 {name} 的写法不在本系统所用之列（只用固定的编号）"
MATRIX_TWICE = "启动看板：{rule} 在权限表中有两行"
MATRIX_MISSING = "启动看板：{rules} 不在权限表中（dashboard/guard/matrix.py），未列入的地址一律不开放"
OPENAPI_ABOUT = "本系统供机器读取的地址。时段与区域的写法同页面网址；所有拒绝都是 {error, reference} 一种格式。"
OPENAPI_COOKIE = "登录后由浏览器携带；https 之后名为 __Host-huitian。令牌从不出现在网址或正文中。"
OPENAPI_NEEDS = "所需权限：{needs}"
OPENAPI_EMPTY = "没有数据，或没有新的内容"
LIMITS_NEEDED = "启动看板：HUITIAN_RATE_LIMITS=off 只用于绑定本机回环地址的演示库"
SERVE_HELP = "打开看板网页：演示库在本机地址上免登录，其余都须登录。"
SERVE_HOST_HELP = "绑定的地址；不是本机回环地址时须先开户"
SERVE_PORT_HELP = "端口"
SERVE_NEEDS_ACCOUNT = "打开网页服务：{home} 不是演示库，须账号登录，但还没有可用的账号；请先运行 huitian user add 开户"
SERVE_DEMO_ELSEWHERE = "打开网页服务：{host} 不是本机回环地址；演示库免登录只能绑定 127.0.0.1、::1 或 localhost，绑定别的地址须先用 huitian user add 开户"
SERVE_FIXED_CLOCK = "打开网页服务：HUITIAN_NOW（固定时钟）只用于演示库，真实数据的库不能用"
SERVE_IS_OPEN = "演示库，免登录，只应答本机"
SERVE_IS_CLOSED = "须账号登录"
SERVE_PLAIN = "提醒：没有设置 https 的 HUITIAN_PUBLIC_URL，口令与 Cookie 在网络上不加密；正式使用请放在 TLS 反向代理之后"
SERVE_STARTED = "已打开 http://{host}:{port}/（按 Ctrl-C 停止）"
SERVE_PORT = "打开网页服务：{host}:{port} 绑定不了（{error}）；换一个 --port 再试"
STATUS_NAMES = {"pending": "待办", "handling": "办理中", "closed": "已办结", "returned": "已退回"}
CASES_CELL = "查询格内诉求：「{cell}」不是 7 至 10 级的网格编号"

# ---- cases of a cell (routes/cases.py)

CASE_OVERDUE = "超期"
CASE_NEAR = "临期"
CASE_LEFT = "还剩 {days} 天"
CASE_TOOK = "用时 {days} 天"
CASE_REPEAT = "当月第 {count} 次"
CASES_LIMIT = "limit 应为 0 至 {most} 的整数，收到「{text}」"

# ---- files and command line (export.py, show_cli.py)

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

# ---- data quality (pages/quality.py)

Q_FACTS = "数据概况"
Q_NEWEST = "最新记录"
Q_NEWEST_TIP = "库中最新一件工单的登记时间。来源：全部导入批次。"
Q_AGE = "{age}前"
Q_ROWS = "库中工单"
Q_ROWS_TIP = "历史列存里的工单数，与库中相等（huitian build --check 可核对）。"
Q_PERIOD_ROWS = "本区域本时段"
Q_PERIOD_ROWS_TIP = "所选区域、时段内登记的工单数，下面两项与「位置精度」都以它为分母。"
Q_UNPLACED = "无点位"
Q_OF = "{count} 件"
Q_UNPLACED_TIP = "没有坐标的工单所占比例：只认到街道、区县，或没有写地点。计入区域合计，不上图。"
Q_CONFLICT = "边界不一致"
Q_CONFLICT_TIP = "坐标落在另一个街道里的工单。统计以工单写明的街道或认出的社区为准，不以坐标为准。"
Q_LEVELS = "位置精度"
Q_LEVELS_SUB = "工单的地点认到哪一级"
Q_LEVEL = "级别"
Q_COUNT = "件"
Q_SHARE = "占比"
Q_POINTED = "其中有点位"
Q_QUARANTINE = "退回的行"
Q_QUARANTINE_SUB = "按原因；一行不能用，其余照常载入"
Q_REASON = "原因"
Q_EXAMPLE = "例"
Q_REPLAYED = "已修正载入"
Q_BATCHES = "导入批次"
Q_BATCHES_SUB = "每个文件一批，一次载入或完全不载入；读入 = 新增 + 更新 + 未变 + 退回"
Q_BATCH = "批次"
Q_FILE = "文件"
Q_AT = "导入时间"
Q_READ = "读入"
Q_LOADED = "新增"
Q_UPDATED = "更新"
Q_UNCHANGED = "未变"
Q_QUARANTINED = "退回"
Q_SUM = "核对"
Q_SECONDS = "秒"
Q_ADDS_UP = "相符"
Q_OFF_BY = "差 {count}"
Q_ALL = "共 {count} 批"

# ---- help (pages/help.py): sections of (anchor, title, blocks); a block is a paragraph, a list of steps, or a table {heads, rows}

HELP_CONTENTS = "目录"
HELP_HEADERS = (
    ("工单编号", "必有", "案件编号、工单号、受理编号"),
    ("创建时间", "必有", "来电时间、来电/受理时间、受理时间、填单时间"),
    ("标题、主要内容", "与地点、分类至少有一", "问题标题、工单标题、诉求标题；诉求内容、问题描述、工单内容、内容"),
    ("小区点位", "", "问题点位、发生地址、问题地址、诉求地址、事发地址、具体地址"),
    ("问题分类", "", "诉求分类、问题类别、分类；或一级问题分类至五级问题分类各一列"),
    ("被反映区", "", "所属区、行政区、区县"),
    ("被反映街乡镇", "", "被反映街道、街乡镇、街道、所属街道"),
    ("村/社区", "", "反应社区、反映社区、被反映社区、所属社区、社区"),
    ("派单时间", "", "承办单位转派时间、转派时间"),
    ("截止时间", "", "处理时限、到期时间、办理时限"),
    ("办结时间", "", "回复市中心时间、结案时间"),
    ("主办单位", "", "承办单位、二级承办单位简称、受理单位、处理科室"),
    ("工单状态", "", "办理状态、状态"),
    ("是否有效回访、是否联系、是否解决、是否满意", "", "有效回访；是否响应；满意度、满意情况"),
    ("经度、纬度", "", "lon、lng、longitude；lat、latitude。须用 --crs 说明坐标系"),
)
HELP = (
    ("import", "导入一个文件", (
        ["从热线系统导出工单，csv、xlsx 都可以，不必改列名，不必删空行。",
         "在装有本系统的机器上打开命令行，运行：huitian load complaints 文件名。一次可以写多个文件。",
         "先试不写库：加 --dry-run。它照样读完全部行，说出会新增、更新、退回多少。",
         "看结果：读入 = 新增 + 更新 + 未变 + 退回，四个数一定相加相等。数据质量页里也有。",
         "刷新看板。地图、排名和各项数字随导入更新，不用另外操作。"],
        "同一个文件导入两次不会重复。以后导出的文件里有相同工单编号的，按新的内容更新；比库里旧的不会盖掉新的。",
        "导入中途按 Ctrl-C 或断电，这个文件一行也不会留下，重新导入即可。",
    )),
    ("headers", "认得的列名", (
        "列的次序不限。下面各列按右边的任何一个名字都认得，前后空格、全角括号不影响。多出来的列不读，并在批次里记下列名。",
        {"heads": ("列", "要求", "也认得的名字"), "rows": HELP_HEADERS},
        "列名完全不同的文件，写一个对照文件（TOML），例如：",
        ("[columns]", 'order_no = "id"', 'created_at = "时间"', 'title = "标题"', 'content = "投诉件内容"'),
        "然后运行：huitian load complaints 文件名 --mapping 对照.toml。",
    )),
    ("layers", "项目、积水、停车、街镇的文件", (
        "命令都是 huitian load 种类 文件名，种类如下；csv、xlsx、json、geojson 都可以，退回、导出、改好再导入的办法与工单相同。",
        {"heads": ("种类", "内容", "要点"), "rows": (
            ("projects、milestones、project-reports", "项目台账、节点、日报", "首次计划一经载入不再改写；改期须写调整原因；金额认元、万元、亿元"),
            ("waterlogging、rain、depth", "积水点台账、雨量、水深", "雨量和水深须写明 mm、cm 或 m；重复、未来、负数、差十倍的读数退回"),
            ("violations、berths、enforcements", "违停等事件、泊位、整治", "车牌和当事人不入库；误报保留但不计数"),
            ("towns、town-months、tasks", "治理类街乡镇的阶段、月度数字、两张清单", "数量和单位必填；更正历史另加一行，写得知日期"),
        )},
    )),
    ("report", "项目日报与销账", (
        ["项目负责人登录后打开「项目日报」（/report），在建项目中今日未报的排在前面。",
         "一项六格：进度、累计支付、预计完工、调整原因、待协调、进展与问题；上次的值已填好，只改变了的。",
         "周调度表、月汇报表由日报算出，在同一页下载，不必另填。",
         "销账由一人提出并附佐证文件，另一人确认；照片里的拍摄地点、时间、机型在保存前去掉。复账须写原因。"],
        "红黄绿灯按城市包 rules.toml 的规则逐日推算，悬停可见规则原文和数字；七天未报的绿灯、黄灯转灰，红灯不变、加斜纹。",
    )),
    ("boundary", "按旧边界统计", (
        "区划调整过的区域，页面上方有边界开关：同样的工单按所选日期的街道归并，合计不变，各街道的数会变，趋势图在调整日画线。",
    )),
    ("bad", "不合格的行和文件", (
        "一行不能用时，只退回这一行，其余照常载入。常见原因：没有工单编号，编号变成了科学计数法（请把该列设为文本再导出），时间认不出、在将来、早于 1990 年，列数不对。",
        "类别空白、地点不详、不属于本市，都不算不合格：照样载入，分别记为待人工、无点位、辖区外。",
        ["看退回了哪些行：huitian quarantine list。",
         "导出来改：huitian quarantine export --batch 批次号 -o 退回.xlsx。末尾四列是编号、行号和原因，不要删。",
         "改好后重新载入：huitian quarantine replay 退回.xlsx。"],
        "整个文件不能用时（缺必有的列、编码混杂、文件被截断、不是表格），这个文件完全不载入，并说明在哪一行、哪一列。",
    )),
    ("encoding", "编码", (
        "UTF-8（带或不带 BOM）和 GB18030（含 GBK、GB2312）自动认出。两种编码混在一个文件里、或在字的中间截断的文件，整个拒收，并说出位置：请回到源系统重新导出，不要用记事本另存。",
    )),
    ("privacy", "个人信息", (
        "来电人姓名、电话、地址这几列不入库。标题、内容、办理结果里的电话、身份证号、车牌、邮箱、房间号在写入之前就遮盖。",
        "为了知道是不是同一人反复反映，只存一个加盐散列值，推不回号码。退回的行同样先遮盖再保存。",
    )),
    ("map", "怎样看地图", (
        "一个六边形的颜色是其中的件数，分七档，图例在左下角，换时段不换档。少于 5 件的格不显示数值。粗线圈出的是统计上显著的聚集区，不是随便画的。",
        "不是自己街道的地图：按所选时段所在的整周计，少于 5 件的格（和为防倒推一并隐去的格）不显示，计入「较粗或小格」；"
        "区域合计不受影响。格内工单的清单和正文只对本街道的承办者开放，每看一件全文都记入审计。",
        "六边形只收位置够准的工单。只写了路名、只认到街道的，不会硬放到某个点上，地图下方写明「位置较粗」和「无位置」各多少件；这些工单仍计入区域合计。",
        "「位置示意」：演示用的地点坐标是示意的，可能偏几百米。「示意边界，非行政界线」：界线只供看图，不作划界依据。「无边界」：有些街道没有界线，只在表里统计，不并入邻近街道。",
        "点区域名称或排名里的一行，进入下一级；浏览器的后退回到上一级。点一个六边形，右边列出其中的工单。不便看图时，点排名右上角的「表格」，同样的数以表格列出。",
    )),
    ("numbers", "数字怎样算", (
        {"heads": ("指标", "怎样算", ""), "rows": (
            ("诉求量", "所选时段、区域、类别内登记的工单数，按登记时间", ""),
            ("办结率", "已办结 ÷ 登记的工单", "近期登记的还在办理，会偏低"),
            ("响应率", "已联系 ÷ 有效回访", ""),
            ("解决率", "已解决 ÷ 有效回访", ""),
            ("满意率", "（满意 + 0.9 × 基本满意）÷ 有效回访", "系数在城市包 rules.toml"),
            ("无点位率", "没有坐标的工单 ÷ 登记的工单", ""),
            ("较上期、较上年", "与前一段同样长的日期、上年同一段日期相比", "不足 30 件的比差数"),
            ("常态倍数", "本时段件数 ÷ 此前各个同样长时段的平均", ""),
            ("超期", "过了时限仍未办结，或办结晚于时限", "时限取工单上的截止时间"),
        )},
        "时段的「近 30 日」到最新有数据的那一天为止。最后一天还没过完时，趋势图上用虚线和空心圆点表示。",
        "箭头的方向是增减，实心是变差、空心是变好、短横是持平。没有数据写「无数据」，不写 0。超过规定时间没有新数据，标「数据停更」并打斜线。",
    )),
    ("sign-in", "登录与账户", (
        ["第一次用一次性口令登录，须马上改成自己的口令：至少 10 位，大写、小写、数字、符号中占三类；16 位以上的一句话也可以。",
         "要用动态口令的人，在「账户」里用手机验证器扫码；以后登录除口令外再填 6 位数。换手机时请系统管理员清除后重扫。",
         "连续输错 5 次锁定 15 分钟，也可请安全管理员解锁。",
         "30 分钟没有操作、登录满 12 小时，都要重新登录（时限由部署方设定）。在「账户」里能看到自己在哪些机器上登录着，可以逐个结束。"],
        "账户不借人：每次查看单件、导出、改动都记在登录名下。",
    )),
    ("scope", "谁能看到什么", (
        "没有授予的一概看不到。每个账户的角色都限在一个区域里：市、区、街道或社区；导航、排名和下钻只列出能看的。网址里写了无权看的区域，会改为显示自己的区域并说明。",
        "诉求正文只对承办者开放：本街道、本社区、本单位承办的，和数据经办员。其他人看件数和清单。正文入库前已遮盖，每次打开仍记审计。",
        "在自己的街道以外，格内少于 5 件不显示数值，同时再隐去一格，使它不能由合计反推。"
        "同一时段、同样大小的格，换类别或换区域把同一格的件数相减，也得不出少于 5 件的数；相邻两周、大小两种格相减得出的数不在其内。区域合计不受影响。大屏和分享链接一律如此。",
    )),
    ("share", "分享链接", (
        "「分享链接」把当前视图做成一个地址：区域、起止日期和类别固定下来，1、7 或 30 天后失效。拿到的人不用登录，只能看这一个视图，不能导出，看不到清单和正文。",
        "在「账户」里随时收回。分享人被停用，或不再有那个区域的权限，链接同时失效。",
    )),
    ("admins", "三员怎样分工", (
        {"heads": ("谁", "做什么", "不能做什么"), "rows": (
            ("系统管理员", "开户、停用、恢复、重置口令", "不能授权，不看业务数据，不看审计"),
            ("安全管理员", "授予和收回角色、解锁、结束登录、发放和收回大屏令牌、收回分享链接", "不能开户，不看业务数据，不看审计"),
            ("审计管理员", "查看、筛选、核验、导出审计记录", "不能改任何东西，不看业务数据"),
        )},
        "三员互斥，一个账户只能任一员，也不能兼业务角色。首批三个账户在服务器上建立：huitian user add 登录名 --name 姓名 --role system（另两员为 security、audit），一次性口令只显示这一次。",
        "大屏：安全管理员发放令牌（或 huitian device add 名称 --area 区域代码），在大屏的浏览器里打开给出的地址一次即可。令牌从此只认那块屏的网络地址，拿到别处无效。",
        "「合规」页写明保存了什么、保存多久、谁能看到什么，以及等级保护三级各项由谁满足，可打印、可导出。",
    )),
    ("nightly", "备份、期限与核验", (
        ["每天：huitian backup -o 文件，备份文件移到另一台机器；密钥（HUITIAN_SECRET，或数据目录里的 secret 文件）另行保管，没有它备份里的来电人键、动态口令和审计都对不上。",
         "每天：huitian retain，按城市包 rules.toml 的期限清理；先看会清理多少，加 --dry-run。",
         "每周：huitian audit verify，核验审计是否完整；huitian restore 文件 --check，核对备份是否完好。",
         "要恢复时：先停服务，再运行 huitian restore 文件；逐表核对摘要，完全相符才启用。"],
        "库连不上、磁盘写满、数据停更、时钟不对，页面顶部都有一行说明，原有内容留在屏上；恢复后自动消失。监测用 /healthz、/readyz 和 /metrics。",
    )),
    ("serve", "对内网开放", (
        "演示库只在本机免登录。正式库须先建账户才能启动：huitian serve 前面放一个提供 https 的反向代理，把 HUITIAN_PUBLIC_URL 设为 https 开头的地址，HUITIAN_TRUSTED_PROXY 设为代理的地址。",
        "代理必须改写 X-Forwarded-For、X-Forwarded-Proto、X-Forwarded-Host；用可信头登录（HUITIAN_TRUSTED_HEADER）时，还必须清除来访者自己带的同名头。docker 目录里有现成的一套。",
    )),
)

# ---- doors (doors/): sign-in, own account, the three administrators

ROLE_NOTES = {
    "city": "看全市数据与办理清单，导出、分享，看数据质量",
    "district": "看本区数据与办理清单，导出、分享",
    "street": "看本街道数据、办理清单与正文，导出、分享",
    "community": "看本社区数据、办理清单与正文",
    "unit": "看区域内数据，本单位承办的清单与正文",
    "lead": "看区域内数据，填报项目进度，导出",
    "clerk": "看区域内数据、清单、正文与数据质量，导出",
    "briefing": "看区域内数据，编发周报，导出、分享",
    "wall": "大屏只看区域内数据，不看清单",
    "system": "开户、停用、重置口令；不看业务数据",
    "security": "授权、解锁、结束登录、管设备与链接；不看业务数据",
    "audit": "查看与核验审计记录；不看业务数据",
}
SESSION_KINDS = {"password": "口令", "oidc": "统一身份认证", "header": "可信代理", "device": "大屏设备"}
ADMIN_NAVIGATION = {"/admin/accounts": "账户管理", "/admin/grants": "授权与登录", "/admin/audit": "审计记录"}
NAME_MENU = "{name} 的菜单"
NAME_MENU_ADMIN = "管理"
SIGN_OUT = "退出登录"
NOT_SIGNED_IN = "登录"
DOOR_CODE_STEPS = ("在手机上装一个验证器（支持 TOTP 的任何一种，不需联网）。", "用它扫描下面的二维码；扫不了就手工输入密钥。", "把验证器显示的 6 位数字填在下面。")
DOORS = {
    # the sign-in card
    "sign_in": "登录",
    "sign_in_sub": "限授权人员使用，操作留痕可查",
    "login": "登录名",
    "password": "口令",
    "show": "显示",
    "hide": "隐藏",
    "or": "或",
    "sso": "统一身份认证登录",
    "header": "以 {login} 的身份登录",
    "help_forgot": "忘记口令：请系统管理员重置",
    "help_locked": "账户被锁：请安全管理员解锁，或到时自动解锁",
    "hours": "{idle} 分钟不操作须重新登录，一次登录最长 {hours} 小时",
    "boundary": "底图为示意，不含业务数据",
    "approval": "审图号：{number}",
    # what went wrong, or well
    "ended": "登录已失效，请重新登录。之后回到刚才的页面。",
    "ended_short": "登录已失效，请重新登录。",
    "needed": "请先登录，之后打开您要看的页面。",
    "signed_out": "已退出登录。",
    "blank": "请填写登录名和口令。",
    "no_such_sso": "统一身份认证已确认您是 {login}，但本系统没有这个账户或已停用。请联系系统管理员。",
    "sso_failed": "统一身份认证没有完成：{reason}。请重试，仍不行请用口令登录或联系系统管理员。",
    "sso_state": "登录请求已过期，或不是从本页发起的",
    "sso_refused": "认证服务拒绝了请求",
    "sso_away": "认证服务连不上",
    "sso_token": "认证服务给出的身份凭据核对不上",
    "sso_claim": "认证服务没有给出登录名",
    # one-time code
    "code": "动态口令",
    "code_ask": "打开手机上的验证器，输入「{site}」下的 6 位数字。",
    "code_input": "6 位动态口令",
    "code_lost": "手机不在身边或换了手机：请安全管理员清除后重新设置",
    "code_next": "继续",
    "code_set": "设置动态口令",
    "code_set_required": "您的角色须用动态口令登录。设置一次，以后每次登录输入 6 位数字。",
    "code_key": "密钥",
    "code_key_note": "只在这里显示，不要截图或转发",
    "code_qr": "动态口令密钥的二维码",
    "code_confirm": "核对并启用",
    "cancel": "取消并退出",
    # first change
    "change": "设置新口令",
    "change_ask": "现在的口令由管理员给出，只用这一次，请换成您自己的。",
    "old_given": "管理员给的口令",
    "new_password": "新口令",
    "again": "再输一次",
    "change_rule": "至少 {least} 个字符；不要用姓名、登录名、生日、手机号或常见口令。",
    "change_save": "保存并进入",
    "unequal": "两次输入的新口令不一样。",
    # device
    "device": "大屏登录",
    "device_sub": "用设备链接打开",
    "device_wait": "正在核对设备链接…",
    "device_none": "这个地址缺少设备链接里 # 后面的部分。请把安全管理员给的链接完整地输入大屏的浏览器。",
    "device_refused": "设备链接不可用：已到期、已收回，或已在另一台设备上用过。请联系安全管理员。",
    "device_away": "连不上服务器，10 秒后重试。",
    "noscript": "这一步需要浏览器允许本站脚本。",
    # account
    "account": "账户",
    "account_sub": "{login}",
    "account_roles_sub": "由安全管理员授予",
    "account_no_role": "还没有角色，看不到任何数据。请联系安全管理员授权。",
    "role": "角色",
    "area": "区域",
    "unit": "承办单位",
    "may": "可以做什么",
    "own_password": "口令",
    "own_password_sub": "上次修改 {at}",
    "own_password_none": "本账户经统一身份认证登录，没有本系统口令。",
    "old_password": "现在的口令",
    "password_save": "修改口令",
    "password_note": "改口令后，其他地方的登录都会结束。",
    "password_done": "口令已修改，其他地方的登录已结束。",
    "own_code": "动态口令",
    "own_code_on": "已启用",
    "own_code_off": "未启用",
    "own_code_on_note": "登录时除口令外还要输入手机上的 6 位数字。换手机请安全管理员清除。",
    "own_code_off_note": "建议启用：口令泄露时，别人也登录不了。",
    "own_code_begin": "开始设置",
    "own_code_done": "动态口令已启用，下次登录起使用。",
    "sign_ins": "登录",
    "sign_ins_sub": "本账户现在有效的登录",
    "half_way": "{kind}（未完成）",
    "sign_in_kind": "方式",
    "address": "地址",
    "since": "登录时间",
    "seen": "最近操作",
    "ends": "最迟到",
    "this_one": "本次登录",
    "end": "结束",
    "end_rest": "结束其他登录",
    "ended_one": "已结束这次登录。",
    "ended_all": "已结束其他登录。",
    "links": "分享链接",
    "links_sub": "本账户发出、还有效的链接",
    "link_view": "内容",
    "link_made": "建立时间",
    "link_until": "有效期至",
    "link_opened": "打开次数",
    "link_end": "收回",
    "link_ended": "已收回分享链接，持有者再打不开。",
    "none_links": "没有有效的分享链接",
    "times": "次",
    "link_period": "{first} 至 {last}",
    # accounts (system administrator)
    "accounts": "账户",
    "accounts_sub": "{count} 个 · {active} 个在用",
    "accounts_note": "系统管理员开户、停用、重置口令；授权由安全管理员办理，两者不能是同一人。",
    "name": "姓名",
    "state": "状态",
    "state_active": "在用",
    "state_stopped": "已停用",
    "state_locked": "锁定至 {at}",
    "state_first": "待首次改口令",
    "second": "动态口令",
    "second_on": "已启用",
    "second_due": "待设置",
    "second_off": "—",
    "created": "开户日期",
    "never": "从未",
    "reset": "重置口令",
    "stop": "停用",
    "start": "启用",
    "new_account": "新建账户",
    "new_account_sub": "建好后请安全管理员授权",
    "login_rule": "小写字母、数字和 . _ @ -，2–64 个字符",
    "name_rule": "真实姓名，写进审计记录",
    "add": "开户",
    "given": "{name}（{login}）的一次性口令，只显示这一次，请当面或另行告知本人：",
    "given_note": "本人第一次登录时必须改掉。",
    "copy": "复制",
    "copied": "已复制",
    "did_stop": "已停用 {login}，它的登录全部结束。",
    "did_start": "已启用 {login}。",
    "did_reset_code": "已清除 {login} 的动态口令，下次登录时重新设置。",
    "find": "查找",
    "find_hint": "登录名、姓名或角色",
    "clear": "清除",
    "sure": "确定",
    "no_accounts": "没有符合条件的账户",
    # grants (security administrator)
    "tab_grants": "授权",
    "tab_sign_ins": "登录",
    "tab_devices": "大屏设备",
    "tab_links": "分享链接",
    "grants": "授权",
    "grants_sub": "{count} 项在用",
    "grants_note": "三员（系统、安全、审计）互不兼任，也不能兼有业务角色；管理员不能给自己授权。",
    "granted_by": "授权人",
    "granted_at": "授权时间",
    "revoke": "收回",
    "did_revoke": "已收回 {name} 的「{role}」，其登录已结束。",
    "new_grant": "新增授权",
    "new_grant_sub": "生效后对方须重新登录",
    "person": "人员",
    "choose": "请选择",
    "area_hint": "输入名称或代码，如 回龙观街道",
    "area_rule": "按角色选市、区、街道或社区；管理员角色不填",
    "unit_rule": "只有「承办单位」要填，与工单上的单位名一致",
    "grant": "授权",
    "did_grant": "已授予 {name}「{role}」。",
    "area_unknown": "没有找到区域「{text}」，请从列表中选，或输入代码。",
    "area_many": "「{text}」不止一个：{names}。请输入代码。",
    "no_person": "请选择人员。",
    "locked_title": "锁定的账户",
    "locked_flag": "{n} 个锁定",
    "locked_sub": "输错次数过多；到时自动解锁",
    "unlock": "解锁",
    "coded": "动态口令",
    "coded_sub": "手机丢失时清除，下次登录重新设置",
    "clear_code": "清除",
    "none_coded": "还没有人设置动态口令",
    "did_unlock": "已解锁 {login}。",
    "none_locked": "没有锁定的账户",
    "all_sign_ins": "现在有效的登录",
    "all_sign_ins_sub": "{count} 个",
    "did_end": "已结束 {login} 的登录。",
    "devices": "大屏设备",
    "devices_sub": "凭设备链接登录，首次使用即绑定该设备地址",
    "device_name": "设备名称",
    "device_name_hint": "如 指挥中心东墙",
    "bound": "绑定地址",
    "unbound": "尚未使用",
    "bound_state": "使用中",
    "revoked": "已收回",
    "last_use": "最近使用",
    "until": "有效期至",
    "expired": "已到期",
    "new_device": "新增设备",
    "new_device_sub": "链接只显示一次",
    "days": "有效天数",
    "add_device": "生成设备链接",
    "device_given": "「{name}」的设备链接，只显示这一次，请输入那块大屏的浏览器：",
    "device_given_note": "首次打开即绑定该设备的地址；# 后面的部分不会发到网络日志里。",
    "did_end_device": "已收回设备「{name}」，该大屏不能再登录。",
    "none_devices": "没有大屏设备",
    "all_links": "分享链接",
    "all_links_sub": "{count} 个有效",
    "sharer": "分享人",
    "no_grants": "没有授权",
    "none_sign_ins": "没有有效的登录",
    # audit administrator
    "audit": "审计记录",
    "audit_sub": "只增不改，逐条以哈希相连",
    "at": "时间",
    "number": "序号",
    "actor": "人员",
    "act": "动作",
    "subject": "对象",
    "details": "详情",
    "any": "全部",
    "actor_hint": "登录名",
    "filter": "筛选",
    "verify": "核验全链",
    "verify_ok": "全链完整：核验 {rows} 条，首尾相连，没有缺失或改动。",
    "verify_bad": "第 {id} 条起不符：{reason}。请立即保全现场，并报告安全管理员。",
    "verify_bad_whole": "审计记录不完整：{reason}。请立即保全现场，并报告安全管理员。",
    "verify_resealed": "其中 {n} 次在还原或丢失末端文件后重新封存，请逐次核对原因（动作「重新封存审计末尾」）。",
    "verify_never": "核验会从第一条起重算每条记录的哈希，并与库外保存的末端比对。",
    "export": "导出 CSV",
    "older": "更早",
    "newest": "最新",
    "no_rows": "没有符合条件的记录",
    "rows_shown": "第 {first}–{last} 条",
    "yes": "是", "no": "否",
    "export_file": "回天_审计_{first}_{last}.csv",
    "gone": "这一项已不在了，可能刚被别人处理。",
}  # fmt: skip

AUDIT_DETAILS = {
    "kind": "方式", "stage": "步骤", "reason": "原因", "role": "角色", "area": "区域", "unit": "单位", "days": "天数", "name": "名称",
    "has_password": "有口令", "through": "截至序号", "hash": "哈希", "count": "条数", "head_before": "原末端", "file": "文件",
}  # fmt: skip
AUDIT_WORDS = {
    "password": "口令", "oidc": "统一身份认证", "header": "可信代理", "device": "大屏设备", "code": "动态口令",
    "change": "改口令", "full": "完成", "wrong": "口令不对", "locked": "已锁定", "account": "没有账户或已停用", "unknown": "令牌不明",
    "revoked": "已收回", "expired": "已到期", "stopped": "已停用", "address": "地址不符",
}  # fmt: skip

# ---- scope (queries/, desk.py, routes/, components/): what a reader may not see, and how small counts are kept

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


# ---- accounts and sign-ins (access/, access_cli.py)
SIGN_IN_WRONG = "登录名或口令不对。连续输错 5 次，账户锁定 15 分钟。"
SIGN_IN_ENDED = "登录已失效，请重新登录"
SIGN_IN_NO_ACCOUNT = "本系统没有这个登录名的有效账户，请联系系统管理员开户"
CODE_WRONG = "动态口令不对，或已经用过。请等下一个再输。连续输错 5 次，账户锁定 15 分钟。"
FACTOR_THERE = "设置动态口令：这个账户已经设置过。换手机请安全管理员先清除旧的"
PASSWORD_WRONG = "修改口令：原口令不对，或账户已锁定"
PASSWORD_AGAIN = "修改口令：新口令与原口令相同"
PASSWORD_SHORT = "修改口令：新口令至少 {least} 个字符"
PASSWORD_LONG = "修改口令：新口令最多 {most} 个字符"
PASSWORD_PLAIN = "修改口令：新口令须含大写、小写、数字、其他符号中的 {kinds} 种，或不少于 {enough} 个字符"
PASSWORD_SAME = "修改口令：新口令里重复的字符太多"
PASSWORD_LOGIN = "修改口令：新口令不能含登录名"
PASSWORD_KNOWN = "修改口令：新口令含有常见口令，容易被猜中"
ACCOUNT_LOGIN = "账户：登录名须为 2 至 64 位小写字母、数字或 . _ @ -，以字母或数字开头，不能以 device- 开头"
ACCOUNT_NAME = "账户：姓名或名称不能为空，最多 64 个字"
ACCOUNT_EXISTS = "开户：登录名 {login} 已经有了"
ACCOUNT_NONE = "账户：没有 {login}"
ACCOUNT_OWN = "账户：不能改自己的账户、角色或锁定，请另一位管理员办理"
ACCOUNT_DEVICE = "账户：大屏设备没有口令，请改用设备命令"
GRANT_ROLE = "授权：没有角色「{role}」；可用的是 {roles}"
GRANT_NO_AREA = "授权：{role}不分区域，不能带区域代码"
GRANT_AREA = "授权：{role}须给出 {levels} 的区域代码，「{area}」不是"
GRANT_UNIT = "授权：承办单位须写明单位名称，其他角色（{role}）不能带单位"
GRANT_AGAIN = "授权：这个账户已经有同样的角色"
GRANT_DEVICE = "授权：大屏设备只能有一个大屏角色，大屏角色只给设备"
GRANT_SEPARATE = "授权：三员分立。账户已有{held}，系统、安全、审计管理员的账户只能有一个角色，也不能兼业务角色"
GRANT_NONE = "授权：没有第 {number} 号有效授权"
DEVICE_DAYS = "大屏设备：有效期须在 1 至 {most} 天之间"
DEVICE_NONE = "大屏设备：没有第 {number} 号有效设备"
DEVICE_REFUSED = "大屏设备：令牌无效、已到期，或已在另一地址使用。请安全管理员重新发放"
ROLE_NAMES = {
    "city": "市级", "district": "区级", "street": "街道", "community": "社区", "unit": "承办单位", "lead": "项目负责人", "clerk": "经办员",
    "briefing": "简报员", "wall": "大屏设备", "system": "系统管理员", "security": "安全管理员", "audit": "审计管理员", "share": "分享链接",
}
ROLE_LEVELS = {"city": "市", "district": "区", "street": "街道", "community": "社区"}

# ---- compliance (pages/compliance.py)

C_CONTENTS = "本页内容"
C_PARTS = {"flow": "个人信息", "kept": "期限与标记", "access": "权限", "data": "数据清单", "checklist": "等保三级"}
C_PRINT = "打印"
C_UNFOLD = "全部展开"
C_FOLD = "收起"
C_FACTS = "合规概况"
C_TABLES = "库表"
C_TABLES_VALUE = "{columns} 列"
C_TABLES_TIP = "库里全部的表和列，由程序的数据模型生成；缺一列说明，程序就不能发布。"
C_PERSONAL = "与人有关的列"
C_PERSONAL_VALUE = "原文 0 列"
C_PERSONAL_TIP = "{forms}。没有一列保存来电人的姓名、号码、证件号或住址的原文。"
C_DEMANDS = "等保三级，本应用"
C_DEMANDS_VALUE = "项应用满足，{both} 项共同"
C_DEMANDS_TIP = "GB/T 22239—2019 第三级：{app} 项由应用满足，{both} 项须应用与部署方共同满足，{deployer} 项由部署方满足。本页是自查，不代替测评。"
C_AUDIT = "审计记录"
C_AUDIT_NEWEST = "条，最新 {at}"
C_AUDIT_NONE = "免登录演示，记导出与查看"
C_AUDIT_TIP = "只增不改，逐条以散列相连；完整与否由 huitian audit verify 或审计管理员核验。"
C_ACCOUNTS = "启用的账户"
C_ACCOUNTS_OPEN = "本机演示，免登录"
C_ACCOUNTS_UNIT = "个"
C_ACCOUNTS_TIP = "停用的不计。没有默认账户；系统、安全、审计三员互斥。"
C_MAP = "地图"
C_MAP_APPROVED = "审图号 {number}"
C_MAP_SKETCH = "示意，无审图号"
C_MAP_TIP = "没有审图号的底图只能作内部示意；公开展示前须送审，并把审图号写进城市包 pack.toml。"
C_FLOW = "个人信息走到哪里为止"
C_FLOW_SUB = "一行一项，从源文件到备份；竖线处完成遮盖和散列，原文不越过它"
C_FLOW_ITEM = "个人信息"
C_FLOW_NOTE = (
    "写法规整的号码、证件、车牌、邮箱按规则遮盖；随手写在句子里的人名、别名可能漏过，所以正文只对承办者开放，并逐次记审计。"
    "源文件留在导入者手里，由部署方按自己的规定保管或销毁。备份与库内容相同，按库的密级保管；密钥不在备份里。"
)
C_STAGES = {
    "file": "源文件", "memory": "读入内存", "store": "暂存与库", "history": "列存与日表", "cube": "地图与统计",
    "page": "页面", "export": "导出与分享", "log": "运行日志", "audit": "审计", "backup": "备份",
}  # fmt: skip
C_STATES = {
    "raw": "原文", "masked": "遮盖后", "keyed": "加盐散列", "place": "到楼栋为止", "staff": "登录名、姓名",
    "network": "终端地址", "sealed": "散列或密文", "count": "只剩件数", "gone": "不存在",
}  # fmt: skip
C_PERSONAL_FORMS = {
    "none": "", "masked": "遮盖后的文字", "keyed": "加盐散列", "place": "事发地点", "staff": "工作人员", "network": "终端地址", "sealed": "散列或密文",
}  # fmt: skip
C_KEPT = "保存期限"
C_KEPT_SUB = "到期由 huitian retain 处理；期限在城市包 rules.toml"
C_KEPT_WHAT = "对象"
C_KEPT_DAYS = "期限"
C_KEPT_THEN = "到期"
C_KEPT_TABLES = "库表"
C_KEPT_WORDS = {
    "case_text_days": ("工单正文与来电人键", "自办结起；清除正文、地点原文和来电人键，工单仍计数"),
    "quarantine_days": ("退回的行", "自导入起；一直没有改好的整行删除"),
    "session_days": ("已失效的登录", "自失效起；删除"),
    "share_days": ("过期或收回的分享链接", "自失效起；删除"),
    "audit_days": ("审计记录", "更早的部分删除，留下签名的校验点"),
    "derived": ("由工单推出的件数", "随工单更新"),
    "ledger": ("导入批次", "留作来历，不含个人信息"),
    "account": ("账户、授权、大屏设备", "停用后留名，使审计可查"),
    "business": ("隐患、项目、周报", "业务资料，随归档规定"),
    "pack": ("区域与库说明", "随城市包更新"),
}
C_DAYS = "{days:,} 天"
C_UNLIMITED = "不设期限"
C_SOURCE = "依据：{source}"
C_MARKS = "地图与数据标记"
C_MARKS_SUB = "屏幕、图片与导出上写明的来历"
C_MARK_MAP = "审图号"
C_MARK_BOUNDARY = "界线"
C_MARK_SURVEYED = "实测或官方界线"
C_MARK_SOURCE = "底图来源"
C_MARK_POINTS = "点位"
C_MARK_POINTS_APPROX = "允许示意位置，图例写明「位置示意」"
C_MARK_POINTS_EXACT = "只收实测位置"
C_MARK_SAMPLE = "演示数据"
C_MARK_SAMPLE_ALL = "全部 {count} 批为演示数据，处处标明"
C_MARK_SAMPLE_SOME = "{count} 批中有 {sample} 批为演示数据，逐行标明"
C_MARK_SAMPLE_NONE = "{count} 批均为正式数据"
C_MARK_RULES = "示例规则"
C_MARK_RULES_NONE = "没有，口径均有出处"
C_MARK_RULES_SOME = "{names}：正式使用前按本地规定改定"
C_RULE_GROUPS = {
    "rates": "三率", "window": "考核周期", "deadlines": "办理时限", "suppression": "小数抑制", "hex": "六边形", "freshness": "数据新鲜度",
    "alarms": "告警", "retention": "保存期限", "lights": "红黄绿灯", "reporting": "日报告", "waterlogging": "积水与雨情", "towns": "治理类街乡镇",
}  # fmt: skip
C_MARK_FEW = "小数抑制"
C_MARK_FEW_VALUE = "本街道以外，格内少于 {least} 件不显示，并同时隐去可由合计反推的一格"
C_MARK_SERVICE = "外部服务"
C_MARK_SERVICE_OFF = "关闭；没有任何请求离开本机"
C_MARK_SERVICE_ON = "{name}：遮盖后的地点文字会发往该服务"
C_ROLES = "角色与权限"
C_ROLES_SUB = "由安全管理员按区域授予，未授予的一概拒绝；● 有此权限"
C_ROLE = "角色"
C_LEVELS = "授予层级"
C_LEVEL_NAMES = {"city": "市", "district": "区", "street": "街", "community": "社"}
C_ADMINISTRATOR = "三员，互斥"
C_NO_LEVEL = "固定视图"
C_RIGHTS = {
    "view": "看数据", "cases": "看清单", "case_text": "看正文", "export": "导出", "share": "分享", "quality": "数据质量", "report": "填报",
    "flood": "汛期开关", "wall_control": "大屏遥控", "brief": "周报", "accounts": "管账户", "grants": "管授权", "audit": "查审计", "compliance": "看合规",
}  # fmt: skip
C_HAS = "有"
C_HAS_NOT = "无"
C_DOORS = {"public": "不需登录", "reader": "任何已知的人", "signed_in": "已登录", "page": "随页面", "closed": "关闭"}
C_ACCESS = "每项权限打开哪些地址"
C_ACCESS_SUB = "由程序的访问表生成；不在表里的地址一律 404"
C_NEED = "需要"
C_PAGES = "页面"
C_ADDRESSES = "接口"
C_ADDRESS_COUNT = "{count} 个"
C_DATA = "数据清单"
C_DATA_SUB = "每个表保存什么、与人有关的是哪几列、保存多久；点一行看各列"
C_TABLE = "表"
C_HOLDS = "保存什么"
C_COLUMNS = "列"
C_ABOUT_PEOPLE = "与人有关"
C_KEEPING = "保存"
C_NOBODY = "无"
C_FORM = "形式"
C_TYPE = "类型"
C_CHECK = "等级保护三级自查"
C_CHECK_SUB = "GB/T 22239—2019 第三级安全通用要求；条文为摘要，以标准原文为准；自查不代替测评"
C_CLAUSE = "条款"
C_CONTROL = "控制点"
C_ASKS = "要求"
C_BY = "由谁满足"
C_HOW = "怎样做到"
C_EVIDENCE = "程序与测试"
C_BY_NAMES = {"app": ("ok", "应用"), "both": ("notice", "共同"), "deployer": ("nodata", "部署方")}
C_FILES = {
    "inventory": ("数据清单", ("表", "表保存什么", "列", "列保存什么", "类型", "与人有关", "保存期限")),
    "access": ("访问矩阵", ("地址", "需要")),          # then one column a role
    "checklist": ("等保三级自查", ("条款", "控制点", "要求", "由谁满足", "怎样做到", "程序与测试")),
}

# ---- the pulse (routes/pulse.py, assets/pulse.js): banners; gaps in braces are filled in by the browser, which has them before any page

PULSE = {
    "store": "库连不上",
    "server": "服务器没有回答",
    "kept": "显示最后一次的数据（截至 {at}），恢复后自动更新，不必刷新",
    "kept_none": "恢复后自动打开本页，不必刷新",
    "since": "自 {at} 起",
    "ended": "登录已失效",
    "ended_what": "显示的是失效前的数据（截至 {at}）",
    "sign_in": "重新登录",
    "clock": "时钟不一致",
    "clock_ahead": "本机时钟比服务器快 {minutes} 分钟，请校准本机时间；页面上的时间以服务器为准",
    "clock_behind": "本机时钟比服务器慢 {minutes} 分钟，请校准本机时间；页面上的时间以服务器为准",
    "stale_what": "最新一件诉求登记于 {at}，此后没有新的导入；以下为当时的数据",
    "news": "已更新到 {at} 的数据",
}
PULSE_CLOCK_BEHIND = "服务器时钟可疑：最新一件诉求登记于 {newest}，比服务器时间 {now} 晚 {minutes} 分钟，请管理员核对服务器时间"
PULSE_DISK = "磁盘将满：数据目录所在磁盘只剩 {free} GB，导入可能失败，请管理员清理"
USER_HELP = "账户：开户、授权、停用、重置口令、结束登录。每一步都写入审计。"
USER_ADD_HELP = "开户，打印一次性口令（只显示这一次，72 小时内有效，首次登录必须修改）"
USER_NAME_HELP = "姓名"
USER_ROLE_HELP = "同时授予的角色：city、district、street、community、unit、lead、clerk、briefing、system、security、audit"
USER_AREA_HELP = "区域代码，或城市包里的关注区域（如 huitian）"
USER_UNIT_HELP = "承办单位名称（只用于角色 unit）"
USER_NO_PASSWORD_HELP = "不设口令，只能用统一身份认证登录"
USER_LIST_HELP = "列出账户、状态与角色（# 后是授权号）"
USER_GRANT_HELP = "授予角色"
USER_REVOKE_HELP = "按授权号收回角色"
USER_RESET_HELP = "重置口令，打印新的一次性口令；加 --code 则清除动态口令（换手机）"
USER_RESET_CODE_HELP = "不动口令，清除动态口令"
USER_UNLOCK_HELP = "解除输错口令造成的锁定"
USER_STOP_HELP = "停用账户，结束其全部登录"
USER_START_HELP = "恢复停用的账户"
USER_SESSIONS_HELP = "列出账户当前的登录：编号、方式、进度、地址、登录、最近、到期时间"
USER_SESSIONS_END_HELP = "结束全部登录"
USER_ADDED = "已开户 {login}"
USER_PASSWORD = "一次性口令（只显示这一次，请当面或经另一渠道交给本人，72 小时内有效）："
USER_GRANTED = "已授权 {login}，授权号 {number}；此账户的登录已全部结束"
USER_REVOKED = "已收回第 {number} 号授权；此账户的登录已全部结束"
USER_CODE_CLEARED = "已清除 {login} 的动态口令，下次登录时重新设置"
USER_UNLOCKED = "已解除 {login} 的锁定"
USER_STOPPED = "已停用 {login}，其登录已全部结束"
USER_STARTED = "已恢复 {login}"
USER_SESSIONS_ENDED = "已结束 {login} 的 {count} 个登录"
USER_STATES = {"active": "正常", "stopped": "停用", "locked": "锁定", "change": "待改口令"}
USER_NO_ROLE = "无角色"
DEVICE_HELP = "大屏设备：发放、列出、收回令牌。"
DEVICE_ADD_HELP = "为一块大屏发放令牌，打印登录地址（只显示这一次；在大屏上打开，此后只认那个网络地址）"
DEVICE_DAYS_HELP = "有效天数，1–730"
DEVICE_WALL_HELP = "登录后打开的大屏名称，如 district；不写时按区域级别：市级 city、区级 district、街道 scenes"
DEVICE_LIST_HELP = "列出大屏设备：编号、名称、区域、地址、到期、状态"
DEVICE_REVOKE_HELP = "按编号收回令牌，结束其登录"
DEVICE_ADDED = "已为「{name}」发放令牌，{days} 天有效。请在大屏上打开下面的地址（只显示这一次；没有设置 HUITIAN_PUBLIC_URL 时前面加上本站地址）："
DEVICE_REVOKED = "已收回第 {number} 号设备的令牌"
DEVICE_UNUSED = "未使用"
DEVICE_STATES = {False: "有效", True: "已失效"}

# ---- share links (access/share.py, routes/share.py, components/actions.py)

SHARE_DAYS = "分享链接：有效期须在 1 至 {most} 天之间"
SHARE_NO_RIGHT = "分享链接：无权分享这个区域"
SHARE_TOO_MANY = "分享链接：有效的链接已有 {most} 个，请先在「账户」中收回不用的"
SHARE_UNKNOWN = "分享链接：没有这个有效链接"
SHARE_REFUSED = "分享链接无效、已到期或已收回。请向分享人索取新的链接"
FLOOD_BACK = "切换汛期模式：返回的地址须是积水治理页"
SHARE_BODY = "分享链接：请求须为 JSON，含 address（本系统页面的地址）与 days（天数）"
SHARE_NO_PAGE = "分享链接：这一页不能分享"
COPY_ADDRESS = "复制地址"
SHARE_TITLE = "分享这个视图"
SHARE_NOTE = "持有链接的人不用登录就能看到这一个视图：区域与起止日期固定，件数少的网格不显示，不含诉求正文，不能导出。到期自动失效，可随时在「账户」中收回。"
SHARE_FOR = "有效期"
SHARE_TERMS = ((1, "1 天"), (7, "7 天"), (30, "30 天"))
SHARE_MAKE = "生成链接"
SHARE_COPY = "复制"
SHARE_CLOSE = "关闭"
SHARE_LINK = "链接（只显示这一次）"
SHARE_UNTIL = "有效期至"
