"""The figures of a page as plain values: what `huitian show` prints and tests compare with the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from dashboard.queries.cube import COARSE, UNPLACED, Cube
from dashboard.queries.cubes import Source, areas_cube, asked_cells, cells_cube
from dashboard.queries.figures import Figures, Ranked, Sums, by_category, cell_counts, ranking, totals, trend
from dashboard.queries.hotspots import significant_cells
from dashboard.queries.parking_report import parking_report
from dashboard.queries.projects_report import projects_report
from dashboard.queries.quality import batches, conflict_count, data_state, level_shares, quarantine_by_reason
from dashboard.queries.resolutions import resolutions_for
from dashboard.queries.steps import span
from dashboard.queries.towns_report import towns_report
from dashboard.queries.waterlogging_report import waterlogging_report
from dashboard.state import ViewState
from geodata.rules import Rates

Report = dict[str, Any]
Make = Callable[[Source, ViewState, Engine, datetime], Report]


def home_report(source: Source, state: ViewState, engine: Engine, now: datetime) -> Report:
    """Figures of `/`: total with changes and rates, areas below, categories, trend.

    Shares are percent with one decimal, None where there is none.
    """
    cube, rates = areas_cube(source, state.area), source.pack.rules.rates
    first, last, chosen = state.period_from, state.period_to, state.categories
    figures = totals(cube, first, last, categories=chosen, rates=rates)
    steps = trend(cube, first, last, categories=chosen)
    return {
        **_about(source, state, cube, now, figures),
        "figures": {**_sums(figures.now, rates), **_changes(figures)},
        "areas": _ranked(ranking(cube, first, last, categories=chosen), rates),
        "categories": _ranked(by_category(cube, first, last), rates),
        "trend": [{"start": p.start.isoformat(), "count": p.count, "last_year_count": p.last_year} for p in steps],
    }


def hotspots_report(source: Source, state: ViewState, engine: Engine, now: datetime) -> Report:
    """Figures of `/hotspots`: those of `/`, and its hexagons with their counts, the significant ones named.

    `is_bound`: small hexagons are counted as coarse, over the whole weeks `from` to `to`.
    """
    least = source.pack.rules.suppression.min_count
    res = resolutions_for(state, source).default
    cube = cells_cube(source, state.area, res, **asked_cells(source, state))
    at = span(cube, state.period_from, state.period_to)
    counts = cell_counts(cube, state.period_from, state.period_to, categories=state.categories)
    coarse, unplaced = counts.pop(COARSE), counts.pop(UNPLACED)
    hot = significant_cells(counts, least=least)
    shown = sorted((cell for cell, count in counts.items() if count), key=lambda cell: (-counts[cell], cell))
    lines = [{"cell": cell, "count": counts[cell], "is_significant": cell in set(hot)} for cell in shown]
    whose = {"res": res, "is_bound": cube.is_bound, "from": at.first.isoformat(), "to": at.last.isoformat()}
    sums = {**whose, "shown_count": sum(counts.values()), "coarse_count": coarse, "unplaced_count": unplaced}
    return {**home_report(source, state, engine, now), "hexagons": {**sums, "significant": list(hot)}, "cells": lines}


def quality_report(source: Source, state: ViewState, engine: Engine, now: datetime) -> Report:
    """Figures of `/quality`: newest loads, rejected rows by reason, share by place level, boundary conflicts, age of the data."""
    first, last = state.period_from, state.period_to
    shares = level_shares(source, state.area, first, last)
    levels = [{"level": s.level, "count": s.count, "pointed_count": s.pointed_count, "share_pct": _pct(s.share)} for s in shares]
    cube = areas_cube(source, state.area, first=first, last=last)
    return {
        **_about(source, state, cube, now, None),
        "batches": [_plain(b) for b in batches(engine, source.scope)],
        "quarantine": [_plain(q) for q in quarantine_by_reason(engine, source.scope)],
        "place_levels": levels,
        "boundary_conflict_count": conflict_count(source, state.area, first, last),
    }


PAGES: dict[str, Make] = {
    "home": home_report,
    "hotspots": hotspots_report,
    "parking": parking_report,
    "projects": projects_report,
    "quality": quality_report,
    "towns": towns_report,
    "waterlogging": waterlogging_report,
}


def _about(source: Source, state: ViewState, cube: Cube, now: datetime, figures: Figures | None) -> Report:
    data, area = data_state(source, now), source.pack.areas.breadcrumb(state.area)[-1]
    first, last = (figures.span.first, figures.span.last) if figures else (state.period_from, state.period_to)
    return {
        "area": state.area,
        "area_name": area.name,
        "level": state.level,
        "period": {"word": state.period, "from": first.isoformat(), "to": last.isoformat(), "step": cube.header["step"]},
        "category": list(state.categories),
        "as_of": data.as_of.isoformat() if data.as_of else None,
        "age": data.age,
        "is_stale": data.is_stale,
        "is_sample": data.is_sample,
        "version": source.version,
    }


def _sums(sums: Sums, rates: Rates) -> Report:
    return {
        "count": sums.count,
        "unplaced_count": sums.unplaced,
        "unplaced_share_pct": _pct(sums.unplaced_share),
        "closed_count": sums.closed,
        "closing_rate_pct": _pct(sums.closing_rate),
        "valid_count": sums.valid,
        "response_rate_pct": _pct(rates.response(sums.contacted, sums.valid)),
        "resolution_rate_pct": _pct(rates.resolution(sums.resolved, sums.valid)),
        "satisfaction_rate_pct": _pct(rates.satisfaction(sums.satisfied, sums.fairly, sums.valid)),
    }


def _changes(line: Figures | Ranked) -> Report:
    return {
        "previous_count": line.previous.count if line.previous else None,
        "change_pct": _pct(line.change),
        "last_year_count": line.last_year.count if line.last_year else None,
        "year_change_pct": _pct(line.year_change),
    }


def _ranked(lines: Sequence[Ranked], rates: Rates) -> list[Report]:
    return [{"code": r.code, "name": r.name, **_sums(r.now, rates), **_changes(r)} for r in lines]


def _plain(line: Any) -> Report:
    values = {name: getattr(line, name) for name in line.__dataclass_fields__}
    return {name: v.isoformat() if isinstance(v, datetime) else v for name, v in values.items()}


def _pct(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)
