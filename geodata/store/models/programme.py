"""The action programme (行动计划): projects with their first approved plan, milestones, daily entries, and the tasks of 治理类街乡镇."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime, geometry


class Project(Base):
    """One project of one round. The planned dates are those first approved and are never overwritten; a change goes to the forecast."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    project_no: Mapped[str] = mapped_column(String(32), unique=True)
    round: Mapped[str] = mapped_column(String(16))               # 轮次, "2018-2020" …
    name: Mapped[str] = mapped_column(String(255))
    category: Mapped[str] = mapped_column(String(32))
    owner: Mapped[str] = mapped_column(String(64))
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    planned_start_date: Mapped[date | None] = mapped_column(Date)
    planned_end_date: Mapped[date | None] = mapped_column(Date)
    forecast_end_date: Mapped[date | None] = mapped_column(Date)
    actual_start_date: Mapped[date | None] = mapped_column(Date)
    actual_end_date: Mapped[date | None] = mapped_column(Date)
    budget_cny: Mapped[float | None] = mapped_column(Float)
    spent_cny: Mapped[float | None] = mapped_column(Float)
    outputs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # name, unit, planned, done
    geom: Mapped[Any | None] = mapped_column(geometry("GEOMETRY"))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)


class Milestone(Base):
    """One step of a project in its order: planned as first approved, forecast, actual."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    project_id: Mapped[int] = mapped_column(BigKey, ForeignKey("project.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(128))
    planned_date: Mapped[date | None] = mapped_column(Date)
    forecast_date: Mapped[date | None] = mapped_column(Date)
    actual_date: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (UniqueConstraint("project_id", "ordinal"),)


class ProjectReport(Base):
    """What was entered about a project on a day (日报)."""

    __tablename__ = "project_report"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    project_id: Mapped[int] = mapped_column(BigKey, ForeignKey("project.id"))
    day: Mapped[date] = mapped_column(Date)
    progress_pct: Mapped[float | None] = mapped_column(Float)
    text: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(LocalTime)
    entered_by: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("project_id", "day"),)


class Task(Base):
    """One task of a town or street under special governance (治理类街乡镇)."""

    __tablename__ = "task"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    task_no: Mapped[str] = mapped_column(String(32), unique=True)
    street_code: Mapped[str] = mapped_column(String(9))
    title: Mapped[str] = mapped_column(String(255))
    stage: Mapped[str] = mapped_column(String(32))
    owner: Mapped[str] = mapped_column(String(64))
    planned_date: Mapped[date | None] = mapped_column(Date)
    done_date: Mapped[date | None] = mapped_column(Date)
    planned_quantity: Mapped[float | None] = mapped_column(Float)
    done_quantity: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(16))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)
