"""A whole series of readings in another unit is known by what the sensor measured lately; natural changes are not."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine

from etl.feeds import FEEDS
from etl.pipeline import load_source
from etl.workshop import Source, Workshop
from tests.etl.register import fates, reasons

START = datetime(2026, 7, 1)
WET = [3, 5, 8, 12, 20, 31, 44, 60, 52, 40, 28, 18, 11, 7, 4]


def depth_file(folder: Path, values: list[float], *, unit: str = "mm", day: int = 0, sensor: str = "D1") -> Source:
    """Readings of one sensor, one in ten minutes."""
    times = [START + timedelta(days=day, minutes=10 * n) for n in range(len(values))]
    frame = pl.DataFrame({
        "传感器编号": [sensor] * len(values), "时间": [f"{t:%Y-%m-%d %H:%M}" for t in times], f"水深（{unit}）": [f"{v:g}" for v in values],
        "经度": ["116.33"] * len(values), "纬度": ["40.07"] * len(values),
    })  # fmt: skip
    path = folder / f"depth-{day}-{sensor}-{unit}.csv"
    frame.write_csv(path)
    return Source(path, FEEDS["depth"], crs="wgs84")


@pytest.fixture
def known(store: Engine, tmp_path: Path, workshop: Workshop) -> Engine:
    """A store with three days of the sensor's readings."""
    for day in range(3):
        load_source(depth_file(tmp_path, [v * (1 + day / 10) for v in WET], day=day), store, workshop)
    return store


@pytest.mark.parametrize("unit", ["cm", "m"])
def test_a_file_in_the_wrong_unit_is_put_aside_whole(known: Engine, tmp_path: Path, workshop: Workshop, unit: str) -> None:
    values = [v / (1 if unit == "cm" else 100) for v in WET]

    assert fates(load_source(depth_file(tmp_path, values, unit=unit, day=5), known, workshop)) == (0, 0, 0, len(WET))
    assert set(reasons(known)) == {"reading_unit"}


def test_a_file_in_another_unit_rightly_declared_is_loaded(known: Engine, tmp_path: Path, workshop: Workshop) -> None:
    assert fates(load_source(depth_file(tmp_path, [v / 10 for v in WET], unit="cm", day=5), known, workshop)) == (len(WET), 0, 0, 0)


def test_a_flood_is_no_wrong_unit(known: Engine, tmp_path: Path, workshop: Workshop) -> None:
    flood = [3, 6, 15, 60, 150, 220, 300, 320, 310, 280, 200, 120, 70, 30, 12]

    assert fates(load_source(depth_file(tmp_path, flood, day=5), known, workshop)) == (len(flood), 0, 0, 0)


def test_a_sensor_that_nothing_is_known_of_is_believed(known: Engine, tmp_path: Path, workshop: Workshop) -> None:
    assert fates(load_source(depth_file(tmp_path, WET, unit="cm", day=5, sensor="D2"), known, workshop)) == (len(WET), 0, 0, 0)
