"""Rows that speak of a project by its number: which the store knows, which may still be reported on."""

from __future__ import annotations

import polars as pl
from sqlalchemy import DateTime, select, type_coerce

from etl.records.bench import Workbench
from etl.records.feed import faults_of
from geodata.store.models import Batch, Closure, Project

CLOSED = ("done", "in_use", "stopped")


def with_project(rows: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    """The rows with what the store has of their project: project_id (null where it has none), status, is_public, planned_end_date,
    actual_end_date, and closed_on: the first day on which the project was no longer under way, null while it is.
    """
    columns = ("id", "status", "is_public", "planned_end_date", "actual_end_date", "batch_id")
    known = bench.known(Project, rows.select("project_no"), columns).rename({"id": "project_id"})
    known = known.join(_register_days(known, bench), on="batch_id", how="left").join(_struck_off(known, bench), on="project_no", how="left")
    is_closed = pl.col("status").is_in(CLOSED)
    by_register = pl.when(is_closed).then(pl.coalesce("actual_end_date", "register_day"))
    known = known.with_columns(closed_on=pl.min_horizontal(by_register, "struck_off_on"))
    return rows.join(known.drop("batch_id", "register_day", "struck_off_on"), on="project_no", how="left", maintain_order="left")


def project_faults(rows: pl.DataFrame) -> pl.DataFrame:
    """FAULTS_SCHEMA of rows `with_project` of unknown projects, and of public ones, of which only what was published is kept."""
    return pl.concat([
        faults_of(rows, pl.col("project_id").is_null(), "no_project", "project_no"),
        faults_of(rows, pl.col("is_public"), "public_project", "project_no"),
    ])


def _register_days(known: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    """batch_id, register_day: the day on which the register that says how a project stands came in."""
    ids = known["batch_id"].drop_nulls().unique().to_list()
    started = select(Batch.id, type_coerce(Batch.started_at, DateTime())).where(Batch.id.in_(ids))
    found = [(batch_id, at.date()) for batch_id, at in bench.store.execute(started)] if ids else []
    return pl.DataFrame(found, schema={"batch_id": pl.Int64, "register_day": pl.Date}, orient="row")


def _struck_off(known: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    """project_no, struck_off_on: the day of a confirmed closure that nothing has undone."""
    confirmed = select(Closure.subject_no, type_coerce(Closure.decided_at, DateTime())).where(
        Closure.subject_kind == "project", Closure.is_confirmed.is_(True), Closure.undone_at.is_(None), Closure.decided_at.is_not(None)
    )
    found = [(no, at.date()) for no, at in bench.store.execute(confirmed)]
    frame = pl.DataFrame(found, schema={"project_no": pl.String, "struck_off_on": pl.Date}, orient="row")
    return frame.group_by("project_no").agg(pl.col("struck_off_on").max())
