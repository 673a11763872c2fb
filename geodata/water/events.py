"""Rain events (一场雨): from the first wet interval to the last, ended by a long enough dry spell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from geodata.clock import local
from geodata.rules.waterlogging import Waterlogging
from geodata.water.curve import HOUR, TEN_MINUTES, Floats, curve_of

EPOCH = datetime(1970, 1, 1)
WET = {"site_id": pl.Int64, "at": pl.Datetime("us"), "interval_min": pl.Int64, "rain_mm": pl.Float64}
KEY = "%Y%m%d%H%M"


@dataclass(frozen=True)
class Spell:
    """From when to when a station gave readings at all; aware times."""

    site_id: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class RainEvent:
    """One event, aware times. `rain_mm` and the peaks are means over the `stations` that were in service then."""

    start: datetime
    end: datetime
    rain_mm: float
    peak_10min_mm: float
    peak_1h_mm: float
    stations: int

    @property
    def key(self) -> str:
        """How an address names the event: the minute it began."""
        return f"{self.start:{KEY}}"

    @property
    def hours(self) -> float:
        """From the first wet interval to the last."""
        return (self.end - self.start) / timedelta(hours=1)


def minutes_of(at: pl.Series) -> Floats:
    """Minutes since 1970 of naive Shanghai wall times, the clock of `Curve`."""
    return at.dt.epoch("us").to_numpy().astype(float) / 60e6


def minute_of(at: datetime) -> float:
    """The same of one time, aware or naive Shanghai."""
    return (local(at).replace(tzinfo=None) - EPOCH) / timedelta(minutes=1)


def at_minute(minute: float) -> datetime:
    """The aware time of a minute, the inverse of `minute_of`."""
    return local(EPOCH + timedelta(minutes=minute))


def events_of(wet: pl.DataFrame, rules: Waterlogging, spells: Sequence[Spell] = ()) -> tuple[RainEvent, ...]:
    """The events in readings with rain (columns WET, any order), oldest first; those of less than `wet_mm` are none.

    An event goes on over a dry spell of exactly `dry_hours`, and ends at a longer one. Its mean is over the stations whose spell of
    readings meets it; without `spells` over those that were wet.
    """
    wet = wet.filter(pl.col("rain_mm") > 0).sort("at")
    if not wet.height:
        return ()
    ends, widths, rain = minutes_of(wet["at"]), wet["interval_min"].to_numpy().astype(float), wet["rain_mm"].to_numpy()
    order = np.argsort(ends - widths, kind="stable")
    starts, until = (ends - widths)[order], np.maximum.accumulate(ends[order])
    breaks = np.flatnonzero(starts[1:] - until[:-1] > rules.dry_hours * HOUR) + 1
    groups = np.split(order, breaks)
    site = wet["site_id"].to_numpy()
    found = (_event(ends[g], widths[g], rain[g], _service(spells, ends[g], widths[g]) or len(np.unique(site[g]))) for g in groups)
    return tuple(event for event in found if event.rain_mm >= rules.wet_mm)


def _event(ends: Floats, widths: Floats, rain: Floats, stations: int) -> RainEvent:
    curve = curve_of(ends, widths, rain / stations)
    return RainEvent(
        start=at_minute(float((ends - widths).min())), end=at_minute(float(ends.max())), rain_mm=round(float(rain.sum()) / stations, 3),
        peak_10min_mm=round(curve.peak(TEN_MINUTES), 3), peak_1h_mm=round(curve.peak(HOUR), 3), stations=stations,
    )  # fmt: skip


def _service(spells: Sequence[Spell], ends: Floats, widths: Floats) -> int:
    start, end = at_minute(float((ends - widths).min())), at_minute(float(ends.max()))
    return sum(spell.first <= end and spell.last >= start for spell in spells)
