"""Readings of sensors that cannot be right: from the future, contradicting themselves, beyond nature, wrong by a factor of ten.

What may be right is loaded: readings out of order are sorted by their time, one said twice with the same value is one. The factor of ten
(cm for mm, a decimal point lost) shows in two ways, and only there is it certain enough to put a reading aside:
- one reading stands alone: 8 to 12.5 times (of a level also a tenth of) both its neighbours within the hour, which agree with each other;
- all of a sensor's readings in the file are 8 to 12.5 times, or as little as, what it measured lately: median and 90th percentile both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
from sqlalchemy import DateTime, Table, select, type_coerce

from etl.readers.table import ROW_NO
from etl.records.bench import Workbench
from etl.records.feed import FAULTS_SCHEMA
from etl.records.tables import table_of
from geodata.store.models import Base, Site

AHEAD = timedelta(minutes=10)            # clocks of sensors run fast
NEIGHBOUR = timedelta(hours=1)
RECENT = timedelta(days=90)
LEAST_KNOWN, LEAST_NEW = 30, 10          # readings above the floor that a comparison of whole series needs
TENFOLD, TENTH = (8.0, 12.5), (0.08, 0.125)
AGREEING = 2.0                           # neighbours differ by no more than this factor


@dataclass(frozen=True)
class Series:
    """Readings of one kind: where they are stored (`model`, its `value` column, the `kind` of their sites), the columns of the file that
    hold the sensor's number (`sensor`) and the value (`said`), the least value that tells anything (`floor`), the most that nature gives
    (`most`), and whether the quantity goes up and down steadily (`is_level`: depth of water, not rain).
    """

    model: type[Base]
    value: str
    kind: str
    sensor: str
    said: str
    floor: float
    most: float
    is_level: bool = False


def reading_faults(rows: pl.DataFrame, bench: Workbench, series: Series) -> pl.DataFrame:
    """FAULTS_SCHEMA of the rows (row_no, `at`, the columns of `series`) that are flagged, one a row."""
    tests = (_future(bench), _beyond(series), _contradicted(), _alone(series), _shifted(rows, bench, series))
    marked = _ordered(rows, series).with_columns(code=pl.coalesce(tests))
    faults = marked.filter(pl.col("code").is_not_null())
    is_time = pl.col("code").is_in(["reading_future", "reading_doubled"])
    return faults.select(
        ROW_NO, "code",
        column=pl.when(is_time).then(pl.lit("at")).otherwise(pl.lit(series.said)),
        found=pl.when(is_time).then(pl.col("at").dt.strftime("%Y-%m-%d %H:%M")).otherwise(pl.col("value").cast(pl.String)),
    ).cast(FAULTS_SCHEMA).sort(ROW_NO)  # type: ignore[arg-type]


def out_of_order(rows: pl.DataFrame, sensor: str) -> int:
    """How many rows stand behind a later reading of the same sensor; for the ledger's notes."""
    ordered = rows.sort(ROW_NO)
    return int(ordered.select((pl.col("at") < pl.col("at").cum_max().over(sensor)).sum()).item() or 0)


def _ordered(rows: pl.DataFrame, series: Series) -> pl.DataFrame:
    """row_no, sensor, at, value in the order of time."""
    return rows.select(ROW_NO, "at", sensor=series.sensor, value=series.said).sort("sensor", "at", ROW_NO)


def _future(bench: Workbench) -> pl.Expr:
    return pl.when(pl.col("at") > bench.now + AHEAD).then(pl.lit("reading_future"))


def _beyond(series: Series) -> pl.Expr:
    is_beyond = (pl.col("value") < 0) | (pl.col("value") > series.most)
    return pl.when(is_beyond).then(pl.lit("reading_beyond"))


def _contradicted() -> pl.Expr:
    several = pl.col("value").n_unique().over("sensor", "at") > 1
    return pl.when(several).then(pl.lit("reading_doubled"))


def _alone(series: Series) -> pl.Expr:
    value, before, after = pl.col("value"), pl.col("value").shift(1).over("sensor"), pl.col("value").shift(-1).over("sensor")
    is_near = (pl.col("at") - pl.col("at").shift(1).over("sensor") <= NEIGHBOUR) & (
        pl.col("at").shift(-1).over("sensor") - pl.col("at") <= NEIGHBOUR
    )
    low, high = pl.min_horizontal(before, after), pl.max_horizontal(before, after)
    agree = (low >= series.floor) & (high <= AGREEING * low)
    ratio = value / ((before + after) / 2)
    is_off = ratio.is_between(*TENFOLD)
    if series.is_level:
        is_off = is_off | (ratio.is_between(*TENTH) & (low >= 10 * series.floor))
    return pl.when(is_near & agree & is_off).then(pl.lit("reading_tenfold"))


def _shifted(rows: pl.DataFrame, bench: Workbench, series: Series) -> pl.Expr:
    """Rows of sensors whose whole series in the file is ten times, or a tenth of, what they measured lately."""
    new = rows.select("at", sensor=series.sensor, value=series.said).drop_nulls()
    known = _recent(new, bench, series)
    if known.is_empty():
        return pl.lit(None, pl.String)
    both = _typical(new, series.floor / 10, LEAST_NEW).join(_typical(known, series.floor / 10, LEAST_KNOWN), on="sensor", suffix="_known")
    ratios = both.select("sensor", middle=pl.col("middle") / pl.col("middle_known"), high=pl.col("high") / pl.col("high_known"))
    off = ratios.filter(
        (pl.col("middle").is_between(*TENFOLD) & pl.col("high").is_between(*TENFOLD))
        | (pl.col("middle").is_between(*TENTH) & pl.col("high").is_between(*TENTH))
    )["sensor"]
    return pl.when(pl.col("sensor").is_in(off.implode())).then(pl.lit("reading_unit"))


def _typical(frame: pl.DataFrame, floor: float, least: int) -> pl.DataFrame:
    """sensor, middle, high: median and 90th percentile of what is above the floor, where there is enough of it."""
    found = frame.filter(pl.col("value") >= floor).group_by("sensor").agg(
        pl.len(), middle=pl.col("value").median(), high=pl.col("value").quantile(0.9)
    )
    return found.filter(pl.col("len") >= least).drop("len")


def _recent(new: pl.DataFrame, bench: Workbench, series: Series) -> pl.DataFrame:
    """sensor, value of the store's readings in the RECENT days before the file's first."""
    first, schema = new["at"].min(), {"sensor": pl.String, "value": pl.Float64}
    if not isinstance(first, datetime):
        return pl.DataFrame(schema=schema)
    table: Table = table_of(series.model)
    at = type_coerce(table.c.at, DateTime())
    query = select(Site.site_no, table.c[series.value]).join_from(table, Site, table.c.site_id == Site.id).where(
        Site.kind == series.kind, Site.site_no.in_(new["sensor"].unique().to_list()),
        at < first, at >= first - RECENT, table.c[series.value] > 0,
    )  # fmt: skip
    return pl.DataFrame(bench.store.execute(query).all(), schema=schema, orient="row")
