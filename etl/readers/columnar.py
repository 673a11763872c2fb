"""Parquet: every column as text, times as ISO."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from etl import texts
from etl.readers.table import CHUNK_ROWS, ROW_NO, Chunk, Head, column_names, without_blank
from etl.readers.workbook import split_faults
from geodata.errors import FileRefused

# what damaged pages and footers raise; a broken name is a UnicodeDecodeError, a ValueError
BROKEN = (pa.ArrowException, OSError, ValueError, pl.exceptions.PolarsError)


@dataclass(frozen=True)
class ParquetTable:
    """An opened Parquet file, read batch by batch."""

    path: Path
    head: Head
    row_count: int

    def chunks(self) -> Iterator[Chunk]:
        """Rows in file order; the first is number 2, as if a header stood above. Raises FileRefused when a page is damaged."""
        done = 0
        try:
            with pq.ParquetFile(self.path) as file:
                for batch in file.iter_batches(CHUNK_ROWS):
                    cells = _as_text(pl.DataFrame(pl.from_arrow(batch)))
                    rows = cells.insert_column(0, pl.Series(ROW_NO, range(done + 2, done + 2 + cells.height), pl.UInt32))
                    done += cells.height
                    rows, blank_count = without_blank(rows)
                    rows, bad = split_faults(rows)
                    yield Chunk(rows, bad, blank_count, done / max(self.row_count, 1))
        except BROKEN as error:
            raise FileRefused(texts.REFUSED["bad_parquet"].format(file=self.path.name, error=str(error)[:120])) from error


def open_parquet(path: Path) -> ParquetTable:
    """The opened file. Raises FileRefused when its footer is damaged."""
    try:
        with pq.ParquetFile(path) as file:
            return ParquetTable(path, Head(tuple(file.schema_arrow.names), 1, "parquet"), file.metadata.num_rows)
    except BROKEN as error:
        raise FileRefused(texts.REFUSED["bad_parquet"].format(file=path.name, error=str(error)[:120])) from error


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(_column(s).alias(n) for s, n in zip(frame.get_columns(), column_names(frame.width), strict=True))


def _column(series: pl.Series) -> pl.Series:
    kind = series.dtype
    if isinstance(kind, pl.Datetime):
        local = series.dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None) if kind.time_zone else series
        return local.dt.strftime("%Y-%m-%d %H:%M:%S")
    if kind == pl.Boolean:
        return series.to_frame().select(pl.when(pl.first()).then(pl.lit("是")).when(~pl.first()).then(pl.lit("否"))).to_series()
    if kind.is_nested():
        return pl.Series(series.name, [None if v is None else str(v) for v in series.to_list()], pl.String)
    if kind == pl.Binary:
        return pl.Series(series.name, [None if v is None else v.decode("utf-8", "replace") for v in series.to_list()], pl.String)
    return series.cast(pl.String)
