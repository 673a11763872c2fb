"""The list of towns under governance (治理类街乡镇名单及其变动): who came into which stage when, and when that became known."""

from __future__ import annotations

from etl.contracts import Column
from etl.governance.stages import STAGES, refine
from etl.records import CODE, DATE, KEY, RecordFeed
from etl.records.columns import IS_SAMPLE

TOWNS = RecordFeed(
    name="towns",
    title="治理类街乡镇",
    columns=(
        Column("town_no", ("街镇编号", "街乡镇编号", "编号", "街镇代码"), KEY, is_required=True, limit=32),
        Column("name", ("街镇名称", "街乡镇名称", "街乡镇", "名称", "街镇"), is_required=True),
        Column("district", ("所在区", "所属区", "行政区", "区")),
        Column("street", ("所在街道", "所属街道", "街道代码", "所在街道代码", "街道")),
        Column("stage", ("阶段", "治理阶段", "类别", "管理类别"), CODE, is_required=True, codes=STAGES),
        Column("from_date", ("进入日期", "进入时间", "起始日期", "生效日期", "列入日期"), DATE, is_required=True),
        Column("known_on", ("得知日期", "印发日期", "发文日期", "公布日期", "通知日期"), DATE),
        Column("document_no", ("文号", "文件号", "发文字号", "依据文件")),
        IS_SAMPLE,
    ),
    key=("town_no", "from_date", "known_on"),
    newest="known_on",
    refine=refine,
)
