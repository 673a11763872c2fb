"""Whether a zip archive may be unpacked: judged from its directory, before a byte of it is expanded."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from etl import texts
from geodata.errors import FileRefused

SIZE_LIMIT = 1_500 << 20  # bytes unpacked
RATIO_LIMIT = 150  # a workbook of orders is packed 5 to 25 times; bombs are packed about 1,000 times
RATIO_FROM = 32 << 20  # below this size unpacked no ratio does harm
ENTRY_LIMIT = 10_000
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, KeyError, RuntimeError, ValueError)


def checked(path: Path) -> zipfile.ZipFile:
    """The opened archive. Raises FileRefused when it is broken, or would unpack to more than the limits."""
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise FileRefused(texts.REFUSED["bad_zip"].format(file=path.name, error=error)) from error
    entries = archive.infolist()
    size = sum(e.file_size for e in entries)
    ratio = size / max(path.stat().st_size, 1)
    if len(entries) > ENTRY_LIMIT:
        raise FileRefused(texts.REFUSED["zip_entries"].format(file=path.name, count=len(entries), limit=ENTRY_LIMIT))
    if size > SIZE_LIMIT or (size > RATIO_FROM and ratio > RATIO_LIMIT):
        limits = {"size_limit": SIZE_LIMIT >> 20, "ratio_limit": RATIO_LIMIT}
        raise FileRefused(texts.REFUSED["zip_bomb"].format(file=path.name, size=size >> 20, ratio=int(ratio), **limits))
    return archive
