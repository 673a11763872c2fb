"""Typed rows get their place: from the geometry or the point given, from the texts that say where, from the areas they name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from etl.contracts import COORDINATE, HeaderMap
from etl.points import PointReader
from etl.readers.table import ROW_NO
from etl.records.feed import FAULTS_SCHEMA, GEOMETRY, RecordFeed
from etl.records.shapes import Shape, ewkb, in_wgs84, read_shape, size_of
from etl.workshop import Source, Workshop
from geodata.coords import is_abroad
from geodata.pack import Pack

_TEXTS = ("place_text", "title", "content")      # what the locator reads, the best first
_AREAS = {"district_text": "district", "street_text": "street", "community_text": "community"}
_FOUND = (
    "place_level", "place_radius_m", "place_approx", "h3_11", "district_code", "street_code", "community_code", "is_boundary_conflict",
)  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """`rows` with their places as `RecordFeed` says; faults of rows whose geometry cannot be used; rows by place level; notes."""

    rows: pl.DataFrame
    faults: pl.DataFrame
    located: dict[str, int]
    notes: dict[str, Any]


def place(rows: pl.DataFrame, source: Source, workshop: Workshop, mapped: HeaderMap) -> Placed:
    """Places every row. Rows that say the same of their place are located once. Raises CoordinateError for a wrong system."""
    assert isinstance(source.feed, RecordFeed)
    shape_column = next((c.name for c in source.feed.columns if c.kind == GEOMETRY), "")
    shapes = _shapes(rows, shape_column)
    faults = _faults(rows, shapes, shape_column)
    is_kept = pl.Series([not s.fault for s in shapes.values()], dtype=pl.Boolean) if shapes else None
    if is_kept is not None:
        bad = faults[ROW_NO].to_list()
        rows, shapes = rows.filter(~pl.col(ROW_NO).is_in(bad)), {n: s for n, s in shapes.items() if not s.fault}
    frame = _asked(rows, source.feed)
    geometries = {row_no: s.geometry for row_no, s in shapes.items() if s.geometry is not None}
    pointless = _pointless(frame, geometries, source.feed)
    frame = _with_first_points(frame, pointless)
    declared = source.crs or source.mapping.crs or source.feed.crs
    if not declared and is_abroad(*(frame[c].fill_null(np.nan).to_numpy() for c in ("lon", "lat"))):
        declared = "wgs84"      # nobody offsets positions there
    points = PointReader(source.path, declared, mapped, workshop.pack, has_shapes=bool(geometries))
    frame = _in_wgs84(frame, points)
    crossing = 0
    if geometries:
        geometries = {row_no: in_wgs84(g, points.crs) for row_no, g in geometries.items()}
        own = frame
        frame, crossing = _with_points_on(frame, geometries, workshop.pack)
        frame = _with_own(frame, own, set(geometries) - set(pointless))
    found = _located(frame, workshop)
    placed = _joined(rows, found, geometries)
    notes = {
        "crs": points.crs, "shapes_mended": sum(s.is_mended for s in shapes.values()), "shapes_crossing": crossing,
        "service_fault": workshop.locator.service_fault, "boundary_conflicts": int(found["is_boundary_conflict"].sum()),
    }  # fmt: skip
    return Placed(placed, faults, dict(sorted(Counter(placed["place_level"].to_list()).items())), notes)


def _shapes(rows: pl.DataFrame, column: str) -> dict[int, Shape]:
    """Row -> what its geometry cell holds; rows without one are left out."""
    if not column or rows[column].null_count() == rows.height:
        return {}
    said = rows.select(ROW_NO, column).drop_nulls(column)
    return {row_no: read_shape(text) for row_no, text in said.iter_rows()}


def _faults(rows: pl.DataFrame, shapes: dict[int, Shape], column: str) -> pl.DataFrame:
    wrong = [(row_no, s.fault) for row_no, s in shapes.items() if s.fault]
    texts = dict(rows.filter(pl.col(ROW_NO).is_in([n for n, _ in wrong])).select(ROW_NO, column).iter_rows()) if wrong else {}
    return pl.DataFrame([(n, code, column, texts[n]) for n, code in wrong], schema=FAULTS_SCHEMA, orient="row")


def _asked(rows: pl.DataFrame, feed: RecordFeed) -> pl.DataFrame:
    """row_no, the locator's texts, and lon, lat as given (null without such columns)."""
    texts = dict(zip(_TEXTS, feed.places, strict=False))
    named = {name: column for name, column in _AREAS.items() if feed.column(column)}
    blank = [pl.lit("").alias(n) for n in (*_TEXTS, *_AREAS) if n not in texts and n not in named]
    has_point = any(c.kind == COORDINATE for c in feed.columns)
    point = [pl.col(c) if has_point else pl.lit(None, pl.Float64).alias(c) for c in ("lon", "lat")]
    return rows.select(ROW_NO, *(pl.col(c).alias(n) for n, c in {**texts, **named}.items()), *blank, *point)


def _pointless(frame: pl.DataFrame, geometries: dict[int, BaseGeometry], feed: RecordFeed) -> dict[int, BaseGeometry]:
    """The geometries that have to say where their row lies."""
    if not feed.has_own_points:
        return geometries
    said = set(frame.filter(pl.col("lon").is_not_null() & pl.col("lat").is_not_null())[ROW_NO].to_list())
    return {row_no: g for row_no, g in geometries.items() if row_no not in said}


def _with_own(frame: pl.DataFrame, own: pl.DataFrame, rows: set[int]) -> pl.DataFrame:
    """The frame with the points of `own`, its rows in the same order, for these rows."""
    if not rows:
        return frame
    is_own = pl.Series(frame[ROW_NO].is_in(list(rows)))
    return frame.with_columns(pl.when(is_own).then(own[c]).otherwise(pl.col(c)).alias(c) for c in ("lon", "lat"))


def _with_first_points(frame: pl.DataFrame, geometries: dict[int, BaseGeometry]) -> pl.DataFrame:
    """A row with a geometry is judged by a point on it, whatever its columns say."""
    if not geometries:
        return frame
    return _with_points(frame, {row_no: g.representative_point() for row_no, g in geometries.items()})


def _with_points(frame: pl.DataFrame, points: dict[int, Any]) -> pl.DataFrame:
    schema = {ROW_NO: pl.UInt32, "x": pl.Float64, "y": pl.Float64}
    xy = pl.DataFrame([(n, p.x, p.y) for n, p in points.items()], schema=schema, orient="row")
    joined = frame.join(xy, on=ROW_NO, how="left", maintain_order="left")
    return joined.with_columns(lon=pl.coalesce("x", "lon"), lat=pl.coalesce("y", "lat")).drop("x", "y")


def _in_wgs84(frame: pl.DataFrame, points: PointReader) -> pl.DataFrame:
    is_nowhere = ((pl.col("lon") == 0) & (pl.col("lat") == 0)).fill_null(False)
    frame = frame.with_columns(pl.when(~is_nowhere).then(pl.col(c)).alias(c) for c in ("lon", "lat"))
    said = [c for c in frame.columns if c != ROW_NO]
    distinct = frame.select(said).unique(maintain_order=True)
    moved = points.to_wgs84(distinct).select(pl.col("lon").alias("x"), pl.col("lat").alias("y"))
    joined = frame.join(pl.concat([distinct, moved], how="horizontal"), on=said, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(lon="x", lat="y").drop("x", "y")


def _with_points_on(frame: pl.DataFrame, geometries: dict[int, BaseGeometry], pack: Pack) -> tuple[pl.DataFrame, int]:
    """A point on each geometry, in the street, else the district, that has the largest share of it; and how many lie in several."""
    streets, districts = ([a.geometry for a in pack.areas.outlined(level) if a.geometry is not None] for level in ("street", "district"))
    trees = [shapely.STRtree(streets), shapely.STRtree(districts)]
    on: dict[int, Any] = {}
    crossing = 0
    for row_no, geometry in geometries.items():
        parts = next((found for tree in trees if (found := _shared(geometry, tree))), [])
        crossing += len(parts) > 1
        on[row_no] = (max(parts, key=size_of) if parts else geometry).representative_point()
    return _with_points(frame, on), crossing


def _shared(geometry: BaseGeometry, tree: shapely.STRtree) -> list[BaseGeometry]:
    """The parts of a geometry in each outline that holds some of it."""
    outlines = np.asarray(tree.geometries)[tree.query(geometry, predicate="intersects")]
    parts = [geometry.intersection(outline) for outline in outlines]
    wanted = shapely.get_dimensions(geometry)
    return [p for p in parts if not p.is_empty and shapely.get_dimensions(p) == wanted]


def _located(frame: pl.DataFrame, workshop: Workshop) -> pl.DataFrame:
    said = [c for c in frame.columns if c != ROW_NO]
    distinct = frame.select(said).unique(maintain_order=True)
    found = workshop.locator.locate(distinct).select(*_FOUND, pl.col("lon").alias("x"), pl.col("lat").alias("y"))
    joined = frame.join(pl.concat([distinct, found], how="horizontal"), on=said, how="left", nulls_equal=True, maintain_order="left")
    return joined.select(ROW_NO, "place_text", *_FOUND, pl.col("x").alias("lon"), pl.col("y").alias("lat"))


def _joined(rows: pl.DataFrame, found: pl.DataFrame, geometries: dict[int, BaseGeometry]) -> pl.DataFrame:
    lon, lat = (found[c].fill_null(np.nan).to_numpy() for c in ("lon", "lat"))
    every: Any = shapely.points(lon, lat)
    points = ewkb([None if is_none else point for point, is_none in zip(every, np.isnan(lon).tolist(), strict=True)])
    shapes = dict(zip(geometries, ewkb(list(geometries.values())), strict=True)) if geometries else {}
    whole = [shapes.get(row_no, point) for row_no, point in zip(found[ROW_NO].to_list(), points, strict=True)]
    left = rows.drop("lon", "lat", "place_text", strict=False)
    return pl.concat([left, found.drop(ROW_NO)], how="horizontal").with_columns(
        pl.Series("point", points, pl.Binary), pl.Series("shape", whole, pl.Binary)
    )
