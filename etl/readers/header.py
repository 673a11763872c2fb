"""Which record of a file is its header, and when two headers are the same word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from etl.readers.table import BadRecord, shown

SEARCHED = 10  # records looked at; above the header stand at most a title and a few remarks
_BLANK = re.compile(r"[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff]+")
_JUNK = re.compile(r"unnamed:?\d*(_level_\d+)?|column\d+|_\d+")


def plain(header: str) -> str:
    """The header without blanks, byte-order marks and differences of width and case: 联系方式（手机） and `联系方式 (手机)` are one."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", header)).lower()


def is_junk(header: str) -> bool:
    """Whether a column has no name of its own: blank, or the `Unnamed: n` that data tools leave."""
    name = plain(header)
    return not name or _JUNK.fullmatch(name) is not None


def score(cells: Sequence[str], known: frozenset[str]) -> int:
    """How many different known headers stand in the record."""
    return len({plain(c) for c in cells} & known)


def find(records: Sequence[Sequence[str]], known: frozenset[str]) -> int | None:
    """Index of the header among the first records: the one with most known headers (at least two), else the first with two filled cells,
    else the first filled; None when all are blank.
    """
    searched = [list(r) for r in records[:SEARCHED]]
    scores = [score(r, known) for r in searched]
    if scores and max(scores) >= 2:
        return scores.index(max(scores))
    filled = [sum(bool(c and c.strip()) for c in r) for r in searched]
    return next((i for least in (2, 1) for i, n in enumerate(filled) if n >= least), None)


def rows_above(records: Sequence[Sequence[str]], at: int, first_row: int = 1) -> tuple[BadRecord, ...]:
    """Records before the header (index `at`) with half as many cells filled, three at least, as no title has; numbered from `first_row`."""
    least = max(3, sum(bool(c and c.strip()) for c in records[at]) / 2)
    full = [(n, [c or "" for c in r]) for n, r in enumerate(records[:at], first_row) if sum(bool(c and c.strip()) for c in r) >= least]
    return tuple(BadRecord(n, "above_header", "", tuple(shown(c) for c in cells)) for n, cells in full)
