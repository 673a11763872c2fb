"""A digest of a table's content: equal on both engines, whatever the size of the frames it was read in."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl


class TableDigest:
    """Takes a table's rows in the order of its key; each column is hashed on its own, as columns are faster than rows."""

    def __init__(self) -> None:
        self.rows = 0
        self._hashes: defaultdict[str, Any] = defaultdict(hashlib.sha256)

    def add(self, frame: pl.DataFrame) -> None:
        """Take in the next rows."""
        self.rows += frame.height
        for series in frame.get_columns():
            for part, content in _parts(series).items():
                self._hashes[f"{series.name} {part}"].update(content)

    def hexdigest(self) -> str:
        """64 hex digits over the rows so far; an empty table has one, too."""
        lines = [f"{self.rows}", *(f"{name} {self._hashes[name].hexdigest()}" for name in sorted(self._hashes))]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def combined(digests: Mapping[str, str]) -> str:
    """One digest for many tables, by name."""
    return hashlib.sha256("\n".join(f"{name} {digests[name]}" for name in sorted(digests)).encode()).hexdigest()


def _parts(series: pl.Series) -> dict[str, bytes]:
    """Which values are null, how long texts are, and the values themselves; a null's value is that of nothing."""
    nulls = {"null": series.is_null().cast(pl.UInt8).to_numpy().tobytes()}
    if series.dtype == pl.String:
        filled = series.fill_null("")
        joined = filled.str.join("").item() if filled.len() else ""
        return {**nulls, "length": _little(filled.str.len_bytes(), "<u4"), "value": joined.encode()}
    if series.dtype == pl.Float64:
        return {**nulls, "value": _little(series.fill_null(0.0).fill_nan(float("nan")), "<f8")}
    return {**nulls, "value": _little(series.to_physical().cast(pl.Int64).fill_null(0), "<i8")}


def _little(series: pl.Series, kind: str) -> bytes:
    return np.ascontiguousarray(series.to_numpy()).astype(kind).tobytes()
