"""积水治理: what `/waterlogging` and its reports ask. The parts are in dashboard.queries.water."""

from __future__ import annotations

from dashboard.queries.register import Register
from dashboard.queries.water.effects import PointEffect, effect, effects
from dashboard.queries.water.field import Field, field_of
from dashboard.queries.water.flood import FloodMode, flood_mode, switch_flood_mode
from dashboard.queries.water.places import histories, numbered
from dashboard.queries.water.situation import Alarm, Depth, Gauge, Point, Situation, situation, situation_of
from dashboard.queries.water.storms import DepthLine, EventLine, Replay, events_in, rain_events, replay, replay_of, season_of
from dashboard.texts import waterlogging as words
from geodata.errors import NotFound
from geodata.water.relapse import State

__all__ = [
    "Alarm", "Depth", "DepthLine", "EventLine", "Field", "FloodMode", "Gauge", "Point", "PointEffect", "Replay", "Situation", "State",
    "alarms", "effect", "effects", "events_in", "field_of", "flood_mode", "point_history", "points", "rain_events", "replay", "replay_of",
    "season_of", "situation", "situation_of", "switch_flood_mode",
]  # fmt: skip


def points(register: Register, area: str) -> tuple[Point, ...]:
    """The points of an area with their water, rain and alarm, the most urgent first. Raises NotFound, RightsError, StoreError."""
    return situation(register, area).points


def alarms(register: Register, area: str) -> tuple[Alarm, ...]:
    """The alarms of an area now, the most urgent first: double, depth, rain, silent. Raises NotFound, RightsError, StoreError."""
    return situation(register, area).alarms


def point_history(register: Register, site_no: str) -> tuple[State, ...]:
    """How a point's state has changed, oldest first. Raises NotFound for a point that the reader may not see."""
    point = numbered(register, site_no)
    if point is None:
        raise NotFound(words.NO_POINT.format(no=site_no[:24]))
    return histories(register, (point,))[point.id]
