"""What `/waterlogging` says."""

COMMA = "，"
DOT = " · "
NO_DATA = "无数据"
NO_POINT = "没有编号为「{no}」的积水点，或不在可看的范围内"
MAP_TITLE = "积水点与雨情"
WINDOWS = {"rain_10min_mm": "10 分钟雨量", "rain_1h_mm": "1 小时雨量", "rain_24h_mm": "24 小时雨量"}
ALARM_DEPTH = "水深 {mm} 毫米，达到阈值 {limit}"
ALARM_RAIN = "{window} {mm} 毫米，达到阈值 {limit}"
ALARM_SILENT_SENSOR = "水深传感器 {no} {what}"
ALARM_SILENT_STATION = "雨量站 {no} {what}"
ALARM_SILENT_AGE = "{age}没有读数"
ALARM_SILENT_NEVER = "从未有读数"
ALARMS = {"double": "双阈值", "depth": "水深", "rain": "雨量", "silent": "静默"}
ALARM_GLYPHS = {"double": "g g-alarm", "depth": "g g-alarm", "rain": "g g-warn", "silent": "g g-stale"}

# -- strip
STRIP_LABEL = "积水现状"
WET, WET_SUB, WET_UNIT = "正在积水", "{from_mm} 毫米起", "处"
WET_OF = "共 {count} 处积水点"
WET_WORST = "最深：{name} {mm} 毫米（{band}）"
WET_NONE = "有读数的 {count} 处都在 {from_mm} 毫米以下"
WET_NO_SENSOR = "没有水深传感器"
WET_TIP = "水深达到第一级（{bands}）的积水点。只算两小时内有读数的传感器；每处取其中最深的。级别出处：{source}。{foot}"
RAIN_TILE, RAIN_SUB, MM = "近 1 小时雨量", "最大站", "毫米"
RAIN_BELOW = "10 分钟 {ten} · 24 小时 {day} 毫米"
RAIN_DRY = "近 24 小时无雨"
RAIN_TIP = "本区域各雨量站中 1 小时雨量最大的一站：{station}。阈值 10 分钟 {ten}、1 小时 {hour}、24 小时 {day} 毫米；出处：{source}。{foot}"
ALARM_TILE, ALARM_SUB = "告警", "雨量与水深"
ALARM_NONE = "无告警"
ALARM_TIP = "双阈值：雨量与水深同时达到阈值；静默：传感器超过 {minutes} 分钟没有读数（按小时上报的雨量站再宽一小时）。各点可有自己的阈值。出处：{source}。{foot}"
RELAPSE_TILE, RELAPSE_SUB = "复发", "销账后又积水"
RELAPSE_NONE = "没有复发的点"
RELAPSE_TIP = "销账之后 {radius} 米内又有积水诉求，或水深又达阈值，自动记为复发；再次销账后恢复。出处：{source}。{foot}"
STATES_TILE, STATES_SUB = "治理状态", "处"
STATES = ("未治理", "治理中", "已销账", "复发")
STATES_TIP = "积水点台账中的状态；复发由规则判定。资金为台账所列计划与支付合计。{foot}"
MONEY = "支付 {paid} / 计划 {planned} 万元"
MONEY_NONE = "资金无数据"
FOOT = "水深截至 {depth}，雨量截至 {rain}；来源：积水点台账、雨量站、水深传感器"
AS_OF = "截至 {at}"
AGO = "{age}前"
JUST_NOW = "刚刚"

# -- cards
POINTS, POINTS_SUB = "积水点", "{count} 处，按告警、状态排序"
POINTS_NONE = "本区域没有登记积水点"
ALL = "全部"
SILENT_HEAD = "{count} 个传感器静默"
DEPTH_NONE = "无水深读数"
DEPTH_STALE = "停更 {age}"
NO_BAND = "未积水"
SINCE = "{day} 起"
RAIN_HERE = "1 小时雨量 {mm} 毫米"
CARD_TIP = "{cause}{measure}责任单位：{owner}。水深阈值 {depth} 毫米，1 小时雨量阈值 {rain} 毫米。{foot}"
CAUSE, MEASURE, OWNER = "成因：{cause}。", "措施：{measure}。", "责任单位"
UNKNOWN = "未登记"

# -- events and replay
EVENTS, EVENTS_SUB = "雨情场次", "{first} 至 {last}，{count} 场"
EVENTS_NONE = "这段时间没有达到 {mm} 毫米的降雨"
EVENTS_TIP = "连续无雨超过 {dry} 小时算一场结束；不足 {wet} 毫米的不算。雨量为各雨量站平均。诉求为雨起至雨后 24 小时内的积水类诉求。出处：{source}"
EVENT_HEADS = (("开始", False), ("历时", True), ("雨量", True), ("最大 1 小时", True), ("最大水深", True), ("诉求", True))
HOURS = "{hours} 时"
TABS = (("", "雨情场次"), ("effects", "治理成效"), ("states", "台账"))
TABS_LABEL = "下方列表"
REPLAY, REPLAY_NONE = "雨情回放", "选一场雨看回放"
REPLAY_SUB = "{start} 起 {hours} 时，{mm} 毫米"
REPLAY_TIP = "至 {end} 止；雨量为 {stations} 个雨量站平均。{foot}"
REPLAY_KEY_RAIN, REPLAY_KEY_COMPLAINTS = "雨量", "诉求"
LAG_DEPTH = "水深滞后 {minutes} 分钟"
LAG_COMPLAINTS = "诉求滞后 {hours} 小时"
LAG_NONE = "滞后看不出"
LAG_TIP = "把雨量向后平移，与最深处水深（或每小时诉求）最相符时的平移量；相关低于 0.3 即说看不出"
AT = "{at}　近 1 小时 {rain} 毫米　{depths}　累计诉求 {count} 件"
AT_DEPTH = "{name} {mm} 毫米"
AT_NO_DEPTH = "无水深读数"
STEPS = (("«", -180, "后退 3 小时"), ("‹", -30, "后退 30 分钟"), ("›", 30, "前进 30 分钟"), ("»", 180, "前进 3 小时"))
AXIS_RAIN, AXIS_DEPTH, AXIS_COMPLAINTS = "雨量 毫米/10 分钟", "水深 毫米", "诉求 件/时"
HOVER_RAIN = "雨量 %{y:.1f} 毫米<extra></extra>"
HOVER_DEPTH = "{name} %{{y:.0f}} 毫米<extra></extra>"
HOVER_COMPLAINTS = "诉求 %{y} 件<extra></extra>"

# -- effects
EFFECTS, EFFECTS_SUB = "治理成效", "每百毫米雨量的诉求（件）"
PER_MM = 100
EFFECTS_NONE = "还没有销过账的点"
EFFECT_HEADS = (("积水点", False), ("销账", False), ("销账前", True), ("销账后", True), ("后/前（{confidence}% 区间）", True), ("结论", False))
EFFECT_TIP = "汇水范围内的积水类诉求除以最近雨量站的雨量，按场次比较；区间按场次间的离散放宽（准泊松）。一侧不足 {least} 场为雨量不足；位置误差大于 {radius} 米的诉求不计。"
VERDICTS = {"fewer": "下降", "more": "上升", "same": "看不出变化", "little_rain": "雨量不足"}
VERDICT_GLYPHS = {"fewer": "g g-ok", "more": "g g-warn", "same": "g g-notice", "little_rain": "g g-nodata"}
FEW = "少于 {least}"
SIDE = "{count} 件 / {mm} 毫米 / {events} 场"
EFFECT_STATION = "雨量取自 {station}"
BEFORE, AFTER = "销账前", "销账后"
EFFECT_AXES = ("一场雨的雨量（毫米）", "诉求（件）")
EFFECT_CLOSED_NOT = "尚未销账，没有前后可比"
EFFECT_FEW_NOTE = "一侧诉求少于 {least} 件，不显示数值，只给结论"

# -- register table
REGISTER_HEADS = (
    ("编号", False), ("积水点", False), ("街道", False), ("状态", False), ("成因", False), ("措施", False), ("责任单位", False),
    ("计划万元", True), ("支付万元", True),
)  # fmt: skip

# -- point page
BACK = "返回列表"
FACT_DEPTH, FACT_RAIN, FACT_STATE, FACT_MONEY, FACT_LIMITS = "当前水深", "近 1 小时雨量", "状态", "资金", "阈值"
LIMITS = "水深 {depth} · 1 小时雨量 {rain} 毫米"
HISTORY, HISTORY_SUB = "状态变化", "只增不改"
HISTORY_NONE = "台账没有写明状态变化的日期"
SOURCES = {"register": "台账", "closure": "双人销账", "complaint": "诉求（规则判定）", "depth": "水深（规则判定）"}
POINT_EVENTS, POINT_EVENTS_SUB = "最近的场次", "本点传感器"
STATION = "雨量站：{name}"

# -- flood mode
FLOOD = "汛期模式"
FLOOD_ON, FLOOD_OFF = "进入汛期模式", "退出汛期模式"
FLOOD_TIP = "{by} 于 {since} 开启；最后一次有雨之后满 {hours} 小时自动关闭（{until}）。页面按告警排序，每 {seconds} 秒更新。"
FLOOD_DRIED = "汛期模式已因连续 {hours} 小时无雨自动关闭"
FLOOD_BY_NOBODY = "演示读者"

# -- layers
LAYER_POINTS, LAYER_RAIN, LAYER_DEPTH = "积水点", "雨量站", "水深传感器"
POINT_STATES = {
    "deep": "积水 · 重度", "medium": "积水 · 中度", "shallow": "积水 · 轻度", "relapsed": "复发", "open": "未治理", "treating": "治理中",
    "closed": "已销账", "unknown": "状态未登记",
}  # fmt: skip
STATION_STATES = {"heavy": "达到雨量阈值", "wet": "有雨", "dry": "无雨", "silent": "静默"}
SENSOR_STATES = {"deep": "重度", "medium": "中度", "shallow": "轻度", "dry": "未积水", "silent": "静默"}
LAYER_SOURCE = "水深级别与雨量阈值：示例，见城市包 rules.toml"
LAYER_RAIN_NOTE = "10 分钟 {ten} · 1 小时 {hour} · 24 小时 {day} 毫米"
LAYER_DEPTH_NOTE = "水深 {mm} 毫米{band}，{age}"
LAYER_BAND = "（{name}）"

# -- files
EXPORTS = (("waterlogging", "积水点台账"), ("rain-events", "雨情场次"))
EXPORT_SOURCE = "积水点台账、雨量站、水深传感器；状态「复发」与各级别由城市包 rules.toml 的规则判定（示例）"
EXPORT_POINT_HEADS = (
    "编号", "名称", "街道代码", "街道", "状态", "状态自", "成因", "一点一策措施", "责任单位", "计划资金（元）", "支付资金（元）", "当前水深（毫米）",
    "水深级别", "水深时间", "告警", "告警说明", "水深阈值（毫米）", "1小时雨量阈值（毫米）", "经度", "纬度",
)  # fmt: skip
EXPORT_EVENT_HEADS = (
    "开始", "结束", "历时（小时）", "雨量（毫米）", "最大10分钟（毫米）", "最大1小时（毫米）", "雨量站数", "最大水深（毫米）", "最大水深处", "最大水深时间",
)  # fmt: skip
