"""The ledger: what came in, what became of it, and what the store holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, select
from sqlalchemy.orm import Session

from geodata.store.engine import read_transaction
from geodata.store.models import Batch, Complaint, Quarantine


@dataclass(frozen=True)
class Receipt:
    """One load of one file, as `load --json` and `ledger --json` print it: read = loaded + updated + unchanged + quarantined."""

    file: str
    sha256: str
    feed: str
    batch: int
    read: int
    loaded: int
    updated: int
    unchanged: int
    quarantined: int
    located: dict[str, int]      # place level -> rows of this file
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """The receipt for JSON."""
        return asdict(self)


def receipt_of(batch: Batch | Row[Any]) -> Receipt:
    """The receipt of a batch row."""
    return Receipt(
        file=batch.file_name,
        sha256=batch.sha256,
        feed=batch.feed,
        batch=batch.id,
        read=batch.read_count,
        loaded=batch.loaded_count,
        updated=batch.updated_count,
        unchanged=batch.unchanged_count,
        quarantined=batch.quarantined_count,
        located=dict(batch.located),
        seconds=batch.seconds,
    )


def batches(session: Session, limit: int | None = None) -> Sequence[Batch]:
    """Batches, newest first."""
    return session.scalars(select(Batch).order_by(Batch.id.desc()).limit(limit)).all()


# what each table holds apart from its numbering and the hours of loading
_CONTENT: dict[str, Select[*tuple[Any, ...]]] = {
    "complaint": select(*(c for c in Complaint.__table__.columns if c.name not in ("id", "batch_id", "case_id"))),
    "quarantine": select(Batch.sha256, Quarantine.row_no, Quarantine.reason_code, Quarantine.reason, Quarantine.raw).join_from(
        Quarantine, Batch, Quarantine.batch_id == Batch.id
    ),
    "batch": select(*(c for c in Batch.__table__.columns if c.name not in ("id", "started_at", "seconds"))),
}


def store_digest(engine: Engine, *, tables: Sequence[str] = tuple(_CONTENT)) -> str:
    """32 hex digits of what the tables hold, whatever the order in which it came: equal stores on either engine have equal digests."""
    with read_transaction(engine) as store:
        return f"{sum(_fingerprint(row) for table in tables for row in _rows(store, table)) % (1 << 128):032x}"


def _rows(store: Connection, table: str) -> Iterator[tuple[Any, ...]]:
    for row in store.execution_options(yield_per=10_000).execute(_CONTENT[table]):
        yield (table, *row)


def _fingerprint(row: tuple[Any, ...]) -> int:
    return int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=16).digest())
