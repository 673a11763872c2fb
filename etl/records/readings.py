"""Whole series of readings in another unit: what a file says of a sensor against what the sensor measured lately.

A file whose unit is declared wrongly (cm for mm) is wrong in every row, so that no row looks odd beside its neighbours. A natural change
shifts small and large readings differently; a wrong unit makes all of them ten times, or a tenth of, what they were.
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

RECENT = timedelta(days=90)
LEAST_KNOWN, LEAST_NEW = 30, 10          # readings above zero that a comparison needs
QUANTILES = (0.25, 0.5, 0.9)
TENFOLD, TENTH = (8.0, 12.5), (0.08, 0.125)


@dataclass(frozen=True)
class Series:
    """Readings of one kind: where they are stored (`model`, its `value` column, the `kind` of their sites), and the columns of the file
    that hold the sensor's number (`sensor`) and the value (`said`).
    """

    model: type[Base]
    value: str
    kind: str
    sensor: str
    said: str


def rescaled(rows: pl.DataFrame, bench: Workbench, series: Series) -> pl.DataFrame:
    """Faults (FAULTS_SCHEMA, code reading_unit) of every reading of the sensors whose series in the file is ten times, or a tenth of,
    that of the RECENT days before: lower quartile, median and ninth decile all are. `rows` have row_no and `at`.
    """
    new = rows.select("at", sensor=series.sensor, value=series.said).filter(pl.col("value") > 0)
    both = _typical(new, LEAST_NEW).join(_typical(_recent(new, bench, series), LEAST_KNOWN), on="sensor", suffix="_known")
    ratios = [pl.col(f"q{q}") / pl.col(f"q{q}_known") for q in QUANTILES]
    is_off = [pl.all_horizontal(r.is_between(*band) for r in ratios) for band in (TENFOLD, TENTH)]
    off = both.filter(pl.any_horizontal(is_off))["sensor"]
    return rows.filter(pl.col(series.sensor).is_in(off.implode()) & (pl.col(series.said) > 0)).select(
        ROW_NO, code=pl.lit("reading_unit"), column=pl.lit(series.said), found=pl.col(series.said).cast(pl.String)
    ).cast(FAULTS_SCHEMA)  # type: ignore[arg-type]


def _typical(frame: pl.DataFrame, least: int) -> pl.DataFrame:
    """sensor and the quantiles of its readings, where there are enough of them."""
    quantiles = [pl.col("value").quantile(q).alias(f"q{q}") for q in QUANTILES]
    return frame.group_by("sensor").agg(pl.len(), *quantiles).filter(pl.col("len") >= least).drop("len")


def _recent(new: pl.DataFrame, bench: Workbench, series: Series) -> pl.DataFrame:
    """sensor, value of the store's readings above zero in the RECENT days before the file's first."""
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
