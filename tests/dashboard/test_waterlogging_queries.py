"""What `/waterlogging` asks - situation, alarms, rain events, replay, effects, the mode - on both engines, and nothing beyond the scope."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from dashboard.access.scope import Scope
from dashboard.queries import waterlogging as water
from dashboard.queries.cubes import Source
from dashboard.queries.register import Register
from geodata.clock import local
from geodata.errors import NotFound, RightsError
from geodata.pack import Pack
from geodata.store.engine import write_transaction
from geodata.store.models import Site
from geodata.water.effect import FEWER, LITTLE_RAIN
from tests.dashboard.water_world import (
    LON,
    NOW,
    OTHER,
    STREET,
    Season,
    add_depth,
    add_rain,
    add_sites,
    add_states,
    flood_season,
    now,
    point,
    site,
    water_complaint,
)
from tests.scene import filled, home_of

OWN_RANGE, DISTRICT_RANGE = (STREET, "110114013"), ("110114", "110115")
OWN, DISTRICT = Scope((OWN_RANGE,), False, (OWN_RANGE,)), Scope((DISTRICT_RANGE,))


@pytest.fixture
def season(store: Engine, tmp_path: Path, pack: Pack) -> tuple[Register, Source, Season]:
    """The flood season on each engine, seen by a reader of everything."""
    made = flood_season(store)
    source = filled(store, home_of(tmp_path), pack, made.complaints)
    return Register(store, pack, Scope.everything(), now()), source, made


def seen_by(scope: Scope, season: tuple[Register, Source, Season]) -> tuple[Register, Source]:
    return replace(season[0], scope=scope), replace(season[1], scope=scope)


def test_points_come_by_alarm_then_state_each_with_its_water_and_rain(season: tuple[Register, Source, Season]) -> None:
    found = water.points(season[0], "110114")

    assert [(p.no, p.alarm) for p in found] == [("JS-1", "double"), ("JS-2", "rain"), ("JS-9", "rain"), ("JS-3", "rain")]
    first = found[0]
    assert first.depth is not None
    assert (first.depth.mm, first.depth.band_name, first.depth.age, first.depth.sensor_no) == (220, "中度", "2 分钟", "S-1")
    assert first.is_wet
    assert (first.measure, first.planned_cny, first.owner) == ("新建泵站", 1.2e6, "示例单位1")
    assert first.rain is not None
    assert first.rain.rain_24h_mm == pytest.approx(20, abs=0.1)
    assert len(first.words) == 1 + len([w for w in first.words if "雨量" in w])
    assert first.since == local(datetime.fromisoformat("2025-07-01 23:59"))


def test_a_silent_sensor_is_an_alarm_of_its_own(season: tuple[Register, Source, Season]) -> None:
    found = [a for a in water.alarms(season[0], "110114") if a.kind == "silent"]

    assert [(a.no, a.name, a.is_gauge) for a in found] == [("S-3", "示例JS-3", True)]
    assert "1 小时" in found[0].words


def test_a_depth_that_is_too_old_is_told_but_is_neither_water_nor_alarm(season: tuple[Register, Source, Season]) -> None:
    later = replace(season[0], now=now() + timedelta(hours=3))
    found = water.situation(later, "110114")
    first = next(p for p in found.points if p.no == "JS-1")

    assert first.depth is not None
    assert first.depth.is_stale
    assert (first.depth.mm, first.is_wet, first.alarm, first.rain) == (220, False, "", None)
    assert {a.kind for a in found.alarms} == {"silent"}


def test_readings_after_the_clock_are_not_there_yet(season: tuple[Register, Source, Season]) -> None:
    add_depth(season[0].engine, season[2].ids["S-1"], [(NOW + timedelta(hours=1), 900)])

    assert water.points(season[0], STREET)[0].depth.mm == 220  # type: ignore[union-attr]


def test_new_readings_are_seen_at_once(season: tuple[Register, Source, Season]) -> None:
    before = water.points(season[0], STREET)[0].depth
    add_depth(season[0].engine, season[2].ids["S-1"], [(NOW - timedelta(minutes=1), 310)])
    after = water.points(season[0], STREET)[0].depth

    assert before is not None
    assert after is not None
    assert (before.band_name, after.band_name) == ("中度", "重度")


def test_a_point_of_its_own_threshold_is_in_alarm_sooner(store: Engine, pack: Pack) -> None:
    ids = add_sites(store, point("JS-5", details={"depth_alarm_mm": 80}), site("depth_sensor", "S-5", parent_no="JS-5"))
    add_depth(store, ids["S-5"], [(NOW, 80)])

    found = water.points(Register(store, pack, Scope.everything(), now()), STREET)
    assert [(p.no, p.alarm) for p in found] == [("JS-5", "depth")]


@pytest.mark.parametrize("area", ["huitian", STREET, "110114", "11"])
def test_a_season_has_its_events_newest_first_with_the_water_and_the_complaints_they_brought(
    season: tuple[Register, Source, Season], area: str
) -> None:
    register, source, _ = season
    found = water.rain_events(register, area, date(2025, 5, 1), date(2026, 7, 16), source)

    assert [e.complaints for e in found] == [4, 4, 4, 4, 16, 16, 16, 16]
    assert [e.event.rain_mm for e in found] == [20] * 8
    assert (found[0].depth_mm, found[0].depth_name, found[0].band) == (220, "示例JS-1", "medium")
    assert found[1].depth_mm is None
    assert water.rain_events(register, area, date(2026, 7, 1), date(2026, 7, 15), source) == ()


def test_a_replay_puts_rain_depth_and_complaints_on_one_axis(season: tuple[Register, Source, Season]) -> None:
    register, source, _ = season
    event = water.rain_events(register, STREET, date(2026, 7, 1), date(2026, 7, 16))[0].event
    found = water.replay(register, source, STREET, event)

    assert sum(found.rain_mm) == pytest.approx(20, abs=0.1)
    assert len(found.starts) == len(found.rain_mm)
    assert [line.name for line in found.depths] == ["示例JS-1"]
    assert sum(found.complaints) == 4
    assert found.hours[0] == found.first < event.start < event.end <= found.last


def test_what_is_kept_of_a_rain_follows_readings_and_the_register(season: tuple[Register, Source, Season]) -> None:
    register, source, made = season

    def told() -> tuple[str, float | None, str, float]:
        line = water.rain_events(register, STREET, date(2026, 7, 1), date(2026, 7, 16), source)[0]
        deepest = water.replay(register, source, STREET, line.event).depths[0]
        return line.depth_name, line.depth_mm, deepest.name, max(deepest.mm)

    assert told() == told() == ("示例JS-1", 220, "示例JS-1", 220)
    add_depth(register.engine, made.ids["S-1"], [(NOW - timedelta(minutes=1), 310)])
    with write_transaction(register.engine) as store:
        store.execute(update(Site).where(Site.id == made.ids["JS-1"]).values(name="示例新名"))
    assert told() == ("示例新名", 310, "示例新名", 310)


def test_what_is_kept_of_a_rain_for_one_reader_is_not_shown_to_another(season: tuple[Register, Source, Season], pack: Pack) -> None:
    register, source, _ = season
    event = water.rain_events(register, STREET, date(2026, 7, 1), date(2026, 7, 16), source)[0].event
    water.replay(register, source, STREET, event)
    other, counted = seen_by(Scope(pack.areas.ranges(OTHER)), season)

    with pytest.raises(RightsError):
        water.replay(other, counted, STREET, event)
    with pytest.raises(RightsError):
        water.rain_events(other, STREET, date(2026, 7, 1), date(2026, 7, 16), counted)


def test_a_treated_point_has_fewer_complaints_per_millimetre(season: tuple[Register, Source, Season]) -> None:
    found = water.effect(season[0], season[1], "JS-1")

    assert found is not None
    assert (found.effect.verdict, found.effect.before.count, found.effect.after.count) == (FEWER, 64, 12)
    assert found.effect.ratio == pytest.approx(0.25, abs=0.01)
    assert found.effect.low is not None
    assert found.effect.high is not None
    assert found.effect.low < 0.25 < found.effect.high < 1
    assert len(found.events) == 7          # complaints of today's are still coming in
    assert found.station == "示例R-1"


def test_a_point_never_closed_has_no_effect_and_one_with_few_events_says_so(season: tuple[Register, Source, Season]) -> None:
    register, source, made = season
    assert water.effect(register, source, "JS-3") is None

    add_states(register.engine, made.ids["JS-3"], ("已销账", NOW - timedelta(days=1), "closure"))
    late = water.effect(register, source, "JS-3")
    assert late is not None
    assert late.effect.verdict == LITTLE_RAIN


def test_small_counts_of_one_catchment_are_not_told_to_those_who_may_not_see_them(store: Engine, tmp_path: Path, pack: Pack) -> None:
    made = flood_season(store)
    few = [c for c in made.complaints if c["created_at"].year == 2025 and not c["order_no"].endswith(("-1", "-2", "-3"))]
    source = filled(store, home_of(tmp_path), pack, [*few, water_complaint("FAR", NOW, lon=LON + 0.1)])
    register = Register(store, pack, Scope.everything(), now())

    open_one = water.effect(register, source, "JS-1")
    bound = water.effect(replace(register, scope=DISTRICT), replace(source, scope=DISTRICT), "JS-1")
    assert open_one is not None
    assert bound is not None
    assert 0 < open_one.effect.after.count < pack.rules.suppression.min_count
    assert not open_one.is_few
    assert bound.is_few
    assert (bound.effect.after.count, bound.effect.before.count, bound.effect.ratio, bound.events) == (0, 0, None, ())
    assert bound.effect.verdict == open_one.effect.verdict


def test_a_reader_of_one_street_finds_nothing_of_another(season: tuple[Register, Source, Season]) -> None:
    register, source = seen_by(OWN, season)

    assert {p.no for p in water.points(register, STREET)} == {"JS-1", "JS-2", "JS-3"}
    assert {a.no for a in water.alarms(register, STREET)} <= {"JS-1", "JS-2", "JS-3", "S-3", "S-1", "R-1"}
    for area in (OTHER, "110114", "huitian", "11"):
        for asked in (lambda a: water.points(register, a), lambda a: water.rain_events(register, a, date(2025, 1, 1), NOW.date(), source)):
            with pytest.raises(RightsError):
                asked(area)
    for number in ("JS-9", "JS-404", "S-9"):
        with pytest.raises(NotFound):
            water.effect(register, source, number)
        with pytest.raises(NotFound):
            water.point_history(register, number)


def test_a_replay_of_one_street_shows_no_sensor_of_another(season: tuple[Register, Source, Season]) -> None:
    add_depth(season[0].engine, season[2].ids["S-9"], [(NOW - timedelta(minutes=15), 500)])
    register, source = seen_by(OWN, season)
    event = water.rain_events(register, STREET, date(2026, 7, 1), NOW.date(), source)[0]

    assert event.depth_mm == 220
    assert {line.no for line in water.replay(register, source, STREET, event.event).depths} == {"S-1"}


def test_the_history_of_a_point_is_told_oldest_first(season: tuple[Register, Source, Season]) -> None:
    assert [s.status for s in water.point_history(season[0], "JS-2")] == ["已销账", "复发"]


def test_an_empty_store_has_nothing_to_say(store: Engine, tmp_path: Path, pack: Pack) -> None:
    register = Register(store, pack, Scope.everything(), now())
    source = filled(store, home_of(tmp_path), pack, [water_complaint("ONE", NOW)])

    found = water.situation(register, "huitian")
    assert (found.points, found.sensors, found.stations, found.alarms, found.rain_at) == ((), (), (), (), None)
    assert water.rain_events(register, "huitian", date(2025, 1, 1), NOW.date(), source) == ()
    assert water.effects(register, source, "huitian") == ()


def test_the_mode_is_on_until_somebody_ends_it_or_enough_dry_hours_do(store: Engine, pack: Pack) -> None:
    rules, start = pack.rules.waterlogging, now()
    assert water.flood_mode(store, start, rules) == water.FloodMode(False)

    water.switch_flood_mode(store, start, is_on=True, by="值班员")
    found = water.flood_mode(store, start, rules)
    assert (found.is_on, found.by, found.since, found.ends_at) == (True, "值班员", start, start + timedelta(hours=24))
    dry = water.flood_mode(store, start + timedelta(hours=24, seconds=1), rules)
    assert (dry.is_on, dry.is_dried_out) == (False, True)

    ids = add_sites(store, site("rain_station", "R-1"))
    add_rain(store, ids["R-1"], [(NOW + timedelta(hours=20), 3)])
    assert water.flood_mode(store, start + timedelta(hours=43), rules).is_on
    water.switch_flood_mode(store, start + timedelta(hours=44), is_on=False, by="值班员")
    assert not water.flood_mode(store, start + timedelta(hours=44), rules).is_on
