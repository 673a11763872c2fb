"""Offences against street order as columns in memory: read once from the store when it has changed, looked at by every page query.

Counting 300,000 rows in SQL takes longer than a page may; the columns take some 25 MB and a few milliseconds. Nobody is handed them
whole: `Offences` cuts to the reader's area on every call, and refuses an area that the reader's scope does not cover.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl
from sqlalchemy import Engine, func, select, type_coerce
from sqlalchemy.types import NullType

from dashboard.queries.merging import merged_complaints
from dashboard.queries.region import Region
from dashboard.queries.register import Register
from geodata.clock import local
from geodata.pack import Pack
from geodata.store.engine import is_sqlite, read_transaction
from geodata.store.models import Batch, Violation

FEED = "violations"
KINDS = ("parking", "vending", "bikes")          # 违停, 占道经营, 单车堆积
SOURCES = ("camera", "patrol", "complaint")
# what `Offences.rows` gives: weekday 0 is Monday; road_key names a road section; is_merged: a complaint counted with its camera event;
# counts: neither merged nor a false alarm
COLUMNS = (
    "kind", "source", "camera_no", "road_name", "road_key", "place", "district_code", "street_code", "community_code", "h3_11",
    "place_radius_m", "place_approx", "day", "hour", "weekday", "is_workday", "is_false_alarm", "is_merged", "counts",
)  # fmt: skip

_NOT_IN_ITEM = re.compile(r"[^\w.()（）/#-]")     # what `item=` of an address does not take
_ITEM_LENGTH = 64
_ROWS_AT_ONCE = 2000
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

_CODES = ["district_code", "street_code", "community_code"]

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
    """Everybody's offences in one state of the store, sorted by time; `codes` are the three codes of each `place`."""

    version: Version
    rows: pl.DataFrame
    codes: pl.DataFrame

    def holds(self, region: Region, rows: pl.DataFrame) -> npt.NDArray[np.bool_]:
        """Which of these rows lie in a region: judged once a place."""
        judged = self.codes.with_columns(region.rows().alias("is_inside"))      # a column, also where the answer is one for all
        inside: npt.NDArray[np.bool_] = judged["is_inside"].to_numpy()[rows["place"].to_numpy()]
        return inside


@dataclass(frozen=True)
class Offences:
    """The offences that one reader may see, in one state of the store."""

    register: Register
    _held: Held

    @property
    def state(self) -> FeedState:
        """How old the feed is."""
        return FeedState(self._held.newest_at, self._held.first_day, self._held.is_sample)

    def rows(self, area: str, first: date, last: date) -> pl.DataFrame:
        """Offences of an area, both days included, by time. Raises NotFound, and RightsError for one that may not be seen."""
        return self._cut(self.register.region(area), first, last)

    def seen_rows(self, area: str, first: date, last: date) -> pl.DataFrame:
        """The part of an area that the reader may see, be it none. Raises NotFound."""
        ranges = self.register.scope.within(self.register.pack.areas.ranges(area))
        return self._cut(Region(ranges, includes_outside=False), first, last)

    def everybodys(self, first: date, last: date, marks: dict[str, Region]) -> pl.DataFrame:
        """Every offence of these days with a flag column a region; only for deciding which small counts may not be shown."""
        rows = between(self._held.rows, first, last)
        return rows.with_columns(pl.Series(name, self._held.holds(region, rows)) for name, region in marks.items())

    def derived(self, name: Hashable, make: Callable[[], T]) -> T:
        """What was made under this name for this reader since the store last changed; `name` holds all else that decides it."""
        return self.register.memory.kept((FEED, name, self.register.scope), self._held.version, make)

    def _cut(self, region: Region, first: date, last: date) -> pl.DataFrame:
        rows = between(self._held.rows, first, last)
        if region.is_everything:
            return rows
        return rows.filter(pl.Series(self._held.holds(region, rows)))


def offences_of(register: Register) -> Offences:
    """What the store holds now, for the eyes of the register's reader. Raises StoreError."""
    version = _version(register.engine)
    return Offences(register, register.memory.kept(FEED, version, lambda: _read(register.engine, register.pack, version)))


def between(rows: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """The rows of these days, both included, of rows sorted by time."""
    days = rows["day"].to_numpy()
    lo, hi = np.searchsorted(days, np.array([first, last + timedelta(days=1)], "datetime64[D]"))
    return rows.slice(int(lo), int(hi - lo))


def road_key(street_code: str, road_name: str) -> str:
    """What names a road section in an address: the road within its street; "" for an offence without a road."""
    return f"{street_code}-{_NOT_IN_ITEM.sub('_', road_name)}"[:_ITEM_LENGTH] if road_name else ""


def _version(engine: Engine) -> Version:
    """Changes with every load of the feed, and with every row that comes or goes at either end."""
    ends = (select(func.min(Violation.id)), select(func.max(Violation.id)))       # one at a time they come from the index
    newest = select(func.max(Batch.id)).where(Batch.feed == FEED)
    with read_transaction(engine) as store:
        low, high, batch = store.execute(select(*(asked.scalar_subquery() for asked in (*ends, newest)))).one()
    return low or 0, high or 0, batch or 0


def _read(engine: Engine, pack: Pack, version: Version) -> Held:
    """Everybody's rows: only `Offences` hands them on, cut."""
    raw = _fetched(engine)
    is_merged = pl.Series("is_merged", merged_complaints(raw, pack.rules.parking))
    rows = _dated(raw.with_columns(is_merged, counts=~pl.col("is_false_alarm") & ~is_merged), pack)
    codes = raw.select(_CODES).unique(maintain_order=True).with_row_index("place")
    rows = _named(rows.join(codes, on=_CODES, how="left", nulls_equal=True, maintain_order="left"))
    newest = raw["at"].max()
    newest_at, first_day = (local(newest), rows["day"][0]) if isinstance(newest, datetime) else (None, None)
    return Held(newest_at, first_day, bool(raw["is_sample"].any()), version, rows, codes)


def _fetched(engine: Engine) -> pl.DataFrame:
    """The columns of _SCHEMA by time, some thousand rows at a time and as the driver gives them: all at once takes half as long again."""
    plain = {"at": pl.String(), **{name: pl.Int8() for name, kind in _SCHEMA.items() if kind == pl.Boolean}} if is_sqlite(engine) else {}
    schema = {name: plain.get(name, kind) for name, kind in _SCHEMA.items()}
    wanted = select(*(type_coerce(getattr(Violation, name), NullType) for name in _SCHEMA)).order_by(Violation.at, Violation.id)
    with read_transaction(engine) as store:
        parts = [
            pl.DataFrame(dict(zip(schema, zip(*some, strict=True), strict=True)), schema)
            for some in store.execute(wanted).partitions(_ROWS_AT_ONCE)
        ]
    whole = pl.concat([pl.DataFrame(schema=schema), *parts])
    return whole.with_columns(pl.col("at").str.to_datetime(time_unit="us")).cast(_SCHEMA) if plain else whole      # type: ignore[arg-type]


def _dated(raw: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    at, calendar = pl.col("at").dt, pack.config.calendar
    rows = raw.with_columns(day=at.date(), hour=at.hour(), weekday=at.weekday() - 1)
    days = rows.select(pl.col("day").unique().sort())
    is_workday = pl.Series("is_workday", [calendar.is_workday(day) for day in days["day"]], pl.Boolean)
    return rows.join(days.with_columns(is_workday), on="day", how="left", maintain_order="left")


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """With keys of road sections; texts as categories, which cost little to cut."""
    roads = rows.select("street_code", "road_name").unique()
    keys = pl.Series("road_key", [road_key(street or "", name) for street, name in roads.iter_rows()], pl.String)
    named = rows.join(roads.with_columns(keys), on=["street_code", "road_name"], how="left", nulls_equal=True, maintain_order="left")
    return named.with_columns(pl.col(pl.String).cast(pl.Categorical)).select(COLUMNS).rechunk()
