"""What the brief's files say beside the brief's own sentences."""

DEMO = "演示数据"
DEMO_LONG = "演示数据，不对应真实情况"
NO_DATA = "无数据"
DRAFT = "草稿"
ISSUE = "第{number}期"
ISSUE_OF_YEAR = "{year}年第{number}期"
REVISED = "（第{revision}版）"
AS_OF = "数据截至 {at}"
AS_OF_NONE = "数据截至 无数据"
PERIOD = "{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
STALE = "数据停更"
CONTINUED = "（续）"
AND_LIST = "、"
COLON = "{name}：{value}"

# maps
MAP_KINDS = {"hexagons": "诉求密度", "points": "积水点", "projects": "行动计划项目"}
MAP_SUBTITLE = "{area} · {period}"
MAP_NOW = "{area} · {kind}为数据截至时的状态"
MAP_CATEGORIES = "类别：{names}"
MAP_ALL = "全部类别"
MAP_BOUNDARY = "界线版本：{day}"
MAP_BOUNDARY_NOW = "界线版本：现行"
MAP_APPROVAL = "审图号：{number}"
MAP_SCALE = "{km} 公里"
MAP_FEW = "少于 {least} 件"
MAP_CLASSES_TITLE = "诉求件数（每个六边形，平均宽约 {width} 公里）"
MAP_HOT = "显著聚集区"
MAP_OUTSIDE = "位置较粗 {coarse} 件、无坐标 {unplaced} 件未入图"
MAP_OUTSIDE_BOUND = "位置较粗或每格过少 {coarse} 件、无坐标 {unplaced} 件未入图"
MAP_UNPLACED = "{count} {unit}无坐标，未入图"
MAP_POINTS_TITLE = "{title}（{unit}）"
MAP_APPROX = "位置示意"
MAP_SOURCE = "来源：{source}"
MAP_COUNT = "{count:,}"
MAP_NOWHERE = "画地图：{area} 没有界线，也不在有界线的地区之内"
MAP_ALT = "地图：{title}。{area}，{period}。{said}。"
MAP_ALT_CELLS = "{cells} 个六边形有诉求，其中显著聚集 {hot} 个；入图 {shown} 件，{notes}"
MAP_ALT_STATES = "共 {total} {unit}入图：{states}"
MAP_EMPTY = "本期图上无数据"
NORTH = "北"

# charts
CHART_ALT = "图表：{title}（{unit}）。{said}"
CHART_SAID = "{name}：{values}"
CHART_UNIT = "单位：{unit}"
CHART_EMPTY = "本期无数据"

# fonts
FONT_MISSING = (
    "画周报的图：本机没有中文字体，无法画出中文标注。请安装任一种：{names}；"
    "例如 Debian/Ubuntu 运行 apt-get install fonts-noto-cjk，离线可把字体文件放进 ~/.fonts 再重试"
)  # fmt: skip


# docx, pptx
FIGURE_LABEL, TABLE_LABEL = "图", "表"
TABLE_NOTE = "注：{note}"
SOURCES_TITLE = "数据来源"
SOURCES_NOTE = "正文每个数字都由所列查询得出，按各自的数据时间计算；同一查询的数字归在一行。"
SOURCES_HEAD = ("序号", "查询", "条件", "数据截至", "得出的数字")
SOURCE_LINE = "来源：{query}（{filters}），{as_of}"
SOURCE_LINE_BARE = "来源：{query}，{as_of}"
FILTER = "{name}＝{value}"
FIGURE_LINE = "{text}{unit}"
EMPTY_TABLE = "本期无记录"
PAGE_BEFORE, PAGE_AFTER = "— ", " —"
NUMERALS = "一二三四五六七八九十"
MADE_AT = "{at.year}年{at.month}月{at.day}日"
SLIDE_NOTE = "本页数据来源："
SLIDE_COVER_PERIOD = "{period}"
SUBJECT = "{area} {week} 周报"

# xlsx
SHEET_COVER, SHEET_FIGURES, SHEET_SOURCES = "说明", "指标", "来源"
COVER_ROWS = ("标题", "期号", "地区", "周次", "统计区间", "编制单位", "编制时间", "数据截至", "数据性质", "签发人", "备注")
REAL = "业务数据"
FIGURES_HEAD = ("指标", "数值", "单位", "正文写法", "是否停更", "查询", "条件", "数据截至", "看板地址")
SHEETS_HEAD = ("工作表", "标题", "查询", "条件", "数据截至", "看板地址")
YES, NO = "是", "否"
CATEGORY = "分类"
SHEET_CHART = "图{number}"
SHEET_TABLE = "表{number}"
ROWS_LEFT_OUT = "另有 {count} 行见 Word 与 Excel 版。"
GAVE = "：{told}"
SOURCE_SHORT = "来源：{query}，{as_of}。"
