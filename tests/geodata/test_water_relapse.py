"""复发: when a place whose case was closed counts as relapsed, and that the order in which files come changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.clock import SHANGHAI
from geodata.water.relapse import (
    CLOSED,
    CLOSURE,
    COMPLAINT,
    DEPTH,
    OPEN,
    REGISTER,
    RELAPSED,
    SEEN,
    STATUSES,
    TREATING,
    Sighting,
    State,
    history,
    relapses,
    status_now,
)

CLOSING = datetime(2026, 6, 1, 12, tzinfo=SHANGHAI)


def day(number: float) -> datetime:
    return CLOSING + timedelta(days=number)


def seen(after_days: float, distance_m: float = 80) -> Sighting:
    return Sighting(day(after_days), COMPLAINT, distance_m)


def closed(number: float, source: str = REGISTER) -> State:
    return State(CLOSED, day(number), source)


def relapsed(number: float) -> State:
    return State(RELAPSED, day(number), COMPLAINT)


@pytest.mark.parametrize(
    ("sighting", "days", "is_one"),
    [
        (seen(0), 0, False), (seen(-1), 0, False), (seen(0.01), 0, True), (seen(900), 0, True), (seen(1, 150), 0, True),
        (seen(1, 150.1), 0, False), (seen(30), 30, True), (seen(30.01), 30, False),
    ],
)  # fmt: skip
def test_a_sighting_after_the_closing_and_within_the_radius_is_a_relapse(sighting: Sighting, days: int, is_one: bool) -> None:
    assert bool(relapses([CLOSING], [sighting], radius_m=150, days=days)) == is_one


def test_each_closing_has_its_first_sighting_only() -> None:
    found = relapses([day(0), day(10)], [seen(3), seen(2), seen(12), seen(11), seen(10)], radius_m=150, days=0)

    assert [s.at for s in found] == [day(2), day(11)]


def test_without_a_closing_nothing_relapses() -> None:
    assert relapses([], [seen(1)], radius_m=150, days=0) == ()


@pytest.mark.parametrize(
    ("stated", "at", "states", "status"),
    [
        (OPEN, None, [], OPEN),
        (TREATING, None, [relapsed(1)], TREATING),
        (CLOSED, day(0), [], CLOSED),
        (CLOSED, day(0), [closed(0)], CLOSED),
        (CLOSED, day(0), [closed(0), relapsed(1)], RELAPSED),
        (CLOSED, day(0), [closed(0), relapsed(-1)], CLOSED),
        (CLOSED, day(2), [closed(0), relapsed(1), closed(2)], CLOSED),
        (CLOSED, day(0), [closed(0), relapsed(1), closed(2, CLOSURE)], CLOSED),
        (CLOSED, day(0), [closed(0), relapsed(1), closed(2, CLOSURE), State(RELAPSED, day(3), DEPTH)], RELAPSED),
        (TREATING, None, [closed(2, CLOSURE)], CLOSED),
        (TREATING, day(1), [closed(2, CLOSURE)], CLOSED),
        (TREATING, day(3), [closed(2, CLOSURE)], TREATING),
        (CLOSED, None, [], CLOSED),
        (RELAPSED, None, [], RELAPSED),
    ],
)
def test_the_status_follows_from_what_is_stated_closed_and_seen(stated: str, at: datetime | None, states: list[State], status: str) -> None:
    assert status_now(stated, at, states) == status


def test_of_two_rows_of_one_relapse_the_history_shows_the_earlier() -> None:
    told = history([relapsed(9), closed(0), relapsed(4), closed(20, CLOSURE), relapsed(25)])

    assert [(s.status, s.at) for s in told] == [(CLOSED, day(0)), (RELAPSED, day(4)), (CLOSED, day(20)), (RELAPSED, day(25))]


states = st.lists(
    st.builds(
        lambda number, source, status: State(RELAPSED if source in SEEN else status, day(number), source),
        st.integers(0, 20), st.sampled_from([REGISTER, CLOSURE, COMPLAINT, DEPTH]), st.sampled_from(STATUSES),
    ), max_size=12,
)  # fmt: skip


@given(states, st.randoms())
def test_the_history_is_the_same_in_whatever_order_its_rows_came(rows: list[State], chance: object) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    told = history(rows)
    assert [(s.status, s.at) for s in history(mixed)] == [(s.status, s.at) for s in told]
    assert history(told) == told
    assert all(a.status != b.status for a, b in pairwise(told))


@given(st.lists(st.integers(-20, 40), max_size=8), st.lists(st.integers(0, 30), min_size=1, max_size=3, unique=True), st.data())
def test_files_in_two_parts_end_in_the_status_and_history_of_one(at: list[int], closings: list[int], data: st.DataObject) -> None:
    sightings = [seen(n + 0.5) for n in at]
    cut = data.draw(st.integers(0, len(sightings)))
    ends = [day(n) for n in closings]
    base = [State(CLOSED, end, REGISTER) for end in ends]

    whole = [State(RELAPSED, s.at, s.source) for s in relapses(ends, sightings, radius_m=150, days=0)]
    first = [State(RELAPSED, s.at, s.source) for s in relapses(ends, sightings[cut:], radius_m=150, days=0)]
    parts = list(dict.fromkeys([*first, *whole]))

    assert history([*base, *parts]) == history([*base, *whole])
    assert status_now(CLOSED, max(ends), [*base, *parts]) == status_now(CLOSED, max(ends), [*base, *whole])
