"""Rain and depth as columns in memory: of half a million readings only the wet ones, read once from the store when it has changed.

Rain is everybody's; depth belongs to its sensor, so that whoever asks for it names the sensors that the reader may see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import polars as pl
from sqlalchemy import DateTime, Engine, Select, func, select, type_coerce

from dashboard.queries.register import Register
from geodata.clock import local
from geodata.store.engine import read_transaction
from geodata.store.models import Batch, DepthReading, RainReading
from geodata.water.events import WET, Spell

FEEDS = ("rain", "depth", "waterlogging")         # a register says where sensors belong
NAME = "water"
DEPTHS = {"site_id": pl.Int64, "at": pl.Datetime("us"), "depth_mm": pl.Float64}
_SPELL = {"site_id": pl.Int64, "first": pl.Datetime("us"), "last": pl.Datetime("us")}

Version = tuple[int, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Held:
    """Everybody's readings in one state of the store: `rain` (columns WET) and `depth` (DEPTHS) where it was wet, by time; each with the
    first and last reading of any kind of every station and sensor.
    """

    version: Version
    rain: pl.DataFrame
    depth: pl.DataFrame
    rain_spells: dict[int, Spell]
    depth_spells: dict[int, Spell]


@dataclass(frozen=True)
class Readings:
    """The readings that a register's reader may ask for."""

    register: Register

    def held(self) -> Held:
        """All readings where it was wet. Raises StoreError."""
        engine = self.register.engine
        version = _version(engine)
        return self.register.memory.kept(NAME, version, lambda: _read(engine, version))

    def rain(self, stations: Collection[int], first: datetime | None = None, last: datetime | None = None) -> pl.DataFrame:
        """Wet readings of stations that end in (first, last], columns WET."""
        return _cut(self.held().rain, stations, first, last)

    def depth(self, sensors: Collection[int], first: datetime | None = None, last: datetime | None = None) -> pl.DataFrame:
        """Readings of more than 0 mm of sensors in (first, last], columns DEPTHS."""
        return _cut(self.held().depth, sensors, first, last)

    def kept(self, name: Hashable, make: Callable[[], T]) -> T:
        """What was made of these readings under a name that says all else it follows from."""
        return self.register.memory.kept((NAME, name), self.held().version, make)


def _cut(rows: pl.DataFrame, sites: Collection[int], first: datetime | None, last: datetime | None) -> pl.DataFrame:
    at = [pl.col("at") > _wall(first)] if first else []
    at += [pl.col("at") <= _wall(last)] if last else []
    return rows.filter(pl.col("site_id").is_in(list(sites)), *at)


def _wall(at: datetime) -> datetime:
    return local(at).replace(tzinfo=None)


def _version(engine: Engine) -> Version:
    """Changes with every load of readings, and with every row that comes or goes at either end."""
    ends = [edge(model.id) for model in (RainReading, DepthReading) for edge in (func.min, func.max)]
    newest = select(func.max(Batch.id)).where(Batch.feed.in_(FEEDS))
    asked = select(newest.scalar_subquery(), *(select(end).scalar_subquery() for end in ends))
    with read_transaction(engine) as store:
        return tuple(value or 0 for value in store.execute(asked).one())


def _read(engine: Engine, version: Version) -> Held:
    """Everybody's rows: only `Readings` hands them on, cut."""
    rain, depth = RainReading, DepthReading
    with read_transaction(engine) as store:
        wet = _frame(store.execute(_wanted(rain, rain.interval_min, rain.rain_mm).where(rain.rain_mm > 0)).all(), WET)
        deep = _frame(store.execute(_wanted(depth, depth.depth_mm).where(depth.depth_mm > 0)).all(), DEPTHS)
        spells = [_frame(store.execute(_ends(model)).all(), _SPELL) for model in (rain, depth)]
    return Held(version, wet.sort("at", "site_id"), deep.sort("at", "site_id"), *(_spells(frame) for frame in spells))


def _wanted(model: Any, *columns: Any) -> Select[Any]:
    return select(model.site_id, type_coerce(model.at, DateTime), *columns)


def _ends(model: Any) -> Select[Any]:
    return select(model.site_id, *(type_coerce(edge(model.at), DateTime) for edge in (func.min, func.max))).group_by(model.site_id)


def _frame(found: Any, schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(dict(zip(schema, zip(*found, strict=True), strict=True)) if found else {}, schema)


def _spells(frame: pl.DataFrame) -> dict[int, Spell]:
    return {site: Spell(site, local(first), local(last)) for site, first, last in frame.iter_rows()}
