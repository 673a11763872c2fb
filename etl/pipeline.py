"""A file on a desk -> rows in the store: read, map, clean, mask, stamp, classify, locate in chunks, then one load."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
from sqlalchemy import Engine

from etl import build, contracts, texts
from etl.contracts import Feed
from etl.crew import Crew
from etl.disk_full import room_for
from etl.ledger import Receipt
from etl.load import LOADED, OLDER, UNCHANGED, UPDATED, decide, load_prepared
from etl.passage import Passage
from etl.prepared import REJECT_SCHEMA, ROW_SCHEMA, Prepared
from etl.privacy import shown_name
from etl.readers import open_table
from etl.readers.header import plain
from etl.readers.table import Chunk, empty_rows
from etl.records.feed import RecordFeed
from etl.records.loading import load_records
from etl.sinks import Known, sink_of
from etl.spool import spool
from etl.workshop import Source, Workshop
from geodata.clock import stopwatch
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import read_transaction
from geodata.store.home import is_demo_home

__all__ = ["OnRows", "Source", "Workshop", "load_file", "load_source", "prepare", "rehearse", "spool"]

FINISHED_AT_ONCE = 8_000  # rows a crew member takes at a time

OnRows = Callable[[int, float], None]  # rows read so far, share of the file read so far


def load_file(
    path: Path, feed: Feed, *, engine: Engine, pack: Pack, settings: Settings, refresh: bool = True, workshop: Workshop | None = None
) -> Receipt:
    """Imports one file in one transaction and brings what is derived up to date; what became of its rows.

    Raises FileRefused (nothing stored). For many files build one `Workshop` and refresh once.
    """
    workshop = workshop or Workshop.open(settings, pack, is_demo=is_demo_home(settings))
    receipt = load_source(Source(path, feed), engine, workshop)
    if refresh:
        build.refresh(engine, settings, pack)
    return receipt


def load_source(source: Source, engine: Engine, workshop: Workshop, *, on_rows: OnRows | None = None, crew: Crew | None = None) -> Receipt:
    """Imports one file in one transaction; what is derived from the store is not brought up to date yet.

    `crew` shares the slow half with other processes; without one everything happens here.
    """
    if isinstance(source.feed, RecordFeed):
        with room_for(texts.DISK_LOAD.format(file=source.path.name)):
            return load_records(source, engine, workshop, on_rows=on_rows)
    with room_for(texts.DISK_LOAD.format(file=source.path.name)), spool(workshop.settings) as folder:
        return load_prepared(engine, prepare(source, workshop, folder, on_rows=on_rows, crew=crew))


def rehearse(source: Source, engine: Engine, workshop: Workshop, *, on_rows: OnRows | None = None, crew: Crew | None = None) -> Receipt:
    """The receipt a load would give now, nothing written; batch 0. Raises FileRefused as the load would."""
    room = room_for(texts.DISK_REHEARSAL.format(file=source.path.name))
    if isinstance(source.feed, RecordFeed):
        with room:
            return load_records(source, engine, workshop, on_rows=on_rows, is_rehearsal=True)
    with room, spool(workshop.settings) as folder, read_transaction(engine) as store:
        prepared = prepare(source, workshop, folder, on_rows=on_rows, crew=crew)
        fates: Counter[str] = Counter()
        seen: dict[str, Known] = {}
        for rows in _versions(prepared.rows):
            known = {
                **sink_of(store).known(rows["order_no"].unique().to_list()),
                **{o: seen[o] for o in rows["order_no"].to_list() if o in seen},
            }
            fates += decide(rows.iter_rows(), known).fates
            seen |= {o: Known(0, digest, at, day) for o, digest, at, day in rows.iter_rows()}
        return Receipt(
            file=prepared.file_name,
            sha256=prepared.sha256,
            feed=prepared.feed,
            batch=0,
            read=prepared.read_count,
            loaded=fates[LOADED],
            updated=fates[UPDATED],
            unchanged=fates[UNCHANGED] + fates[OLDER],
            quarantined=prepared.read_count - fates.total(),
            located=prepared.located,
            seconds=round(prepared.seconds, 3),
        )


def prepare(source: Source, workshop: Workshop, folder: Path, *, on_rows: OnRows | None = None, crew: Crew | None = None) -> Prepared:
    """The file's rows cleaned, masked, classified and placed, as Parquet in `folder`; rows and rejects together are all that was read.

    Memory holds one chunk, and a few slices of it with a crew. Raises FileRefused when the file as a whole cannot be used.
    """
    started, started_at = stopwatch(), workshop.settings.clock.now()
    table = open_table(source.path, _known(source))
    mapped = contracts.match_headers(source.feed, table.head, source.path, source.mapping)
    run = Passage(source, workshop, table, mapped)
    counts = Counter[str]()
    with _writer(folder / "rows.parquet", ROW_SCHEMA) as write_rows, _writer(folder / "rejects.parquet", REJECT_SCHEMA) as write_rejects:

        def cleaned() -> Iterator[pl.DataFrame]:
            for chunk in chain([Chunk(empty_rows(len(table.head.headers)), table.head.above, done=0)], table.chunks()):
                frame, put_aside = run.step(chunk)
                write_rejects(put_aside)
                counts["rejects"] += put_aside.height
                yield from frame.iter_slices(FINISHED_AT_ONCE)

        for finished in (crew or Crew(workshop)).finished(cleaned()):
            rows = run.take(finished)
            write_rows(rows)
            counts["rows"] += rows.height
            if on_rows:
                on_rows(counts.total(), run.done)
    return Prepared(
        feed=source.feed.name,
        file_name=shown_name(source.path),
        sha256=_sha256(source.path),
        encoding=table.head.encoding,
        started_at=started_at,
        read_count=counts.total(),
        rows=folder / "rows.parquet",
        rejects=folder / "rejects.parquet",
        located=dict(sorted(run.located.items())),
        notes=run.notes(),
        is_sample=run.is_sample,
        options=source.options,
        seconds=stopwatch() - started,
    )


def _known(source: Source) -> frozenset[str]:
    return source.feed.known_headers() | {plain(h) for h in source.mapping.columns.values()}


@contextmanager
def _writer(path: Path, schema: dict[str, Any]) -> Iterator[Callable[[pl.DataFrame], None]]:
    oldest = pl.CompatLevel.oldest()
    arrow = pl.DataFrame(schema=schema).to_arrow(compat_level=oldest).schema
    with pq.ParquetWriter(path, arrow, compression="lz4") as writer:

        def write(frame: pl.DataFrame) -> None:
            if frame.height:
                writer.write_table(frame.to_arrow(compat_level=oldest).cast(arrow))

        yield write


def _versions(rows: Path) -> Iterator[pl.DataFrame]:
    with pq.ParquetFile(rows) as file:
        for batch in file.iter_batches(columns=["order_no", "row_digest", "version_at", "created_at"]):
            yield pl.DataFrame(pl.from_arrow(batch)).select("order_no", "row_digest", "version_at", "created_at")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
