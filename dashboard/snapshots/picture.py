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
_CHANNELS = {2: 3, 6: 4}    # of a PNG's colour types: RGB, RGBA
_EFFORT = 6
_SUB, _UP, _AVERAGE, _PAETH = 1, 2, 3, 4


def with_texts(png: bytes, told: Mapping[str, str], dpi: int) -> bytes:
    """The same pixels with these texts (iTXt, UTF-8) and this resolution; texts and times it had go."""
    if not png.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    dots = round(dpi / INCH_M)
    ours = _chunk(b"pHYs", struct.pack(">IIB", dots, dots, _METRE)) + b"".join(_text(name, said) for name, said in told.items())
    rest = b"".join(whole for kind, whole in _chunks(png, _HEAD) if kind not in _OWN)
    return png[:_HEAD] + ours + rest


def stacked(above: bytes, below: bytes) -> bytes:
    """One picture over another of the same width and kind. Rows stay filtered as they are; only the first one below had no row above."""
    head, foot = above[16:29], below[16:29]
    if head[:4] + head[8:] != foot[:4] + foot[8:] or head[8] != 8 or head[9] not in _CHANNELS or head[12]:
        raise ValueError("not two PNGs of one width and kind")
    channels, width = _CHANNELS[head[9]], size_of(above)[0]
    lower, row = _pixels(below), 1 + width * channels
    rows = zlib.compress(_pixels(above) + _as_first(lower[:row], channels) + lower[row:], _EFFORT)
    height = struct.pack(">I", size_of(above)[1] + size_of(below)[1])
    return SIGNATURE + _chunk(b"IHDR", head[:4] + height + head[8:]) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _pixels(png: bytes) -> bytes:
    return zlib.decompress(b"".join(whole[8:-4] for kind, whole in _chunks(png, len(SIGNATURE)) if kind == b"IDAT"))


def _as_first(row: bytes, channels: int) -> bytes:
    """A picture's first row written so that it does not matter what stands above it (PNG 9.2: above a first row all is 0)."""
    kind, body = row[0], bytearray(row[1:])
    if kind == _AVERAGE:
        for at in range(channels, len(body)):
            body[at] = body[at] + body[at - channels] // 2 & 0xFF
    return bytes([{_UP: 0, _AVERAGE: 0, _PAETH: _SUB}.get(kind, kind)]) + body


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
