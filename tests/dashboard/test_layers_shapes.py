"""The shapes of one area's map, on the real pack."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import shape

from dashboard.layers import shapes
from geodata.pack import Pack

STREET = "110114012"


def _shapes(pack: Pack, area: str, kind: str) -> list[shapes.Collection]:
    return [f for f in shapes.shapes(pack.areas, area)["features"] if f["properties"]["kind"] == kind]


def _names(collection: shapes.Collection, kind: str) -> list[str]:
    return [f["properties"]["name"] for f in collection["features"] if f["properties"]["kind"] == kind]


@pytest.mark.parametrize(("area", "count"), [("11", 16), ("huitian", 7), ("110114", 22), (STREET, 1)])
def test_a_map_draws_the_parts_of_its_area(pack: Pack, area: str, count: int) -> None:
    assert len(_shapes(pack, area, "unit")) == count


def test_parts_without_outline_are_absent_but_inside_the_rim(pack: Pack) -> None:
    tree = pack.areas
    district = next(a for a in tree.at("district") if any(c.geometry is None for c in tree.children(a.code)))

    drawn, rim = _shapes(pack, district.code, "unit"), shape(_shapes(pack, district.code, "rim")[0]["geometry"])

    assert len(drawn) == sum(c.geometry is not None for c in tree.children(district.code))
    assert all(rim.buffer(1e-3).contains(shape(f["geometry"])) for f in drawn)


def test_the_rim_of_a_focus_area_is_one_outline(pack: Pack) -> None:
    (rim,) = _shapes(pack, "huitian", "rim")

    assert shape(rim["geometry"]).geom_type == "Polygon"


@pytest.mark.parametrize("area", ["11", "huitian", STREET])
def test_names_stand_inside_their_units(pack: Pack, area: str) -> None:
    units = {f["properties"]["code"]: shape(f["geometry"]).buffer(1e-4) for f in _shapes(pack, area, "unit")}
    named = [f["properties"] for f in shapes.places(pack.areas, area)["features"] if f["properties"]["kind"] == "unit"]

    assert {p["code"] for p in named} == set(units)
    assert all(units[p["code"]].contains(shapely.Point(at)) for p in named for at in p["anchors"])


def test_neighbours_are_named_but_never_the_units_themselves(pack: Pack) -> None:
    found = shapes.places(pack.areas, "huitian")

    assert "北七家" in _names(found, "around")
    assert not set(_names(found, "around")) & set(_names(found, "unit"))


def test_the_city_has_no_neighbours_to_name(pack: Pack) -> None:
    assert _names(shapes.places(pack.areas, "11"), "around") == []


def test_neighbours_end_at_the_frame(pack: Pack) -> None:
    west, _, east, _ = shapes.frame_of(pack.areas, STREET) or (0, 0, 0, 0)
    lines = shapely.union_all([shape(f["geometry"]) for f in _shapes(pack, STREET, "around")])

    assert lines.bounds[2] - lines.bounds[0] <= 3 * (east - west) + 1e-4


def test_a_street_without_outline_is_framed_by_the_area_above(pack: Pack) -> None:
    lost = next(a for a in pack.areas.at("street") if a.geometry is None)

    assert shapes.units_of(pack.areas, lost.code) == ()
    assert shapes.frame_of(pack.areas, lost.code) == pack.areas.bounds(lost.parent_code)


def test_an_unknown_area_has_no_shapes(pack: Pack) -> None:
    assert all(make(pack.areas, "999999")["features"] == [] for make in shapes.MADE.values())
