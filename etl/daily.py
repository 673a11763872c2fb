"""The daily table: complaints summed by day, area, category and status. Derived, so it is only ever replaced by whole days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Select, delete, except_, func, insert, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute

from geodata.store.models import Complaint, Daily

DAY = timedelta(days=1)

# daily column -> what it counts
MEASURES: dict[str, ColumnElement[Any]] = {
    "count": func.count(),
    "unplaced_count": func.count().filter(Complaint.h3_11.is_(None)),
    "valid_count": func.count().filter(Complaint.is_callback_valid.is_(True)),
    "contacted_count": func.count().filter(Complaint.is_contacted.is_(True)),
    "resolved_count": func.count().filter(Complaint.is_resolved.is_(True)),
    "satisfied_count": func.count().filter(Complaint.satisfaction == "满意"),
    "fairly_satisfied_count": func.count().filter(Complaint.satisfaction == "基本满意"),
}
KEYS: dict[str, ColumnElement[Any] | InstrumentedAttribute[str]] = {
    "day": func.date(Complaint.created_at, type_=Date),
    "area_code": func.coalesce(Complaint.street_code, Complaint.district_code, literal_column("''")),
    "category_code": Complaint.category_code,
    "status": Complaint.status,
}
COLUMNS = (*KEYS, *MEASURES)


def replace_days(store: Connection, days: Iterable[date]) -> None:
    """Sum the given days anew from the complaints, inside the caller's transaction."""
    for first, after in spans(days):
        store.execute(delete(Daily).where(Daily.day >= first, Daily.day < after))
        inside = Complaint.created_at >= _midnight(first), Complaint.created_at < _midnight(after)
        store.execute(insert(Daily).from_select(COLUMNS, _sums().where(*inside)))


def replace_all(store: Connection) -> None:
    """Sum every day anew, inside the caller's transaction."""
    store.execute(delete(Daily))
    store.execute(insert(Daily).from_select(COLUMNS, _sums()))


def differing_days(store: Connection) -> list[date]:
    """Days whose rows are not what the complaints sum to, oldest first; empty when the table is right."""
    table = select(*(getattr(Daily, name) for name in COLUMNS))
    wrong = except_(table, _sums()).subquery(), except_(_sums(), table).subquery()
    return sorted({day for rows in wrong for day in store.scalars(select(rows.c.day).distinct())})


def spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """The days as half-open spans [first, after), neighbours merged, in order."""
    merged: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        first = merged.pop()[0] if merged and merged[-1][1] == day else day
        merged.append((first, day + DAY))
    return merged


def _sums() -> Select[Any]:
    columns = [expression.label(name) for name, expression in {**KEYS, **MEASURES}.items()]
    return select(*columns).group_by(*KEYS.values())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)   # Shanghai wall time, as the store keeps it
