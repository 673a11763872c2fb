"""The page of governance towns: what it says above the fold, replay, ledger, what-if, one town; no real town's name in a demo; files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.components.towns.charts import Scale, rates
from dashboard.components.towns.ledger import money, quantity
from dashboard.components.towns.sight import Sight
from dashboard.components.towns.supposing import moved_of, stops
from dashboard.desk import Desk
from dashboard.queries.towns import board, moment_of
from dashboard.show_cli import show
from dashboard.state import parse
from dashboard.texts import towns as words
from geodata.clock import local
from geodata.governance.thresholds import Month
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.founding import found_home
from tests import townworld as world
from tests.dashboard.test_pages import layout, walk
from tests.dashboard.test_pages import words as said
from tests.scene import NEWEST, STREETS, city, filled, home_of

STREET = "110114011"
NAME = re.compile(r"示例街镇 \d\d")


@pytest.fixture(scope="session")
def town_home(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Settings:
    settings = replace(home_of(tmp_path_factory.mktemp("towns")), now=local(NEWEST + timedelta(minutes=20)), rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(120))
    world.put(engine, *world.many(STREETS))
    engine.dispose()
    return settings


@pytest.fixture(scope="session")
def towns_app(town_home: Settings) -> Iterator[Dash]:
    made = create_app(town_home, is_demo=True)
    yield made
    made.server.extensions["desk"].engine.dispose()


@pytest.fixture
def client(towns_app: Dash) -> FlaskClient:
    return towns_app.server.test_client()


def content(app: Dash, query: str) -> dict[str, Any]:
    """The page below its bar and breadcrumb."""
    page = layout(app, f"/towns?{query}")
    return next(n for n in walk(page) if n["props"].get("id") == "content")


def named(node: Any, **marks: str) -> list[dict[str, Any]]:
    """Nodes that bear these data-marks."""
    return [n for n in walk(node) if all(n["props"].get(f"data-{k}") == v for k, v in marks.items())]


def rows(node: Any) -> list[str]:
    return [n["props"]["data-town"] for n in walk(node) if n["type"] == "Tr" and "data-town" in n["props"]]


def test_the_page_says_above_the_fold_how_many_are_where_what_moved_and_who_stands_out(towns_app: Dash) -> None:
    page = content(towns_app, "area=11")
    text = said(page)

    assert [said(n).split()[-1] for n in walk(page) if "data-stage" in n["props"]] == ["40", "10", "11"]
    for title in (words.MOVED, words.RISK, words.READY, words.RELAPSE, words.REPLAY, words.LIST):
        assert title in text
    assert len(rows(page)) == 61


def test_the_list_puts_the_most_pressing_first_and_sorts_by_any_column(towns_app: Dash) -> None:
    first = content(towns_app, "area=11")
    assert words.NOTES["entry_reached"][1] in said(next(n for n in walk(first) if n["type"] == "Tbody"))

    for name in words.HEADS:
        up, down = (rows(content(towns_app, f"area=11&pick=sort:{sign}{name}")) for sign in ("", "-"))
        assert sorted(up) == sorted(down)
        assert len(up) == 61


@pytest.mark.parametrize(("pick", "count"), [("stage:watch", 10), ("stage:supervised", 40), ("stage:out", 0), ("show:nonsense", 61)])
def test_the_choices_of_the_address_narrow_the_list(towns_app: Dash, pick: str, count: int) -> None:
    assert len(rows(content(towns_app, f"area=11&pick={pick}"))) == count


def test_the_list_of_another_day_is_replayed_and_says_so(towns_app: Dash) -> None:
    page = layout(towns_app, "/towns?area=11&pick=on:2025-06-30")

    assert words.REPLAY_NOTICE.format(on="2025-06-30", known=words.KNOWN[""]) in said(page)
    assert [said(n).split()[-1] for n in walk(page) if "data-stage" in n["props"]] == ["40", "21", "0"]
    assert named(page, replay="today")


@pytest.mark.parametrize("query", [
    "pick=on:2025-13-40", "pick=on:9999-12-31", "pick=on:0001-01-01", "pick=on:nonsense,known:later", "tab=nonsense", "pick=sort:nonsense",
    "item=nonsense", "tab=whatif&pick=entry_count:nan,volume:1e400,exit_months:-3", "tab=whatif&pick=entry_count:1e99,exit_count:-5",
    "tab=money&pick=kind:nonsense,status:nonsense",
])  # fmt: skip
def test_no_address_breaks_the_page(towns_app: Dash, query: str) -> None:
    for area in ("11", STREET, "110101"):
        assert layout(towns_app, f"/towns?area={area}&{query}")


def test_what_cannot_be_supposed_is_said(towns_app: Dash) -> None:
    assert words.WHATIF_BAD.format(names="entry_count") in said(layout(towns_app, "/towns?area=11&tab=whatif&pick=entry_count:many"))
    wrong = layout(towns_app, "/towns?area=11&tab=whatif&pick=exit_count:5000")
    assert words.WHATIF_WRONG.partition("{")[0] in said(wrong)


def test_the_ledger_shows_sums_of_rows(towns_app: Dash) -> None:
    money_list, matters = (said(content(towns_app, f"area=11&tab={tab}")) for tab in ("money", "matter"))

    assert "50.0 万 m²" in money_list
    assert "34.0 万 m²" in money_list
    assert "15,000 m²" in matters
    assert "200.0 km" in matters


def test_the_what_if_page_names_who_would_come_and_go_and_is_marked_as_an_example(towns_app: Dash) -> None:
    page = content(towns_app, "area=11&tab=whatif&pick=entry_count:720,volume:10")

    assert words.WHATIF_MARK in said(page)
    assert words.WHATIF_NEW_WORD in said(page)
    assert len([n for n in walk(page) if "data-slider" in n["props"]]) == 9


def test_every_stop_of_a_slider_is_an_address_that_is_understood(towns_app: Dash, pack: Pack) -> None:
    page = content(towns_app, "area=11&tab=whatif")
    for slider in (n for n in walk(page) if "data-slider" in n["props"]):
        for link in (n for n in walk(slider) if n["type"] == "A"):
            state, problems = parse("/towns", link["props"]["href"].partition("?")[2], pack, NEWEST.date())
            assert not problems
            assert not moved_of(state)[2]


def test_the_value_in_force_is_a_stop_of_every_slider(pack: Pack) -> None:
    rules = pack.rules.towns
    for name in ("entry_count", "entry_per_10k", "entry_months", "exit_resolution_pct", "exit_months"):
        assert getattr(rules, name) in stops(name, rules)
        assert list(stops(name, rules)) == sorted(set(stops(name, rules)))


def test_a_towns_page_has_its_history_months_distances_and_tasks(towns_app: Dash) -> None:
    page = content(towns_app, "area=11&item=07")
    text = said(page)

    for part in ("HISTORY", "CORRECTIONS", "MONTHS", "RATES", "GAPS"):
        assert getattr(words, f"DOSSIER_{part}") in text
    assert words.ROLLUP in text
    assert words.ITEMS in text
    assert words.CORRECTED_VOID.format(day="2026-03-27", was=words.STAGES["aftercare"][1]) in text


def test_a_town_of_another_area_is_not_found_here(towns_app: Dash) -> None:
    foreign = next(t["town_no"] for t in world.many(STREETS)[0] if t["street_code"] != STREET)

    assert words.DOSSIER_UNKNOWN.partition("「")[0] in said(content(towns_app, f"area={STREET}&item={foreign}"))


def test_an_area_without_towns_says_so_and_leads_up(towns_app: Dash) -> None:
    text = said(content(towns_app, "area=110101"))

    assert words.NOTHING_HERE.partition("}")[2] in text
    assert words.GO_UP.format(area="北京市") in text


@pytest.mark.parametrize("query", ["area={}", "area={}&tab=money", "area={}&tab=matter", "area={}&tab=whatif", "area={}&item=03"])
@pytest.mark.parametrize("area", ["11", "110114", STREET])
def test_no_real_towns_name_stands_on_the_page_of_a_demo(towns_app: Dash, pack: Pack, query: str, area: str) -> None:
    page = content(towns_app, query.format(area))
    shown = json.dumps(page, ensure_ascii=False)
    real = {name for a in pack.areas.at("street") for name in (a.name, pack.areas.short_name(a.code)) if len(name) > 1}

    assert NAME.search(shown)
    assert not [name for name in real if name in _without_addresses(shown)]


def test_the_map_names_its_towns_itself_and_no_area(towns_app: Dash, client: FlaskClient, pack: Pack) -> None:
    page = content(towns_app, "area=110114&layers=towns,labels,outlines")
    figure = next(n["props"]["figure"] for n in walk(page) if n["props"].get("id") == "map")
    visible = {layer["id"] for layer in figure["layout"]["map"]["style"]["layers"] if layer["layout"].get("visibility") != "none"}
    answer = client.get(figure["layout"]["meta"]["layers"]["towns"]["url"])
    features = answer.get_json()["features"]

    assert not visible & {"names", "around-names"}
    assert "towns-name" in visible
    assert features
    assert all(NAME.match(f["properties"]["tip"]) for f in features if f["properties"]["kind"] in ("item", "shape"))
    assert not any(a.name in answer.get_data(as_text=True) for a in pack.areas.at("street"))


def test_the_map_shows_the_day_looked_at(towns_app: Dash, client: FlaskClient, pack: Pack) -> None:
    page = content(towns_app, "area=11&pick=on:2025-06-30")
    figure = next(n["props"]["figure"] for n in walk(page) if n["props"].get("id") == "map")
    features = client.get(figure["layout"]["meta"]["layers"]["towns"]["url"]).get_json()["features"]
    states = Counter(f["properties"]["state"] for f in features if f["properties"]["kind"] == "item")
    outlined = {a.code for a in pack.areas.outlined("street")}
    drawn = sum(t["street_code"] in outlined for t in world.many(STREETS)[0])

    assert not states["aftercare"]
    assert states["supervised"] + states["watch"] == drawn
    assert states["watch"] > states["aftercare"]


def test_the_list_and_the_tasks_can_be_taken_away(client: FlaskClient, pack: Pack) -> None:
    answer = client.get(f"/api/table/towns.csv?area={STREET}", headers={"Sec-Fetch-Site": "same-origin"})
    lines = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    tasks = client.get("/api/table/tasks.csv?area=11&tab=money", headers={"Sec-Fetch-Site": "same-origin"})
    items = list(csv.DictReader(io.StringIO(tasks.get_data(as_text=True).removeprefix("\ufeff"))))

    assert {line["编号"] for line in lines} == {t["town_no"] for t in world.many(STREETS)[0] if t["street_code"] == STREET}
    assert not any(a.name in answer.get_data(as_text=True) + answer.headers["Content-Disposition"] for a in pack.areas.at("street"))
    assert sum(float(item["完成数量"]) for item in items if item["状态"] == "已销账" and item["种类"] == "道路整修") == 500_000


def test_the_command_line_shows_the_figures_of_the_page(town_home: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show.main(["towns", "--json"], obj=town_home, standalone_mode=False)
    found = json.loads(capsys.readouterr().out)

    assert found["total"] == 61
    assert found["by_stage"] == {"未进先治": 10, "治理督导": 40, "退出指导": 11}
    assert found["items_done"] == 3100
    assert found["quantities"]["管线改造"] | {"planned": 0, "items_done": 0} == {"total": 200, "unit": "km", "planned": 0, "items_done": 0}
    assert {kind: q["total"] for kind, q in found["quantities"].items() if q["unit"] == "m²"} == {
        "道路整修": 500_000, "屋面防水": 340_000, "停车位建设": 15_000,
    }  # fmt: skip


@pytest.mark.parametrize(("value", "unit", "shown"), [
    (500_000, "m²", "50.0 万 m²"), (15_000, "m²", "15,000 m²"), (200_000, "m", "200.0 km"), (999, "m", "999 m"), (3, "处", "3 处"),
    (None, "m²", "—"),
])  # fmt: skip
def test_quantities_are_said_in_the_unit_people_use(value: float | None, unit: str, shown: str) -> None:
    assert quantity(value, unit) == shown


@pytest.mark.parametrize(("value", "shown"), [(252_000_000, "2.52 亿元"), (91_800_000, "9,180 万元"), (None, "—")])
def test_money_is_said_in_ten_thousands_or_hundred_millions(value: float | None, shown: str) -> None:
    assert money(value) == shown


def _without_addresses(text: str) -> str:
    return re.sub(r'"(?:href|src|className)": "[^"]*"', "", text)


def test_the_register_reads_the_desks_clock(towns_app: Dash) -> None:
    desk: Desk = towns_app.server.extensions["desk"]

    assert desk.register().today == NEWEST.date()


@pytest.mark.parametrize(("low", "high", "ticks"), [(0, 1008, [0, 500, 1000]), (83, 100, [85, 90, 95, 100]), (0, 9, [0, 2, 4, 6, 8])])
def test_an_axis_has_round_ticks_inside(low: float, high: float, ticks: list[float]) -> None:
    assert Scale(low, high).ticks() == ticks


def test_a_month_without_rates_breaks_the_line_and_not_the_page(towns_app: Dash) -> None:
    desk: Desk = towns_app.server.extensions["desk"]
    state, _ = desk.read("/towns", "area=11")
    sight = Sight(state, board(desk.register(), "11", moment_of(desk.register(), None)), desk.pack.rules.towns, NEWEST.date(), "")
    months = [Month("2026-01", 5, None, 90.0, 91.0), Month("2026-02", 6), Month("2026-03", 7, None, None, 95.0)]

    drawn = json.dumps(rates(months, sight), default=lambda c: c.to_plotly_json(), ensure_ascii=False)

    assert drawn.count("clipPath") == 3
    assert words.NONE in drawn
