"""通报: what became of the orders dispatched in a period, by the unit that handles them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from dashboard.queries.region import of_units
from dashboard.queries.register import Register
from geodata.store.models import Complaint

OTHER = ""
LONGEST_DISPATCH_DAYS = 60      # an order dispatched later than that after it came is not looked for
DISSATISFIED = "不满意"


@dataclass(frozen=True)
class UnitLine:
    """Orders of one unit ("" 未派单位): dispatched = on_time + late + open + returned; `late_open` of the open ones are past their limit.

    `valid` of them have a valid call-back, `unsatisfied` of those are not satisfied.
    """

    unit: str
    dispatched: int
    on_time: int
    late: int
    open: int
    late_open: int
    returned: int
    valid: int
    unsatisfied: int

    @property
    def closed_pct(self) -> float | None:
        """办结率: closed of dispatched; None without any."""
        return _pct(self.on_time + self.late, self.dispatched)

    @property
    def on_time_pct(self) -> float | None:
        """按时办结率: closed within the limit of dispatched; None without any."""
        return _pct(self.on_time, self.dispatched)

    @property
    def unsatisfied_pct(self) -> float | None:
        """不满意率: of valid call-backs; None without any."""
        return _pct(self.unsatisfied, self.valid)


def by_unit(register: Register, area: str, first: date, last: date) -> tuple[UnitLine, ...]:
    """Units of an area by orders dispatched in a period of both days included (created, where no dispatch is recorded), most first.

    An order closed without a limit counts as on time. Raises NotFound, RightsError, StoreError.
    """
    closed, late = Complaint.status == "closed", Complaint.closed_at > Complaint.deadline_at
    is_late = func.coalesce(late, False)
    is_open = Complaint.status.in_(("pending", "handling"))
    valid = Complaint.is_callback_valid.is_(True)
    counts: list[ColumnElement[Any]] = [
        func.count(), _count(and_(closed, ~is_late)), _count(and_(closed, is_late)), _count(is_open),
        _count(and_(is_open, func.coalesce(Complaint.deadline_at < register.now, False))), _count(Complaint.status == "returned"),
        _count(valid), _count(and_(valid, Complaint.satisfaction == DISSATISFIED)),
    ]  # fmt: skip
    at = func.coalesce(Complaint.dispatched_at, Complaint.created_at)
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    near = Complaint.created_at >= begin - timedelta(days=LONGEST_DISPATCH_DAYS)      # the index is of created_at
    columns: list[ColumnElement[Any]] = [Complaint.handler.expression, *counts]
    wanted = select(*columns).where(
        register.within(area, Complaint), of_units(register.scope), near, Complaint.created_at < end, at >= begin, at < end
    )
    with register.read() as store:
        rows = store.execute(wanted.group_by(Complaint.handler)).all()
    return tuple(sorted((UnitLine(*row) for row in rows), key=lambda u: (not u.unit, -u.dispatched, u.unit)))


def summed(lines: tuple[UnitLine, ...]) -> UnitLine:
    """All of them as one line."""
    names = ("dispatched", "on_time", "late", "open", "late_open", "returned", "valid", "unsatisfied")
    return UnitLine(OTHER, *(sum(getattr(line, name) for line in lines) for name in names))




def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)     # the store keeps Shanghai wall times


def _pct(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
