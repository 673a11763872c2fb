"""Rows of the register of waterlogging points (积水点台账) -> places and the closings they name."""

from __future__ import annotations

from datetime import time

import polars as pl

from etl import texts
from etl.records import ADD, Parent, Refined, Rows, Workbench, faults_of
from geodata.store.models import Site, SiteState
from geodata.water.relapse import CLOSED, OPEN, REGISTER, RELAPSED, TREATING

KIND = "waterlogging"
CODES = {
    OPEN: ("待治理", "未整治", "未开工", "待整治"),
    TREATING: ("整治中", "施工中", "正在治理", "在治"),
    CLOSED: ("销账", "已治理", "治理完成", "已整治", "已消除", "已销号"),
    RELAPSED: ("反弹", "已复发", "回潮"),
}
# a case is closed at the end of its day: what is complained of earlier that day is no relapse
DAY_END = time(23, 59)
_DETAILS = (
    "cause", "measure", "planned_cny", "paid_cny", "depth_alarm_mm", "rain_10min_mm", "rain_1h_mm", "rain_24h_mm", "published", "source",
    "stated_status", "stated_at",
)  # fmt: skip
PLACED = (
    "place_text", "place_level", "place_radius_m", "place_approx", "lon", "lat", "h3_11", "district_code", "street_code", "community_code",
)  # fmt: skip


def refine(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """The register's rows as the store has them. `status` of a known place stays: etl.relapse works it out from what is stated."""
    is_closed = pl.col("status").is_in([CLOSED, RELAPSED])
    told = rows.with_columns(
        kind=pl.lit(KIND), parent_no=pl.lit(""), geom=pl.col("point"), area_geom=pl.when(pl.col("shape") != pl.col("point")).then("shape"),
        stated_status=pl.col("status"),
        closed_at=pl.when(is_closed).then(pl.col("closed_date").dt.combine(DAY_END)),
        begun_at=pl.when(~is_closed).then(pl.col("status_date").dt.combine(time())),
    )  # fmt: skip
    since = pl.when(pl.col("status") == CLOSED).then("closed_at").otherwise("begun_at")
    told = told.with_columns(stated_at=since.dt.strftime("%Y-%m-%dT%H:%M"))
    sites = told.with_columns(details=pl.struct(_blank_as_null(told, name) for name in _DETAILS))
    states = pl.concat([
        _states(told, pl.lit(CLOSED), "closed_at"), _states(told, pl.col("status"), "begun_at").filter(pl.col("status") != ""),
    ])  # fmt: skip
    return Refined(
        tables=(
            Rows(Site, sites, key=("kind", "site_no"), silent=("status", *_unsaid(bench))),
            Rows(SiteState, states, key=("site_id", "at", "status"), parent=Parent("site_id", Site, ("kind", "site_no")), mode=ADD),
        ),
        faults=faults_of(rows, pl.col("closed_date") > bench.today, "future_day", "closed_date"),
    )


def _states(rows: pl.DataFrame, status: pl.Expr, at: str) -> pl.DataFrame:
    """Rows of the history that the register tells of: dated ones only."""
    return rows.filter(pl.col(at).is_not_null()).select(
        "row_no", "kind", "site_no", "is_sample", status=status, at=at, source=pl.lit(REGISTER), note=pl.lit(texts.STATE_BY_REGISTER)
    )


def _unsaid(bench: Workbench) -> tuple[str, ...]:
    """Columns of the place that a file without any of them leaves as they are."""
    return () if bench.has("street", "place", "lon", "lat", "catchment", "district", "community") else (*PLACED, "geom", "area_geom")


def _blank_as_null(rows: pl.DataFrame, name: str) -> pl.Expr:
    if rows.schema[name] == pl.String:
        return pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)
    return pl.col(name)
