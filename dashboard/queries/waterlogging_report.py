"""The figures of `/waterlogging` as plain values: what `huitian show waterlogging` prints, from the same queries as the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.queries.cubes import Source
from dashboard.queries.register import Register
from dashboard.queries.waterlogging import (
    Alarm,
    EventLine,
    Point,
    PointEffect,
    effects,
    flood_mode,
    rain_events,
    season_of,
    situation,
)
from dashboard.state import ViewState
from dashboard.texts import waterlogging as words
from geodata.water.relapse import STATUSES

Report = dict[str, Any]


def waterlogging_report(source: Source, state: ViewState, engine: Engine, now: datetime) -> Report:
    """Figures of `/waterlogging` at `now`: points by state, each point, alarms, the season's events, effects of closings."""
    register = Register(engine, source.pack, source.scope, now)
    found, (first, last) = situation(register, state.area), season_of(state)
    mode = flood_mode(engine, now, source.pack.rules.waterlogging)
    return {
        "area": state.area,
        "area_name": source.pack.areas.breadcrumb(state.area)[-1].name,
        "level": state.level,
        "period": {"from": first.isoformat(), "to": last.isoformat()},
        "as_of": _time(max((at for at in (found.rain_at, found.depth_at) if at), default=None)),
        "rain_as_of": _time(found.rain_at),
        "depth_as_of": _time(found.depth_at),
        "is_sample": any(p.is_sample for p in found.points),
        "total": len(found.points),
        "by_state": {**{status: found.count(status) for status in STATUSES}, words.UNKNOWN: found.count("")},
        "wet_count": sum(p.is_wet for p in found.points),
        "flood_mode": mode.is_on,
        "points": [_point(p) for p in found.points],
        "alarms": [_alarm(a) for a in found.alarms],
        "events": [_event(e) for e in rain_events(register, state.area, first, last, source)],
        "effects": [_effect(e) for e in effects(register, source, state.area)],
    }


def _point(p: Point) -> Report:
    depth = p.depth
    return {
        "no": p.no, "name": p.name, "state": p.status, "since": _time(p.since), "street_code": p.street_code, "owner": p.owner,
        "measure": p.measure, "planned_cny": p.planned_cny, "paid_cny": p.paid_cny, "depth_mm": depth.mm if depth else None,
        "depth_at": _time(depth.at if depth else None), "band": depth.band_name if depth else "",
        "is_stale": depth.is_stale if depth else None,
        "rain_1h_mm": p.rain.rain_1h_mm if p.rain else None, "alarm": words.ALARMS.get(p.alarm, ""), "words": list(p.words),
    }  # fmt: skip


def _alarm(a: Alarm) -> Report:
    return {"kind": words.ALARMS[a.kind], "no": a.no, "name": a.name, "at": _time(a.at), "words": a.words}


def _event(line: EventLine) -> Report:
    e = line.event
    return {
        "key": e.key, "start": _time(e.start), "end": _time(e.end), "rain_mm": e.rain_mm, "peak_1h_mm": e.peak_1h_mm,
        "stations": e.stations, "depth_mm": line.depth_mm, "depth_name": line.depth_name, "complaint_count": line.complaints,
    }  # fmt: skip


def _effect(line: PointEffect) -> Report:
    found = line.effect
    ratios = {name: None if value is None else round(value, 3) for name, value in
              (("ratio", found.ratio), ("low", found.low), ("high", found.high))}  # fmt: skip
    sides = {
        name: {"events": side.events, "rain_mm": side.rain_mm, "count": None if line.is_few else side.count}
        for name, side in (("before", found.before), ("after", found.after))
    }
    return {"no": line.no, "name": line.name, "closed": line.closed_at.date().isoformat(), "verdict": words.VERDICTS[found.verdict],
            "is_few": line.is_few, **ratios, **sides}  # fmt: skip


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None
