"""Cuts the two cubes of a view out of the history: hexagons by day and category, and areas below by day and category."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypedDict

import numpy as np
import polars as pl

from dashboard import texts
from dashboard.access.scope import Scope
from dashboard.queries.cube import COARSE, EVERY, UNKNOWN, UNPLACED, Array, Cube
from dashboard.queries.region import Region, region_of
from dashboard.queries.steps import BOUND, STEPS, end_of, start_of, starts_between, truncated, whole_weeks
from dashboard.queries.suppression import ATOM, open_cells
from dashboard.state import ViewState
from geodata import grid
from geodata.errors import RightsError
from geodata.history import History
from geodata.pack import Pack

FORMAT = 2
MOST_ENTRIES = 300_000
CELL_DAYS = 366
BOUND_DAYS = 30
AREA_DAYS = 731                    # two years back, so that a period can be held against the one a year before
MEASURES = ("count", "unplaced", "closed", "valid", "contacted", "resolved", "satisfied", "fairly")

_COARSE_CELL, _NO_CELL = -2, -1    # below every cell; cells are positive
_CHILD_COLUMN = {"city": "district_code", "district": "street_code", "street": "community_code"}


class AskedCells(TypedDict, total=False):
    """Options of `cells_cube`."""

    first: date
    last: date
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Frozen:
    """The one view that a share link shows: an area, a period of both days included, level-1 categories (() is all)."""

    area: str
    first: date
    last: date
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """What cubes are cut from: the history, the pack it is read with, whose eyes see it, and the one view they are bound to, if to one."""

    history: History
    pack: Pack
    scope: Scope
    most_entries: int = MOST_ENTRIES
    frozen: Frozen | None = None

    @property
    def version(self) -> str:
        """Version of every cube from here, 12 hexadecimal digits: changes with the data, the pack, the scope and this code."""
        told = f"{FORMAT} {self.history.version} {self.pack.digest} {self.scope} {self.frozen or ''}"
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    @property
    def last_day(self) -> date | None:
        """Newest day that has a complaint: the end of every cube and of every period word; None without data."""
        return self.history.newest_at.date() if self.history.newest_at else None

    def is_exact(self, area: str) -> bool:
        """Whether hexagons of this area keep their small counts, days and categories for these eyes. Raises NotFound."""
        return self.scope.is_exact(self.pack.areas.ranges(area))

    def region(self, area: str) -> Region:
        """The records of an area. Raises NotFound for an unknown one, RightsError for one that these eyes may not see."""
        if self.frozen and area != self.frozen.area:
            raise RightsError(texts.SCOPE_FROZEN)
        return region_of(area, self.scope, self.pack)


def cells_cube(
    source: Source, area: str, res: int, *, first: date | None = None, last: date | None = None, categories: Sequence[str] = (),
) -> Cube:
    """Hexagons of resolution `res` in an area; by default the 366 days up to the newest.

    Arrays key u2|u4, step u2, category u1, count u2|u4. A record stands under its cell when its radius fits the resolution and its point
    is no sketch (or the pack lets sketches in), else under "coarse"; without a point under "none". Where the reader may not see small
    counts the cube is bound (`is_bound`): one step, the whole ISO weeks that hold the period (by default 30 days), one pseudo category
    EVERY of all the `categories` asked for, cells that `open_cells` hides under "coarse"; elsewhere `categories` are for the reader to sum.
    Raises NotFound for an unknown area, RightsError for one that may not be seen.
    """
    region = source.region(area)
    if not source.is_exact(area):
        return _bound_cells(source, area, res, _asked(source, first, last, tuple(categories)))
    cut = _cut(source, region, _cell_key(source, res).alias("key"), {"count": pl.len()}, _period(source, first, last, CELL_DAYS))
    cells = cut.rows["key"].unique().sort().to_numpy()
    cells = cells[cells >= 0]
    index = _cell_index(cut.rows["key"].to_numpy(), cells)
    arrays = {"key": _narrow(index, 2), **_common_arrays(cut, ("count",), 2)}
    return Cube({**_header(source, area, "cells", res, cut), **_cell_keys(cells.tolist(), texts.KEY_COARSE)}, arrays)


def asked_cells(source: Source, state: ViewState) -> AskedCells:
    """What a view asks of `cells_cube`: nothing where its usual span will do, its period and categories where the cube is bound to them."""
    if source.is_exact(state.area):
        return {}
    return {"first": state.period_from, "last": state.period_to, "categories": state.categories}


def areas_cube(source: Source, area: str, *, first: date | None = None, last: date | None = None) -> Cube:
    """The areas right below an area, "" being those not known to that level; by default two years up to the newest day.

    Arrays key u2, step u2, category u1 and the MEASURES u4. A share link's cube holds its own period only. Raises NotFound for an unknown
    area, RightsError for one that may not be seen.
    """
    region, known, frozen = source.region(area), source.pack.areas, source.frozen
    if frozen:
        first, last = frozen.first, frozen.last
    children = [c.code for c in known.children(area)]
    level = known.breadcrumb(area)[-1].level
    key = _place_in(_CHILD_COLUMN[level], children, merged=known.merged) if level in _CHILD_COLUMN else pl.lit(0, pl.Int64)
    cut = _cut(source, region, key.alias("key"), _MEASURES, _period(source, first, last, AREA_DAYS))
    names = [known.short_name(c) for c in children]
    arrays = {"key": cut.rows["key"].to_numpy().astype("u2"), **_common_arrays(cut, MEASURES, 4)}
    rest = {"city": texts.KEY_OUTSIDE, "community": known.short_name(area)}.get(level, texts.KEY_UNKNOWN)
    return Cube({**_header(source, area, "areas", 0, cut), "keys": [*children, UNKNOWN], "key_names": [*names, rest]}, arrays)


def cell_label(name: str) -> str:
    """The last five digits that tell a cell from its neighbours, as the browser shows them: 8931aa5aac7ffff → 5aac7."""
    return name.rstrip("f")[-5:]


@dataclass(frozen=True)
class _Cut:
    """Rows of key, step (start date), category (index) and sums, sorted by step, key, category."""

    rows: pl.DataFrame
    step: str
    first: date | None
    last: date | None


_MEASURES: dict[str, pl.Expr] = {
    "count": pl.len(),
    "unplaced": pl.col("h3_11").null_count(),
    "closed": (pl.col("status") == "closed").sum(),
    "valid": pl.col("is_valid").sum(),
    "contacted": pl.col("is_contacted").sum(),
    "resolved": pl.col("is_resolved").sum(),
    "satisfied": (pl.col("satisfaction") == "满意").sum(),
    "fairly": (pl.col("satisfaction") == "基本满意").sum(),
}


def _bound_cells(source: Source, area: str, res: int, asked: Frozen) -> Cube:
    newest, least = source.last_day, source.pack.rules.suppression.min_count
    weeks = whole_weeks(asked.first, asked.last, newest) if newest else None
    roots = [c.code for c in source.pack.catalog.roots()]
    chosen = [i for i, code in enumerate((*roots, UNKNOWN)) if not asked.categories or code in asked.categories]
    parts = _atoms(source, area, res, weeks or (date.max, date.max), chosen)
    shown = open_cells(parts.filter(pl.col("cell") >= 0), least=least)
    total, unplaced = _in_view(parts), _in_view(parts.filter(pl.col("cell") == _NO_CELL))
    counts = np.array([*shown.values(), total - unplaced - sum(shown.values()), unplaced], "u4")
    keys = _cell_keys(list(shown), texts.KEY_COARSE_OR_FEW.format(least=least))
    found = np.flatnonzero(counts)
    arrays = {"key": _narrow(found, 2), "step": (found * 0).astype("u2"), "category": (found * 0).astype("u1"), "count": counts[found]}
    return Cube({**_bound_header(source, area, res, weeks), **keys}, arrays)


def _atoms(source: Source, area: str, res: int, period: tuple[date, date], chosen: Sequence[int]) -> pl.DataFrame:
    """What `open_cells` takes, of the whole store and not of the area alone; a record without a street stands under its district, or ""."""
    roots = [c.code for c in source.pack.catalog.roots()]
    rows = source.history.scan(*period).select(
        _cell_key(source, res).alias("cell"),
        pl.coalesce("street_code", "district_code", pl.lit("")).alias("street"),
        _place_in("category_code", roots, length=2).alias("category"),
        source.region(area).rows().alias("is_inside"),
        Region(source.scope.exact, includes_outside=False).rows().alias("is_own"),
    )
    rows = rows.filter((pl.col("cell") >= 0) | pl.col("is_inside"))
    is_held, is_own = pl.col("is_inside") & pl.col("category").is_in(chosen), pl.col("is_own")
    counts = {"count": ~is_own, "held": is_held & ~is_own, "own": is_held & is_own}
    return rows.group_by(ATOM).agg(**{name: which.sum().cast(pl.Int64) for name, which in counts.items()}).collect()


def _in_view(atoms: pl.DataFrame) -> int:
    return int(atoms.select(pl.col("held").sum() + pl.col("own").sum()).item())


def _bound_header(source: Source, area: str, res: int, weeks: tuple[date, date] | None) -> dict[str, Any]:
    told = _header(source, area, "cells", res, _Cut(pl.DataFrame(), BOUND, weeks[0] if weeks else None, weeks[0] if weeks else None))
    every = {"categories": [EVERY], "category_names": [texts.ALL_CATEGORIES]}
    return {**told, **every, "to": weeks[1].isoformat() if weeks else None, "is_bound": True}


def _asked(source: Source, first: date | None, last: date | None, categories: tuple[str, ...]) -> Frozen:
    """What a bound cube is cut for; a share link's own view, and no other. Raises RightsError."""
    if (frozen := source.frozen) is not None:
        own = (frozen.first, frozen.last, frozenset(frozen.categories))
        if (first, last, frozenset(categories)) not in (own, (None, None, frozenset())):
            raise RightsError(texts.SCOPE_FROZEN)
        return frozen
    until = last or source.last_day or date.max
    return Frozen("", first or until - timedelta(days=BOUND_DAYS - 1), until, categories)


def _cell_key(source: Source, res: int) -> pl.Expr:
    """The cell of a row, or below 0 why it has none of this resolution."""
    allowed = (pl.col("radius_m") <= source.pack.rules.hex.max_radius_m[res]).fill_null(False)
    if not source.pack.config.allow_approx:
        allowed = allowed & ~pl.col("approx")
    return pl.when(pl.col("h3_11").is_null()).then(_NO_CELL).when(allowed).then(_parent("h3_11", res)).otherwise(_COARSE_CELL)


def _cell_keys(cells: Sequence[int], coarse: str) -> dict[str, list[str]]:
    names = [grid.name_of(c) for c in cells]
    return {"keys": [*names, COARSE, UNPLACED], "key_names": [*map(cell_label, names), coarse, texts.KEY_UNPLACED]}


def _cut(source: Source, region: Region, key: pl.Expr, sums: dict[str, pl.Expr], period: tuple[date, date] | None) -> _Cut:
    """Grouped by day; where that is more entries than may travel, by whole ISO weeks, then months; then the oldest months go."""
    condition = region.rows()
    if period is None:
        return _Cut(_grouped(source, condition, key, sums, "day", (date.max, date.max)), "day", None, None)
    first, last = period
    for step in STEPS:
        rows = _grouped(source, condition, key, sums, step, (start_of(first, step), last))
        if rows.height <= source.most_entries:
            break
    if rows.height > source.most_entries:
        cut_off = rows["step"][-source.most_entries - 1]
        first, rows = end_of(cut_off, step), rows.filter(pl.col("step") > cut_off)
    return _Cut(rows, step, start_of(first, step), last)


def _grouped(
    source: Source, condition: pl.Expr, key: pl.Expr, sums: dict[str, pl.Expr], step: str, period: tuple[date, date],
) -> pl.DataFrame:
    roots = [c.code for c in source.pack.catalog.roots()]
    category = _place_in("category_code", roots, length=2)
    by = [truncated(pl.col("day"), step).alias("step"), key, category.alias("category")]
    rows = source.history.scan(*period).filter(condition)
    return rows.group_by(by).agg(**sums).sort("step", "key", "category").collect()


def _period(source: Source, first: date | None, last: date | None, days: int) -> tuple[date, date] | None:
    newest, oldest = source.last_day, source.history.first_day
    if newest is None or oldest is None:
        return None
    end = min(last or newest, newest)
    return max(first or end - timedelta(days=days - 1), oldest), end


def _parent(column: str, res: int) -> pl.Expr:
    """`grid.parents_of` for a column of resolution-11 cells."""
    unused = (1 << (3 * (15 - res))) - 1
    return (pl.col(column) & ~(0xF << 52)) | ((res << 52) | unused)


def _place_in(column: str, codes: Sequence[str], *, length: int | None = None, merged: Mapping[str, str] | None = None) -> pl.Expr:
    """Index of a code in `codes`; len(codes) for null and for any other code. `merged` codes count as others (former boundaries)."""
    code = pl.col(column).str.slice(0, length) if length else pl.col(column)
    code = code.replace(merged) if merged else code
    return code.cast(pl.Enum(list(codes)), strict=False).to_physical().cast(pl.Int64).fill_null(len(codes))


def _cell_index(keys: Array, cells: Array) -> Array:
    index = np.searchsorted(cells, keys)
    index[keys == _COARSE_CELL] = len(cells)
    index[keys == _NO_CELL] = len(cells) + 1
    return index


def _common_arrays(cut: _Cut, measures: Sequence[str], size: int) -> dict[str, Array]:
    starts = {day: i for i, day in enumerate(_starts(cut))}
    steps = cut.rows["step"].replace_strict(starts, return_dtype=pl.UInt16).to_numpy() if starts else np.empty(0, "u2")
    columns = {name: _narrow(cut.rows[name].to_numpy(), size) for name in measures}
    return {"step": steps.astype("u2"), "category": cut.rows["category"].to_numpy().astype("u1"), **columns}


def _narrow(values: Array, size: int) -> Array:
    """Unsigned integers of `size` bytes; of 4 where a group is too large for 2."""
    return values.astype("u4" if len(values) and values.max() >= 1 << (8 * size) else f"u{size}")


def _starts(cut: _Cut) -> list[date]:
    return starts_between(cut.first, cut.last, cut.step) if cut.first and cut.last else []


def _header(source: Source, area: str, kind: str, res: int, cut: _Cut) -> dict[str, Any]:
    starts, catalog, newest = _starts(cut), source.pack.catalog, source.history.newest_at
    roots = [c.code for c in catalog.roots()]
    header = {
        "kind": kind,
        "version": source.version,
        "level": source.pack.areas.breadcrumb(area)[-1].level,
        "area": area,
        "res": res,
        "from": starts[0].isoformat() if starts else None,
        "step": cut.step,
        "steps": len(starts),
        "categories": [*roots, UNKNOWN],
        "category_names": [catalog.short_name(c) for c in (*roots, UNKNOWN)],
        "is_sample": source.history.is_sample,
        "as_of": newest.isoformat() if newest else None,
    }
    return header if cut.step == "day" else {**header, "dates": [s.isoformat() for s in starts]}
