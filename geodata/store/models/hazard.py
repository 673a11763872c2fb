"""Hazards of daily life: registers of places (积水点, 停车场 …) and what happens at them in time (读数, 违停, 占道经营 …)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime, geometry


class Site(Base):
    """One registered place of a kind, known by the number its register gives it; `geom` is its WGS-84 point or null."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))                # waterlogging, parking …
    site_no: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(128))
    place_text: Mapped[str] = mapped_column(String(255))
    geom: Mapped[Any | None] = mapped_column(geometry("POINT"))
    lon: Mapped[float | None] = mapped_column(Float(53))
    lat: Mapped[float | None] = mapped_column(Float(53))
    h3_11: Mapped[int | None] = mapped_column(BigInteger)
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    community_code: Mapped[str | None] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(16))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)        # what only this kind has, names ending in their unit
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("kind", "site_no"),)


class Event(Base):
    """One time-stamped reading, violation or sighting, at a site or on its own."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    event_no: Mapped[str] = mapped_column(String(64))
    site_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("site.id"))
    at: Mapped[datetime] = mapped_column(LocalTime)
    value: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(16))
    lon: Mapped[float | None] = mapped_column(Float(53))
    lat: Mapped[float | None] = mapped_column(Float(53))
    h3_11: Mapped[int | None] = mapped_column(BigInteger)
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("kind", "event_no"), Index("ix_event_kind_at", "kind", "at"))
