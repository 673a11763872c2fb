from __future__ import annotations

import gzip
import math
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from sqlalchemy import Engine

from dashboard.queries.cubes import Source, cells_cube
from etl.tiles import build_tiles
from geodata import grid
from geodata.history import open_history
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.tiles import EMPTY_VERSION, LAYER, PROPERTY, ZOOMS, Tiles, open_tiles
from tests.scene import city, filled, home_of, placed

HERE = (116.36, 40.07)


def tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int, int]:
    size = 1 << zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return zoom, int((lon + 180) / 360 * size), int(y * size)


def built(store: Engine, settings: Settings, pack: Pack, *rows: dict[str, Any]) -> tuple[Tiles, Source]:
    source = filled(store, settings, pack, [{"order_no": f"T{i:03d}", **row} for i, row in enumerate(rows)])
    return build_tiles(source.history, settings, pack.rules.hex.max_radius_m), source


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return home_of(tmp_path)


def test_every_cell_of_a_cube_is_in_the_tiles_of_its_resolution_at_every_zoom(
    sqlite_store: Engine, settings: Settings, pack: Pack
) -> None:
    tiles, source = built(sqlite_store, settings, pack, *city(300))

    for res in ZOOMS:
        wanted = set(cells_cube(source, "11", res).keys[:-2])
        for zoom in range(tiles.sets[res].min_zoom, tiles.sets[res].max_zoom + 1):
            drawn = pyogrio.read_dataframe(settings.tiles_dir / tiles.sets[res].file, layer=LAYER, ZOOM_LEVEL=zoom)
            assert wanted <= set(drawn[PROPERTY])


def test_a_tile_is_compressed_and_names_its_cells(sqlite_store: Engine, settings: Settings, pack: Pack) -> None:
    tiles, _ = built(sqlite_store, settings, pack, placed(*HERE))

    data = tiles.tile(9, *tile_at(*HERE, 12))

    assert data is not None
    name = grid.name_of(int(grid.parents_of(grid.cells_of([HERE[0]], [HERE[1]]), 9)[0]))
    assert name.encode() in gzip.decompress(data)


@pytest.mark.parametrize(
    ("res", "zoom", "x", "y"), [(9, 12, 0, 0), (9, 3, 1, 1), (9, 20, 1, 1), (6, 9, 1, 1), (9, 12, -1, 5), (9, 12, 5, 4096), (9, -1, 0, 0)],
)
def test_where_there_is_nothing_there_is_no_tile(
    sqlite_store: Engine, settings: Settings, pack: Pack, res: int, zoom: int, x: int, y: int
) -> None:
    tiles, _ = built(sqlite_store, settings, pack, placed(*HERE))

    assert tiles.tile(res, zoom, x, y) is None


def test_a_coarse_place_is_drawn_only_where_it_may_stand(sqlite_store: Engine, settings: Settings, pack: Pack) -> None:
    tiles, _ = built(sqlite_store, settings, pack, placed(*HERE, place_radius_m=1500))

    assert set(tiles.sets) == {7}


def test_tiles_are_kept_until_there_is_a_cell_they_lack(sqlite_store: Engine, settings: Settings, pack: Pack) -> None:
    near, far = placed(*HERE), placed(116.5, 40.2, order_no="FAR")
    first, _ = built(sqlite_store, settings, pack, near)

    same, _ = built(sqlite_store, settings, pack, near, placed(*HERE, content="又一件"))
    grown, _ = built(sqlite_store, settings, pack, near, far)

    assert same.version == first.version
    assert same.sets == first.sets
    assert grown.version != first.version
    assert {res: s.cells for res, s in grown.sets.items()} == dict.fromkeys(ZOOMS, 2)
    assert all((settings.tiles_dir / s.file).is_file() for s in first.sets.values())      # a reader may hold them


def test_an_open_reader_is_kept_until_something_else_is_published(sqlite_store: Engine, settings: Settings, pack: Pack) -> None:
    held, _ = built(sqlite_store, settings, pack, placed(*HERE))

    same = open_tiles(settings, held=held)
    built(sqlite_store, settings, pack, placed(116.5, 40.2, order_no="FAR"))

    assert same is held
    assert open_tiles(settings, held=held) is not held


def test_without_data_there_are_no_tiles(settings: Settings, pack: Pack) -> None:
    tiles = build_tiles(open_history(settings), settings, pack.rules.hex.max_radius_m)

    assert (tiles.version, tiles.sets) == (EMPTY_VERSION, {})
    assert tiles.tile(9, 12, 1, 1) is None
