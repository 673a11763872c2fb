"""Rows of a data layer as GeoJSON: hexagons with their counts for the far view, the things themselves for the near one."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import polars as pl

from dashboard.layers.datalayer import DataLayer
from dashboard.layers.kpi import age, figures
from dashboard.layers.shapes import PRECISION, Collection
from geodata.grid import parents_of

FAR_RES = {"city": 7, "district": 8, "street": 9, "community": 9}
WHOLE_RES = 5                       # of a whole city on one screen: signs of resolution 7 stand on one another there
MOST_ITEMS = 3_000                  # of a layer on one map; more are only counted


def features(layer: DataLayer, rows: pl.DataFrame, level: str) -> Collection:
    """A collection of `kind` "cell" (mean position of the things in a hexagon, `weight` how many, `part` of the largest) and "item".

    Of a city there are "far" ones too: larger hexagons, for all of it on one screen. Each has `state`, `sign` and `tip` (lines of the
    hover). Rows without a point are in none; `unplaced` of the collection counts them.
    """
    placed = rows.filter(pl.col("lon").is_not_null() & pl.col("h3_11").is_not_null())
    shapes = placed.filter(pl.col("shape").is_not_null())
    items = [] if layer.is_counted or placed.height > MOST_ITEMS else [_item(layer, row) for row in placed.iter_rows(named=True)]
    outlines = [_shape(layer, row) for row in shapes.iter_rows(named=True)]
    far = _cells(layer, placed, WHOLE_RES, "far") if level == "city" and not layer.is_counted else []
    cells = [*far, *_cells(layer, placed, FAR_RES[level], "cell")]
    unplaced = int(rows["weight"].sum()) - int(placed["weight"].sum())
    return {"type": "FeatureCollection", "features": [*outlines, *cells, *items], "unplaced": unplaced}


def kpi_of(layer: DataLayer, rows: pl.DataFrame, at: datetime | None) -> dict[str, str]:
    """The legend's line of figures and what its hover says."""
    told = figures(layer.kpi, layer.unit, rows, at)
    return {"text": told, "tip": _tip(layer.title, told, age(layer.as_of, at), layer.source)}


def as_json(collection: Collection) -> bytes:
    """The bytes of a collection, without blanks."""
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _cells(layer: DataLayer, placed: pl.DataFrame, res: int, kind: str) -> list[Collection]:
    if not placed.height:
        return []
    order = {s.code: n for n, s in enumerate(layer.states)}
    ranked = placed.with_columns(
        cell=pl.Series(parents_of(placed["h3_11"].to_numpy(), res)), rank=pl.col("state").replace_strict(order, default=len(order) - 1),
    )  # fmt: skip
    grouped = ranked.group_by("cell").agg(
        pl.col("weight").sum(), pl.col("rank").min(), pl.col("lon").mean(), pl.col("lat").mean(), pl.col("name").first(),
        pl.col("id").first(), pl.col("note").first(), pl.len().alias("n"),
    )  # fmt: skip
    most = int(grouped["weight"].max())     # type: ignore[arg-type]
    return [_cell(layer, row, most, kind) for row in grouped.sort("cell").iter_rows(named=True)]


def _cell(layer: DataLayer, row: dict[str, Any], most: int, kind: str) -> Collection:
    state = layer.states[row["rank"]]
    alone = row["n"] == 1 and row["id"]
    tip = _tip(row["name"], state.name, row["note"]) if alone else _tip(layer.title, f"{row['weight']:,} {layer.unit}", state.name)
    told = {"weight": row["weight"], "part": round(row["weight"] / most, 4), "item": row["id"] if alone else ""}
    return _feature({"type": "Point", "coordinates": _point(row)}, kind=kind, state=state.code, sign=state.sign, tip=tip, **told)


def _item(layer: DataLayer, row: dict[str, Any]) -> Collection:
    return _feature({"type": "Point", "coordinates": _point(row)}, kind="item", weight=row["weight"], **_told(layer, row))


def _shape(layer: DataLayer, row: dict[str, Any]) -> Collection:
    return _feature(json.loads(row["shape"]), kind="shape", **_told(layer, row))


def _told(layer: DataLayer, row: dict[str, Any]) -> dict[str, Any]:
    state = layer.state(row["state"])
    own = {"name": row["name"]} if layer.is_named else {}
    return {**own, "state": state.code, "sign": state.sign, "item": row["id"], "tip": _tip(row["name"], state.name, row["note"])}


def _tip(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _point(row: dict[str, Any]) -> list[float]:
    return [round(row["lon"], PRECISION), round(row["lat"], PRECISION)]


def _feature(geometry: Any, **properties: Any) -> Collection:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
