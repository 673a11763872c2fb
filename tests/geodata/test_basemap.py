"""The base map of pack huitian: small, in degrees, and honest about what is a sketch."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from geodata.basemap import LAYERS, Basemap
from geodata.pack import Pack


def features(pack: Pack, layer: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(pack.basemap.layers[layer].read_bytes())["features"]
    return found


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_lies_round_beijing_with_at_most_five_decimals(pack: Pack, layer: str) -> None:
    coordinates = shapely.get_coordinates([shape(f["geometry"]) for f in features(pack, layer)])

    assert coordinates.min(axis=0).tolist() > [115.0, 39.0]
    assert coordinates.max(axis=0).tolist() < [118.0, 41.5]
    assert abs(coordinates - coordinates.round(5)).max() == 0


def test_the_whole_base_map_is_small_enough_to_send(pack: Pack) -> None:
    assert sum(path.stat().st_size for path in pack.basemap.layers.values()) < 500_000


def test_counts_are_those_of_the_sources(pack: Pack) -> None:
    assert {layer: len(features(pack, layer)) for layer in LAYERS} == {
        "districts": 16, "streets": 283, "roads": 34, "rail": 8, "stops": 140, "labels": 300,
    }  # fmt: skip


def test_roads_and_streets_are_marked_as_sketches(pack: Pack) -> None:
    assert all(f["properties"]["approx"] for layer in ("roads", "streets") for f in features(pack, layer))
    assert "OpenStreetMap" in json.loads(pack.basemap.layers["rail"].read_bytes())["note"]


def test_each_label_stands_inside_its_area_with_its_level_and_short_name(pack: Pack) -> None:
    for feature in features(pack, "labels"):
        area = pack.areas.get(feature["properties"]["code"])
        assert area is not None
        assert shapely.contains(area.geometry, shape(feature["geometry"]))
        assert feature["properties"]["name"] == pack.areas.short_name(area.code)
        assert feature["properties"]["level"] in ("focus", "district", "street")


def test_a_layer_without_a_file_is_left_out(pack: Pack) -> None:
    assert Basemap.of(pack.dir / "nowhere").layers == {}
