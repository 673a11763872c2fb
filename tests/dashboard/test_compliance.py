"""The compliance page tells what the program runs by, and nothing that is not so."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard import texts
from dashboard.access.access import Access
from dashboard.access.roles import ROLES, Right
from dashboard.desk import Desk
from dashboard.guard.matrix import PAGE_RIGHTS, ROUTES, Door
from dashboard.pages import compliance
from dashboard.queries.compliance import access, checklist, retention
from geodata.inventory import Personal, State, inventory
from geodata.pack import Pack
from tests.people import PEOPLE, Person, signed_in

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def told(app: Dash) -> str:
    desk: Desk = app.server.extensions["desk"]
    state, problems = desk.read("/compliance", "")
    found: Any = json.loads(json.dumps(compliance.layout(state, desk, problems), default=lambda c: c.to_plotly_json()))
    return _words(found)


def _words(node: Any) -> str:
    if isinstance(node, list):
        return " ".join(map(_words, node))
    if isinstance(node, dict):
        return _words(node["props"].get("children") or "") if "props" in node else ""
    return str(node)


def test_the_page_tells_every_table_and_column(told: str) -> None:
    assert not [name for t in inventory() for name in (t.name, t.holds, *(c.holds for c in t.columns)) if name not in told]


def test_the_page_tells_every_route_and_page_of_the_access_matrix(told: str) -> None:
    assert not [e.rule for e in ROUTES if e.rule not in told]
    assert not [path for path in PAGE_RIGHTS if path not in told]


def test_the_page_tells_every_role_and_right(told: str) -> None:
    assert not [code for code in ROLES if texts.ROLE_NAMES[code] not in told]
    assert not [right for right in Right if texts.C_RIGHTS[right] not in told]


def test_the_page_says_how_the_map_and_the_data_are_marked(told: str, pack: Pack) -> None:
    assert texts.C_MAP_SKETCH in told
    assert pack.config.boundary_note in told
    assert "演示数据" in told
    assert pack.rules.retention.source in told


def test_every_form_limit_door_and_rule_group_has_its_word(pack: Pack) -> None:
    assert set(texts.C_PERSONAL_FORMS) == set(Personal)
    assert set(texts.C_STATES) == set(State) - {State.NEVER}
    assert set(texts.C_DOORS) == set(Door)
    assert set(texts.C_RIGHTS) == set(Right)
    assert {line.key for line in retention(pack.rules.retention, inventory())} == set(texts.C_KEPT_WORDS)
    assert set(pack.rules.samples()) <= set(texts.C_RULE_GROUPS)


def test_each_right_opens_what_the_matrix_says_to_the_roles_that_have_it() -> None:
    lines = {line.need: line for line in access(ROUTES, PAGE_RIGHTS)}

    assert lines[Right.COMPLIANCE].pages == ("/compliance",)
    assert set(lines[Right.AUDIT].roles) == {"audit"}
    assert sum(len(line.addresses) for line in lines.values()) == len(ROUTES)


def test_no_administrator_sees_data() -> None:
    data = {Right.VIEW, Right.CASES, Right.CASE_TEXT, Right.EXPORT, Right.QUALITY}

    assert not [role.code for role in ROLES.values() if role.is_administrator and role.rights & data]


def test_the_evidence_of_every_item_is_there() -> None:
    missing = sorted({path for d in checklist() for path in d.evidence if not (ROOT / path).is_file()})

    assert not missing


def test_every_item_that_the_application_meets_alone_shows_a_file_of_the_program_or_a_test() -> None:
    items = checklist()

    assert not [d.clause for d in items if d.by == "app" and not d.evidence]
    assert all(d.by in texts.C_BY_NAMES and d.how and d.asks for d in items)
    assert len({d.clause for d in items}) == len(items)


def test_the_checklist_has_every_item_of_the_computing_environment_and_the_management_centre() -> None:
    letters = {"8.1.4.1": 4, "8.1.4.2": 7, "8.1.4.3": 4, "8.1.4.4": 6, "8.1.4.7": 2, "8.1.4.8": 2, "8.1.4.9": 3}
    letters |= {"8.1.4.10": 2, "8.1.4.11": 2, "8.1.5.1": 2, "8.1.5.2": 2, "8.1.5.3": 2}
    clauses = [d.clause for d in checklist()]

    for clause, count in letters.items():
        assert [c for c in clauses if c.startswith(clause + " ")] == [f"{clause} {letter}" for letter in "abcdefg"[:count]]


@pytest.mark.parametrize("name", sorted(texts.C_FILES))
def test_each_list_is_a_file_with_as_many_cells_in_each_row_as_heads(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/compliance/{name}.csv")

    heads, *rows = csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert answer.mimetype == "text/csv"
    assert len(rows) > 20
    assert {len(row) for row in rows} == {len(heads)}


def test_a_list_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    assert client.get("/api/compliance/passwords.csv").status_code == 404


ASKING = {
    "output": "page.children", "outputs": {"id": "page", "property": "children"}, "changedPropIds": ["address.data"],
    "inputs": [{"id": "address", "property": "data", "value": {"path": "/compliance", "query": ""}}],
}  # fmt: skip


@pytest.mark.parametrize("person", PEOPLE, ids=lambda p: p.login)
def test_on_a_closed_home_only_who_has_the_right_reads_it(closed_app: Dash, access: Access, person: Person) -> None:
    client, may = signed_in(closed_app, access, person.login), Right.COMPLIANCE in ROLES[person.role].rights

    page, file = client.post("/_dash-update-component", json=ASKING), client.get("/api/compliance/inventory.csv")

    assert ((page.status_code == 200) and texts.C_FLOW in json.dumps(page.get_json(), ensure_ascii=False)) is may
    assert file.status_code == (200 if may else 403)


def test_who_is_not_signed_in_reads_nothing(closed_app: Dash) -> None:
    client = closed_app.server.test_client()

    assert client.get("/compliance").status_code == 303
    assert client.get("/api/compliance/inventory.csv").status_code == 401


def test_a_list_that_is_taken_away_as_a_file_is_in_the_trail(closed_app: Dash, access: Access) -> None:
    before = len(access.trail.rows(1000, actor="audit", action="export"))

    signed_in(closed_app, access, "audit").get("/api/compliance/checklist.csv")

    assert len(access.trail.rows(1000, actor="audit", action="export")) == before + 1
