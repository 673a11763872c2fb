"""Milestones by file -> milestones of the store: the first plan stays, a later one is a forecast."""

from __future__ import annotations

import polars as pl

from etl.programme.belonging import project_faults, with_project
from etl.records.bench import Workbench
from etl.records.feed import Parent, Refined, Rows, faults_of
from geodata.store.models import Milestone, Project

_PROJECT = Parent("project_id", Project, ("project_no",))
_FIRST = ("planned_date", "forecast_date")


def refine(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """Milestones as the store has them. One without a number has that of its name, else the next of its project."""
    rows = with_project(rows, bench)
    stored = _stored(rows, bench)
    rows = _numbered(rows, stored)
    rows = _with_first_plan(rows, stored)
    wrong_number = (pl.col("ordinal") < 0) | (pl.col("ordinal") != pl.col("ordinal").round()) | (pl.col("ordinal") > 999)
    faults = pl.concat([
        project_faults(rows),
        faults_of(rows, wrong_number, "bad_number", "ordinal"),
        faults_of(rows, pl.col("actual_date") > bench.today, "future_day", "actual_date"),
    ])
    kept = int(rows.select((pl.col("planned_said") != pl.col("planned_date")).sum()).item() or 0)
    milestones = rows.select("row_no", "project_no", "ordinal", "name", *_FIRST, "actual_date", "is_sample").filter(
        ~pl.col("row_no").is_in(faults["row_no"].implode())
    )
    silent = tuple(c for c in ("forecast_date", "actual_date") if not bench.has(c) and not (c == "forecast_date" and kept))
    table = Rows(Milestone, milestones, key=("project_id", "ordinal"), parent=_PROJECT, silent=silent)
    return Refined((table,), faults, {"first_plans_kept": kept})


def _stored(rows: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    """project_id, ordinal, name, first_planned, first_forecast of the milestones that the store has of these projects."""
    found = bench.known(Milestone, rows.select("project_id"), ("ordinal", "name", *_FIRST))
    return found.rename({c: f"first_{c}" for c in _FIRST}).cast({"ordinal": pl.Float64})


def _numbered(rows: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """With a number for each: the file's, that of the name in the store or the file, else the next free one."""
    by_name = stored.group_by("project_id", "name").agg(pl.col("ordinal").min().alias("stored_ordinal"))
    highest = stored.group_by("project_id").agg(pl.col("ordinal").max().alias("highest"))
    joined = rows.join(by_name, on=["project_id", "name"], how="left", maintain_order="left")
    joined = joined.join(highest, on="project_id", how="left", maintain_order="left")
    joined = joined.with_columns(ordinal=pl.coalesce("ordinal", "stored_ordinal"))
    joined = joined.with_columns(ordinal=pl.coalesce("ordinal", pl.col("ordinal").drop_nulls().first().over("project_no", "name")))
    start = pl.max_horizontal(pl.col("highest").fill_null(0.0), pl.col("ordinal").max().over("project_no").fill_null(0.0))
    is_new = pl.col("ordinal").is_null() & pl.col("row_no").is_first_distinct().over("project_no", "name")
    is_first = is_new & (pl.int_range(pl.len()).over("project_no", "name") == 0)
    following = start + is_first.cast(pl.Float64).cum_sum().over("project_no")
    joined = joined.with_columns(following=pl.when(is_first).then(following))
    following = pl.col("following").drop_nulls().first().over("project_no", "name")
    return joined.with_columns(ordinal=pl.coalesce("ordinal", following)).drop("stored_ordinal", "highest", "following")


def _with_first_plan(rows: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """A plan that is stored stays; a later one is what is expected now, unless the row says that, too."""
    first = stored.select("project_id", "ordinal", "first_planned_date", "first_forecast_date")
    joined = rows.join(first, on=["project_id", "ordinal"], how="left", maintain_order="left").with_columns(planned_said="planned_date")
    in_file = pl.col("planned_date").drop_nulls().first().over("project_no", "ordinal")
    joined = joined.with_columns(planned_date=pl.coalesce("first_planned_date", in_file))
    moved = pl.when(pl.col("planned_said") != pl.col("planned_date")).then("planned_said")
    return joined.with_columns(forecast_date=pl.coalesce("forecast_date", moved))
