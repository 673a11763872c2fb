"""What `/projects` says."""

TABS = {"": "清单", "map": "地图", "gantt": "甘特图", "outputs": "产出"}
TABS_LABEL = "行动计划的视图"
NONE = "无数据"
ALL = "全部"

# a light: shape, word, what tiles and filters say of it. Codes as in geodata.programme.lights
LIGHTS = {
    "red": ("alarm", "滞后"),
    "yellow": ("warn", "关注"),
    "grey": ("stale", "停报"),
    "green": ("ok", "按期"),
    "done": ("done", "完工"),
    "": ("nodata", "无数据"),
}
LIGHT_TIP = "{name}：{words}\n{since}规则来源：{source}\n截至 {as_of}"
LIGHT_SINCE = "自 {day} 起\n"
LIGHT_SILENT = "红灯，且停报"

# the strip
STATE = "项目状态"
STATE_SUB = "点选即筛选"
STATE_TILES = (("", "全部"), ("done", "已完工"), ("green", "按期"), ("yellow", "关注"), ("red", "滞后"), ("grey", "停报"))
STATE_TIPS = {
    "": "本区域、当前筛选下的全部项目",
    "done": "已完工或已投用",
    "green": "进度、开工与支付均未触发关注或滞后的规则",
    "yellow": "进度落后 {yellow:g}–{red:g} 个百分点，或应开工当月未开工，或红灯整改后不满 {mended} 天",
    "red": "进度落后超过 {red:g} 个百分点，或连续 {late} 个月未开工，或逾期未支付",
    "grey": "{silent} 天没有报送，原为按期或关注；另有红灯停报 {hatched} 项，灯加斜纹",
}
TILE_TIP = "{name} {count} 项\n定义：{tip}\n规则来源：{source}\n截至 {as_of}"
ON_TIME = "按期率"
ON_TIME_TIP = "完工日或最近预计不晚于首次计划的项目 ÷ 两个日期都已知的项目（{known} 项）\n截至 {as_of}，来源：项目台账"
LATE_MEDIAN = "滞后中位"
LATE_MEDIAN_TIP = "晚于首次计划的 {late} 项，较首次计划滞后天数的中位数\n截至 {as_of}，来源：项目台账"
NODATA_TIP = "只有公布的名称，进度、资金、灯色均未公布\n截至 {as_of}"
DAYS = "{days:g} 天"
ITEMS = "{count} 项"

PACKAGES = "工作包"
PACKAGES_SUB = "完工 / 按期 / 关注 / 滞后"
PACKAGES_RIGHT = "项 · 滞后"
PACKAGE_TIP = "{name}：{total} 项\n{parts}\n截至 {as_of}，来源：项目台账"
PACKAGE_PART = "{name} {count} 项"

CHANGES = "本周变化"
CHANGES_SUB = "{first} 至 {last}"
CHANGE_NAMES = (("alarm", "新转滞后"), ("warn", "新转关注"), ("notice", "改报工期"), ("done", "完工"), ("stale", "停报"))
CHANGE_NONE = "—"
CHANGE_MORE = " 等"
CHANGE_REPLAN = {"late": "中位推迟 {days:g} 天", "early": "中位提前 {days:g} 天", "same": "中位不变"}
CHANGE_DONE = "累计 {count} 项"
CHANGE_SILENT = "最长 {days} 天"
CHANGE_TIPS = (
    "{first} 不是滞后、{last} 是滞后的项目",
    "{first} 不是关注、{last} 是关注的项目",
    "{first} 以后报了新的预计完工日，须写明调整原因",
    "{first} 以后完工的项目",
    "截至 {last} 已有 {silent} 天没有报送的项目，含红灯停报",
)

# filters
FILTER_MENUS = (("round", "轮次"), ("package", "工作包"), ("owner", "责任单位"), ("level", "牵头层级"))
FILTER_BUTTON = "{name}：{value}"
FILTER_ALL = {"round": "全部轮次", "package": "全部", "owner": "全部", "level": "全部"}
FILTER_SHORT_ALL = {"round": "全部", "package": "全部", "owner": "全部", "level": "全部"}
LEVEL_NAMES = {"市": "市级牵头", "区": "区级牵头", "街": "街镇牵头"}
SEARCH = "搜索"
SEARCH_HINT = "编号、名称、单位、地点"
SEARCH_LABEL = "按编号、名称、责任单位或地点搜索项目"
RESET = "清除筛选"
CHOSEN = "已筛选"
EMPTY = "没有符合当前筛选的项目"
EMPTY_MORE = "本区域共有 {count} 项。"
EMPTY_AREA = "本区域没有项目"
EMPTY_AREA_MORE = "项目台账里没有位置在本区域、且您可以查看的项目。可用面包屑换到上一级区域，或导入项目台账：huitian load projects 文件"

# the list
COLUMNS = {
    "rank": "状态", "no": "编号", "name": "项目", "package": "工作包", "street": "街道", "owner": "责任单位", "progress": "进度（竖线为计划）",
    "first": "首次计划", "latest": "最近预计", "delay_first": "较首次计划", "delay_last": "较上次预计", "report": "最近报送", "gantt": "甘特图",
}
COLUMN_TIPS = {
    "rank": "红黄绿灯，先后次序为 滞后 > 停报 > 关注 > 按期；悬停看规则",
    "progress": "最近报送的进度；竖线为按首次计划起止日推算的当日应有进度",
    "first": "首次批准的完工日，不因改期而变",
    "latest": "最近一次报送的预计完工日；完工的为实际完工日",
    "delay_first": "最近预计（或实际完工日）减首次计划",
    "delay_last": "最近预计减上一次预计；只报过一次的，与首次计划相比",
    "report": "最近一次日报的日期；满规定天数未报的标为停报",
}
LIST_LABEL = "项目清单"
PROGRESS_TIP = "进度 {progress}，计划应为 {planned}\n进度来源：{day} 报送；计划按首次计划起止日线性推算"
PROGRESS_DONE_TIP = "进度 {progress}"
FIRST_TIP = "首次批准的完工日 {day}，不因改期而变\n来源：{source}"
LATEST_TIP = "最近预计 {day}\n调整原因：{reason}"
ACTUAL_TIP = "实际完工日 {day}"
DELAY_FIRST_TIP = "{now} 减首次计划 {then}\n{reason}"
DELAY_LAST_TIP = "{now} 减上一次预计 {then}\n{reason}"
REASON = "原因：{reason}"
REPORT_TIP = "最近报送 {day}\n{text}"
SILENT = "停报 {days} 天"
NEVER_REPORTED = "从未报送"
SILENT_TIP = "最近报送 {day}，已 {days} 天未报"
PUBLIC_TIP = "公开项目，只有公布的内容；此项未公布\n来源：{source}"
GANTT_TIP = "计划 {start} 至 {end}\n最近预计完工 {latest}"
GANTT_NONE = "起止日期未公布"
FLAT = "持平"
DAY = "天"
TODAY = "今天"
TOTAL = "共 {count} 项"
SHOWN = "显示 {shown} 项，共 {count} 项"
LEGEND_FIRST = "首次计划完成"
LEGEND_BEFORE = "上次预计"
LEGEND_OVER = "超出首次计划的部分"
LEGEND_TODAY = "今天 {day}"
LEGEND_SILENT = "{days} 天未报"
LEGEND_EARLIER = "‹ 早于 {month} 开工"
ALL_SAMPLE = "名称、进度与日期均为演示数据"
SOME_SAMPLE = "{count} 项为演示数据；公开项目只含公布的内容"
MONTH = "{month} 月"

# files
EXPORT_TITLE = "项目清单"
EXPORT_CSV = "CSV，UTF-8，当前筛选"
EXPORT_XLSX = "Excel，当前筛选"
EXPORT_HEADS = (
    "编号", "轮次", "项目", "工作包", "类别", "牵头层级", "责任单位", "配合单位", "区域代码", "街道", "状态", "灯", "规则", "灯色起始",
    "进度（%）", "计划进度（%）", "计划开工", "首次计划完工", "实际开工", "实际完工", "最近预计完工", "上次预计完工", "较首次计划（天）", "较上次预计（天）",
    "原因", "最近报送", "停报天数", "待协调", "计划资金（元）", "到位资金（元）", "支付资金（元）", "是否公开项目", "公布的状态", "行的来源", "经度", "纬度",
)
EXPORT_SOURCE = "项目台账（projects、project-reports、milestones 导入批次）"
YES, NO = "是", "否"

MAP_TITLE = "项目位置"

# the Gantt chart
GANTT = "甘特图"
GANTT_SUB = "全部 {count} 项，按{group}分组"
GROUPS = {"": "工作包", "owner": "责任单位", "street": "街道"}
GROUPS_LABEL = "分组"
ZOOMS = {"": "年", "quarter": "季", "month": "月"}
ZOOMS_LABEL = "时间尺度"
GANTT_ROW_TIP = "{name}\n{light}：{words}\n{dates}"
GANTT_PROJECT = "项目"
GANTT_UNDATED = "起止日期未公布"
GROUP_COUNT = "{count} 项"
GROUP_LATE = "滞后 {count}"
UNNAMED = "未分类"

# outputs and money
OUTPUTS = "产出"
OUTPUTS_SUB = "目标与已形成，由 {count} 个有产出的项目逐行相加"
OUTPUT_HEADS = ("产出", "", "已形成", "目标", "单位", "完成", "项目")
OUTPUT_TIP = "{name}：目标 {total} {unit}，已形成 {done}\n定义：各项目登记的产出相加；来源：项目台账\n截至 {as_of}"
CATEGORIES = "类别"
CATEGORIES_SUB = "完工 / 按期 / 关注 / 滞后"
CATEGORIES_RIGHT = "项 · 滞后"
OUTPUT_PROJECTS = "产出在哪些项目"
OUTPUT_PROJECTS_SUB = "按目标从大到小"
OUTPUT_PROJECT_HEADS = ("项目", "产出", "目标", "已形成", "状态", "最近预计")
MONEY = "资金"
MONEY_SUB = "计划、到位、支付，亿元，{count} 项有资金计划"
MONEY_HEADS = ("工作包", "", "计划", "到位", "支付", "支付率")
MONEY_TIP = "{name}：计划 {planned}，到位 {in_place}，支付 {paid}\n来源：项目台账与日报；截至 {as_of}"
MONEY_KEY = (("k-paid", "支付"), ("k-place", "到位"), ("k-plan", "计划"))
MONEY_TOTAL = "合计"
MONEY_NONE = "没有登记资金的项目"
OUTPUTS_NONE = "没有登记产出的项目"
YI = "{value:,.2f}"
WAN_UNIT = "{value:,.0f} 万元"
YI_UNIT = "{value:,.2f} 亿元"

# one project
BACK = "← 返回清单"
ITEM_TITLE = "{no} {name}"
SAMPLE = "演示数据"
SAMPLE_TIP = "由程序生成，不对应任何真实项目、单位或地点"
PUBLIC = "公开项目"
PUBLIC_NOTE = "公开项目只显示公布的内容；进度、资金、灯色、节点均未公布，一律写无数据。公布的状态：{published}。来源：{source}"
WAITS = "待{level}协调"
WAITS_TIP = "最近一次日报写明需要{level}级协调"
ITEM_FACTS = ("轮次", "工作包", "类别", "牵头层级", "责任单位", "配合单位", "位置", "状态", "来源")
ITEM_NUMBERS = {
    "progress": "进度", "first": "首次计划", "latest": "最近预计", "ended": "实际完工", "delay_first": "较首次计划", "delay_last": "较上次预计", "report": "最近报送",
}
PLAN_SAYS = "计划 {planned}"
NEIGHBOURS = "附近的项目"
NEIGHBOURS_SUB = "同格与外一圈"
NEIGHBOURS_NONE = "附近没有其他项目"

CURVE = "进度与计划"
CURVE_SUB = "%，计划按首次计划起止日线性推算"
CURVE_PLAN, CURVE_ACTUAL, CURVE_AHEAD = "计划", "报送", "到最近预计"
CURVE_TODAY = "今天"
CURVE_NONE = "没有报送的进度"
LIGHTS_TITLE = "灯色历史"
LIGHTS_SUB = "{first} 至 {last}"
LIGHTS_TIP = "{name} {first} 至 {last}，{days} 天\n规则来源：{source}"
LIGHTS_NONE = "灯色无从判断"

MILESTONES = "节点"
MILESTONES_SUB = "首次计划 / 最近预计 / 实际"
MILESTONE_HEADS = ("", "节点", "首次计划", "最近预计", "实际", "较首次计划")
MILESTONES_NONE = "没有登记节点"
FORECASTS = "预计完工的变化"
FORECASTS_SUB = "每次改期须写明原因；首次计划不改"
FORECAST_HEADS = ("报于", "预计完工", "原因", "较上次", "较首次计划")
FORECAST_FIRST = "首次计划"
FORECASTS_NONE = "没有改过期，按首次计划"
ITEM_MONEY = "资金"
ITEM_MONEY_SUB = "计划、到位、支付"
MONEY_NAMES = (("plan", "计划"), ("place", "到位"), ("paid", "支付"))
MONEY_DUE = "应于 {day} 前支付到 {amount}"
MONEY_DUE_LATE = "应于 {day} 前支付到 {amount}，已逾期"
MONEY_ITEM_NONE = "资金未登记"
ITEM_OUTPUTS = "产出"
ITEM_OUTPUTS_SUB = "已形成 / 目标"
ITEM_OUTPUTS_NONE = "没有登记产出"

REPORTS = "报送记录"
REPORTS_SUB = "共 {count} 次，最近在前"
REPORT_WAITS = "待{level}协调"
REPORT_PROGRESS = "{progress}，计划 {planned}"
REPORT_NO_TEXT = "没有写进展"
REPORTS_NONE = "从未报送"
REPORTS_MOST = "只列最近 {most} 次，全部见导出"

EFFECT = "周边诉求前后"
EFFECT_SUB = "与没有项目的相似格子对照"
EFFECT_GLYPHS = {"fall": "ok", "rise": "warn", "none": "done", "few": "nodata"}
EFFECT_TIP = "{method}\n规则来源：{source}"
EFFECT_NUMBERS = ("开工前，每周", "完工后，每周", "对照格子")
EFFECT_CELLS = "{count} 个"
EFFECT_OWN, EFFECT_CONTROL = "周边", "对照（折算到同一起点）"
EFFECT_BUILDING = "施工"
EFFECT_UNIT = "{value:,.1f} 件"
EVIDENCE = "佐证与销账"
EVIDENCE_SUB = "照片已去除位置等附加信息"
EVIDENCE_NONE = "还没有佐证文件"
EVIDENCE_LINE = "{day} · {by}"
CLOSURE_STATES = {None: ("notice", "待确认"), True: ("ok", "已销账"), False: ("alarm", "已退回")}
CLOSURE_UNDONE = ("warn", "已恢复")
CLOSURE_LINE = "{state} · {by} 提出 {day}"
MAP_ITEM_TITLE = "位置"

SHORT = "要看的项目"
SHORT_SUB = "{count} 项，较首次计划"
SHORT_NONE = "没有滞后、停报或关注的项目"
COURSE = "资金进程"
COURSE_SUB = "累计，亿元，按月"
COURSE_PLAN, COURSE_PAID = "按首次计划进度", "已支付"

REPORT = "日报"
REPORT_TIP = "填报今日进展；周调度、月汇报由日报算出"
