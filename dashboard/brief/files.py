"""All files of a brief: .docx, .pptx, .xlsx and its pictures, written whole or not at all."""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path

from dashboard.brief import charts, maps
from dashboard.brief.content import Brief, Chart, MapPicture
from dashboard.brief.picture import Picture
from dashboard.desk import Desk
from dashboard.texts import brief as words
from geodata.errors import FileRefused


def write(brief: Brief, desk: Desk, folder: Path) -> tuple[Path, ...]:
    """The files of a brief in a folder, those of the same name replaced; the same brief and data give the same bytes.

    Everything is made beside them first, so that a full disk or a fault leaves what was there. Raises FileRefused where it cannot be
    written, FontMissing where no Chinese font is installed, NotFound for a map nowhere, RightsError, StoreError. About 10 s.
    """
    files = made(brief, desk)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".brief-", dir=folder))
    except OSError as error:
        raise refused(error, folder) from error
    try:
        for name, content in files.items():
            (work / name).write_bytes(content)
        return tuple((work / name).replace(folder / name) for name in files)
    except OSError as error:
        raise refused(error, folder) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def made(brief: Brief, desk: Desk) -> dict[str, bytes]:
    """The files by name, in nobody's folder. Raises as `write` but for what a disk refuses."""
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
    found = {block.key: charts.drawn(block, brief) for block in blocks if isinstance(block, Chart)}
    return found | {block.key: maps.drawn(block, brief, desk) for block in blocks if isinstance(block, MapPicture)}


def refused(error: OSError, folder: Path) -> FileRefused:
    """What a disk's fault is called."""
    if error.errno == errno.ENOSPC:
        return FileRefused(words.DISK_FULL.format(folder=folder))
    return FileRefused(words.CANNOT_WRITE.format(folder=folder, error=error.strerror or error))
