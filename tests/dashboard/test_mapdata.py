"""The addresses a map reads from, on the whole dashboard with its guard."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboard.queries.cube import decode
from dashboard.queries.cubes import Source
from dashboard.routes.mapdata import MapData, cells_geojson
from dashboard.routes.shelf import MOST, Shelf
from dashboard.theme import THEMES
from geodata.errors import NotFound
from geodata.pack import Pack
from geodata.settings import Settings

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def maps(client: FlaskClient) -> MapData:
    """The map data of the running dashboard."""
    found: MapData = client.application.extensions["desk"].maps
    return found


def test_roads_rail_and_stops_are_one_file_that_may_be_kept_for_ever(client: FlaskClient, pack: Pack) -> None:
    answer = client.get(f"/tiles/{pack.digest}/base/ways.geojson", headers=GZIP)

    assert {f["properties"]["kind"] for f in json.loads(gzip.decompress(answer.data))["features"]} == {"roads", "rail", "stops"}
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_address_of_an_old_version_is_answered_but_not_kept(client: FlaskClient) -> None:
    answer = client.get("/tiles/old/base/ways.geojson", headers=GZIP)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_data_is_kept_by_the_reader_only_never_by_a_proxy(client: FlaskClient, maps: MapData) -> None:
    answer = client.get(f"/cube/{maps.source().version}/areas/huitian.htc", headers=GZIP)

    assert answer.headers["Cache-Control"].startswith("private")


def test_a_client_that_cannot_unzip_is_given_plain_bytes(client: FlaskClient, pack: Pack) -> None:
    answer = client.get(f"/tiles/{pack.digest}/area/huitian/shapes.geojson")

    assert "Content-Encoding" not in answer.headers
    assert json.loads(answer.data)["type"] == "FeatureCollection"


def test_every_hexagon_of_the_cube_has_its_outline(client: FlaskClient, maps: MapData) -> None:
    version = maps.source().version

    cube = decode(client.get(f"/cube/{version}/cells/huitian/9.htc", headers=GZIP).data)
    outlines = json.loads(client.get(f"/tiles/{version}/hex_9/huitian.geojson").data)

    assert [f["properties"]["h3"] for f in outlines["features"]] == list(cube.keys[:-2])


def test_the_two_cubes_of_an_area_count_the_same(client: FlaskClient, maps: MapData) -> None:
    base = f"/cube/{maps.source().version}"

    cells, areas = (decode(client.get(f"{base}/{kind}/11{rest}.htc?from=2026-11-01&to=2026-11-22", headers=GZIP).data)
                    for kind, rest in (("cells", "/7"), ("areas", "")))

    assert int(cells.arrays["count"].sum()) == int(areas.arrays["count"].sum()) > 0


def test_an_empty_tile_is_204_never_404(client: FlaskClient, maps: MapData) -> None:
    assert client.get(f"/tiles/{maps.source().version}/hex_9/11/0/0.mvt").status_code == 204
    assert client.get("/tiles/x/hex_9/3/99/99.mvt").status_code == 204


@pytest.mark.parametrize("path", [
    "/tiles/x/base/secrets.geojson", "/tiles/x/base/..%2Fpack.geojson",
    "/tiles/x/area/999999/shapes.geojson", "/tiles/x/area/huitian/all.geojson",
    "/tiles/x/hex_9/999999.geojson", "/tiles/x/hex_10/huitian.geojson", "/tiles/x/hex_11/110114012.geojson", "/cube/x/cells/11/10.htc",
])
def test_what_there_is_not_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["from=yesterday", "to=2026-02-30"])
def test_a_date_that_is_none_is_400(client: FlaskClient, query: str) -> None:
    assert client.get(f"/cube/x/areas/huitian.htc?{query}").status_code == 400


def test_neighbouring_cells_share_their_corners_to_the_last_digit() -> None:
    features = json.loads(cells_geojson(["8931aacd2a3ffff", "8931aacd2a7ffff"]))["features"]

    first, second = ({tuple(at) for at in f["geometry"]["coordinates"][0]} for f in features)
    assert len(first & second) == 2


def test_a_map_of_an_unknown_area_is_refused(city_source: Source, pack: Pack, home: Settings) -> None:
    data = MapData(pack, lambda: city_source, home)

    with pytest.raises(NotFound, match="没有地图"):
        data.view("999999", theme=THEMES["light"], res=9)


def test_a_map_knows_how_many_hexagons_will_come(city_source: Source, pack: Pack, home: Settings) -> None:
    view = MapData(pack, lambda: city_source, home).view("huitian", theme=THEMES["dark"], res=9)

    assert view.cells_count > 0
    assert view.data_version == city_source.version


def test_readers_with_other_rights_are_given_other_addresses(city_source: Source) -> None:
    narrower = replace(city_source, scope=replace(city_source.scope, includes_outside=False))

    assert narrower.version != city_source.version


def test_a_file_is_made_once_and_the_oldest_go_first() -> None:
    shelf, made = Shelf(), []

    def make(name: int) -> bytes:
        made.append(name)
        return b"x"

    for name in [0, *range(MOST), 0]:
        shelf.get(name, lambda name=name: make(name))   # type: ignore[misc]
    shelf.get(MOST, lambda: make(MOST))
    shelf.get(1, lambda: make(1))

    assert made == [*range(MOST), MOST, 1]
