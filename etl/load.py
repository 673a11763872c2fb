"""Brings one prepared file into the store: one transaction a file, every row accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import polars as pl
import pyarrow.parquet as pq
from sqlalchemy import Connection, Engine, Table, insert, select, update

from etl import texts
from etl.daily import replace_days
from etl.garbage import uncollected
from etl.ledger import Receipt, receipt_of
from etl.prepared import Prepared
from etl.sinks import Known, Sink, sink_of
from geodata.clock import stopwatch
from geodata.errors import HuitianError
from geodata.store.engine import write_transaction
from geodata.store.models import Batch, Complaint, Quarantine

CHUNK_ROWS = 20_000

LOADED, UPDATED, UNCHANGED, OLDER = "loaded", "updated", "unchanged", "older"

# the finest codes are null where unknown, so that a range of codes never meets an empty text
_NULLABLE = ("place_name", "district_code", "street_code", "community_code", "satisfaction", "caller_key")


@dataclass
class Tally:
    """What became of a file's rows so far; owned by one load."""

    fates: Counter[str] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)
    newest_at: datetime | None = None
    rejected: int = 0


@dataclass(frozen=True)
class Decision:
    """What to do with a chunk: rows to add and to overwrite by their position, days whose sums change, and the fate of each row."""

    added: list[int]
    changed: dict[int, int]      # position -> id in the store
    days: set[date]
    fates: Counter[str]


def load_prepared(
    engine: Engine, prepared: Prepared, *, on_rows: Callable[[int], None] | None = None, chunk_rows: int = CHUNK_ROWS
) -> Receipt:
    """Load a file in one transaction: batch, quarantine, complaints, daily rows of the days it touched; what became of its rows.

    `on_rows` is told the number of rows of each chunk that was written. The same file read the same way again changes nothing. Raises
    StoreError when the store is away or locked; then, and at any other end but the proper one, nothing of the file is stored.
    """
    started = stopwatch()
    with write_transaction(engine, is_load=True) as store:
        batch_id = open_batch(store, prepared)
        if _is_repeat(store, prepared, batch_id):
            tally = _repeat(prepared)
        else:
            tally = Tally()
            _store_rejects(sink_of(store), prepared, batch_id, tally)
            for chunk in _chunks(prepared.rows, chunk_rows):
                _store_chunk(sink_of(store), _storable(chunk), batch_id, tally)
                if on_rows:
                    on_rows(chunk.height)
        replace_days(store, tally.days)
        return close_batch(store, prepared, batch_id, tally, seconds=prepared.seconds + stopwatch() - started)


def decide(rows: Iterable[tuple[str, str, datetime, datetime]], known: dict[str, Known]) -> Decision:
    """What to do with rows of (order_no, row_digest, version_at, created_at) in file order, given what the store has of them.

    An unknown order is loaded; the same digest is unchanged; a row older than the store's version is unchanged too; else it is an update.
    A number that comes again in the chunk meets the version before it, and only its last version is written.
    """
    current, last, fates, days = dict(known), {}, Counter[str](), set()
    for position, (order_no, digest, version_at, created_at) in enumerate(rows):
        before = current.get(order_no)
        fate = _fate(before, digest, version_at)
        fates[fate] += 1
        if fate in (LOADED, UPDATED):
            days.add(created_at.date())
            if before is not None:
                days.add(before.created_at.date())
            current[order_no] = Known(before.id if before else 0, digest, version_at, created_at)
            last[order_no] = position
    added = [position for order_no, position in last.items() if order_no not in known]
    return Decision(sorted(added), {p: known[o].id for o, p in last.items() if o in known}, days, fates)


def _fate(before: Known | None, digest: str, version_at: datetime) -> str:
    if before is None:
        return LOADED
    if before.digest == digest:
        return UNCHANGED
    return OLDER if before.version_at > version_at else UPDATED


def _store_rejects(sink: Sink, prepared: Prepared, batch_id: int, tally: Tally) -> None:
    for chunk in _chunks(prepared.rejects):
        sink.insert(_table(Quarantine), chunk.with_columns(pl.lit(batch_id).alias("batch_id")))
        tally.rejected += chunk.height


@uncollected()
def _store_chunk(sink: Sink, chunk: pl.DataFrame, batch_id: int, tally: Tally) -> None:
    rows = chunk.drop("row_no").with_columns(pl.lit(batch_id).alias("batch_id"))
    known = sink.known(chunk["order_no"].unique().to_list())
    if not known and not chunk["order_no"].is_duplicated().any():
        sink.insert(_table(Complaint), rows)
        tally.fates[LOADED] += chunk.height
        tally.days.update(chunk["created_at"].dt.date().unique().to_list())
    else:
        decision = decide(chunk.select("order_no", "row_digest", "version_at", "created_at").iter_rows(), known)
        sink.insert(_table(Complaint), rows[decision.added])
        changed = rows[list(decision.changed)].with_columns(pl.Series("id", list(decision.changed.values()), pl.Int64))
        sink.update(_table(Complaint), changed)
        tally.fates += decision.fates
        tally.days |= decision.days
    tally.newest_at = _newest(tally.newest_at, chunk)


def _repeat(prepared: Prepared) -> Tally:
    """The same file again: every row is there already, whatever later files made of it."""
    tally = Tally(rejected=_height(prepared.rejects))
    tally.fates[UNCHANGED] = _height(prepared.rows)
    for chunk in _chunks(prepared.rows, columns=["created_at"]):
        tally.newest_at = _newest(tally.newest_at, chunk)
    return tally


def _is_repeat(store: Connection, prepared: Prepared, batch_id: int) -> bool:
    """Whether this very file came before and was read the same way, with as many rows and rejects."""
    before = select(Batch.id).where(
        Batch.id < batch_id,
        Batch.sha256 == prepared.sha256,
        Batch.feed == prepared.feed,
        Batch.options == prepared.options,
        Batch.read_count == prepared.read_count,
        Batch.quarantined_count == _height(prepared.rejects),
    )
    return store.execute(before.limit(1)).first() is not None


class FileFacts(Protocol):
    """What the ledger says of a file whatever its feed; as in `Prepared`."""

    @property
    def feed(self) -> str: ...
    @property
    def file_name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def options(self) -> str: ...
    @property
    def encoding(self) -> str: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def read_count(self) -> int: ...
    @property
    def located(self) -> dict[str, int]: ...
    @property
    def notes(self) -> dict[str, Any]: ...
    @property
    def is_sample(self) -> bool: ...


def open_batch(store: Connection, prepared: FileFacts) -> int:
    """The batch row, its counts still to come, so that rows can name it."""
    values: dict[str, Any] = {
        "feed": prepared.feed,
        "file_name": prepared.file_name[-255:],
        "sha256": prepared.sha256,
        "options": prepared.options,
        "encoding": prepared.encoding[:16],
        "read_count": 0,
        "loaded_count": 0,
        "updated_count": 0,
        "unchanged_count": 0,
        "quarantined_count": 0,
        "located": prepared.located,
        "notes": prepared.notes,
        "touched_months": [],
        "newest_at": None,
        "started_at": prepared.started_at,
        "seconds": 0.0,
        "code_version": version("huitian"),
        "is_sample": prepared.is_sample,
    }
    return int(store.execute(insert(Batch).values(values).returning(Batch.id)).scalar_one())


def close_batch(store: Connection, prepared: FileFacts, batch_id: int, tally: Tally, *, seconds: float) -> Receipt:
    """The batch's counts and its receipt. Raises HuitianError, so that nothing is kept, where a row is not accounted for."""
    fates = tally.fates
    if fates.total() + tally.rejected != prepared.read_count:
        raise HuitianError(
            texts.LOAD_UNACCOUNTED.format(file=prepared.file_name, read=prepared.read_count, rows=fates.total(), rejected=tally.rejected)
        )
    counts = {
        "read_count": prepared.read_count,
        "loaded_count": fates[LOADED],
        "updated_count": fates[UPDATED],
        "unchanged_count": fates[UNCHANGED] + fates[OLDER],
        "quarantined_count": tally.rejected,
        "notes": {**prepared.notes, "older": fates[OLDER]},
        "touched_months": sorted({f"{day:%Y-%m}" for day in tally.days}),
        "newest_at": tally.newest_at,
        "seconds": round(seconds, 3),
    }
    store.execute(update(Batch).where(Batch.id == batch_id).values(counts))
    return receipt_of(store.execute(select(Batch.__table__).where(Batch.id == batch_id)).one())


def _chunks(path: Path, rows: int = CHUNK_ROWS, *, columns: list[str] | None = None) -> Iterator[pl.DataFrame]:
    frames = pl.scan_parquet(path).select(columns or pl.all())
    for start in range(0, _height(path), rows):
        yield frames.slice(start, rows).collect()


def _storable(chunk: pl.DataFrame) -> pl.DataFrame:
    """Without what PostgreSQL cannot hold (NUL in texts), unknown codes null."""
    clean = chunk.with_columns(pl.col(pl.String).str.replace_all("\x00", "", literal=True))
    return clean.with_columns(pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in _NULLABLE)


def _newest(so_far: datetime | None, chunk: pl.DataFrame) -> datetime | None:
    newest = chunk["created_at"].max()
    return max((at for at in (so_far, newest) if isinstance(at, datetime)), default=None)


def _height(path: Path) -> int:
    with pq.ParquetFile(path) as file:
        return int(file.metadata.num_rows)


def _table(model: type[Complaint] | type[Quarantine]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
