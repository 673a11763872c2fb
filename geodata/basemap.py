"""The base map of a pack: a few small GeoJSON files, WGS-84, sent whole to the browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LAYERS = ("districts", "streets", "roads", "rail", "stops", "labels")
OPTIONAL_LAYERS = ("water", "green")


@dataclass(frozen=True)
class Basemap:
    """Layer name -> file. `LAYERS` are always there in a complete pack; `OPTIONAL_LAYERS` where a source has them."""

    layers: dict[str, Path]

    @classmethod
    def of(cls, folder: Path) -> Basemap:
        """The layers of a folder; a layer without a file is left out."""
        found = {name: folder / f"{name}.geojson" for name in (*LAYERS, *OPTIONAL_LAYERS)}
        return cls({name: path for name, path in found.items() if path.is_file()})
