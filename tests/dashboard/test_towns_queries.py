"""The list of towns as known on any day, what stands out, the ledger's sums, and who may see what of it; on both engines."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.queries.register import Register
from dashboard.queries.town_tasks import Ask, Items, items, rollups, shown_quantity
from dashboard.queries.towns import Moment, TownPage, board, moment_of, read, timeline, town_of, what_if
from geodata.clock import SHANGHAI
from geodata.errors import NotFound, RightsError
from geodata.governance.stages import AFTERCARE, SUPERVISED, WATCH
from geodata.governance.whatif import suppose
from geodata.pack import Pack
from tests import townworld as world
from tests.scene import STREETS

NOW = datetime(2026, 11, 22, 22, 0, tzinfo=SHANGHAI)
STREET, OTHER = "110114011", "110114012"


def register(engine: Engine, pack: Pack, scope: Scope | None = None) -> Register:
    return Register(engine, pack, scope or Scope.everything(), NOW)


def page(asked: Register, area: str, no: str, on: date | None = None) -> TownPage:
    return town_of(read(asked, area)[0], board(asked, area, moment_of(asked, on)), no)


@pytest.fixture
def filled(store: Engine, pack: Pack) -> Register:
    world.put(store, *world.many(STREETS))
    return register(store, pack)


def by_hand(rows: list[dict[str, Any]], on: date) -> Counter[str]:
    """Stages by the plain way: of each town the last row known by then, a later word for a day taking the place of an earlier one."""
    found: Counter[str] = Counter()
    for no in {r["town_no"] for r in rows}:
        known = sorted((r for r in rows if r["town_no"] == no and r["known_on"] <= on), key=lambda r: r["known_on"])
        sheet = {r["from_date"]: r["stage"] for r in known}
        held = [stage for day, stage in sorted(sheet.items()) if day <= on and stage != "void"]
        found.update(held[-1:])
    return found


def test_the_list_of_any_day_is_the_list_as_it_was_known_that_day(filled: Register) -> None:
    _, rows, _, _ = world.many(STREETS)

    for n in range(0, 880, 41):
        day = date(2024, 7, 1) + timedelta(days=n)
        shown = board(filled, "11", moment_of(filled, day))
        assert {k: v for k, v in shown.by_stage.items() if v} == dict(by_hand(rows, min(day, NOW.date())))


def test_hindsight_reads_an_old_day_with_what_is_known_today(store: Engine, pack: Pack) -> None:
    rows = [world.stage("01", SUPERVISED, "2025-03-01"), world.stage("01", AFTERCARE, "2025-09-01")]
    world.put(store, [world.town("01")], [*rows, world.stage("01", "void", "2025-09-01", "2025-10-10")])
    asked = register(store, pack)

    then = board(asked, "11", moment_of(asked, date(2025, 9, 15)))
    now = board(asked, "11", moment_of(asked, date(2025, 9, 15), is_hindsight=True))

    assert then.lines[0].stage == AFTERCARE
    assert now.lines[0].stage == SUPERVISED


def test_a_town_that_was_not_on_the_list_yet_is_not_on_it(store: Engine, pack: Pack) -> None:
    world.put(store, [world.town("01")], [world.stage("01", WATCH, "2025-03-01")])
    asked = register(store, pack)

    assert board(asked, "11", moment_of(asked, date(2025, 2, 28))).lines == ()
    with pytest.raises(NotFound):
        page(asked, "11", "01", date(2025, 2, 28))


def test_no_list_reaches_into_the_future(store: Engine, pack: Pack) -> None:
    assert moment_of(register(store, pack), date(2030, 1, 1)) == Moment(NOW.date(), NOW.date())


def test_the_timeline_ends_at_the_list_itself(filled: Register) -> None:
    steps = timeline(read(filled, "11")[0], filled.today)

    assert len(steps) == 25
    assert steps[-1].by_stage == board(filled, "11", moment_of(filled, None)).by_stage
    for step in steps:
        assert step.by_stage == board(filled, "11", moment_of(filled, step.day)).by_stage


def test_moves_and_corrections_of_the_last_days_are_named(store: Engine, pack: Pack) -> None:
    rows = [world.stage("01", SUPERVISED, "2025-03-01"), world.stage("01", AFTERCARE, "2026-10-01", document_no="示例 1 号")]
    rows += [world.stage("02", WATCH, "2026-10-02"), world.stage("02", "void", "2026-10-02", "2026-11-01")]
    world.put(store, [world.town("01"), world.town("02")], rows)
    asked = register(store, pack)
    shown = board(asked, "11", moment_of(asked, None))

    (move,) = shown.moves
    assert (move.no, move.move.before, move.move.after, move.move.document_no) == ("01", SUPERVISED, AFTERCARE, "示例 1 号")
    assert [(c.no, c.was.stage, c.now.stage) for c in shown.corrections] == [("02", WATCH, "void")]


def months(no: str, *counts: int, **given: Any) -> list[dict[str, Any]]:
    names = ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"][-len(counts) :]
    return [world.month(no, name, count, **given) for name, count in zip(names, counts, strict=True)]


def test_who_is_at_risk_who_is_ready_and_who_relapses(store: Engine, pack: Pack) -> None:
    begun = {"01": WATCH, "02": WATCH, "03": SUPERVISED, "04": SUPERVISED, "05": SUPERVISED}
    stages = [world.stage(no, stage, "2025-01-01") for no, stage in begun.items()]
    stages.append(world.stage("05", AFTERCARE, "2026-08-15"))
    figures = [*months("01", 300, 950, 950), *months("02", 950, 950, 300), *months("03", *[400] * 6), *months("04", *[400] * 5, 700)]
    world.put(store, [world.town(f"{n:02d}") for n in range(1, 6)], stages, [*figures, *months("05", 500, 500, 500, 500, 660, 660)])
    asked = register(store, pack)
    lines = {line.no: line for line in board(asked, "11", moment_of(asked, None)).lines}

    assert [no for no, line in lines.items() if line.is_at_risk] == ["01"]
    assert (lines["01"].entry.run, lines["01"].entry.months_left) == (2, 1)
    assert [no for no, line in lines.items() if line.is_ready] == ["03"]
    assert (lines["05"].relapse.is_relapsed, lines["05"].relapse.rise_pct) == (True, pytest.approx(32))  # type: ignore[union-attr]
    assert lines["04"].relapse is None


def test_a_month_that_was_not_over_on_the_day_is_not_known_then(store: Engine, pack: Pack) -> None:
    world.put(store, [world.town("01")], [world.stage("01", WATCH, "2025-01-01")], months("01", 100, 200, 300))
    asked = register(store, pack)

    assert [m.count for m in board(asked, "11", moment_of(asked, date(2026, 10, 30))).lines[0].months] == [100, 200]
    assert board(asked, "11", moment_of(asked, date(2026, 10, 31))).newest_month == "2026-10"


def test_figures_older_than_the_rules_allow_are_stale(store: Engine, pack: Pack) -> None:
    world.put(store, [world.town("01")], [world.stage("01", WATCH, "2025-01-01")], [world.month("01", "2026-09", 5)])
    asked = register(store, pack)

    assert board(asked, "11", moment_of(asked, None)).is_stale
    assert not board(asked, "11", moment_of(asked, date(2026, 10, 5))).is_stale


def test_an_impossible_step_is_marked(store: Engine, pack: Pack) -> None:
    world.put(store, [world.town("01")], [world.stage("01", WATCH, "2025-01-01"), world.stage("01", AFTERCARE, "2025-06-01")])
    asked = register(store, pack)

    assert board(asked, "11", moment_of(asked, None)).lines[0].is_doubtful


def test_the_sums_of_the_ledger_are_the_sums_of_its_rows(filled: Register) -> None:
    _, _, _, tasks = world.many(STREETS)
    found = {r.kind: r for r in rollups(filled, "11")}

    assert {kind: (r.done, r.unit) for kind, r in found.items()} == world.SIZES
    assert sum(r.items.done for r in found.values()) == 3100 == board(filled, "11", moment_of(filled, None)).items.done
    assert sum(r.planned for r in found.values()) == pytest.approx(sum(t["planned_quantity"] for t in tasks))
    assert sum(r.items.total for r in found.values()) == len(tasks)
    assert sum(r.paid_cny or 0 for r in found.values()) == pytest.approx(sum(t.get("paid_cny") or 0 for t in tasks))
    assert found["管线改造"].planned_cny is None
    assert shown_quantity(found["管线改造"].done, "m") == (200, "km")


def test_the_parts_of_the_city_add_up_to_it(filled: Register, pack: Pack) -> None:
    whole = sum(r.done for r in rollups(filled, "11"))
    parts = sum(r.done for area in pack.areas.children("11") for r in rollups(filled, area.code))
    lines = sum(len(board(filled, area.code, moment_of(filled, None)).lines) for area in pack.areas.children("11"))

    assert parts == pytest.approx(whole)
    assert lines == 61


@pytest.mark.parametrize("status", ["", "open", "closed", "reopened", "late"])
def test_single_items_are_those_the_sums_count(filled: Register, status: str) -> None:
    ask = Ask(list_name="matter", status=status)
    listed = items(filled, "11", ask, most=None)

    assert len(listed) == sum(r.items.total for r in rollups(filled, "11", ask))
    assert sum(line.planned_quantity for line in listed) == pytest.approx(sum(r.planned for r in rollups(filled, "11", ask)))
    if status == "late":
        assert all(line.is_late and line.status != "closed" for line in listed)


def test_late_items_come_first(filled: Register) -> None:
    listed = items(filled, "11", Ask())

    assert len(listed) == 200
    assert [line.is_late for line in listed] == sorted((line.is_late for line in listed), reverse=True)


def test_a_reopened_item_is_not_done(store: Engine, pack: Pack) -> None:
    tasks = [world.task("a", "01"), world.task("b", "01", status="reopened")]
    world.put(store, [world.town("01")], [world.stage("01", WATCH, "2025-01-01")], (), tasks)
    (sums,) = rollups(register(store, pack), "11")

    assert (sums.items, sums.done, sums.planned) == (Items(1, 0, 1), 1, 2)


def test_a_street_sees_its_own_towns_only(filled: Register, store: Engine, pack: Pack) -> None:
    own = register(store, pack, Scope(((STREET, str(int(STREET) + 1)),)))
    expected = {t["town_no"] for t in world.many(STREETS)[0] if t["street_code"] == STREET}

    assert {line.no for line in board(own, STREET, moment_of(own, None)).lines} == expected
    assert {line.town_no for line in items(own, STREET, Ask(), most=None)} == expected
    for area in ("11", "110114", "huitian", OTHER):
        with pytest.raises(RightsError):
            board(own, area, moment_of(own, None))
        with pytest.raises(RightsError):
            rollups(own, area)
    foreign = next(t["town_no"] for t in world.many(STREETS)[0] if t["street_code"] == OTHER)
    with pytest.raises(NotFound):
        page(own, STREET, foreign)


def test_a_town_without_a_street_is_seen_by_the_whole_city_only(store: Engine, pack: Pack) -> None:
    world.put(store, [world.town("01", None)], [world.stage("01", WATCH, "2025-01-01")], (), [world.task("a", "01")])
    asked, district = register(store, pack), register(store, pack, Scope((("110114", "110115"),)))

    assert len(board(asked, "11", moment_of(asked, None)).lines) == 1
    assert board(asked, "110114", moment_of(asked, None)).lines == ()
    assert board(district, "110114", moment_of(district, None)).lines == ()
    assert rollups(district, "110114") == ()


def test_what_if_names_towns_of_the_list(filled: Register) -> None:
    lines = board(filled, "11", moment_of(filled, None)).lines
    rules = filled.pack.rules.towns

    easier = what_if(lines, suppose(rules, {"exit_count": rules.entry_count, "exit_per_10k": rules.entry_per_10k, "exit_months": 1})[0])
    assert set(easier.leaving) >= {line.no for line in lines if line.is_ready}
    assert set(easier.leaving) <= {line.no for line in lines if line.stage == SUPERVISED}
