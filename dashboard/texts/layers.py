"""What the map's layers of data are called and say."""

NAME = "名称"
PLACES = "处"
BERTHS_TITLE = "停车泊位"
BERTHS_STATE = "停车场"
BERTHS = "泊位 {count} 个"
BERTHS_NONE = "泊位数无数据"
PROJECTS_TITLE = "行动计划项目"
PROJECT_ITEMS = "项"
PROJECT_PROGRESS = "进度 {progress}%，计划 {planned}"
PROJECT_END = "预计完工 {day}"
PROJECT_PACKAGE = "编号、工作包与灯色"
PROJECT_LIGHTS = {"red": "滞后", "grey": "停报", "yellow": "关注", "green": "按期", "done": "完工", "none": "无数据"}
PROJECT_RULE = "灯色规则见城市包 rules.toml [lights]（示例）；悬停看每个项目触发的规则"
NO_DATA = "无数据"
TOTAL = "{count:,} {unit}"
KPI = "{total}，{name} {count:,} {unit}"
AS_OF = "数据截至"
LOADED = "最近更新"
KPIS = {
    "waterlogging": "其中有积水", "depth": "其中有积水", "rain": "其中有雨", "projects": "其中滞后", "towns": "其中治理督导",
    "enforcements": "其中外溢", "berths": "已登记泊位", "offences": "其中未上图",
}  # fmt: skip
BERTH_UNIT = "个"
