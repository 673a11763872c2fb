"""What a spreadsheet library does not tell about a sheet: merged cells, formulas without a stored value, long numbers, its true extent."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from etl import texts
from etl.readers.archive import BROKEN
from geodata.errors import FileRefused

BLOCK = 4 << 20
_ROW_END = b"row>"  # also with a name-space prefix
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_COLUMN = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+\d+(?::[A-Z]+\d+)?)"')
_NO_VALUE = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v>\s*</v>|<v\s*/>)?\s*</c>')
_ERROR = re.compile(rb'<c\b(?=[^>]*?\bt="e")[^>]*?\br="([A-Z]+)(\d+)"')
_LONG = re.compile(rb'<c\b(?![^>]*?\bt=")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<v>(\d{16,}|\d(?:\.\d+)?E\+?\d+)</v>')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")


@dataclass(frozen=True)
class SheetFacts:
    """Rows from 1, columns from 0. `literal` holds what the file says of cells whose number a float cannot hold; `no_result` cells have a
    formula without value, or an error for one.
    """

    first_row: int
    last_row: int
    column_count: int
    first_column: int
    merged: tuple[str, ...]
    no_result: tuple[tuple[int, int], ...]
    literal: dict[tuple[int, int], str]


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of each sheet -> its path in the archive; empty when the workbook does not say."""
    try:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except BROKEN:
        return {}
    targets = {_attribute(r, "Id"): _attribute(r, "Target") for r in _RELATION.findall(relations)}
    paths = {_attribute(s, "name"): targets.get(_attribute(s, "r:id"), "") for s in _SHEET.findall(book)}
    return {name: target.lstrip("/") if target.startswith("/") else "xl/" + target for name, target in paths.items() if target}


def read_facts(archive: zipfile.ZipFile, entry: str, path: Path) -> SheetFacts:
    """Facts of one sheet; the entry is read to its end, so that a lying directory or a damaged byte shows. Raises FileRefused for those."""
    rows: list[int] = []
    columns: set[bytes] = set()
    merged: list[str] = []
    no_result: list[tuple[int, int]] = []
    literal: dict[tuple[int, int], str] = {}
    try:
        with archive.open(entry) as sheet:
            for text in _pieces(sheet):
                rows += _ends([int(r) for r in _ROW.findall(text)])
                columns.update(_COLUMN.findall(text))
                merged += [m.decode() for m in _MERGED.findall(text)]
                found = _ERROR.findall(text) + (_NO_VALUE.findall(text) if b"<f" in text else [])
                no_result += [(int(r), column_index(c)) for c, r in found]
                literal.update({(int(r), column_index(c)): v.decode() for c, r, v in _LONG.findall(text)})
    except BROKEN as error:
        raise FileRefused(texts.REFUSED["bad_zip"].format(file=path.name, error=error)) from error
    indices = [column_index(c) for c in columns] or [0]
    return SheetFacts(min(rows, default=1), max(rows, default=0), max(indices) + 1, min(indices), tuple(merged), tuple(no_result), literal)


def read_through(archive: zipfile.ZipFile, path: Path) -> None:
    """Reads the parts beside the sheets to their ends. Raises FileRefused when one is damaged."""
    try:
        for entry in archive.infolist():
            if not entry.filename.startswith("xl/worksheets/"):
                with archive.open(entry) as file:
                    while file.read(BLOCK):
                        pass
    except BROKEN as error:
        raise FileRefused(texts.REFUSED["bad_zip"].format(file=path.name, error=error)) from error


def column_index(letters: bytes | str) -> int:
    """A -> 0, Z -> 25, AA -> 26."""
    index = 0
    for letter in letters.decode() if isinstance(letters, bytes) else letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def merged_rows(ref: str) -> tuple[int, int]:
    """First and last row of a merged range: A1:C2 -> 1, 2."""
    rows = [int(r) for r in re.findall(r"\d+", ref)]
    return rows[0], rows[-1]


def _pieces(sheet: IO[bytes]) -> Iterator[bytes]:
    """The sheet in pieces that end where a row ends, so that no cell is seen in halves."""
    held = b""
    while block := sheet.read(BLOCK):
        held += block
        end = held.rfind(_ROW_END) + len(_ROW_END)
        if end >= len(_ROW_END):
            yield held[:end]
            held = held[end:]
    yield held


def _ends(rows: list[int]) -> list[int]:
    return [min(rows), max(rows)] if rows else []


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'(?<![\w:]){name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""
