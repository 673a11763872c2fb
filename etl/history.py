"""Writes the history from the store: exports months, has each sorted and written as a unit of work, and publishes all by one switch."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs
from sqlalchemy import ColumnElement, Connection, DateTime, Engine, Integer, String, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

from etl import texts
from etl.partition import EXPORTED, Partition, process
from etl.runners import LocalRunner, Runner
from geodata.errors import StoreError
from geodata.history import FORMAT, MANIFEST, Manifest, Month, manifest_text, read_manifest
from geodata.settings import Settings
from geodata.store.engine import is_sqlite, read_transaction
from geodata.store.models import Batch, Complaint

CHUNK = 50_000
KEEP_SECONDS = 600          # a reader may still hold the previous state
LOCK_SECONDS = 600.0

# history column -> store column, where the names differ
_SOURCE: dict[str, InstrumentedAttribute[Any]] = {
    "radius_m": Complaint.place_radius_m,
    "approx": Complaint.place_approx,
    "is_valid": Complaint.is_callback_valid,
}


def refresh(engine: Engine, settings: Settings, *, runner: Runner | None = None) -> Manifest:
    """The history with the months rewritten that loads newer than it touched; writes nothing when there are none."""
    return _published(engine, settings.history_dir, runner or LocalRunner(), is_whole=False)


def rebuild(engine: Engine, settings: Settings, *, runner: Runner | None = None) -> Manifest:
    """The history with every month written anew from the store."""
    return _published(engine, settings.history_dir, runner or LocalRunner(), is_whole=True)


def read_month(store: Connection, month: str) -> pl.DataFrame:
    """Rows of one month ("2026-07") as the store has them now: the columns of EXPORTED, in no particular order."""
    first, after = _bounds(month)
    stored = {name: _stored(kind, is_sqlite(store)) for name, kind in EXPORTED.items()}
    query = select(*(_column(name, as_type) for name, (as_type, _) in stored.items()))
    query = query.where(Complaint.created_at >= first, Complaint.created_at < after)
    schema = {name: kind for name, (_, kind) in stored.items()}
    chunks = store.execution_options(yield_per=CHUNK).execute(query).partitions()
    frames = [pl.DataFrame(list(zip(*chunk, strict=True)), schema=schema, orient="col") for chunk in chunks]
    return _typed(pl.concat(frames)) if frames else pl.DataFrame(schema=EXPORTED)


def months_in_store(store: Connection) -> list[str]:
    """Months from the store's oldest to its newest complaint, without gaps; some may be empty."""
    oldest, newest = store.execute(select(func.min(Complaint.created_at), func.max(Complaint.created_at))).one()
    if oldest is None:
        return []
    count = (newest.year - oldest.year) * 12 + newest.month - oldest.month
    return [f"{oldest.year + (oldest.month - 1 + i) // 12}-{(oldest.month - 1 + i) % 12 + 1:02d}" for i in range(count + 1)]


def _published(engine: Engine, folder: Path, runner: Runner, *, is_whole: bool) -> Manifest:
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        before = _usable(folder)
        old = None if is_whole else before
        with tempfile.TemporaryDirectory(dir=folder, prefix="work-") as work:
            batch_id, months, partitions = _exported(engine, old, folder, Path(work))
            if old and not months and batch_id == old.batch_id:
                return old
            written = runner.map(process, partitions)
        kept = [m for m in old.months if m.month not in months] if old else []
        manifest = _switch(folder, batch_id, [*kept, *written])
        _sweep(folder, before, manifest)
    return manifest


def _exported(engine: Engine, old: Manifest | None, folder: Path, work: Path) -> tuple[int, set[str], list[Partition]]:
    with read_transaction(engine) as store:
        batch_id = store.scalar(select(func.max(Batch.id))) or 0
        months = set(_touched(store, old)) if old else set(months_in_store(store))
        partitions = [_export(store, month, folder, work) for month in sorted(months)]
    return batch_id, months, [p for p in partitions if p]


def _touched(store: Connection, old: Manifest) -> Iterable[str]:
    for months in store.scalars(select(Batch.touched_months).where(Batch.id > old.batch_id)):
        yield from months


def _export(store: Connection, month: str, folder: Path, work: Path) -> Partition | None:
    rows = read_month(store, month)
    if rows.is_empty():
        return None
    source = work / f"{month}.parquet"
    rows.write_parquet(source, compression="lz4")
    return Partition(month, source.resolve(), folder.resolve())


def _column(name: str, as_type: TypeEngine[Any] | None) -> ColumnElement[Any]:
    column: InstrumentedAttribute[Any] = _SOURCE[name] if name in _SOURCE else getattr(Complaint, name)
    return type_coerce(column, as_type).label(name) if as_type else column.label(name)


def _stored(kind: pl.DataType, is_embedded: bool) -> tuple[TypeEngine[Any] | None, pl.DataType]:
    """How a column leaves the store: on SQLite as the text and integers it is made of, which frames convert ten times faster than rows."""
    if kind == pl.Datetime("us"):
        return (String(), pl.String()) if is_embedded else (DateTime(), kind)   # without LocalTime's zone: frames hold naive times
    if kind == pl.Boolean() and is_embedded:
        return Integer(), pl.Int64()
    return None, kind


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    if rows["created_at"].dtype == pl.String:
        rows = rows.with_columns(cs.ends_with("_at").str.to_datetime("%Y-%m-%d %H:%M:%S%.f"))
    return rows.cast(EXPORTED)  # type: ignore[arg-type]


def _bounds(month: str) -> tuple[datetime, datetime]:
    year, number = int(month[:4]), int(month[5:])
    return datetime(year, number, 1), datetime(year + number // 12, number % 12 + 1, 1)


def _usable(folder: Path) -> Manifest | None:
    try:
        manifest = read_manifest(folder)
    except StoreError:
        return None                # another format or broken: everything is derived, so it is written anew
    return manifest if manifest and all((folder / m.file).is_file() for m in manifest.months) else None


def _switch(folder: Path, batch_id: int, months: Iterable[Month]) -> Manifest:
    ordered = tuple(sorted(months, key=lambda m: m.month))
    content = "\n".join([str(FORMAT), *(f"{m.month} {m.rows} {m.sha256}" for m in ordered)])
    manifest = Manifest(hashlib.sha256(content.encode()).hexdigest()[:12], batch_id, ordered)
    temporary = folder / f"{MANIFEST}.tmp"
    temporary.write_text(manifest_text(manifest), encoding="utf-8")
    os.replace(temporary, folder / MANIFEST)
    return manifest


def _sweep(folder: Path, old: Manifest | None, manifest: Manifest) -> None:
    named = {m.file for m in manifest.months}
    for month in old.months if old else ():
        if month.file not in named and (folder / month.file).exists():
            os.utime(folder / month.file)           # from now on it is out of use
    published_at = (folder / MANIFEST).stat().st_mtime
    for path in [*folder.glob("*.parquet"), *folder.glob("*.tmp"), *folder.glob("work-*")]:
        if path.name in named or published_at - path.stat().st_mtime < KEEP_SECONDS:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One writer at a time. SQLite's file lock works on every system and goes away with its process."""
    with closing(sqlite3.connect(folder / "writer.lock", timeout=LOCK_SECONDS, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise StoreError(texts.HISTORY_LOCKED.format(folder=folder, seconds=LOCK_SECONDS)) from error
        yield
