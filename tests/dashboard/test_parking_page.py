"""`/parking` laid out: what stands above the fold, what follows from the address, how it says that nothing or nothing new is there."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from dash import Dash
from sqlalchemy import Engine

from dashboard.app import create_app
from dashboard.desk import Desk
from dashboard.pages import PAGES
from dashboard.queries.cubes import Source
from dashboard.queries.report import PAGES as REPORTS
from dashboard.state import parse
from dashboard.texts import parking as words
from geodata.clock import local
from geodata.history import open_history
from geodata.pack import Pack
from geodata.store.founding import found_home
from tests.scene import NEWEST, city, filled, home_of
from tests.streets import offences, put, site, violation

FIRST = (NEWEST - timedelta(weeks=9)).date()


@pytest.fixture(scope="module")
def street_app(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Dash]:
    """The dashboard of a demo home with offences, two car parks and an enforcement."""
    yield from _app(tmp_path_factory.mktemp("streets"), pack, 1_500)


@pytest.fixture(scope="module")
def bare_app(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Dash]:
    """One without any of them."""
    yield from _app(tmp_path_factory.mktemp("bare"), pack, 0)


@pytest.fixture(scope="module")
def late_app(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Dash]:
    """One whose offences ended two days before its complaints."""
    yield from _app(tmp_path_factory.mktemp("late"), pack, 1_500, days_late=2)


def _app(folder: Path, pack: Pack, count: int, *, days_late: int = 0) -> Iterator[Dash]:
    settings = replace(home_of(folder), now=local(NEWEST + timedelta(minutes=20)), rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(150))
    if count:
        rows = [{**row, "at": row["at"] - timedelta(days=days_late)} for row in offences(count)]
        parks = [site(f"P{n}", "parking", {"berth_count": 60, "new_area_m2": 500.0}) for n in range(2)]
        put(engine, rows, [*parks, site("Z1", "enforcement", {"violation_kind": "parking", "from_date": FIRST.isoformat()})])
    engine.dispose()
    made = create_app(settings, is_demo=True)
    yield made
    made.server.extensions["desk"].engine.dispose()


def page(app: Dash, query: str = "area=110114") -> str:
    """The page of an address as the browser gets it."""
    desk: Desk = app.server.extensions["desk"]
    state, problems = desk.read("/parking", query)
    assert not problems
    laid_out = PAGES["/parking"].layout(state, desk, problems)
    return json.dumps(laid_out, default=lambda c: c.to_plotly_json(), ensure_ascii=False)


def report(app: Dash, query: str) -> dict[str, Any]:
    """What `huitian show parking --json` says of the same address."""
    desk: Desk = app.server.extensions["desk"]
    source = Source(open_history(desk.settings), desk.pack, desk.scope)
    state, _ = parse("/parking", query, desk.pack, desk.today())
    found: dict[str, Any] = json.loads(json.dumps(REPORTS["parking"](source, state, desk.engine, desk.clock.now())))
    return found


@pytest.mark.parametrize("query", ["area=11", "area=110114", "area=huitian", "area=110114011"])
def test_where_and_when_it_is_worst_and_whether_it_got_better_is_said_at_each_level(street_app: Dash, query: str) -> None:
    said, numbers = page(street_app, query), report(street_app, query)

    assert f"{numbers['total']:,}" in said
    assert numbers["roads"][0]["name"] in said
    worst = numbers["worst_hour"]
    assert words.HOUR.format(day=words.WEEKDAYS[worst["weekday"]], hour=worst["hour"], next=worst["hour"] + 1) in said
    assert words.AGAINST in said
    assert sum(map(sum, numbers["matrix"]["counts"])) == numbers["total"]


def test_the_address_chooses_kind_days_section_and_hexagon(street_app: Dash) -> None:
    every = report(street_app, "area=110114")
    bikes = report(street_app, "area=110114&pick=kind:bikes")
    road, cell = every["roads"][0], every["worst_cells"][0]

    assert bikes["total"] == every["by_kind"]["单车堆积"] < every["total"]
    work, off = (report(street_app, f"area=110114&pick=days:{days}")["total"] for days in ("work", "off"))
    assert work + off == every["total"]
    assert words.HOURS_SUB.format(total=road["count"]) in page(street_app, f"area=110114&item={road['key']}")
    assert words.HOURS_SUB.format(total=cell["count"]) in page(street_app, f"area=110114&cell={cell['cell']}")


@pytest.mark.parametrize("query", ["pick=kind:x,days:y,by:z", "item=没有的路", "cell=8931aa5aac7ffff", "from=2020-01-01&to=2020-01-02"])
def test_an_address_that_names_nothing_known_still_has_its_page(street_app: Dash, query: str) -> None:
    assert words.TOTAL in page(street_app, f"area=110114&{query}")


def test_without_any_offence_it_says_no_data_and_no_zero(bare_app: Dash) -> None:
    said = page(bare_app)

    assert said.count(words.NO_DATA) >= 6
    assert words.ENFORCEMENT_NONE in said
    assert words.HOURS_NONE in said
    assert f">0{words.UNIT}" not in said


def test_a_feed_that_lags_says_so_and_compares_nothing(late_app: Dash, street_app: Dash) -> None:
    late, fresh = page(late_app), page(street_app)

    assert "数据停更 2 天" in late
    assert "is-stale" in late
    assert words.AGAINST_TIP[:6] not in late
    assert "数据停更 2 天" not in fresh


def test_every_tile_says_when_the_data_is_from_and_what_it_means(street_app: Dash) -> None:
    said = page(street_app)

    assert said.count(words.FOOT.format(at=f"{local(NEWEST):%Y-%m-%d}")[:15]) >= 5
    assert "本产品设计" in said                      # the source of the rules


def test_the_layers_of_the_map_answer_and_count_what_the_page_counts(street_app: Dash) -> None:
    client = street_app.server.test_client()
    numbers = report(street_app, "area=110114")["by_kind"]

    for layer, kind in (("violations", "违停"), ("vending", "占道经营"), ("bikes", "单车堆积")):
        found = json.loads(client.get(f"/tiles/x/layer/{layer}/110114.geojson").data)
        shown = sum(f["properties"]["weight"] for f in found["features"] if f["properties"]["kind"] == "cell")
        assert shown + found["unplaced"] == numbers[kind]
    assert client.get("/tiles/x/layer/enforcements/110114.geojson").status_code == 200


@pytest.mark.parametrize("name", ["violations-by-road", "enforcements"])
def test_the_tables_can_be_taken_away_and_say_that_they_are_samples(street_app: Dash, name: str) -> None:
    client = street_app.server.test_client()

    text = client.get(f"/api/table/{name}.csv?area=110114").data
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/api/table/{name}.xlsx?area=110114").data)).active

    rows = pl.read_csv(text, infer_schema=False)
    assert rows.height >= 1
    assert set(rows["是否演示数据"]) == {"是"}
    assert sheet is not None
    assert "演示数据" in str(sheet.cell(4, 1).value)


def test_the_table_of_road_sections_adds_up_to_the_page(street_app: Dash) -> None:
    text = street_app.server.test_client().get("/api/table/violations-by-road.csv?area=110114&pick=kind:parking").data

    assert pl.read_csv(text, infer_schema=False)["起数"].cast(pl.Int64).sum() == report(street_app, "area=110114")["by_kind"]["违停"]


def test_an_offence_far_from_every_area_is_of_the_city_only(sqlite_store: Engine, pack: Pack, tmp_path: Path) -> None:
    settings = home_of(tmp_path)
    filled(sqlite_store, settings, pack, city(20))
    put(sqlite_store, [violation(1, district_code=None, street_code=None)])
    source = Source(open_history(settings), pack, desk_scope := _everything())

    def total(area: str) -> int:
        state, _ = parse("/parking", f"area={area}", pack, NEWEST.date())
        return int(REPORTS["parking"](source, state, sqlite_store, local(NEWEST))["total"])

    assert desk_scope.includes_outside
    assert [total("11"), total("110114")] == [1, 0]


def _everything() -> Any:
    from dashboard.access.scope import Scope

    return Scope.everything()
