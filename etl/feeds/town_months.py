"""Monthly figures of towns (街乡镇月度数字): what the thresholds are held against."""

from __future__ import annotations

from etl.contracts import Column
from etl.governance.months import refine
from etl.records import KEY, MONTH, PERCENT, QUANTITY, RecordFeed
from etl.records.columns import IS_SAMPLE

TOWN_MONTHS = RecordFeed(
    name="town-months",
    title="街乡镇月度数字",
    columns=(
        Column("town_no", ("街镇编号", "街乡镇编号", "编号", "街镇代码"), KEY, is_required=True, limit=32),
        Column("month", ("月份", "统计月份", "年月", "月"), MONTH, is_required=True),
        Column("complaint_count", ("诉求量", "诉求件数", "受理量", "月诉求量", "件数"), QUANTITY, is_required=True),
        Column("population", ("常住人口", "人口", "常住人口(人)", "人口数"), QUANTITY),
        Column("population_wan", ("常住人口(万人)", "人口(万人)", "常住人口(万)"), QUANTITY),
        Column("resolution_pct", ("解决率",), PERCENT),
        Column("satisfaction_pct", ("满意率", "满意度"), PERCENT),
        IS_SAMPLE,
    ),
    key=("town_no", "month"),
    refine=refine,
)
