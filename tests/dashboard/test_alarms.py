"""Alarms: each source by its rule, each alarm named with its onset, acknowledged once, seen only within a scope - on both engines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select

from dashboard.access.scope import Scope
from dashboard.queries.alarms import ALARM, KINDS, MOST_KEY, NOTICE, SCENES, STALE, WARN, Alarm, alarms
from dashboard.queries.cubes import Source
from dashboard.queries.register import Register
from dashboard.queries.rises import rises, whole_day
from dashboard.queries.water.onsets import flooded_since, onset_of
from dashboard.walls.alarms import jump_of, scene_of
from dashboard.walls.definition import Scene, Wall
from dashboard.walls.marks import Mark, acknowledge, marks_of
from geodata.clock import local
from geodata.errors import RightsError
from geodata.pack import Pack
from geodata.store.engine import write_transaction
from geodata.store.models import AlarmMark, DepthReading
from tests import programme_rows, streets, townworld
from tests.dashboard.water_world import NOW, OTHER, STREET, Season, add_depth, add_sites, add_states, flood_season, now, point, site
from tests.scene import filled, home_of

OWN = Scope(((STREET, "110114013"),), False, ((STREET, "110114013"),))
FIRST = NOW - timedelta(days=80)


def source_of(store: Engine, folder: Path, pack: Pack, rows: Iterable[dict[str, Any]] = ()) -> Source:
    """The history of some complaints."""
    return filled(store, home_of(folder), pack, list(rows))


@pytest.fixture
def season(store: Engine, tmp_path: Path, pack: Pack) -> tuple[Register, Source, Season]:
    """The flood season on each engine, seen by a reader of everything."""
    made = flood_season(store)
    return Register(store, pack, Scope.everything(), now()), source_of(store, tmp_path, pack, made.complaints), made


def by_key(found: Iterable[Alarm], start: str) -> Alarm:
    """The one alarm whose key starts so."""
    (alarm,) = [a for a in found if a.key.startswith(start)]
    return alarm


# ---- water


def test_water_above_a_points_threshold_is_an_alarm_since_it_rose_there(season: tuple[Register, Source, Season]) -> None:
    found = alarms(season[0], season[1], "110114")

    flood = by_key(found, "depth:JS-1")
    assert found[0] == flood
    assert (flood.kind, flood.scene_hint, flood.area_code, flood.item) == (ALARM, "water", STREET, "JS-1")
    assert flood.title == "示例JS-1积水 22 厘米"
    assert flood.since == local(NOW - timedelta(minutes=32))       # 160 mm; ten minutes before it was 140
    assert flood.calls


def test_its_name_stays_while_the_water_stands_and_is_another_when_it_comes_again(season: tuple[Register, Source, Season]) -> None:
    register, source, made = season
    first = by_key(alarms(register, source, "110114"), "depth:JS-1")
    later = ((8, 150), (18, 100), (28, 260), (300, 0), (400, 200))
    add_depth(register.engine, made.ids["S-1"], [(NOW + timedelta(minutes=minutes), mm) for minutes, mm in later])

    meanwhile = by_key(alarms(replace(register, now=local(NOW + timedelta(minutes=30))), source, "110114"), "depth:JS-1")
    again = by_key(alarms(replace(register, now=local(NOW + timedelta(minutes=401))), source, "110114"), "depth:JS-1")

    assert meanwhile.key == first.key
    assert again.key != first.key
    assert again.since == local(NOW + timedelta(minutes=400))


def test_a_short_lull_does_not_begin_it_anew_and_a_long_one_does() -> None:
    def told(*above: bool) -> list[tuple[datetime, bool]]:
        return [(NOW - timedelta(minutes=10 * i), is_above) for i, is_above in enumerate(above)]

    assert onset_of(told(True, False, False, True, True, False)) == NOW - timedelta(minutes=40)
    assert onset_of(told(True, False, False, False, True)) == NOW
    assert onset_of(told(True, True)) == NOW - timedelta(minutes=10)
    assert onset_of(told(False, False)) is None


def test_a_flood_older_than_the_days_looked_at_is_asked_about_again_each_day(store: Engine, pack: Pack) -> None:
    ids = add_sites(store, point("JS-1"), site("depth_sensor", "S-1", parent_no="JS-1"))
    add_depth(store, ids["S-1"], [(NOW - timedelta(minutes=30 * i), 400) for i in range(500)])

    since = flooded_since(Register(store, pack, Scope.everything(), now()), [ids["S-1"]], 150)

    assert since == local(datetime.combine((NOW - timedelta(days=7)).date(), datetime.min.time()))


def test_one_rain_is_one_warning_however_many_points_it_reaches(season: tuple[Register, Source, Season]) -> None:
    rain = by_key(alarms(season[0], season[1], "110114"), "rain:")

    assert (rain.kind, rain.scene_hint, rain.area_code) == (WARN, "water", "110114")
    assert "4 处积水点" in rain.note
    assert rain.since == local(NOW - timedelta(hours=1))


def test_a_silent_sensor_is_told_since_its_last_reading(season: tuple[Register, Source, Season]) -> None:
    silent = by_key(alarms(season[0], season[1], "110114"), "silent:S-3")

    assert (silent.kind, silent.area_code, silent.title) == (STALE, STREET, "示例JS-3水深传感器没有读数")
    assert silent.since == local(NOW - timedelta(minutes=90))


def test_where_a_whole_feed_has_stopped_its_sensors_are_not_told_one_by_one(season: tuple[Register, Source, Season]) -> None:
    later = replace(season[0], now=local(NOW + timedelta(hours=3)))

    found = alarms(later, season[1], "110114")

    assert {a.item for a in found if a.kind == STALE} >= {"depth", "rain"}
    assert not [a for a in found if a.key.startswith(("silent:", "depth:"))]
    assert by_key(found, "feed:depth").title == "水深没有新数据"


def test_a_relapse_of_the_last_weeks_is_a_warning_and_an_old_one_none(store: Engine, tmp_path: Path, pack: Pack) -> None:
    ids = add_sites(store, point("JS-2", "复发"), point("JS-4", "复发"))
    for no, days in (("JS-2", 5), ("JS-4", 90)):
        add_states(store, ids[no], ("已销账", NOW - timedelta(days=200), "register"), ("复发", NOW - timedelta(days=days), "complaint"))

    found = alarms(Register(store, pack, Scope.everything(), now()), source_of(store, tmp_path, pack), "110114")

    assert [(a.item, a.kind, a.since) for a in found if a.key.startswith("relapse:")] == [("JS-2", WARN, local(NOW - timedelta(days=5)))]


# ---- feeds, programme, towns


def test_complaints_that_stopped_coming_are_told_with_their_last(store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = source_of(store, tmp_path, pack, [{"order_no": "D1", "created_at": NOW - timedelta(hours=27), "street_code": STREET}])

    stale = by_key(alarms(Register(store, pack, Scope.everything(), now()), source, "110114"), "feed:complaints")

    assert (stale.kind, stale.scene_hint, stale.title) == (STALE, "overview", "12345 工单没有新数据")
    assert stale.since == local(NOW - timedelta(hours=27))
    assert "07-15 11:30" in stale.note


def test_a_feed_that_never_came_is_no_alarm(store: Engine, tmp_path: Path, pack: Pack) -> None:
    assert alarms(Register(store, pack, Scope.everything(), now()), source_of(store, tmp_path, pack), "110114") == ()


def test_violations_that_stopped_are_told(store: Engine, tmp_path: Path, pack: Pack) -> None:
    streets.put(store, [streets.violation(1, at=NOW - timedelta(days=2))])

    found = alarms(Register(store, pack, Scope.everything(), now()), source_of(store, tmp_path, pack), "110114")

    assert by_key(found, "feed:violations").scene_hint == "parking"


def test_a_project_that_turned_red_this_week_is_a_warning_with_the_rules_words(store: Engine, tmp_path: Path, pack: Pack) -> None:
    today = NOW.date()
    slow = [(today - timedelta(days=d), 17.5, None) for d in range(30)]
    programme_rows.put(store, [programme_rows.planted("2-001", reports=slow), programme_rows.planted("2-002")])

    found = alarms(Register(store, pack, Scope.everything(), now()), source_of(store, tmp_path, pack), "110114")

    red = by_key(found, "red:")
    assert (red.item, red.kind, red.scene_hint, red.title) == ("2-001", WARN, "programme", "示例项目 2-001转为红灯")
    assert red.since is not None
    assert today - timedelta(days=7) <= red.since.date() <= today
    assert "落后" in red.note


def test_a_town_that_relapsed_after_leaving_is_a_warning_since_its_months(store: Engine, tmp_path: Path, pack: Pack) -> None:
    left = [townworld.stage("07", "supervised", "2025-01-01"), townworld.stage("07", "aftercare", "2026-03-01")]
    figures = [townworld.month("07", f"2025-{m:02d}", 400) for m in range(1, 13)]
    figures += [townworld.month("07", f"2026-{m:02d}", count) for m, count in ((1, 400), (2, 400), (3, 400), (4, 420), (5, 700), (6, 720))]
    townworld.put(store, [townworld.town("07", STREET)], left, figures)

    town = by_key(alarms(Register(store, pack, Scope.everything(), now()), source_of(store, tmp_path, pack), "110114"), "relapse_reached:")

    assert (town.kind, town.scene_hint, town.item, town.area_code) == (WARN, "towns", "07", STREET)
    assert town.key == "relapse_reached:07:2026-05"
    assert town.since == local(datetime(2026, 6, 1))


# ---- rises


def rising(weekly: Iterable[int], *, category: str = "010101", last: date | None = None) -> list[dict[str, Any]]:
    """Complaints of one street and category: so many a week, oldest first, the last week ending with `last`."""
    end, rows = last or NOW.date() - timedelta(days=1), []
    counts = list(weekly)
    for week, count in enumerate(reversed(counts)):
        for n in range(count):
            at = datetime.combine(end - timedelta(days=7 * week + n % 7), datetime.min.time()) + timedelta(hours=8, minutes=n)
            rows.append({"order_no": f"{category}-{week}-{n}", "created_at": at, "street_code": STREET, "district_code": STREET[:6],
                         "category_code": category, "is_sample": True})  # fmt: skip
    return [*rows, {**rows[0], "order_no": "last", "created_at": NOW - timedelta(minutes=20), "category_code": "020101"}]


def test_a_category_rises_by_the_rule_of_the_browsers_panel(store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = source_of(store, tmp_path, pack, [*rising([20, 20, 20, 20, 20, 20, 20, 40])])

    (found,) = rises(source, "110114")

    assert (found.area, found.category, found.count, found.mean, found.times) == (STREET, "01", 40, 20.0, 2.0)
    assert found.onset > NOW.date() - timedelta(days=7)


@pytest.mark.parametrize(
    ("weekly", "why"),
    [([10, 10, 10, 10, 28], "too few"), ([30, 30, 30, 30, 44], "no such rise"), ([0, 0, 0, 0, 40], "nothing before")],
)
def test_it_does_not_rise_below_the_least_count_the_ratio_or_without_a_usual(
    store: Engine, tmp_path: Path, pack: Pack, weekly: list[int], why: str
) -> None:
    old = {"order_no": "old", "created_at": FIRST, "street_code": STREET, "district_code": STREET[:6], "category_code": "030101"}

    assert rises(source_of(store, tmp_path, pack, [old, *rising(weekly)]), "110114") == (), why


def test_a_rise_keeps_its_name_from_day_to_day(store: Engine, tmp_path: Path, pack: Pack) -> None:
    rows = rising([20, 20, 20, 20, 20, 20, 20, 60])
    today = rises(source_of(store, tmp_path / "a", pack, rows), "110114")[0]
    more = [{**rows[0], "order_no": f"next-{n}", "created_at": NOW + timedelta(minutes=n)} for n in range(9)]
    late = {**rows[0], "order_no": "late", "created_at": NOW + timedelta(hours=9)}
    tomorrow = rises(source_of(store, tmp_path / "b", pack, [*more, late]), "110114")[0]

    assert tomorrow.onset == today.onset
    assert tomorrow.count != today.count


def test_the_day_of_the_newest_record_counts_once_it_is_nearly_over() -> None:
    assert whole_day(datetime(2026, 7, 16, 22, 59)) == date(2026, 7, 15)
    assert whole_day(datetime(2026, 7, 16, 23, 0)) == date(2026, 7, 16)


# ---- names, order, scope


def test_every_alarm_has_a_short_name_of_its_own_a_known_kind_and_a_page(season: tuple[Register, Source, Season]) -> None:
    found = alarms(replace(season[0], now=local(NOW + timedelta(minutes=1))), season[1], "11")

    assert len({a.key for a in found}) == len(found) > 2
    assert all(len(a.key) <= MOST_KEY and a.kind in KINDS and a.scene_hint in SCENES and a.title for a in found)
    assert [KINDS.index(a.kind) for a in found] == sorted(KINDS.index(a.kind) for a in found)


def test_a_street_hears_its_own_alarms_and_is_refused_those_of_others(season: tuple[Register, Source, Season]) -> None:
    register, source = replace(season[0], scope=OWN), replace(season[1], scope=OWN)

    assert {a.area_code for a in alarms(register, source, STREET)} == {STREET}
    for area in (OTHER, "110114", "11"):
        with pytest.raises(RightsError):
            alarms(register, source, area)


# ---- acknowledged


def test_the_first_who_acknowledges_stays_and_later_ones_are_told(season: tuple[Register, Source, Season]) -> None:
    register = season[0]
    flood = by_key(alarms(register, season[1], "110114"), "depth:JS-1")

    first = acknowledge(register, flood, "li", is_sample=True)
    second = acknowledge(replace(register, now=local(NOW + timedelta(minutes=5))), flood, "wang")

    assert first == second == Mark("li", local(NOW))
    assert marks_of(register, [flood.key, "other"]) == {flood.key: first}


def test_a_mark_is_seen_by_those_whose_area_it_is_in(season: tuple[Register, Source, Season]) -> None:
    register, source, _ = season
    for alarm in alarms(register, source, "huitian"):
        acknowledge(register, alarm, "li")
    keys = list(marks_of(register, [a.key for a in alarms(register, source, "huitian")]))

    assert len(keys) == len(alarms(register, source, "huitian"))
    assert any("@huitian" in key for key in keys)
    seen = marks_of(replace(register, scope=OWN), keys)
    assert any(key.startswith("depth:JS-1") for key in seen)


def test_on_postgis_a_row_policy_keeps_the_marks_of_others_away(postgis_store: Engine, pack: Pack) -> None:
    everything = Register(postgis_store, pack, Scope.everything(), now())
    foreign = Alarm("depth:JS-9:1", ALARM, "water", "", OTHER, "", None, "")
    acknowledge(everything, foreign, "li")

    assert marks_of(everything, [foreign.key])
    assert marks_of(replace(everything, scope=OWN), [foreign.key]) == {}


def test_a_mark_says_who_when_and_that_it_is_demo_data(season: tuple[Register, Source, Season]) -> None:
    register = season[0]
    flood = by_key(alarms(register, season[1], "110114"), "depth:JS-1")
    acknowledge(register, flood, "li", note="已派泵车", is_sample=True)

    with register.engine.connect() as store:
        row = store.execute(select(AlarmMark)).one()
    assert (row.alarm_key, row.area_code, row.note, row.marked_by, row.is_sample) == (flood.key, STREET, "已派泵车", "li", True)


# ---- which page it brings up


def wall_of(*names: str) -> Wall:
    """A wall of these pages."""
    return Wall("w", "", "", ("1080p",), tuple(Scene(name, name, 30, (), "30d", (), (), ()) for name in names))


def told(kind: str, scene: str, minutes: int, **given: Any) -> Alarm:
    """An alarm so many minutes old."""
    return Alarm(f"{scene}{minutes}", kind, scene, "", "11", "", local(NOW - timedelta(minutes=minutes)), "", **given)


def test_the_newest_alarm_that_nobody_acknowledged_brings_its_page_up() -> None:
    found = [told(ALARM, "water", 30), told(ALARM, "parking", 5), told(WARN, "programme", 1), told(ALARM, "towns", 2, is_acknowledged=True)]

    assert jump_of(found, wall_of("overview", "water", "parking")) == "parking"
    assert jump_of(found, wall_of("overview", "water")) == "overview"
    assert jump_of(found[2:], wall_of("overview", "water", "programme")) == ""


def test_an_alarm_goes_to_the_nearest_page_that_a_wall_has() -> None:
    flood = told(ALARM, "water", 1)

    assert scene_of(flood, wall_of("flood", "water")) == "water"
    assert scene_of(flood, wall_of("programme", "flood")) == "flood"
    assert scene_of(flood, wall_of("programme")) == ""
    assert scene_of(told(NOTICE, "towns", 1), wall_of("overview", "programme")) == "programme"


def test_it_goes_when_the_readings_that_made_it_are_gone(season: tuple[Register, Source, Season]) -> None:
    register, source, made = season
    assert jump_of(alarms(register, source, "110114"), wall_of("water")) == "water"
    with write_transaction(register.engine) as store:
        store.execute(delete(DepthReading).where(DepthReading.site_id == made.ids["S-1"]))

    assert jump_of(alarms(register, source, "110114"), wall_of("water")) == ""
