from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geodata.pack import Pack
from geodata.programme.effects import FALL, FEW, RISE, SAME, Cells, Verdict, judge
from geodata.rules.programme import Effects

SEEDS = range(200)
SEASON = 1.3                   # that all cells go through
WEEKS = 26


@pytest.fixture(scope="module")
def rules(pack: Pack) -> Effects:
    """26 weeks, 20 controls, at least 20 complaints, 95 %."""
    return pack.rules.effects


def city(effect: float, seed: int, *, per_cell: float = 0.8, cells: int = 7, spread: float = 0.0, others: int = 150) -> tuple[Cells, Cells]:
    """A catchment whose rate changes by `effect`, and other cells most of which are quieter; `spread` is that of weeks beyond Poisson's."""
    rng = np.random.default_rng(seed)
    quiet, busy = rng.gamma(1.2, 0.4, others), rng.gamma(4, per_cell / 4, cells)

    def drawn(rates: np.ndarray) -> np.ndarray:
        wanted = np.tile(rates[:, None], WEEKS)
        return rng.poisson(wanted * rng.gamma(1 / spread, spread, wanted.shape) if spread else wanted)

    return Cells(drawn(busy), drawn(busy * effect * SEASON)), Cells(drawn(quiet), drawn(quiet * SEASON))


def verdicts(rules: Effects, effect: float, **given: float) -> list[Verdict]:
    return [judge(*city(effect, seed, **given), rules) for seed in SEEDS]  # type: ignore[arg-type]


@pytest.mark.parametrize("effect", [0.5, 0.7, 1.0, 1.5])
@pytest.mark.parametrize("spread", [0.0, 0.6])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(rules: Effects, effect: float, spread: float) -> None:
    found = verdicts(rules, effect, spread=spread)

    ratios = np.log([v.ratio for v in found if v.ratio])
    held = np.mean([v.low <= effect <= v.high for v in found if v.low and v.high])
    assert len(ratios) == len(SEEDS)
    assert 0.92 <= held <= 0.995
    assert abs(ratios.mean() - np.log(effect)) < 0.04


def test_a_fall_of_thirty_percent_is_found(rules: Effects) -> None:
    found = verdicts(rules, 0.7, per_cell=2.5)

    assert np.mean([v.code == FALL for v in found]) > 0.9
    assert not any(v.code == RISE for v in found)


def test_where_nothing_changed_it_says_so(rules: Effects) -> None:
    assert np.mean([v.code == SAME for v in verdicts(rules, 1.0)]) >= 0.93


def test_a_rise_is_found(rules: Effects) -> None:
    assert np.mean([v.code == RISE for v in verdicts(rules, 1.6, per_cell=2.5)]) > 0.9


def test_a_season_common_to_all_is_no_effect(rules: Effects) -> None:
    catchment, others = city(1.0, 3, per_cell=3.0)
    doubled = [Cells(cells.before, cells.after * 2) for cells in (catchment, others)]

    assert judge(*doubled, rules).ratio == pytest.approx(judge(catchment, others, rules).ratio)


def test_too_few_complaints_are_not_judged(rules: Effects) -> None:
    catchment, others = city(0.3, 1)
    few = Cells(catchment.before * 0, catchment.after)
    few.before[0, :19] = 1
    enough = Cells(few.before.copy(), few.after)
    enough.before[0, 19] = 1

    assert (judge(few, others, rules).code, judge(few, others, rules).ratio) == (FEW, None)
    assert judge(enough, others, rules).code != FEW


@pytest.mark.parametrize("side", ["before", "after"])
def test_less_than_four_weeks_are_not_judged(rules: Effects, side: str) -> None:
    def cut(cells: Cells, weeks: int) -> Cells:
        return replace(cells, **{side: getattr(cells, side)[:, -weeks:]})

    catchment, others = city(1.0, 2, per_cell=6.0)

    assert judge(cut(catchment, 3), cut(others, 3), rules).code == FEW
    assert judge(cut(catchment, 4), cut(others, 4), rules).code != FEW


def test_without_enough_cells_to_compare_with_nothing_is_judged(rules: Effects) -> None:
    catchment, others = city(0.5, 2, per_cell=3.0)

    assert judge(catchment, Cells(others.before[:4], others.after[:4]), rules).code == FEW


def test_controls_are_those_most_like_it_before(rules: Effects) -> None:
    catchment, _ = city(1.0, 2, per_cell=3.0)
    level = catchment.before.mean()
    rates = np.array([*[level] * 30, *[level * 20] * 30, *[level / 20] * 30])
    rng = np.random.default_rng(7)
    others = Cells(*(rng.poisson(np.tile(rates[:, None], WEEKS)) for _ in range(2)))

    assert max(judge(catchment, others, rules).controls) < 30


def test_nothing_is_drawn_by_lot(rules: Effects) -> None:
    first, second = (judge(*city(0.7, 5), rules) for _ in range(2))

    assert (first.ratio, first.low, first.high, first.controls) == (second.ratio, second.low, second.high, second.controls)


def test_no_complaint_at_all_afterwards_is_a_fall(rules: Effects) -> None:
    catchment, others = city(1.0, 2, per_cell=3.0)

    found = judge(Cells(catchment.before, catchment.after * 0), others, rules)

    assert found.code == FALL
    assert found.ratio is not None
    assert 0 < found.ratio < 0.05
