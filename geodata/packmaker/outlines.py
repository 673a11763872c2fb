"""A deployer's own boundaries (GeoJSON, GeoPackage, Shapefile) as WGS-84 outlines by area code; another system is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyogrio.errors
import pyogrio.raw
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geodata import texts
from geodata.coords import to_wgs84
from geodata.errors import CoordinateError, FileRefused
from geodata.packmaker.folder import NewOutline

CODE_COLUMNS = ("code", "adcode", "区划代码", "代码", "编码", "街道代码", "区代码", "xzqdm")
NAME_COLUMNS = ("name", "名称", "街道名称", "区名称", "区划名称", "xzqmc")
DEGREE_SYSTEMS = ("wgs84", "cgcs2000", "gcj02", "bd09")
SAME_AS_WGS84 = ("EPSG:4326", "OGC:CRS84", "EPSG:4490")
SAME_DATUM = ("World Geodetic System 1984", "World Geodetic System 1984 ensemble", "China 2000")   # they agree within a metre
CHINA = (73.0, 3.0, 136.0, 54.0)
BETTER_BY = 0.04                # share of overlap by which another system must fit better before the file is refused

_CODE = re.compile(r"(?:156)?(\d{2,12})(?:\.0)?$")

Degrees = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Boundaries:
    """Outlines by national code, in degrees of the system the file is in."""

    outlines: dict[str, NewOutline]
    file_name: str

    def in_wgs84(self, system: str) -> Boundaries:
        """The same outlines read as being in `system`."""
        if system in ("file", "wgs84", "cgcs2000"):
            return self
        moved = {c: NewOutline(o.name, shapely.transform(o.geometry, lambda xy: _to_wgs84(xy, system))) for c, o in self.outlines.items()}
        return Boundaries(moved, self.file_name)


def read_boundaries(path: Path, *, code_column: str = "", name_column: str = "", system: str = "file") -> Boundaries:
    """Outlines of a file, in WGS-84 degrees. `system` overrules what the file declares.

    Raises FileRefused without a code column, for doubled codes or shapes that are no areas; CoordinateError for swapped axes,
    an undeclared system, or one that only a ballpark transform reaches.
    """
    try:
        meta, _, geometry, columns = pyogrio.raw.read(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise FileRefused(texts.OUTLINES_UNREADABLE.format(file=path.name, error=error)) from error
    table = {str(k): list(v) for k, v in zip(meta["fields"], columns, strict=True)}
    codes = _column(path, table, code_column, CODE_COLUMNS, is_required=True)
    names = _column(path, table, name_column, NAME_COLUMNS, is_required=False)
    shapes = _in_degrees(path, shapely.from_wkb(geometry), meta["crs"], system)
    return Boundaries(_by_code(path, codes, names, shapes), path.name).in_wgs84(system)


def refuse_wrong_system(boundaries: Boundaries, known: Mapping[str, BaseGeometry]) -> None:
    """Compares with the outlines the pack has: where reading the file as GCJ-02 or BD-09 fits clearly better, it is refused by name.

    Raises CoordinateError with the overlap of both readings. Without a common code nothing can be said and nothing is refused.
    """
    shared = sorted(set(boundaries.outlines) & set(known))
    if not shared:
        return
    as_is = _overlap(boundaries, known, shared)
    others = {s: _overlap(boundaries.in_wgs84(s), known, shared) for s in ("gcj02", "bd09")}
    best = max(others, key=lambda s: others[s])
    if others[best] - as_is > BETTER_BY:
        evidence = {"count": len(shared), "as_is": as_is, "other": others[best]}
        raise CoordinateError(texts.OUTLINES_WRONG_SYSTEM.format(file=boundaries.file_name, system=best.upper(), name=best, **evidence))


def _overlap(boundaries: Boundaries, known: Mapping[str, BaseGeometry], codes: Sequence[str]) -> float:
    """Median share of overlap (area of intersection / area of union) over the common codes."""
    new, old = (np.array([source[c] for c in codes], object) for source in ({c: o.geometry for c, o in boundaries.outlines.items()}, known))
    new, old = shapely.make_valid(new), shapely.make_valid(old)
    return float(np.median(shapely.area(shapely.intersection(new, old)) / shapely.area(shapely.union(new, old))))


def _column(path: Path, table: dict[str, list[object]], given: str, usual: tuple[str, ...], *, is_required: bool) -> list[str]:
    lower, wanted = {k.lower(): k for k in table}, (given,) if given else usual
    found = next((lower[c.lower()] for c in wanted if c.lower() in lower), None)
    if found is None:
        if is_required or given:
            raise FileRefused(texts.OUTLINES_NO_COLUMN.format(file=path.name, wanted="、".join(wanted), found="、".join(table)))
        return [""] * len(next(iter(table.values()), []))
    return ["" if v is None else str(v).strip() for v in table[found]]


def _in_degrees(path: Path, shapes: npt.NDArray[np.object_], crs: str | None, system: str) -> npt.NDArray[np.object_]:
    if system == "file":
        if crs is None:
            raise CoordinateError(texts.OUTLINES_NO_CRS.format(file=path.name, systems="、".join(DEGREE_SYSTEMS)))
        shapes = shapes if crs in SAME_AS_WGS84 else _projected(path, shapes, crs)
    west, south, east, north = shapely.total_bounds(shapes)
    if _is_inside(south, west, north, east) and not _is_inside(west, south, east, north):
        raise CoordinateError(texts.OUTLINES_SWAPPED.format(file=path.name, lon=west, lat=south))
    if not _is_inside(west, south, east, north):
        raise CoordinateError(texts.OUTLINES_FAR.format(file=path.name, west=west, south=south, east=east, north=north))
    return shapes


def _projected(path: Path, shapes: npt.NDArray[np.object_], crs: str) -> npt.NDArray[np.object_]:
    """Degrees on the file's own datum, taken only where that datum agrees with WGS-84: any other would need a shift by guess."""
    declared = pyproj.CRS.from_user_input(crs)
    datum = declared.geodetic_crs.datum.name if declared.geodetic_crs and declared.geodetic_crs.datum else declared.name
    if datum not in SAME_DATUM or declared.geodetic_crs is None:
        raise CoordinateError(texts.OUTLINES_BALLPARK.format(file=path.name, crs=declared.name, datum=datum))
    transformer = pyproj.Transformer.from_crs(declared, declared.geodetic_crs, always_xy=True)
    moved: npt.NDArray[np.object_] = shapely.transform(shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    return moved


def _by_code(path: Path, codes: list[str], names: list[str], shapes: npt.NDArray[np.object_]) -> dict[str, NewOutline]:
    found: dict[str, NewOutline] = {}
    for row, (text, name, outline) in enumerate(zip(codes, names, shapes, strict=True), 1):
        match = _CODE.match(text)
        code = _national(match[1]) if match else ""
        if len(code) not in (6, 9, 12):
            raise FileRefused(texts.OUTLINES_CODE.format(file=path.name, row=row, code=text))
        if code in found:
            raise FileRefused(texts.OUTLINES_TWICE.format(file=path.name, row=row, code=code))
        if outline is None or shapely.get_dimensions(outline) != 2 or shapely.is_empty(outline):
            raise FileRefused(texts.OUTLINES_NO_AREA.format(file=path.name, row=row, code=code))
        found[code] = NewOutline(name, outline)
    if not found:
        raise FileRefused(texts.OUTLINES_EMPTY.format(file=path.name))
    return found


def _national(digits: str) -> str:
    """The shortest code of 6, 9 or 12 digits that the digits stand for: 110114011000 and 110114011 are the same street."""
    for length in (6, 9):
        if len(digits) == 12 and set(digits[length:]) == {"0"}:
            return digits[:length]
    return digits[:6] if len(digits) == 9 and digits.endswith("000") else digits


def _is_inside(west: float, south: float, east: float, north: float) -> bool:
    return bool(CHINA[0] <= west and CHINA[1] <= south and east <= CHINA[2] and north <= CHINA[3])


def _to_wgs84(xy: Degrees, system: str) -> Degrees:
    return np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], system))
