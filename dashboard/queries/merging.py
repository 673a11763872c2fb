"""Camera event and complaint of one place close in time are one matter: which complaints are counted with the event they speak of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt
import polars as pl

from geodata.rules.parking import Parking

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

MOST_PAIRS = 1_000_000             # compared at a time
M_PER_DEGREE = 111_195.0           # of latitude
_COLUMNS_A_ROW = 1 << 20           # of the squares that places are sorted into; more than there are round the earth at 30 m
_MINUTES = 1 << 26                 # more than a century


def merged_complaints(rows: pl.DataFrame, rules: Parking) -> Flags:
    """True for each complaint that a camera or patrol reported too: of one kind and street, within `merge_minutes` and `merge_radius_m`,
    or under one order number. False alarms merge with nothing, and offences of two streets never: no reader's count may hang on what
    happened where he may not look.

    Columns at, kind, source, street_code, lon, lat, is_false_alarm, order_no.
    """
    street = pl.col("street_code").fill_null("")
    told = rows.select(
        is_complaint=pl.col("source") == "complaint",
        counts=~pl.col("is_false_alarm"),
        order_no=pl.when(pl.col("order_no") != "").then(pl.concat_str("kind", street, "order_no", separator="|")),
    )
    complaint = (told["is_complaint"] & told["counts"]).to_numpy()
    event = (~told["is_complaint"] & told["counts"]).to_numpy()
    numbered = told.filter(pl.Series(event))["order_no"].drop_nulls().unique()
    flags = complaint & told["order_no"].is_in(numbered.implode()).fill_null(False).to_numpy()
    if complaint.any() and event.any():
        flags[np.flatnonzero(complaint)] |= _near(rows, complaint, event, rules)
    return np.asarray(flags, bool)


def _near(rows: pl.DataFrame, complaint: Flags, event: Flags, rules: Parking) -> Flags:
    """For each complaint, whether an event is close in place and time."""
    minutes = rows["at"].dt.epoch("s").to_numpy() / 60.0
    x, y = _metres(rows)
    is_placed = np.isfinite(x) & np.isfinite(y)
    group = rows.select(pl.struct("kind", "street_code").rank("dense") - 1).to_series().to_numpy().astype(np.int64)
    side = float(max(30, rules.merge_radius_m))
    at, found = np.flatnonzero(event & is_placed), np.zeros(len(rows), bool)
    start = float(minutes.min())
    keys = _keys(group[at], x[at] // side, y[at] // side, minutes[at] - start)
    order = np.argsort(keys, kind="stable")
    at, keys = at[order], keys[order]
    asked = np.flatnonzero(complaint & is_placed)
    for dx, dy in product((-1, 0, 1), repeat=2):
        left = asked[~found[asked]]
        square = (group[left], x[left] // side + dx, y[left] // side + dy)
        since, until = (minutes[left] - start + by for by in (-rules.merge_minutes, rules.merge_minutes))
        lo = np.searchsorted(keys, _keys(*square, np.clip(since, 0, None)))
        hi = np.searchsorted(keys, _keys(*square, until), side="right")
        for mine, other in _pairs(left, lo, hi):
            theirs = at[other]
            close = (np.hypot(x[mine] - x[theirs], y[mine] - y[theirs]) <= rules.merge_radius_m) & (
                np.abs(minutes[mine] - minutes[theirs]) <= rules.merge_minutes
            )
            found[mine[close]] = True
    return found[np.flatnonzero(complaint)]


def _metres(rows: pl.DataFrame) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Metres east and north on a plane that fits within a city; NaN without a point."""
    lon, lat = (rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("lon", "lat"))
    middle = np.nanmedian(lat) if np.isfinite(lat).any() else 0.0
    return lon * M_PER_DEGREE * np.cos(np.radians(middle)), lat * M_PER_DEGREE


def _keys(group: Numbers, column: npt.NDArray[np.float64], row: npt.NDArray[np.float64], minutes: npt.NDArray[np.float64]) -> Numbers:
    """Numbers that sort by group, square and time. Squares far apart may share one: the distance is looked at afterwards."""
    square = (row.astype(np.int64) * _COLUMNS_A_ROW + column.astype(np.int64)) * 31 + group * 7_919_999_981
    return (square & ((1 << 36) - 1)) * _MINUTES + minutes.astype(np.int64)


def _pairs(left: Numbers, lo: Numbers, hi: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Every complaint with every event of its slice, about MOST_PAIRS at a time."""
    sizes = hi - lo
    ends = np.cumsum(sizes)
    at = 0
    while at < len(left):
        done = ends[at - 1] if at else 0
        stop = max(at + 1, int(np.searchsorted(ends, done + MOST_PAIRS, side="right")))
        some = sizes[at:stop]
        within = np.arange(int(some.sum())) - np.repeat(np.cumsum(some) - some, some)
        yield np.repeat(left[at:stop], some), np.repeat(lo[at:stop], some) + within
        at = stop
