"""From a file on a desk to records of text cells: what kind of file it is shows in its first bytes, not in its name."""

from __future__ import annotations

from pathlib import Path

from etl import texts
from etl.readers.columnar import open_parquet
from etl.readers.delimited import open_delimited
from etl.readers.objects import open_objects
from etl.readers.table import Table
from etl.readers.workbook import open_workbook
from geodata.errors import FileRefused

ZIP, OLE, PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
FOREIGN = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"<html", "html"),
    (b"<!doctype html", "html"),
    (b"<table", "html"),
    (b"<?xml", "xml"),
)
IN_ZIP = ((b"xl/workbook.bin", "xlsb"), (b"opendocument.spreadsheet", "ods"), (b"word/document.xml", "word"))
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")


def open_table(path: Path, known: frozenset[str] = frozenset()) -> Table:
    """The opened table; `known` are the plain headers (etl.readers.header.plain) by which separator, sheet and header row are found.

    Raises FileRefused, in Chinese and with the place, when the file as a whole cannot be used.
    """
    start = _start(path)
    if start.startswith(ZIP):
        return _zipped(path, known)
    if start.startswith(OLE):
        return open_workbook(path, known, is_old=True)
    if start.startswith(PARQUET):
        return open_parquet(path)
    plain = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind := next((kind for mark, kind in FOREIGN if start.lower().startswith(mark.lower()) or plain.lower().startswith(mark)), None):
        raise FileRefused(texts.REFUSED["kind"].format(file=path.name, kind=texts.KINDS[kind]))
    if plain[:1] in (b"{", b"[") and path.suffix.lower() not in TEXT_SUFFIXES:
        return open_objects(path)
    return open_delimited(path, known)


def _start(path: Path) -> bytes:
    if path.is_dir():
        raise FileRefused(texts.REFUSED["folder"].format(file=path))
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise FileRefused(texts.REFUSED["missing"].format(file=path)) from error
    if not start:
        raise FileRefused(texts.REFUSED["empty"].format(file=path.name))
    return start


def _zipped(path: Path, known: frozenset[str]) -> Table:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - (1 << 16), 0))
        ends = file.read()
        file.seek(0)
        ends += file.read(1 << 12)
    kind = next((kind for mark, kind in IN_ZIP if mark in ends), None)
    if kind is None and b"[Content_Types].xml" not in ends and b"xl/" not in ends:
        kind = "archive"
    if kind:
        raise FileRefused(texts.REFUSED["kind"].format(file=path.name, kind=texts.KINDS[kind]))
    return open_workbook(path, known, is_old=False)
