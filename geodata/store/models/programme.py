"""The action programme (行动计划): rounds, projects with their first plan, milestones, forecasts, money, outputs, daily entries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime, geometry


class Round(Base):
    """One action plan (一轮行动计划); a further one is a further row."""

    __tablename__ = "programme_round"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)      # "1", "2" …
    name: Mapped[str] = mapped_column(String(128))
    first_year: Mapped[int | None] = mapped_column(Integer)
    last_year: Mapped[int | None] = mapped_column(Integer)
    is_sample: Mapped[bool] = mapped_column(Boolean)


class Project(Base):
    """One project of one round. The planned dates are those first approved and are never overwritten; a change goes to the forecasts.

    A row with `is_public` bears a real, published name and holds only what was published; everything else of it is null (无数据).
    """

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    project_no: Mapped[str] = mapped_column(String(32), unique=True)
    round: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(255))
    package: Mapped[str] = mapped_column(String(32))             # 工作包
    category: Mapped[str] = mapped_column(String(32))            # 教育, 道路 …
    level: Mapped[str] = mapped_column(String(8))                # 市, 区, 街: who leads
    owner: Mapped[str] = mapped_column(String(64))               # 责任单位
    support_units: Mapped[list[str]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(16))              # waiting, running, done, in_use, stopped; "" where nothing is published
    planned_start_date: Mapped[date | None] = mapped_column(Date)
    planned_end_date: Mapped[date | None] = mapped_column(Date)
    actual_start_date: Mapped[date | None] = mapped_column(Date)
    actual_end_date: Mapped[date | None] = mapped_column(Date)
    planned_cny: Mapped[float | None] = mapped_column(Float(53))
    in_place_cny: Mapped[float | None] = mapped_column(Float(53))        # 到位
    paid_cny: Mapped[float | None] = mapped_column(Float(53))            # 支付
    payment_due_date: Mapped[date | None] = mapped_column(Date)
    payment_due_cny: Mapped[float | None] = mapped_column(Float(53))
    delay_reason: Mapped[str] = mapped_column(Text)              # as the register says it
    is_public: Mapped[bool] = mapped_column(Boolean)
    published: Mapped[str] = mapped_column(String(64))           # what was published of its state
    source: Mapped[str] = mapped_column(String(255))
    place_text: Mapped[str] = mapped_column(String(255))
    place_level: Mapped[str] = mapped_column(String(8))
    place_radius_m: Mapped[int | None] = mapped_column(Integer)
    place_approx: Mapped[bool] = mapped_column(Boolean)
    geom: Mapped[Any | None] = mapped_column(geometry("GEOMETRY"))       # point, line or polygon; WGS-84
    lon: Mapped[float | None] = mapped_column(Float(53))         # a point on it
    lat: Mapped[float | None] = mapped_column(Float(53))
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    community_code: Mapped[str | None] = mapped_column(String(12))
    row_digest: Mapped[str] = mapped_column(String(32))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (Index("ix_project_street", "street_code"),)


class ProjectCell(Base):
    """A resolution-9 hexagon that a project touches, and the share of the project (length, area; 1 for a point) that lies in it."""

    __tablename__ = "project_cell"

    project_id: Mapped[int] = mapped_column(BigKey, ForeignKey("project.id"), primary_key=True)
    h3_09: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    share: Mapped[float] = mapped_column(Float(53))

    __table_args__ = (Index("ix_project_cell_h3_09", "h3_09"),)


class ProjectOutput(Base):
    """What a project is to bring, in a unit (学位, 床位, 平方米, 条 …), and what of it is there."""

    __tablename__ = "project_output"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    project_id: Mapped[int] = mapped_column(BigKey, ForeignKey("project.id"))
    name: Mapped[str] = mapped_column(String(32))                # 学位, 床位, 公园绿地, 道路 …
    unit: Mapped[str] = mapped_column(String(16))                # 个, 张, m², 条 …
    planned: Mapped[float] = mapped_column(Float(53))
    done: Mapped[float | None] = mapped_column(Float(53))

    __table_args__ = (UniqueConstraint("project_id", "name"),)


class Milestone(Base):
    """One step of a project in its order: planned as first approved, latest forecast, actual."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    project_id: Mapped[int] = mapped_column(BigKey, ForeignKey("project.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(128))               # 前期, 开工, 主体, 完工, 投用
    planned_date: Mapped[date | None] = mapped_column(Date)
    forecast_date: Mapped[date | None] = mapped_column(Date)
    actual_date: Mapped[date | None] = mapped_column(Date)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("project_id", "ordinal"),)


class Forecast(Base):
    """When somebody expected a project to be finished, said on a day, with the reason for the change; rows are only added.

    The newest is the latest forecast, the one before it the last one; a first plan is not a forecast.
    """

    __tablename__ = "forecast"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    project_id: Mapped[int] = mapped_column(BigKey, ForeignKey("project.id"))
    said_on: Mapped[date] = mapped_column(Date)
    end_date: Mapped[date] = mapped_column(Date)
    reason_code: Mapped[str] = mapped_column(String(16))         # of rules.toml [lights] reasons
    note: Mapped[str] = mapped_column(Text)
    entered_by: Mapped[str] = mapped_column(String(64))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("project_id", "said_on"),)


class ProjectReport(Base):
    """What was entered about a project on a day (日报); a later entry of the day replaces the earlier one."""

    __tablename__ = "project_report"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    project_id: Mapped[int] = mapped_column(BigKey, ForeignKey("project.id"))
    day: Mapped[date] = mapped_column(Date)
    progress_pct: Mapped[float | None] = mapped_column(Float)
    paid_cny: Mapped[float | None] = mapped_column(Float(53))    # paid so far
    text: Mapped[str] = mapped_column(Text)                      # 进展与问题
    waits_for: Mapped[str] = mapped_column(String(8))            # 市, 区, 街 whose help is needed, "" nobody's
    entered_at: Mapped[datetime] = mapped_column(LocalTime)
    entered_by: Mapped[str] = mapped_column(String(64))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("project_id", "day"), Index("ix_project_report_day", "day"))


class Closure(Base):
    """Striking something off its list (销账): one person proposes with evidence, another confirms or refuses; a relapse undoes it."""

    __tablename__ = "closure"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(16))        # project, task, site
    subject_no: Mapped[str] = mapped_column(String(64))
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    note: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[str] = mapped_column(String(64))
    proposed_at: Mapped[datetime] = mapped_column(LocalTime)
    decided_by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(LocalTime)
    is_confirmed: Mapped[bool | None] = mapped_column(Boolean)   # null: waits for the second person
    undone_at: Mapped[datetime | None] = mapped_column(LocalTime)
    undone_reason: Mapped[str] = mapped_column(Text)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (Index("ix_closure_subject", "subject_kind", "subject_no"),)


class Evidence(Base):
    """One file that proves a closure or shows a project on a day; pictures without EXIF."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(16))
    subject_no: Mapped[str] = mapped_column(String(64))
    closure_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("closure.id"))
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)                   # base64
    day: Mapped[date] = mapped_column(Date)
    added_at: Mapped[datetime] = mapped_column(LocalTime)
    added_by: Mapped[str] = mapped_column(String(64))
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (Index("ix_evidence_subject", "subject_kind", "subject_no"),)
