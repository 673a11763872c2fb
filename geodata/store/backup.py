"""Writes the whole store into one file, of one moment, while loads go on; engine-neutral, so that it can be restored into either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, Engine, Table

from geodata.store.archive import ArchiveWriter, Manifest, StoredTable, fingerprint, new_archive
from geodata.store.digest import TableDigest
from geodata.store.engine import read_transaction
from geodata.store.migration import require_current, version_of
from geodata.store.rowstream import kinds_of, read_rows, tables

OnRows = Callable[[int], None]


@dataclass(frozen=True)
class Stamp:
    """What a backup says of its making; the secret signs it and is not in it."""

    at: datetime
    secret: str


def back_up(engine: Engine, path: Path, stamp: Stamp, *, on_rows: OnRows | None = None) -> Manifest:
    """Write every table into a new archive at `path`, as they are at one moment; what it holds.

    `on_rows` is told the rows of each part that was written. Raises FileRefused where the file is there already or cannot be written,
    StoreError where the store is away or its tables are not those of this code.
    """
    require_current(engine)
    with read_transaction(engine) as store, new_archive(path) as archive:
        stored = tuple(_stored(store, archive, table, on_rows or (lambda rows: None)) for table in tables())
        at = stamp.at.isoformat(timespec="seconds")
        manifest = Manifest(at, version("huitian"), version_of(store), fingerprint(stamp.secret), stored)
        archive.close(manifest, stamp.secret)
    return manifest


def _stored(store: Connection, archive: ArchiveWriter, table: Table, on_rows: OnRows) -> StoredTable:
    kinds, key, digest, parts = kinds_of(table), tuple(c.name for c in table.primary_key), TableDigest(), []
    for frame in read_rows(store, table.name, kinds, key):
        digest.add(frame)
        parts.append(archive.add(table.name, frame))
        on_rows(frame.height)
    return StoredTable(table.name, kinds, key, digest.rows, digest.hexdigest(), tuple(parts))
