"""Rows of rain and depth -> stations or sensors, and their readings; what no instrument can have meant is put aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from etl.records import Parent, Refined, Rows, Workbench, faults_of
from etl.records.readings import Series, rescaled
from etl.water.register import PLACED
from geodata.store.models import DepthReading, RainReading, Site
from geodata.store.models.base import Base

AHEAD = timedelta(minutes=10)          # an instrument's clock may be so far ahead
MOST_RAIN_MM = 60.0                    # in ten minutes; a longer interval may hold more, but less than in proportion
RAIN_GROWTH = 0.8
MOST_DEPTH_MM = 10_000.0
USUAL_INTERVAL_MIN, LONGEST_INTERVAL_MIN = 60, 1440
TENFOLD = (8.0, 12.5)                  # a leap up by about ten and down again by about ten: another unit
LEAST_TENFOLD_MM = 20.0                # of the lower value; below, water does rise so fast
LONGEST_TENFOLD = timedelta(hours=6)


@dataclass(frozen=True)
class Instrument:
    """What of a feed of readings is its own: kind of place, columns of number and value, table, column of the value there."""

    kind: str
    number: str
    name: str
    value: str
    model: type[Base]
    stored: str


RAIN = Instrument("rain_station", "station_no", "station", "rain", RainReading, "rain_mm")
DEPTH = Instrument("depth_sensor", "sensor_no", "sensor", "depth", DepthReading, "depth_mm")


def refine_rain(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """Rain as the store has it: mm in the minutes before a time."""
    rows = rows.with_columns(interval_min=pl.col("interval_min").fill_null(_interval(rows, RAIN.number)))
    usable = pl.col("interval_min").is_between(1, LONGEST_INTERVAL_MIN)
    most = MOST_RAIN_MM * (pl.col("interval_min") / 10).pow(RAIN_GROWTH)
    faults = [
        faults_of(rows, ~usable, "bad_interval", "interval_min"),
        faults_of(rows, usable & (pl.col("rain") > most), "reading_far", "rain"),
    ]
    return _refined(rows, bench, RAIN, faults)


def refine_depth(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """Depth as the store has it: mm of water over the road at a time."""
    faults = [
        faults_of(rows, pl.col("depth") > MOST_DEPTH_MM, "reading_far", "depth"),
        faults_of(rows, pl.col("row_no").is_in(_tenfold(rows).implode()), "reading_tenfold", "depth"),
    ]
    return _refined(rows.with_columns(parent_no="site_no"), bench, DEPTH, faults)


def _refined(rows: pl.DataFrame, bench: Workbench, instrument: Instrument, faults: list[pl.DataFrame]) -> Refined:
    key, value = instrument.number, pl.col(instrument.value)
    again = pl.struct(key, "at").is_first_distinct().not_() & (value != value.first().over(key, "at"))
    faults = [
        *faults,
        faults_of(rows, pl.col("at") > bench.now + AHEAD, "future_time", "at"),
        faults_of(rows, again, "reading_twice", instrument.value),
        rescaled(rows, bench, Series(instrument.model, instrument.stored, instrument.kind, key, instrument.value)),
    ]
    wrong = pl.concat(faults)["row_no"]
    readings = rows.with_columns(pl.lit(instrument.kind).alias("kind"), value.alias(instrument.stored))
    site = Parent("site_id", Site, ("kind", "site_no"), names={"site_no": key})
    return Refined(
        tables=(
            _sites(rows.filter(~pl.col("row_no").is_in(wrong.implode())), bench, instrument),
            Rows(instrument.model, readings.drop("parent_no", "site_no", strict=False), key=("site_id", "at"), parent=site),
        ),
        faults=pl.concat(faults),
    )


def _sites(rows: pl.DataFrame, bench: Workbench, instrument: Instrument) -> Rows:
    """One place a station or sensor: of its rows the last that has a point. What the file does not say of it stays as it is."""
    key = instrument.number
    last = rows.sort(pl.col("lon").is_not_null(), maintain_order=True).unique(key, keep="last", maintain_order=True)
    named = pl.when(pl.col(instrument.name) != "").then(instrument.name).otherwise(key)
    columns = [c for c in (*PLACED, "is_sample", "parent_no") if c in last.columns]
    sites = last.select(*columns, kind=pl.lit(instrument.kind), site_no=key, name=named, geom="point")
    silent: tuple[str, ...] = () if bench.has("street", "place", "lon", "lat", "district", "community") else (*PLACED, "geom")
    silent += () if bench.has(instrument.name) else ("name",)
    silent += () if bench.has("site_no") else ("parent_no",)
    return Rows(Site, sites, key=("kind", "site_no"), silent=silent)


def _interval(rows: pl.DataFrame, key: str) -> float:
    """Minutes that lie between most readings of one station in the file."""
    steps = rows.sort("at").select(step=pl.col("at").diff().over(key).dt.total_minutes()).drop_nulls().filter(pl.col("step") > 0)
    if not steps.height:
        return USUAL_INTERVAL_MIN
    usual = steps["step"].mode().min()
    return float(usual) if isinstance(usual, int) and usual <= LONGEST_INTERVAL_MIN else USUAL_INTERVAL_MIN


def _tenfold(rows: pl.DataFrame) -> pl.Series:
    """Rows of readings that leap up by about ten and, within hours, down by about ten again."""
    found: list[int] = []
    for part in rows.sort("at").partition_by("sensor_no", maintain_order=True):
        found += part["row_no"].gather(_leaps(part["depth"].to_numpy(), part["at"].dt.epoch("s").to_numpy())).to_list()
    return pl.Series("row_no", found, pl.UInt32)


def _leaps(mm: np.ndarray[tuple[int], np.dtype[np.float64]], at_s: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[int]:
    low, high = TENFOLD
    lower, upper = mm[:-1], mm[1:]
    ups = np.flatnonzero((lower >= LEAST_TENFOLD_MM) & (upper >= low * lower) & (upper <= high * lower)) + 1
    downs = np.flatnonzero((upper >= LEAST_TENFOLD_MM) & (lower >= low * upper) & (lower <= high * upper)) + 1
    found: list[int] = []
    for start in ups.tolist():
        end = downs[np.searchsorted(downs, start, side="right") :][:1].tolist()
        if end and at_s[end[0]] - at_s[start - 1] <= LONGEST_TENFOLD.total_seconds():
            found += range(start, end[0])
    return found
