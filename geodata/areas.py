"""The tree of areas (市, 区, 街, 社) with their outlines, and the groups of areas that a pack watches together (重点区域)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata import texts
from geodata.assignment import OutlineIndex
from geodata.errors import NotFound, PackError

LEVELS = ("city", "district", "street", "community")
LEVEL_OF_LENGTH = {2: "city", 6: "district", 9: "street", 12: "community"}
COLUMNS = ("code", "level", "name", "parent", "valid_from", "valid_to")

Codes = npt.NDArray[np.str_]
Ranges = tuple[tuple[str, str], ...]

_SUFFIXES = ("街道", "地区", "镇", "乡", "区", "市")


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """One area. `geometry` is WGS-84, None where no outline is known (无边界).

    `members` are the codes of a focus area's parts, or of today's units that took a former one's place.
    """

    code: str
    level: str
    name: str
    parent_code: str
    geometry: BaseGeometry | None
    is_approx: bool
    is_focus: bool = False
    members: tuple[str, ...] = ()


class AreaTree:
    """All areas of a pack. Never changes after it is built. `merged`: unit of today -> former one that stands for it in this tree."""

    def __init__(self, areas: Iterable[Area]) -> None:
        ordered = sorted(areas, key=lambda a: (a.is_focus, a.code))
        self._areas = {a.code: a for a in ordered}
        self.merged = {m: a.code for a in ordered if not a.is_focus for m in a.members}
        self._children: dict[str, list[Area]] = {}
        for area in ordered:
            parent = self.merged.get(area.parent_code, area.parent_code)
            if area.is_focus:
                self._children[area.code] = [self._areas[m] for m in area.members]
            elif parent and area.code not in self.merged:
                self._children.setdefault(parent, []).append(area)
        self._focus_of = {m: a for a in ordered if a.is_focus for m in a.members}

    def with_former(self, formers: Sequence[Area]) -> AreaTree:
        """The tree with former units in the place of their members, which stay known by their codes and are parts of nothing."""
        merged = {m: f.code for f in formers for m in f.members}
        kept = [a if not a.is_focus else replace(a, members=_renamed(a.members, merged)) for a in self._areas.values()]
        return AreaTree([*kept, *formers])

    def __len__(self) -> int:
        return len(self._areas)

    def get(self, code: str) -> Area | None:
        """The area with that code, None when there is none."""
        return self._areas.get(code)

    def at(self, level: str) -> tuple[Area, ...]:
        """All areas of a level in code order, without focus areas."""
        return tuple(a for a in self._areas.values() if a.level == level and not a.is_focus and a.code not in self.merged)

    def focus_areas(self) -> tuple[Area, ...]:
        """The pack's own groups of areas."""
        return tuple(a for a in self._areas.values() if a.is_focus)

    def children(self, code: str) -> tuple[Area, ...]:
        """Parts of an area one level down, in code order; members of a focus area; empty for communities and unknown codes."""
        return tuple(self._children.get(code, ()))

    def breadcrumb(self, code: str) -> tuple[Area, ...]:
        """The way from the city down to the area, both included; a focus area stands above its members. Raises NotFound."""
        area = self._known(code)
        above = self._focus_of.get(code)
        parent = above.code if above else self.merged.get(area.parent_code, area.parent_code)
        return (*self.breadcrumb(parent), area) if parent else (area,)

    def ranges(self, code: str) -> Ranges:
        """Half-open code ranges [lo, hi) that hold every code inside the area; neighbours merged. Raises NotFound."""
        area = self._known(code)
        merged: list[tuple[str, str]] = []
        for part in sorted(self._parts(area)):
            lo, hi = part, str(int(part) + 1).zfill(len(part))
            if merged and merged[-1][1] == lo:
                lo = merged.pop()[0]
            merged.append((lo, hi))
        return tuple(merged)

    def short_name(self, code: str) -> str:
        """The name people say: 回龙观街道 → 回龙观, 昌平区 → 昌平. Focus areas and former units keep theirs; an unknown code comes back."""
        area = self.get(code)
        if area is None or area.members or area.level == "community":
            return area.name if area else code
        suffix = next((s for s in _SUFFIXES if area.name.endswith(s) and len(area.name) - len(s) >= 2), "")
        return area.name.removesuffix(suffix)

    def outlined(self, level: str) -> tuple[Area, ...]:
        """Areas of a level that have an outline, in code order, without focus areas."""
        return tuple(a for a in self.at(level) if a.geometry is not None)

    def bounds(self, code: str) -> tuple[float, float, float, float] | None:
        """West, south, east, north of an area in WGS-84 degrees; None for an unknown area or one without an outline."""
        area = self.get(code)
        if area is None or area.geometry is None:
            return None
        west, south, east, north = area.geometry.bounds
        return west, south, east, north

    @cached_property
    def street_index(self) -> OutlineIndex:
        """Point lookup over the outlined streets; built on first use (about 0.3 s)."""
        return _index(self.outlined("street"))

    @cached_property
    def district_index(self) -> OutlineIndex:
        """Point lookup over the outlined districts; built on first use."""
        return _index(self.outlined("district"))

    def _parts(self, area: Area) -> list[str]:
        """Codes of today that the area is made of: its own, or those of its members."""
        return [part for m in area.members for part in self._parts(self._known(m))] if area.members else [area.code]

    def _known(self, code: str) -> Area:
        area = self.get(code)
        if area is None:
            raise NotFound(texts.AREA_UNKNOWN.format(code=code))
        return area


def assign_streets(tree: AreaTree, lon: npt.ArrayLike, lat: npt.ArrayLike, cells11: npt.ArrayLike) -> Codes:
    """Code of the outlined street that holds each WGS-84 point, "" outside all of them; shape (n,).

    `cells11` are the points' own resolution-11 cells. Exact; a point on a shared border belongs to the lower code.
    """
    return tree.street_index.codes_of(lon, lat, cells11)


def assign_districts(tree: AreaTree, lon: npt.ArrayLike, lat: npt.ArrayLike, cells11: npt.ArrayLike) -> Codes:
    """Code of the district that holds each WGS-84 point, "" outside the city; as `assign_streets`."""
    return tree.district_index.codes_of(lon, lat, cells11)


def read_areas(table: Path, outlines: Path, focus: Sequence[Area] = ()) -> AreaTree:
    """The tree from areas.csv and areas.geojson; the outline of a focus area is the union of its members'.

    Raises PackError naming the file and line of a row that does not parse or of an outline without its area.
    """
    shapes = _outlines(outlines)
    areas = [_area(table, line, row, shapes) for line, row in _rows(table)]
    if stray := set(shapes) - {a.code for a in areas}:
        raise PackError(texts.OUTLINE_WITHOUT_AREA.format(file=outlines.name, codes="、".join(sorted(stray)[:5])))
    known = {a.code: a for a in areas}
    return AreaTree([*areas, *(_with_outline(f, known) for f in focus)])


def _renamed(codes: Iterable[str], merged: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(merged.get(code, code) for code in codes))


def _index(areas: tuple[Area, ...]) -> OutlineIndex:
    return OutlineIndex([a.code for a in areas], [a.geometry for a in areas if a.geometry is not None])


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [c for c in COLUMNS if c not in (reader.fieldnames or ())]:
                raise PackError(texts.PACK_COLUMNS_MISSING.format(file=path.name, columns="、".join(missing)))
            return [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(texts.PACK_FILE_UNREADABLE.format(file=path.name, error=error)) from error


def _area(path: Path, line: int, row: dict[str, str], shapes: dict[str, tuple[BaseGeometry, bool]]) -> Area:
    code, level, name, parent = (row[c] or "" for c in COLUMNS[:4])
    if LEVEL_OF_LENGTH.get(len(code)) != level or not code.isdigit() or not code.startswith(parent) or not name:
        raise PackError(texts.PACK_ROW_WRONG.format(file=path.name, line=line, error=f"{code} {level} {name} {parent}"))
    geometry, is_approx = shapes.get(code, (None, False))
    return Area(code, level, name, parent, geometry, is_approx)


def _outlines(path: Path) -> dict[str, tuple[BaseGeometry, bool]]:
    try:
        features = json.loads(path.read_bytes())["features"]
        return {f["properties"]["code"]: (shape(f["geometry"]), bool(f["properties"].get("approx"))) for f in features if f["geometry"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise PackError(texts.PACK_FILE_UNREADABLE.format(file=path.name, error=repr(error))) from error


def _with_outline(focus: Area, known: dict[str, Area]) -> Area:
    if missing := [m for m in focus.members if m not in known]:
        raise PackError(texts.FOCUS_MEMBER_UNKNOWN.format(name=focus.name, codes="、".join(missing)))
    parts = [known[m].geometry for m in focus.members]
    outline = None if None in parts else shapely.union_all(parts)
    is_approx = any(known[m].is_approx for m in focus.members)
    return Area(focus.code, focus.level, focus.name, focus.parent_code, outline, is_approx, True, focus.members)
