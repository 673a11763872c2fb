"""HTC1: the immutable file of sparse typed columns that a browser sums its numbers from, and its twin for Python.

Layout: bytes "HTC1", the header's length (uint32, little endian), a JSON header in UTF-8 padded with spaces, then the arrays back to
back. Every array starts at a multiple of 8 bytes of the file, so that a browser lays typed arrays over it without copying.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.errors import BadRequest

MAGIC = b"HTC1"
UNKNOWN = ""             # 未定: the area below is not known
COARSE = "coarse"        # 位置较粗: a point, but too coarse for a hexagon of this resolution
UNPLACED = "none"        # no point at all
EVERY = "*"              # the one category of a bound cube: all that were asked for
GZIP_LEVEL = 4           # level 6 saves 4 % and costs twice the time

Array = npt.NDArray[Any]
_TYPES = {"u1": "<u1", "u2": "<u2", "u4": "<u4", "f8": "<f8"}


@dataclass(frozen=True)
class Cube:
    """Entries of one view: `header` as in the file without `arrays`; `arrays` by name, all of one length, sorted by step."""

    header: dict[str, Any]
    arrays: dict[str, Array]

    @cached_property
    def starts(self) -> tuple[date, ...]:
        """First day of every step."""
        if not self.header["steps"]:
            return ()
        if self.header["step"] == "day":
            first = date.fromisoformat(self.header["from"])
            return tuple(first + timedelta(days=i) for i in range(self.header["steps"]))
        return tuple(date.fromisoformat(d) for d in self.header["dates"])

    @property
    def is_bound(self) -> bool:
        """Whether it was cut for one period and one choice of categories, small counts hidden."""
        return bool(self.header.get("is_bound"))

    @property
    def keys(self) -> tuple[str, ...]:
        """Cell names or area codes, pseudo keys last."""
        return tuple(self.header["keys"])

    @property
    def categories(self) -> tuple[str, ...]:
        """Level-1 category codes; the last may be "" (待人工)."""
        return tuple(self.header["categories"])

    def __len__(self) -> int:
        return len(self.arrays["step"])


def encode(cube: Cube) -> bytes:
    """The file of a cube, not compressed."""
    columns = [(name, _type_name(a), np.ascontiguousarray(a)) for name, a in cube.arrays.items()]
    offset, listed = 0, []
    for name, dtype, array in columns:
        listed.append({"name": name, "dtype": dtype, "length": len(array), "offset": offset})
        offset += _padded(array.nbytes)
    text = json.dumps({**cube.header, "arrays": listed}, ensure_ascii=False, separators=(",", ":")).encode()
    text = text.ljust(_padded(len(text) + 8) - 8)
    body = (array.astype(_TYPES[dtype], copy=False).tobytes().ljust(_padded(array.nbytes), b"\0") for _, dtype, array in columns)
    return b"".join((MAGIC, len(text).to_bytes(4, "little"), text, *body))


def encode_gzip(cube: Cube) -> bytes:
    """The file of a cube as it travels; equal cubes give equal bytes."""
    return gzip.compress(encode(cube), GZIP_LEVEL, mtime=0)


def decode(data: bytes) -> Cube:
    """The cube in a file, compressed or not; what the browser's reader does.

    `offset` counts from the end of the header. Raises BadRequest where the bytes are not an HTC1 file.
    """
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if data[:4] != MAGIC:
        raise BadRequest("读取汇总文件：不是 HTC1 格式")
    start = 8 + int.from_bytes(data[4:8], "little")
    header = json.loads(data[8:start])
    arrays = {a["name"]: np.frombuffer(data, _TYPES[a["dtype"]], a["length"], start + a["offset"]) for a in header.pop("arrays")}
    return Cube(header, arrays)


def _type_name(array: Array) -> str:
    return f"{array.dtype.kind}{array.dtype.itemsize}"


def _padded(size: int) -> int:
    return -(-size // 8) * 8
