"""Rain and depth as columns in memory: of half a million readings only the wet ones, read once from the store when it has changed.

Rain is everybody's; depth belongs to its sensor, so that whoever asks for it names the sensors that the reader may see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

import polars as pl
from sqlalchemy import Connection, DateTime, Engine, Select, and_, func, literal, or_, select, type_coerce

from dashboard.queries.register import Register
from geodata.clock import local
from geodata.store.engine import read_transaction
from geodata.store.models import Batch, DepthReading, RainReading, Site
from geodata.water.events import WET, Spell

FEEDS = ("rain", "depth", "waterlogging")         # a register says where sensors belong
NAME = "water"
DEPTHS = {"site_id": pl.Int64, "at": pl.Datetime("us"), "depth_mm": pl.Float64}
_SPELL = {"site_id": pl.Int64, "first": pl.Datetime("us"), "last": pl.Datetime("us")}

AT_ONCE = 400                                    # SQLite nests conditions 1,000 deep at most

Version = tuple[int, ...]
Model = type[RainReading] | type[DepthReading]
T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """One reading: its time, its value in mm, the minutes it stands for (rain; else 0)."""

    at: datetime
    value: float
    interval_min: int


@dataclass(frozen=True)
class Held:
    """Everybody's readings in one state of the store: `rain` (columns WET) and `depth` (DEPTHS) where it was wet, by time; each with the
    time of the first and last reading of any kind of every station and sensor, and that last reading.
    """

    version: Version
    rain: pl.DataFrame
    depth: pl.DataFrame
    rain_spells: dict[int, Spell]
    depth_spells: dict[int, Spell]
    rain_last: dict[int, Reading]
    depth_last: dict[int, Reading]


@dataclass(frozen=True)
class Readings:
    """The readings that a register's reader may ask for; with `seen` those of one state of the store, asked for once."""

    register: Register
    seen: Held | None = None

    def settled(self) -> Readings:
        """The same, as they are now and stay for whoever asks several times. Raises StoreError."""
        return replace(self, seen=self.held())

    def held(self) -> Held:
        """All readings where it was wet. Raises StoreError."""
        if self.seen is not None:
            return self.seen
        engine = self.register.engine
        version = _version(engine)
        return self.register.memory.kept(NAME, version, lambda: _read(engine, version))

    def rain(self, stations: Collection[int], first: datetime | None = None, last: datetime | None = None) -> pl.DataFrame:
        """Wet readings of stations that end in (first, last], columns WET."""
        return _cut(self.held().rain, stations, first, last)

    def depth(self, sensors: Collection[int], first: datetime | None = None, last: datetime | None = None) -> pl.DataFrame:
        """Readings of more than 0 mm of sensors in (first, last], columns DEPTHS."""
        return _cut(self.held().depth, sensors, first, last)

    def newest(self, model: Model, sites: Collection[int]) -> dict[int, Reading]:
        """The last reading up to now of each station or sensor that has any: the store is asked only where later ones are known."""
        held, now = self.held(), self.register.now
        last = held.rain_last if model is RainReading else held.depth_last
        known = {site: last[site] for site in sites if site in last}
        early = {site: reading for site, reading in known.items() if reading.at <= now}
        late = known.keys() - early.keys()
        return early | _before(self.register, model, late) if late else early

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
        rain_spells, depth_spells = (_spells(_frame(store.execute(_ends(model)).all(), _SPELL)) for model in (rain, depth))
        rain_last = _at_ends(store, rain, {site: spell.last for site, spell in rain_spells.items()})
        depth_last = _at_ends(store, depth, {site: spell.last for site, spell in depth_spells.items()})
    wet, deep = (frame.sort("at", "site_id") for frame in (wet, deep))
    return Held(version, wet, deep, rain_spells, depth_spells, rain_last, depth_last)


def _before(register: Register, model: Model, sites: Collection[int]) -> dict[int, Reading]:
    """The last reading up to now: one look into the index each."""
    last = select(func.max(model.at)).where(model.site_id == Site.id, model.at <= register.now).correlate(Site).scalar_subquery()
    with register.read() as store:
        ends = {i: at for i, at in store.execute(select(Site.id, last).where(Site.id.in_(sites))) if at is not None}
        return _at_ends(store, model, ends)


def _at_ends(store: Connection, model: Model, ends: Mapping[int, datetime]) -> dict[int, Reading]:
    columns = (model.rain_mm, model.interval_min) if model is RainReading else (model.depth_mm, literal(0))  # type: ignore[union-attr]
    told, known = list(ends.items()), {}
    for first in range(0, len(told), AT_ONCE):
        wanted = or_(*(and_(model.site_id == site, model.at == at) for site, at in told[first : first + AT_ONCE]))
        for site, at, value, interval in store.execute(select(model.site_id, model.at, *columns).where(wanted)):
            known[site] = Reading(at, float(value), int(interval))
    return known


def _wanted(model: Any, *columns: Any) -> Select[Any]:
    return select(model.site_id, type_coerce(model.at, DateTime), *columns)


def _ends(model: Any) -> Select[Any]:
    return select(model.site_id, *(type_coerce(edge(model.at), DateTime) for edge in (func.min, func.max))).group_by(model.site_id)


def _frame(found: Any, schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(dict(zip(schema, zip(*found, strict=True), strict=True)) if found else {}, schema)


def _spells(frame: pl.DataFrame) -> dict[int, Spell]:
    return {site: Spell(site, local(first), local(last)) for site, first, last in frame.iter_rows()}
