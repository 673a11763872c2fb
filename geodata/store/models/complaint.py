"""The complaint (诉求工单): one row an order of the 12345 hotline, with its place, cell, codes and handling."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, Float, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.store.models.base import Base, BigKey, LocalTime

STATUSES = ("pending", "handling", "closed", "returned")  # 待办, 办理中, 已办结, 已退回


class Complaint(Base):
    """One order. Personal data was masked or dropped before; lon/lat are WGS-84, null where the place is coarser than a point."""

    __tablename__ = "complaint"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    order_no: Mapped[str] = mapped_column(Text, unique=True)
    order_type: Mapped[str] = mapped_column(Text)            # 诉求, 咨询, 建议, 投诉, 举报, 求助, 表扬
    channel: Mapped[str] = mapped_column(Text)
    category_code: Mapped[str] = mapped_column(String(12))       # leaf of the pack's tree; "" is 待人工
    category_confidence: Mapped[float] = mapped_column(Float)
    category_method: Mapped[str] = mapped_column(String(8))      # given, rule, model, none
    title: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(Text)
    place_text: Mapped[str] = mapped_column(Text)
    place_level: Mapped[str] = mapped_column(String(4))          # 门牌 … 区县, 无
    place_name: Mapped[str | None] = mapped_column(Text)     # the gazetteer's name
    place_radius_m: Mapped[int | None] = mapped_column(Integer)
    place_confidence: Mapped[float] = mapped_column(Float)
    place_approx: Mapped[bool] = mapped_column(Boolean)          # the gazetteer's point is a sketch
    lon: Mapped[float | None] = mapped_column(Float(53))
    lat: Mapped[float | None] = mapped_column(Float(53))
    h3_11: Mapped[int | None] = mapped_column(BigInteger)
    district_code: Mapped[str | None] = mapped_column(String(6))
    street_code: Mapped[str | None] = mapped_column(String(9))
    community_code: Mapped[str | None] = mapped_column(String(12))
    code_source: Mapped[str] = mapped_column(String(10))         # community, named, polygon, none
    is_boundary_conflict: Mapped[bool] = mapped_column(Boolean)  # 边界不一致: the point lies in another unit than the codes say
    created_at: Mapped[datetime] = mapped_column(LocalTime)
    dispatched_at: Mapped[datetime | None] = mapped_column(LocalTime)
    responded_at: Mapped[datetime | None] = mapped_column(LocalTime)
    deadline_at: Mapped[datetime | None] = mapped_column(LocalTime)
    feedback_at: Mapped[datetime | None] = mapped_column(LocalTime)
    solved_at: Mapped[datetime | None] = mapped_column(LocalTime)
    closed_at: Mapped[datetime | None] = mapped_column(LocalTime)
    handler: Mapped[str] = mapped_column(Text)
    dispatch_type: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(8))               # one of STATUSES
    result: Mapped[str] = mapped_column(Text)
    is_callback_valid: Mapped[bool | None] = mapped_column(Boolean)
    is_contacted: Mapped[bool | None] = mapped_column(Boolean)
    is_resolved: Mapped[bool | None] = mapped_column(Boolean)
    satisfaction: Mapped[str | None] = mapped_column(Text)   # 满意, 基本满意, 不满意
    repeat_count: Mapped[int | None] = mapped_column(SmallInteger)
    caller_key: Mapped[str | None] = mapped_column(String(32))   # salted hash, only to see the same caller again
    case_id: Mapped[int | None] = mapped_column(BigInteger)      # 并案
    batch_id: Mapped[int] = mapped_column(BigInteger)            # the load that wrote the row last
    row_digest: Mapped[str] = mapped_column(String(32))          # of the cleaned row, to tell an update from a repeat
    version_at: Mapped[datetime] = mapped_column(LocalTime)      # newest time in the row: an older export never overwrites a newer
    is_sample: Mapped[bool] = mapped_column(Boolean)             # 演示数据

    __table_args__ = (
        Index("ix_complaint_created", "created_at"),
        Index("ix_complaint_street_created", "street_code", "created_at"),
        Index("ix_complaint_cell_created", "h3_11", "created_at"),
        {"sqlite_autoincrement": True},   # an id is never given twice
    )


class Daily(Base):
    """Numbers for tiles, rankings and trends: complaints by day, finest known area down to the street, category and status."""

    __tablename__ = "daily"

    day: Mapped[date] = mapped_column(Date, primary_key=True)                     # of created_at
    area_code: Mapped[str] = mapped_column(String(9), primary_key=True)           # street, else district, else "" (辖区外)
    category_code: Mapped[str] = mapped_column(String(12), primary_key=True)
    status: Mapped[str] = mapped_column(String(8), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    unplaced_count: Mapped[int] = mapped_column(Integer)                          # without a point
    valid_count: Mapped[int] = mapped_column(Integer)                             # 有效回访
    contacted_count: Mapped[int] = mapped_column(Integer)
    resolved_count: Mapped[int] = mapped_column(Integer)
    satisfied_count: Mapped[int] = mapped_column(Integer)                         # 满意
    fairly_satisfied_count: Mapped[int] = mapped_column(Integer)                  # 基本满意
