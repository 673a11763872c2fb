"""What walls (大屏) say."""

# ---- definition files
UNREADABLE = "大屏定义 {file} 第 {line} 行读不懂：{reason}"
NOT_UTF8 = "大屏定义 {file} 读不出来：{reason}"
AT = "大屏定义 {file} 第 {line} 行：{what}"
UNKNOWN_KEY = "不认识「{name}」；可用：{known}"
MISSING_KEY = "{what} 缺少「{name}」"
WRONG_TYPE = "「{name}」应为{wanted}，写的是 {value}"
UNKNOWN_PAGE = "没有名为「{name}」的页面；已定义：{known}"
UNKNOWN_AREA = "没有编码为「{name}」的区域"
UNKNOWN_LAYER = "没有名为「{name}」的图层；可用：{known}"
UNKNOWN_TILE = "没有名为「{name}」的指标；可用：{known}"
UNKNOWN_PANEL = "没有名为「{name}」的面板；可用：{known}"
UNKNOWN_PERIOD = "没有名为「{name}」的时段；可用：{known}"
UNKNOWN_SIZE = "没有名为「{name}」的尺寸；可用：{known}"
BAD_NAME = "名称「{name}」只可用小写字母、数字与连字符，字母开头"
WRONG_COUNT = "「{name}」应有 {wanted} 项，写了 {count} 项"
TWICE = "「{name}」写了两次「{value}」"
STANDS = "面板「{name}」在这一页已经有了"
OUT_OF = "「{name}」应在 {least}–{most} 之间，写的是 {value}"
TEXT, LIST, NUMBER, FLAG, TABLE = "文字", "文字列表", "整数", "true 或 false", "一节"
NONE_SUCH = "没有名为「{name}」的大屏；已定义：{known}"

# ---- the page
TITLE = "{area}城市运行"
TABS = "大屏页面"
SAMPLE = "演示数据"
DOT = " ・ "
PARTS = "（{count} 个{kind}）"
BELOW = {"city": "区", "district": "街道", "street": "社区"}
CLIENT = {
    "as_of": "数据截至 {at}",
    "age_now": "数据刚刚更新",
    "age_minutes": "数据 {n} 分钟前",
    "age_hours": "数据 {n} 小时前",
    "age_stale": "数据停更 {n} 小时",
    "age_none": "无数据",
    "feeds": "{ok} 路正常",
    "feeds_stale": "{ok} 路正常 ・ {stale} 路停更",
    "paused": "暂停 {n} 秒",
    "paused_on": "暂停",
    "stopped": "已停在本页",
    "held": "告警中",
    "waiting": "尚未取到数据",
    "weekdays": "星期日,星期一,星期二,星期三,星期四,星期五,星期六",
}
