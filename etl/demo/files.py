"""The invented orders as files in the shapes of real exports: monthly GB18030 CSV, later outcomes as workbooks, 2 % of rows spoilt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import xlsxwriter

from etl.demo.orders import Plan
from etl.demo.sheets import DemoFile

BAD_SHARE = 0.02
CORRECTED_MONTHS = 3  # the newest months were exported while orders were still open; a workbook brings their outcome
SAMPLE_HEADER, SAMPLE_MARK = "是否演示数据", "是"

# header of each style -> column of the orders frame; the hotline's own exports differ by year and office in just this way
CSV_HEADERS = {
    "工单编号": "order_no",
    "工单类型": "order_type",
    "来电渠道": "channel",
    "来电时间": "created_at",
    "派单时间": "dispatched_at",
    "截止时间": "deadline_at",
    "办结时间": "closed_at",
    "来电人": "caller",
    "来电号码": "phone",
    "标题": "title",
    "主要内容": "content",
    "问题分类": "category",
    "被反映区": "district",
    "被反映街乡镇": "street",
    "小区点位": "place",
    "主办单位": "handler",
    "工单状态": "status",
    "办理结果": "result",
    "是否有效回访": "valid",
    "是否联系": "contacted",
    "是否解决": "resolved",
    "是否满意": "satisfaction",
    "月次": "month_repeat",
    SAMPLE_HEADER: "mark",
}
SHEET_HEADERS = {
    "案件编号": "order_no",
    "工单分类": "order_type",
    "来电渠道": "channel",
    "创建时间": "created_at",
    "承办单位转派时间": "dispatched_at",
    "处理时限": "deadline_at",
    "回复市中心时间": "closed_at",
    "联系方式": "phone",
    "问题标题": "title",
    "诉求内容": "content",
    "问题分类": "category",
    "被反映区": "district",
    "被反映街道": "street",
    "问题点位": "place",
    "承办单位": "handler",
    "工单状态": "status",
    "处理结果": "result",
    "是否有效回访": "valid",
    "是否联系": "contacted",
    "是否解决": "resolved",
    "是否满意": "satisfaction",
    SAMPLE_HEADER: "mark",
}
OUTCOME = ("closed_at", "result", "valid", "contacted", "resolved", "satisfaction")


def write_files(orders: pl.DataFrame, folder: Path, plan: Plan) -> Iterator[DemoFile]:
    """Writes all exports into the folder, oldest month first, corrections last; yields each as it is done."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(plan.seed + 1)
    months = orders.with_columns(month=pl.col("created_at").dt.strftime("%Y-%m"), mark=pl.lit(SAMPLE_MARK)).partition_by(
        "month", maintain_order=True
    )
    corrections = []
    for index, frame in enumerate(months):
        name = str(frame["month"][0])
        if index >= len(months) - CORRECTED_MONTHS:
            early, changed = _as_exported(frame, plan)
            corrections.append((name, changed))
            frame = early
        path = folder / f"12345工单_示例_{name}.csv"
        yield DemoFile(path, _write_csv(frame, path, rng))
    for name, changed in corrections:
        if changed.height:
            path = folder / f"12345办结更新_示例_{name}.xlsx"
            yield DemoFile(path, _write_sheet(changed, path))


def _as_exported(frame: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The month as its first export showed it, and the rows whose outcome came later, as they are now."""
    last = frame["created_at"].max()
    assert isinstance(last, datetime)
    exported = min(plan.as_of.replace(tzinfo=None) - timedelta(hours=30), last)
    later = (pl.col("closed_at") > exported).fill_null(False)
    blank = [pl.when(later).then(None).otherwise(pl.col(c)).alias(c) for c in OUTCOME]
    return frame.with_columns(*blank, status=pl.when(later).then(pl.lit("办理中")).otherwise("status")), frame.filter(later)


def as_text(frame: pl.DataFrame, headers: dict[str, str], time_format: str) -> pl.DataFrame:
    """Orders as the cells of an export: one text column a header, times in the given strftime format, null as ""."""
    times = [c for c, t in frame.schema.items() if t == pl.Datetime("us")]
    text = frame.with_columns(pl.col(times).dt.strftime(time_format)).cast(dict.fromkeys(headers.values(), pl.String))
    return text.select(pl.col(column).fill_null("").alias(header) for header, column in headers.items())


def _write_csv(frame: pl.DataFrame, path: Path, rng: np.random.Generator) -> int:
    text = _spoilt(as_text(frame, CSV_HEADERS, "%Y-%m-%d %H:%M:%S"), rng)
    path.write_bytes(text.write_csv(line_terminator="\r\n").encode("gb18030"))
    return text.height


def _spoilt(text: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """The same rows with two of a hundred made unusable, in the ways clerks know."""
    kind = np.where(rng.random(text.height) < BAD_SHARE, rng.integers(1, 7, text.height), 0)
    return (
        text.with_columns(_bad=pl.Series(kind))
        .with_columns(
            pl.when(pl.col("_bad") == 1)
            .then(pl.lit(""))
            .when(pl.col("_bad") == 2)
            .then(pl.lit("1.20260E+14"))
            .otherwise("工单编号")
            .alias("工单编号"),
            pl.when(pl.col("_bad") == 3)
            .then("2099" + pl.col("来电时间").str.slice(4))
            .when(pl.col("_bad") == 4)
            .then(pl.lit("1899-12-30 00:00:00"))
            .when(pl.col("_bad") == 5)
            .then(pl.lit("不详"))
            .otherwise("来电时间")
            .alias("来电时间"),
            pl.when(pl.col("_bad") == 6).then(pl.lit("2019-01-01 08:00:00")).otherwise("办结时间").alias("办结时间"),
        )
        .drop("_bad")
    )


def _write_sheet(frame: pl.DataFrame, path: Path) -> int:
    text = as_text(frame, SHEET_HEADERS, "%Y/%m/%d %H:%M:%S")
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("工单")
        sheet.write_row(0, 0, text.columns)
        for number, row in enumerate(text.iter_rows(), 1):
            sheet.write_row(number, 0, row)
    return text.height
