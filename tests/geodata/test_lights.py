from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.pack import Pack
from geodata.programme.lights import CODES, Facts, Light, light_of, planned_pct, replay
from geodata.programme.reports import Reports
from geodata.rules.programme import Lights

START = date(2026, 1, 1)
PLAN = {"planned_start": START, "planned_end": START + timedelta(days=1000)}     # a tenth of a point a day
HALF = START + timedelta(days=500)                                               # 50 % planned


@pytest.fixture(scope="module")
def rules(pack: Pack) -> Lights:
    """The default rules: 10 and 30 points, 1 and 3 months, 1 day, mended 7 days, silent 7 days."""
    return pack.rules.lights


def working(*reports: tuple[date, float | None, float | None], **given: object) -> Facts:
    return Facts(**{"actual_start": START, **PLAN, "reports": Reports.of(reports), **given})  # type: ignore[arg-type]


def after(day: date, days: int) -> date:
    return day + timedelta(days=days)


@pytest.mark.parametrize(
    ("progress", "code"),
    [(60.0, "green"), (50.0, "green"), (40.01, "green"), (40.0, "yellow"), (20.0, "yellow"), (19.99, "red"), (0.0, "red")],
)
def test_ten_to_thirty_points_behind_is_yellow_and_more_is_red(rules: Lights, progress: float, code: str) -> None:
    assert light_of(working((HALF, progress, None)), HALF, rules).code == code


def test_a_plan_of_thirds_does_not_make_thirty_points_into_more(rules: Lights) -> None:
    plan = {"planned_start": START, "planned_end": START + timedelta(days=300)}
    third = START + timedelta(days=100)

    assert light_of(working((third, 100 / 3 - 30, None), **plan), third, rules).code == "yellow"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 2, 28), "green"),
        (date(2026, 3, 1), "yellow"),
        (date(2026, 4, 30), "yellow"),
        (date(2026, 5, 1), "red"),
        (date(2026, 9, 1), "red"),
    ],
)
def test_not_started_in_its_month_is_yellow_and_three_months_running_red(rules: Lights, day: date, code: str) -> None:
    fact = Facts(status="waiting", planned_start=date(2026, 2, 1), planned_end=date(2028, 2, 1))

    assert light_of(fact, day, rules).code == code
    assert light_of(replace(fact, planned_start=date(2026, 2, 28)), day, rules).code == code


def test_months_are_counted_across_the_year(rules: Lights) -> None:
    fact = Facts(status="waiting", planned_start=date(2025, 12, 15), planned_end=date(2027, 12, 1))

    assert [light_of(fact, d, rules).code for d in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1))] == [
        "green", "yellow", "yellow", "red",
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "code"), [(-1, "green"), (0, "green"), (1, "red"), (90, "red")])
def test_paid_late_is_red_from_the_day_after_it_was_due(rules: Lights, days: int, code: str) -> None:
    due = HALF
    daily = tuple((after(due, n), 70.0, 9e5) for n in range(-2, 91))

    assert light_of(working(*daily, payment_due=due, payment_due_cny=1e6), after(due, days), rules).code == code


def test_a_payment_made_good_is_yellow_for_seven_days_and_then_green(rules: Lights) -> None:
    daily = tuple((after(HALF, n), 70.0, 1e6 if n >= 3 else 9e5) for n in range(-2, 20))
    fact = working(*daily, payment_due=HALF, payment_due_cny=1e6)

    codes = [light_of(fact, after(HALF, n), rules).code for n in range(12)]

    assert codes == ["green", "red", "red", *["yellow"] * 7, "green", "green"]


def test_what_nobody_reported_as_paid_is_not_late(rules: Lights) -> None:
    fact = working((after(HALF, 5), 70.0, None), payment_due=HALF, payment_due_cny=1e6)

    assert light_of(fact, after(HALF, 5), rules).code == "green"
    assert light_of(replace(fact, paid_cny=9e5), after(HALF, 5), rules).code == "red"


def test_a_red_made_good_turns_yellow_first(rules: Lights) -> None:
    daily = tuple((after(HALF, n), 10.0 if n < 0 else 80.0, None) for n in range(-3, 12))
    fact = working(*daily)

    found = [light_of(fact, after(HALF, n), rules) for n in range(-1, 9)]

    assert [light.code for light in found] == ["red", *["yellow"] * 7, "green", "green"]
    assert (found[1].rule, found[1].words) == ("mended", "红灯整改后第 1 天：整改后先转黄 7 天")
    assert (found[1].since, found[8].since) == (HALF, after(HALF, 7))


@pytest.mark.parametrize(("days", "code", "silent"), [(6, "green", False), (7, "grey", True), (8, "grey", True)])
def test_seven_days_without_a_report_make_green_grey(rules: Lights, days: int, code: str, silent: bool) -> None:
    light = light_of(working((HALF, 70.0, None)), after(HALF, days), rules)

    assert (light.code, light.silent_days, light.is_hatched) == (code, days, False)
    assert light.words.startswith(f"未报 {days} 天") == silent


def test_seven_days_without_a_report_make_yellow_grey_and_leave_red_red_hatched(rules: Lights) -> None:
    yellow, red = working((HALF, 38.0, None)), working((HALF, 10.0, None))

    assert [light_of(yellow, after(HALF, n), rules).code for n in (6, 7)] == ["yellow", "grey"]
    before, light = (light_of(red, after(HALF, n), rules) for n in (6, 7))
    assert [(before.code, before.is_hatched), (light.code, light.is_hatched)] == [("red", False), ("red", True)]
    assert light.words.startswith("未报 7 天；进度落后计划 40.7 个百分点（实际 10%，计划 50.7%）")


def test_a_report_without_progress_breaks_the_silence_and_keeps_the_progress(rules: Lights) -> None:
    light = light_of(working((HALF, 50.0, None), (after(HALF, 6), None, None)), after(HALF, 8), rules)

    assert (light.code, light.silent_days) == ("green", 2)


@pytest.mark.parametrize(
    "fact",
    [
        Facts(status="", is_public=True, planned_start=START, planned_end=HALF, reports=Reports.of([(HALF, 1.0, None)])),
        Facts(status="done", is_public=True, actual_end=START),
        Facts(status=""),
        Facts(status="running", actual_start=START, **PLAN),  # type: ignore[arg-type]
        Facts(status="running", reports=Reports.of([(HALF, 40.0, None)])),
    ],
)
def test_what_is_not_known_has_no_light(rules: Lights, fact: Facts) -> None:
    light = light_of(fact, HALF, rules)

    assert (light.code, light.name, light.is_hatched) == ("", "无数据", False)


def test_what_is_finished_is_neither_late_nor_silent(rules: Lights) -> None:
    fact = working((START, 1.0, None), status="done", actual_end=HALF)

    assert light_of(fact, after(HALF, -1), rules).code == "red"
    assert light_of(fact, HALF, rules) == Light("done", "done", f"{HALF} 完工", HALF, None, False)
    assert light_of(Facts(status="in_use"), HALF, rules).code == "done"


def test_what_is_under_way_without_a_date_of_its_start_is_not_late_to_start(rules: Lights) -> None:
    fact = Facts(status="running", **PLAN, reports=Reports.of([(HALF, 55.0, None)]))  # type: ignore[arg-type]

    assert light_of(fact, HALF, rules).code == "green"
    assert light_of(replace(fact, reports=Reports.of([])), after(START, 200), rules).code == ""


def test_words_name_the_rule_and_its_numbers(rules: Lights) -> None:
    words = {
        light_of(working((HALF, 38.0, None)), HALF, rules).words,
        light_of(working((HALF, 48.0, None)), HALF, rules).words,
        light_of(Facts(status="waiting", planned_start=START, planned_end=after(START, 999)), date(2026, 2, 1), rules).words,
        light_of(working((HALF, 70.0, 0.0), payment_due=after(HALF, -4), payment_due_cny=5.0), HALF, rules).words,
    }

    assert words == {
        "进度落后计划 12 个百分点（实际 38%，计划 50%）：落后 10–30 个百分点为黄",
        "进度 48%，计划 50%：落后不足 10 个百分点为绿",
        "计划开工月已过 1 个月仍未开工：当月未开工为黄，连续三个月未开工为红",
        "应支付日期已过 4 天仍未付足：支付逾期为红",
    }


def test_two_rules_that_fire_are_both_named(rules: Lights) -> None:
    light = light_of(working((HALF, 10.0, 0.0), payment_due=after(HALF, -4), payment_due_cny=5.0), HALF, rules)

    assert light.rule == "payment"
    assert light.words.split("；")[1].startswith("进度落后计划 40 个百分点")


@pytest.mark.parametrize(("day", "expected"), [(-1, 0.0), (0, 0.0), (250, 25.0), (1000, 100.0), (1001, 100.0)])
def test_the_plan_is_linear_between_its_dates(day: int, expected: float) -> None:
    assert planned_pct(START, after(START, 1000), after(START, day)) == expected
    assert planned_pct(START, None, HALF) is None


def test_a_plan_of_one_day_is_due_on_that_day() -> None:
    assert [planned_pct(START, START, after(START, n)) for n in (-1, 0, 1)] == [0.0, 100.0, 100.0]


# ---- properties

_offsets = st.integers(0, 400)
_percent = st.floats(0, 100).map(lambda p: round(p, 2))
_entries = st.dictionaries(_offsets, st.tuples(st.none() | _percent, st.none() | st.floats(0, 2e6)), max_size=30)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Projects of any kind, planned and reported within 400 days."""
    def some_day() -> date | None:
        return draw(st.none() | _offsets.map(lambda n: after(START, n)))

    return Facts(
        status=draw(st.sampled_from(["waiting", "running", "done", "stopped", ""])),
        planned_start=some_day(), planned_end=some_day(), actual_start=some_day(),
        actual_end=draw(st.none() | st.just(after(START, 390))), payment_due=some_day(), payment_due_cny=draw(st.none() | st.just(1e6)),
        paid_cny=draw(st.none() | st.floats(0, 2e6)), is_public=draw(st.booleans()),
        reports=Reports.of([(after(START, n), *entry) for n, entry in draw(_entries).items()]),
    )  # fmt: skip


@given(facts(), _offsets)
def test_the_light_of_a_past_day_is_the_same_whenever_it_is_asked_for(pack: Pack, fact: Facts, offset: int) -> None:
    day, rules = after(START, offset), pack.rules.lights

    assert light_of(fact, day, rules) == replay((Facts(), fact), after(START, 400), rules).lights(day)[1]


@given(facts(), _offsets)
def test_later_reports_do_not_change_the_light_of_a_day_before(pack: Pack, fact: Facts, offset: int) -> None:
    day, rules = after(START, offset), pack.rules.lights
    known = fact.reports.up_to(day)
    cut = Reports(*(column[:known] for column in (fact.reports.day, fact.reports.progress_pct, fact.reports.paid_cny)))
    end = after(START, 390) if fact.status == "done" else None
    dated = replace(fact, actual_start=fact.actual_start or START, actual_end=end, paid_cny=None)

    assert light_of(replace(dated, reports=cut), day, rules) == light_of(dated, day, rules)


@given(facts(), _offsets)
def test_grey_only_covers_what_would_be_green_or_yellow(pack: Pack, fact: Facts, offset: int) -> None:
    day, rules = after(START, offset), pack.rules.lights
    light, patient = light_of(fact, day, rules), light_of(fact, day, replace(rules, silent_days=10_000))

    is_silent = light.silent_days is not None and light.silent_days >= rules.silent_days
    assert light.code == ("grey" if is_silent and patient.code in ("green", "yellow") else patient.code)
    assert light.is_hatched == (is_silent and patient.code == "red")
    assert not patient.is_hatched


_RANK = {code: n for n, code in enumerate(("green", "yellow", "grey", "red"))}


@given(st.lists(st.tuples(_percent, _percent), min_size=1, max_size=20), st.integers(0, 30))
def test_more_progress_never_makes_a_light_worse(pack: Pack, pairs: list[tuple[float, float]], gap: int) -> None:
    rules, last = pack.rules.lights, len(pairs) * 3 + gap
    less, more = (
        working(*((after(HALF, 3 * n), pick(pair), None) for n, pair in enumerate(pairs))) for pick in (min, max)
    )  # fmt: skip

    for n in range(last):
        day = after(HALF, n)
        assert _RANK[light_of(more, day, rules).code] <= _RANK[light_of(less, day, rules).code]


@given(facts())
def test_spans_are_the_lights_of_their_days(pack: Pack, fact: Facts) -> None:
    found = replay((fact,), after(START, 400), pack.rules.lights)

    spans = found.spans(0)
    for before, span in pairwise(spans):
        assert (span.first, span.code != before.code) == (after(before.last, 1), True)
    for span in spans:
        assert found.codes(span.first) == found.codes(span.last) == [span.code]
        assert span.code in CODES
