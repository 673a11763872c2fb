"""Offences against street order as columns in memory: read once from the store when it has changed, looked at by every page query.

Counting 300,000 rows in SQL takes longer than a page may; the columns take some 25 MB and a few milliseconds. Nobody is handed them
whole: `Offences.rows` cuts to the reader's area on every call, and refuses an area that the reader's scope does not cover.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

import numpy as np
import polars as pl
from sqlalchemy import DateTime, Engine, func, select, type_coerce

from dashboard.queries.merging import merged_complaints
from dashboard.queries.region import Region
from dashboard.queries.register import Register
from geodata.clock import local
from geodata.pack import Pack
from geodata.store.engine import read_transaction
from geodata.store.models import Batch, Violation

FEED = "violations"
KINDS = ("parking", "vending", "bikes")          # 违停, 占道经营, 单车堆积
SOURCES = ("camera", "patrol", "complaint")
# what `Offences.rows` gives beside the columns of the store: weekday 0 is Monday; is_merged: a complaint counted with its camera event
DERIVED = ("day", "hour", "weekday", "is_workday", "road_key", "is_merged")

_NOT_IN_ITEM = re.compile(r"[^\w.()（）/#-]")     # what `item=` of an address does not take
_ITEM_LENGTH = 64
_SCHEMA: dict[str, pl.DataType] = {
    "at": pl.Datetime("us"),
    "kind": pl.String(),
    "source": pl.String(),
    "camera_no": pl.String(),
    "road_name": pl.String(),
    "district_code": pl.String(),
    "street_code": pl.String(),
    "community_code": pl.String(),
    "lon": pl.Float64(),
    "lat": pl.Float64(),
    "h3_11": pl.Int64(),
    "place_radius_m": pl.Int32(),
    "place_approx": pl.Boolean(),
    "is_false_alarm": pl.Boolean(),
    "order_no": pl.String(),
    "is_sample": pl.Boolean(),
}

Version = tuple[int, int, int]

T = TypeVar("T")


@dataclass(frozen=True)
class FeedState:
    """How far the offences reach: `newest_at` is aware Shanghai time; both times None without any."""

    newest_at: datetime | None
    first_day: date | None
    is_sample: bool


@dataclass(frozen=True)
class Held(FeedState):
    """Everybody's offences in one state of the store, sorted by time."""

    version: Version
    rows: pl.DataFrame


@dataclass(frozen=True)
class Offences:
    """The offences that one reader may see."""

    register: Register

    def state(self) -> FeedState:
        """How old the feed is. Raises StoreError."""
        held = self._held()
        return FeedState(held.newest_at, held.first_day, held.is_sample)

    def rows(self, area: str, first: date, last: date) -> pl.DataFrame:
        """Offences of an area, both days included, by time. Raises NotFound, and RightsError for one that may not be seen."""
        return self._cut(self.register.region(area), first, last)

    def seen_rows(self, area: str, first: date, last: date) -> pl.DataFrame:
        """The part of an area that the reader may see, be it none. Raises NotFound."""
        ranges = self.register.scope.within(self.register.pack.areas.ranges(area))
        return self._cut(Region(ranges, includes_outside=False), first, last)

    def derived(self, name: Hashable, make: Callable[[], T]) -> T:
        """What was made under this name for this reader since the store last changed; `name` holds all else that decides it."""
        register = self.register
        return register.memory.kept((FEED, name, register.scope), (self._held().version, register.today), make)

    def _held(self) -> Held:
        register = self.register
        version = _version(register.engine)
        return register.memory.kept(FEED, version, lambda: _read(register.engine, register.pack, version))

    def _cut(self, region: Region, first: date, last: date) -> pl.DataFrame:
        rows = self._held().rows
        days = rows["day"].to_numpy()
        lo, hi = np.searchsorted(days, [np.datetime64(first), np.datetime64(last + timedelta(days=1))])
        return rows.slice(int(lo), int(hi - lo)).filter(region.rows())


def road_key(street_code: str, road_name: str) -> str:
    """What names a road section in an address: the road within its street; "" for an offence without a road."""
    return f"{street_code}-{_NOT_IN_ITEM.sub('_', road_name)}"[:_ITEM_LENGTH] if road_name else ""


def _version(engine: Engine) -> Version:
    """Changes with every load of the feed, and with every row that comes or goes at either end."""
    newest = select(func.max(Batch.id)).where(Batch.feed == FEED).scalar_subquery()
    with read_transaction(engine) as store:
        low, high, batch = store.execute(select(func.min(Violation.id), func.max(Violation.id), newest)).one()
    return low or 0, high or 0, batch or 0


def _read(engine: Engine, pack: Pack, version: Version) -> Held:
    """Everybody's rows: only `Offences` hands them on, cut."""
    columns = [type_coerce(getattr(Violation, name), DateTime) if name == "at" else getattr(Violation, name) for name in _SCHEMA]
    with read_transaction(engine) as store:
        found = store.execute(select(*columns).order_by(Violation.at, Violation.id)).all()
    raw = pl.DataFrame(dict(zip(_SCHEMA, zip(*found, strict=True), strict=True)) if found else {}, _SCHEMA)
    newest = raw["at"].max()
    rows = _dated(raw.with_columns(pl.Series("is_merged", merged_complaints(raw, pack.rules.parking))), pack)
    newest_at, first_day = (local(newest), rows["day"][0]) if isinstance(newest, datetime) else (None, None)
    return Held(newest_at, first_day, bool(rows["is_sample"].any()), version, rows)


def _dated(raw: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    at = pl.col("at").dt
    rows = raw.with_columns(day=at.date(), hour=at.hour(), weekday=at.weekday() - 1)
    days = rows.select(pl.col("day").unique().sort())
    known = days.with_columns(is_workday=pl.Series([pack.config.calendar.is_workday(day) for day in days["day"]], dtype=pl.Boolean))
    roads = raw.select("street_code", "road_name").unique()
    keys = pl.Series("road_key", [road_key(street or "", name) for street, name in roads.iter_rows()], pl.String)
    rows = rows.join(known, on="day", how="left", maintain_order="left")
    rows = rows.join(roads.with_columns(keys), on=["street_code", "road_name"], how="left", nulls_equal=True, maintain_order="left")
    return rows.drop("lon", "lat", "order_no").rechunk()
