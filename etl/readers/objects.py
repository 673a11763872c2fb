"""JSON: an array of objects, one object a line, or the features of a GeoJSON file with their points."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl import texts
from etl.readers import encoding
from etl.readers.table import CELL_LIMIT, CHUNK_ROWS, SHOWN, BadRecord, Chunk, Head, frame_of, shown
from geodata.errors import FileRefused

SIZE_LIMIT = 300 << 20  # bytes; an array has to be read whole
LON_HEADER, LAT_HEADER, GEOMETRY_HEADER = "geometry.lon", "geometry.lat", "geometry"
GEOMETRY_LIMIT = 20 * CELL_LIMIT  # characters; an outline of a district has its 10,000 points

Record = dict[str, Any]


@dataclass(frozen=True)
class ObjectTable:
    """Records of a JSON file in memory; the first is number 2, as if a header stood above. A text instead of a record is a broken line."""

    path: Path
    head: Head
    records: tuple[Record | str, ...]

    def chunks(self) -> Iterator[Chunk]:
        """Records in file order: a value that is no text is written as JSON writes it."""
        for start in range(0, len(self.records), CHUNK_ROWS):
            part = self.records[start : start + CHUNK_ROWS]
            yield self._chunk(part, start + 2, (start + len(part)) / len(self.records))

    def _chunk(self, part: tuple[Record | str, ...], first: int, done: float) -> Chunk:
        good: list[list[str | None]] = []
        numbers: list[int] = []
        bad: list[BadRecord] = []
        blank_count = 0
        for row_no, record in enumerate(part, first):
            cells = [] if isinstance(record, str) else [_text(record.get(h)) for h in self.head.headers]
            fault = _fault(record, self.head.headers, cells)
            if fault:
                bad.append(BadRecord(row_no, *fault, tuple(shown(c or "") for c in cells)))
            elif any(c and c.strip() for c in cells):
                good.append(cells)
                numbers.append(row_no)
            else:
                blank_count += 1
        return Chunk(frame_of(good, numbers, len(self.head.headers)), tuple(bad), blank_count, done)


def open_objects(path: Path) -> ObjectTable:
    """The opened file. Raises FileRefused when it is no JSON, too large, or holds no list of records."""
    size = path.stat().st_size
    if size > SIZE_LIMIT:
        raise FileRefused(texts.REFUSED["too_big"].format(file=path.name, kind="JSON", size=size >> 20, limit=SIZE_LIMIT >> 20))
    written = encoding.detect(path)
    text = b"".join(encoding.blocks(path, written)).decode("utf-8").strip()
    if not text:
        raise FileRefused(texts.REFUSED["empty"].format(file=path.name))
    records = _records(text, path)
    headers = tuple(dict.fromkeys(key for record in records if isinstance(record, dict) for key in record))
    if not headers:
        raise FileRefused(texts.REFUSED["json_shape"].format(file=path.name))
    return ObjectTable(path, Head(headers, 1, written), tuple(records))


def _records(text: str, path: Path) -> list[Record | str]:
    try:
        whole = _decoded(text)
    except (json.JSONDecodeError, RecursionError) as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if isinstance(error, json.JSONDecodeError) and len(lines) > 1 and _is_object(lines[0]):
            return [_line(line) for line in lines]
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        raise FileRefused(texts.REFUSED["bad_json"].format(file=path.name, line=line, column=column)) from error
    found = _list_in(whole)
    if found is None:
        raise FileRefused(texts.REFUSED["json_shape"].format(file=path.name))
    return [_feature(r) if isinstance(r, dict) else json.dumps(r, ensure_ascii=False)[:SHOWN] for r in found]


def _list_in(whole: Any) -> list[Any] | None:
    if isinstance(whole, list):
        return whole
    if not isinstance(whole, dict):
        return None
    if whole.get("type") == "FeatureCollection" and isinstance(whole.get("features"), list):
        return list(whole["features"])
    lists = [v for v in whole.values() if isinstance(v, list)]
    return lists[0] if len(lists) == 1 else None


def _feature(record: Record) -> Record:
    """The properties of a feature, with its geometry as one cell and its point as two beside them; any other record as it is."""
    if record.get("type") != "Feature" or not isinstance(record.get("properties"), dict):
        is_shape = isinstance(record.get(GEOMETRY_HEADER), dict)
        return {**record, GEOMETRY_HEADER: _unquoted(record[GEOMETRY_HEADER])} if is_shape else record
    geometry = record.get("geometry") or {}
    point = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    where = {LON_HEADER: point[0], LAT_HEADER: point[1]} if isinstance(point, list) and len(point) >= 2 else {}
    whole = {GEOMETRY_HEADER: _unquoted(geometry)} if isinstance(geometry, dict) and geometry.get("type") else {}
    return {**record["properties"], **where, **whole}


def _unquoted(geometry: Any) -> Any:
    """The geometry with its numbers as numbers again."""
    if isinstance(geometry, dict):
        return {key: value if key == "type" else _unquoted(value) for key, value in geometry.items()}
    if isinstance(geometry, list):
        return [_unquoted(value) for value in geometry]
    try:
        return float(geometry) if isinstance(geometry, str) else geometry
    except ValueError:
        return geometry


def _decoded(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=lambda _: None)  # numbers stay as written


def _is_object(line: str) -> bool:
    return isinstance(_line(line), dict)


def _line(line: str) -> Record | str:
    try:
        record = _decoded(line)
    except (json.JSONDecodeError, RecursionError):
        return line[:SHOWN]
    return _feature(record) if isinstance(record, dict) else line[:SHOWN]


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else json.dumps(value, ensure_ascii=False)


def _fault(record: Record | str, headers: tuple[str, ...], cells: list[str | None]) -> tuple[str, str] | None:
    if isinstance(record, str):
        return "bad_json", ""
    for header, cell in zip(headers, cells, strict=False):
        if cell and len(cell) > (GEOMETRY_LIMIT if header == GEOMETRY_HEADER else CELL_LIMIT):
            return "long_cell", f"{len(cell):,}"
    if any(c and "\0" in c for c in cells):
        return "zero_byte", ""
    return ("bad_text", "") if any(c and not c.isascii() and _has_surrogate(c) for c in cells) else None


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
