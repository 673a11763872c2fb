"""Rows of the list of towns -> towns and their stages. What was once known stays: a correction is a new row, known on a later day."""

from __future__ import annotations

import polars as pl
from sqlalchemy import select, update

from etl.governance.belonging import TOWN, with_codes, with_town
from etl.records.bench import Workbench
from etl.records.feed import Refined, Rows, faults_of
from geodata.store.models import Task, Town, TownStage

STAGES: dict[str, tuple[str, ...]] = {
    "watch": ("未进先治", "未进先治类", "未进先治街乡镇"),
    "supervised": ("治理督导", "治理类", "督导", "市级督导", "治理督导类", "专项治理"),
    "aftercare": ("退出指导", "退出", "退出指导类", "跟踪指导", "退出观察"),
    "out": ("已移出", "移出", "移出名单"),
    "void": ("更正撤销", "撤销", "作废", "更正作废"),
}


def refine(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """Towns and stages as the store has them.

    Without 得知日期 a stage was known on its first day; one that says otherwise than what is known of that day became known today.
    """
    rows = _with_known_on(with_codes(with_town(rows, bench).drop("district_code", "street_code"), bench.pack), bench)
    faults = pl.concat([
        faults_of(rows, pl.col("known_on") > bench.today, "future_day", "known_on"),
        faults_of(rows, pl.col("stage").n_unique().over("town_no", "from_date", "known_on") > 1, "town_twice", "stage"),
        faults_of(rows, pl.col("written") != pl.col("stage"), "town_rewritten", "stage"),
    ])
    kept = rows.filter(~pl.col("row_no").is_in(faults["row_no"].implode()))
    silent = ("district_code", "street_code") if not bench.has("street", "district") else ()
    towns = kept.unique("town_no", keep="last", maintain_order=True)
    if not silent:
        _move_tasks(towns, bench)
    stages = kept.select("row_no", "town_no", "stage", "from_date", "known_on", "document_no", "is_sample")
    return Refined(
        tables=(
            Rows(Town, towns.select("town_no", "name", "district_code", "street_code", "is_sample"), key=("town_no",), silent=silent),
            Rows(TownStage, stages, key=("town_id", "from_date", "known_on"), parent=TOWN),
        ),
        faults=faults,
        notes={"towns_without_area": int(towns["district_code"].is_null().sum()) if not silent else 0},
    )


def _with_known_on(rows: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    """With `known_on` filled, and `written`: the stage that the store already has under the same two days."""
    stored = _stored(rows, bench)
    last = stored.sort("known_on").group_by("town_id", "from_date", maintain_order=True).last()
    last = last.rename({"stage": "last_stage", "known_on": "last_known_on"})
    rows = rows.join(last, on=["town_id", "from_date"], how="left", maintain_order="left")
    first = pl.min_horizontal("from_date", pl.lit(bench.today))
    own = stored.rename({"stage": "own_stage", "known_on": "said_first"})
    rows = rows.with_columns(said_first=first)
    rows = rows.join(own, on=["town_id", "from_date", "said_first"], how="left", maintain_order="left")
    default = (
        pl.when(pl.col("own_stage") == pl.col("stage")).then(first)
        .when(pl.col("last_stage") == pl.col("stage")).then("last_known_on")
        .when(pl.col("last_stage").is_not_null()).then(pl.lit(bench.today))
        .otherwise(first)
    )  # fmt: skip
    rows = rows.with_columns(known_on=pl.coalesce("known_on", default)).drop("last_stage", "last_known_on", "said_first", "own_stage")
    written = stored.rename({"stage": "written"})
    return rows.join(written, on=["town_id", "from_date", "known_on"], how="left", maintain_order="left")


def _stored(rows: pl.DataFrame, bench: Workbench) -> pl.DataFrame:
    """town_id, from_date, known_on, stage of the towns of these rows."""
    ids = rows["town_id"].drop_nulls().unique().to_list()
    asked = select(TownStage.town_id, TownStage.from_date, TownStage.known_on, TownStage.stage).where(TownStage.town_id.in_(ids))
    schema = {"town_id": pl.Int64, "from_date": pl.Date, "known_on": pl.Date, "stage": pl.String}
    found = [tuple(row) for row in bench.store.execute(asked)] if ids else []
    return pl.DataFrame(found, schema=schema, orient="row")


def _move_tasks(towns: pl.DataFrame, bench: Workbench) -> None:
    """Tasks that are in the store go with their town to its other street."""
    known = bench.known(Town, towns.select("town_no"), ("id", "district_code", "street_code"))
    both = towns.select("town_no", "district_code", "street_code").join(known, on="town_no", suffix="_now")
    moved = both.filter(
        pl.col("street_code").ne_missing(pl.col("street_code_now")) | pl.col("district_code").ne_missing(pl.col("district_code_now"))
    )
    for town_id, district, street in moved.select("id", "district_code", "street_code").iter_rows():
        bench.store.execute(update(Task).where(Task.town_id == town_id).values(district_code=district, street_code=street))
