"""The figures of `/towns` as plain values: what `huitian show towns` prints, from the same queries as the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.queries.cubes import Source
from dashboard.queries.register import Register
from dashboard.queries.town_tasks import Rollup, rollups, shown_quantity
from dashboard.queries.towns import TownLine, TownMove, board, moment_of
from dashboard.state import ViewState
from dashboard.texts import towns as words
from geodata.governance.stages import STAGES

Report = dict[str, Any]


def towns_report(source: Source, state: ViewState, engine: Engine, now: datetime) -> Report:
    """Figures of `/towns` as of today. `quantities` are sums of the items that are done: kind -> total, unit, and what was planned."""
    register = Register(engine, source.pack, source.scope, now)
    found = board(register, state.area, moment_of(register, None))
    items = found.items
    return {
        "area": state.area,
        "area_name": source.pack.areas.breadcrumb(state.area)[-1].name,
        "level": state.level,
        "day": found.moment.on.isoformat(),
        "as_of": found.newest_month or None,
        "is_stale": found.is_stale,
        "is_sample": found.is_sample,
        "rules": register.pack.rules.towns.source,
        "total": len(found.listed),
        "by_stage": {words.STAGES[stage][1]: found.by_stage[stage] for stage in STAGES},
        "out": sum(line.stage not in STAGES for line in found.lines),
        "items_done": items.done,
        "items_open": items.open,
        "items_reopened": items.reopened,
        "items_total": items.total,
        "quantities": _quantities(rollups(register, state.area)),
        "at_risk": [_standing(line, line.entry.run, line.entry.needed) for line in found.lines if line.is_at_risk],
        "ready": [_standing(line, line.exit.run, line.exit.needed) for line in found.lines if line.is_ready],
        "relapsed": [
            {**_standing(line, line.relapse.run, line.relapse.needed), "rise_pct": _rounded(line.relapse.rise_pct)}
            for line in found.lines
            if line.relapse and line.relapse.run
        ],
        "moves": [_move(move) for move in found.moves],
    }


def _quantities(sums: Sequence[Rollup]) -> Report:
    """By kind; of one kind in two units the more frequent keeps the bare name."""
    found: Report = {}
    for one in sums:
        total, unit = shown_quantity(one.done, one.unit)
        factor = total / one.done if one.done else 1
        name = one.kind if one.kind not in found else f"{one.kind}（{unit}）"
        found[name] = {"total": _plain(total), "unit": unit, "planned": _plain(one.planned * factor), "items_done": one.items.done}
    return found


def _standing(line: TownLine, run: int, needed: int) -> Report:
    return {"no": line.no, "name": line.name, "stage": words.STAGES[line.stage][1], "run": run, "needed": needed}


def _move(told: TownMove) -> Report:
    move = told.move
    stages = {"before": words.STAGES[move.before][1], "after": words.STAGES[move.after][1]}
    return {"no": told.no, "name": told.name, "day": move.day.isoformat(), **stages, "known_on": move.known_on.isoformat()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _plain(value: float) -> float | int:
    """Whole numbers without a point."""
    return int(value) if float(value).is_integer() else round(value, 3)
