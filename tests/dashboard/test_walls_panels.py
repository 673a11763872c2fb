"""Panels and tiles of walls: numbers of the queries, the time of the data, old and missing data, room, and who may see small counts."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from dash import Dash

from dashboard.access.access import Access
from dashboard.app import create_desk
from dashboard.desk import Desk
from dashboard.queries.cubes import Source, areas_cube
from dashboard.queries.durations import duration, durations
from dashboard.queries.figures import totals
from dashboard.queries.months import month_counts
from dashboard.queries.programme.book import open_book
from dashboard.queries.programme.punctual import reporting_days
from dashboard.walls import names
from dashboard.walls.definition import walls
from dashboard.walls.layouts import LAYOUTS, Box, boxes_of
from dashboard.walls.panels import PANELS, fragment
from dashboard.walls.panels.drawing import count, count_change, cut, fixed, moment, nice_step, point_change, width
from dashboard.walls.view import COMPLAINTS, READINGS, REPORTS, WallView
from geodata.clock import Clock, local
from geodata.pack import Pack
from geodata.store.founding import found_home
from tests.dashboard.water_world import add_depth, add_rain, add_sites, point, site
from tests.people import viewer_named
from tests.programme_rows import TODAY, planted, put, register_of, report
from tests.scene import NEWEST, city, filled, home_of, placed

NOW = local(NEWEST + timedelta(minutes=20))
OUTPUTS = (("学位", "个", 100.0, 40.0),)
TILE, PANEL = Box(185.5, 161.5), Box(410, 311)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Desk]:
    """The desk of an open home with complaints, a flooded point, and projects."""
    settings = replace(home_of(tmp_path_factory.mktemp("wall")), now=NOW)
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city())
    ids = add_sites(engine, point("JS-1", "复发"), site("depth_sensor", "S-1", parent_no="JS-1"), site("rain_station", "R-1"))
    add_depth(engine, ids["S-1"], [(NEWEST, 0.0), (NEWEST + timedelta(minutes=10), 210.0)])
    add_rain(engine, ids["R-1"], [(NEWEST, 3.0), (NEWEST + timedelta(minutes=10), 4.5)])
    today = NOW.date()
    given = {"planned_start_date": today - timedelta(days=100), "actual_start_date": today - timedelta(days=100)}
    put(engine, [
        planted("P1", name="示例项目 <b>1</b>", planned_end_date=today + timedelta(days=5), reports=(report(today, 10.0),), **given),
        planted("P2", planned_end_date=today + timedelta(days=90), reports=(report(today, 60.0),), outputs=OUTPUTS, **given),
    ])  # fmt: skip
    engine.dispose()
    desk = create_desk(settings, is_demo=True, is_open=True)
    yield desk
    desk.engine.dispose()


def at(desk: Desk, now: datetime) -> Desk:
    """The same desk at another time."""
    return replace(desk, clock=Clock(now))


def shown(name: str, desk: Desk, box: Box = PANEL, area: str = "huitian") -> str:
    """A panel as the wall of an area shows it."""
    return str(fragment(name, WallView(desk, area), box))


def tile(name: str, desk: Desk) -> str:
    """A tile."""
    return shown(names.KPI + name, desk, TILE)


def test_every_name_of_a_definition_has_its_panel_and_every_panel_its_name() -> None:
    assert set(PANELS) == {*(names.KPI + name for name in names.TILES), *names.PANELS}


def test_numbers_are_written_as_the_look_writes_them() -> None:
    assert [count(2946), count(-3), fixed(94.66), fixed(-0.04)] == ["2,946", "−3", "94.7", "0.0"]
    assert (count_change(2946, 2830).text, count_change(2946, 2830).mood) == ("+4.1%", "bad")
    assert (count_change(3, 2).text, count_change(40, 40).text) == ("+1 件", "持平")
    assert (point_change(94.7, 94.1).text, point_change(94.7, 94.1).mood) == ("+0.6 点", "good")
    assert count_change(3, None).direction == "none"
    assert count_change(102, 100, is_dense=True).mood == "flat"


def test_times_are_short_today_and_name_the_day_before() -> None:
    now = datetime(2026, 7, 16, 14, 32)

    told = [moment(now, now), moment(now - timedelta(days=1), now, is_short=True), moment(datetime(2025, 7, 1, 9), now)]

    assert told == ["14:32", "07-15", "2025-07-01 09:00"]


@pytest.mark.parametrize(("top", "step"), [(16.0, 5.0), (4.0, 1.0), (1280, 500.0), (0.9, 0.25)])
def test_axes_step_in_round_numbers(top: float, step: float) -> None:
    assert nice_step(top) == step


def test_text_that_does_not_fit_is_cut_where_its_room_ends() -> None:
    told = cut("一二三四五六七八九十", 10, 55)

    assert told == "一二三四…"
    assert width(told, 10) <= 55


@pytest.mark.parametrize("size", LAYOUTS)
def test_every_panel_is_well_formed_and_its_words_stay_inside_at_every_size(full: Desk, size: str) -> None:
    found = walls(full.settings, full.pack)
    scenes = {scene.name: scene for wall in found.values() for scene in wall.scenes}
    for scene in scenes.values():
        view = WallView(full, "huitian", scene.period)
        for name, box in boxes_of(scene, size).items():
            drawn = ET.fromstring(str(fragment(name, view, box)).replace("&nbsp;", " "))

            assert _outside(drawn) == [], (name, box)


def _outside(drawn: ET.Element) -> list[str]:
    """Words of the drawings of a panel that lie outside of them."""
    wrong = []
    for svg in drawn.iter("svg"):
        if "viewBox" not in svg.attrib or svg.get("class") != "ch":
            continue
        _, _, w, h = map(float, svg.attrib["viewBox"].split())
        for word in svg.iter("text"):
            size, kind, x, y = float(word.attrib["font-size"]), word.get("class", ""), float(word.attrib["x"]), float(word.attrib["y"])
            long = width(word.text or "", size)
            left = x - (long if "e" in kind.split() else long / 2 if "m" in kind.split() else 0)
            if size < 13 or left < -4 or left + long > w + 8 or y > h + 2 or y < 0.5 * size:
                wrong.append(f"{word.text} {left:.0f} {w:.0f} {y:.0f} {h:.0f}")
    return wrong


def test_the_tile_of_complaints_has_the_number_of_the_query_and_the_time_of_the_data(full: Desk) -> None:
    cube, last = areas_cube(full.source(), "huitian"), NEWEST.date()
    found = totals(cube, last - timedelta(days=6), last, rates=full.pack.rules.rates)

    drawn = tile("complaints", full)

    assert f'<div class="val">{found.now.count:,}<small>' in drawn
    assert f"<time>{NEWEST:%H:%M}</time>" in drawn                              # not that of the query, twenty minutes later
    assert "较上周" in drawn


def test_old_data_are_hatched_say_how_old_and_compare_with_nothing(full: Desk) -> None:
    later = at(full, NOW + timedelta(hours=30))

    tiles = [tile(name, later) for name in ("complaints", "resolution", "water")]
    panels = [shown(name, later) for name in ("ranking", "categories", "trend12", "water_points")]

    for drawn in (*tiles, *panels):
        assert "is-stale" in drawn
        assert re.search(r"数据停更 1 天|数据停更 30 小时", drawn)
        assert "截至 11-22" in drawn
        assert "d good" not in drawn
        assert "d-good" not in drawn
    assert not [drawn for drawn in tiles if "较上" in drawn]


def test_what_was_last_known_of_the_water_stays_while_readings_have_stopped(full: Desk) -> None:
    later = at(full, NOW + timedelta(hours=5))

    assert '<div class="val dim">210<small>' in tile("depth", later)
    assert "is-stale" not in tile("complaints", later)


def test_a_sensor_without_news_is_left_out_of_the_count_and_the_tile_says_so(full: Desk) -> None:
    ids = add_sites(full.engine, point("JS-9"), site("depth_sensor", "S-9", parent_no="JS-9"))
    add_depth(full.engine, ids["S-9"], [(NEWEST - timedelta(hours=9), 300.0)])

    drawn = tile("water", full)

    assert '<div class="val">1<small>处' in drawn
    assert "1 处停更未计" in drawn


def test_a_feed_that_never_came_is_no_data_and_not_zero(full: Desk) -> None:
    for drawn in (tile("parking", full), tile("supervised", full), shown("parking_hours", full), shown("towns_stages", full)):
        assert "无数据" in drawn
        assert "is-stale" not in drawn


def test_what_people_wrote_is_text_and_never_markup(full: Desk) -> None:
    drawn = shown("projects_late", full)

    assert "&lt;b&gt;1" in drawn
    assert "<b>1" not in drawn


def test_a_flooded_point_is_the_one_filled_area_until_somebody_acknowledges_it(full: Desk) -> None:
    drawn = shown("alarms", full)

    assert drawn.count('class="un"') == 1
    assert "示例JS-1" in drawn
    assert "未确认" in drawn


def test_a_panel_that_fails_says_so_and_others_go_on(closed_app: Dash, access: Access) -> None:
    desk = closed_app.server.extensions["desk"]
    street = replace(desk, viewer_of=lambda: viewer_named(access, "longzeyuan"))

    drawn = str(fragment("ranking", WallView(street, "110114011"), PANEL))      # not theirs

    assert "排名" in drawn
    assert "暂时无法显示" in drawn


def test_a_public_screen_shows_no_small_counts(closed_app: Dash, access: Access) -> None:
    desk = replace(closed_app.server.extensions["desk"], viewer_of=lambda: viewer_named(access, "wall"))
    least = desk.pack.rules.suppression.min_count

    drawn = [ET.fromstring(shown(name, desk, Box(434, 797))) for name in ("hot_cells", "parking_roads")]

    counts = [int(word.text.replace(",", "")) for one in drawn for word in one.iter("text") if word.get("class") == "e b" and word.text]
    assert not [n for n in counts if n < least]


def test_durations_are_those_of_what_was_closed_in_the_period(tmp_path: Path, sqlite_store: object, pack: Pack) -> None:
    took = [1.0, 2.0, 3.0, 9.0]
    rows = [
        placed(116.33, 40.07, order_no=f"D{i}", created_at=NEWEST - timedelta(days=days + 1), closed_at=NEWEST - timedelta(days=1),
               status="closed", category_code="010101", district_code="110114", street_code="110114011")
        for i, days in enumerate(took)
    ]  # fmt: skip
    source = filled(sqlite_store, home_of(tmp_path), pack, rows)  # type: ignore[arg-type]
    last = NEWEST.date()

    (found,) = durations(source, "110114011", last - timedelta(days=6), last)
    limit = pack.catalog.get("010101")

    assert limit is not None
    assert (found.count, found.median_days, found.limit_days) == (4, 2.5, float(limit.limit_days or 0))
    assert found.late_count == sum(days > (limit.limit_days or 0) for days in took)
    assert duration(source, "110114011", last - timedelta(days=60), last - timedelta(days=30)) is None


def test_twelve_months_add_up_and_the_last_is_open(city_source: Source) -> None:
    found = month_counts(city_source, "huitian")
    first = found[0].month

    whole = totals(areas_cube(city_source, "huitian"), first, NEWEST.date(), rates=city_source.pack.rules.rates)

    assert len(found) == 12
    assert sum(m.count for m in found) == whole.now.count
    assert [m.is_open for m in found] == [False] * 11 + [True]


def test_reports_are_in_time_late_or_missing_by_the_hour_they_were_entered(store: object, pack: Pack) -> None:
    late = local(datetime(TODAY.year, TODAY.month, TODAY.day, 9))
    day = TODAY - timedelta(days=1)
    put(store, [  # type: ignore[arg-type]
        planted("A", reports=(report(day, 50.0),)),
        planted("B", reports=(report(day, 50.0, entered_at=late),)),
        planted("C", reports=()),
        planted("D", status="done", actual_end_date=day - timedelta(days=9), reports=()),
    ])  # fmt: skip

    found = reporting_days(open_book(register_of(store, pack), "110114"), days=2)  # type: ignore[arg-type]

    assert [(d.day, d.on_time, d.late, d.missing, d.is_open) for d in found] == [(day, 1, 1, 1, False), (TODAY, 0, 0, 3, True)]


def test_feeds_tell_how_old_they_are_and_never_of_the_future(full: Desk) -> None:
    view = WallView(full, "huitian")

    assert view.feed(COMPLAINTS).as_of == local(NEWEST)
    assert view.feed(READINGS).as_of == local(NEWEST + timedelta(minutes=10))
    assert (view.feed(REPORTS).as_of or NOW) <= NOW


