"""The figures of `/projects` as plain values: what `huitian show projects` prints, from the same queries as the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.queries.cubes import Source
from dashboard.queries.programme.overview import overview
from dashboard.queries.programme.records import LIGHTS, OutputSum, ProjectLine, Tally, WeekChanges
from dashboard.queries.register import Register
from dashboard.state import ViewState
from geodata import texts

Report = dict[str, Any]


def projects_report(source: Source, state: ViewState, engine: Engine, now: datetime) -> Report:
    """Figures of `/projects` as of today: every project of the area, whatever the page's filters. Lights and categories by their names."""
    register = Register(engine, source.pack, source.scope, now)
    found = overview(register, state.area)
    total = found.summary
    return {
        "area": state.area,
        "area_name": source.pack.areas.breadcrumb(state.area)[-1].name,
        "level": state.level,
        "day": total.day.isoformat(),
        "as_of": total.as_of.isoformat() if total.as_of else None,
        "is_sample": total.is_sample,
        "total": total.total,
        "by_light": {texts.LIGHT_NAMES[code]: total.by_light[code] for code in reversed(LIGHTS)},
        "by_category": _by_name(total.by_category),
        "by_round": _by_name(total.by_round),
        "by_package": _by_name(total.by_package),
        "by_level": _by_name(total.by_level),
        "outputs": _outputs(total.outputs),
        "on_time_pct": None if total.on_time_pct is None else round(total.on_time_pct, 1),
        "median_delay_days": total.median_delay_days,
        "week": _week(found.changes),
        "silent": [_silent(line) for line in total.silent],
        "late": [_late(line) for line in found.shown if (line.delay_first_days or 0) > 0 and not line.is_done],
    }


def _by_name(tallies: Sequence[Tally]) -> dict[str, int]:
    return {tally.name: tally.total for tally in tallies}


def _outputs(sums: Sequence[OutputSum]) -> Report:
    """By name; of one name in two units the more widespread keeps the bare name."""
    found: Report = {}
    for one in sums:
        name = one.name if one.name not in found else f"{one.name}（{one.unit}）"
        found[name] = {"total": _plain(one.total), "unit": one.unit, "done": _plain(one.done)}
    return found


def _week(changes: WeekChanges) -> Report:
    lists = ("turned_red", "turned_yellow", "replanned", "completed", "fell_silent")
    return {
        "from": changes.first.isoformat(), "to": changes.last.isoformat(), "median_replan_days": changes.median_replan_days,
        **{name: len(getattr(changes, name)) for name in lists},
    }  # fmt: skip


def _late(line: ProjectLine) -> Report:
    return {
        "no": line.no, "name": line.name, "light": line.light.name, "planned_end": line.planned_end and line.planned_end.isoformat(),
        "expected_end": line.expected_end and line.expected_end.isoformat(), "delay_first_days": line.delay_first_days,
        "delay_last_days": line.delay_last_days, "reason": line.delay_reason, "rule": line.light.words,
    }  # fmt: skip


def _silent(line: ProjectLine) -> Report:
    return {"no": line.no, "name": line.name, "silent_days": line.silent_days}


def _plain(value: float | None) -> float | int | None:
    """Whole numbers without a point."""
    return int(value) if value is not None and float(value).is_integer() else value
