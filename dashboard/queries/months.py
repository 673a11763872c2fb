"""Complaints by calendar month, beside those of the same month a year earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from dashboard.queries.cubes import Source


@dataclass(frozen=True)
class MonthCount:
    """One month: `last_year` None where the data do not reach back to it, `is_open` where the newest day is not its last."""

    month: date
    count: int
    last_year: int | None
    is_open: bool


def month_counts(source: Source, area: str, *, months: int = 12) -> tuple[MonthCount, ...]:
    """The last months up to the newest day that has data, oldest first; () without data. Raises NotFound, RightsError."""
    newest, oldest = source.last_day, source.history.first_day
    if newest is None or oldest is None:
        return ()
    shown = [_earlier(newest.replace(day=1), n) for n in range(months - 1, -1, -1)]
    rows = source.history.scan(_earlier(shown[0], 12), newest).filter(source.region(area).rows())
    by_month = rows.group_by(pl.col("day").dt.truncate("1mo").alias("month")).agg(pl.len().alias("count")).collect()
    counts: dict[date, int] = dict(by_month.iter_rows())
    end = (newest + timedelta(days=1)).day == 1
    return tuple(_month(m, counts, oldest, is_open=m == shown[-1] and not end) for m in shown)


def _month(month: date, counts: dict[date, int], oldest: date, *, is_open: bool) -> MonthCount:
    before = _earlier(month, 12)
    return MonthCount(month, counts.get(month, 0), counts.get(before, 0) if before >= oldest.replace(day=1) else None, is_open)


def _earlier(month: date, months: int) -> date:
    total = month.year * 12 + month.month - 1 - months
    return date(total // 12, total % 12 + 1, 1)
