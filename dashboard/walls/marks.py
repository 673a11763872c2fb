"""Acknowledged alarms (确认): who has seen one, and when. The first who says so stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from dashboard.queries.alarms import Alarm
from dashboard.queries.register import Register
from geodata.store.engine import write_transaction
from geodata.store.models import AlarmMark

AT_ONCE = 400


@dataclass(frozen=True)
class Mark:
    """Who acknowledged an alarm, and when (aware)."""

    by: str
    at: datetime


def marks_of(register: Register, keys: Sequence[str]) -> dict[str, Mark]:
    """The marks of some alarms that the reader may see, by key. Raises StoreError."""
    found: dict[str, Mark] = {}
    with register.read() as store:
        for first in range(0, len(keys), AT_ONCE):
            asked = select(AlarmMark.alarm_key, AlarmMark.marked_by, AlarmMark.marked_at)
            for key, by, at in store.execute(asked.where(AlarmMark.alarm_key.in_(keys[first : first + AT_ONCE]))):
                found[key] = Mark(by, at)
    return found


def acknowledge(register: Register, alarm: Alarm, by: str, *, note: str = "", is_sample: bool = False) -> Mark:
    """The mark of an alarm: this one, or that of whoever was first. Whoever calls has asked for the right. Raises StoreError."""
    row = {
        "alarm_key": alarm.key, "area_code": _code(register, alarm.area_code), "note": note[:500], "marked_by": by[:64],
        "marked_at": register.now, "is_sample": is_sample,
    }  # fmt: skip
    try:
        with write_transaction(register.engine) as store:
            asked = select(AlarmMark.marked_by, AlarmMark.marked_at).where(AlarmMark.alarm_key == alarm.key)
            if told := store.execute(asked).first():
                return Mark(*told)
            store.execute(insert(AlarmMark).values(row))
    except IntegrityError:                              # of two at once on PostGIS
        return marks_of(register, [alarm.key])[alarm.key]
    return Mark(by[:64], register.now)


def _code(register: Register, area: str) -> str:
    """The code that row policies know an area by: of an area of several units, the first of them."""
    areas = register.pack.areas
    return areas.ranges(area)[0][0] if areas.get(area) else area
