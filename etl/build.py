"""Everything that is derived from the store: brought up to date after a load, made anew from nothing, or held against the store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import polars as pl
from sqlalchemy import Connection, Engine, func, select

from etl import daily, history, relapse, texts
from etl.disk_full import room_for
from etl.partition import sorted_rows
from etl.runners import Runner
from etl.tiles import build_tiles
from geodata.history import Manifest, Month, open_history, read_manifest
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Batch
from geodata.tiles import TILED_FROM

MOST_LINES = 40


@dataclass(frozen=True)
class Derived:
    """What stands now: content version and rows of the history, version of the tiles and how many hexagons each resolution draws."""

    history_version: str
    rows: int
    months: int
    tiles_version: str
    cells: dict[int, int]


def refresh(engine: Engine, settings: Settings, pack: Pack, *, runner: Runner | None = None) -> Derived:
    """Brings relapses, history and tiles up to the newest load; the daily table was kept by the load itself."""
    relapse.refresh(engine, pack)
    with room_for(texts.DISK_DERIVED):
        return _with_tiles(history.refresh(engine, settings, runner=runner), settings, pack)


def rebuild(engine: Engine, settings: Settings, pack: Pack, *, runner: Runner | None = None) -> Derived:
    """Makes daily table and history anew from the store, looks for relapses, and draws the tiles that are missing."""
    relapse.refresh(engine, pack)
    with write_transaction(engine, is_load=True) as store:
        daily.replace_all(store)
    with room_for(texts.DISK_DERIVED):
        return _with_tiles(history.rebuild(engine, settings, runner=runner), settings, pack)


def differences(engine: Engine, settings: Settings) -> tuple[str, ...]:
    """Chinese sentences on where history or daily table are not what the store says, at most MOST_LINES; () when all are equal.

    Reads the whole store: about 150,000 rows a second.
    """
    folder = settings.history_dir
    with read_transaction(engine) as store:
        manifest = read_manifest(folder) or Manifest("", 0, ())
        found = (*_behind(store, manifest), *islice(_different_months(store, folder, manifest), MOST_LINES))
        days = daily.differing_days(store)
    lines = [*found, *(texts.CHECK_DAILY.format(day=day) for day in days)]
    rest = len(lines) - MOST_LINES
    return (*lines[:MOST_LINES], *([texts.CHECK_MORE.format(count=rest)] if rest > 0 else []))


def _with_tiles(manifest: Manifest, settings: Settings, pack: Pack) -> Derived:
    tiles = build_tiles(open_history(settings), settings, pack.rules.hex.max_radius_m, above=TILED_FROM)
    cells = {res: tiles.sets[res].cells for res in sorted(tiles.sets)}
    return Derived(manifest.version, sum(m.rows for m in manifest.months), len(manifest.months), tiles.version, cells)


def _behind(store: Connection, manifest: Manifest) -> Iterator[str]:
    count = store.scalar(select(func.count()).select_from(Batch).where(Batch.id > manifest.batch_id)) or 0
    if count:
        yield texts.CHECK_BEHIND.format(count=count)


def _different_months(store: Connection, folder: Path, manifest: Manifest) -> Iterator[str]:
    listed = {m.month: m for m in manifest.months}
    for month in sorted({*history.months_in_store(store), *listed}):
        wanted = _by_day(sorted_rows(history.read_month(store, month)))
        fault = _file_fault(folder, listed[month]) if month in listed else ""
        if fault:
            yield fault
            continue
        kept = _by_day(pl.read_parquet(folder / listed[month].file)) if month in listed else {}
        yield from _different_days(kept, wanted)


def _file_fault(folder: Path, month: Month) -> str:
    path = folder / month.file
    if not path.is_file():
        return texts.CHECK_FILE_MISSING.format(file=month.file)
    with path.open("rb") as file:
        is_whole = hashlib.file_digest(file, "sha256").hexdigest() == month.sha256
    return "" if is_whole else texts.CHECK_FILE_CHANGED.format(file=month.file)


def _different_days(kept: dict[date, tuple[int, int]], wanted: dict[date, tuple[int, int]]) -> Iterable[str]:
    for day in sorted({*kept, *wanted}):
        (has, digest), (should, wanted_digest) = kept.get(day, (0, 0)), wanted.get(day, (0, 0))
        if has != should:
            yield texts.CHECK_COUNT.format(day=day, has=has, should=should)
        elif digest != wanted_digest:
            yield texts.CHECK_CONTENT.format(day=day, count=has)


def _by_day(rows: pl.DataFrame) -> dict[date, tuple[int, int]]:
    """day -> (rows, digest of their content, order left aside)."""
    hashed = rows.select("day", hash=rows.hash_rows())
    found = hashed.group_by("day").agg(pl.len(), pl.col("hash").bitwise_xor())
    return {day: (count, digest) for day, count, digest in found.iter_rows()}
