"""Hexagons as vector tiles, one PMTiles file a resolution, for the cells that have data; this is their reader."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from pmtiles import reader

from geodata.settings import Settings

MANIFEST = "manifest.json"
TILED_FROM = 5_000               # cells: from here on vector tiles repaint faster than one GeoJSON source
LAYER = "hex"                    # name of the layer in every tile
PROPERTY = "h3"                  # its one property, for promoteId: the cell's hexadecimal name
EMPTY_VERSION = "empty"
# H3 resolution -> lowest and highest zoom with tiles of their own; above the highest the browser enlarges its tiles
ZOOMS = {7: (5, 10), 8: (6, 11), 9: (8, 12), 10: (9, 13)}


@dataclass(frozen=True)
class TileSet:
    """One file; `cells` is how many hexagons it draws."""

    res: int
    file: str
    cells: int
    min_zoom: int
    max_zoom: int


class Tiles:
    """One published state of the tiles; files are read into memory when first asked for (about 100 bytes a cell). Safe for threads."""

    def __init__(self, folder: Path, version: str, sets: Mapping[int, TileSet]) -> None:
        self.version = version
        self.sets = dict(sets)
        self._folder = folder
        self._readers: dict[int, Any] = {}
        self._lock = Lock()

    def tile(self, res: int, zoom: int, x: int, y: int) -> bytes | None:
        """The gzip-compressed vector tile at XYZ, None where it holds nothing: answer that with 204, for an error rejects the whole map."""
        found = self.sets.get(res)
        if found is None or not found.min_zoom <= zoom <= found.max_zoom or not (0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
            return None
        with self._lock:
            if res not in self._readers:
                self._readers[res] = _opened(self._folder / found.file)
            data: bytes | None = self._readers[res].get(zoom, x, y)
        return data or None


def open_tiles(settings: Settings, *, held: Tiles | None = None) -> Tiles:
    """The tiles as published now, without any where nothing was built; `held` itself where it still is what is published."""
    folder = settings.tiles_dir
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raw = {"version": EMPTY_VERSION, "sets": []}
    if held is not None and held.version == raw["version"]:
        return held
    return Tiles(folder, raw["version"], {s["res"]: TileSet(**s) for s in raw["sets"]})


def _opened(path: Path) -> Any:
    pmtiles: Any = reader          # carries no types
    return pmtiles.Reader(pmtiles.MemorySource(path.read_bytes()))


def manifest_text(version: str, sets: Mapping[int, TileSet]) -> str:
    """The manifest as JSON text, the inverse of what `open_tiles` reads."""
    return json.dumps({"version": version, "sets": [asdict(s) for s in sets.values()]}, ensure_ascii=False, indent=1)
