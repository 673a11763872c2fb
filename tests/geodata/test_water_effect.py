"""Complaints per millimetre before and after a measure: verdicts at their edges, and what must hold of any counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geodata.water.effect import FEWER, LITTLE_RAIN, MORE, SAME, Effect, EventCount, effect_of

events = st.lists(st.builds(EventCount, st.floats(2, 80), st.integers(0, 40)), min_size=3, max_size=12)


def judged(before: list[tuple[float, int]], after: list[tuple[float, int]]) -> Effect:
    told = [[EventCount(mm, count) for mm, count in side] for side in (before, after)]
    return effect_of(*told, least_events=3, confidence_pct=95)


def test_fewer_than_three_events_on_a_side_say_nothing_however_clear_they_look() -> None:
    found = judged([(20, 90)] * 3, [(20, 0)] * 2)

    assert (found.verdict, found.ratio, found.low, found.high) == (LITTLE_RAIN, None, None, None)
    assert (found.before.events, found.after.events) == (3, 2)
    assert judged([(20, 90)] * 3, [(20, 0)] * 3).verdict == FEWER


def test_an_event_without_rain_is_none() -> None:
    assert judged([(20, 5)] * 3, [(20, 5), (20, 5), (0, 5)]).verdict == LITTLE_RAIN


def test_no_complaint_at_all_is_no_change() -> None:
    found = judged([(20, 0)] * 3, [(20, 0)] * 3)

    assert (found.verdict, found.ratio) == (SAME, None)


def test_what_scatters_more_than_chance_has_a_wider_interval() -> None:
    even = judged([(20, 10)] * 4, [(20, 5)] * 4)
    rough = judged([(20, 38), (20, 0), (20, 2), (20, 0)], [(20, 19), (20, 1), (20, 0), (20, 0)])

    assert even.ratio == pytest.approx(0.5) == rough.ratio
    assert even.high
    assert rough.high
    assert even.verdict == FEWER
    assert rough.verdict == SAME
    assert rough.high > even.high


def test_twice_the_rain_with_the_same_complaints_is_half_the_rate() -> None:
    found = judged([(10, 12)] * 5, [(20, 12)] * 5)

    assert found.ratio == pytest.approx(0.5)
    assert (found.before.per_mm, found.after.per_mm) == (1.2, 0.6)


@given(events, events)
def test_sides_changed_over_turn_the_ratio_and_its_interval_round(before: list[EventCount], after: list[EventCount]) -> None:
    there, back = (effect_of(*sides, least_events=3, confidence_pct=95) for sides in ((before, after), (after, before)))
    assume(there.ratio is not None)

    assert there.ratio
    assert back.ratio
    assert there.low
    assert back.high
    assert there.ratio * back.ratio == pytest.approx(1)
    assert there.low * back.high == pytest.approx(1)
    assert {there.verdict, back.verdict} in ({FEWER, MORE}, {SAME})


@given(events, events, st.floats(0.1, 10))
def test_the_unit_of_rain_does_not_matter(before: list[EventCount], after: list[EventCount], factor: float) -> None:
    told = effect_of(before, after, least_events=3, confidence_pct=95)
    scaled = effect_of(*([EventCount(e.rain_mm * factor, e.count) for e in s] for s in (before, after)), least_events=3, confidence_pct=95)

    assert scaled.verdict == told.verdict
    assert scaled.ratio == (pytest.approx(told.ratio) if told.ratio else None)


@given(events, events)
def test_the_ratio_lies_in_its_interval_and_more_confidence_is_wider(before: list[EventCount], after: list[EventCount]) -> None:
    usual, sure = (effect_of(before, after, least_events=3, confidence_pct=c) for c in (95, 99))
    assume(usual.ratio is not None)

    assert (sure.low or 0) <= (usual.low or 0) <= (usual.ratio or 0) <= (usual.high or 0) <= (sure.high or 0)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(400):
        rain = rng.uniform(5, 60, (2, 6))
        counts = rng.poisson(rain * np.array([[0.8], [0.48]]))
        found = effect_of(*([EventCount(float(m), int(c)) for m, c in zip(rain[i], counts[i], strict=True)] for i in (0, 1)),
                          least_events=3, confidence_pct=95)  # fmt: skip
        held += found.low is not None and found.high is not None and found.low <= 0.6 <= found.high

    assert held >= 380
