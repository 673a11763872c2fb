"""A pack folder that is being changed: read whole, changed in memory, written whole."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from geodata import texts
from geodata.areas import COLUMNS, Area, AreaTree
from geodata.errors import PackError
from geodata.gazetteer import Place
from geodata.pack import AREAS, BASEMAP, GAZETTEER, OUTLINES, PACKS, Pack, load_pack
from geodata.packmaker.files import valid, write_features, write_gazetteer, write_table
from geodata.packmaker.layers import write_area_layers
from geodata.packmaker.refit import refit


@dataclass(frozen=True)
class NewOutline:
    """An outline to take over: no sketch any more, unless said so."""

    name: str
    geometry: BaseGeometry
    is_approx: bool = False


def open_folder(folder: Path, template: Pack) -> Pack:
    """The pack in `folder`, made as a copy of `template` when the folder is not there yet.

    Raises PackError for a built-in pack's folder (an upgrade would undo the change) and for a folder without a pack.
    """
    if folder.resolve().is_relative_to(PACKS.resolve()):
        raise PackError(texts.PACK_BUILT_IN.format(name=folder.name))
    if not folder.exists():
        shutil.copytree(template.dir, folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return load_pack(str(folder))


def with_outlines(tree: AreaTree, outlines: Mapping[str, NewOutline]) -> AreaTree:
    """The tree with these outlines in place of its own; areas it does not know are added. Raises PackError for one without a parent."""
    areas = {a.code: a for level in ("city", "district", "street", "community") for a in tree.at(level)}
    for code, new in sorted(outlines.items()):
        areas[code] = _changed(areas, code, new)
    return AreaTree([*areas.values(), *tree.focus_areas()])


def write_folder(pack: Pack, tree: AreaTree, places: Iterable[Place], valid_from: Mapping[str, str]) -> None:
    """Writes areas, outlines, gazetteer and the area layers of the base map; `valid_from` gives new dates by code."""
    with (pack.dir / AREAS).open(encoding="utf-8-sig", newline="") as file:
        dates = {row["code"]: (row["valid_from"], row["valid_to"]) for row in csv.DictReader(file)}
    dates |= {code: (day, "") for code, day in valid_from.items()}
    everyone = [a for level in ("city", "district", "street", "community") for a in tree.at(level)]
    write_table(pack.dir / AREAS, COLUMNS, ([a.code, a.level, a.name, a.parent_code, *dates[a.code]] for a in everyone))
    outlined = ((a.geometry, {"code": a.code, "name": a.name, "approx": a.is_approx}) for a in everyone if a.geometry is not None)
    write_features(pack.dir / OUTLINES, outlined)
    write_gazetteer(pack.dir / GAZETTEER, refit(places, tree))
    write_area_layers(pack.dir / BASEMAP, load_pack(str(pack.dir)).areas)


def _changed(areas: Mapping[str, Area], code: str, new: NewOutline) -> Area:
    outline = valid(new.geometry)
    if known := areas.get(code):
        return replace(known, name=new.name or known.name, geometry=outline, is_approx=new.is_approx)
    parent = next((p for p in (code[:9], code[:6], code[:2]) if p != code and p in areas), None)
    level = {6: "district", 9: "street", 12: "community"}.get(len(code))
    if parent is None or level is None or not new.name:
        raise PackError(texts.OUTLINE_ORPHAN.format(code=code, name=new.name))
    return Area(code, level, new.name, parent, outline, new.is_approx)
