"""The register of the action programme (行动计划项目台账): what is planned, by whom, for how much, how far it is."""

from __future__ import annotations

from etl.contracts import Column
from etl.programme.register import CODES, refine
from etl.records import CODE, DATE, GEOMETRY, KEY, MONEY, PERCENT, RecordFeed
from etl.records.columns import AREAS, IS_SAMPLE, POINT

PROJECTS = RecordFeed(
    name="projects",
    title="行动计划项目",
    columns=(
        Column("project_no", ("项目编号", "项目编码", "项目代码", "编号"), KEY, is_required=True, limit=32),
        Column("round", ("轮次", "行动计划轮次", "所属轮次", "批次")),
        Column("name", ("项目名称", "名称", "工程名称"), is_required=True),
        Column("package", ("工作包", "任务包", "专项")),
        Column("category", ("类别", "项目类别", "项目类型", "领域")),
        Column("level", ("牵头层级", "层级", "牵头级别"), CODE, codes=CODES["level"]),
        Column("owner", ("责任单位", "牵头单位", "主责单位", "实施主体")),
        Column("support_units", ("配合单位", "协办单位", "参与单位")),
        Column("status", ("状态", "项目状态", "建设状态", "进展状态"), CODE, codes=CODES["status"]),
        Column("planned_start_date", ("计划开工", "计划开工日期", "计划开工时间", "拟开工日期"), DATE),
        Column("planned_end_date", ("计划完工", "计划完工日期", "计划完工时间", "计划竣工日期", "拟完工日期"), DATE),
        Column("forecast_end_date", ("预计完工", "预计完工日期", "预计完工时间", "预计竣工日期"), DATE),
        Column("reason_code", ("调整原因", "调整原因代码", "延期原因代码"), "text"),
        Column("actual_start_date", ("实际开工", "实际开工日期", "实际开工时间", "开工日期"), DATE),
        Column("actual_end_date", ("实际完工", "实际完工日期", "实际完工时间", "实际竣工日期", "完工日期"), DATE),
        Column("planned_cny", ("计划资金", "计划投资", "总投资", "投资估算"), MONEY),
        Column("in_place_cny", ("到位资金", "资金到位"), MONEY),
        Column("paid_cny", ("支付资金", "累计支付", "已支付资金"), MONEY),
        Column("payment_due_date", ("应支付日期", "付款期限"), DATE),
        Column("payment_due_cny", ("应支付资金", "应支付金额", "应付金额"), MONEY),
        Column("progress_pct", ("进度", "形象进度", "完成进度", "工程进度", "完成比例"), PERCENT),
        Column("report_date", ("进度日期", "填报日期", "更新日期", "截至日期"), DATE),
        Column("outputs", ("产出", "建设内容及产出", "预期产出", "产出目标")),
        Column("outputs_done", ("产出完成", "已完成产出", "产出完成情况")),
        Column("delay_reason", ("延期原因", "滞后原因", "存在问题")),
        Column("published", ("公开状态", "公开情况")),
        Column("source", ("来源", "信息来源", "资料来源")),
        Column("is_public", ("是否公开项目", "公开项目"), "flag"),
        *AREAS,
        Column("place", ("地点", "建设地点", "项目地点", "位置", "地址")),
        *POINT,
        Column("geometry", ("geometry", "wkt", "图形", "几何", "geom", "空间范围"), GEOMETRY),
        IS_SAMPLE,
    ),
    key=("project_no",),
    places=("place", "name"),
    newest="report_date",
    refine=refine,
)
