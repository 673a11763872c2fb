"""The two lists of towns (资金项目清单, 任务事项清单): each item with a quantity and its unit, money, dates and status."""

from __future__ import annotations

from etl.contracts import Column
from etl.governance.tasks import LISTS, STATUSES, refine
from etl.records import CODE, DATE, KEY, MONEY, QUANTITY, RecordFeed
from etl.records.columns import IS_SAMPLE

TASKS = RecordFeed(
    name="tasks",
    title="治理类街乡镇任务",
    columns=(
        Column("task_no", ("任务编号", "事项编号", "项目编号", "编号"), KEY, is_required=True, limit=32),
        Column("town_no", ("街镇编号", "街乡镇编号", "所属街镇编号", "街镇代码"), KEY, is_required=True, limit=32),
        Column("list_name", ("清单", "清单名称", "清单类型", "所属清单"), CODE, codes=LISTS),
        Column("title", ("任务名称", "任务", "事项", "事项名称", "项目名称"), is_required=True),
        Column("kind", ("任务类型", "种类", "类型", "任务类别", "类别")),
        Column("owner", ("责任单位", "牵头单位", "主责单位")),
        Column("planned_date", ("计划完成日期", "计划完成", "计划完成时间", "完成时限"), DATE),
        Column("done_date", ("实际完成日期", "实际完成", "完成日期", "销账日期"), DATE),
        Column("planned_quantity", ("计划数量", "数量", "计划工程量", "工程量"), QUANTITY, is_required=True),
        Column("done_quantity", ("完成数量", "已完成数量", "实际数量", "完成工程量"), QUANTITY),
        Column("unit", ("单位", "计量单位", "数量单位"), is_required=True),
        Column("planned_cny", ("计划资金", "资金", "计划投资", "预算资金"), MONEY),
        Column("paid_cny", ("支付资金", "已支付资金", "支付", "累计支付"), MONEY),
        Column("status", ("状态", "任务状态", "销账状态", "办理状态"), CODE, codes=STATUSES),
        Column("note", ("备注", "说明")),
        IS_SAMPLE,
    ),
    key=("task_no",),
    newest="done_date",
    refine=refine,
)
