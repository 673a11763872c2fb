"""A PNG with what it says of itself: texts and resolution written between its header and its pixels."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
INCH_M = 0.0254
_METRE = 1
_HEAD = 8 + 25              # signature and IHDR
_OWN = (b"tEXt", b"iTXt", b"zTXt", b"tIME", b"pHYs")


def with_texts(png: bytes, told: Mapping[str, str], dpi: int) -> bytes:
    """The same pixels with these texts (iTXt, UTF-8) and this resolution; texts and times it had go."""
    if not png.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    dots = round(dpi / INCH_M)
    ours = _chunk(b"pHYs", struct.pack(">IIB", dots, dots, _METRE)) + b"".join(_text(name, said) for name, said in told.items())
    rest = b"".join(whole for kind, whole in _chunks(png, _HEAD) if kind not in _OWN)
    return png[:_HEAD] + ours + rest


def texts_of(png: bytes) -> dict[str, str]:
    """The iTXt texts of a PNG."""
    found = {}
    for kind, whole in _chunks(png, len(SIGNATURE)):
        if kind == b"iTXt":
            name, _, rest = whole[8:-4].partition(b"\0")
            found[name.decode("latin-1")] = rest[2:].split(b"\0", 2)[2].decode("utf-8")
    return found


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _chunks(png: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    while at < len(png):
        end = at + 12 + struct.unpack(">I", png[at : at + 4])[0]
        yield png[at + 4 : at + 8], png[at:end]
        at = end


def _text(name: str, said: str) -> bytes:
    return _chunk(b"iTXt", name.encode("latin-1") + b"\0\0\0\0\0" + said.encode("utf-8"))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
