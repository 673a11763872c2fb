"""All files of a brief: .docx, .pptx, .xlsx and its pictures."""

from __future__ import annotations

import threading

from dashboard.brief import charts, maps
from dashboard.brief.content import Brief, Chart, MapPicture
from dashboard.brief.picture import Picture
from dashboard.desk import Desk

_PENCIL = threading.Lock()          # Matplotlib draws for one thread at a time


def made(brief: Brief, desk: Desk) -> dict[str, bytes]:
    """The files by name, in nobody's folder; the same brief and data give the same bytes.

    Raises FontMissing where no Chinese font is installed, NotFound for a map nowhere, RightsError, StoreError. About 10 s.
    """
    from dashboard.brief import docx, pptx, xlsx  # a second to import, and only wanted here

    pictures, stem = drawn(brief, desk), f"{brief.area}-{brief.week}"
    return {
        f"{stem}.docx": docx.document(brief, pictures),
        f"{stem}.pptx": pptx.slides(brief, pictures),
        f"{stem}.xlsx": xlsx.workbook(brief),
        **{f"{stem}-{key}.png": picture.png for key, picture in pictures.items()},
    }


def drawn(brief: Brief, desk: Desk) -> dict[str, Picture]:
    """The pictures of a brief's charts and maps, by key."""
    blocks = [block for section in brief.sections for block in section.blocks]
    with _PENCIL:
        found = {block.key: charts.drawn(block, brief) for block in blocks if isinstance(block, Chart)}
    return found | {block.key: map_drawn(block, brief, desk) for block in blocks if isinstance(block, MapPicture)}


def map_drawn(picture: MapPicture, brief: Brief, desk: Desk) -> Picture:
    """One map of a brief. Raises as `made`."""
    with _PENCIL:
        return maps.drawn(picture, brief, desk)
