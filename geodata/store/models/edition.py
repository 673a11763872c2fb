"""Frozen weekly briefs (周报)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime


class Edition(Base):
    """The figures of one area and week as they were published; a correction is a new revision, never a change."""

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    area_code: Mapped[str] = mapped_column(String(12))
    week: Mapped[str] = mapped_column(String(8))                 # ISO week, "2026-W46"
    revision: Mapped[int] = mapped_column(Integer)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(LocalTime)
    published_by: Mapped[str] = mapped_column(String(64))
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("area_code", "week", "revision"),)
