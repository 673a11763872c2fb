"""Hazards of daily life: registered places (积水点, 停车场, 整治路段), what sensors measure there (雨量, 水深), and offences (违停 …)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime, geometry


class Site(Base):
    """One registered place of a kind, known by the number its register gives it; `geom` is its WGS-84 point or null, `area_geom` its
    catchment (汇水范围) or stretch."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))                # waterlogging, rain_station, depth_sensor, parking, enforcement
    site_no: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(128))
    owner: Mapped[str] = mapped_column(String(64))               # 责任单位
    parent_no: Mapped[str] = mapped_column(String(64))           # a sensor's waterlogging point, else ""
    place_text: Mapped[str] = mapped_column(String(255))
    place_level: Mapped[str] = mapped_column(String(8))
    place_radius_m: Mapped[int | None] = mapped_column(Integer)
    place_approx: Mapped[bool] = mapped_column(Boolean)
    geom: Mapped[Any | None] = mapped_column(geometry("POINT"))
    area_geom: Mapped[Any | None] = mapped_column(geometry("GEOMETRY"))
    lon: Mapped[float | None] = mapped_column(Float(53))
    lat: Mapped[float | None] = mapped_column(Float(53))
    h3_11: Mapped[int | None] = mapped_column(BigInteger)
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    community_code: Mapped[str | None] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(16))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)        # what only this kind has, names ending in their unit
    row_digest: Mapped[str] = mapped_column(String(32))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("kind", "site_no"),)


class SiteState(Base):
    """One change of a place's state (未治理, 治理中, 已销账, 复发), by the register, by two people, or by a rule; never changed."""

    __tablename__ = "site_state"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    site_id: Mapped[int] = mapped_column(BigKey, ForeignKey("site.id"))
    status: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(LocalTime)
    source: Mapped[str] = mapped_column(String(16))              # register, closure, complaint, depth
    note: Mapped[str] = mapped_column(Text)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("site_id", "at", "status"),)


class RainReading(Base):
    """Rain that fell at a station in the `interval_min` minutes before `at`."""

    __tablename__ = "rain_reading"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    site_id: Mapped[int] = mapped_column(BigKey, ForeignKey("site.id"))
    at: Mapped[datetime] = mapped_column(LocalTime)
    interval_min: Mapped[int] = mapped_column(Integer)
    rain_mm: Mapped[float] = mapped_column(Float)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("site_id", "at"), Index("ix_rain_reading_at", "at"))


class DepthReading(Base):
    """Depth of the water over the road at a sensor."""

    __tablename__ = "depth_reading"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    site_id: Mapped[int] = mapped_column(BigKey, ForeignKey("site.id"))
    at: Mapped[datetime] = mapped_column(LocalTime)
    depth_mm: Mapped[float] = mapped_column(Float)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("site_id", "at"), Index("ix_depth_reading_at", "at"))


class Violation(Base):
    """One offence against street order that a camera, a patrol or a complaint reported; no plate is ever stored."""

    __tablename__ = "violation"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    violation_no: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(16))                # parking 违停, vending 占道经营, bikes 单车堆积
    source: Mapped[str] = mapped_column(String(16))              # camera, patrol, complaint
    camera_no: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(LocalTime)
    road_name: Mapped[str] = mapped_column(String(64))
    place_text: Mapped[str] = mapped_column(String(255))
    place_level: Mapped[str] = mapped_column(String(8))
    place_radius_m: Mapped[int | None] = mapped_column(Integer)
    place_approx: Mapped[bool] = mapped_column(Boolean)
    lon: Mapped[float | None] = mapped_column(Float(53))
    lat: Mapped[float | None] = mapped_column(Float(53))
    h3_11: Mapped[int | None] = mapped_column(BigInteger)
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    community_code: Mapped[str | None] = mapped_column(String(12))
    is_false_alarm: Mapped[bool] = mapped_column(Boolean)
    order_no: Mapped[str] = mapped_column(String(64))            # the complaint it belongs to, else ""
    row_digest: Mapped[str] = mapped_column(String(32))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (
        Index("ix_violation_street_at", "street_code", "at", "kind", "source", "h3_11"),
        Index("ix_violation_at", "at"),
    )
