"""The gazetteer of pack huitian: areas, communities with sketch positions, subway stations with exits, main roads."""

from __future__ import annotations

import math
from collections import defaultdict

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata.coords import LonLat
from geodata.gazetteer import Place
from geodata.packmaker.names import bare_name, community_aliases, exit_aliases, station_aliases, street_aliases
from geodata.packmaker.placing import Attractors, Spot, place_communities
from geodata.packmaker.sources import Sources
from geodata.plane import distance_m, moved

STATION_ID, ROAD_ID = 2000, 4000   # exits are 100 * station + n: clear of the six digits of a district (110101 …)
DISTRICT_RADIUS_M, STREET_RADIUS_M, COMMUNITY_RADIUS_M, STATION_RADIUS_M, EXIT_RADIUS_M = 15000, 2500, 500, 100, 120
EXIT_DISTANCE_M = 80
EXITS = ("A", "B", "C", "D")
# stations whose exits are numbered otherwise
STATION_EXITS = {
    "霍营站": ("A", "B", "C", "D", "E", "F", "G1", "G2", "G3", "G4", "H"),
    "立水桥站": ("A", "B1", "B2", "C", "D", "E"),
}
# quarters on their side of a station: metres east, metres north
QUARTERS = {
    "天通西苑": ("天通苑", -1500, 0),
    "天通东苑": ("天通苑", 1500, -500),
    "天通北苑": ("天通苑北", 1500, 500),
    "天通中苑": ("天通苑北", 600, -300),
    "天通苑第": ("天通苑南", -200, 0),
    "龙锦苑东": ("霍营", -600, 600),
    "华龙苑": ("霍营", 600, 1000),
    "龙腾苑": ("回龙观", -300, -900),
    "龙跃苑": ("龙泽", -300, -400),
}
# said in the city's programme and in the reports on the rain of 2018, drawn on no open map we have
ROADS_WITHOUT_LINE = ("育知东路", "陈营东路", "金榜园西侧路", "行知路", "龙禧三街", "西二旗大街")

Outlines = dict[str, BaseGeometry]


def make_places(sources: Sources, near: BaseGeometry) -> list[Place]:
    """All places in file order; stations inside `near` (the focus area and its rim) get exits."""
    outlines = sources.outlines()
    spots = community_spots(sources)
    communities = _communities(sources, spots)
    return [*_districts(sources), *_streets(sources), *communities, *_stations(sources, outlines, near), *_roads(sources, outlines)]


def community_spots(sources: Sources) -> dict[str, Spot]:
    """Community code -> sketch position, for communities of outlined streets."""
    outlines = sources.outlines()
    stations = [point for point, _ in sources.stations().values()]
    roads = [shape(f["geometry"]) for f in sources.road_features]
    homes = _homes(sources)
    siblings: dict[str, list[str]] = defaultdict(list)
    for row in sources.communities:
        siblings[row["street_code"]].append(row["code"])
    spots: dict[str, Spot] = {}
    for street, outline in sorted(outlines.items()):
        rim = outline.buffer(0.02)
        nearby = Attractors([s for s in stations if shapely.contains_xy(rim, *s)], [r for r in roads if r.intersects(rim)])
        if siblings[street]:
            near_home = {c: p for c, p in homes.items() if c.startswith(street) and shapely.contains_xy(rim, *p)}
            spots |= place_communities(outline, sorted(siblings[street]), nearby, homes=near_home)
    return spots


def _homes(sources: Sources) -> dict[str, LonLat]:
    """Community code -> where its name says it lies: at the station it is called after, or on its side of one."""
    stations = {name.removesuffix("站"): point for name, (point, _) in sources.stations().items()}
    homes = {}
    for row in sources.communities:
        name = bare_name(row["name"])
        quarter = next((q for q in QUARTERS if name.startswith(q)), None)
        if quarter:
            station, east_m, north_m = QUARTERS[quarter]
            homes[row["code"]] = moved(stations[station], east_m, north_m)
        elif called_after := [s for s in stations if name.startswith(s)]:
            homes[row["code"]] = stations[max(called_after, key=len)]
    return homes


def _districts(sources: Sources) -> list[Place]:
    return [
        Place(int(code), name, (name.removesuffix("区"),), "district", None, None, code, "", "", DISTRICT_RADIUS_M, False)
        for name, code in sorted(sources.district_codes().items(), key=lambda pair: pair[1])
    ]


def _streets(sources: Sources) -> list[Place]:
    rows = ((r["code"], r["name"], r["district_code"]) for r in sources.streets)
    return [
        Place(int(code), name, street_aliases(name, code), "street", None, None, district, code, "", STREET_RADIUS_M, False)
        for code, name, district in rows
    ]


def _communities(sources: Sources, spots: dict[str, Spot]) -> list[Place]:
    bare = {row["code"]: bare_name(row["name"]) for row in sources.communities}
    taken = set(bare.values())
    places = []
    for code, name in bare.items():
        spot = spots.get(code)
        lon, lat = spot.point if spot else (None, None)
        radius_m = spot.radius_m if spot else COMMUNITY_RADIUS_M
        aliases, codes = community_aliases(name, code, taken), (code[:6], code[:9], code)
        places.append(Place(int(code), name, aliases, "community", lon, lat, *codes, radius_m, spot is not None))
    return places


def _stations(sources: Sources, outlines: Outlines, near: BaseGeometry) -> list[Place]:
    places = []
    for number, (name, (point, _)) in enumerate(sources.stations().items(), 1):
        district, street = _codes_at(point, sources, outlines)
        key = STATION_ID + number
        places.append(Place(key, name, station_aliases(name), "station", *point, district, street, "", STATION_RADIUS_M, False))
        if shapely.contains_xy(near, *point):
            places += _exits(places[-1], point)
    return places


def _exits(station: Place, point: LonLat) -> list[Place]:
    letters = STATION_EXITS.get(station.name, EXITS)
    exits = []
    for n, letter in enumerate(letters):
        angle = math.radians(135 - 360 * n / len(letters))      # A in the north-west, then clockwise
        at = moved(point, EXIT_DISTANCE_M * math.cos(angle), EXIT_DISTANCE_M * math.sin(angle))
        codes = (station.district_code, station.street_code, "")
        exits.append(Place(
            station.id * 100 + n, f"{station.name}{letter}口", exit_aliases(station.name, letter), "exit",
            round(at.lon, 6), round(at.lat, 6), *codes, EXIT_RADIUS_M, True,
        ))
    return exits


def _roads(sources: Sources, outlines: Outlines) -> list[Place]:
    lines = {f["properties"]["name"]: shape(f["geometry"]) for f in sources.road_features}
    places = []
    for number, name in enumerate([*lines, *ROADS_WITHOUT_LINE], 1):
        line = lines.get(name)
        inside = [code for code, outline in sorted(outlines.items()) if line is not None and outline.intersects(line)]
        street = inside[0] if len(inside) == 1 else ""
        district = inside[0][:6] if len({c[:6] for c in inside}) == 1 else ""
        radius_m = max(300, _half_length_m(line)) if line is not None else 1500
        places.append(Place(ROAD_ID + number, name, (), "road", None, None, district, street, "", radius_m, True))
    return places


def _half_length_m(line: BaseGeometry) -> int:
    west, south, east, north = line.bounds
    return int(distance_m(LonLat(west, south), LonLat(east, north)) / 2)


def _codes_at(point: LonLat, sources: Sources, outlines: Outlines) -> tuple[str, str]:
    street = next((code for code, outline in sorted(outlines.items()) if shapely.intersects_xy(outline, *point)), "")
    if street:
        return street[:6], street
    names = sources.district_codes()
    found = (names[f["properties"]["name"]] for f in sources.district_features if shapely.intersects_xy(shape(f["geometry"]), *point))
    return next(found, ""), ""
