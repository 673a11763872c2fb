"""The ledger: every file that came in, what became of each of its rows, and the rows that could not be used."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime


class Batch(Base):
    """One load of one file: `read_count = loaded_count + updated_count + unchanged_count + quarantined_count`, always."""

    __tablename__ = "batch"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    feed: Mapped[str] = mapped_column(String(32))
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    options: Mapped[str] = mapped_column(Text)                    # what besides the bytes decides the rows: mapping, coordinate system
    encoding: Mapped[str] = mapped_column(String(16))
    read_count: Mapped[int] = mapped_column(Integer)
    loaded_count: Mapped[int] = mapped_column(Integer)
    updated_count: Mapped[int] = mapped_column(Integer)
    unchanged_count: Mapped[int] = mapped_column(Integer)
    quarantined_count: Mapped[int] = mapped_column(Integer)
    located: Mapped[dict[str, int]] = mapped_column(JSON)         # place level -> rows of this file
    notes: Mapped[dict[str, Any]] = mapped_column(JSON)           # ignored columns, masked items by kind, rows older than the store …
    touched_months: Mapped[list[str]] = mapped_column(JSON)       # "2026-07": history to rewrite
    newest_at: Mapped[datetime | None] = mapped_column(LocalTime)  # newest created_at in the file
    started_at: Mapped[datetime] = mapped_column(LocalTime)
    seconds: Mapped[float] = mapped_column(Float)
    code_version: Mapped[str] = mapped_column(String(32))
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (Index("ix_batch_sha256", "sha256"), {"sqlite_autoincrement": True})


class Quarantine(Base):
    """A row that could not be used, with where it stood, why, and its masked text, so that it can be mended and replayed."""

    __tablename__ = "quarantine"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    batch_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("batch.id"))
    row_no: Mapped[int] = mapped_column(Integer)                  # record in the file, the header being 1
    reason_code: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)                     # Chinese, with the column and the value found
    raw: Mapped[dict[str, str]] = mapped_column(JSON)             # header -> masked text
    replayed_batch_id: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_quarantine_batch", "batch_id"),)
