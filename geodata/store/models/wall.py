"""Wall screens: who has seen an alarm, and what somebody's phone tells a wall to show."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime


class AlarmMark(Base):
    """An alarm that somebody has acknowledged (确认); the alarm itself is computed, never stored."""

    __tablename__ = "alarm_mark"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    alarm_key: Mapped[str] = mapped_column(String(128))          # names the alarm and its onset: one that comes again is another one
    area_code: Mapped[str] = mapped_column(String(12))           # "" lies outside every area
    note: Mapped[str] = mapped_column(Text)
    marked_by: Mapped[str] = mapped_column(String(64))
    marked_at: Mapped[datetime] = mapped_column(LocalTime)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("alarm_key"),)


class WallOrder(Base):
    """What a wall was last told from a control page; one row a wall, `step` grows with each order."""

    __tablename__ = "wall_order"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    wall: Mapped[str] = mapped_column(String(64), unique=True)
    step: Mapped[int] = mapped_column(Integer)
    page: Mapped[str] = mapped_column(String(64))                # "" leaves the rotation to itself
    area_code: Mapped[str] = mapped_column(String(12))           # "" is the wall's own
    item: Mapped[str] = mapped_column(String(128))               # a case, project or site to show; "" none
    is_paused: Mapped[bool] = mapped_column(Boolean)
    given_by: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime] = mapped_column(LocalTime)
    is_sample: Mapped[bool] = mapped_column(Boolean)
