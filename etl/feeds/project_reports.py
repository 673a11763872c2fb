"""Daily reports of projects by file (项目日报): how far, how much paid, what is the matter, whose help is needed."""

from __future__ import annotations

from etl.contracts import Column
from etl.programme.reports import WAITS_FOR, refine
from etl.records import CODE, DATE, KEY, MONEY, PERCENT, RecordFeed
from etl.records.columns import IS_SAMPLE

PROJECT_REPORTS = RecordFeed(
    name="project-reports",
    title="行动计划项目日报",
    columns=(
        Column("project_no", ("项目编号", "项目编码", "项目代码"), KEY, is_required=True, limit=32),
        Column("day", ("日期", "填报日期", "报告日期", "日报日期", "进度日期"), DATE, is_required=True),
        Column("progress_pct", ("进度", "形象进度", "完成进度", "工程进度", "累计进度"), PERCENT),
        Column("paid_cny", ("累计支付", "累计支付资金", "支付资金", "已支付资金"), MONEY),
        Column("text", ("进展与问题", "进展情况", "当日进展", "工作进展", "存在问题")),
        Column("forecast_end_date", ("预计完工", "预计完工日期", "预计完工时间", "预计竣工日期"), DATE),
        Column("reason_code", ("调整原因", "调整原因代码", "延期原因代码")),
        Column("waits_for", ("待协调", "待协调层级", "需协调", "请求支持"), CODE, codes=WAITS_FOR),
        Column("reporter_name", ("填报人", "填报人姓名", "联系人"), is_personal=True),
        IS_SAMPLE,
    ),
    key=("project_no", "day"),
    newest="day",
    refine=refine,
)
