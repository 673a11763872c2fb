"""Frozen weekly briefs (周报): their figures, and the files as they were issued."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime


class Edition(Base):
    """The figures of one area and week as they were published; a correction is a new revision, never a change."""

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    area_code: Mapped[str] = mapped_column(String(12))
    week: Mapped[str] = mapped_column(String(8))                 # ISO week, "2026-W46"
    revision: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)                 # 第 n 期 of its year; all revisions of a week share it
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))              # sha256 of the figures
    template_digest: Mapped[str] = mapped_column(String(64))     # sha256 of the template they were put into
    data_as_of: Mapped[datetime | None] = mapped_column(LocalTime)
    note: Mapped[str] = mapped_column(Text)                      # why stale figures entered all the same
    published_at: Mapped[datetime] = mapped_column(LocalTime)
    published_by: Mapped[str] = mapped_column(String(64))
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("area_code", "week", "revision"),)


class EditionFile(Base):
    """One file of an edition, byte for byte as it was issued."""

    __tablename__ = "edition_file"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    edition_id: Mapped[int] = mapped_column(BigKey, ForeignKey("edition.id"))
    name: Mapped[str] = mapped_column(String(128))
    media_type: Mapped[str] = mapped_column(String(96))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)                   # base64

    __table_args__ = (UniqueConstraint("edition_id", "name"),)
