"""What the weekly brief says: rules of its sentences, tables, editions, page and command line."""

WEEK_WRONG = "周报的周次「{found}」不合格式：要写成 2026-W46（年-W周）"
NO_DATA = "无数据"

# ---- rules of sentences; numbers only ever as fields
CHANGE = {
    "none": "上周无数据，不作环比",
    "from_nothing": "上周为{before}",
    "level": "与上周持平（上周{before}）",
    "up": "环比上升{pct}（上周{before}）",
    "down": "环比下降{pct}（上周{before}）",
}
YEAR_CHANGE = {
    "none": "上年同期无数据，不作同比",
    "from_nothing": "上年同期为{before}",
    "level": "与上年同期持平（上年同期{before}）",
    "up": "同比上升{pct}（上年同期{before}）",
    "down": "同比下降{pct}（上年同期{before}）",
}
SHORT_CHANGE = {
    "none": "上周无数据", "from_nothing": "上周为{before}", "level": "与上周持平", "up": "环比升{pct}", "down": "环比降{pct}",
}
SHARE_NONE = "{name}无数据"
SHARE = "{name}{share}"
SHARE_LEVEL = "{name}{share}，与上周持平"
SHARE_UP = "{name}{share}，较上周升{points}"
SHARE_DOWN = "{name}{share}，较上周降{points}"
COUNTED = "{name}（{count}）"
COUNTED_SHARE = "{name}（{count}，占{share}）"
COUNTED_CHANGE = "{name}（{count}，{change}）"
AND_MORE = "等"

COUNT = "{area}共受理诉求{count}，{change}，{year}"
COUNT_NONE = "{area}没有诉求数据"
RATES_NONE = "没有办理结果的数据"
SAME_DAYS = "本周尚未结束，各周取相同天数。"
RATES = {"response": "响应率", "resolution": "解决率", "satisfaction": "满意率"}
TOP_CATEGORIES = "诉求最多的类别是{items}"
TOP_CATEGORIES_NONE = "本周没有诉求类别的数据"
RISEN = "比上周增加最多的是{name}，增加{more}"
RISEN_NONE = "没有比上周增加的类别"
TOP_STREETS = "诉求最多的{below}是{items}"
TOP_STREETS_NONE = "本周没有分区域的数据"
HOT_CELLS = "统计显著的聚集网格有{count}，诉求最多的是{items}"
HOT_CELLS_UNKNOWN = "本周没有可以判断聚集的数据"
HOT_CELLS_NONE = "本周没有统计显著的聚集网格"
CELL = "{street}网格{label}"
UNITS = "本周派遣{dispatched}，其中按时办结{on_time}、超时办结{late}、未办结{open}；办结率{closed_pct}，按时办结率{on_time_pct}；有效回访中不满意{unsatisfied}，不满意率{unsatisfied_pct}"
UNITS_NONE = "本周没有派遣的工单"
LIGHTS = "共有项目{total}：红灯{red}、黄灯{yellow}、绿灯{green}、灰灯{grey}、完工{done}，无数据{none}"
LIGHTS_NONE = "本区域没有行动计划项目的数据"
PROJECT_CHANGES = "本周转红{red}、转黄{yellow}、完工{done}，调整工期{replanned}，超期未报{silent}"
TURNED_RED = "转红的是{items}"
TURNED_NONE = "本周没有项目转红"
WATER_POINTS = "积水点共{total}：未治理{open}、治理中{treating}、已销账{closed}、复发{relapsed}，状态无数据{unknown}"
WATER_POINTS_NONE = "本区域没有积水点的数据"
RAINS = "本周有{events}降雨过程，累计雨量最大的一场{rain}"
RAINS_DEPTH = "本周有{events}降雨过程，雨量最大的一场{rain}；测得最大积水深度{depth}（{name}）"
RAINS_NONE = "本周没有记录到降雨过程"
RAINS_UNKNOWN = "本周没有雨情数据"
PARKING = "街面秩序问题{count}，{change}；其中违停{parking}、占道经营{vending}、单车堆积{bikes}"
PARKING_NONE = "本周没有街面秩序数据"
ROADS = "问题最多的路段是{items}"
ROADS_NONE = "没有可列出的路段"
TOWNS = "名单内街乡镇{listed}：治理督导{supervised}、未进先治{watch}、退出指导{aftercare}"
TOWNS_NONE = "本区域没有治理类街乡镇的数据"
TOWN_MOVES = "本周阶段变动{count}：{items}"
TOWN_MOVE = "{name}由{before}转为{after}"
TOWN_MOVES_NONE = "本周没有街乡镇变动阶段"
FIRST_EDITION = "本区域此前没有编发过周报，不作比较"
SINCE = "与上期（{last}）相比：新增聚集网格{hot_new}、不再聚集{hot_gone}；灯色变化的项目{lights}；阶段变动的街乡镇{stages}；上期所列诉求{count}"
DIFFERENCE_TABLE = "与上期相比的变化"
DIFFERENCE_HEAD = ("事项", "对象", "上期", "本期")
HOT_CELL, LIGHT_OF, STAGE_OF = "聚集网格", "项目灯色", "街乡镇阶段"
GATHERED, NOT_GATHERED = "聚集", "不聚集"

# ---- where numbers come from: query -> what it is called; the filters' names
QUERIES = {
    "figures.totals": "诉求汇总", "figures.by_category": "诉求类别汇总", "figures.ranking": "诉求分区域汇总", "hotspots.significant_cells": "诉求网格与聚集检验",
    "handling.by_unit": "承办单位办理汇总", "programme.overview": "行动计划项目册", "water.situation": "积水点与雨情水位", "water.events_in": "降雨过程",
    "parking.summary": "街面秩序汇总", "parking.roads": "街面秩序路段汇总", "towns.board": "治理类街乡镇名单", "brief.difference": "与上期周报比较",
}
FILTERS = {"query": "查询", "area": "区域", "from": "起", "to": "止", "resolution": "网格级别", "day": "状态日", "last": "上期", "last_number": "上期期号"}

# ---- units
CASES, CELLS, PROJECTS, POINTS_UNIT, EVENTS, TOWNS_UNIT, PCT, PP, MM, ITEMS = "件", "个", "个", "处", "场", "个", "%", "个百分点", "毫米", "起"

# ---- tables and charts
WEEKS_CHART = "近十二周诉求量"
THIS_YEAR, LAST_YEAR = "本年", "上年同期"
CATEGORY_TABLE, CATEGORY_CHART = "各类诉求", "各类诉求量"
CATEGORY = "类别"
AREA_TABLE = "各{below}诉求"
COUNT_HEAD = ("本周", "占比（%）", "上周", "环比（%）", "上年同期", "同比（%）")
TOTAL = "合计"
THIS_WEEK, LAST_WEEK = "本周", "上周"
CELL_TABLE = "诉求最多的网格"
CELL_HEAD = ("网格", "街道", "本周", "上周", "是否统计显著")
YES, NO = "是", "否"
CELL_NOTE = "网格为边长约{edge}的六边形；少于 {least} 件的网格不列出。统计显著：局部 Gi* 检验，错误发现率 5%。"
HEX_MAP = "{area}诉求分布"
UNIT_TABLE = "承办单位办理情况通报"
UNIT_HEAD = ("承办单位", "派遣", "按时办结", "超时办结", "未办结", "其中已超时", "退回", "办结率（%）", "按时办结率（%）", "有效回访", "不满意", "不满意率（%）")
UNIT_NOTE = "本周派遣的工单，办理状态截至{at}；派遣＝按时办结＋超时办结＋未办结＋退回。"
NO_UNIT = "未派单位"
OTHER_UNITS = "其余单位"
UNIT_CHART = "派遣最多的单位：办理情况"
ON_TIME, LATE, OPEN = "按时办结", "超时办结", "未办结"
LIGHT_TABLE = "本周灯色变化的项目"
LIGHT_HEAD = ("编号", "项目", "上周", "本周", "责任单位", "预计完工", "依据")
LIGHT_CHART = "项目灯色"
PROJECT_MAP = "{area}行动计划项目"
WATER_TABLE = "积水点"
WATER_MAP = "{area}积水点"
RAIN_TABLE = "本周降雨过程"
RAIN_HEAD = ("开始", "结束", "雨量（毫米）", "最大小时雨量（毫米）", "最大积水深度（毫米）", "地点", "积水诉求（件）")
ROAD_TABLE = "问题最多的路段"
ROAD_HEAD = ("路段", "街道", "本周", "上周", "环比（%）", "最多的时段")
HOUR = "{hour} 时"
TOWN_TABLE = "街乡镇阶段变动"
TOWN_HEAD = ("街乡镇", "原阶段", "现阶段", "日期")
BELOW = {"city": "区", "district": "街道（镇）", "street": "社区", "community": "社区"}

# ---- notes under the title
NOTE_EMPTY = "本周没有诉求数据。"
NOTE_UNFINISHED = "本周尚未结束：各数为 {first} 至 {last} 的数，环比、同比取相同天数。"
NOTE_STALE = "{feed}数据停更：最新一条为 {at}。"
NOTE_NEVER = "{feed}没有数据。"
NOTE_LOADING = "一次导入（第 {batch} 批）尚未完成汇总，诉求各数不含其中的工单。"
NOTE_SAMPLE = "演示数据：全部由程序生成，不对应真实诉求、项目、单位和人。"
FEEDS = {"complaints": "诉求", "projects": "项目日报", "water": "雨情水位", "parking": "街面秩序", "towns": "街乡镇月度"}

# ---- template
TEMPLATE_NAME = "周报模板"
TEMPLATE_BROKEN = "周报模板 {file} 读不出来：{error}"
TEMPLATE_LINE = "周报模板 {file} 第 {line} 行：{what}"
TEMPLATE_FIELD = "不认识的字段「{{{name}}}」；可用的字段见 /brief 页末的字段表"
TEMPLATE_BLOCK = "不认识的图表「@{name}」；可用的是 {known}"
TEMPLATE_KEY = "不认识的项「{name}」；可用的是 {known}"
TEMPLATE_DIGIT = "直接写了数字「{found}」：数字只能来自字段，以便查到出处（12345 除外）"
TEMPLATE_KIND = "「{name}」要写成{wanted}"
TEMPLATE_BRACE = "花括号不成对，或字段写法不对（{error}）"
TEMPLATE_SPEC = "字段里只能写名称"
TEMPLATE_EMPTY = "没有任何一节（[[section]]）"
KINDS = {"text": "一段文字", "list": "文字的列表", "table": "一张表", "whole": "整数", "flag": "true 或 false"}

# ---- editions
NUMBERED = "{year} 年第 {number} 期"
DRAFT = "草稿"
ALREADY = "{area} {week} 周报已由 {by} 于 {at} 编发（{number}），没有重复编发；要更正请选「更正」并写明原因"
LOST_RACE = "{area} {week} 周报刚由 {by} 编发（{number}），本次没有编发；请打开已编发的一期"
NUMBER_TAKEN = "编发期间另有一期周报占用了期号，本次没有编发；请再试一次"
NOTE_NEEDED = "编发{area} {week} 周报须写明原因：{why}"
LOADING = "正在导入数据（第 {batch} 批尚未完成汇总），周报的各数会互相不符；请等导入完成后再编发"
STILL_MOVING = "编发周报期间数据一再更新，没有得到前后一致的各数；请稍后再试"
CORRECTION = "更正已编发的一期。"
FUTURE_WEEK = "{week} 还没有开始，不能编周报"
NOT_KEPT = "本次没有编发：数据库没能写入（磁盘已满，或暂时连不上），没有留下半期周报，期号没有占用；请联系管理员，恢复后再编发一次"
BUSY = "正在编发另一期周报，请稍候再试"
AREA_WRONG = "不认识的区域「{area}」"
NOT_FOUND = "没有这一期周报，或您不能看它的区域"
DRAFT_GONE = "这份草稿已经更新，请刷新页面再看图"
NO_FILE = "这一期周报没有文件「{name}」"
DAMAGED = "第 {id} 号周报的存档与编发时的摘要不符，不予打开；请从备份恢复"
CANNOT_WRITE = "写周报文件到 {folder}：{error}；没有留下半截文件"
ISSUED_NOT_SHOWN = "{number} 已编发并存入数据库，但文件没有取出（{error}）；请运行 huitian brief --edition {id} -o 另一目录 取出，不要再次编发"
DISK_FULL = "写周报文件到 {folder}：磁盘已满，没有留下半截文件；请腾出空间后重试"
LONGEST_NOTE = 500

# ---- page
TITLE = "周报"
PAGE = {
    "issued": "已编发", "none": "还没有编发过周报。", "number": "期号", "week": "周次", "days": "起止", "area": "区域", "at": "编发时间",
    "by": "编发人", "as_of": "数据截至", "digest": "摘要", "files": "文件", "note": "说明", "open": "打开", "make": "编一期", "preview": "预览",
    "issue": "编发", "correct": "更正已编发的一期", "note_label": "说明（数据停更、本周未结束、更正时必填）", "note_hint": "写进周报，最多 500 字",
    "sure": "编发后各数不再改变；更正另出一版。", "back": "全部周报", "draft": "草稿：没有期号，不存档。", "source": "出处", "query": "查询",
    "filters": "条件", "figures": "本期全部数字与出处", "fields": "模板可用的字段", "blocks": "模板可用的图表", "field": "字段", "meaning": "含义",
    "value": "数", "unit": "单位", "see": "在看板上看", "template": "模板：{file}", "demo": "演示库不分人，按「演示」署名",
    "issued_said": "已编发 {number}。", "revision": "第 {revision} 版", "needs": "编发须写说明：{why}", "chart_table": "查看数据表",
    "schedule": "定时编发", "no_schedule": "没有定时编发；在 {file} 的 [schedule] 中设置。", "scheduled": "每{weekday} {hour} 时编发上一周：{areas}。",
    "last": "上次结果：{said}", "choose": "选择区域与周次", "ask": "看草稿", "one_use": "只有简报员可以编发。", "wide": "表可左右滑动",
}  # fmt: skip
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
STALE_MARK = "停更"
REVISED = "（第 {revision} 版）"

# ---- schedule and mail
SCHEDULED_BY = "定时"
NO_SCHEDULE = "周报没有设置定时：在 {file} 中写 [schedule]（weekday、hour、areas，可有 folder 与 [schedule.mail]）"
NOT_DUE = "还没到编发时间，或本周已编发；没有做任何事"
SCHEDULE_WEEKDAY = "weekday 须是 1（周一）至 7（周日）"
SCHEDULE_HOUR = "hour 须是 0 至 23"
SCHEDULE_AREAS = "areas 须是至少一个区域代码"
SCHEDULE_AREA = "不认识的区域「{area}」"
SCHEDULE_MAIL = "[schedule.mail] 要有 host、from 和至少一个 to"
SCHEDULED_STALE = "定时编发时：{why}"
MAIL_SUBJECT = "{title} {number}"
MAIL_TEXT = "{title}（{number}，{period}）见附件。\n数据截至：{as_of}\n摘要（SHA-256）：{digest}\n{notes}\n"
MAIL_FAILED = "周报 {number} 已编发，但邮件没有发出（{host}:{port}）：{error}"
MAIL_SENT = "已寄给 {to}"

# ---- command line
BRIEF_HELP = "编周报：Word、PPT、Excel 与图片；--issue 编发并冻结为一期。"
AREA_HELP = "区域代码（11、110114、huitian …）；不给为城市包的首选区域"
WEEK_HELP = "周次，如 2026-W46；不给为最近一个完整的周"
FOLDER_HELP = "文件写到这个目录"
ISSUE_HELP = "编发：给期号，冻结各数与文件"
NOTE_HELP = "说明：数据停更、本周未结束或更正时必须写"
CORRECT_HELP = "更正已编发的一期：另出一版，须写 --note"
SCHEDULED_HELP = "按 brief.toml 的 [schedule] 编发到期的周报，没到期什么也不做"
EDITION_HELP = "把已编发的一期（序号）的文件原样取出到 -o"
JSON_HELP = "输出 JSON"
FOLDER_NEEDED = "要用 -o 给出写文件的目录"
WROTE = "{number}：{count} 个文件写到 {folder}"
WROTE_DRAFT = "草稿（没有编发）：{count} 个文件写到 {folder}"
HOME_LOCK = "另一个进程正在编发到期的周报"
