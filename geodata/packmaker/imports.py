"""What `huitian pack import-areas` and `import-osm` do to a pack folder."""

from __future__ import annotations

import json
from collections.abc import Mapping

from geodata import texts
from geodata.areas import AreaTree
from geodata.errors import FileRefused
from geodata.pack import BASEMAP, Pack
from geodata.packmaker.files import write_features
from geodata.packmaker.folder import NewOutline, with_outlines, write_folder
from geodata.packmaker.layers import write_rail, write_roads
from geodata.packmaker.osm import Extract, merged_lines
from geodata.packmaker.osmplaces import PlaceBook
from geodata.packmaker.outlines import Boundaries, refuse_wrong_system

TOLERANCE_DEGREES = 0.00008        # about 8 m
WATER_TOLERANCE_DEGREES = 0.0002
MIN_WATER_DEGREES2 = 1e-6          # about one hectare


def import_areas(pack: Pack, boundaries: Boundaries, valid_from: str) -> dict[str, int]:
    """Takes over boundaries; returns how many areas were replaced and added. Nothing is written when anything is refused.

    Raises CoordinateError for a wrong system, PackError for an area without a parent.
    """
    known = {a.code: a.geometry for level in ("district", "street") for a in pack.areas.at(level) if a.geometry is not None}
    refuse_wrong_system(boundaries, known)
    tree = with_outlines(pack.areas, boundaries.outlines)
    added = [c for c in boundaries.outlines if pack.areas.get(c) is None]
    write_folder(pack, tree, pack.gazetteer, dict.fromkeys(boundaries.outlines, valid_from))
    return {"replaced": len(boundaries.outlines) - len(added), "added": len(added)}


def import_osm(pack: Pack, extract: Extract, valid_from: str) -> dict[str, int]:
    """Fills base map and gazetteer from an extract, and outlines where boundaries carry a code the pack knows; returns counts by kind.

    Raises FileRefused when the extract lies outside the pack's city.
    """
    outlines = {c: NewOutline("", t.geometry) for c, t in extract.boundaries.items() if pack.areas.get(c) is not None}
    tree = with_outlines(pack.areas, outlines) if outlines else pack.areas
    _refuse_elsewhere(pack, extract)
    book = PlaceBook(pack.gazetteer, tree)
    counts = book.take_in(extract)
    write_folder(pack, tree, book.places.values(), dict.fromkeys(outlines, valid_from))
    return {**counts, **_write_layers(pack, extract, book), "area": len(outlines)}


def _refuse_elsewhere(pack: Pack, extract: Extract) -> None:
    bounds = pack.areas.bounds(pack.areas.at("city")[0].code)
    things = [*extract.roads, *extract.rail, *extract.stations, *extract.settlements, *extract.water]
    west, south, east, north = bounds or (-180, -90, 180, 90)
    is_near = any(west <= t.geometry.centroid.x <= east and south <= t.geometry.centroid.y <= north for t in things)
    if things and not is_near:
        raise FileRefused(texts.OSM_ELSEWHERE.format(name=pack.config.name))


def _write_layers(pack: Pack, extract: Extract, book: PlaceBook) -> Mapping[str, int]:
    folder = pack.dir / BASEMAP
    if extract.roads:
        roads = merged_lines(extract.roads, ("highway", "name"), TOLERANCE_DEGREES)
        write_roads(folder, [(g, {"name": t["name"], "class": t["highway"], "approx": False}) for g, t in roads], note=texts.OSM_NOTE)
    if extract.rail:
        rail = [(g, {"line": t["name"]}) for g, t in merged_lines(extract.rail, ("name",), TOLERANCE_DEGREES)]
        lines = _lines_by_stop(pack)
        stations = {p.name: (p.point, lines.get(p.name, [])) for p in book.places.values() if p.kind == "station" and p.point}
        write_rail(folder, rail, stations, note=texts.OSM_NOTE)
    water = [t for t in extract.water if t.geometry.area == 0 or t.geometry.area > MIN_WATER_DEGREES2]
    if water:
        shapes = ((t.geometry.simplify(WATER_TOLERANCE_DEGREES), {"name": t.name}) for t in water)
        write_features(folder / "water.geojson", shapes, note=texts.OSM_NOTE)
    return {"water": len(water), "rail": len(extract.rail)}


def _lines_by_stop(pack: Pack) -> dict[str, list[str]]:
    """Station name -> the lines it is on, as the base map said so far."""
    path = pack.basemap.layers.get("stops")
    features = json.loads(path.read_bytes())["features"] if path else []
    return {f["properties"]["name"].removesuffix("站") + "站": f["properties"]["lines"].split("、") for f in features}


def sketch_left(tree: AreaTree) -> int:
    """How many outlined streets are still sketches."""
    return sum(a.is_approx for a in tree.outlined("street"))
