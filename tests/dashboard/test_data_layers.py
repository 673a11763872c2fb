"""Layers of data on the map: counted on the grid from afar, single things from near, nobody's but the reader's own."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert

from dashboard.access.scope import Scope
from dashboard.figures.basemap import map_style
from dashboard.layers import DATA_LAYERS
from dashboard.layers.datalayer import POINTS_FROM_ZOOM, DataLayer, State
from dashboard.layers.features import features, kpi_of
from dashboard.layers.kpi import Kpi, among, off_map, sum_of
from dashboard.layers.mapview import MapView
from dashboard.queries.layers import rows_frame
from dashboard.queries.layers.age import AsOf, age_of
from dashboard.queries.register import Register
from dashboard.theme import THEMES
from geodata.clock import local
from geodata.grid import cells_of, parents_of
from geodata.pack import Pack
from geodata.store.engine import write_transaction
from geodata.store.models import Batch

VIEW = MapView("huitian", "district", 9, (116.25, 40.02, 116.45, 40.13), THEMES["light"], "pack1", "data1", days_query="?from=2026-07-01")


def layer(*, is_counted: bool = False) -> DataLayer:
    """A layer with two states, the worse first."""
    states = (State("red", "滞后", "■", "alarm"), State("green", "按期", "●", "ok"))
    told = {"kpi": Kpi("其中滞后", among("red"), "项"), "as_of": AsOf(("projects",))}
    return DataLayer("things", "示例", "项", lambda *_: rows_frame([]), states, page="/projects", is_counted=is_counted, **told)


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


def test_from_afar_a_city_is_counted_in_larger_hexagons_that_add_up_too() -> None:
    two_streets = [(116.33, 40.07, "green"), (116.36, 40.08, "red"), (116.34, 40.06, "green")]

    found = [f["properties"] for f in features(layer(), rows(two_streets), "city")["features"]]

    far, cells = ([p["weight"] for p in found if p["kind"] == kind] for kind in ("far", "cell"))
    assert sum(far) == sum(cells) == 3
    assert len(far) < len(cells)
    assert not [f for f in features(layer(), rows(two_streets), "district")["features"] if f["properties"]["kind"] == "far"]


def test_each_kind_of_sign_of_a_city_takes_over_where_the_one_before_ends() -> None:
    styles = {s["id"]: s for s in map_style(replace(VIEW, level="city", shown=frozenset({"waterlogging"})))["layers"]}

    far, cell, item = (styles[f"waterlogging-{kind}"] for kind in ("far", "cell", "item"))
    assert "minzoom" not in far
    assert far["maxzoom"] == cell["minzoom"] < cell["maxzoom"] == item["minzoom"]
    assert "maxzoom" not in item


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


AT = local(datetime(2026, 7, 6, 9, 30))


@given(st.lists(PLACES, max_size=40))
def test_the_legend_counts_what_there_is_and_what_to_look_at(places: list[tuple[float, float, str]]) -> None:
    late = sum(state == "red" for _, _, state in places)

    told = kpi_of(layer(), rows(places), AT)

    assert told["text"] == (f"{len(places)} 项，其中滞后 {late} 项" if places else "0 项")
    assert told["tip"].splitlines() == ["示例", told["text"], "最近更新 2026-07-06 09:30"]


def test_a_layer_that_never_had_data_says_so_and_not_none() -> None:
    assert kpi_of(layer(), rows([]), None) == {"text": "无数据", "tip": "示例\n无数据\n最近更新 无数据"}


def test_counted_things_weigh_what_they_stand_for() -> None:
    frame = rows([(116.33, 40.07, "red"), (116.34, 40.08, "green")]).with_columns(weight=pl.Series([7, 5]), own=pl.Series([40, 2]))
    lost = frame.head(1).with_columns(h3_11=pl.lit(None, pl.Int64))

    assert (among("red")(frame), sum_of("own")(frame), off_map(pl.concat([frame, lost]))) == (7, 42, 7)


def test_a_register_is_as_old_as_its_last_load_and_events_as_the_newest_of_them(store: Engine, pack: Pack) -> None:
    register = Register(store, pack, Scope.everything(), AT)
    with write_transaction(store) as writing:
        for number, (feed, newest) in enumerate((("rain", 3), ("rain", 5), ("towns", 1))):
            counts = dict.fromkeys(("read_count", "loaded_count", "updated_count", "unchanged_count", "quarantined_count"), 0)
            told: dict[str, Any] = {**counts, **dict.fromkeys(("file_name", "sha256", "options", "encoding", "code_version"), "")}
            times = {"newest_at": AT.replace(day=newest), "started_at": AT.replace(hour=10 + number)}
            noted = {"located": {}, "notes": {}, "touched_months": [], "seconds": 0.0, "is_sample": True}
            writing.execute(insert(Batch).values(feed=feed, **told, **times, **noted))

    assert age_of(register, AsOf(("rain",), is_event=True)) == AT.replace(day=5)
    assert age_of(register, AsOf(("rain", "towns"))) == AT.replace(hour=12)
    assert age_of(register, AsOf(("depth",))) is None
