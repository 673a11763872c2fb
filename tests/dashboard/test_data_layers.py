"""Layers of data on the map: counted on the grid from afar, single things from near, nobody's but the reader's own."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.basemap import map_style
from dashboard.layers import DATA_LAYERS
from dashboard.layers.datalayer import POINTS_FROM_ZOOM, DataLayer, State
from dashboard.layers.features import features
from dashboard.layers.mapview import MapView
from dashboard.queries.layers import rows_frame
from dashboard.theme import THEMES
from geodata.grid import cells_of, parents_of

VIEW = MapView("huitian", "district", 9, (116.25, 40.02, 116.45, 40.13), THEMES["light"], "pack1", "data1", days_query="?from=2026-07-01")


def layer(*, is_counted: bool = False) -> DataLayer:
    """A layer with two states, the worse first."""
    states = (State("red", "滞后", "■", "alarm"), State("green", "按期", "●", "ok"))
    return DataLayer("things", "示例", "项", lambda *_: rows_frame([]), states, page="/projects", is_counted=is_counted)


def rows(places: list[tuple[float, float, str]]) -> pl.DataFrame:
    """One thing a place (lon, lat, state)."""
    cells = cells_of([p[0] for p in places], [p[1] for p in places]) if places else []
    return rows_frame([
        {"id": f"n{n}", "name": f"示例 {n}", "state": state, "lon": lon, "lat": lat, "h3_11": int(cell)}
        for n, ((lon, lat, state), cell) in enumerate(zip(places, cells, strict=True))
    ])  # fmt: skip


PLACES = st.tuples(st.floats(116.25, 116.45), st.floats(40.02, 40.13), st.sampled_from(["red", "green"]))


@given(st.lists(PLACES, max_size=40))
def test_the_hexagons_of_a_layer_add_up_to_its_things(places: list[tuple[float, float, str]]) -> None:
    found = features(layer(), rows(places), "district")["features"]

    cells = [f for f in found if f["properties"]["kind"] == "cell"]
    assert sum(f["properties"]["weight"] for f in cells) == len(places)
    assert len(cells) == len(set(parents_of(cells_of([p[0] for p in places], [p[1] for p in places]), 8).tolist()) if places else ())
    assert len([f for f in found if f["properties"]["kind"] == "item"]) == len(places)


def test_the_worst_state_gives_a_hexagon_its_sign() -> None:
    near = [(116.33, 40.07, "green"), (116.3301, 40.0701, "red"), (116.3302, 40.0702, "green")]

    (cell,) = (f["properties"] for f in features(layer(), rows(near), "city")["features"] if f["properties"]["kind"] == "cell")

    assert (cell["state"], cell["sign"], cell["weight"]) == ("red", "■", 3)


def test_what_has_no_point_is_told_and_not_drawn() -> None:
    frame = rows([(116.33, 40.07, "green")])
    lost = frame.with_columns(lon=pl.lit(None, pl.Float64), lat=pl.lit(None, pl.Float64), h3_11=pl.lit(None, pl.Int64))

    found = features(layer(), pl.concat([frame, lost]), "district")

    assert found["unplaced"] == 1
    assert {f["properties"]["kind"] for f in found["features"]} == {"cell", "item"}


def test_a_counted_layer_never_shows_single_things() -> None:
    found = features(layer(is_counted=True), rows([(116.33, 40.07, "red")]), "street")

    assert {f["properties"]["kind"] for f in found["features"]} == {"cell"}


def test_lines_and_areas_are_drawn_as_they_are() -> None:
    shape = json.dumps({"type": "LineString", "coordinates": [[116.33, 40.07], [116.34, 40.08]]})
    found = features(layer(), rows([(116.33, 40.07, "red")]).with_columns(shape=pl.lit(shape)), "street")["features"]

    assert [f["geometry"]["type"] for f in found if f["properties"]["kind"] == "shape"] == ["LineString"]


@pytest.mark.parametrize("name", DATA_LAYERS)
def test_single_points_come_from_zoom_13_on(name: str) -> None:
    styles = {s["id"]: s for s in map_style(replace(VIEW, shown=frozenset({name})))["layers"]}

    if f"{name}-item" in styles:
        assert styles[f"{name}-item"]["minzoom"] == styles[f"{name}-cell"]["maxzoom"] == POINTS_FROM_ZOOM


@pytest.mark.parametrize("name", DATA_LAYERS)
def test_only_a_layer_that_is_on_asks_for_its_things(name: str) -> None:
    source = DATA_LAYERS[name].source_id
    on, off = (map_style(replace(VIEW, shown=shown))["sources"][source]["data"] for shown in (frozenset({name}), frozenset()))

    assert on == f"/tiles/data1/layer/{name}/huitian.geojson?from=2026-07-01"
    assert off["features"] == []


@pytest.mark.parametrize("name", DATA_LAYERS)
def test_every_layer_has_its_words_and_its_shapes(name: str) -> None:
    found = DATA_LAYERS[name]

    assert found.name == name
    assert found.title
    assert found.unit
    assert all(s.sign and s.name and s.color in THEMES["dark"].colors and s.color in THEMES["light"].colors for s in found.states)
    assert len({(s.sign, s.color) for s in found.states}) == len(found.states)
