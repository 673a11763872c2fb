"""Rows of the map layers: one file a layer. Each query gives what a map may show of an area and period, for the reader's eyes alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from dashboard.queries.register import Register

# what every layer's query returns; further columns are the layer's own table
ROWS: dict[str, type[pl.DataType]] = {
    "id": pl.String,         # number by which the page of the layer knows it, "" for counts
    "name": pl.String,
    "state": pl.String,      # code of one of the layer's states
    "note": pl.String,       # further lines of the hover, parted by "\n"
    "lon": pl.Float64,       # WGS-84; null where no point is known
    "lat": pl.Float64,
    "h3_11": pl.Int64,       # cell of the point; null without one
    "weight": pl.Int64,      # how many the row stands for
    "shape": pl.String,      # GeoJSON geometry of a line or polygon, null for a point
}

Query = Callable[[Register, str, date, date], pl.DataFrame]      # register, area, first day, last day


def rows_frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """A frame with the columns of ROWS; what a row leaves out is null, its weight 1."""
    frame = pl.DataFrame(rows, schema=ROWS, orient="row", strict=False)
    return frame.with_columns(pl.col("weight").fill_null(1), pl.col("id", "name", "state", "note").fill_null(""))
