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
NAVIGATION = {"/": "综合态势", "/hotspots": "诉求热点", "/quality": "数据质量", "/help": "使用说明"}
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
LEVELS = {"city": "市", "district": "区", "street": "街"}
AREA = "区域"
AREA_WITH_PARTS = "{name}（{count} 个{below}）"
BELOW = {"city": "区", "district": "街道", "street": "社区"}
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
    "no_earlier": "没有更早的数据可比",
    "few_base": "基数不足 30，不比较",
    "all": "全选",
    "others": "其他 {n} 类",
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
    "cell_all": "查看全部 {n} 件",
    "cell_more": "只列出最近 {n} 件，其余请导出。",
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
FAULT = "服务器处理这个请求时出了错，已记入日志。请把编号 {reference} 告诉管理员。"
REFUSED = "请求不合要求，没有处理：{reason}"
TOO_LARGE = "请求正文超过 {limit} 字节"
CALLBACK_SHAPE = "回调请求的格式不对"
WRONG_METHOD = "这个地址不接受这种请求方法"
PROGRAM_FAULT = "程序出错，已记入日志"
SERVE_HELP = "打开看板网页（演示库，本机地址）。"
SERVE_HOST_HELP = "绑定的地址，只能是本机回环地址"
SERVE_PORT_HELP = "端口"
SERVE_NEEDS_DEMO = "打开网页服务：{home} 不是演示库，需要账号登录；本版本还没有账号，只能打开 huitian demo 生成的演示库"
SERVE_NEEDS_LOOPBACK = "打开网页服务：{host} 不是本机回环地址；演示库免登录，只能绑定 127.0.0.1、::1 或 localhost"
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
)
