"""Towns under special governance (治理类街乡镇): their stages as dated history, monthly figures, and the ledger of their tasks."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Boolean, Date, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey


class Town(Base):
    """One town of the list, drawn on the outline of `street_code`; a demo town is called 示例街镇 nn wherever it lies."""

    __tablename__ = "town"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    town_no: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)


class TownStage(Base):
    """A stage that a town came into on a day, known from `known_on` on: the list can be read as it was known on any date."""

    __tablename__ = "town_stage"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    town_id: Mapped[int] = mapped_column(BigKey, ForeignKey("town.id"))
    stage: Mapped[str] = mapped_column(String(16))               # watch 未进先治, supervised 治理督导, aftercare 退出指导, out 已移出
    from_date: Mapped[date] = mapped_column(Date)
    known_on: Mapped[date] = mapped_column(Date)
    document_no: Mapped[str] = mapped_column(String(64))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("town_id", "from_date", "known_on"),)


class TownMonth(Base):
    """What the thresholds are held against: a town's figures of a month ("2026-07")."""

    __tablename__ = "town_month"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    town_id: Mapped[int] = mapped_column(BigKey, ForeignKey("town.id"))
    month: Mapped[str] = mapped_column(String(7))
    complaint_count: Mapped[int] = mapped_column(Integer)
    population: Mapped[int | None] = mapped_column(Integer)
    resolution_pct: Mapped[float | None] = mapped_column(Float)  # 解决率
    satisfaction_pct: Mapped[float | None] = mapped_column(Float)
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (UniqueConstraint("town_id", "month"),)


class Task(Base):
    """One item of a town's two lists (资金项目清单, 任务事项清单): quantity and unit are never blank, so that sums are sums of rows."""

    __tablename__ = "task"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    task_no: Mapped[str] = mapped_column(String(32), unique=True)
    town_id: Mapped[int] = mapped_column(BigKey, ForeignKey("town.id"))
    list_name: Mapped[str] = mapped_column(String(8))            # money 资金项目, matter 任务事项
    title: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(32))                # 道路整修, 屋面防水, 停车位建设, 管线改造 …
    owner: Mapped[str] = mapped_column(String(64))
    planned_date: Mapped[date | None] = mapped_column(Date)
    done_date: Mapped[date | None] = mapped_column(Date)
    planned_quantity: Mapped[float] = mapped_column(Float(53))
    done_quantity: Mapped[float | None] = mapped_column(Float(53))
    unit: Mapped[str] = mapped_column(String(16))                # m², m, 件 …
    planned_cny: Mapped[float | None] = mapped_column(Float(53))
    paid_cny: Mapped[float | None] = mapped_column(Float(53))
    status: Mapped[str] = mapped_column(String(16))              # open, closed 已销账, reopened 复账
    note: Mapped[str] = mapped_column(Text)
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    row_digest: Mapped[str] = mapped_column(String(32))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    is_sample: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (Index("ix_task_town", "town_id"),)
