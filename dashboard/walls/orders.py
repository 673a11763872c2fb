"""What a wall was last told from a phone (遥控): page, area, item, pause. Walls of one name and area follow the same orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import WallOrder

LAPSES = timedelta(hours=12)            # a wall does not stay tomorrow where somebody put it today
_TOLD = (
    WallOrder.step, WallOrder.page, WallOrder.area_code, WallOrder.item, WallOrder.is_paused, WallOrder.given_by, WallOrder.given_at,
)  # fmt: skip


@dataclass(frozen=True)
class Order:
    """The last order of a wall. `step` grows with each, 0 is none yet. "" leaves page, area and item to the wall itself."""

    step: int = 0
    page: str = ""
    area: str = ""
    item: str = ""
    is_paused: bool = False
    by: str = ""
    at: datetime | None = None

    @property
    def is_free(self) -> bool:
        """Whether the wall is left to itself: its own pages, area and pace."""
        return not (self.page or self.area or self.item or self.is_paused)


@dataclass(frozen=True)
class Change:
    """What somebody wants another way; None stays as it is."""

    page: str | None = None
    area: str | None = None
    item: str | None = None
    is_paused: bool | None = None


def key_of(name: str, area: str) -> str:
    """What the walls of a name that show an area are told by."""
    return f"{name}@{area}"[:64]


def order_of(engine: Engine, key: str, now: datetime) -> Order:
    """What a wall is told now; of an order that has lapsed only the step. Raises StoreError."""
    with read_transaction(engine) as store:
        return _lapsed(_read(store, key), now)


def give(engine: Engine, key: str, change: Change, by: str, *, now: datetime, is_sample: bool = False) -> Order:
    """The order after a change; the wall follows it. Whoever calls has asked for the right. Raises StoreError."""
    try:
        return _give(engine, key, change, (by, now, is_sample))
    except IntegrityError:                              # the first orders of two people at once, on PostGIS
        return _give(engine, key, change, (by, now, is_sample))


def _give(engine: Engine, key: str, change: Change, signed: tuple[str, datetime, bool]) -> Order:
    by, now, is_sample = signed
    with write_transaction(engine) as store:
        before = _lapsed(_read(store, key, is_locked=True), now)
        told = Order(
            before.step + 1,
            before.page if change.page is None else change.page,
            before.area if change.area is None else change.area,
            before.item if change.item is None else change.item,
            before.is_paused if change.is_paused is None else change.is_paused,
            by[:64],
            now,
        )
        row: dict[str, Any] = {
            "step": told.step, "page": told.page, "area_code": told.area, "item": told.item, "is_paused": told.is_paused,
            "given_by": told.by, "given_at": now, "is_sample": is_sample,
        }  # fmt: skip
        changed = update(WallOrder).where(WallOrder.wall == key) if before.step else insert(WallOrder)
        store.execute(changed.values(row if before.step else {"wall": key, **row}))
    return told


def _read(store: Connection, key: str, *, is_locked: bool = False) -> Order:
    asked = select(*_TOLD).where(WallOrder.wall == key)
    row = store.execute(asked.with_for_update() if is_locked else asked).first()
    return Order(*row) if row else Order()


def _lapsed(order: Order, now: datetime) -> Order:
    return Order(order.step) if order.at and now - order.at > LAPSES else order
