"""How long cases took (办理时长): of those closed in a period, by category of the first level, and of all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from dashboard.queries.cubes import Source

LONGEST_DAYS = 400            # of a case that still counts: files are read so far back
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Duration:
    """Cases of one category ("" all of them) closed in the period; days from creation to closing. `limit_days` is the middle one of the
    limits of their own categories, `late_count` those that took longer than their own; None and 0 where no limit is known.
    """

    code: str
    name: str
    count: int
    median_days: float
    p90_days: float
    mean_days: float
    limit_days: float | None
    late_count: int


def durations(source: Source, area: str, first: date, last: date) -> tuple[Duration, ...]:
    """By category of the first level, most cases first. Raises NotFound, RightsError."""
    rows = _closed(source, area, first, last).with_columns(root=pl.col("category_code").fill_null("").str.slice(0, 2))
    names = {c.code: c.name for c in source.pack.catalog.roots()}
    found = rows.group_by("root").agg(_SUMS).sort(["count", "root"], descending=[True, False]).collect()
    return tuple(_duration(row, names[row["root"]]) for row in found.iter_rows(named=True) if row["root"] in names)


def duration(source: Source, area: str, first: date, last: date) -> Duration | None:
    """All of them together; None without any. Raises NotFound, RightsError."""
    found = _closed(source, area, first, last).select(_SUMS).collect().row(0, named=True)
    return _duration({"root": "", **found}, "") if found["count"] else None


_SUMS = (
    pl.len().alias("count"),
    pl.col("days").median().alias("median"),
    pl.col("days").quantile(0.9, "linear").alias("p90"),
    pl.col("days").mean().alias("mean"),
    pl.col("limit").median().alias("limit"),
    (pl.col("days") > pl.col("limit")).sum().alias("late"),
)


def _closed(source: Source, area: str, first: date, last: date) -> pl.LazyFrame:
    limits = {c.code: float(c.limit_days) for c in source.pack.catalog.leaves() if c.limit_days}
    rows = source.history.scan(first - LONGEST_DAYS * _DAY, last).filter(
        source.region(area).rows(), pl.col("closed_at").dt.date().is_between(first, last), pl.col("status") == "closed"
    )
    days = (pl.col("closed_at") - pl.col("created_at")).dt.total_seconds() / _DAY.total_seconds()
    limit = pl.col("category_code").replace_strict(limits, default=None, return_dtype=pl.Float64)
    return rows.select("category_code", days=days.clip(0), limit=limit)


def _duration(row: dict[str, Any], name: str) -> Duration:
    return Duration(row["root"], name, row["count"], row["median"], row["p90"], row["mean"], row["limit"], int(row["late"] or 0))
