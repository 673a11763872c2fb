"""The unit of work of everything derived from rows: one month in, one sorted file out, the same bytes wherever it runs."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from geodata.history import SCHEMA, SORT, Month

ROW_GROUP = 32_768
EXPORTED = {name: kind for name, kind in SCHEMA.items() if name != "day"}   # columns of a partition as it comes from the store


@dataclass(frozen=True)
class Partition:
    """Located rows of one month: `source` is a Parquet file with the columns of EXPORTED, `folder` where the month's file shall stand."""

    month: str
    source: Path
    folder: Path


def process(partition: Partition) -> Month:
    """Writes the sorted file of a month and says what it is; deterministic, and atomic by a rename: doing it twice is harmless.

    The file's name holds its digest, so an older state of the month stays readable beside it.
    """
    rows = sorted_rows(pl.read_parquet(partition.source))
    partition.folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=partition.folder, suffix=".tmp")
    os.close(handle)
    try:
        rows.write_parquet(temporary, compression="zstd", row_group_size=ROW_GROUP)
        with open(temporary, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        name = f"{partition.month}-{digest[:12]}.parquet"
        if not (partition.folder / name).exists():        # a reader may hold it open
            os.chmod(temporary, 0o644)
            os.replace(temporary, partition.folder / name)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return _described(partition.month, name, rows, digest)


def sorted_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of EXPORTED as the history keeps them: the columns of SCHEMA, in the order of SORT."""
    return rows.with_columns(day=pl.col("created_at").dt.date()).select(pl.col(c).cast(t) for c, t in SCHEMA.items()).sort(SORT)


def _described(month: str, name: str, rows: pl.DataFrame, digest: str) -> Month:
    times, samples = rows["created_at"], rows["is_sample"]
    first, newest = times.min(), times.max()
    return Month(month, name, rows.height, digest, first.date(), newest, bool(samples.any()))  # type: ignore[union-attr,arg-type]
