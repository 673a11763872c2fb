"""Places that follow changed outlines: sketch positions move with their street, new areas get a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import shapely

from geodata.areas import Area, AreaTree
from geodata.gazetteer import Place
from geodata.packmaker.names import bare_name, community_aliases, street_aliases
from geodata.packmaker.placing import Attractors, Spot, place_communities

RADIUS_M = {"district": 15000, "street": 2500, "community": 500}


def refit(places: Iterable[Place], tree: AreaTree) -> list[Place]:
    """The places of a changed tree: areas without a name in the gazetteer are added, and sketch communities that lie outside
    their street's outline, or have none of their own yet, are placed inside it again. Measured positions are never moved.
    """
    kept = list(places)
    kept += _unnamed(kept, tree)
    stations = [p.point for p in kept if p.kind == "station" and p.point]
    stray: dict[str, list[Place]] = defaultdict(list)
    for place in kept:
        if place.kind == "community" and _is_stray(place, tree.get(place.street_code)):
            stray[place.street_code].append(place)
    spots: dict[str, Spot] = {}
    for street, members in stray.items():
        outline = tree.get(street)
        if outline is not None and outline.geometry is not None:
            rim = outline.geometry.buffer(0.02)
            nearby = Attractors([s for s in stations if shapely.contains_xy(rim, *s)], [])
            spots |= place_communities(outline.geometry, sorted(m.community_code for m in members), nearby)
    return [_moved(p, spots[p.community_code]) if p.kind == "community" and p.community_code in spots else p for p in kept]


def _is_stray(place: Place, street: Area | None) -> bool:
    if street is None or street.geometry is None:
        return False
    return place.point is None or (place.is_approx and not shapely.contains_xy(street.geometry, *place.point))


def _moved(place: Place, spot: Spot) -> Place:
    return replace(place, lon=spot.point.lon, lat=spot.point.lat, radius_m=spot.radius_m, is_approx=True)


def _unnamed(places: list[Place], tree: AreaTree) -> list[Place]:
    named = {getattr(p, f"{p.kind}_code") for p in places if p.kind in RADIUS_M}
    return [_area_place(a) for level in RADIUS_M for a in tree.at(level) if a.code not in named]


def _area_place(area: Area) -> Place:
    code = area.code
    name = bare_name(area.name) if area.level == "community" else area.name
    aliases = {
        "district": (name.removesuffix("区"),), "street": street_aliases(name, code), "community": community_aliases(name, code),
    }[area.level]  # fmt: skip
    codes = (code[:6], code[:9] if len(code) >= 9 else "", code if len(code) == 12 else "")
    return Place(int(code), name, aliases, area.level, None, None, *codes, RADIUS_M[area.level], False)
