"""Whether an enforcement helped or moved the offences: planted cases, edges of the rule, and what holds of every input."""

from __future__ import annotations

import h3.api.basic_int as h3_int
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.displacement import HELPED, LEAST_WEEKS, MOVED, TOO_FEW, UNCHANGED, Displacement, Weeks, judge, rings_round
from geodata.rules.parking import Parking

RULES = Parking("本产品设计", window_weeks=8, rings=2, least_count=20, confidence_pct=95, merge_minutes=60, merge_radius_m=100)
STEADY = Weeks((50, 48, 52, 50, 49, 51, 50, 50), (50, 51, 49, 50, 52, 48, 50, 50))
REST = Weeks((400, 390, 410, 400, 395, 405, 400, 400), (400, 405, 395, 400, 410, 390, 400, 400))
CELL = h3_int.latlng_to_cell(40.07, 116.33, 9)

weeks = st.builds(
    lambda before, after: Weeks(tuple(before), tuple(after)),
    st.lists(st.integers(0, 80), min_size=8, max_size=8), st.lists(st.integers(0, 80), min_size=8, max_size=8),
)  # fmt: skip


def scaled(zone: Weeks, by: float) -> Weeks:
    """The same zone with its weeks after multiplied."""
    return Weeks(zone.before, tuple(round(n * by) for n in zone.after))


def test_offences_that_went_are_an_effect() -> None:
    found = judge(scaled(STEADY, 0.3), STEADY, REST, RULES)

    assert found.verdict == HELPED
    assert found.treated is not None
    assert found.treated.low < 0.3 < found.treated.high < 1
    assert found.fewer_count == pytest.approx(280, abs=1)


def test_offences_that_went_next_door_are_displaced() -> None:
    found = judge(scaled(STEADY, 0.3), scaled(STEADY, 1.4), REST, RULES)

    assert found.verdict == MOVED
    assert found.rings is not None
    assert found.rings.low > 1
    assert found.more_count == pytest.approx(160, abs=1)


def test_rings_that_may_have_taken_it_all_are_not_said_to_have_taken_none() -> None:
    sparse = Weeks((3, 2, 3, 2, 3, 2, 3, 2), (5, 3, 4, 2, 4, 3, 4, 3))
    here = Weeks((5, 4, 5, 4, 5, 4, 5, 4), (1, 1, 2, 1, 1, 1, 2, 1))

    found = judge(here, sparse, REST, RULES)

    assert found.verdict == TOO_FEW
    assert found.treated is not None
    assert found.treated.high < 1


def test_what_went_everywhere_is_no_effect() -> None:
    assert judge(scaled(STEADY, 0.5), scaled(STEADY, 0.5), scaled(REST, 0.5), RULES).verdict == UNCHANGED


def test_more_next_door_without_less_here_is_no_displacement() -> None:
    assert judge(STEADY, scaled(STEADY, 1.5), REST, RULES).verdict == UNCHANGED


@pytest.mark.parametrize("few", range(3))
def test_one_offence_too_few_before_in_any_zone_is_not_judged(few: int) -> None:
    zones = [STEADY, STEADY, REST]
    enough, short = Weeks((20, 0), (20, 20)), Weeks((19, 0), (20, 20))
    zones = [Weeks((40, 40), (40, 40)) if n != few else enough for n in range(3)]

    assert judge(*zones, RULES).verdict != TOO_FEW
    zones[few] = short
    assert judge(*zones, RULES) == Displacement(TOO_FEW)


@pytest.mark.parametrize(("before", "after"), [(LEAST_WEEKS - 1, 8), (8, LEAST_WEEKS - 1), (0, 0), (8, 0)])
def test_fewer_weeks_than_a_spread_needs_are_not_judged(before: int, after: int) -> None:
    zone = Weeks((50,) * before, (50,) * after)

    assert judge(zone, zone, zone, RULES).verdict == TOO_FEW


def test_none_left_is_judged_and_not_divided_by() -> None:
    found = judge(Weeks(STEADY.before, (0,) * 8), STEADY, REST, RULES)

    assert found.verdict == HELPED
    assert found.treated is not None
    assert 0 < found.treated.value < 0.01


def test_restless_weeks_make_the_interval_wider() -> None:
    restless = Weeks((5, 95, 5, 95, 5, 95, 5, 95), (5, 95, 5, 95, 5, 95, 5, 95))
    calm, wild = judge(STEADY, STEADY, REST, RULES).treated, judge(restless, STEADY, REST, RULES).treated

    assert calm is not None
    assert wild is not None
    assert wild.value == pytest.approx(calm.value)
    assert wild.high / wild.low > 3 * calm.high / calm.low


@given(weeks, weeks, weeks)
def test_every_ratio_lies_in_its_interval_and_the_verdict_follows_from_it(treated: Weeks, rings: Weeks, rest: Weeks) -> None:
    found = judge(treated, rings, rest, RULES)

    if found.treated is None or found.rings is None:
        assert found == Displacement(TOO_FEW)
        return
    for ratio in (found.treated, found.rings):
        assert 0 < ratio.low <= ratio.value <= ratio.high
    assert (found.verdict == UNCHANGED) == (found.treated.high >= 1)
    assert (found.verdict == MOVED) == (found.treated.high < 1 < found.rings.low)
    assert found.verdict != HELPED or found.treated.high < 1 >= found.rings.low
    assert found == judge(treated, rings, rest, RULES)


@given(weeks, st.integers(2, 9))
def test_more_of_the_same_makes_the_interval_no_wider(zone: Weeks, times: int) -> None:
    many = Weeks(tuple(n * times for n in STEADY.before), tuple(n * times for n in STEADY.after))
    one, more = judge(STEADY, STEADY, REST, RULES).treated, judge(many, STEADY, REST, RULES).treated

    assert one is not None
    assert more is not None
    assert more.high / more.low <= one.high / one.low


@pytest.mark.parametrize("shape", [1e9, 5.0])      # Poisson; weeks that vary more than chance
def test_where_nothing_happened_the_interval_holds_one_about_as_often_as_it_says(shape: float) -> None:
    rng = np.random.default_rng(11)
    runs, held = 600, 0
    for _ in range(runs):
        drawn = [rng.poisson(mean * rng.gamma(shape, 1 / shape, 16)).tolist() for mean in (30, 60, 300)]
        zones = [Weeks(tuple(line[:8]), tuple(line[8:])) for line in drawn]
        found = judge(*zones, RULES)
        held += found.treated is not None and found.treated.low <= 1 <= found.treated.high

    assert 0.92 <= held / runs <= 0.99


@given(st.integers(1, 3))
def test_the_rings_of_one_cell_are_its_disk_without_it(rings: int) -> None:
    found = rings_round([CELL], rings)

    assert len(found) == 3 * rings * (rings + 1)
    assert all(1 <= h3_int.grid_distance(CELL, cell) <= rings for cell in found)


@given(st.sets(st.sampled_from(h3_int.grid_disk(CELL, 3)), min_size=1, max_size=8))
def test_treated_cells_are_in_no_ring_of_each_other(cells: set[int]) -> None:
    found = rings_round(cells, 2)

    assert not found & cells
    assert all(min(h3_int.grid_distance(ring, cell) for cell in cells) <= 2 for ring in found)
