"""Daily reports by file -> reports and forecasts of the store; none of a project that was closed before its day."""

from __future__ import annotations

import polars as pl

from etl import texts
from etl.programme.belonging import project_faults, with_project
from etl.programme.forecasts import judged
from etl.records.bench import Workbench
from etl.records.feed import Parent, Refined, Rows, faults_of
from geodata.store.models import Project, ProjectReport

WAITS_FOR: dict[str, tuple[str, ...]] = {
    "市": ("市级", "市级协调"),
    "区": ("区级", "区级协调"),
    "街": ("街道", "街镇", "街乡镇", "街道级", "属地"),
    "": ("无", "不需要", "否"),
}

_PROJECT = Parent("project_id", Project, ("project_no",))
_REPORT = ("progress_pct", "paid_cny", "text", "waits_for")


def refine(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """Reports as the store has them; the later of two of one day stays."""
    rows = with_project(rows, bench)
    faults = pl.concat([
        project_faults(rows),
        faults_of(rows, pl.col("day") > bench.today, "future_day", "day"),
        faults_of(rows, pl.col("closed_on") < pl.col("day"), "closed_project", "day"),
    ])
    good = rows.filter(~pl.col("row_no").is_in(faults["row_no"].implode()))
    moves = judged(_said(good), bench)
    reports = good.select(
        "row_no", "project_no", "day", *_REPORT, "is_sample", entered_at=pl.lit(bench.now).cast(pl.Datetime("us")),
        entered_by=pl.lit(texts.ENTERED_BY_FILE),
    )  # fmt: skip
    silent = tuple(c for c in _REPORT if not bench.has(c))
    tables = (
        Rows(ProjectReport, reports, key=("project_id", "day"), parent=_PROJECT, silent=silent, unsaid=("entered_at", "entered_by")),
        moves.rows(),
    )
    return Refined(tables, pl.concat([faults, moves.faults]))


def _said(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as `forecasts.judged` takes them: a report says nothing of the plan."""
    return rows.with_columns(said_on="day", planned_end_said="planned_end_date", delay_reason="text")
