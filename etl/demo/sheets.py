"""Frames of text as the files that offices send: GB18030 tables, workbooks with a title above, JSON lists, GeoJSON features."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import shapely
import xlsxwriter

Row = dict[str, str]

WRITTEN_AT = datetime(2026, 1, 1)  # in every workbook, so that the same plan gives the same bytes


@dataclass(frozen=True)
class DemoFile:
    """One written file, its number of data rows, and the feed that reads it."""

    path: Path
    rows: int
    feed: str = "complaints"


def write_csv(frame: pl.DataFrame, path: Path, feed: str, *, encoding: str = "gb18030") -> DemoFile:
    """The frame as comma separated text with Windows line ends."""
    path.write_bytes(frame.write_csv(line_terminator="\r\n").encode(encoding))
    return DemoFile(path, frame.height, feed)


def write_book(frame: pl.DataFrame, path: Path, feed: str, *, title: str) -> DemoFile:
    """The frame as a workbook of text cells under a title row, as printed lists have one."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": WRITTEN_AT})
        sheet = book.add_worksheet("示例")
        sheet.write_string(0, 0, title)
        sheet.write_row(1, 0, frame.columns)
        for number, row in enumerate(frame.iter_rows(), 2):
            sheet.write_row(number, 0, row)
    return DemoFile(path, frame.height, feed)


def write_list(rows: Sequence[Row], path: Path, feed: str) -> DemoFile:
    """The rows as a JSON list of objects; blank cells are left out."""
    path.write_text(json.dumps([{k: v for k, v in row.items() if v} for row in rows], ensure_ascii=False, indent=1), encoding="utf-8")
    return DemoFile(path, len(rows), feed)


def write_features(rows: Sequence[Row], shapes: Sequence[shapely.Geometry], path: Path, feed: str) -> DemoFile:
    """The rows as GeoJSON features with those shapes, WGS-84; blank properties are left out."""
    features = [_feature(row, shape) for row, shape in zip(rows, shapes, strict=True)]
    whole = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return DemoFile(path, len(rows), feed)


def frame_of(rows: Iterable[Row]) -> pl.DataFrame:
    """The rows as a frame of text: every header that any row has, in order of first use, "" where a row has none."""
    listed = list(rows)
    headers = dict.fromkeys(header for row in listed for header in row)
    return pl.DataFrame({h: [row.get(h, "") for row in listed] for h in headers}, schema=dict.fromkeys(headers, pl.String))


def _feature(row: Row, shape: shapely.Geometry) -> dict[str, Any]:
    rounded = shapely.set_precision(shape, 1e-6)
    return {"type": "Feature", "properties": {k: v for k, v in row.items() if v}, "geometry": json.loads(shapely.to_geojson(rounded))}
