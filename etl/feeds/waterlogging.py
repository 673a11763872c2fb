"""The register of waterlogging points (积水点台账): where water stands, why, what is done about it, how far that is."""

from __future__ import annotations

from etl.contracts import Column
from etl.records import CODE, DATE, GEOMETRY, KEY, LENGTH, MONEY, RecordFeed
from etl.records.columns import AREAS, IS_SAMPLE, POINT
from etl.water.register import CODES, refine

WATERLOGGING = RecordFeed(
    name="waterlogging",
    title="积水点",
    columns=(
        Column("site_no", ("积水点编号", "点位编号", "积水点编码", "编号"), KEY, is_required=True, limit=64),
        Column("name", ("名称", "积水点名称", "点位名称", "积水点"), is_required=True, limit=128),
        Column("cause", ("成因", "积水成因", "成因类别", "积水原因")),
        Column("measure", ("一点一策措施", "治理措施", "措施", "一点一策", "整治措施")),
        Column("owner", ("责任单位", "牵头单位", "主责单位", "养护单位"), limit=64),
        Column("planned_cny", ("计划资金", "计划投资", "总投资", "投资估算"), MONEY),
        Column("paid_cny", ("支付资金", "累计支付", "已支付资金"), MONEY),
        Column("status", ("状态", "治理状态", "整治状态", "进展状态"), CODE, codes=CODES),
        Column("closed_date", ("销账日期", "销账时间", "销号日期", "完成治理日期"), DATE),
        Column("status_date", ("状态日期", "状态时间", "更新日期"), DATE),
        Column("catchment", ("汇水范围", "汇水区", "geometry", "wkt", "图形", "几何"), GEOMETRY),
        Column("depth_alarm_mm", ("水深阈值", "积水深度阈值", "水深报警值"), LENGTH),
        Column("rain_10min_mm", ("10分钟雨量阈值", "十分钟雨量阈值"), LENGTH),
        Column("rain_1h_mm", ("雨量阈值", "1小时雨量阈值", "小时雨量阈值"), LENGTH),
        Column("rain_24h_mm", ("24小时雨量阈值", "日雨量阈值"), LENGTH),
        Column("published", ("公开情况", "公开状态")),
        Column("source", ("来源", "信息来源", "资料来源")),
        *AREAS,
        Column("place", ("地点", "位置", "具体位置", "所在道路", "地址")),
        *POINT,
        IS_SAMPLE,
    ),
    key=("site_no",),
    places=("place", "name"),
    newest="closed_date",
    has_own_points=True,
    refine=refine,
)
