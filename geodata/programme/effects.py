"""Whether a project changed the complaints around it (成效): the catchment against matched cells that no project touched (有无对照).

Difference in differences as a rate ratio:
    (catchment after / before) / (controls after / before), each per week.
Controls are the cells whose level before was nearest to that of the catchment's cells. A cell picked because its count happened to be high
falls back later by itself (regression to the mean); so cells are picked by the even weeks before and their level is read from the odd ones,
and the other way round. The interval is quasi-Poisson on the log scale with Student's quantile: phi, never below 1, is the larger of the
spread of the catchment's weeks and of the spread of the control cells' own changes. Everything is reckoned, nothing drawn by lot.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from geodata.rules.programme import Effects

FALL, RISE, SAME, FEW = "fall", "rise", "none", "few"
LEAST_WEEKS = 4                # on either side
LEAST_CONTROLS = 5
LEAST_EXPECTED = 5             # complaints after, had nothing changed but the controls
_HALF = 0.5                    # in place of no complaint at all, where a logarithm is needed

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Cells:
    """Complaints of cells by whole week: shapes (cells, weeks before) and (cells, weeks after)."""

    before: Counts
    after: Counts


@dataclass(frozen=True, eq=False)
class Verdict:
    """`code` FALL, RISE, SAME or FEW; the ratio with its interval, None where FEW; `controls` are rows of the candidates."""

    code: str
    ratio: float | None
    low: float | None
    high: float | None
    controls: tuple[int, ...]


def judge(catchment: Cells, candidates: Cells, rules: Effects) -> Verdict:
    """The effect on a catchment, held against the candidates that were most like it before."""
    weeks = catchment.before.shape[1], catchment.after.shape[1]
    before, after = int(catchment.before.sum()), int(catchment.after.sum())
    if before < rules.least_count or min(weeks) < LEAST_WEEKS or len(candidates.before) < LEAST_CONTROLS:
        return Verdict(FEW, None, None, None, ())
    even = np.arange(weeks[0]) % 2 == 0
    level = catchment.before.mean()
    folds = [(_nearest(candidates.before[:, fold], level, rules.control_count), ~fold) for fold in (even, ~even)]
    twice = np.concatenate([rows for rows, _ in folds])
    level_weeks = sum(len(rows) * int(other.sum()) for rows, other in folds)
    base = sum(int(candidates.before[np.ix_(rows, other)].sum()) for rows, other in folds)
    later = int(candidates.after[twice].sum())
    chosen = tuple(sorted(set(twice.tolist())))
    expected = before / weeks[0] * weeks[1] * (later / len(twice) / weeks[1]) / (base / level_weeks) if base else 0
    if min(base, later) == 0 or expected < LEAST_EXPECTED:
        return Verdict(FEW, None, None, None, chosen)
    ratio = max(after, _HALF) / expected
    repeats = np.unique(twice, return_counts=True)[1]
    own = candidates.after[list(chosen)].sum(axis=1)
    spread = 1 / before + 1 / max(after, _HALF) + 1 / base + float((repeats**2 * own).sum()) / later**2
    phi = max(1.0, _weekly_spread(catchment), _cell_spread(candidates, chosen))
    return _verdict(ratio, math.sqrt(phi * spread), len(chosen) - 1, chosen, rules)


def _verdict(ratio: float, error: float, degrees: int, chosen: tuple[int, ...], rules: Effects) -> Verdict:
    reach = error * float(student.ppf(0.5 + rules.confidence_pct / 200, degrees))
    low, high = ratio * math.exp(-reach), ratio * math.exp(reach)
    return Verdict(FALL if high < 1 else RISE if low > 1 else SAME, ratio, low, high, chosen)


def _nearest(before: Counts, level: float, most: int) -> Counts:
    """Rows whose weekly level is nearest to another, on a scale of ratios; equal ones in their own order."""
    shift = _HALF / before.shape[1]
    distance = np.abs(np.log((before.mean(axis=1) + shift) / (level + shift)))
    return np.argsort(distance, kind="stable")[:most]


def _weekly_spread(cells: Cells) -> float:
    """Variance of the sum's weeks round the mean of their side, over that mean."""
    sides = [side.sum(axis=0) for side in (cells.before, cells.after)]
    terms = [((side - side.mean()) ** 2).sum() / side.mean() for side in sides if side.sum()]
    return float(sum(terms) / (sum(len(side) for side in sides if side.sum()) - len(terms)))


def _cell_spread(cells: Cells, chosen: tuple[int, ...]) -> float:
    """How much more the chosen cells' changes differ than chance: Pearson's statistic of after out of both sides, a degree of freedom."""
    before, after = (side[list(chosen)].sum(axis=1) for side in (cells.before, cells.after))
    both = before + after
    share = after.sum() / both.sum()
    known = both > 0
    terms = (after[known] - share * both[known]) ** 2 / (both[known] * share * (1 - share))
    return float(terms.sum() / max(known.sum() - 1, 1)) if 0 < share < 1 else 1.0
