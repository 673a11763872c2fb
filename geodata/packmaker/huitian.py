"""Builds the data files of pack huitian from its public sources; pack.toml, rules.toml, categories and SOURCES.md are written by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata import texts
from geodata.areas import read_areas
from geodata.basemap import LAYERS
from geodata.gazetteer import Place
from geodata.pack import CONFIG, read_config
from geodata.packmaker.files import write_areas, write_features, write_gazetteer
from geodata.packmaker.layers import write_area_layers, write_rail, write_roads
from geodata.packmaker.places import make_places
from geodata.packmaker.sources import Sources, read_sources

CITY = ("11", "北京市")
FOCUS_STREETS = tuple(f"1101140{n:02d}" for n in range(7, 14))
FOCUS_RADIUS_M = 400            # rules.toml, hex.max_radius_m of resolution 9
VALID_FROM = "2023-06-30"
EXITS_WITHIN_DEGREES = 0.022   # about 2 km round the focus area


def make_huitian(source: Path, target: Path) -> list[Path]:
    """Writes areas, gazetteer and base map into `target`, which holds pack.toml; returns the files. Raises PackError."""
    sources = read_sources(source)
    rows = _area_rows(sources)
    write_areas(target / "areas.csv", rows, VALID_FROM)
    write_features(target / "areas.geojson", _outline_features(sources, {code: name for code, _, name, _ in rows}))
    outlines = sources.outlines()
    near = shapely.union_all([outlines[c] for c in FOCUS_STREETS]).buffer(EXITS_WITHIN_DEGREES)
    write_gazetteer(target / "gazetteer.csv", [_gathered(place) for place in make_places(sources, near)])
    _write_base_map(sources, target)
    return [target / name for name in ("areas.csv", "areas.geojson", "gazetteer.csv", *(f"basemap/{layer}.geojson" for layer in LAYERS))]


def _gathered(place: Place) -> Place:
    """The place as the demo draws it: in the focus area no sketch is too wide for a cell of resolution 9: each street shows a grid."""
    if place.kind != "community" or place.street_code not in FOCUS_STREETS or place.radius_m is None:
        return place
    return replace(place, radius_m=min(place.radius_m, FOCUS_RADIUS_M))


def _write_base_map(sources: Sources, target: Path) -> None:
    focus = read_config(target / CONFIG).focus
    folder = target / "basemap"
    write_area_layers(folder, read_areas(target / "areas.csv", target / "areas.geojson", focus))
    roads = [(f["geometry"], {**f["properties"], "approx": True}) for f in sources.road_features]
    write_roads(folder, roads, note=texts.SKETCH_ROADS)
    rail = [(f["geometry"], {"line": f["properties"]["line"]}) for f in sources.rail_features]
    write_rail(folder, rail, sources.stations(), note=texts.OSM_RAIL)


def _area_rows(sources: Sources) -> list[tuple[str, str, str, str]]:
    districts = sorted((code, "district", name, CITY[0]) for name, code in sources.district_codes().items())
    streets = [(r["code"], "street", r["name"], r["district_code"]) for r in sources.streets]
    communities = [(r["code"], "community", r["name"], r["street_code"]) for r in sources.communities]
    return [(CITY[0], "city", CITY[1], ""), *districts, *streets, *communities]


def _outline_features(sources: Sources, names: dict[str, str]) -> list[tuple[BaseGeometry, dict[str, object]]]:
    codes = sources.district_codes()
    districts = {codes[f["properties"]["name"]]: shape(f["geometry"]) for f in sources.district_features}
    city = shapely.union_all(list(districts.values()))
    outlines = {CITY[0]: city, **dict(sorted(districts.items())), **dict(sorted(sources.outlines().items()))}
    return [(outline, {"code": code, "name": names[code], "approx": True}) for code, outline in outlines.items()]
