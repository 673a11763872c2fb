"""What picture is wanted: of which page, how large, whole or one tile; parsed once from what somebody asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dashboard.snapshots.caption import Caption
from dashboard.texts import snapshots as words
from geodata.errors import BadRequest

TILE_PX, TILE_SCALE = 630, 3                # 1890 px: 16 cm at 300 dpi
TILE_HEIGHT_PX = 900                        # of the window before the tile says how high it is
USUAL = (1920, 1080)
LEAST, MOST = (800, 600), (7680, 4320)
DPI = 300
_SIZE = re.compile(r"(\d{3,4})x(\d{3,4})")
_TILE = re.compile(r"[a-z][a-z0-9-]{0,40}")


@dataclass(frozen=True)
class Order:
    """`width` and `height` of the window in CSS pixels, `scale` of them to the picture's; `tile` "" is the whole page."""

    address: str
    width: int
    height: int
    scale: int
    tile: str
    caption: Caption

    def dress(self) -> dict[str, Any]:
        """What the page is told (assets/print.js)."""
        return {"tile": self.tile, "title": self.caption.title, "signs": list(self.caption.signs), "lines": list(self.caption.lines)}


def window_of(size: str, tile: str) -> tuple[int, int, int]:
    """Width, height and scale of the window for `WxH`; a tile has its own. Raises BadRequest."""
    if tile and not _TILE.fullmatch(tile):
        raise BadRequest(words.TILE_NAME.format(tile=_shown(tile)))
    if tile and size:
        raise BadRequest(words.TILE_SIZE)
    if tile:
        return TILE_PX, TILE_HEIGHT_PX, TILE_SCALE
    if not size:
        return *USUAL, 1
    found = _SIZE.fullmatch(size)
    if found is None:
        raise BadRequest(words.SIZE.format(size=_shown(size)))
    width, height = int(found[1]), int(found[2])
    if not (LEAST[0] <= width <= MOST[0] and LEAST[1] <= height <= MOST[1]):
        raise BadRequest(words.SIZE_BOUNDS.format(size=size, least="x".join(map(str, LEAST)), most="x".join(map(str, MOST))))
    return width, height, 1


def _shown(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:40]
