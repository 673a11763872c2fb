"""What the map's layers of data are called and say."""

NAME = "名称"
PLACES = "处"
BERTHS_TITLE = "停车泊位"
BERTHS_STATE = "停车场"
BERTHS = "泊位 {count} 个"
BERTHS_NONE = "泊位数无数据"
