"""Administrative areas of four levels (市, 区, 街, 社) and their dated boundaries."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, geometry


class Area(Base):
    """One administrative unit; `code` is the national code of 2, 6, 9 or 12 digits, so that a prefix is a parent."""

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    level: Mapped[str] = mapped_column(String(9))          # city, district, street, community
    name: Mapped[str] = mapped_column(String(64))
    parent_code: Mapped[str | None] = mapped_column(String(9))


class AreaVersion(Base):
    """The outline an area had between two dates; no outline (无边界) is a null geometry."""

    __tablename__ = "area_version"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    area_code: Mapped[str] = mapped_column(String(12), ForeignKey("area.code"))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    is_approx: Mapped[bool] = mapped_column(Boolean)       # 示意边界
    geom: Mapped[Any | None] = mapped_column(geometry("MULTIPOLYGON"))

    __table_args__ = (UniqueConstraint("area_code", "valid_from"),)
