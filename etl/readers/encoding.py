"""How the characters of a text file are written: byte-order mark, else strict UTF-8, else strict GB18030, else refused with the place."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from etl import texts
from geodata.errors import FileRefused

BLOCK = 8 << 20  # bytes
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
RUN = 5  # Chinese characters in a row that GB18030 text shows as UTF-8 by chance once in never


@dataclass(frozen=True)
class _Break:
    """Where decoding stopped: byte offset and line, both from 1; whether the file just ended there."""

    byte: int
    line: int
    is_end: bool


def detect(path: Path) -> str:
    """utf-8, utf-8-sig, utf-16 or gb18030; the whole file was checked. Raises FileRefused for a cut, mixed or foreign file."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in MARKS if start.startswith(mark)), None)
    if marked:
        stop = _first_break(path, marked)
        if stop:
            raise FileRefused(_sentence(path, "cut" if stop.is_end else "broken", stop, {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}[marked]))
        return marked
    return _unmarked(path)


def blocks(path: Path, encoding: str) -> Iterator[bytes]:
    """The text as UTF-8 in pieces of some megabytes, without byte-order mark, every line ending in one LF; a lone CR is a blank."""
    held = b""
    for block in _utf8(path, encoding):
        block = held + block
        held = b"\r" if block.endswith(b"\r") else b""
        block = block[: len(block) - len(held)]
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b" " if b"\n" in block else b"\n")
        yield block
    if held:
        yield b"\n"


def _unmarked(path: Path) -> str:
    utf8 = _first_break(path, "utf-8")
    if utf8 is None:
        return "utf-8"
    if utf8.is_end and _holds(path, utf8.byte - 1, lambda block: not block.isascii()):
        raise FileRefused(_sentence(path, "cut", utf8, "UTF-8"))
    gb = _first_break(path, "gb18030")
    if (run := _utf8_run(path)) is not None:
        if _holds(path, utf8.byte - 1, lambda block: bool(_runs(block).size)):
            raise FileRefused(_mixed(path, utf8, "UTF-8", "GB18030"))
        raise FileRefused(_mixed(path, run if gb is None or run.byte < gb.byte else gb, "GB18030", "UTF-8"))
    if gb is None:
        return "gb18030"
    if gb.is_end:
        raise FileRefused(_sentence(path, "cut", gb, "GB18030"))
    raise FileRefused(texts.REFUSED["foreign"].format(file=path.name, utf8=utf8.byte, byte=gb.byte, line=gb.line))


def _first_break(path: Path, encoding: str) -> _Break | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    offset = lines = 0
    with path.open("rb") as file:
        while True:
            block = file.read(BLOCK)
            held = decoder.getstate()[0]
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                at = offset - len(held) + error.start
                line = lines + (held + block)[: error.start].count(b"\n") + 1
                return _Break(at + 1, line, is_end=not block and error.end >= len(held))
            if not block:
                return None
            offset += len(block)
            lines += block.count(b"\n")


def _holds(path: Path, end: int, test: Callable[[bytes], bool]) -> bool:
    """Whether any block of the file's first `end` bytes passes the test."""
    left = end
    with path.open("rb") as file:
        while left > 0 and (block := file.read(min(BLOCK, left))):
            if test(block):
                return True
            left -= len(block)
    return False


def _utf8_run(path: Path) -> _Break | None:
    """Where the first run of UTF-8 Chinese starts."""
    offset = lines = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            runs = _runs(block)
            if runs.size:
                at = int(runs[0])
                return _Break(offset + at + 1, lines + block[:at].count(b"\n") + 1, is_end=False)
            offset += len(block)
            lines += block.count(b"\n")
    return None


def _runs(block: bytes) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    a = np.frombuffer(block, np.uint8)
    if a.size < 3 * RUN:
        return np.empty(0, np.int64)
    trail = (a & 0xC0) == 0x80
    three = (((a >= 0xE3) & (a <= 0xE9)) | (a == 0xEF))[:-2] & trail[1:-1] & trail[2:]
    span = three.size - 3 * (RUN - 1)
    run = three[:span].copy()
    for i in range(1, RUN):
        run &= three[3 * i : 3 * i + span]
    return np.flatnonzero(run)


def _utf8(path: Path, encoding: str) -> Iterator[bytes]:
    with path.open("rb") as file:
        if encoding in ("utf-8", "utf-8-sig"):
            file.seek(3 if encoding == "utf-8-sig" else 0)
            while block := file.read(BLOCK):
                yield block
            return
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        while block := file.read(BLOCK):
            yield decoder.decode(block).encode("utf-8")


def _sentence(path: Path, kind: str, stop: _Break, name: str) -> str:
    return texts.REFUSED[kind].format(file=path.name, byte=stop.byte, line=stop.line, encoding=name)


def _mixed(path: Path, stop: _Break, first: str, then: str) -> str:
    return texts.REFUSED["mixed"].format(file=path.name, byte=stop.byte, line=stop.line, first=first, then=then)
