from __future__ import annotations

import h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.queries.hotspots import below_false_discovery, gi_star, neighbour_weights, significant_cells

CENTRE = h3.latlng_to_cell(40.07, 116.36, 9)
DISK = sorted(h3.grid_disk(CENTRE, 7))


def counts_with(hot: dict[str, int], base: int = 1) -> dict[str, int]:
    return {cell: hot.get(cell, base) for cell in DISK}


def test_a_heap_of_neighbours_is_hot_and_the_rest_is_not() -> None:
    heap = set(h3.grid_disk(CENTRE, 1))

    found = significant_cells(counts_with(dict.fromkeys(heap, 40)), least=5)

    assert set(found) == heap


def test_z_is_that_of_ord_and_getis_written_out() -> None:
    rng = np.random.default_rng(1)
    x = rng.poisson(4, len(DISK)).astype(float)

    z = gi_star(x, neighbour_weights(DISK))

    n, mean, deviation = len(x), x.mean(), x.std()
    for i, cell in enumerate(DISK):
        near = [x[DISK.index(c)] for c in h3.grid_disk(cell, 1) if c in DISK]
        w = len(near)
        assert z[i] == pytest.approx((sum(near) - w * mean) / (deviation * np.sqrt((n * w - w * w) / (n - 1))))


def test_cells_under_the_least_count_are_never_named() -> None:
    heap = dict.fromkeys(h3.grid_disk(CENTRE, 1), 40)
    edge = next(c for c in h3.grid_ring(CENTRE, 1))

    found = significant_cells(counts_with({**heap, edge: 4}), least=5)

    assert CENTRE in found
    assert edge not in found


@pytest.mark.parametrize("counts", [{}, {CENTRE: 99}, dict.fromkeys(DISK[:7], 3), dict.fromkeys(DISK, 8)])
def test_few_cells_or_equal_ones_say_nothing(counts: dict[str, int]) -> None:
    assert significant_cells(counts, least=1) == ()


@given(p=st.lists(st.floats(0, 1), max_size=60))
def test_false_discovery_accepts_the_smallest_values_up_to_the_last_that_passes(p: list[float]) -> None:
    accepted = below_false_discovery(np.array(p))

    ordered = sorted(p)
    passing = [k for k in range(1, len(p) + 1) if ordered[k - 1] <= 0.05 * k / len(p)]
    assert accepted.sum() >= (passing[-1] if passing else 0)
    assert set(np.array(p)[accepted]) == {v for v in p if passing and v <= ordered[passing[-1] - 1]}
