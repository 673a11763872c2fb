"""Depth bands, rain sums, rain events and alarms at their edges, and what must hold of any rain."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.clock import local
from geodata.coords import LonLat
from geodata.pack import Pack
from geodata.plane import moved
from geodata.rules.waterlogging import Waterlogging
from geodata.water import alarms
from geodata.water.bands import band_of, band_range
from geodata.water.catchment import cells_inside, cells_round, cells_within
from geodata.water.curve import Curve, curve_of
from geodata.water.events import WET, Spell, at_minute, events_of, minute_of
from geodata.water.lag import lag_steps

NOON = datetime.fromisoformat("2026-07-12 12:00")
HERE = LonLat(116.33, 40.07)

readings = st.lists(
    st.tuples(st.integers(0, 3000), st.sampled_from([5, 10, 60]), st.floats(0, 40, allow_nan=False)), min_size=1, max_size=30
)


@pytest.fixture(scope="module")
def rules(pack: Pack) -> Waterlogging:
    return pack.rules.waterlogging


def wet(*rows: tuple[int, int, float], site: int = 1) -> pl.DataFrame:
    """Readings of (minutes after noon, interval, mm) of one station."""
    found = [(site, NOON + timedelta(minutes=m), interval, mm) for m, interval, mm in rows]
    return pl.DataFrame(found, schema=WET, orient="row")


def rain(*windows: float) -> alarms.Rainfall:
    return alarms.Rainfall(*windows)


@pytest.mark.parametrize(
    ("depth", "name"), [(None, None), (49.9, None), (50, "轻度"), (149.9, "轻度"), (150, "中度"), (299, "中度"), (300, "重度")]
)
def test_a_band_begins_at_its_own_depth(rules: Waterlogging, depth: float | None, name: str | None) -> None:
    found = band_of(depth, rules.bands)

    assert (found.name if found else None) == name


def test_the_last_band_has_no_end(rules: Waterlogging) -> None:
    assert [band_range(b.code, rules.bands) for b in rules.bands] == [(50, 150), (150, 300), (300, None)]


def test_a_sum_takes_of_a_reading_only_the_part_inside_the_window() -> None:
    curve = curve_of([60], [60], [12.0])

    assert curve.between(50, 60) == pytest.approx(2.0)
    assert curve.between(30, 90) == pytest.approx(6.0)
    assert curve.between(60, 120) == 0
    assert Curve(curve.minutes[:0], curve.fallen_mm[:0]).between(0, 10) == 0


@given(readings, st.integers(-100, 3200))
def test_what_fell_before_and_after_any_minute_is_all_that_fell(rows: list[tuple[int, int, float]], cut: int) -> None:
    ends, widths, mm = zip(*rows, strict=True)
    curve = curve_of(ends, widths, mm)

    assert curve.between(-200, cut) + curve.between(cut, 4000) == pytest.approx(sum(mm), abs=1e-6)
    assert sum(curve.steps(-200, 420, 10)) == pytest.approx(sum(mm), abs=1e-6)


@given(readings)
def test_no_window_holds_more_than_the_peak_and_none_of_the_peaks_more_than_all(rows: list[tuple[int, int, float]]) -> None:
    ends, widths, mm = zip(*rows, strict=True)
    curve = curve_of(ends, widths, mm)

    peak = curve.peak(60)
    assert all(curve.between(end - 60, end) <= peak + 1e-6 for end in range(-60, 3100, 7))
    assert peak <= sum(mm) + 1e-6


def test_a_dry_spell_of_exactly_the_limit_is_still_one_event_and_a_longer_one_is_two(rules: Waterlogging) -> None:
    limit = int(rules.dry_hours * 60)

    assert len(events_of(wet((0, 10, 5), (limit + 10, 10, 5)), rules)) == 1
    assert len(events_of(wet((0, 10, 5), (limit + 11, 10, 5)), rules)) == 2


def test_an_event_reaches_from_the_first_wet_interval_to_the_last_and_a_drizzle_is_none(rules: Waterlogging) -> None:
    found = events_of(wet((0, 10, 1), (10, 10, 0), (20, 10, 2)), rules)

    assert [(e.start, e.end, e.rain_mm) for e in found] == [(local(NOON - timedelta(minutes=10)), local(NOON + timedelta(minutes=20)), 3)]
    assert found[0].key == "202607121150"
    assert events_of(wet((0, 10, rules.wet_mm - 0.1)), rules) == ()


def test_the_rain_of_an_event_is_the_mean_of_the_stations_in_service(rules: Waterlogging) -> None:
    both = pl.concat([wet((0, 10, 12)), wet((0, 10, 6), site=2)])
    there = [Spell(i, local(NOON - timedelta(days=1)), local(NOON + timedelta(days=1))) for i in (1, 2, 3)]
    gone = Spell(4, local(NOON - timedelta(days=9)), local(NOON - timedelta(days=8)))

    assert events_of(both, rules)[0].rain_mm == 9
    assert events_of(both, rules, [*there, gone])[0].rain_mm == 6
    assert events_of(both, rules, [*there, gone])[0].peak_10min_mm == 6


@given(st.lists(st.tuples(st.integers(0, 5000), st.sampled_from([10, 60]), st.floats(2.5, 40)), min_size=1, max_size=40))
def test_events_keep_all_rain_come_in_order_and_lie_apart(pack: Pack, rows: list[tuple[int, int, float]]) -> None:
    rules = pack.rules.waterlogging
    found = events_of(wet(*rows), rules)

    assert sum(e.rain_mm for e in found) == pytest.approx(sum(mm for _, _, mm in rows), abs=0.01 * len(rows))
    assert all((b.start - a.end) > timedelta(hours=rules.dry_hours) for a, b in pairwise(found))
    assert found == events_of(wet(*reversed(rows)), rules)


@given(st.integers(0, 60_000_000))
def test_a_minute_and_its_time_are_each_others_inverse(minute: int) -> None:
    assert minute_of(at_minute(minute)) == minute


@pytest.mark.parametrize(
    ("rains", "depth", "kind"),
    [
        ((0, 0, 0), 149.9, ""),
        ((0, 0, 0), 150, alarms.DEPTH),
        ((7.9, 19.9, 49.9), 0, ""),
        ((8, 8, 8), 0, alarms.RAIN),
        ((0, 20, 20), None, alarms.RAIN),
        ((0, 0, 50), 150, alarms.DOUBLE),
        (None, 400, alarms.DEPTH),
        (None, None, ""),
    ],
)
def test_an_alarm_begins_at_its_threshold(rules: Waterlogging, rains: tuple[float, ...] | None, depth: float | None, kind: str) -> None:
    assert alarms.judged(rain(*rains) if rains else None, depth, alarms.thresholds_of(rules, {})) == kind


@pytest.mark.parametrize(("details", "depth"), [({}, 150), ({"depth_alarm_mm": 80.0}, 80), ({"depth_alarm_mm": None}, 150)])
def test_a_place_may_have_thresholds_of_its_own(rules: Waterlogging, details: dict[str, Any], depth: float) -> None:
    found = alarms.thresholds_of(rules, {"rain_1h_mm": 5, **details})

    assert (found.depth_mm, found.rain_1h_mm, found.rain_24h_mm) == (depth, 5, rules.rain_24h_mm)
    assert alarms.rain_windows(rain(0, 5, 5), found) == ("rain_1h_mm",)


def test_a_sensor_is_silent_after_the_limit_and_an_hourly_station_an_hour_later() -> None:
    now = local(NOON)

    assert not alarms.is_silent(now - timedelta(minutes=60), now, 60)
    assert alarms.is_silent(now - timedelta(minutes=61), now, 60)
    assert not alarms.is_silent(now - timedelta(minutes=61), now, 60, interval_min=60)
    assert alarms.is_silent(None, now, 60)


@given(st.lists(st.floats(0, 20), min_size=12, max_size=40).filter(lambda r: len({round(x, 3) for x in r[:5]}) > 2), st.integers(0, 6))
def test_a_series_that_follows_the_rain_by_so_many_steps_is_found_to_do_so(rain_mm: list[float], lag: int) -> None:
    first = [x if i < 5 else 0.0 for i, x in enumerate(rain_mm)]
    follower = [0.0] * lag + first[: len(first) - lag]

    assert lag_steps(first, follower, most=6) == lag


@pytest.mark.parametrize(
    ("rain_mm", "follower"), [([0, 0, 0, 0], [1, 2, 3, 4]), ([1, 2, 3, 4], [0, 0, 0, 0]), ([1, 2], [1, 2]), ([5, 5, 5, 5], [5, 5, 5, 5])]
)
def test_where_one_of_them_says_nothing_there_is_no_lag(rain_mm: list[float], follower: list[float]) -> None:
    assert lag_steps(rain_mm, follower, most=3) is None


@given(st.floats(0, 300), st.floats(0, 360))
def test_every_position_in_a_circle_lies_in_one_of_its_cells(radius: float, bearing: float) -> None:
    import math

    from geodata.grid import cells_of

    there = moved(HERE, radius * math.sin(math.radians(bearing)), radius * math.cos(math.radians(bearing)))
    assert int(cells_of([there.lon], [there.lat])[0]) in cells_round(HERE, radius)


def test_a_catchment_is_the_cells_whose_centre_it_holds() -> None:
    from shapely import LineString, Point

    disc = Point(HERE.lon, HERE.lat).buffer(0.002)

    assert set(cells_within(HERE, 150)) < set(cells_round(HERE, 150))
    assert 25 <= len(cells_within(HERE, 150)) <= 50
    assert 30 <= len(cells_inside(disc)) <= 80
    assert cells_inside(LineString([(116.3, 40.0), (116.4, 40.1)])) == ()
