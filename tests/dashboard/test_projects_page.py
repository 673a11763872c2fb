"""`/projects`: its parts, what they say on hover, that choices keep the address, that nothing of other areas is on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from dash import Dash

from dashboard.app import DESK, create_app
from dashboard.desk import Desk
from dashboard.pages import PAGES
from dashboard.texts import projects as words
from geodata.errors import NotFound
from geodata.pack import Pack
from geodata.store.founding import found_home
from tests.dashboard.test_pages import walk
from tests.dashboard.test_pages import words as said_by
from tests.programme_rows import NOW, TODAY, Planted, planted, public, put
from tests.scene import city, filled, home_of

DAY = timedelta(days=1)
OTHER = "110114012"


def _projects() -> list[Planted]:
    """One of each light, one public, one in another street, one whose name would be markup."""
    late = ((TODAY - 9 * DAY, TODAY + 130 * DAY, "land"), (TODAY - 2 * DAY, TODAY + 150 * DAY, "money"))
    return [
        planted("1-001", package="道路交通", reports=((TODAY, 10.0, None),), forecasts=late),
        planted("1-002", package="道路交通", reports=((TODAY, 35.0, None),)),
        planted("1-003", package="公共服务", owner="示例单位 2", round="2", category="教育", outputs=(("学位", "个", 1080.0, 540.0),)),
        planted("1-004", reports=((TODAY - 8 * DAY, 50.0, None),)),
        planted("1-005", status="done", actual_end_date=TODAY - 3 * DAY, planned_cny=2e8, in_place_cny=1e8, paid_cny=1e8),
        planted("1-006", street_code=OTHER, name="示例项目 <img src=x onerror=alert(1)>", lon=116.33, lat=40.07),
        public("P-01"),
    ]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Dash]:
    """A demo home with `_projects()` and some complaints."""
    settings = replace(home_of(tmp_path_factory.mktemp("programme")), now=NOW, rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(60))
    put(engine, _projects())
    engine.dispose()
    made = create_app(settings, is_demo=True)
    yield made
    made.server.extensions[DESK].engine.dispose()


def laid_out(app: Dash, query: str) -> dict[str, Any]:
    desk: Desk = app.server.extensions[DESK]
    state, problems = desk.read("/projects", query)
    found: dict[str, Any] = json.loads(json.dumps(PAGES["/projects"].layout(state, desk, problems), default=lambda c: c.to_plotly_json()))
    return found


def grid_of(page: dict[str, Any]) -> dict[str, Any]:
    return next(n["props"] for n in walk(page) if n["type"] == "AgGrid")


def rows(page: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["no"]: row for row in grid_of(page)["rowData"]}


def links(page: dict[str, Any], **wanted: str) -> list[dict[str, Any]]:
    return [n["props"] for n in walk(page) if n["type"] == "A" and all(n["props"].get(f"data-{k}") == v for k, v in wanted.items())]


def test_every_project_of_the_area_is_a_row_worst_first(app: Dash) -> None:
    found = list(rows(laid_out(app, "area=110114")))

    assert found[0] == "1-001"
    assert set(found) == {p.no for p in _projects()}


def test_a_light_is_a_shape_and_a_word_and_says_its_rule_on_hover(app: Dash) -> None:
    row = rows(laid_out(app, "area=110114"))["1-001"]

    assert (row["glyph"], row["light_name"]) == ("alarm", "滞后")
    assert "落后" in row["light_tip"]
    assert "示例" in row["light_tip"]


def test_both_delays_are_on_the_row_with_their_reason(app: Dash) -> None:
    row = rows(laid_out(app, "area=110114"))["1-001"]

    assert (row["delay_first"], row["delay_last"]) == (50, 20)
    assert "资金" in row["tips"]["delay_first"]


def test_a_silent_project_is_hatched_and_says_since_when(app: Dash) -> None:
    row = rows(laid_out(app, "area=110114"))["1-004"]

    assert row["light_name"] == "停报"
    assert row["silent_words"] == "停报 8 天"


def test_a_public_row_has_nothing_but_what_was_published_and_says_whence(app: Dash) -> None:
    row = rows(laid_out(app, "area=110114"))["P-01"]

    assert [row[name] for name in ("progress", "delay_first", "delay_last")] == [None] * 3
    assert [row[name] for name in ("first", "latest", "report_day")] == [""] * 3
    assert row["bars"] == []
    assert "公开报道" in row["tips"]["first"]


def test_cells_are_drawn_by_named_functions_and_no_code_travels(app: Dash) -> None:
    grid = grid_of(laid_out(app, "area=110114"))

    assert "dangerously_allow_code" not in grid
    assert all(isinstance(column["cellRenderer"], str) for column in grid["columnDefs"])
    assert "function" not in json.dumps(grid["columnDefs"])


def test_the_part_past_the_first_plan_is_drawn_from_it_to_the_new_end(app: Dash) -> None:
    bars = {bar["kind"]: bar for bar in rows(laid_out(app, "area=110114"))["1-001"]["bars"]}

    assert bars["over red"]["at"] == bars["first"]["at"]
    assert bars["over red"]["at"] + bars["over red"]["width"] == pytest.approx(bars["bar"]["at"] + bars["bar"]["width"], abs=0.02)
    assert bars["first"]["at"] < bars["before"]["at"] < bars["bar"]["at"] + bars["bar"]["width"]


def test_tiles_count_by_light_and_filter_by_a_link(app: Dash) -> None:
    page = laid_out(app, "area=110114&pick=round:1")
    red = links(page, light="red")[0]

    assert "pick=light:red,round:1" in red["href"]
    assert said_by({"props": red}).split() == ["滞后", "1"]


def test_a_chosen_light_narrows_the_rows_and_leaves_the_tiles(app: Dash) -> None:
    page = laid_out(app, "area=110114&pick=light:red")

    assert list(rows(page)) == ["1-001"]
    assert said_by({"props": links(page, light="all")[0]}).split() == ["全部", "7"]


@pytest.mark.parametrize(("pick", "numbers"), [
    ("round:2", {"1-003"}), ("package:公共服务", {"1-003"}), ("owner:示例单位 2", {"1-003"}), ("q:1-00", {f"1-00{n}" for n in range(1, 7)}),
    ("light:none", {"P-01"}), ("category:教育", {"1-003"}), ("light:done", {"1-005"}),
])  # fmt: skip
def test_each_choice_of_the_address_narrows_the_list(app: Dash, pick: str, numbers: set[str]) -> None:
    assert set(rows(laid_out(app, f"area=110114&pick={pick}"))) == numbers


def test_each_choice_of_a_menu_leads_to_as_many_projects_as_it_says(app: Dash) -> None:
    offered = [
        (n["props"]["href"], small["props"]["children"])
        for n in walk(laid_out(app, "area=110114&pick=round:1")) if n["type"] == "A" and isinstance(n["props"].get("children"), list)
        for small in n["props"]["children"] if isinstance(small, dict) and small["type"] == "Small" and small["props"]["children"]
    ]  # fmt: skip
    assert len(offered) >= 5
    assert any("round:1" in href and "package:" in href for href, _ in offered), "a choice leaves the others"
    for href, count in ((h, c) for h, c in offered if h.startswith("/projects?")):
        assert words.ITEMS.format(count=len(rows(laid_out(app, href.partition("?")[2])))) == count, href


def test_an_empty_result_says_so_and_offers_the_way_back(app: Dash) -> None:
    page = laid_out(app, "area=110114&pick=q:nothing")

    assert words.EMPTY in said_by(page)
    assert any(n["props"].get("children") == words.RESET and "pick=" not in n["props"]["href"] for n in walk(page) if n["type"] == "A")


def test_an_area_without_projects_says_that(app: Dash) -> None:
    assert words.EMPTY_AREA in said_by(laid_out(app, "area=110105011"))


def test_projects_of_other_streets_are_not_on_a_street_s_page(app: Dash) -> None:
    assert set(rows(laid_out(app, f"area={OTHER}"))) == {"1-006"}


def test_the_order_of_the_address_is_the_grid_s(app: Dash) -> None:
    columns = {c["field"]: c for c in grid_of(laid_out(app, "area=110114&pick=sort:delay_first-down"))["columnDefs"]}

    assert columns["delay_first"]["sort"] == "desc"
    assert "sort" not in columns["rank"]


@pytest.mark.parametrize("group", ["", "owner", "street"])
@pytest.mark.parametrize("zoom", ["", "quarter", "month"])
def test_the_chart_holds_every_project_in_each_grouping_and_zoom(app: Dash, group: str, zoom: str) -> None:
    page = laid_out(app, f"area=110114&tab=gantt&pick=group:{group or 'package'},zoom:{zoom or 'year'}")
    drawn = [n["props"] for n in walk(page) if n["type"] == "A" and n["props"].get("className") == "gl"]

    assert len(drawn) == len(_projects())
    assert all(props["data-tip"] for props in drawn)


def test_outputs_are_summed_from_rows_with_what_is_there(app: Dash) -> None:
    page = said_by(laid_out(app, "area=110114&tab=outputs"))

    assert "1,080" in page
    assert "540" in page
    assert "2.00" in page


def test_a_project_s_page_shows_its_steps_forecasts_and_reports(app: Dash) -> None:
    page = said_by(laid_out(app, "area=110114&item=1-001"))

    assert "资金" in page
    assert "+50 天" in page
    assert "征地拆迁" in page
    assert words.REPORTS in page


def test_a_public_project_s_page_says_无数据_and_whence(app: Dash) -> None:
    page = laid_out(app, "area=110114&item=P-01")
    head = said_by(next(n for n in walk(page) if n["props"].get("className") == "panel ihead"))

    assert said_by(page).count(words.NONE) > 8
    assert "公开报道" in head
    assert words.SAMPLE not in head


def test_an_unknown_project_is_refused_with_its_number(app: Dash) -> None:
    with pytest.raises(NotFound, match="9-999"):
        laid_out(app, "item=9-999")


@pytest.mark.parametrize("tab", list(words.TABS))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_view_is_laid_out_in_both_themes(app: Dash, tab: str, theme: str) -> None:
    page = laid_out(app, f"area=110114&tab={tab}&theme={theme}")

    assert words.STATE in said_by(page)
