"""Cleaned rows -> rows for the store: persons masked, stamped, classified and placed. Values in, values out; no row depends on another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from etl.garbage import uncollected
from etl.prepared import ROW_SCHEMA, stamp
from etl.privacy import caller_keys, mask_series

if TYPE_CHECKING:
    from etl.workshop import Workshop

# every text that is stored as it was written; the short ones too, for columns slip
MASKED = ("title", "content", "result", "place_text", "handler", "community_text", "tags", "order_type", "channel", "dispatch_type")


@dataclass(frozen=True)
class Finished:
    """Rows with ROW_SCHEMA, how many items of each kind were masked in them, and why an outside service was given up, if it was."""

    rows: pl.DataFrame
    masked: dict[str, int]
    service_fault: str = ""


@uncollected()
def finish(frame: pl.DataFrame, workshop: Workshop) -> Finished:
    """The rows of one cleaned chunk (columns of `clean`, points already WGS-84) as they go into the store."""
    if not frame.height:
        return Finished(pl.DataFrame(schema=ROW_SCHEMA), {})
    frame, masked = without_persons(frame, workshop.salt)
    if workshop.is_demo:
        frame = frame.with_columns(is_sample=pl.lit(True))
    placed = workshop.locator.locate(workshop.classifier.classify(stamp(frame)))
    return Finished(placed.select(pl.col(c).cast(t) for c, t in ROW_SCHEMA.items()), masked, workshop.locator.service_fault or "")


def without_persons(frame: pl.DataFrame, salt: str) -> tuple[pl.DataFrame, dict[str, int]]:
    """The frame with texts masked and a caller key in the place of the caller's number; items masked by kind."""
    counts: Counter[str] = Counter()
    masked = []
    for name in MASKED:
        series, found = mask_series(frame[name])
        masked.append(series)
        counts.update(found)
    return frame.with_columns(*masked, caller_keys(frame["caller_phone"], salt)).drop("caller_phone"), dict(counts)
