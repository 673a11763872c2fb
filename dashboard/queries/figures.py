"""The sums that browsers make of a cube, made in Python: `huitian show` prints them, the brief quotes them, browser tests compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from dashboard.queries.cube import Array, Cube
from dashboard.queries.cubes import MEASURES
from dashboard.queries.steps import Span, last_year, previous, span
from geodata.rules import Rates

Categories = Sequence[str]       # level-1 codes; () is all


@dataclass(frozen=True)
class Sums:
    """What an areas cube counts of some records (件). `valid` and after: call-backs (回访)."""

    count: int
    unplaced: int
    closed: int
    valid: int
    contacted: int
    resolved: int
    satisfied: int
    fairly: int

    @property
    def closing_rate(self) -> float | None:
        """办结率 0-1: closed of those created in the period; None without any."""
        return self.closed / self.count if self.count else None

    @property
    def unplaced_share(self) -> float | None:
        """无坐标占比 0-1; None without any record."""
        return self.unplaced / self.count if self.count else None


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Sums of a period, of the period before (上期) and of the same dates a year earlier (上年同期).

    The earlier two are None where the cube does not reach back to their first day.
    """

    now: Sums
    previous: Sums | None
    last_year: Sums | None

    @property
    def change(self) -> float | None:
        """Change of the count on the period before, 0.14 is +14 %; None without it or where it was 0."""
        return _change(self.now, self.previous)

    @property
    def year_change(self) -> float | None:
        """Change of the count on the same dates a year earlier; None without them or where it was 0."""
        return _change(self.now, self.last_year)


@dataclass(frozen=True, kw_only=True)
class Figures(Compared):
    """The numbers of a period. Rates are shares of 0-1, None without a denominator."""

    span: Span
    response_rate: float | None
    resolution_rate: float | None
    satisfaction_rate: float | None


@dataclass(frozen=True, kw_only=True)
class Ranked(Compared):
    """One area or category of a ranking; `code` "" is 未定 (areas) or 待人工 (categories)."""

    code: str
    name: str


@dataclass(frozen=True)
class Point:
    """One step of a trend: its first day, its count, and that of the same day a year earlier (None: not in the cube)."""

    start: date
    count: int
    last_year: int | None


def totals(cube: Cube, first: date, last: date, *, categories: Categories = (), rates: Rates) -> Figures:
    """The figures of a view's whole area in a period of both days included."""
    now, before, year = (_sums(cube, period, categories) for period in _periods(cube, first, last))
    assert now is not None
    return Figures(
        span=span(cube, first, last),
        now=now,
        previous=before,
        last_year=year,
        response_rate=rates.response(now.contacted, now.valid),
        resolution_rate=rates.resolution(now.resolved, now.valid),
        satisfaction_rate=rates.satisfaction(now.satisfied, now.fairly, now.valid),
    )


def ranking(cube: Cube, first: date, last: date, *, categories: Categories = ()) -> tuple[Ranked, ...]:
    """The areas below, most complaints first, equal ones by code; what is not known to that level (未定) comes last, if there is any."""
    rows = _ranked(cube, "key", cube.keys, cube.header["key_names"], (first, last), categories)
    known = sorted((r for r in rows if r.code), key=lambda r: (-r.now.count, r.code))
    return (*known, *(r for r in rows if not r.code and r.now.count))


def by_category(cube: Cube, first: date, last: date) -> tuple[Ranked, ...]:
    """All level-1 categories, most complaints first, equal ones by code; 待人工 comes last."""
    rows = _ranked(cube, "category", cube.categories, cube.header["category_names"], (first, last), ())
    return tuple(sorted(rows, key=lambda r: (not r.code, -r.now.count, r.code)))


def trend(cube: Cube, first: date, last: date, *, categories: Categories = ()) -> tuple[Point, ...]:
    """The counts step by step, oldest first. The year before stands beside by position, as the browser draws it."""
    at, before = span(cube, first, last), span(cube, *last_year(first, last))
    counts = _by(cube, "step", len(cube.starts), (0, len(cube.starts)), categories)["count"]
    earlier: list[int | None] = counts[before.lo : before.hi].tolist() if before.is_covered else []
    earlier += [None] * (at.hi - at.lo)
    return tuple(Point(cube.starts[i], int(counts[i]), earlier[i - at.lo]) for i in range(at.lo, at.hi))


def cell_counts(cube: Cube, first: date, last: date, *, categories: Categories = ()) -> dict[str, int]:
    """Counts of a cells cube by key (cell names, "coarse", "none"); 0 where a cell has none in the period."""
    at = span(cube, first, last)
    counts = _by(cube, "key", len(cube.keys), (at.lo, at.hi), categories)["count"]
    return dict(zip(cube.keys, counts.tolist(), strict=True))


def _periods(cube: Cube, first: date, last: date) -> list[tuple[int, int] | None]:
    at = span(cube, first, last)
    earlier = (span(cube, *shifted(first, last)) for shifted in (previous, last_year))
    return [(at.lo, at.hi), *((e.lo, e.hi) if e.is_covered else None for e in earlier)]


def _sums(cube: Cube, steps: tuple[int, int] | None, categories: Categories) -> Sums | None:
    if steps is None:
        return None
    chosen = _chosen(cube, steps, categories)
    return Sums(**{name: int(cube.arrays[name][chosen].sum(dtype=np.int64)) for name in MEASURES})


def _ranked(
    cube: Cube, by: str, codes: Sequence[str], names: Sequence[str], period: tuple[date, date], categories: Categories,
) -> list[Ranked]:
    grouped = [_by(cube, by, len(codes), steps, categories) if steps else None for steps in _periods(cube, *period)]
    sums = [[Sums(*(int(g[name][i]) for name in MEASURES)) if g else None for g in grouped] for i in range(len(codes))]
    rows = zip(codes, names, sums, strict=True)
    return [Ranked(code=code, name=name, now=s[0] or _NOTHING, previous=s[1], last_year=s[2]) for code, name, s in rows]


def _by(cube: Cube, by: str, size: int, steps: tuple[int, int], categories: Categories) -> dict[str, Array]:
    chosen = _chosen(cube, steps, categories)
    groups = cube.arrays[by][chosen]
    measures = [name for name in MEASURES if name in cube.arrays]
    return {name: np.bincount(groups, cube.arrays[name][chosen], size).astype(np.int64) for name in measures}


def _chosen(cube: Cube, steps: tuple[int, int], categories: Categories) -> npt.NDArray[np.bool_]:
    step, category = cube.arrays["step"], cube.arrays["category"]
    inside = (step >= steps[0]) & (step < steps[1])
    if not categories or cube.is_bound:
        return np.asarray(inside, bool)
    wanted = [i for i, code in enumerate(cube.categories) if code in categories]
    return np.asarray(inside & np.isin(category, wanted), bool)


def _change(now: Sums, before: Sums | None) -> float | None:
    return (now.count - before.count) / before.count if before and before.count else None


_NOTHING = Sums(*(0 for _ in MEASURES))
