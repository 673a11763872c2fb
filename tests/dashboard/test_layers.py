"""The map's style: what may be asked for, in which order things lie, and how classes are coloured."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dashboard.figures.basemap import map_style
from dashboard.layers import DATA_LAYERS, LAYERS
from dashboard.layers.hexagons import FEW, FIRST, colors, few_color, mixed, source
from dashboard.layers.mapview import MapView
from dashboard.theme import THEMES
from geodata.tiles import TILED_FROM

VIEW = MapView("huitian", "district", 9, (116.25, 40.02, 116.45, 40.13), THEMES["light"], "pack1", "data1")
TILED = replace(VIEW, cells_count=TILED_FROM + 1, tile_zooms=(8, 12), origin="https://city.example")


@pytest.mark.parametrize("view", [VIEW, TILED, replace(VIEW, theme=THEMES["dark"])])
def test_a_style_asks_no_other_host_for_anything(view: MapView) -> None:
    text = json.dumps(map_style(view)).replace("https://city.example", "")

    assert "http" not in text
    assert not {"glyphs", "sprite"} & set(map_style(view))
    assert "icon-image" not in text


def test_every_layer_lies_where_the_look_wants_it() -> None:
    ids = [layer["id"] for layer in map_style(VIEW)["layers"]]

    wanted = ["land", "hex", "roads", "rail", "edges", "rim", "hot", "sel", "names"]
    assert [i for i in ids if i in wanted] == wanted


def test_every_layer_draws_from_a_source_that_is_there() -> None:
    style = map_style(VIEW)

    assert {layer["source"] for layer in style["layers"] if "source" in layer} == set(style["sources"])


def test_hexagons_have_seven_classes_and_one_for_few() -> None:
    steps = colors(VIEW)

    assert steps[3:5] == [FEW, few_color(VIEW)]
    assert steps[5:] == [part for i, color in enumerate(VIEW.theme.ramp) for part in (FIRST + i, color)]


def test_hexagons_come_as_one_file_until_there_are_many() -> None:
    assert source(replace(VIEW, cells_count=TILED_FROM, tile_zooms=(8, 12)))["type"] == "geojson"
    assert source(TILED)["tiles"] == ["https://city.example/tiles/data1/hex_9/{z}/{x}/{y}.mvt"]


def test_without_tiles_even_many_hexagons_come_as_one_file() -> None:
    assert source(replace(TILED, tile_zooms=None))["type"] == "geojson"


@pytest.mark.parametrize("view", [VIEW, TILED])
def test_a_cell_is_known_by_its_name_in_either_source(view: MapView) -> None:
    assert source(view)["promoteId"] in ("h3", {"hex": "h3"})


def test_a_hidden_group_is_not_drawn_and_the_others_are() -> None:
    style = map_style(replace(VIEW, hidden=frozenset({"roads"})))

    hidden = {layer["id"] for layer in style["layers"] if layer["layout"]["visibility"] == "none"}
    assert {i for i in hidden if i.split("-")[0] not in DATA_LAYERS} == {"roads"}
    assert {layer["metadata"]["group"] for layer in style["layers"]} == {*LAYERS, *DATA_LAYERS}


def test_themes_differ_in_paint_only() -> None:
    light, dark = map_style(VIEW), map_style(replace(VIEW, theme=THEMES["dark"]))

    assert light["sources"] == dark["sources"]
    assert [{k: v for k, v in layer.items() if k != "paint"} for layer in light["layers"]] == [
        {k: v for k, v in layer.items() if k != "paint"} for layer in dark["layers"]
    ]


def test_a_mixed_colour_lies_between_its_two() -> None:
    assert mixed("#000000", "#ff8000", 0.5) == "#804000"
