"""Concentration (统计显著聚集区): which hexagons, with their neighbours, hold more than chance would put there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import h3
import numpy as np
import numpy.typing as npt
from scipy import sparse, stats

FALSE_SHARE = 0.05      # Benjamini-Hochberg: at most this share of the cells named is expected to be wrong
FEWEST_CELLS = 8        # below this the statistic says nothing

Floats = npt.NDArray[np.float64]


def significant_cells(counts: Mapping[str, int], *, least: int) -> tuple[str, ...]:
    """Hot cells among `counts` (cell name -> count; every cell of the cube, zeros included), in the order of `counts`.

    Gi* as Ord & Getis 1995, and as dashboard/assets/concentration.js. For cell i of n: weight 1 for itself and for each of its six
    neighbours that is among the n; w_i their number, S_i the sum of their counts; m the mean and s the population standard deviation
    of all n counts: z_i = (S_i - w_i m) / (s sqrt((n w_i - w_i²) / (n - 1))). p_i is the upper tail of the normal law.
    Benjamini-Hochberg at 5 % over all n; then cells with fewer than `least` (小数抑制) are left out. None where n < 8 or all
    counts are equal.
    """
    cells = list(counts)
    x = np.fromiter(counts.values(), float, len(cells))
    z = gi_star(x, neighbour_weights(cells))
    hot = below_false_discovery(np.where(np.isnan(z), 1.0, stats.norm.sf(z))) & (x >= least)
    return tuple(cell for cell, is_hot in zip(cells, hot, strict=True) if is_hot)


def neighbour_weights(cells: Sequence[str]) -> sparse.csr_matrix:
    """(n, n) matrix: 1 for a cell itself and for each neighbour that is among the cells."""
    index = {cell: i for i, cell in enumerate(cells)}
    pairs = [(i, index[near]) for cell, i in index.items() for near in h3.grid_disk(cell, 1) if near in index]
    rows, columns = np.array(pairs, int).reshape(-1, 2).T
    return sparse.csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(cells), len(cells)))


def gi_star(x: Floats, weights: sparse.csr_matrix) -> Floats:
    """z of Gi* for each of n values, all NaN where it cannot be said: fewer than FEWEST_CELLS, or all values equal."""
    n = len(x)
    deviation = float(np.sqrt(max(0.0, float((x**2).mean() - x.mean() ** 2)))) if n else 0.0
    if n < FEWEST_CELLS or deviation == 0:
        return np.full(n, np.nan)
    near = np.asarray(weights.sum(axis=1)).ravel()
    spread = deviation * np.sqrt((n * near - near**2) / (n - 1))
    return np.asarray((weights @ x - near * x.mean()) / spread, float)


def below_false_discovery(p: Floats) -> npt.NDArray[np.bool_]:
    """Which of n p-values stand under Benjamini-Hochberg at FALSE_SHARE."""
    n = len(p)
    order = np.sort(p)
    passing = np.flatnonzero(order <= FALSE_SHARE * np.arange(1, n + 1) / n) if n else np.empty(0, int)
    return np.asarray(p <= order[passing[-1]], bool) if len(passing) else np.zeros(n, bool)
