"""The page `/waterlogging`: what it says of a flood, of no rain, of no data, of old data; its mode; its address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.desk import Desk
from dashboard.figures.rain import LEAST_DEPTH_MM, Event, Line, rain_chart
from dashboard.figures.water_effect import Dot, effect_chart
from dashboard.pages import PAGES
from dashboard.queries.report import PAGES as REPORTS
from dashboard.texts import waterlogging as words
from dashboard.theme import THEMES
from geodata.clock import local
from geodata.pack import Pack
from geodata.store.founding import found_home
from tests.dashboard.test_pages import walk
from tests.dashboard.test_pages import words as said
from tests.dashboard.water_world import NOW, STREET, flood_season, now, water_complaint
from tests.scene import filled, home_of


def app_at(folder: Path, pack: Pack, *, hours: float = 0, is_empty: bool = False) -> Dash:
    """A demo home with the flood season in it, so many hours after it."""
    settings = replace(home_of(folder), now=local(NOW + timedelta(hours=hours)), rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    complaints = [water_complaint("ONE", NOW)] if is_empty else flood_season(engine).complaints
    filled(engine, settings, pack, complaints)
    engine.dispose()
    return create_app(settings, is_demo=True)


@pytest.fixture(scope="module")
def flooded(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Dash]:
    """The page's app while it rains."""
    made = app_at(tmp_path_factory.mktemp("flooded"), pack)
    yield made
    made.server.extensions["desk"].engine.dispose()


def page(app: Dash, query: str = f"area={STREET}") -> dict[str, Any]:
    desk: Desk = app.server.extensions["desk"]
    state, problems = desk.read("/waterlogging", query)
    found: dict[str, Any] = json.loads(json.dumps(PAGES[state.path].layout(state, desk, problems), default=lambda c: c.to_plotly_json()))
    return found


def part(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(n for n in walk(found) if name in (n["props"].get("className") or "").split())


def test_above_the_fold_stands_what_is_under_water_how_old_that_is_and_what_relapsed(flooded: Dash) -> None:
    strip = said(part(page(flooded), "wl-strip"))

    assert "正在积水" in strip
    assert "最深：示例JS-1 220 毫米（中度）" in strip
    assert "2 分钟前" in strip
    assert "示例JS-2" in strip
    assert "双阈值" in strip
    assert "支付 60 / 计划 120 万元" in strip


def test_cards_come_by_urgency_and_a_choice_of_state_leaves_its_own(flooded: Dash) -> None:
    def cards(query: str) -> list[str]:
        return [n["props"]["data-point"] for n in walk(page(flooded, query)) if "data-point" in n["props"]]

    assert cards(f"area={STREET}") == ["JS-1", "JS-2", "JS-3"]
    assert cards(f"area={STREET}&pick=state:复发") == ["JS-2"]


def test_the_rains_of_the_season_are_listed_and_the_newest_is_replayed(flooded: Dash) -> None:
    found = page(flooded, f"area={STREET}&period=flood")
    graph = next(n for n in walk(found) if n["props"].get("id") == "rain-replay")

    assert "07-16 13:30" in said(part(found, "wl-list"))
    assert {trace["name"] for trace in graph["props"]["figure"]["data"]} == {"rain", "complaints", "示例JS-1"}


def test_a_step_in_time_is_an_address_and_says_what_stood_there_then(flooded: Dash) -> None:
    found = page(flooded, f"area={STREET}&pick=event:202607161330,at:202607161400")

    assert "07-16 14:00" in said(part(found, "wl-foot"))
    assert "近 1 小时 10.0 毫米" in said(part(found, "wl-foot"))
    forward = [n["props"]["href"] for n in walk(part(found, "wl-steps")) if "href" in n["props"]][2]
    assert "pick=at:202607161430,event:202607161330" in forward


@pytest.mark.parametrize("picked", ["event:999", "at:999", "event:202607161330,at:19000101", "state:没有"])
def test_a_choice_that_is_none_is_passed_over(flooded: Dash, picked: str) -> None:
    assert "正在积水" in said(page(flooded, f"area={STREET}&pick={picked}"))


@pytest.mark.parametrize("tab", ["effects", "states"])
@pytest.mark.parametrize("area", ["11", "110114", "huitian", STREET, "110105011"])
def test_every_list_is_laid_out_at_every_level(flooded: Dash, tab: str, area: str) -> None:
    assert said(part(page(flooded, f"area={area}&tab={tab}"), "wl-list"))


def test_the_effect_of_a_closing_is_told_with_its_interval(flooded: Dash) -> None:
    told = said(part(page(flooded, f"area={STREET}&tab=effects"), "wl-list"))

    assert "下降" in told
    assert "×0.25" in told


def test_a_point_has_a_page_of_its_own_with_history_and_effect(flooded: Dash) -> None:
    found = page(flooded, f"area={STREET}&item=JS-1")
    told = said(found)

    assert "新建泵站" in told
    assert "×0.25" in told
    assert "2025-07-01" in said(part(found, "wl-history"))
    assert next(n for n in walk(found) if n["props"].get("id") == "water-effect")
    assert words.HISTORY_NONE in said(page(flooded, f"area={STREET}&item=JS-3"))


@pytest.mark.parametrize("number", ["JS-404", "JS-9"])
def test_a_point_that_is_not_here_is_said_not_to_be(flooded: Dash, number: str) -> None:
    found = page(flooded, f"area={STREET}&item={number}")

    assert number in said(part(found, "notices"))
    assert "正在积水" in said(found)


def test_old_readings_are_hatched_and_called_so_and_nothing_of_them_is_green(tmp_path: Path, pack: Pack) -> None:
    made = app_at(tmp_path, pack, hours=5)
    found = page(made)
    tiles = [n for n in walk(part(found, "wl-strip")) if "is-stale" in (n["props"].get("className") or "")]

    assert len(tiles) == 2
    assert "数据停更 5 小时" in said(tiles[0])
    assert "停更 5 小时" in said(part(found, "wl-cards"))
    assert "g-ok" not in json.dumps([part(found, "wl-cards"), *tiles])
    made.server.extensions["desk"].engine.dispose()


def test_a_home_without_readings_says_no_data_and_not_zero(tmp_path: Path, pack: Pack) -> None:
    made = app_at(tmp_path, pack, is_empty=True)
    strip = part(page(made), "wl-strip")

    assert said(strip).count(words.NO_DATA) == 5
    assert words.POINTS_NONE in said(page(made))
    made.server.extensions["desk"].engine.dispose()


def test_the_mode_is_switched_by_a_form_written_down_and_shown_in_the_bar(tmp_path: Path, pack: Pack) -> None:
    made = app_at(tmp_path, pack)
    desk: Desk = made.server.extensions["desk"]
    client = made.server.test_client()
    own = {"Sec-Fetch-Site": "same-origin"}
    assert words.FLOOD not in said(part(page(made), "top"))

    answer = client.post("/flood/on", data={"back": f"/waterlogging?area={STREET}"}, headers=own)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/waterlogging?area={STREET}")
    found = page(made)
    assert words.FLOOD in said(part(found, "top"))
    assert words.FLOOD_OFF in said(part(found, "bar2"))
    assert next(n["props"]["data-again-s"] for n in walk(found) if "data-again-s" in n["props"]) == "20"
    assert [(e.action, e.subject) for e in desk.access.trail.rows(1)] == [("flood.mode", "/flood/on")]

    assert client.post("/flood/off", data={}, headers=own).status_code == 303
    assert words.FLOOD not in said(part(page(made), "top"))
    desk.engine.dispose()


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/waterlogging", "/projects", "/waterlogging\r\nX: y", "x" * 3000]
)
def test_the_switch_leads_back_to_its_own_page_only(flooded: Dash, back: str) -> None:
    answer = flooded.server.test_client().post("/flood/on", data={"back": back}, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 400


def test_another_site_cannot_switch_the_mode(flooded: Dash) -> None:
    answer = flooded.server.test_client().post("/flood/on", data={}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


@pytest.mark.parametrize("theme", THEMES)
def test_the_charts_are_figures_that_plotly_takes(theme: str) -> None:
    start = now()
    event = Event([(start, 3.0)], [Line("一", [start], [220.0])], [(start, 4)], [(50, "轻度"), (900, "极")], start, start, at=start)
    chart = rain_chart(THEMES[theme], event)

    assert len(go.Figure(chart).data) == 3
    assert len(chart["layout"]["annotations"]) == 1 + 3          # the band that is reached, and the units of the axes
    assert chart["layout"]["yaxis2"]["range"][0] > chart["layout"]["yaxis2"]["range"][1] == 0
    empty = rain_chart(THEMES[theme], Event([], [], [], [], start, start))
    assert go.Figure(empty).layout.yaxis.range[1] == pytest.approx(LEAST_DEPTH_MM * 1.15)
    assert len(go.Figure(effect_chart(THEMES[theme], [Dot(start, 20, 4, True)], (0.8, None))).data) == 3


def test_the_tables_come_as_files_with_a_row_a_point_and_a_row_a_rain(flooded: Dash) -> None:
    client = flooded.server.test_client()
    points = client.get(f"/api/table/waterlogging.csv?area={STREET}").get_data(as_text=True)
    rains = client.get(f"/api/table/rain-events.csv?area={STREET}&period=flood").get_data(as_text=True)

    assert [n in points for n in ("JS-1", "JS-2", "JS-3", "JS-9")] == [True, True, True, False]
    assert "示例" in points
    assert "2026-07-16 13:30" in rains
    assert client.get(f"/api/table/waterlogging.xlsx?area={STREET}").status_code == 200


def test_the_report_of_the_command_line_adds_up(flooded: Dash) -> None:
    desk: Desk = flooded.server.extensions["desk"]
    state, _ = desk.read("/waterlogging", "area=huitian")
    told = REPORTS["waterlogging"](desk.source(), state, desk.engine, desk.clock.now())

    assert json.loads(json.dumps(told)) == told
    assert told["total"] == len(told["points"]) == sum(told["by_state"].values()) == 4
    assert (told["wet_count"], told["effects"][0]["verdict"]) == (1, "下降")
    assert told["events"][0]["complaint_count"] == 4
