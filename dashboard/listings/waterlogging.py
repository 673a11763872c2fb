"""积水点台账 and 雨情场次: the two tables of `/waterlogging`, as its address leaves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dashboard.listings.listing import Line, Listing, Value
from dashboard.queries.register import Register
from dashboard.queries.waterlogging import EventLine, Point, points, rain_events, season_of
from dashboard.state import ViewState
from dashboard.texts import waterlogging as words


def _points(register: Register, state: ViewState) -> Sequence[Line]:
    picked = state.picked("state")
    return [Line(_point(p), p.is_sample) for p in points(register, state.area) if not picked or p.status == picked]


def _point(p: Point) -> tuple[Value, ...]:
    depth = p.depth
    told = (depth.mm, depth.band_name or words.NO_BAND, _time(depth.at)) if depth else (None, None, None)
    return (
        p.no, p.name, p.street_code, p.street_name, p.status, p.since.date() if p.since else None, p.cause, p.measure, p.owner,
        p.planned_cny, p.paid_cny, *told, words.ALARMS.get(p.alarm, ""), words.COMMA.join(p.words), p.thresholds.depth_mm,
        p.thresholds.rain_1h_mm, p.lon, p.lat,
    )  # fmt: skip


def _events(register: Register, state: ViewState) -> Sequence[Line]:
    first, last = season_of(state)
    is_sample = any(p.is_sample for p in points(register, state.area))
    return [Line(_event(line), is_sample) for line in rain_events(register, state.area, first, last)]


def _event(line: EventLine) -> tuple[Value, ...]:
    event = line.event
    return (
        _time(event.start), _time(event.end), round(event.hours, 1), event.rain_mm, event.peak_10min_mm, event.peak_1h_mm, event.stations,
        line.depth_mm, line.depth_name, _time(line.depth_at),
    )  # fmt: skip


def _time(at: datetime | None) -> str | None:
    return f"{at:%Y-%m-%d %H:%M}" if at else None


POINTS = Listing(words.EXPORTS[0][1], "/waterlogging", words.EXPORT_POINT_HEADS, _points, words.EXPORT_SOURCE)
EVENTS = Listing(words.EXPORTS[1][1], "/waterlogging", words.EXPORT_EVENT_HEADS, _events, words.EXPORT_SOURCE)
