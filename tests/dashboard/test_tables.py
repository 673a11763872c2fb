"""Tables as files: what is shown is what is taken away, marked, stamped, safe to open, only for whoever may, and written down."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.access.access import Access
from dashboard.app import DESK, create_app
from dashboard.routes.tables import TABLES
from dashboard.texts import projects as words
from geodata.pack import Pack
from geodata.store.founding import found_home
from tests.dashboard.visitors import addresses, visitor
from tests.people import signed_in
from tests.programme_rows import NOW, planted, public, put
from tests.scene import city, filled, home_of

OTHER = "110114012"
PLACES = addresses()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Dash]:
    """A demo home with a few projects, one with a name that a spreadsheet would run."""
    settings = replace(home_of(tmp_path_factory.mktemp("tables")), now=NOW, rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(60))
    put(engine, [planted("1-001", name='=HYPERLINK("http://x","y")'), planted("1-002", street_code=OTHER, round="2"), public("P-01")])
    engine.dispose()
    made = create_app(settings, is_demo=True)
    yield made
    made.server.extensions[DESK].engine.dispose()


def rows_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_the_csv_holds_the_rows_of_the_view_with_mark_time_and_source(app: Dash) -> None:
    found = rows_of(app.server.test_client().get("/api/table/projects.csv?area=110114").data)

    assert {row["编号"]: row["是否演示数据"] for row in found} == {"1-001": "是", "1-002": "是", "P-01": "否"}
    assert {row["数据截至"] for row in found} == {"2026-07-16 12:00"}
    assert all(row["来源"] == words.EXPORT_SOURCE for row in found)


def test_the_file_follows_the_filters_and_the_area_of_the_address(app: Dash) -> None:
    client = app.server.test_client()

    assert [r["编号"] for r in rows_of(client.get("/api/table/projects.csv?area=110114&pick=round:2").data)] == ["1-002"]
    assert [r["编号"] for r in rows_of(client.get(f"/api/table/projects.csv?area={OTHER}").data)] == ["1-002"]


def test_a_name_that_looks_like_a_formula_is_text_in_both_files(app: Dash) -> None:
    client = app.server.test_client()
    in_csv = next(r for r in rows_of(client.get("/api/table/projects.csv?area=110114").data) if r["编号"] == "1-001")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/api/table/projects.xlsx?area=110114").data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]

    assert in_csv["项目"].startswith("'=")
    assert [cell.data_type for cell in cells] == ["s"]


def test_the_sheet_says_when_whence_and_that_it_is_sample_data_above_its_heads(app: Dash) -> None:
    answer = app.server.test_client().get("/api/table/projects.xlsx?area=110114")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    above = [str(sheet.cell(n, 1).value) for n in range(1, 5)]
    heads = [cell.value for cell in sheet[5]]

    assert above[0].endswith(words.EXPORT_TITLE)
    assert "2026-07-16 12:00" in above[1]
    assert words.EXPORT_SOURCE in above[2]
    assert "演示数据" in above[3]
    assert heads == [*words.EXPORT_HEADS, "是否演示数据"]
    assert sheet.cell(6, heads.index("首次计划完工") + 1).is_date
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


def test_what_a_public_project_has_not_published_is_blank(app: Dash) -> None:
    found = next(r for r in rows_of(app.server.test_client().get("/api/table/projects.csv?area=110114").data) if r["编号"] == "P-01")

    blank = ("进度（%）", "首次计划完工", "计划资金（元）", "支付资金（元）", "停报天数")
    assert {found[name] for name in blank} == {""}
    assert found["灯"] == words.NONE


def test_an_unknown_table_or_kind_is_not_there(app: Dash) -> None:
    client = app.server.test_client()

    assert client.get("/api/table/secrets.csv").status_code == 404
    assert client.get("/api/table/projects.pdf").status_code == 404


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_table_is_there_as_both_files(app: Dash, name: str, kind: str) -> None:
    answer = app.server.test_client().get(f"/api/table/{name}.{kind}?area=110114")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.fixture
def clerk(closed_app: Dash, access: Access) -> FlaskClient:
    """The clerk of 回天地区 on a real home."""
    return signed_in(closed_app, access, "clerk-huitian")


def test_an_area_of_others_is_refused(clerk: FlaskClient) -> None:
    assert clerk.get("/api/table/projects.csv?area=110105").status_code == 403


def test_taking_a_table_away_is_written_down(clerk: FlaskClient, access: Access) -> None:
    assert clerk.get("/api/table/projects.xlsx?area=huitian").status_code == 200

    row = access.trail.rows(1)[0]
    assert (row.action, row.subject) == ("export", "/api/table/projects.xlsx?area=huitian")


def test_nobody_gets_a_table(closed_app: Dash) -> None:
    assert visitor(closed_app, next(PLACES)).get("/api/table/projects.csv").status_code in (302, 401)
