"""Stages as known on a day, thresholds at their edges, risk, readiness and relapse, what-if."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.governance.outlook import entry_standing, exit_standing, left_on, relapse
from geodata.governance.stages import (
    AFTERCARE,
    ALLOWED,
    NOT_LISTED,
    OUT,
    SUPERVISED,
    VOID,
    WATCH,
    StageRow,
    corrections,
    history,
    months_between,
    moves,
    stage_on,
    stages_on,
    up_to,
)
from geodata.governance.thresholds import Month, exit_distances, first_day, meets_entry, meets_exit, next_month, run_length, until
from geodata.governance.whatif import MOVABLE, Case, outcome, scaled, suppose
from geodata.rules.towns import Towns

RULES = Towns("示例", 900, 90.0, 3, 600, 60.0, 90.0, 92.0, 6, 30.0, 2)
START = date(2025, 1, 1)


def row(stage: str, day: str, known: str = "") -> StageRow:
    return StageRow(stage, date.fromisoformat(day), date.fromisoformat(known or day))


def months(*counts: int, first: str = "2025-01", population: int | None = 100_000) -> list[Month]:
    found, month = [], first
    for count in counts:
        found.append(Month(month, count, population, 95, 95))
        month = next_month(month)
    return found


days = st.integers(0, 400).map(lambda n: START + timedelta(days=n))
stages = st.sampled_from([WATCH, SUPERVISED, AFTERCARE, OUT, VOID])
records = st.lists(st.builds(StageRow, stages, days, days), max_size=12, unique_by=lambda r: (r.from_date, r.known_on))


def replayed(rows: list[StageRow], on: date, known: date) -> str:
    """The stage by the plain way: go through the record as it was written, day by day."""
    sheet: dict[date, str] = {}
    for day in range(500):
        for one in rows:
            if one.known_on == START + timedelta(days=day) <= known:
                sheet[one.from_date] = one.stage
    held = [(day, stage) for day, stage in sorted(sheet.items()) if stage != VOID and day <= on]
    return held[-1][1] if held else NOT_LISTED


@given(records, days, days)
def test_any_days_list_as_known_on_any_day_is_the_record_read_day_by_day(rows: list[StageRow], on: date, known: date) -> None:
    assert stage_on(history(rows, known), on) == replayed(rows, on, known)


@given(records, st.lists(days, max_size=8))
def test_many_days_at_once_give_what_each_gives_alone(rows: list[StageRow], asked: list[date]) -> None:
    assert stages_on(rows, asked) == tuple(stage_on(history(rows, day), day) for day in asked)


@given(records, days, st.randoms())
def test_the_order_of_rows_in_the_store_does_not_matter(rows: list[StageRow], known: date, chance: object) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert history(mixed, known) == history(rows, known)


@given(records, days)
def test_stays_follow_each_other_without_gap_overlap_or_repetition(rows: list[StageRow], known: date) -> None:
    stays = history(rows, known)

    assert [s.until for s in stays[:-1]] == [s.from_date for s in stays[1:]]
    assert all(a.stage != b.stage for a, b in pairwise(stays))
    assert not stays or stays[-1].until is None


@given(records, days, days)
def test_what_becomes_known_later_changes_no_list_of_an_earlier_day(rows: list[StageRow], known: date, later: date) -> None:
    if later > known:
        assert history([*rows, StageRow(SUPERVISED, known, later)], known) == history(rows, known)


@given(records, days)
def test_the_moves_of_all_days_lead_from_nothing_to_the_last_stage(rows: list[StageRow], known: date) -> None:
    stays = history(rows, known)
    found = moves(stays, date.min, date.max)

    assert [m.after for m in found] == [s.stage for s in stays]
    assert [m.before for m in found] == [NOT_LISTED, *(s.stage for s in stays)][: len(stays)]


def test_a_correction_is_seen_from_the_day_it_is_known_and_the_old_list_stays_readable() -> None:
    rows = [row(SUPERVISED, "2025-03-01"), row(AFTERCARE, "2025-09-01")]
    rows += [row(VOID, "2025-09-01", "2025-10-10"), row(AFTERCARE, "2025-11-01", "2025-10-10")]

    assert stage_on(history(rows, date(2025, 10, 9)), date(2025, 10, 9)) == AFTERCARE
    assert stage_on(history(rows, date(2025, 10, 10)), date(2025, 10, 10)) == SUPERVISED
    assert stage_on(history(rows, date(2025, 11, 1)), date(2025, 11, 1)) == AFTERCARE
    assert corrections(rows, date(2025, 10, 9)) == ()
    assert corrections(rows, date(2025, 10, 10)) == ((rows[1], rows[2]),)


def test_a_stage_named_again_goes_on_and_keeps_its_first_day() -> None:
    (stay,) = history([row(WATCH, "2025-01-01"), row(WATCH, "2025-06-01")], date(2026, 1, 1))

    assert stay.from_date == date(2025, 1, 1)


def test_a_move_known_before_it_takes_place_is_not_in_force_before_its_day() -> None:
    stays = history([row(WATCH, "2025-01-01"), row(SUPERVISED, "2025-07-01", "2025-06-20")], date(2025, 6, 25))

    assert stage_on(stays, date(2025, 6, 30)) == WATCH
    assert stage_on(stays, date(2025, 7, 1)) == SUPERVISED


@pytest.mark.parametrize(("before", "after", "fine"), [
    (NOT_LISTED, WATCH, True), (NOT_LISTED, SUPERVISED, True), (NOT_LISTED, AFTERCARE, False), (NOT_LISTED, OUT, False),
    (WATCH, SUPERVISED, True), (WATCH, OUT, True), (WATCH, AFTERCARE, False),
    (SUPERVISED, AFTERCARE, True), (SUPERVISED, OUT, False), (SUPERVISED, WATCH, False),
    (AFTERCARE, OUT, True), (AFTERCARE, SUPERVISED, True), (AFTERCARE, WATCH, False),
    (OUT, SUPERVISED, True), (OUT, WATCH, True), (OUT, AFTERCARE, False),
])  # fmt: skip
def test_each_step_is_allowed_or_doubtful(before: str, after: str, fine: bool) -> None:
    assert (after in ALLOWED[before]) is fine


@pytest.mark.parametrize(("first", "last", "whole"), [
    ("2026-01-15", "2026-03-14", 1), ("2026-01-15", "2026-03-15", 2), ("2025-12-31", "2026-01-30", 0), ("2026-02-01", "2026-01-01", 0),
])  # fmt: skip
def test_months_in_a_stage_are_whole_months(first: str, last: str, whole: int) -> None:
    assert months_between(date.fromisoformat(first), date.fromisoformat(last)) == whole


@pytest.mark.parametrize(("count", "population", "met"), [
    (900, 200_000, True),            # the count on its threshold
    (899, 200_000, False),           # one short
    (450, 50_000, True),             # 90 for 10,000 residents
    (450, 50_001, False),            # a hair short
    (900, None, True),               # the count alone will do
    (450, None, False),              # nobody enters on a figure that is not there
    (450, 0, False),
])  # fmt: skip
def test_entry_is_met_from_either_threshold_on(count: int, population: int | None, met: bool) -> None:
    assert meets_entry(Month("2025-01", count, population), RULES) is met


@pytest.mark.parametrize(("change", "met"), [
    ({}, True), ({"count": 600}, False), ({"population": 99_800}, False), ({"population": None}, False),
    ({"resolution_pct": 90.0}, True), ({"resolution_pct": 89.9}, False), ({"resolution_pct": None}, False),
    ({"satisfaction_pct": 92.0}, True), ({"satisfaction_pct": 91.9}, False),
])  # fmt: skip
def test_exit_is_met_below_the_counts_and_from_the_rates_on(change: dict[str, float | None], met: bool) -> None:
    assert meets_exit(replace(Month("2025-01", 599, 100_000, 95.0, 95.0), **change), RULES) is met


def test_distances_say_figure_threshold_and_gap() -> None:
    count, per_10k, resolution, _ = exit_distances(Month("2025-01", 750, 100_000, 88.0, None), RULES)

    assert (count.gap, count.share, count.is_met) == (150, 1.25, False)
    assert per_10k.gap == pytest.approx(15)
    assert (resolution.gap, resolution.is_met) == (-2, False)
    assert exit_distances(Month("2025-01", 1), RULES)[3].gap is None


@given(st.lists(st.booleans(), max_size=20))
def test_a_run_is_the_unbroken_end_of_the_months(met: list[bool]) -> None:
    found = months(*(int(m) for m in met))

    assert run_length(found, lambda m: m.count == 1) == len("".join("x" if m else " " for m in met).split(" ")[-1])


def test_a_month_that_is_missing_ends_a_run() -> None:
    found = months(1000, 1000, 1000, 1000)

    assert run_length([found[0], *found[2:]], lambda m: meets_entry(m, RULES)) == 2


def test_a_town_reaches_entry_after_so_many_months_running_and_begins_before() -> None:
    two, three = entry_standing(months(100, 950, 950), RULES), entry_standing(months(950, 950, 950), RULES)

    assert (two.run, two.is_begun, two.is_reached, two.months_left) == (2, True, False, 1)
    assert (three.run, three.is_begun, three.is_reached, three.months_left) == (3, False, True, 0)
    assert entry_standing((), RULES).distances == ()


def test_a_town_is_ready_for_exit_after_six_good_months_and_not_when_the_last_is_bad() -> None:
    assert exit_standing(months(*[500] * 6), RULES).is_reached
    assert not exit_standing(months(*[500] * 5), RULES).is_reached
    assert exit_standing(months(*[500] * 8, 600), RULES).run == 0


LEFT = (row(SUPERVISED, "2025-01-10"), row(AFTERCARE, "2025-07-15"))


@pytest.mark.parametrize(("after", "run", "relapsed"), [
    ((650, 650), 2, True),             # 500 before: 30 % above is 650, and that counts
    ((649, 650), 1, False),
    ((650, 649), 0, False),
    ((), 0, False),
])  # fmt: skip
def test_relapse_is_so_much_above_the_mean_before_leaving_for_so_many_months(after: tuple[int, ...], run: int, relapsed: bool) -> None:
    found = relapse(history(LEFT, date(2026, 1, 1)), [*months(*[500] * 6), Month("2025-07", 9000), *months(*after, first="2025-08")], RULES)

    assert found is not None
    assert (found.baseline, found.run, found.is_relapsed, found.left_on) == (500, run, relapsed, date(2025, 7, 15))


def test_who_is_under_supervision_again_or_never_was_has_no_relapse() -> None:
    again = history([*LEFT, row(SUPERVISED, "2025-12-01")], date(2026, 1, 1))

    assert left_on(again) is None
    assert left_on(up_to(again, date(2025, 11, 30))) == date(2025, 7, 15)
    assert left_on(history([row(WATCH, "2025-01-01"), row(OUT, "2025-06-01")], date(2026, 1, 1))) is None
    assert relapse((), months(1, 2), RULES) is None


def test_a_town_without_months_before_leaving_is_not_judged() -> None:
    found = relapse(history(LEFT, date(2026, 1, 1)), months(5000, 5000, first="2025-08"), RULES)

    assert found is not None
    assert (found.baseline, found.rise_pct, found.is_relapsed) == (None, None, False)


def test_a_town_leaves_supervision_on_the_day_it_moved_to_aftercare_not_on_that_it_went_out() -> None:
    assert left_on(history([*LEFT, row(OUT, "2026-01-01")], date(2026, 2, 1))) == date(2025, 7, 15)


def test_months_count_when_they_are_over() -> None:
    found = months(1, 2, 3)

    assert [m.month for m in until(found, date(2025, 2, 27))] == ["2025-01"]
    assert [m.month for m in until(found, date(2025, 2, 28))] == ["2025-01", "2025-02"]
    assert (next_month("2026-12"), first_day("2026-02")) == ("2027-01", date(2026, 2, 1))


CASES = (
    Case("entering", WATCH, tuple(months(950, 950, 950))),
    Case("short", WATCH, tuple(months(850, 850, 850))),
    Case("leaving", SUPERVISED, tuple(months(*[500] * 6))),
    Case("staying", SUPERVISED, tuple(months(*[620] * 6))),
)


def test_what_if_with_nothing_moved_says_what_is() -> None:
    supposed, wrong = suppose(RULES, {})

    assert not wrong
    assert outcome(CASES, supposed) == outcome(CASES, suppose(RULES, {"entry_count": RULES.entry_count}, volume_pct=0)[0])
    assert (outcome(CASES, supposed).entering, outcome(CASES, supposed).leaving) == (("entering",), ("leaving",))


def test_what_if_moves_thresholds_or_figures() -> None:
    lower, _ = suppose(RULES, {"entry_count": 850, "entry_per_10k": 85})
    less, _ = suppose(RULES, {}, volume_pct=-10)

    assert outcome(CASES, lower).entering == ("entering", "short")
    assert outcome(CASES, less) == type(outcome(CASES, less))((), ("leaving", "staying"))


def test_thresholds_that_contradict_each_other_are_left_as_they_were_and_said() -> None:
    supposed, wrong = suppose(RULES, {"exit_count": 1000})

    assert supposed.rules == RULES
    assert wrong


@given(st.fixed_dictionaries({}, optional={name: st.floats(0.5, 2000) for name in MOVABLE}), st.floats(-200, 200))
def test_what_if_never_fails_and_keeps_whole_numbers_whole(moved: dict[str, float], volume: float) -> None:
    supposed, _ = suppose(RULES, moved, volume_pct=volume)
    found = outcome(CASES, supposed)

    assert isinstance(supposed.rules.entry_months, int)
    assert not set(found.entering) & set(found.leaving)


@given(st.integers(0, 5000), st.floats(-50, 50), st.floats(-50, 50))
def test_more_complaints_never_lead_out_and_fewer_never_lead_in(count: int, a: float, b: float) -> None:
    low, high = sorted((a, b))
    one, two = (scaled(months(count), pct)[0] for pct in (low, high))

    assert not (meets_entry(one, RULES) and not meets_entry(two, RULES))
    assert not (meets_exit(two, RULES) and not meets_exit(one, RULES))
