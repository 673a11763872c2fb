"""What came in and how well: batches, rejected rows by reason, share by place level, age of the newest record, boundary conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from sqlalchemy import Engine, func, select

from dashboard.access.reading import scoped_read
from dashboard.access.scope import Scope
from dashboard.queries.cubes import Source
from geodata.freshness import age_words, is_stale
from geodata.store.models import Batch, Quarantine

# fine to coarse; the last is 无, a record whose place is unknown
PLACE_LEVELS = ("门牌", "楼栋", "出入口", "兴趣点", "小区", "路口", "道路", "社区", "街道", "区县", "无")


@dataclass(frozen=True)
class BatchLine:
    """One load of one file; read = loaded + updated + unchanged + quarantined."""

    id: int
    feed: str
    file_name: str
    started_at: datetime
    seconds: float
    read_count: int
    loaded_count: int
    updated_count: int
    unchanged_count: int
    quarantined_count: int
    newest_at: datetime | None
    is_sample: bool


@dataclass(frozen=True)
class ReasonLine:
    """Rejected rows of one reason: how many, how many of them replayed since, and one of the Chinese sentences."""

    reason_code: str
    count: int
    replayed_count: int
    example: str


@dataclass(frozen=True)
class LevelShare:
    """Records whose place was found at a level; `share` 0-1 of all, None without any; `pointed_count` of them with a point."""

    level: str
    count: int
    pointed_count: int
    share: float | None


@dataclass(frozen=True)
class DataState:
    """How old the data is: `as_of` its newest record's time, None without data; `age` in words; `is_stale` past the pack's limit."""

    as_of: datetime | None
    age: str
    is_stale: bool
    is_sample: bool
    rows: int


def data_state(source: Source, now: datetime) -> DataState:
    """Age of what every count is made of."""
    at, history = source.history.newest_at, source.history
    limit = source.pack.rules.freshness.complaints_hours
    return DataState(at, age_words(at, now) if at else "", is_stale(at, now, limit), history.is_sample, history.rows)


def batches(engine: Engine, scope: Scope, *, limit: int = 50, offset: int = 0) -> tuple[BatchLine, ...]:
    """Loads, newest first; `scope` is that of the right QUALITY. Files hold the whole city, so only a municipal reader gets any."""
    if not scope.is_municipal:
        return ()
    names = tuple(BatchLine.__dataclass_fields__)
    query = select(*(getattr(Batch, name) for name in names)).order_by(Batch.id.desc()).limit(limit).offset(offset)
    with scoped_read(engine, scope) as store:
        return tuple(BatchLine(*row) for row in store.execute(query))


def quarantine_by_reason(engine: Engine, scope: Scope) -> tuple[ReasonLine, ...]:
    """Rejected rows by reason, most first; `scope` is that of the right QUALITY, and must be municipal."""
    if not scope.is_municipal:
        return ()
    count = func.count()
    replayed = func.count(Quarantine.replayed_batch_id)
    query = select(Quarantine.reason_code, count, replayed, func.min(Quarantine.reason))
    with scoped_read(engine, scope) as store:
        rows = store.execute(query.group_by(Quarantine.reason_code).order_by(count.desc(), Quarantine.reason_code))
        return tuple(ReasonLine(*row) for row in rows)


def level_shares(source: Source, area: str, first: date, last: date) -> tuple[LevelShare, ...]:
    """Records of an area and period by place level, fine to coarse, every level named. Raises NotFound, RightsError."""
    rows = source.history.scan(first, last).filter(source.region(area).rows())
    grouped = rows.group_by("place_level").agg(count=pl.len(), pointed=pl.col("h3_11").count()).collect()
    found = {level: (count, pointed) for level, count, pointed in grouped.iter_rows()}
    total = sum(count for count, _ in found.values())
    levels: Sequence[str] = (*PLACE_LEVELS, *sorted(set(found) - set(PLACE_LEVELS)))
    return tuple(LevelShare(level, *found.get(level, (0, 0)), found.get(level, (0, 0))[0] / total if total else None) for level in levels)


def conflict_count(source: Source, area: str, first: date, last: date) -> int:
    """边界不一致: records of an area and period whose point lies in another unit than their codes say. Raises NotFound, RightsError."""
    rows = source.history.scan(first, last).filter(source.region(area).rows())
    return int(rows.select(pl.col("is_boundary_conflict").sum()).collect().item())
