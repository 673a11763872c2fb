"""The effect of a finished project on the complaints around it, from the history and in the reader's scope.

Counts of the catchment are told as counts of hexagons are: where the reader may not see small ones, none of 1 to `min_count` − 1, and no
weeks so fine that one of them would be. As there, what two catchments or two periods give by subtraction is not held back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from sqlalchemy import select

from dashboard.queries.cubes import Source
from dashboard.queries.programme.book import Book, open_own
from dashboard.queries.programme.records import Effect, WeekCount
from dashboard.queries.region import Region
from dashboard.queries.register import Register
from dashboard.texts import programme as words
from geodata import grid
from geodata.displacement import rings_round
from geodata.errors import NotFound
from geodata.programme.effects import LEAST_CONTROLS, LEAST_WEEKS, Cells, Counts, Verdict, judge
from geodata.rules.programme import Effects
from geodata.store.models import Project, ProjectCell

RES = 9
STEPS = (1, 2, 4, 13)              # weeks together, until no small count is left
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """Whole weeks before a start and after an end; `first` is the first day before, `later` the first day after."""

    first: date
    before_weeks: int
    later: date
    after_weeks: int


@dataclass(frozen=True)
class _Site:
    """One project as the comparison knows it: where it works, in which codes, when."""

    catchment: tuple[int, ...]
    district: str | None
    window: Window
    touched: tuple[frozenset[int], ...]      # cells that are no controls: strictest first


def effect(register: Register, source: Source, no: str) -> Effect:
    """The effect of a project; the sources are to be of the same reader. Raises NotFound for one that the scope does not hold."""
    book = open_own(register)
    index = next((i for i, row in enumerate(book.rows) if row.project_no == no), None)
    if index is None:
        raise NotFound(words.NO_PROJECT.format(no=no[:24]))
    row, fact, rules = book.rows[index], book.facts[index], register.pack.rules.effects
    if source.frozen is not None:
        return _unjudged("closed", words.EFFECT_CLOSED, rules)
    end = fact.done_on
    if end is None or end > register.today:
        return _unjudged("waiting", words.EFFECT_WAITING.format(weeks=LEAST_WEEKS), rules)
    if end == date.min or source.last_day is None or source.history.first_day is None:
        return _unjudged("undated", words.EFFECT_UNDATED, rules)
    cells = _cells(register)
    if not (own := cells.get(row.id)):
        return _unjudged("nowhere", words.EFFECT_NOWHERE, rules)
    window = window_of(_start(fact.started_on, end), end, source.history.first_day, source.last_day, rules)
    around = tuple(sorted({*own, *rings_round(own, rules.catchment_rings)}))
    site = _Site(around, row.district_code, window, _touched(book, cells, window, rules))
    return register.memory.kept(("programme effect", no, source.scope), (source.version, site), lambda: _judged(source, site, rules))


def window_of(start: date, end: date, oldest: date, newest: date, rules: Effects) -> Window:
    """As many whole weeks as there is data for, up to `window_weeks` on either side."""
    before = min(max((start - oldest).days // 7, 0), rules.window_weeks)
    after = min(max((newest - end).days // 7, 0), rules.window_weeks)
    return Window(start - timedelta(weeks=before), before, end + _DAY, after)


def _start(started_on: date | None, end: date) -> date:
    """What is finished began at last on the day it ended; where nobody wrote the day down, there is only that day."""
    return min(started_on, end) if started_on and started_on != date.min else end


def _cells(register: Register) -> dict[int, tuple[int, ...]]:
    """Cells of every project in the reader's scope, by project id."""
    scope, found = register.scope, dict[int, list[int]]()
    wanted = select(ProjectCell.project_id, ProjectCell.h3_09).join(Project)
    with register.read() as store:
        for number, cell in store.execute(wanted.where(Region(scope.ranges, scope.includes_outside).clause(Project))):
            found.setdefault(number, []).append(cell)
    return {number: tuple(sorted(own)) for number, own in found.items()}


def _touched(book: Book, cells: dict[int, tuple[int, ...]], window: Window, rules: Effects) -> tuple[frozenset[int], ...]:
    """Cells of any project with the rings around; of those that were under way in the window; of any project without rings."""
    until = window.later + timedelta(weeks=window.after_weeks)
    same = [
        row.id for row, fact in zip(book.rows, book.facts, strict=True)
        if (fact.started_on or date.max) < until and (fact.done_on or date.max) >= window.first
    ]  # fmt: skip
    bare = frozenset(cell for own in cells.values() for cell in own)
    current = frozenset(cell for number in same for cell in cells.get(number, ()))
    rings = rules.catchment_rings
    return bare | rings_round(bare, rings), current | rings_round(current, rings), bare


def _judged(source: Source, site: _Site, rules: Effects) -> Effect:
    cells, found = _counted(source, site)
    inside = np.isin(cells, np.array(site.catchment))
    strict, free = _candidates(cells, inside, site, rules)
    candidates, catchment = _rows(found, free), _rows(found, inside)
    verdict = judge(catchment, candidates, rules)
    names = cells[free][list(verdict.controls)].tolist()
    least = source.pack.rules.suppression.min_count
    is_exact = source.scope.is_exact(_ranges(site.district, source))
    return _told(verdict, site, rules, catchment, candidates, names, least=0 if is_exact else least, strict=strict)


def _ranges(district: str | None, source: Source) -> tuple[tuple[str, str], ...]:
    """Codes that a reader must see exactly to be told small counts: those of the whole scope that the cells may lie in."""
    within = source.scope.within(((district, f"{district}:"),)) if district else source.scope.ranges
    return within or source.scope.ranges


def _candidates(cells: Counts, inside: Any, site: _Site, rules: Effects) -> tuple[int, Any]:
    """Which of the rules for controls gave enough of them, the strictest that does; and the cells that it lets in."""
    wanted = max(LEAST_CONTROLS, rules.control_count // 2)
    frees = [~inside & ~np.isin(cells, np.fromiter(touched, np.int64, len(touched))) for touched in site.touched]
    strict = next((i for i, free in enumerate(frees) if free.sum() >= wanted), len(frees) - 1)
    return strict, frees[strict]


def _counted(source: Source, site: _Site) -> tuple[Counts, Cells]:
    """Cells with any complaint, catchment included, and their counts by week on both sides."""
    w = site.window
    sides = [_side(source, site, first, weeks) for first, weeks in ((w.first, w.before_weeks), (w.later, w.after_weeks))]
    cells = np.unique(np.concatenate([*(cell for cell, _ in sides), np.array(site.catchment, np.int64)]))
    counts = [np.zeros((len(cells), weeks), np.int64) for weeks in (w.before_weeks, w.after_weeks)]
    for table, (cell, week) in zip(counts, sides, strict=True):
        np.add.at(table, (np.searchsorted(cells, cell), week), 1)
    return cells, Cells(*counts)


def _side(source: Source, site: _Site, first: date, weeks: int) -> tuple[Counts, Counts]:
    """Cell and number of the week of each complaint of one side."""
    if not weeks:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    scope, pack = source.scope, source.pack
    allowed = (pl.col("radius_m") <= pack.rules.hex.max_radius_m[RES]) & pl.col("h3_11").is_not_null()
    if not pack.config.allow_approx:
        allowed = allowed & ~pl.col("approx")
    if site.district:
        allowed = allowed & (pl.col("district_code") == site.district)
    rows = source.history.scan(first, first + timedelta(weeks=weeks) - _DAY)
    rows = rows.filter(Region(scope.ranges, scope.includes_outside).rows(), allowed)
    got = rows.select("h3_11", ((pl.col("day") - first).dt.total_days() // 7).alias("week")).collect()
    return grid.parents_of(got["h3_11"].to_numpy(), RES), got["week"].to_numpy()


def _rows(cells: Cells, which: Any) -> Cells:
    return Cells(cells.before[which], cells.after[which])


def _told(
    verdict: Verdict, site: _Site, rules: Effects, catchment: Cells, candidates: Cells, names: list[int], *, least: int, strict: int,
) -> Effect:
    w, before, after = site.window, int(catchment.before.sum()), int(catchment.after.sum())
    method = {"rings": rules.catchment_rings, "untouched": words.EFFECT_UNTOUCHED[strict], "controls": rules.control_count}
    return Effect(
        code=verdict.code, verdict=words.EFFECT_VERDICTS[verdict.code], sentence=_sentence(verdict, site, rules, before, least),
        ratio=verdict.ratio, low=verdict.low, high=verdict.high, confidence_pct=rules.confidence_pct,
        before_count=_shown(before, least), after_count=_shown(after, least),
        before_per_week=_rate(before, w.before_weeks, least), after_per_week=_rate(after, w.after_weeks, least),
        before_weeks=w.before_weeks, after_weeks=w.after_weeks, control_count=len(names),
        weeks=_series(catchment, _rows(candidates, list(verdict.controls)), w, least),
        catchment=site.catchment, controls=tuple(names), method=words.EFFECT_METHOD.format(**method), source=rules.source,
    )  # fmt: skip


def _sentence(verdict: Verdict, site: _Site, rules: Effects, before: int, least: int) -> str:
    w = site.window
    weeks = {"before_weeks": w.before_weeks, "after_weeks": w.after_weeks}
    if verdict.ratio is None or verdict.low is None or verdict.high is None:
        if min(w.before_weeks, w.after_weeks) < LEAST_WEEKS:
            return words.EFFECT_FEW_WEEKS.format(weeks=LEAST_WEEKS, **weeks)
        if before >= rules.least_count:
            return words.EFFECT_FEW_CONTROLS
        shown = _shown(before, least)
        count = words.FEWER_THAN.format(least=least) if shown is None else shown
        return words.EFFECT_FEW_COUNT.format(before=count, least=rules.least_count, **weeks)
    sentence = {"fall": words.EFFECT_FALL, "rise": words.EFFECT_RISE, "none": words.EFFECT_NONE}[verdict.code]
    change = _change(verdict.ratio) if verdict.code == "none" else f"{abs(verdict.ratio - 1):.0%}"
    return sentence.format(change=change, low=_change(verdict.low), high=_change(verdict.high), confidence=rules.confidence_pct, **weeks)


def _change(ratio: float) -> str:
    """−30%, +12%, with a true minus."""
    return f"{ratio - 1:+.0%}".replace("-", "−")


def _shown(count: int, least: int) -> int | None:
    return None if 0 < count < least else count


def _rate(count: int, weeks: int, least: int) -> float | None:
    return count / weeks if weeks and _shown(count, least) is not None else None


def _series(catchment: Cells, controls: Cells, window: Window, least: int) -> tuple[WeekCount, ...]:
    """Both sides in steps so long that none of them is a small count; none at all where even a quarter would be."""
    scale = _level(catchment, controls)
    for step in STEPS:
        before = _steps(catchment.before, controls.before, scale, step, window.first, from_end=True)
        after = _steps(catchment.after, controls.after, scale, step, window.later, from_end=False)
        if all(_shown(w.count, least) is not None for w in (*before, *after)):
            return (*before, *after)
    return ()


def _level(catchment: Cells, controls: Cells) -> float | None:
    """What brings the controls' sum to the catchment's before."""
    sums = int(catchment.before.sum()), int(controls.before.sum())
    return sums[0] / sums[1] if sums[1] else None


def _steps(own: Counts, controls: Counts, scale: float | None, step: int, first: date, *, from_end: bool) -> Iterable[WeekCount]:
    """Whole steps of some weeks; what does not fill one is left out at the far end."""
    count = own.shape[1] // step
    skip = own.shape[1] - count * step if from_end else 0
    sums = [side.sum(axis=0)[skip : skip + count * step].reshape(count, step).sum(axis=1).tolist() for side in (own, controls)]
    starts = [first + timedelta(weeks=skip + n * step) for n in range(count)]
    return [
        WeekCount(start, step, number, None if scale is None else scale * other)
        for start, number, other in zip(starts, *sums, strict=True)
    ]  # fmt: skip


def _unjudged(code: str, sentence: str, rules: Effects) -> Effect:
    return Effect(
        code=code, verdict=words.EFFECT_VERDICTS[code], sentence=sentence, ratio=None, low=None, high=None,
        confidence_pct=rules.confidence_pct, before_count=None, after_count=None, before_per_week=None, after_per_week=None, before_weeks=0,
        after_weeks=0, control_count=0, weeks=(), catchment=(), controls=(),
        method=words.EFFECT_METHOD.format(rings=rules.catchment_rings, untouched=words.EFFECT_UNTOUCHED[0], controls=rules.control_count),
        source=rules.source,
    )  # fmt: skip
