"""Rows of street order (停车秩序) -> rows of the store: offences, car parks, enforcements with the hexagons they treated."""

from __future__ import annotations

import polars as pl
import shapely

from etl.records import Refined, Rows, Workbench, faults_of
from etl.records.shapes import cells_of_shape
from geodata.grid import name_of
from geodata.store.models import Site, Violation

KINDS = {
    "parking": ("违停", "违法停车", "违章停车", "违规停车", "机动车违停", "乱停车", "机动车乱停放", "占用消防通道停车"),
    "vending": ("占道经营", "占道", "游商", "无照经营", "流动摊贩", "流动摊点", "店外经营", "摆摊"),
    "bikes": ("单车堆积", "共享单车", "共享单车堆积", "共享单车乱停", "非机动车乱停放", "单车乱停放"),
}
SOURCES = {
    "camera": ("摄像头", "视频", "视频巡查", "监控", "电子警察", "智能识别", "ai识别", "ai"),
    "patrol": ("巡查", "人工巡查", "城管巡查", "网格员", "网格巡查", "现场巡查", "巡逻"),
    "complaint": ("诉求", "投诉", "举报", "12345", "热线", "市民投诉", "接诉即办", "群众举报"),
}


def refine_violations(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """Offences; where a row does not say its source, the camera or the order that it names does, else it was a patrol."""
    inferred = pl.when(pl.col("camera_no") != "").then(pl.lit("camera")).when(pl.col("order_no") != "").then(pl.lit("complaint"))
    told = rows.with_columns(
        source=pl.when(pl.col("source") != "").then("source").otherwise(inferred.otherwise(pl.lit("patrol"))), road_name=pl.col("road")
    )
    return Refined(tables=(Rows(Violation, told, key=("violation_no",)),))


def refine_berths(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """Car parks as places of kind parking; numbers that the register does not say stay unknown."""
    details = pl.struct(
        pl.col("berth_count").round().cast(pl.Int64), pl.col("lock_removed_count").round().cast(pl.Int64), "new_area_m2"
    )
    parks = rows.with_columns(kind=pl.lit("parking"), parent_no=pl.lit(""), status=pl.lit(""), geom=pl.col("point"), details=details)
    faults = [faults_of(rows, pl.col(name) < 0, "negative", name) for name in ("berth_count", "lock_removed_count")]
    return Refined(tables=(Rows(Site, parks, key=("kind", "site_no")),), faults=pl.concat(faults))


def refine_enforcements(rows: pl.DataFrame, bench: Workbench) -> Refined:
    """Enforcements as places of kind enforcement; a stretch or an area given says which hexagons of resolution 9 were treated."""
    has_shape = rows["shape"] != rows["point"]
    cells = [_cells(shape) if is_own else None for shape, is_own in zip(rows["shape"].to_list(), has_shape.to_list(), strict=True)]
    details = pl.struct(
        pl.when(pl.col("kind") != "").then("kind").alias("violation_kind"),
        pl.col("from_date").cast(pl.String), pl.col("until_date").cast(pl.String),
        pl.when(pl.col("road") != "").then("road").alias("road_name"), pl.Series("cells_09", cells, pl.List(pl.String)),
    )  # fmt: skip
    works = rows.with_columns(details=details).with_columns(
        kind=pl.lit("enforcement"), parent_no=pl.lit(""), status=pl.lit(""), geom=pl.col("point"),
        area_geom=pl.when(pl.Series(has_shape)).then("shape"),
    )  # fmt: skip
    faults = faults_of(rows, pl.col("until_date") < pl.col("from_date"), "until_before_from", "until_date")
    return Refined(tables=(Rows(Site, works, key=("kind", "site_no")),), faults=faults)


def _cells(shape: bytes | None) -> list[str] | None:
    return None if shape is None else [name_of(cell) for cell in cells_of_shape(shapely.from_wkb(shape))]
