"""The ledger of the towns' tasks (资金项目清单, 任务事项清单): items by town, sums by kind and unit, single items.

Every quantity is a sum of rows. What is done is what its items say is done (`closed`); the quantity of a reopened one counts again when it
is closed again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from dashboard.queries.register import Register
from geodata.store.models import Task, Town

MONEY, MATTER = "money", "matter"                  # 资金项目, 任务事项
OPEN, CLOSED, REOPENED, LATE = "open", "closed", "reopened", "late"
M_PER_KM = 1000
MOST_ITEMS = 200


@dataclass(frozen=True)
class Items:
    """Counts of items."""

    done: int = 0
    open: int = 0
    reopened: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.open + self.reopened

    def __add__(self, other: Items) -> Items:
        return Items(self.done + other.done, self.open + other.open, self.reopened + other.reopened)


NO_ITEMS = Items()


@dataclass(frozen=True)
class Rollup:
    """Items of one kind and unit. Quantities in `unit`, None where no item says it; money in 元, None where no item has any.

    `late`: open or reopened, and past the planned day.
    """

    kind: str
    unit: str
    items: Items
    late: int
    planned: float
    done: float
    planned_cny: float | None
    paid_cny: float | None


@dataclass(frozen=True)
class TownItems:
    """Counts of the items of one town; `late` as in Rollup."""

    no: str
    name: str
    items: Items
    late: int


@dataclass(frozen=True)
class TaskLine:
    """One item."""

    no: str
    town_no: str
    town_name: str
    list_name: str
    title: str
    kind: str
    owner: str
    planned_date: date | None
    done_date: date | None
    planned_quantity: float
    done_quantity: float | None
    unit: str
    planned_cny: float | None
    paid_cny: float | None
    status: str
    is_sample: bool
    is_late: bool


@dataclass(frozen=True)
class Ask:
    """Which items: of a list, a kind, a status (`late` too), a town; "" is all."""

    list_name: str = ""
    kind: str = ""
    status: str = ""
    town_no: str = ""


EVERYTHING = Ask()


def items_by_town(connection: Connection, register: Register, area: str) -> dict[int, Items]:
    """Counts of items by the store's key of their town."""
    counts = (_count(CLOSED), _count(OPEN), _count(REOPENED))
    asked = _joined(Task.town_id, *counts).where(*_within(register, area)).group_by(Task.town_id)
    return {row[0]: Items(*row[1:]) for row in connection.execute(asked)}


def rollups(register: Register, area: str, ask: Ask = EVERYTHING) -> tuple[Rollup, ...]:
    """Sums by kind and unit, most items first. Raises NotFound, RightsError, StoreError."""
    sums = (
        func.sum(Task.planned_quantity),
        func.sum(case((Task.status == CLOSED, Task.done_quantity), else_=0.0)),
        func.sum(Task.planned_cny),
        func.sum(Task.paid_cny),
    )
    late = func.sum(case((_is_late(register.today), 1), else_=0))
    counts = (_count(CLOSED), _count(OPEN), _count(REOPENED))
    asked = _joined(Task.kind, Task.unit, *counts, late, *sums).where(*_within(register, area), *_asked(ask, register.today))
    with register.read() as connection:
        found = [_rollup(row) for row in connection.execute(asked.group_by(Task.kind, Task.unit))]
    return tuple(sorted(found, key=lambda r: (-r.items.total, r.kind, r.unit)))


def by_town(register: Register, area: str, ask: Ask = EVERYTHING) -> tuple[TownItems, ...]:
    """Counts of items by town, the least done first. Raises NotFound, RightsError, StoreError."""
    late = func.sum(case((_is_late(register.today), 1), else_=0))
    asked = _joined(Town.town_no, Town.name, _count(CLOSED), _count(OPEN), _count(REOPENED), late)
    asked = asked.where(*_within(register, area), *_asked(ask, register.today)).group_by(Town.town_no, Town.name)
    with register.read() as connection:
        found = [TownItems(no, name, Items(*counts), late) for no, name, *counts, late in connection.execute(asked)]
    return tuple(sorted(found, key=lambda t: (t.items.done / t.items.total, t.no)))


def items(register: Register, area: str, ask: Ask, *, most: int | None = MOST_ITEMS) -> tuple[TaskLine, ...]:
    """Single items: late ones first, then reopened, open and closed, each by day. Raises NotFound, RightsError, StoreError."""
    late = _is_late(register.today)
    columns = (
        Task.task_no, Town.town_no, Town.name, Task.list_name, Task.title, Task.kind, Task.owner, Task.planned_date, Task.done_date,
        Task.planned_quantity, Task.done_quantity, Task.unit, Task.planned_cny, Task.paid_cny, Task.status,
    )  # fmt: skip
    rank = case((late, 0), (Task.status == REOPENED, 1), (Task.status == OPEN, 2), else_=3)
    asked = _joined(*columns, Task.is_sample, late).where(*_within(register, area), *_asked(ask, register.today))
    ordered = asked.order_by(rank, func.coalesce(Task.done_date, Task.planned_date).desc(), Task.task_no).limit(most)
    with register.read() as connection:
        return tuple(TaskLine(*row) for row in connection.execute(ordered))


def shown_quantity(value: float, unit: str) -> tuple[float, str]:
    """A quantity in the unit that people say: metres from a kilometre on as km."""
    return (value / M_PER_KM, "km") if unit == "m" and abs(value) >= M_PER_KM else (value, unit)


def _rollup(row: Any) -> Rollup:
    kind, unit, closed, waiting, reopened, late, planned, done, *money = row
    return Rollup(kind, unit, Items(closed, waiting, reopened), int(late), float(planned or 0), float(done or 0), *money)


def _joined(*columns: Any) -> Select[Any]:
    """Columns of items and of the town of each: an item is seen where its town is."""
    asked: Select[Any] = select(*columns).select_from(Task)
    return asked.join(Town, Town.id == Task.town_id)


def _within(register: Register, area: str) -> tuple[ColumnElement[bool], ...]:
    return register.within(area, Task), register.within(area, Town)


def _asked(ask: Ask, today: date) -> list[ColumnElement[bool]]:
    plain = ((Task.list_name, ask.list_name), (Task.kind, ask.kind), (Town.town_no, ask.town_no))
    found: list[ColumnElement[bool]] = [column == value for column, value in plain if value]
    if ask.status:
        found.append(_is_late(today) if ask.status == LATE else Task.status == ask.status)
    return found


def _is_late(today: date) -> ColumnElement[bool]:
    return (Task.status != CLOSED) & Task.planned_date.is_not(None) & (Task.planned_date < today)


def _count(status: str) -> ColumnElement[int]:
    return func.sum(case((Task.status == status, 1), else_=0))
