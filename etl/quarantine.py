"""Rows that could not be used: listed, exported to be mended on a desk, and loaded again."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from sqlalchemy import Engine, Select, and_, select, update
from sqlalchemy.orm import aliased

from etl import texts
from etl.ledger import Receipt
from etl.readers import open_table
from geodata.errors import FileRefused, NotFound
from geodata.store.engine import read_session, read_transaction, write_transaction
from geodata.store.models import Batch, Quarantine

ADDED = (texts.QUARANTINE_ID, texts.QUARANTINE_ROW, texts.QUARANTINE_CODE, texts.QUARANTINE_REASON)

# a cell that starts so would be a formula to a spreadsheet program
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


_Columns = tuple[int, int, str, int, str, str, dict[str, str]]


@dataclass(frozen=True)
class Rejected:
    """One row in quarantine: where it stood, why it was not used, and its cells (header -> masked text)."""

    id: int
    batch: int
    file: str
    row_no: int
    reason_code: str
    reason: str
    raw: dict[str, str]


def waiting(engine: Engine, *, batch: int | None = None, limit: int | None = None) -> list[Rejected]:
    """Rows not loaded since, in the order they came; of one batch, or of all.

    A batch that brought the same file again has the rows of the first. Raises NotFound for a batch that is not in the ledger.
    """
    with read_session(engine) as session:
        if batch is not None and session.get(Batch, batch) is None:
            raise NotFound(texts.QUARANTINE_NO_BATCH.format(batch=batch))
        return [Rejected(*row) for row in session.execute(_waiting(batch).limit(limit))]


def export(engine: Engine, batch: int, path: Path) -> int:
    """Write a batch's waiting rows to a CSV (UTF-8 with BOM) or XLSX file: their own columns, then those of ADDED; the number of rows.

    Raises NotFound for a batch without such rows, FileRefused for a path that cannot be written.
    """
    rows = waiting(engine, batch=batch)
    if not rows:
        raise NotFound(texts.QUARANTINE_NONE.format(batch=batch))
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise FileRefused(texts.QUARANTINE_SUFFIX.format(path=path))
    heads = list(dict.fromkeys(head for row in rows for head in row.raw))
    try:
        write(path, [*heads, *ADDED], ([*(row.raw.get(head, "") for head in heads), *_added(row)] for row in rows))
    except OSError as error:
        raise FileRefused(texts.QUARANTINE_WRITE.format(path=path, error=error)) from error
    return len(rows)


def replay(engine: Engine, path: Path, load: Callable[[str], Receipt]) -> tuple[Receipt, int]:
    """Load a mended export as the ordinary file it is; its receipt, and the number of quarantined rows that are in now.

    `load` gets the name of the feed the rows came by and loads the file. Raises FileRefused where the file is not an export, and what
    `load` raises. Done twice it changes nothing.
    """
    ids = _ids_by_row(path)
    receipt = load(_feed_of(engine, ids.values(), path))
    with write_transaction(engine) as store:
        again = select(Quarantine.row_no).join(Batch).where(Batch.sha256 == receipt.sha256, Batch.feed == receipt.feed)
        rejected = set(store.scalars(again))
        mended = [quarantine_id for row_no, quarantine_id in ids.items() if row_no not in rejected]
        for some in _in_parts(mended):
            store.execute(update(Quarantine).where(Quarantine.id.in_(some)).values(replayed_batch_id=receipt.batch))
    return receipt, len(mended)


def _feed_of(engine: Engine, ids: Collection[int], path: Path) -> str:
    """The feed of the first known of the rows; a clerk may have put exports of several batches together."""
    with read_transaction(engine) as store:
        for some in _in_parts(sorted(ids)):
            feed = store.scalar(select(Batch.feed).join(Quarantine).where(Quarantine.id.in_(some)).limit(1))
            if feed is not None:
                return feed
    raise FileRefused(texts.REPLAY_UNKNOWN.format(file=path.name, column=texts.QUARANTINE_ID))


def _waiting(batch: int | None) -> Select[*_Columns]:
    query = (
        select(Quarantine.id, Batch.id, Batch.file_name, Quarantine.row_no, Quarantine.reason_code, Quarantine.reason, Quarantine.raw)
        .join(Batch, Quarantine.batch_id == Batch.id)
        .where(Quarantine.replayed_batch_id.is_(None))
        .order_by(Quarantine.id)
    )
    if batch is None:
        return query
    named = aliased(Batch)
    is_same_file = and_(named.sha256 == Batch.sha256, named.feed == Batch.feed, named.options == Batch.options)
    return query.join(named, and_(named.id == batch, is_same_file))


def _added(row: Rejected) -> list[str]:
    return [str(row.id), str(row.row_no), row.reason_code, row.reason]


def _ids_by_row(path: Path) -> dict[int, int]:
    """Record number in the file -> quarantine id; rows a clerk added have none."""
    table = open_table(path, frozenset(ADDED))
    headers = table.head.headers
    if texts.QUARANTINE_ID not in headers:
        raise FileRefused(texts.REPLAY_NO_ID.format(file=path.name, column=texts.QUARANTINE_ID))
    column, ids = f"c{headers.index(texts.QUARANTINE_ID)}", dict[int, int]()
    for chunk in table.chunks():
        for row_no, text in chunk.rows.select("row_no", column).iter_rows():
            if (text or "").strip().isdecimal():
                ids[row_no] = int(text)
    return ids


def _in_parts(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _write_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _write_xlsx(path: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("wb") as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([heads, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell[:32_767])   # Excel's limit for a cell


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, made plain text; numbers stay as they are."""
    is_number = cell[1:].replace(".", "", 1).isdecimal()
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) and not is_number else cell


_WRITERS: dict[str, Callable[[Path, Sequence[str], Iterable[Sequence[str]]], None]] = {".csv": _write_csv, ".xlsx": _write_xlsx}
