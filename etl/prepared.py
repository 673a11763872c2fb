"""What the pure front of an import hands to the load: one file, cleaned, placed and spooled, with its rejected rows beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

TIME = pl.Datetime("us")

# what the file said, after cleaning and masking and before anything was derived: only a change in these makes a row an update,
# so that a better geocoder or classifier does not turn every row of an old export into one
SOURCE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "order_no": pl.String,
    "order_type": pl.String,
    "channel": pl.String,
    "title": pl.String,
    "content": pl.String,
    "category_text": pl.String,
    "tags": pl.String,
    "district_text": pl.String,
    "street_text": pl.String,
    "community_text": pl.String,
    "place_text": pl.String,
    "lon": pl.Float64,
    "lat": pl.Float64,
    "created_at": TIME,
    "dispatched_at": TIME,
    "responded_at": TIME,
    "deadline_at": TIME,
    "feedback_at": TIME,
    "solved_at": TIME,
    "closed_at": TIME,
    "handler": pl.String,
    "dispatch_type": pl.String,
    "status": pl.String,
    "result": pl.String,
    "is_callback_valid": pl.Boolean,
    "is_contacted": pl.Boolean,
    "is_resolved": pl.Boolean,
    "satisfaction": pl.String,
    "repeat_count": pl.Int16,
    "caller_key": pl.String,
}

# a deadline lies ahead, so it does not say how new a row is
VERSION_COLUMNS = ("created_at", "dispatched_at", "responded_at", "feedback_at", "solved_at", "closed_at")

# columns of `Prepared.rows`: those of the complaint table without id, batch_id and case_id, and where the row stood in the file
ROW_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_no": pl.UInt32,
    **{k: v for k, v in SOURCE_SCHEMA.items() if k not in ("category_text", "district_text", "street_text", "community_text")},
    "category_code": pl.String,
    "category_confidence": pl.Float64,
    "category_method": pl.String,
    "place_level": pl.String,
    "place_name": pl.String,
    "place_radius_m": pl.Int32,
    "place_confidence": pl.Float64,
    "place_approx": pl.Boolean,
    "h3_11": pl.Int64,
    "district_code": pl.String,
    "street_code": pl.String,
    "community_code": pl.String,
    "code_source": pl.String,
    "is_boundary_conflict": pl.Boolean,
    "row_digest": pl.String,
    "version_at": TIME,
    "is_sample": pl.Boolean,
}

REJECT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_no": pl.UInt32,
    "reason_code": pl.String,
    "reason": pl.String,
    "raw": pl.String,
}


@dataclass(frozen=True)
class Prepared:
    """One file ready to be loaded: `rows` and `rejects` are Parquet files in file order with ROW_SCHEMA and REJECT_SCHEMA.

    `read_count` is rows + rejects. `raw` in the rejects is JSON text, header -> masked value. `options` names whatever besides the
    file's bytes decides what its rows become (digest of the mapping, coordinate system): a mended mapping makes it another file.
    """

    feed: str
    file_name: str
    sha256: str
    encoding: str
    started_at: datetime
    read_count: int
    rows: Path
    rejects: Path
    located: dict[str, int] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
    is_sample: bool = False
    options: str = ""
    seconds: float = 0.0    # spent on preparing, by `geodata.clock.stopwatch`


def stamp(frame: pl.DataFrame) -> pl.DataFrame:
    """The cleaned, masked frame (not yet classified or located: all SOURCE_SCHEMA columns) with `row_digest` (32 hex) and `version_at`."""
    texts = frame.select(pl.struct(*SOURCE_SCHEMA).struct.json_encode()).to_series().to_list()
    digests = [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in texts]
    return frame.with_columns(
        pl.Series("row_digest", digests, pl.String),
        pl.max_horizontal(*VERSION_COLUMNS).alias("version_at"),
    )
