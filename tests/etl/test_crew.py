"""Many processes or one: the same rows in the same order."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from etl.crew import hired
from etl.demo.files import CSV_HEADERS, SAMPLE_MARK, as_text
from etl.demo.orders import Plan, make_orders
from etl.feeds import FEEDS
from etl.pipeline import prepare
from etl.workshop import Source, Workshop
from geodata import clock
from geodata.pack import Pack


@pytest.fixture(scope="module")
def export(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    orders = make_orders(pack, Plan(clock.parse("2026-07-16T14:30"), 600)).with_columns(mark=pl.lit(SAMPLE_MARK))
    path = tmp_path_factory.mktemp("crew") / "orders.csv"
    as_text(orders, CSV_HEADERS, "%Y-%m-%d %H:%M:%S").write_csv(path)
    return path


def test_a_crew_of_two_prepares_what_one_process_prepares(export: Path, workshop: Workshop, tmp_path: Path) -> None:
    source, alone, shared = Source(export, FEEDS["complaints"]), tmp_path / "alone", tmp_path / "shared"
    alone.mkdir()
    shared.mkdir()

    one = prepare(source, workshop, alone)
    with hired(workshop, workers=2) as crew:
        two = prepare(source, workshop, shared, crew=crew)

    assert pl.read_parquet(one.rows).equals(pl.read_parquet(two.rows))
    assert (one.read_count, one.located, one.notes, one.is_sample) == (two.read_count, two.located, two.notes, two.is_sample)


def test_one_core_or_an_outside_service_hires_nobody(workshop: Workshop) -> None:
    with hired(workshop, workers=1) as crew:
        assert crew.is_alone
