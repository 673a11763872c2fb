"""Writes the files of a pack so that the same content always gives the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geodata import areas, gazetteer
from geodata.gazetteer import Place

DECIMALS = 5  # about one metre


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV file in UTF-8 with Unix line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def write_areas(path: Path, rows: Iterable[tuple[str, str, str, str]], valid_from: str) -> None:
    """areas.csv from (code, level, name, parent code)."""
    write_table(path, areas.COLUMNS, ([*row, valid_from, ""] for row in rows))


def write_gazetteer(path: Path, places: Iterable[Place]) -> None:
    """gazetteer.csv, one row a place."""
    write_table(path, gazetteer.COLUMNS, map(_row, places))


def write_features(path: Path, features: Iterable[tuple[BaseGeometry | dict[str, Any], dict[str, Any]]], *, note: str = "") -> None:
    """A GeoJSON file, one feature a line, coordinates rounded to 5 decimals; `note` becomes the member `note` of the collection."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [_compact({"type": "Feature", "properties": p, "geometry": geometry_json(g)}) for g, p in features]
    head = '{"type":"FeatureCollection",' + (f'"note":{_compact(note)},' if note else "") + '"features":[\n'
    path.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


def geometry_json(geometry: BaseGeometry | dict[str, Any]) -> dict[str, Any]:
    """GeoJSON of a geometry with rounded coordinates; a geometry given as GeoJSON is rounded too."""
    source = geometry if isinstance(geometry, dict) else mapping(geometry)
    return {"type": source["type"], "coordinates": _rounded(source["coordinates"])}


def valid(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry as it will be after rounding, made valid."""
    rounded = shapely.transform(geometry, lambda xy: xy.round(DECIMALS))
    return rounded if rounded.is_valid else shapely.make_valid(rounded)


def _row(p: Place) -> list[object]:
    lon, lat = ("" if v is None else f"{v:.6f}".rstrip("0") for v in (p.lon, p.lat))
    codes = (p.street_code, p.district_code, p.community_code)
    return [p.id, p.name, "|".join(p.aliases), p.kind, lon, lat, *codes, p.radius_m or "", int(p.is_approx)]


def _rounded(value: Any) -> Any:
    return [_rounded(v) for v in value] if isinstance(value, list | tuple) else round(value, DECIMALS)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
