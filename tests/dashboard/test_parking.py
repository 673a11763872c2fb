"""Figures of street order: every sum adds up, one matter counts once, nothing of another street shows through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.queries import parking
from dashboard.queries.enforcement import EARLY, FEW, NO_PLACE, enforcements, supply
from dashboard.queries.hexagon_counts import hexagon_counts
from dashboard.queries.merging import merged_complaints
from dashboard.queries.offences import KINDS, Offences, offences_of, road_key
from dashboard.queries.parking import Asked
from dashboard.queries.register import Register
from dashboard.state import parse, to_query
from geodata import grid
from geodata.clock import local
from geodata.displacement import HELPED, MOVED, TOO_FEW, UNCHANGED, rings_round
from geodata.errors import RightsError
from geodata.pack import Pack
from tests.streets import NEWEST, SPOTS, at_point, offences, put, site, violation

TODAY = NEWEST.date()
OWN, NEXT = "110114011", "110114012"
LON, LAT = SPOTS[OWN]
STREET = Scope(((OWN, NEXT),), exact=((OWN, NEXT),))
MONTH = Asked("11", TODAY - timedelta(days=29), TODAY)


def seen(engine: Engine, pack: Pack, scope: Scope | None = None, *, now: datetime = NEWEST + timedelta(minutes=40)) -> Offences:
    """The store through the eyes of a scope, read afresh."""
    return offences_of(Register(engine, pack, scope or Scope.everything(), local(now)))


def asked(area: str = OWN, days: int = 30, **given: Any) -> Asked:
    return Asked(area, TODAY - timedelta(days=days - 1), TODAY, **given)


def told(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """What `merged_complaints` takes."""
    names = ("at", "kind", "source", "street_code", "lon", "lat", "is_false_alarm", "order_no")
    schema = {"at": pl.Datetime("us"), "kind": pl.String, "source": pl.String, "street_code": pl.String, "lon": pl.Float64,
              "lat": pl.Float64, "is_false_alarm": pl.Boolean, "order_no": pl.String}  # fmt: skip
    return pl.DataFrame([{name: row[name] for name in names} for row in rows], schema)


def event(minutes: float = 0, metres: float = 0, **given: Any) -> dict[str, Any]:
    """An offence of 回龙观 so many minutes and metres (to the north) from the first one."""
    point = at_point(LON, LAT + metres / 111_195)
    return violation(0, **{"at": NEWEST - timedelta(days=1) + timedelta(minutes=minutes), **point, **given})


# ---- sums


def test_the_matrix_the_roads_and_the_hexagons_each_add_up_to_the_total(store: Engine, pack: Pack) -> None:
    put(store, offences(800))

    for area in ("11", "110114", "huitian", OWN):
        for kind in ("", *KINDS):
            found = seen(store, pack)
            of = parking.sheet(found, asked(area, kind=kind))
            total = parking.summary(of, stale_after_hours=26, offences=found)
            hours, roads, cells = parking.matrix(of, pack.config.calendar), parking.roads(of), hexagon_counts(found, of.asked)
            assert hours.total == total.count == sum(hours.work) + sum(hours.off) == sum(n for _, n in total.daily)
            assert sum(r.count for r in roads.lines) + roads.other_count + roads.unnamed_count == total.count
            assert sum(cells.counts.values()) + cells.outside_count == total.count
            assert total.record_count == total.count + total.merged_count + total.false_count
            assert total.count == (total.by_kind[kind] if kind else sum(total.by_kind.values()))
            assert sum(s.count + s.false_count for s in parking.sources(of)) == total.record_count


def test_the_streets_of_a_district_add_up_to_it_and_the_districts_to_the_city(sqlite_store: Engine, pack: Pack) -> None:
    put(sqlite_store, offences(800))
    found = seen(sqlite_store, pack)

    def count(area: str) -> int:
        return parking.summary(parking.sheet(found, asked(area)), stale_after_hours=26, offences=found).count

    of_city = supply(found, parking.sheet(found, asked("11")))
    assert count("110114") == sum(count(a.code) for a in pack.areas.children("110114"))
    outside = parking.sheet(found, asked("11")).period.filter(pl.col("district_code").is_null() & pl.col("counts")).height
    assert count("11") == sum(count(a.code) for a in pack.areas.children("11")) + outside
    assert outside > 0
    assert sum(line.violation_count for line in of_city) == found.rows("11", MONTH.first, MONTH.last).filter(
        pl.col("counts") & (pl.col("kind") == "parking")
    ).height  # fmt: skip


def test_false_alarms_are_kept_and_counted_nowhere_but_as_such(sqlite_store: Engine, pack: Pack) -> None:
    put(sqlite_store, [violation(n, camera_no="C1", is_false_alarm=n < 5) for n in range(20)])
    found = seen(sqlite_store, pack)
    of = parking.sheet(found, asked())

    assert parking.matrix(of, pack.config.calendar).total == 15
    (camera,) = parking.cameras(of, least=20)
    assert (camera.camera_no, camera.record_count, camera.false_count, camera.false_share) == ("C1", 20, 5, 0.25)
    assert parking.cameras(of, least=21) == ()


def test_the_period_before_is_as_long_and_unknown_where_the_feed_is_younger(sqlite_store: Engine, pack: Pack) -> None:
    days = (0, 6, 7, 8, 13, 14)
    put(sqlite_store, [violation(n, at=NEWEST - timedelta(days=day)) for n, day in enumerate(days)])
    found = seen(sqlite_store, pack)

    def counts(length: int) -> tuple[int, int | None]:
        total = parking.summary(parking.sheet(found, asked(days=length)), stale_after_hours=26, offences=found)
        return total.count, total.previous_count

    assert counts(7) == (2, 3)
    assert counts(8) == (3, None)


# ---- when


def test_workdays_and_days_off_follow_the_calendar_of_the_pack(sqlite_store: Engine, pack: Pack) -> None:
    """2026-10-01 was a Thursday off, 2026-10-10 a Saturday of work."""
    times = [datetime(2026, 10, 1, 9), datetime(2026, 10, 10, 9), datetime(2026, 10, 12, 9)]
    put(sqlite_store, [violation(n, at=at) for n, at in enumerate(times)])
    assert not pack.config.calendar.is_workday(date(2026, 10, 1))
    assert pack.config.calendar.is_workday(date(2026, 10, 10))
    found = seen(sqlite_store, pack, now=datetime(2026, 10, 12, 12))

    def hours(days: str) -> parking.Matrix:
        of = parking.sheet(found, Asked(OWN, date(2026, 10, 1), date(2026, 10, 12), days=days))
        return parking.matrix(of, pack.config.calendar)

    assert (hours("").total, hours("work").total, hours("off").total) == (3, 2, 1)
    assert (hours("").work[9], hours("").off[9]) == (2, 1)
    assert hours("work").work_days + hours("off").off_days == 12
    assert hours("off").counts[3][9] == 1


def test_the_worst_hour_is_that_of_an_average_day_not_of_the_weekday_that_came_more_often(sqlite_store: Engine, pack: Pack) -> None:
    """Of eight days Sunday came twice: three offences on each of them are fewer a day than four on the one Monday."""
    sunday, monday = TODAY, TODAY - timedelta(days=6)
    assert (sunday.weekday(), monday.weekday()) == (6, 0)
    times = [datetime(day.year, day.month, day.day, 8) for day in (*[sunday] * 3, *[sunday - timedelta(days=7)] * 3, *[monday] * 4)]
    put(sqlite_store, [violation(n, at=at) for n, at in enumerate(times)])

    worst = parking.matrix(parking.sheet(seen(sqlite_store, pack), asked(days=8)), pack.config.calendar).worst

    assert worst is not None
    assert (worst.weekday, worst.hour, worst.count, worst.per_day) == (0, 8, 4, 4.0)


# ---- where


def test_a_road_section_is_a_road_within_a_street_and_its_hours_are_those_of_its_offences(sqlite_store: Engine, pack: Pack) -> None:
    rows = [violation(n, road_name="示例路", street_code=street, at=NEWEST.replace(hour=hour))
            for n, (street, hour) in enumerate([(OWN, 7), (OWN, 7), (OWN, 9), (NEXT, 20)])]  # fmt: skip
    put(sqlite_store, [*rows, violation(9)])
    found = seen(sqlite_store, pack)
    roads = parking.roads(parking.sheet(found, asked("110114")))
    assert [(r.street_code, r.count, r.worst_hour) for r in roads.lines] == [(OWN, 3, 7), (NEXT, 1, 20)]
    assert roads.unnamed_count == 1

    of = parking.sheet(found, asked("110114", road=roads.lines[0].key))

    assert parking.matrix(of, pack.config.calendar).total == 3
    assert parking.road_of(of) == roads.lines[0]
    assert parking.roads(of) == roads


@given(st.text(min_size=1, max_size=64))
def test_whatever_a_road_is_called_an_address_carries_its_key(pack: Pack, name: str) -> None:
    key = road_key(OWN, name)
    state = replace(parse("/parking", "", pack, TODAY)[0], item=key)

    assert parse("/parking", to_query(state), pack, TODAY)[0].item == key


def test_the_hours_of_a_hexagon_are_those_of_its_offences(sqlite_store: Engine, pack: Pack) -> None:
    put(sqlite_store, [violation(n, **at_point(LON, LAT)) for n in range(6)])
    put(sqlite_store, [violation(9, **{**at_point(LON, LAT), "place_radius_m": 1500, "place_level": "道路"})])
    found = seen(sqlite_store, pack)
    cells = hexagon_counts(found, asked())
    assert list(cells.counts.values()) == [6]
    assert cells.outside_count == 1                       # too coarse a place for hexagons of this size

    of = parking.sheet(found, asked(cell=grid.name_of(next(iter(cells.counts)))))

    assert parking.matrix(of, pack.config.calendar).total == 6


# ---- one matter counts once


def test_a_complaint_about_what_a_camera_saw_is_counted_with_it_and_both_counts_are_known(store: Engine, pack: Pack) -> None:
    rows = [event(), event(59, 90, source="complaint"), event(61, 0, source="complaint"), event(0, 110, source="complaint")]
    put(store, [{**row, "violation_no": f"M{n}"} for n, row in enumerate(rows)])
    found = seen(store, pack)
    of = parking.sheet(found, asked())

    total = parking.summary(of, stale_after_hours=26, offences=found)

    assert (total.record_count, total.merged_count, total.count) == (4, 1, 3)
    assert [(s.source, s.count, s.merged_count) for s in parking.sources(of)] == [("camera", 1, 0), ("patrol", 0, 0), ("complaint", 3, 1)]


@pytest.mark.parametrize(
    ("first", "second", "is_merged"),
    [
        ({}, {}, True),
        ({"source": "patrol"}, {}, True),
        ({"source": "complaint"}, {}, False),
        ({"kind": "vending"}, {}, False),
        ({"is_false_alarm": True}, {}, False),
        ({"street_code": NEXT}, {}, False),
        ({}, {"lon": None, "lat": None, "h3_11": None}, False),
        ({"order_no": "G1", "lon": None, "lat": None}, {"order_no": "G1", "lon": None, "lat": None}, True),
        ({"order_no": "G1", "street_code": NEXT}, {"order_no": "G1"}, False),
        ({"order_no": ""}, {"order_no": "", "lon": None, "lat": None}, False),
    ],
)
def test_what_is_one_matter_and_what_is_not(pack: Pack, first: Mapping[str, Any], second: Mapping[str, Any], is_merged: bool) -> None:
    rows = [event(**first), event(10, 20, source="complaint", **second)]

    assert merged_complaints(told(rows), pack.rules.parking).tolist()[1] is is_merged


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(-300, 300), st.sampled_from(["camera", "patrol", "complaint"]),
                          st.sampled_from(["parking", "bikes"]), st.booleans()), max_size=25))  # fmt: skip
def test_merging_is_what_comparing_each_with_each_gives(pack: Pack, drawn: list[tuple[int, int, str, str, bool]]) -> None:
    rows = [event(minutes, metres, source=source, kind=kind, is_false_alarm=false) for minutes, metres, source, kind, false in drawn]
    rules = pack.rules.parking

    expected = [
        s == "complaint" and not false and any(
            other != "complaint" and not wrong and kind == k and abs(m - at) <= rules.merge_minutes
            and abs(y - place) <= rules.merge_radius_m
            for at, place, other, kind, wrong in drawn
        )
        for m, y, s, k, false in drawn
    ]  # fmt: skip

    on_the_edge = any(abs(abs(a[1] - b[1]) - rules.merge_radius_m) < 1 for a in drawn for b in drawn)
    if not on_the_edge:
        assert merged_complaints(told(rows), rules).tolist() == expected


def test_nothing_at_all_merges_with_nothing(pack: Pack) -> None:
    assert merged_complaints(told([]), pack.rules.parking).tolist() == []


# ---- supply beside demand


def test_violations_are_held_against_registered_berths_and_against_nothing_else(store: Engine, pack: Pack) -> None:
    put(store, [violation(n) for n in range(30)] + [violation(90 + n, street_code=NEXT) for n in range(7)])
    put(store, sites=[site("P1", "parking", {"berth_count": 100, "lock_removed_count": 3}), site("P2", "parking", {"berth_count": 50}),
                      site("P3", "parking", {}, street_code="110114007")])  # fmt: skip
    found = seen(store, pack)

    lines = {line.code: line for line in supply(found, parking.sheet(found, asked("110114", kind="vending")))}

    assert (lines[OWN].berth_count, lines[OWN].lock_removed_count, lines[OWN].new_area_m2) == (150, 3, None)
    assert lines[OWN].per_100_berths == 20.0
    assert (lines[NEXT].berth_count, lines[NEXT].violation_count, lines[NEXT].per_100_berths) == (None, 7, None)
    assert (lines["110114007"].site_count, lines["110114007"].berth_count, lines["110114007"].per_100_berths) == (1, None, None)


# ---- enforcement


def planted(left: float, rise: float, *, seed: int = 7) -> list[dict[str, Any]]:
    """Sixteen weeks round an enforcement eight weeks ago: `left` of the offences stays in its hexagon, `rise` times come to the rings."""
    rng = np.random.default_rng(seed)
    start = TODAY - timedelta(weeks=16)
    cell = int(grid.parents_of(grid.cells_of([LON], [LAT]), 9)[0])
    ring = sorted(rings_round([cell], 2))
    far = grid.parents_of(grid.cells_of([LON + 0.02, LON - 0.03], [LAT + 0.01, LAT]), 9).tolist()
    rows = []
    for week in range(16):
        after = week >= 8
        for cells, mean in (([cell], 12 * (left if after else 1)), (ring, 30 * (rise if after else 1)), (far, 120.0)):
            for _ in range(round(mean)):
                at = datetime(start.year, start.month, start.day, 9) + timedelta(days=7 * week + int(rng.integers(7)))
                rows.append(_in_cell(len(rows), int(rng.choice(cells)), at))
    return rows


def _in_cell(number: int, cell: int, at: datetime) -> dict[str, Any]:
    ring = grid.boundaries_of([cell])[0][:-1]
    lon, lat = np.mean(ring, axis=0).tolist()
    return violation(number, at=at, **at_point(lon, lat))


def work(number: str = "Z1", **given: Any) -> dict[str, Any]:
    first = TODAY - timedelta(weeks=8)
    details = {"violation_kind": "parking", "from_date": first.isoformat(), "until_date": None, **given.pop("details", {})}
    return site(number, "enforcement", details, **{**at_point(LON, LAT), **given})


@pytest.mark.parametrize(("left", "rise", "verdict"), [(0.3, 1.0, HELPED), (0.3, 1.6, MOVED), (1.0, 1.0, UNCHANGED), (1.0, 1.6, UNCHANGED)])
def test_what_was_planted_round_an_enforcement_is_found(store: Engine, pack: Pack, left: float, rise: float, verdict: str) -> None:
    put(store, [*planted(left, rise), violation(99_999)], [work()])

    (one,) = enforcements(seen(store, pack), OWN)

    assert (one.found.verdict, one.reason, one.weeks_before, one.weeks_after) == (verdict, "", 8, 8)
    assert one.treated == (96, 8 * round(12 * left))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (work(lon=None, lat=None, h3_11=None, place_radius_m=None), NO_PLACE),
        (work(place_radius_m=1500), NO_PLACE),
        (work(district_code=None, street_code=None), NO_PLACE),
        (work(details={"from_date": (TODAY - timedelta(days=13)).isoformat()}), EARLY),
        (work(details={"from_date": (TODAY - timedelta(weeks=15, days=1)).isoformat()}), EARLY),
        (work(details={"violation_kind": "vending"}), FEW),
    ],
)
def test_what_cannot_be_judged_says_why(sqlite_store: Engine, pack: Pack, row: dict[str, Any], reason: str) -> None:
    put(sqlite_store, [*planted(0.3, 1.6), violation(99_999)], [row])

    (one,) = enforcements(seen(sqlite_store, pack), "11")

    assert (one.found.verdict, one.reason) == (TOO_FEW, reason)


def test_a_stretch_given_treats_all_the_hexagons_it_runs_through(sqlite_store: Engine, pack: Pack) -> None:
    cells = rings_round(grid.parents_of(grid.cells_of([LON], [LAT]), 9).tolist(), 1)
    put(sqlite_store, planted(0.3, 1.6), [work(details={"cells_09": [grid.name_of(c) for c in cells]})])

    (one,) = enforcements(seen(sqlite_store, pack), OWN)

    assert one.cells == tuple(sorted(cells))


# ---- whose eyes


def test_an_area_outside_the_scope_is_refused(store: Engine, pack: Pack) -> None:
    put(store, offences(60))
    found = seen(store, pack, STREET)

    for area in ("11", "110114", "huitian", NEXT):
        with pytest.raises(RightsError):
            parking.sheet(found, asked(area))
        with pytest.raises(RightsError):
            enforcements(found, area)
        with pytest.raises(RightsError):
            hexagon_counts(found, asked(area))


def answers(engine: Engine, pack: Pack, scope: Scope) -> tuple[object, ...]:
    """Everything that the page of one street tells, but for the age of the feed."""
    found = seen(engine, pack, scope)
    of = parking.sheet(found, asked(days=60))
    total = parking.summary(of, stale_after_hours=26, offences=found)
    return (
        total, parking.matrix(of, pack.config.calendar), parking.roads(of), parking.sources(of), parking.cameras(of, least=1),
        supply(found, of), enforcements(found, OWN), hexagon_counts(found, of.asked),
        found.seen_rows("110114", MONTH.first, MONTH.last).height,
    )  # fmt: skip


def test_nothing_that_happens_elsewhere_changes_what_a_street_sees(store: Engine, pack: Pack) -> None:
    """Offences of other streets next to its own, enforcements and car parks there, complaints under the same order numbers."""
    own = [row for row in planted(0.3, 1.6) if row["at"] < NEWEST - timedelta(hours=1)]
    edge = [violation(50_000 + n, at=NEWEST - timedelta(days=120) + timedelta(days=120 * n)) for n in range(2)]      # the feed's ends
    put(store, [*own, *edge], [work(), site("P1", "parking", {"berth_count": 9})])
    before = answers(store, pack, STREET)

    foreign = [{**row, "violation_no": f"F{n}", "street_code": NEXT, "source": ("camera", "complaint")[n % 2], "order_no": "G1"}
               for n, row in enumerate(own)]  # fmt: skip
    abroad = [{**row, "violation_no": f"A{n}", "street_code": None, "district_code": None} for n, row in enumerate(own)]
    put(store, [*foreign, *abroad], [work("Z2", street_code=NEXT), site("P2", "parking", {"berth_count": 9}, street_code=NEXT)])

    assert answers(store, pack, STREET) == before
    assert answers(store, pack, Scope.everything()) != before


def test_what_one_reader_was_answered_is_not_what_another_one_gets(store: Engine, pack: Pack) -> None:
    put(store, [*planted(0.3, 1.6), *(violation(60_000 + n, street_code=NEXT, **at_point(LON, LAT)) for n in range(400))], [work()])
    register = Register(store, pack, Scope.everything(), local(NEWEST))

    whole = enforcements(offences_of(register), OWN)
    part = enforcements(offences_of(replace(register, scope=STREET)), OWN)

    assert [one.is_partial for one in (*whole, *part)] == [False, True]
    assert part == enforcements(seen(store, pack, STREET, now=NEWEST), OWN)


def test_small_counts_of_hexagons_are_hidden_where_the_scope_is_not_exact(store: Engine, pack: Pack) -> None:
    spots = [(LON + 0.01 * n, LAT) for n in range(-2, 4)]
    rows = [at_point(lon, lat) for n, (lon, lat) in enumerate(spots) for _ in range((2, 4, 7, 9, 30, 3)[n])]
    put(store, [violation(n, **row) for n, row in enumerate(rows)])
    open_found, bound = (hexagon_counts(seen(store, pack, scope), asked()) for scope in (Scope.everything(), Scope.municipal()))
    least = pack.rules.suppression.min_count

    assert sorted(open_found.counts.values()) == [2, 3, 4, 7, 9, 30]
    assert bound.is_bound
    assert min(bound.counts.values()) >= least
    assert set(bound.counts.items()) < set(open_found.counts.items())
    assert sum(bound.counts.values()) + bound.outside_count == 55
    assert bound.first.weekday() == 0


@pytest.mark.parametrize("scope", [Scope.municipal(), Scope((("110114", "110115"),))])
def test_a_city_of_many_streets_has_its_hexagons_for_readers_of_no_small_counts(store: Engine, pack: Pack, scope: Scope) -> None:
    put(store, offences(600))
    area = "11" if scope.is_municipal else "110114"
    bound, whole = (hexagon_counts(seen(store, pack, whose), asked(area)) for whose in (scope, Scope.everything()))

    assert bound.counts
    assert min(bound.counts.values()) >= pack.rules.suppression.min_count
    assert sum(bound.counts.values()) + bound.outside_count >= sum(whole.counts.values()) + whole.outside_count      # whole weeks


def test_who_may_see_nothing_sees_nothing(store: Engine, pack: Pack) -> None:
    put(store, offences(60))

    assert seen(store, pack, Scope()).seen_rows("110114", MONTH.first, MONTH.last).is_empty()


def test_a_load_is_seen_at_the_next_look(store: Engine, pack: Pack) -> None:
    register = Register(store, pack, Scope.everything(), local(NEWEST))
    put(store, [violation(1)])
    before = offences_of(register)
    put(store, [violation(2)])

    assert [found.rows(OWN, TODAY, TODAY).height for found in (before, offences_of(register))] == [1, 2]


def test_a_store_without_any_offence_is_empty_and_not_zero(store: Engine, pack: Pack) -> None:
    found = seen(store, pack)
    of = parking.sheet(found, asked("11"))
    total = parking.summary(of, stale_after_hours=26, offences=found)

    assert (found.state.newest_at, total.previous_count, total.is_stale) == (None, None, False)
    assert parking.matrix(of, pack.config.calendar).worst is None
    assert (parking.roads(of).lines, hexagon_counts(found, of.asked).counts, enforcements(found, "11")) == ((), {}, ())


def test_a_feed_is_stale_after_the_hours_of_the_rules(sqlite_store: Engine, pack: Pack) -> None:
    put(sqlite_store, [violation(1)])
    hours = pack.rules.freshness.violations_hours

    def is_stale(minutes: int) -> bool:
        found = seen(sqlite_store, pack, now=NEWEST + timedelta(hours=hours, minutes=minutes))
        return parking.summary(parking.sheet(found, asked()), stale_after_hours=hours, offences=found).is_stale

    assert [is_stale(0), is_stale(1)] == [False, True]
