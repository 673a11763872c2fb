"""One file of records into the store in one transaction: every row accounted for, the same file again changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import polars as pl
from sqlalchemy import Connection, Engine, select, update

from etl.garbage import uncollected
from etl.ledger import Receipt
from etl.load import UNCHANGED, UPDATED, Tally, close_batch, open_batch
from etl.readers.table import ROW_NO
from etl.records.bench import Workbench
from etl.records.feed import FAULTS_SCHEMA, REPLACE, RecordFeed, Refined
from etl.records.reading import Gathered, OnRows, gather, rejected
from etl.records.storing import Written, only, without, write
from etl.records.tables import table_of
from etl.rejects import frame_of
from etl.sinks import sink_of
from etl.workshop import Source, Workshop
from geodata.clock import stopwatch
from geodata.store.engine import write_transaction
from geodata.store.models import Batch, Quarantine


@dataclass(frozen=True)
class _Before:
    """What an earlier load of this very file left: the rows it put aside; is_repeat is false when there was none."""

    is_repeat: bool
    put_aside: pl.Series


def load_records(
    source: Source, engine: Engine, workshop: Workshop, *, on_rows: OnRows | None = None, is_rehearsal: bool = False
) -> Receipt:
    """Imports one file; what became of its rows. A rehearsal does the same and takes it back: batch 0, nothing written.

    Raises FileRefused when the file as a whole cannot be used; nothing of it is stored then, or at any other end but the proper one.
    """
    gathered = gather(source, workshop, on_rows=on_rows)
    started = stopwatch()
    with write_transaction(engine, is_load=True) as store, uncollected():
        receipt = _stored(store, gathered, workshop, started)
        transaction = store.get_transaction()
        if is_rehearsal and transaction is not None:
            transaction.rollback()
            return replace(receipt, batch=0)
    return receipt


def _stored(store: Connection, gathered: Gathered, workshop: Workshop, started: float) -> Receipt:
    feed = gathered.source.feed
    assert isinstance(feed, RecordFeed)
    now = workshop.settings.clock.now().replace(tzinfo=None)
    refined = feed.refine(gathered.rows, Workbench(store, workshop.pack, now, gathered.columns, workshop.is_demo))
    gathered = gathered.with_notes(refined.notes.items())
    batch_id = open_batch(store, gathered)
    before = _before(store, gathered, batch_id)
    faults = pl.concat([gathered.faults, refined.faults.select(list(FAULTS_SCHEMA)).cast(FAULTS_SCHEMA)])  # type: ignore[arg-type]
    fates, cut = _written(store, refined, faults[ROW_NO].unique(), before, batch_id)
    gathered = gathered.with_notes([("shortened", dict(cut))])
    sound = gathered.rows.join(faults, on=ROW_NO, how="anti")       # a row of the year 2099 is put aside and makes nothing newer
    tally = Tally(newest_at=_newest(sound, feed))
    tally.fates = Counter(fates["fate"].to_list())
    if before.is_repeat:
        tally.rejected = _still_aside(store, gathered, faults, before, batch_id)
        tally.fates[UNCHANGED] += gathered.read_count - tally.rejected - tally.fates.total()
    else:
        put_aside = frame_of(rejected(gathered, faults))
        sink_of(store).insert(table_of(Quarantine), put_aside.with_columns(batch_id=pl.lit(batch_id)))
        tally.rejected = put_aside.height
    return close_batch(store, gathered, batch_id, tally, seconds=gathered.seconds + stopwatch() - started)


def _written(
    store: Connection, refined: Refined, wrong: pl.Series, before: _Before, batch_id: int
) -> tuple[pl.DataFrame, Counter[str]]:
    """row_no, fate of the rows of the file that were written or looked at (the first counted table decides, others make an update of it),
    and texts shortened by column.
    """
    main: Written | None = None
    others: list[pl.Series] = []
    cut: Counter[str] = Counter()
    for rows in refined.tables:
        rows = without(rows, wrong)
        if before.is_repeat:
            if ROW_NO not in rows.frame.columns and not before.put_aside.len():
                continue
            rows = only(rows, before.put_aside)
        if main is not None and rows.mode == REPLACE:
            rows = only(rows, main.changed)
        written = write(store, rows, batch_id)
        cut.update(written.cut)
        if main is None and ROW_NO in rows.frame.columns:
            main = written
        else:
            others.append(written.changed)
    if main is None:
        return pl.DataFrame(schema={ROW_NO: pl.UInt32, "fate": pl.String}), cut
    more = pl.concat([*others, main.changed.clear()])
    is_update = (pl.col("fate") == UNCHANGED) & pl.col(ROW_NO).is_in(more.implode()) & ~pl.col(ROW_NO).is_in(main.changed.implode())
    return main.fates.with_columns(pl.when(is_update).then(pl.lit(UPDATED)).otherwise("fate").alias("fate")), cut


def _before(store: Connection, gathered: Gathered, batch_id: int) -> _Before:
    same = (
        Batch.id < batch_id, Batch.sha256 == gathered.sha256, Batch.feed == gathered.feed, Batch.options == gathered.options,
        Batch.read_count == gathered.read_count,
    )  # fmt: skip
    earlier = list(store.scalars(select(Batch.id).where(*same)))
    aside = select(Quarantine.row_no).where(Quarantine.batch_id.in_(earlier), Quarantine.replayed_batch_id.is_(None))
    row_nos = list(store.scalars(aside)) if earlier else []
    return _Before(bool(earlier), pl.Series(ROW_NO, row_nos, pl.UInt32))


def _still_aside(store: Connection, gathered: Gathered, faults: pl.DataFrame, before: _Before, batch_id: int) -> int:
    """How many of the rows put aside before cannot be used now either; the others are no longer waiting."""
    wrong = {*faults[ROW_NO].to_list(), *(reject[0] for reject in gathered.broken)}
    mended = [row_no for row_no in before.put_aside.to_list() if row_no not in wrong]
    if mended:
        same = select(Batch.id).where(
            Batch.sha256 == gathered.sha256, Batch.feed == gathered.feed, Batch.options == gathered.options, Batch.id < batch_id
        )
        waiting = update(Quarantine).where(Quarantine.batch_id.in_(same), Quarantine.replayed_batch_id.is_(None))
        for start in range(0, len(mended), 500):
            part = mended[start : start + 500]
            store.execute(waiting.where(Quarantine.row_no.in_(part)).values(replayed_batch_id=batch_id))
    return before.put_aside.len() - len(mended)


def _newest(rows: pl.DataFrame, feed: RecordFeed) -> datetime | None:
    newest = rows[feed.newest].max() if feed.newest and rows.height else None
    if isinstance(newest, datetime):
        return newest
    return datetime.combine(newest, time()) if isinstance(newest, date) else None
