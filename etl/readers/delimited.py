"""Comma, tab or semicolon separated text: fast where the text is well-formed, careful where it is not, every record accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etl import texts
from etl.readers import encoding, header, records
from etl.readers.table import CELL_LIMIT, ROW_NO, BadRecord, Chunk, Head, column_names, empty_rows, frame_of, shown, without_blank
from geodata.errors import FileRefused

SEPARATORS = (",", "\t", ";", "|")
SAMPLE = 1 << 18  # characters looked at for separator and header


@dataclass(frozen=True)
class _Position:
    row_no: int
    bytes_read: int


@dataclass(frozen=True)
class DelimitedTable:
    """An opened text file; `separator` was found by which of them shows the known headers."""

    path: Path
    head: Head
    separator: str

    def chunks(self) -> Iterator[Chunk]:
        """Records after the header. Raises FileRefused for a line too long to be one."""
        state = _Position(1, 0)
        held = b""
        size = max(self.path.stat().st_size, 1)
        for block in encoding.blocks(self.path, self.head.encoding):
            held += block
            state = replace(state, bytes_read=state.bytes_read + len(block))
            whole = records.cut(held, self.separator)
            if whole is not None and not whole.rest and len(held) < records.RECORD_LIMIT:
                continue
            parts, held, state = self._step(held, whole, state, is_last=False)
            yield from (replace(p, done=min(state.bytes_read / size, 1.0)) for p in parts)
        if held:
            held += b"" if held.endswith(b"\n") else b"\n"
            parts, _, _ = self._step(held, records.cut(held, self.separator), state, is_last=True)
            yield from parts

    def _step(self, held: bytes, whole: records.Cut | None, state: _Position, *, is_last: bool) -> tuple[list[Chunk], bytes, _Position]:
        """Chunks of the whole records in `held`, what is left of it, and the next record's number."""
        is_stuck = whole is None or (not whole.rest) or (is_last and whole.rest < len(held))
        if whole is not None and not is_stuck:
            chunk = self._fast(held, whole, state.row_no)
            if chunk is not None:
                return [chunk], held[whole.rest :], replace(state, row_no=state.row_no + whole.starts.size)
        chunk, taken, count = self._careful(held.decode("utf-8"), state.row_no, is_last=is_last or len(held) >= records.RECORD_LIMIT)
        left = held[taken:]
        if len(left) > records.RECORD_LIMIT:
            limit = records.RECORD_LIMIT >> 20
            raise FileRefused(texts.REFUSED["long_line"].format(file=self.path.name, row=state.row_no + count, limit=limit))
        return [chunk], left, replace(state, row_no=state.row_no + count)

    def _fast(self, held: bytes, whole: records.Cut, row_no: int) -> Chunk | None:
        """The chunk of well-formed records; None when polars counts otherwise, which then decides nothing."""
        width = len(self.head.headers)
        lengths = whole.ends - whole.starts
        is_row = (whole.widths == width) & (lengths > 0) & (lengths <= CELL_LIMIT)
        if b"\0" in held:
            zeros = np.flatnonzero(np.frombuffer(held, np.uint8) == 0)
            is_row &= np.searchsorted(zeros, whole.starts) == np.searchsorted(zeros, whole.ends)
        numbers = np.arange(row_no, row_no + lengths.size, dtype=np.uint32)
        is_body = numbers > self.head.header_row
        kept = is_row & is_body
        rows = _parse(_taken(held, whole, kept), width, self.separator)
        if rows is None or rows.height != int(kept.sum()):
            return None
        rows, blank_count = without_blank(rows.insert_column(0, pl.Series(ROW_NO, numbers[kept], pl.UInt32)))
        odd = np.flatnonzero(~is_row & is_body)
        found = [(int(numbers[i]), self._one(held[whole.starts[i] : whole.ends[i] + 1])) for i in odd]
        chunk = _merged(rows, found, width)
        return replace(chunk, blank_count=chunk.blank_count + blank_count)

    def _one(self, line: bytes) -> records.Record:
        return next(r for r, _ in records.read_carefully(line.decode("utf-8"), self.separator, is_last=True))

    def _careful(self, text: str, row_no: int, *, is_last: bool) -> tuple[Chunk, int, int]:
        """The chunk, the bytes it took and the number of records in it."""
        found: list[tuple[int, records.Record]] = []
        taken = 0
        for record, length in records.read_carefully(text, self.separator, is_last=is_last):
            found.append((row_no + len(found), record))
            taken += length
        width = len(self.head.headers)
        body = [f for f in found if f[0] > self.head.header_row]
        return _merged(empty_rows(width), body, width), len(text[:taken].encode("utf-8")), len(found)


def open_delimited(path: Path, known: frozenset[str]) -> DelimitedTable:
    """The opened file. Raises FileRefused when its encoding is broken or nothing stands in it."""
    written = encoding.detect(path)
    sample = b""
    for block in encoding.blocks(path, written):
        sample += block
        if sample.strip():
            break
    text = sample.decode("utf-8", errors="ignore")[:SAMPLE]
    if not text.strip():
        raise FileRefused(texts.REFUSED["empty"].format(file=path.name))
    first = {s: _first(text, s) for s in SEPARATORS}
    separator = max(SEPARATORS, key=lambda s: _fitness(first[s], known))
    at = header.find(first[separator], known)
    if at is None:
        raise FileRefused(texts.REFUSED["no_header"].format(file=path.name))
    notes = {"separator": {"\t": "tab"}.get(separator, separator)}
    return DelimitedTable(
        path, Head(first[separator][at], at + 1, written, notes=notes, above=header.rows_above(first[separator], at)), separator
    )


def _first(text: str, separator: str) -> list[tuple[str, ...]]:
    lines = text if len(text) == SAMPLE else text + "\n"
    first = [record.cells for record, _ in islice(records.read_carefully(lines, separator, is_last=True), header.SEARCHED)]
    return first or [tuple(text.split(separator))]


def _fitness(first: list[tuple[str, ...]], known: frozenset[str]) -> tuple[int, int]:
    at = header.find(first, known)
    return (0, 0) if at is None else (header.score(first[at], known), len(first[at]))


def _taken(held: bytes, whole: records.Cut, kept: NDArray[np.bool_]) -> bytes:
    """The kept records, joined."""
    if kept.all():
        return held[: whole.rest]
    edges = np.flatnonzero(np.diff(kept.astype(np.int8), prepend=0, append=0))
    return b"".join(held[whole.starts[a] : whole.ends[b - 1] + 1] for a, b in zip(edges[0::2], edges[1::2], strict=True))


def _parse(text: bytes, width: int, separator: str) -> pl.DataFrame | None:
    names = column_names(width)
    if not text:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    try:
        return pl.read_csv(text, has_header=False, separator=separator, schema=dict.fromkeys(names, pl.String), quote_char='"')
    except pl.exceptions.PolarsError:  # it then goes record by record, which decides
        return None


def _merged(rows: pl.DataFrame, found: list[tuple[int, records.Record]], width: int) -> Chunk:
    """The rows together with those read one by one, in file order; records that are no rows beside them."""
    good: list[tuple[int, tuple[str | None, ...]]] = []
    bad: list[BadRecord] = []
    blank_count = 0
    for row_no, record in found:
        cells = _fitted(record.cells, width)
        if not record.code and not any(c.strip() for c in cells):
            blank_count += 1
        elif code := record.code or _fault(cells, width):
            bad.append(BadRecord(row_no, *_described(code, cells, width), tuple(shown(c) for c in cells)))
        else:
            good.append((row_no, tuple(c or None for c in cells)))
    if good:
        rows = pl.concat([rows, frame_of([c for _, c in good], [n for n, _ in good], width)]).sort(ROW_NO)
    return Chunk(rows, tuple(bad), blank_count)


def _fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """The cells without empty ones beyond the header's last."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _fault(cells: tuple[str, ...], width: int) -> str:
    if len(cells) != width:
        return "width"
    if any(len(c) > CELL_LIMIT for c in cells):
        return "long_cell"
    return "zero_byte" if any("\0" in c for c in cells) else ""


def _described(code: str, cells: tuple[str, ...], width: int) -> tuple[str, str]:
    found = {"width": f"{len(cells)}/{width}", "long_cell": f"{max(map(len, cells)):,}"}.get(code, "")
    return code, found
