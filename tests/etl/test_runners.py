from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from etl.partition import EXPORTED, Partition, process
from etl.runners import LocalRunner, open_runner
from geodata.errors import SettingsError
from tests.factories import complaint_frame
from tests.scene import city

pytest.importorskip("distributed")


def partitions(folder: Path, out: Path) -> list[Partition]:
    """Three months of located rows as they leave the store."""
    rows = complaint_frame(*city(400, days=80)).with_row_index("id")
    named = rows.rename({"place_radius_m": "radius_m", "place_approx": "approx", "is_callback_valid": "is_valid"})
    frame = named.select(pl.col(name).cast(kind) for name, kind in EXPORTED.items())
    made = []
    for (month,), part in frame.group_by(pl.col("created_at").dt.strftime("%Y-%m")):
        source = folder / f"{month}.parquet"
        part.write_parquet(source)
        made.append(Partition(str(month), source, out))
    return sorted(made, key=lambda p: p.month)


def dies_once(partition: Partition) -> object:
    """Kills its worker once, in the middle of the work."""
    mark = partition.folder.parent / "died"
    if not mark.exists():
        mark.touch()
        (partition.folder / "half.tmp").write_bytes(b"PAR1")
        os._exit(9)
    return process(partition)


def test_processing_twice_gives_the_same_file(tmp_path: Path) -> None:
    work = partitions(tmp_path, tmp_path / "out")

    assert LocalRunner().map(process, work) == LocalRunner().map(process, work)
    assert len(list((tmp_path / "out").iterdir())) == len(work) == 3


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    work = partitions(tmp_path, tmp_path / "a")
    first = LocalRunner().map(process, work)
    for partition in work:
        pl.read_parquet(partition.source).reverse().write_parquet(partition.source)

    assert LocalRunner().map(process, work) == first


def test_a_cluster_writes_the_same_files_as_this_process_even_when_a_worker_dies(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    here = LocalRunner().map(process, partitions(tmp_path, tmp_path / "here"))

    with open_runner("dask", workers=1) as runner:
        there = runner.map(process, partitions(tmp_path, tmp_path / "there"))
        after_death = runner.map(dies_once, partitions(tmp_path, tmp_path / "there"))

    assert here == there == after_death
    assert {p.name for p in (tmp_path / "here").iterdir()} == {p.name for p in (tmp_path / "there").glob("*.parquet")}


def test_a_cluster_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"127\.0\.0\.1:1"), open_runner("dask", address="tcp://127.0.0.1:1", patience_seconds=1):
        pass
