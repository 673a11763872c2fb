from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.export import FORMULA_SIGNS, NAMES, CaseRead, Table, as_csv, export_csv, safe
from dashboard.queries.cases import cases
from dashboard.queries.cube import COARSE, UNPLACED
from dashboard.queries.cubes import Source, areas_cube, cells_cube
from dashboard.queries.figures import cell_counts, ranking
from dashboard.state import ViewState, parse
from geodata.clock import local
from geodata.errors import NotFound, RightsError
from geodata.pack import Pack
from tests.scene import LAST_DAY, NEWEST, filled, home_of

NOW = local(NEWEST + timedelta(hours=1))


def view(source: Source, query: str) -> ViewState:
    state, problems = parse("/hotspots", query, source.pack, LAST_DAY)
    assert problems == ()
    return state


def read_by(engine: Engine, source: Source) -> CaseRead:
    """Cases as somebody reads them who may read everything."""
    everything = Scope.everything()
    return lambda asked, most: cases(engine, everything, source.pack, asked, now=NOW, readable=everything, limit=most)


def read(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_whether_it_is_sample_data_and_how_new(city_on_store: tuple[Engine, Source], name: str) -> None:
    engine, source = city_on_store

    rows = read(export_csv(name, source, view(source, "area=11&period=90d"), cases=read_by(engine, source)))

    assert rows
    assert {(row["是否演示数据"], row["数据截至"]) for row in rows} == {("是", "2026-11-22 21:40")}


def test_the_ranking_is_what_the_page_shows(city_source: Source, sqlite_store: Engine) -> None:
    state = view(city_source, "area=11&period=90d&category=01")

    rows = read(export_csv("ranking", city_source, state, cases=read_by(sqlite_store, city_source)))

    lines = ranking(areas_cube(city_source, "11"), state.period_from, state.period_to, categories=("01",))
    assert [(r["区域代码"], r["区域"], int(r["件数"])) for r in rows] == [(line.code, line.name, line.now.count) for line in lines]
    assert {(r["起始日期"], r["截止日期"]) for r in rows} == {(state.period_from.isoformat(), state.period_to.isoformat())}


def test_small_hexagons_show_no_number_and_the_rest_is_said(city_source: Source, sqlite_store: Engine) -> None:
    state = view(city_source, "area=huitian&period=year")

    rows = {row["网格编号"]: row["件数"] for row in read(export_csv("cells", city_source, state, cases=read_by(sqlite_store, city_source)))}

    counts = cell_counts(cells_cube(city_source, "huitian", 9), state.period_from, state.period_to)
    assert (int(rows.pop("位置较粗")), int(rows.pop("无坐标"))) == (counts.pop(COARSE), counts.pop(UNPLACED))
    assert rows == {cell: str(count) if count >= 5 else "少于 5 件" for cell, count in counts.items() if count}
    assert "少于 5 件" in rows.values()


def test_above_the_own_street_small_hexagons_are_not_listed_and_whole_weeks_are_counted(city_source: Source) -> None:
    state = view(city_source, "area=huitian&period=year")
    source = replace(city_source, scope=Scope.municipal())

    rows = read(export_csv("cells", source, state))

    assert all(int(row["件数"]) >= 5 for row in rows[:-2])
    assert [row["网格编号"] for row in rows[-2:]] == ["位置较粗或少于 5 件的格", "无坐标"]
    assert (rows[0]["起始日期"], rows[0]["截止日期"]) == ("2025-12-29", "2026-11-22")


def test_cases_are_not_exported_where_nobody_said_with_whose_rights(city_source: Source) -> None:
    with pytest.raises(RightsError, match="无权"):
        export_csv("cases", city_source, view(city_source, "area=11"))


def test_the_cases_of_a_selected_hexagon_only(city_on_store: tuple[Engine, Source]) -> None:
    engine, source = city_on_store
    cell = cells_cube(source, "huitian", 9).keys[0]
    state = view(source, f"area=huitian&from=2025-11-23&cell={cell}")

    rows = read(export_csv("cases", source, state, cases=read_by(engine, source)))

    assert len(rows) == cell_counts(cells_cube(source, "huitian", 9), state.period_from, state.period_to)[cell] > 0


@given(text=st.text(max_size=12))
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    found = safe(text)

    assert isinstance(found, str)
    assert not found.lstrip(" ").startswith(FORMULA_SIGNS)
    assert found in (text, f"'{text}")


@pytest.mark.parametrize("number", [-5, 0, 3.5, None])
def test_numbers_stay_numbers(number: Any) -> None:
    assert safe(number) is number


def test_a_formula_in_a_complaint_is_disarmed(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    evil = '=HYPERLINK("http://example.com","点我")'
    source = filled(sqlite_store, home_of(tmp_path), pack, [{"created_at": NEWEST, "title": evil, "content": "a,b\n\"c\""}])

    row = read(export_csv("cases", source, view(source, "area=11"), cases=read_by(sqlite_store, source)))[0]

    assert row["标题"] == "'" + evil
    assert row["内容（已脱敏，节选）"] == 'a,b\n"c"'
    assert (row["是否演示数据"], row["状态"], row["是否超期"]) == ("否", "待办", "否")


def test_a_table_without_rows_keeps_its_headers(city_source: Source) -> None:
    assert as_csv(Table(("件数",), []), city_source).decode("utf-8-sig") == "件数,是否演示数据,数据截至\r\n"


def test_an_unknown_export_is_refused(city_source: Source, sqlite_store: Engine) -> None:
    with pytest.raises(NotFound, match="ranking"):
        export_csv("everything", city_source, view(city_source, ""), cases=read_by(sqlite_store, city_source))
