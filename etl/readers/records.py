"""Where the records of delimited text begin and end: exactly, for every byte, also when quotes are broken."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

QUOTE, LINE_END = ord('"'), ord("\n")
RECORD_LIMIT = 32 << 20  # bytes of one record, and of what is read on to find where a quote closes


@dataclass(frozen=True)
class Cut:
    """Records of well-formed text: byte `starts` and `ends` (line end not included), cells in each; from `rest` on none is whole yet."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    widths: NDArray[np.int64]
    rest: int


@dataclass(frozen=True)
class Record:
    """One record read with care: its cells, and the code of what is wrong with its quotes, if anything."""

    cells: tuple[str, ...]
    code: str = ""


def cut(block: bytes, separator: str) -> Cut | None:
    """The records of a block that starts at a record; None when a quote stands where none may, so that only `read_carefully` can tell."""
    text = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(text == QUOTE)
    ends = _outside(quotes, np.flatnonzero(text == LINE_END))
    rest = int(ends[-1]) + 1 if ends.size else 0
    if not _is_regular(text, quotes[quotes < rest], ord(separator)):
        return None
    separators = _outside(quotes, np.flatnonzero(text[:rest] == ord(separator)))
    starts = np.concatenate(([0], ends[:-1] + 1)) if ends.size else ends
    counts = np.searchsorted(separators, ends)
    return Cut(starts, ends, np.diff(counts, prepend=0) + 1, rest)


def read_carefully(text: str, separator: str, *, is_last: bool) -> Iterator[tuple[Record, int]]:
    """Each record of whole lines with the characters it took. A line whose quote is never closed properly is a record of its own, code
    `quotes`, and reading goes on at the next line. Stops before a record whose quote may close after the text, unless `is_last`.
    """
    lines = [line + "\n" for line in text.split("\n")[:-1]]  # str.splitlines breaks at form feeds and U+2028, too
    at = 0
    while at < len(lines):
        found = _record(lines, at, separator, is_last)
        if found is None:
            return
        record, used = found
        yield record, sum(len(line) for line in lines[at : at + used])
        at += used


def _record(lines: list[str], at: int, separator: str, is_last: bool) -> tuple[Record, int] | None:
    line = lines[at].rstrip("\n")
    if '"' not in line:
        return Record(tuple(line.split(separator))), 1
    limit = csv.field_size_limit(RECORD_LIMIT)
    reader = csv.reader(islice(lines, at, None), delimiter=separator, strict=True)
    try:
        return Record(tuple(next(reader))), reader.line_num
    except csv.Error:
        if at + reader.line_num >= len(lines) and not is_last:
            return None
        return Record(tuple(line.split(separator)), "quotes"), 1
    finally:
        csv.field_size_limit(limit)


def _outside(quotes: NDArray[np.int64], positions: NDArray[np.int64]) -> NDArray[np.int64]:
    return positions[np.searchsorted(quotes, positions) & 1 == 0] if quotes.size else positions


def _is_regular(text: NDArray[np.uint8], quotes: NDArray[np.int64], separator: int) -> bool:
    """Whether each quote opens at the start of a cell, closes at its end or is one of a doubled pair."""
    if not quotes.size:
        return True
    if quotes.size % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening > 0, text[opening - 1], LINE_END)
    after = text[closing + 1]  # a line end always follows the last quote of whole records
    opens = (before == separator) | (before == LINE_END)
    closes = (after == separator) | (after == LINE_END)
    is_pair = closing[:-1] + 1 == opening[1:]  # one cell's quote doubled: closed and opened again at once
    return bool((opens | np.append(False, is_pair)).all() and (closes | np.append(is_pair, False)).all())
