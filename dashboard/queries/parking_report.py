"""The figures of `/parking` as plain values: what `huitian show parking` prints, from the same queries as the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.queries import parking
from dashboard.queries.cubes import Source
from dashboard.queries.enforcement import Enforcement, SupplyLine, enforcements, supply
from dashboard.queries.hexagon_counts import hexagon_counts
from dashboard.queries.offences import offences_of
from dashboard.queries.register import Register
from dashboard.state import ViewState
from dashboard.texts import parking as words
from geodata import grid
from geodata.displacement import Ratio

Report = dict[str, Any]


def parking_report(source: Source, state: ViewState, engine: Engine, now: datetime) -> Report:
    """Figures of `/parking`: counts with change, by kind, worst road sections and hour, matrix, supply, sources, enforcements, hexagons."""
    offences, pack = offences_of(Register(engine, source.pack, source.scope, now)), source.pack
    asked = parking.asked_of(state)
    of = parking.sheet(offences, asked)
    total = parking.summary(of, stale_after_hours=pack.rules.freshness.violations_hours, offences=offences)
    hours, roads, cells = parking.matrix(of, pack.config.calendar), parking.roads(of), hexagon_counts(offences, asked)
    newest = of.state.newest_at
    return {
        "area": state.area,
        "area_name": pack.areas.breadcrumb(state.area)[-1].name,
        "level": state.level,
        "period": {"word": state.period, "from": state.period_from.isoformat(), "to": state.period_to.isoformat()},
        "as_of": newest.isoformat() if newest else None,
        "is_stale": total.is_stale,
        "is_sample": total.is_sample,
        "total": total.count,
        "previous_count": total.previous_count,
        "records": {"record_count": total.record_count, "merged_count": total.merged_count, "false_count": total.false_count},
        "by_kind": {words.KINDS[kind]: count for kind, count in total.by_kind.items()},
        "unplaced_count": total.unplaced_count,
        "worst_hour": _slot(hours.worst),
        "matrix": {"counts": hours.counts, "day_counts": hours.day_counts, "work": hours.work, "off": hours.off,
                   "work_days": hours.work_days, "off_days": hours.off_days},
        "roads": [_road(road) for road in roads.lines],
        "other_roads": {"other_count": roads.other_count, "unnamed_count": roads.unnamed_count},
        "supply": [_supplied(line) for line in supply(offences, of)],
        "sources": [{"source": s.source, "count": s.count, "merged_count": s.merged_count, "false_count": s.false_count}
                    for s in parking.sources(of)],
        "cameras": [{"camera_no": c.camera_no, "record_count": c.record_count, "false_pct": round(100 * c.false_share, 1)}
                    for c in parking.cameras(of, least=pack.rules.parking.least_count)],
        "enforcements": [_enforced(one) for one in enforcements(offences, state.area)],
        "hexagons": {"res": cells.res, "shown_count": sum(cells.counts.values()), "outside_count": cells.outside_count,
                     "is_bound": cells.is_bound},
        "worst_cells": [{"cell": grid.name_of(cell), "count": count}
                        for cell, count in sorted(cells.counts.items(), key=lambda pair: (-pair[1], pair[0]))],
    }  # fmt: skip


def _slot(slot: parking.Slot | None) -> Report | None:
    return {"weekday": slot.weekday, "hour": slot.hour, "count": slot.count, "per_day": round(slot.per_day, 2)} if slot else None


def _road(road: parking.Road) -> Report:
    return {"key": road.key, "name": road.name, "street_code": road.street_code, "count": road.count, "previous_count": road.previous_count,
            "worst_hour": road.worst_hour}  # fmt: skip


def _supplied(line: SupplyLine) -> Report:
    per = line.per_100_berths
    return {
        "code": line.code, "name": line.name, "site_count": line.site_count, "berth_count": line.berth_count,
        "lock_removed_count": line.lock_removed_count, "new_area_m2": line.new_area_m2, "violation_count": line.violation_count,
        "per_100_berths": None if per is None else round(per, 1),
    }  # fmt: skip


def _enforced(one: Enforcement) -> Report:
    return {
        "no": one.site_no, "name": one.name, "kind": one.kind, "from": one.first.isoformat(),
        "until": one.until.isoformat() if one.until else None, "verdict": one.found.verdict, "reason": one.reason,
        "treated": _ratio(one.found.treated), "rings": _ratio(one.found.rings), "treated_counts": one.treated, "ring_counts": one.rings,
        "weeks_before": one.weeks_before, "weeks_after": one.weeks_after, "is_partial": one.is_partial,
    }  # fmt: skip


def _ratio(found: Ratio | None) -> Report | None:
    return {"value": round(found.value, 3), "low": round(found.low, 3), "high": round(found.high, 3)} if found else None
