"""Everything that is missing or wrong in a pack folder, found in one go: the readers stop at the first fault, a clerk wants the list."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata import areas, gazetteer, pack, texts
from geodata.basemap import LAYERS, OPTIONAL_LAYERS
from geodata.boundaries import read_formers
from geodata.catalog import read_catalog
from geodata.errors import PackError
from geodata.rules import read_rules

OUTLINE_KINDS = ("Polygon", "MultiPolygon")
WORLD = (-180.0, -90.0, 180.0, 90.0)

_LINE = re.compile(r"第 (\d+) 行|line (\d+)")

Table = list[tuple[int, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: in which file of the pack, on which line (None: the whole file), what. A note (提示) is no fault."""

    file: str
    line: int | None
    text: str
    is_note: bool = False

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file} 第 {self.line} 行"
        return f"{place}：{texts.CHECK_NOTE if self.is_note else ''}{self.text}"


def inspect(folder: Path) -> list[Finding]:
    """All findings of a pack folder, file by file; empty when it is complete and right."""
    area_rows = _table(folder / pack.AREAS, areas.COLUMNS)
    codes = {row["code"]: row for _, row in area_rows.rows}
    outlines = _Outlines(folder / pack.OUTLINES)
    place_rows = _table(folder / pack.GAZETTEER, gazetteer.COLUMNS)
    found = [
        *_config(folder / pack.CONFIG, codes, outlines.sketches),
        *area_rows.findings, *_areas(area_rows.rows, codes),
        *outlines.findings, *outlines.against(codes),
        *place_rows.findings, *_places(place_rows.rows, codes, outlines.shapes),
        *_read_by(read_catalog, folder / pack.CATALOG), *_read_by(read_rules, folder / pack.RULES),
        *_formers(folder), *_base_map(folder), *_papers(folder),
    ]
    return sorted(dict.fromkeys(found), key=lambda f: (f.is_note, f.file, f.line or 0))


@dataclass(frozen=True)
class _Rows:
    rows: Table
    findings: list[Finding]


def _table(path: Path, columns: tuple[str, ...]) -> _Rows:
    rows: Table = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if missing := [c for c in columns if c not in (reader.fieldnames or ())]:
                return _Rows([], [Finding(path.name, 1, texts.CHECK_COLUMNS.format(columns="、".join(missing)))])
            rows = [(reader.line_num, {c: row.get(c) or "" for c in columns}) for row in reader]
    except FileNotFoundError:
        return _Rows([], [Finding(path.name, None, texts.CHECK_FILE_MISSING)])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return _Rows([], [Finding(path.name, None, texts.CHECK_UNREADABLE.format(error=error))])
    return _Rows(rows, [] if rows else [Finding(path.name, None, texts.CHECK_EMPTY)])


def _config(path: Path, codes: dict[str, dict[str, str]], sketches: list[str]) -> Iterator[Finding]:
    try:
        config = pack.read_config(path)
    except PackError as error:
        yield Finding(path.name, _line_in(str(error)), str(error))
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    known = {*codes, *(f.code for f in config.focus)}
    wanted = [config.default_area, *(f.parent_code for f in config.focus), *(m for f in config.focus for m in f.members)]
    wanted += [s for f in config.folk_areas for s in f.street_codes]
    for code in dict.fromkeys(c for c in wanted if c not in known):
        yield Finding(path.name, _line_of(lines, f'"{code}"'), texts.CHECK_CODE_UNKNOWN.format(code=code))
    if not config.map_approval:
        yield Finding(path.name, _line_of(lines, "approval"), texts.CHECK_NO_APPROVAL, is_note=True)
    if sketches and not config.is_sketch_boundaries:
        yield Finding(path.name, _line_of(lines, "is_sketch_boundaries"), texts.CHECK_SKETCHES.format(count=len(sketches)))
    if config.is_sketch_boundaries and not config.boundary_note:
        yield Finding(path.name, _line_of(lines, "boundary_note"), texts.CHECK_NO_BOUNDARY_NOTE)


def _areas(rows: Table, codes: dict[str, dict[str, str]]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for line, row in rows:
        code, level, parent = row["code"], row["level"], row["parent"]
        wrong = [
            (not row["name"].strip(), texts.CHECK_NAME_EMPTY),
            (areas.LEVEL_OF_LENGTH.get(len(code)) != level or not code.isdigit(), texts.CHECK_CODE_LEVEL.format(code=code, level=level)),
            (bool(parent) and (parent not in codes or not code.startswith(parent)), texts.CHECK_PARENT.format(code=code, parent=parent)),
            (not parent and level != "city", texts.CHECK_PARENT.format(code=code, parent="")),
            (code in seen, texts.CHECK_TWICE.format(code=code, line=seen.get(code))),
            (not _is_date(row["valid_from"]), texts.CHECK_DATE.format(date=row["valid_from"])),
            (bool(row["valid_to"]) and not _is_date(row["valid_to"]), texts.CHECK_DATE.format(date=row["valid_to"])),
        ]
        yield from (Finding(pack.AREAS, line, text) for is_wrong, text in wrong if is_wrong)
        seen.setdefault(code, line)


class _Outlines:
    """Outlines of areas.geojson by code, and what is wrong with the file itself."""

    def __init__(self, path: Path) -> None:
        self.shapes: dict[str, BaseGeometry] = {}
        self.sketches: list[str] = []
        self.findings: list[Finding] = []
        self._lines: list[str] = []
        try:
            self._lines = path.read_text(encoding="utf-8").splitlines()
            for feature in json.loads("\n".join(self._lines))["features"]:
                self._add(feature)
        except FileNotFoundError:
            self.findings.append(Finding(path.name, None, texts.CHECK_FILE_MISSING))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self.findings.append(Finding(path.name, getattr(error, "lineno", None), texts.CHECK_UNREADABLE.format(error=repr(error))))

    def against(self, codes: dict[str, dict[str, str]]) -> Iterator[Finding]:
        """Outlines without area, areas without outline, outlines outside their parent."""
        for code, outline in self.shapes.items():
            if code not in codes:
                yield self._at(code, texts.CHECK_CODE_UNKNOWN.format(code=code))
                continue
            parent = self.shapes.get(codes[code]["parent"])
            if parent is not None and not shapely.intersects(parent, shapely.point_on_surface(outline)):
                yield self._at(code, texts.CHECK_OUTSIDE_PARENT.format(code=code, parent=codes[code]["parent"]))
        bare = [c for c, row in codes.items() if row["level"] == "street" and c not in self.shapes]
        if bare and self.shapes:
            yield Finding(pack.OUTLINES, None, texts.CHECK_STREETS_BARE.format(count=len(bare), codes="、".join(bare[:3])), is_note=True)

    def _add(self, feature: dict[str, Any]) -> None:
        code = str((feature.get("properties") or {}).get("code", ""))
        geometry = feature.get("geometry") or {}
        if not code or geometry.get("type") not in OUTLINE_KINDS:
            self.findings.append(self._at(code, texts.CHECK_OUTLINE.format(code=code, kind=geometry.get("type"))))
            return
        outline = shape(geometry)
        if code in self.shapes:
            self.findings.append(self._at(code, texts.CHECK_OUTLINE_TWICE.format(code=code)))
        if not outline.is_valid:
            self.findings.append(self._at(code, texts.CHECK_OUTLINE_INVALID.format(code=code, reason=shapely.is_valid_reason(outline))))
        if not _is_inside(outline.bounds, WORLD):
            self.findings.append(self._at(code, texts.CHECK_NOT_DEGREES.format(code=code)))
        self.shapes[code] = outline
        if feature["properties"].get("approx"):
            self.sketches.append(code)

    def _at(self, code: str, text: str) -> Finding:
        return Finding(pack.OUTLINES, _line_of(self._lines, f'"{code}"') if code else None, text)


def _places(rows: Table, codes: dict[str, dict[str, str]], shapes: dict[str, BaseGeometry]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    box = shapely.total_bounds(list(shapes.values())) if shapes else WORLD
    for line, row in rows:
        yield from (Finding(pack.GAZETTEER, line, text) for text in _place_faults(row, codes, shapes, tuple(box)))
        if row["id"] in seen:
            yield Finding(pack.GAZETTEER, line, texts.CHECK_TWICE.format(code=row["id"], line=seen[row["id"]]))
        seen.setdefault(row["id"], line)
    if rows and (missing := _areas_without_place(rows, codes)):
        yield Finding(pack.GAZETTEER, None, texts.CHECK_AREAS_UNNAMED.format(count=len(missing), codes="、".join(missing[:3])))


def _place_faults(row: dict[str, str], codes: dict[str, Any], shapes: dict[str, BaseGeometry], box: tuple[float, ...]) -> Iterator[str]:
    if row["kind"] not in gazetteer.KINDS:
        yield texts.CHECK_KIND.format(kind=row["kind"], kinds="、".join(gazetteer.KINDS))
    if not row["id"].isdigit() or not row["name"].strip():
        yield texts.CHECK_ID_NAME.format(id=row["id"], name=row["name"])
    if row["approx"] not in ("0", "1") or not (row["radius_m"] == "" or row["radius_m"].isdigit()):
        yield texts.CHECK_APPROX.format(approx=row["approx"], radius=row["radius_m"])
    for column in ("district_code", "street_code", "community_code"):
        if row[column] and row[column] not in codes:
            yield texts.CHECK_CODE_UNKNOWN.format(code=row[column])
    if row["lon"] or row["lat"]:
        yield from _point_faults(row, shapes, box)


def _point_faults(row: dict[str, str], shapes: dict[str, BaseGeometry], box: tuple[float, ...]) -> Iterator[str]:
    try:
        lon, lat = float(row["lon"]), float(row["lat"])
    except ValueError:
        yield texts.CHECK_POINT.format(lon=row["lon"], lat=row["lat"])
        return
    if _is_inside((lat, lon, lat, lon), box) and not _is_inside((lon, lat, lon, lat), box):
        yield texts.CHECK_POINT_SWAPPED.format(lon=lon, lat=lat)
    elif not _is_inside((lon, lat, lon, lat), (box[0] - 0.5, box[1] - 0.5, box[2] + 0.5, box[3] + 0.5)):
        yield texts.CHECK_POINT_FAR.format(lon=lon, lat=lat)
    elif row["kind"] == "community" and row["street_code"] in shapes and not shapely.intersects_xy(shapes[row["street_code"]], lon, lat):
        yield texts.CHECK_POINT_OUTSIDE.format(name=row["name"], street=row["street_code"])


def _areas_without_place(rows: Table, codes: dict[str, dict[str, str]]) -> list[str]:
    named = {row[f"{row['kind']}_code"] for _, row in rows if row["kind"] in ("district", "street", "community")}
    return [code for code, row in codes.items() if row["level"] != "city" and code not in named]


def _read_by(reader: Callable[[Path], object], path: Path) -> Iterator[Finding]:
    if not path.is_file():
        yield Finding(path.name, None, texts.CHECK_FILE_MISSING)
        return
    try:
        reader(path)
    except PackError as error:
        yield Finding(path.name, _line_in(str(error)), str(error))


def _formers(folder: Path) -> Iterator[Finding]:
    """Former units; a pack need not have any."""
    if (folder / pack.FORMERS).is_file():
        try:
            tree = areas.read_areas(folder / pack.AREAS, folder / pack.OUTLINES)
        except PackError:                  # told by the checks of those files
            return
        yield from _read_by(lambda path: read_formers(path, tree), folder / pack.FORMERS)


def _base_map(folder: Path) -> Iterator[Finding]:
    for name in (*LAYERS, *OPTIONAL_LAYERS):
        path = folder / pack.BASEMAP / f"{name}.geojson"
        where = f"{pack.BASEMAP}/{path.name}"
        if not path.is_file():
            if name in LAYERS:
                yield Finding(where, None, texts.CHECK_FILE_MISSING)
            continue
        try:
            shapes = [shape(f["geometry"]) for f in json.loads(path.read_bytes())["features"]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield Finding(where, getattr(error, "lineno", None), texts.CHECK_UNREADABLE.format(error=repr(error)))
            continue
        if shapes and not _is_inside(tuple(shapely.total_bounds(shapes)), WORLD):
            yield Finding(where, None, texts.CHECK_NOT_DEGREES.format(code=name))


def _papers(folder: Path) -> Iterator[Finding]:
    if not (folder / "SOURCES.md").is_file():
        yield Finding("SOURCES.md", None, texts.CHECK_NO_SOURCES)
    try:
        config = tomllib.loads((folder / pack.CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if not config.get("map", {}).get("attribution"):
        yield Finding(pack.CONFIG, None, texts.CHECK_NO_ATTRIBUTION)


def _is_inside(bounds: tuple[float, ...], box: tuple[float, ...]) -> bool:
    return box[0] <= bounds[0] and box[1] <= bounds[1] and bounds[2] <= box[2] and bounds[3] <= box[3]


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _line_of(lines: list[str], needle: str) -> int | None:
    return next((n for n, line in enumerate(lines, 1) if needle in line), None)


def _line_in(message: str) -> int | None:
    found = _LINE.search(message)
    return int(found[1] or found[2]) if found else None
