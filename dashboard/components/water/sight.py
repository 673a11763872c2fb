"""Everything that one view of `/waterlogging` shows, read at one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dashboard.desk import Desk
from dashboard.queries.waterlogging import (
    EventLine,
    FloodMode,
    Point,
    PointEffect,
    Replay,
    Situation,
    effects,
    events_in,
    field_of,
    flood_mode,
    replay_of,
    season_of,
    situation_of,
)
from dashboard.state import ViewState
from dashboard.texts import waterlogging as words
from geodata.rules import Rules

EFFECTS, STATES = "effects", "states"


@dataclass(frozen=True)
class Sight:
    """One view with its figures. `shown` are the points that the choice of state leaves; `foot` says as-of times and source."""

    state: ViewState
    desk: Desk
    rules: Rules
    now: Situation
    mode: FloodMode
    first: date
    last: date
    events: tuple[EventLine, ...]
    replay: Replay | None
    effects: tuple[PointEffect, ...]
    foot: str

    @property
    def shown(self) -> tuple[Point, ...]:
        """The points of the state that the address picks; all of them without a choice."""
        picked = self.state.picked("state")
        return tuple(p for p in self.now.points if not picked or p.status == picked)


def sight_of(state: ViewState, desk: Desk) -> Sight:
    """What a view shows. Raises NotFound, RightsError, StoreError."""
    register, source = desk.register(), desk.source()
    field = field_of(register, state.area)
    now = situation_of(field)
    first, last = season_of(state)
    events = events_in(field, first, last, source)
    chosen = chosen_event(events, state)
    return Sight(
        state=state, desk=desk, rules=desk.pack.rules, now=now,
        mode=flood_mode(desk.engine, register.now, desk.pack.rules.waterlogging), first=first, last=last, events=events,
        replay=replay_of(field, source, chosen.event) if chosen else None,
        effects=effects(register, source, state.area) if state.tab == EFFECTS else (), foot=foot_of(now),
    )  # fmt: skip


def chosen_event(events: Sequence[EventLine], state: ViewState) -> EventLine | None:
    """The event that the address picks; without a choice the newest, on the page of one point the one that brought most rain."""
    picked = next((line for line in events if line.event.key == state.picked("event")), None)
    usual = max(events, key=lambda line: line.event.rain_mm, default=None) if state.item else next(iter(events), None)
    return picked or usual


def foot_of(now: Situation) -> str:
    """As-of times and sources in words, for the hover of every number."""
    return words.FOOT.format(depth=stamp(now.depth_at), rain=stamp(now.rain_at))


def stamp(at: datetime | None) -> str:
    """07-16 14:30, or 无数据."""
    return f"{at:%Y-%m-%d %H:%M}" if at else words.NO_DATA


def ago(age: str) -> str:
    """An age in words as said of a reading: 13 分钟前, 刚刚."""
    return words.AGO.format(age=age) if age[:1].isdigit() else age
