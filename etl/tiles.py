"""Builds the hexagon tiles: for each resolution the cells that have data, drawn once and kept until there are cells not yet drawn."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import geopandas
import polars as pl
import shapely

from geodata import grid
from geodata.history import History
from geodata.settings import Settings
from geodata.tiles import LAYER, MANIFEST, PROPERTY, ZOOMS, Tiles, TileSet, manifest_text, open_tiles

FORMAT = 1
MOST_TILE_BYTES = 4 * 2**20      # GDAL drops features from tiles above its limit of 500 kB; a hexagon must never be missing
KEEP_SECONDS = 600
CELLS_SUFFIX = ".cells"          # beside each file: the cells it draws, one 8-byte integer each


def build_tiles(history: History, settings: Settings, max_radius_m: Mapping[int, int], *, above: int = 0) -> Tiles:
    """The published tiles after drawing what was missing: a resolution's file is written anew only when cells were added.

    `max_radius_m` (resolution -> metres) says which records may ever stand in a hexagon of a resolution; resolutions with no more than
    `above` cells are left out, for no view of them needs tiles. Costs about 0.4 ms a cell drawn.
    """
    folder = settings.tiles_dir
    folder.mkdir(parents=True, exist_ok=True)
    old = open_tiles(settings)
    wanted = {res: cells_with_data(history, res, max_radius_m[res]) for res in ZOOMS}
    found = (_set(folder, res, cells, old.sets.get(res)) for res, cells in wanted.items() if len(cells) > above)
    sets = {one.res: one for one in found}
    if sets != old.sets:
        version = hashlib.sha256("\n".join(s.file for s in sets.values()).encode()).hexdigest()[:12]
        temporary = folder / f"{MANIFEST}.tmp"
        temporary.write_text(manifest_text(version, sets), encoding="utf-8")
        os.replace(temporary, folder / MANIFEST)
        _sweep(folder, {s.file for s in old.sets.values()}, {s.file for s in sets.values()})
    return open_tiles(settings)


def cells_with_data(history: History, res: int, max_radius_m: int) -> grid.Cells:
    """Distinct cells of a resolution that hold a record whose place is known well enough, ascending."""
    points = history.scan().filter(pl.col("radius_m") <= max_radius_m).select(pl.col("h3_11").drop_nulls().unique()).collect()
    return pl.Series(grid.parents_of(points["h3_11"].to_numpy(), res)).unique().sort().to_numpy()


def _set(folder: Path, res: int, cells: grid.Cells, old: TileSet | None) -> TileSet:
    if old and (folder / old.file).is_file() and set(cells.tolist()) <= _drawn(folder, old):
        return old
    low, high = ZOOMS[res]
    digest = hashlib.sha256(f"{FORMAT} {res} {low} {high} ".encode() + cells.tobytes()).hexdigest()[:12]
    name = f"hex_{res}-{digest}.pmtiles"
    if not (folder / name).is_file():
        (folder / (name + CELLS_SUFFIX)).write_bytes(cells.astype("<i8").tobytes())
        _write(folder, name, cells, (low, high))
    return TileSet(res, name, len(cells), low, high)


def _drawn(folder: Path, old: TileSet) -> set[int]:
    listed = folder / (old.file + CELLS_SUFFIX)
    if not listed.is_file():
        return set()
    return {int.from_bytes(c, "little") for c in _eights(listed.read_bytes())}


def _eights(data: bytes) -> list[bytes]:
    return [data[i : i + 8] for i in range(0, len(data), 8)]


def _write(folder: Path, name: str, cells: grid.Cells, zooms: tuple[int, int]) -> None:
    outlines = [shapely.Polygon(ring) for ring in grid.boundaries_of(cells.tolist())]
    frame = geopandas.GeoDataFrame({PROPERTY: [grid.name_of(c) for c in cells.tolist()]}, geometry=outlines, crs=4326)
    with tempfile.TemporaryDirectory(dir=folder, prefix="work-") as work:
        made = Path(work) / "hex.pmtiles"
        frame.to_file(made, driver="PMTiles", layer=LAYER, MINZOOM=zooms[0], MAXZOOM=zooms[1], MAX_SIZE=MOST_TILE_BYTES)
        os.replace(made, folder / name)


def _sweep(folder: Path, retired: set[str], named: set[str]) -> None:
    for name in retired - named:
        for path in (folder / name, folder / (name + CELLS_SUFFIX)):
            if path.exists():
                os.utime(path)
    published_at = (folder / MANIFEST).stat().st_mtime
    for path in folder.glob("hex_*"):
        if path.name.removesuffix(CELLS_SUFFIX) not in named and published_at - path.stat().st_mtime > KEEP_SECONDS:
            path.unlink(missing_ok=True)
