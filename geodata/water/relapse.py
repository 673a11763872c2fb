"""Relapse (复发): water is seen again at a place whose case was closed (销账).

What is stored only ever grows: one row a closing, one a relapse as it was known then. Files come in any order, so that an earlier sighting
may turn up later; a place's status and its history are therefore always worked out from all rows, and come out the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

OPEN, TREATING, CLOSED, RELAPSED = "未治理", "治理中", "已销账", "复发"
STATUSES = (OPEN, TREATING, CLOSED, RELAPSED)
REGISTER, CLOSURE, COMPLAINT, DEPTH = "register", "closure", "complaint", "depth"
SEEN = (COMPLAINT, DEPTH)


@dataclass(frozen=True)
class Sighting:
    """Water seen at a place: by a complaint or a sensor, so far from the point; `depth_mm` of sensors."""

    at: datetime
    source: str
    distance_m: float
    depth_mm: float | None = None


@dataclass(frozen=True)
class State:
    """One row of a place's history."""

    status: str
    at: datetime
    source: str
    note: str = ""


def relapses(closings: Iterable[datetime], sightings: Iterable[Sighting], *, radius_m: float, days: int) -> tuple[Sighting, ...]:
    """The first sighting after each closing and before the next one, within the radius and, unless `days` is 0, within so many days."""
    ends = sorted(set(closings))
    near = sorted((s for s in sightings if s.distance_m <= radius_m), key=lambda s: (s.at, s.source, s.distance_m))
    found = []
    for start, end in pairwise([*ends, None]):
        assert start is not None
        last = start + timedelta(days=days) if days else None
        first = next((s for s in near if s.at > start and (end is None or s.at < end) and (last is None or s.at <= last)), None)
        if first:
            found.append(first)
    return tuple(found)


def history(states: Iterable[State]) -> tuple[State, ...]:
    """A place's states, oldest first; a relapse counts only while the case is closed: of several rows of one the earliest stays."""
    kept: list[State] = []
    for state in sorted(states, key=lambda s: (s.at, s.source in SEEN, STATUSES.index(s.status) if s.status in STATUSES else 0, s.source)):
        before = kept[-1].status if kept else ""
        if state.source in SEEN and before != CLOSED:
            continue
        if state.status != before:
            kept.append(state)
    return tuple(kept)


def status_now(stated: str, stated_at: datetime | None, states: Sequence[State]) -> str:
    """The status of a place: what the register states, unless two people closed it later; 复发 where water was seen after the last closing.

    `stated_at` is the day of 销账 that the register names, or since when it states what it states; None where nobody knows.
    """
    closings = [s.at for s in states if s.source == CLOSURE and s.status == CLOSED]
    last = max(closings, default=None)
    if stated == CLOSED and stated_at is not None:
        last = max(stated_at, last) if last else stated_at
    elif last is None or (stated_at is not None and stated_at > last):
        return stated
    return RELAPSED if last and any(s.source in SEEN and s.at > last for s in states) else CLOSED
