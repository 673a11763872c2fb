"""What is shown, as CSV: UTF-8 with a byte order mark, Chinese headers; each row says whether it is sample data and how new it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import h3

from dashboard import texts
from dashboard.queries.cases import MOST_CASES, CasePage, Selection
from dashboard.queries.cube import COARSE, UNPLACED, Cube
from dashboard.queries.cubes import Source, areas_cube, asked_cells, cells_cube
from dashboard.queries.figures import Ranked, by_category, cell_counts, ranking, trend
from dashboard.queries.resolutions import resolutions_for
from dashboard.queries.steps import span
from dashboard.state import ViewState
from geodata.errors import NotFound, RightsError
from geodata.rules import Rates

BOM = "\ufeff"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

Cell = str | int | float | None
CaseRead = Callable[[Selection, int], CasePage]        # the cases of a selection, at most so many, read with somebody's rights


@dataclass(frozen=True)
class Table:
    """Headers and rows, without the columns that every export ends with."""

    headers: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def export_csv(name: str, source: Source, state: ViewState, *, cases: CaseRead | None = None) -> bytes:
    """One of NAMES for a view: ranking, categories, trend, cells (hexagons), cases (of the view, or of its selected hexagon).

    `cases` reads the single cases with their own rights. Raises NotFound for another name or an unknown area, RightsError for an area that
    may not be seen, and for cases where nobody gave a way to read them.
    """
    if name == "cases":
        if cases is None:
            raise RightsError(texts.CASES_CLOSED)
        return as_csv(_cases(cases, state), source)
    make = _TABLES.get(name)
    if make is None:
        raise NotFound(texts.EXPORT_UNKNOWN.format(name=name[:24], names="、".join(NAMES)))
    return as_csv(make(source, state), source)


def as_csv(table: Table, source: Source) -> bytes:
    """The file of a table; texts that a spreadsheet would run as a formula begin with an apostrophe."""
    at = source.history.newest_at
    stamp = (texts.YES if source.history.is_sample else texts.NO, f"{at:%Y-%m-%d %H:%M}" if at else "")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow((*table.headers, *texts.EXPORT_STAMP))
    writer.writerows([safe(cell) for cell in (*row, *stamp)] for row in table.rows)
    return (BOM + text.getvalue()).encode("utf-8")


def safe(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_SIGNS) else cell


def _ranking(source: Source, state: ViewState) -> Table:
    cube = areas_cube(source, state.area)
    found = ranking(cube, state.period_from, state.period_to, categories=state.categories)
    return _ranked(source, state, cube, found, texts.EXPORT_AREA)


def _categories(source: Source, state: ViewState) -> Table:
    cube = areas_cube(source, state.area)
    return _ranked(source, state, cube, by_category(cube, state.period_from, state.period_to), texts.EXPORT_CATEGORY)


def _trend(source: Source, state: ViewState) -> Table:
    cube = areas_cube(source, state.area)
    found = trend(cube, state.period_from, state.period_to, categories=state.categories)
    step = texts.STEP_NAMES[cube.header["step"]]
    return Table(texts.EXPORT_TREND, [(p.start.isoformat(), step, p.count, p.last_year) for p in found])


def _cells(source: Source, state: ViewState) -> Table:
    res, least = resolutions_for(state, source).default, source.pack.rules.suppression.min_count
    cube = cells_cube(source, state.area, res, **asked_cells(source, state))
    counts = cell_counts(cube, state.period_from, state.period_to, categories=state.categories)
    coarse, unplaced, days = counts.pop(COARSE), counts.pop(UNPLACED), _days(cube, state)
    shown = sorted((cell for cell, count in counts.items() if count), key=lambda cell: (-counts[cell], cell))
    fewer = texts.FEWER.format(least=least)
    rows: list[Sequence[Cell]] = [(c, res, *_centre(c), *days, counts[c] if counts[c] >= least else fewer) for c in shown]
    names = dict(zip(cube.keys, cube.header["key_names"], strict=True))
    rest: list[Sequence[Cell]] = [(names[COARSE], res, "", "", *days, coarse), (names[UNPLACED], res, "", "", *days, unplaced)]
    return Table(texts.EXPORT_CELLS, [*rows, *rest])


def _cases(read: CaseRead, state: ViewState) -> Table:
    found = read(Selection(state.area, state.period_from, state.period_to, state.cell, state.categories), MOST_CASES)
    rows = [
        (c.order_no, _minute(c.created_at), c.order_type, c.category_name, c.title if c.is_readable else texts.CASE_TEXT_CLOSED, c.content,
         c.status_name, c.place_name, c.place_level,
         c.street_name, c.handler, _minute(c.deadline_at), _minute(c.closed_at), texts.YES if c.is_overdue else texts.NO, c.satisfaction)
        for c in found.cases
    ]  # fmt: skip
    if found.total > len(rows):
        rest = texts.EXPORT_CASES_REST.format(total=found.total, shown=len(rows))
        rows.append((rest, *[""] * (len(texts.EXPORT_CASES) - 1)))  # type: ignore[arg-type]
    return Table(texts.EXPORT_CASES, rows)


def _ranked(source: Source, state: ViewState, cube: Cube, lines: Iterable[Ranked], first_headers: tuple[str, ...]) -> Table:
    days = _days(cube, state)
    return Table((*first_headers, *texts.EXPORT_COUNTS), [(r.code, r.name, *days, *_counts(source.pack.rules.rates, r)) for r in lines])


def _days(cube: Cube, state: ViewState) -> tuple[str, str]:
    at = span(cube, state.period_from, state.period_to)
    return at.first.isoformat(), at.last.isoformat()


def _counts(rates: Rates, line: Ranked) -> Iterable[Cell]:
    now = line.now
    before = (line.previous.count if line.previous else None, line.last_year.count if line.last_year else None)
    shares = (
        now.closing_rate, rates.response(now.contacted, now.valid), rates.resolution(now.resolved, now.valid),
        rates.satisfaction(now.satisfied, now.fairly, now.valid),
    )  # fmt: skip
    return now.count, *before, now.unplaced, now.closed, now.valid, *(None if s is None else round(100 * s, 1) for s in shares)


def _centre(cell: str) -> tuple[float, float]:
    lat, lon = h3.cell_to_latlng(cell)
    return round(lon, 6), round(lat, 6)


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


_TABLES: dict[str, Callable[[Source, ViewState], Table]] = {
    "ranking": _ranking,
    "categories": _categories,
    "trend": _trend,
    "cells": _cells,
}
NAMES = (*_TABLES, "cases")
