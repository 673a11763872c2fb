"""The access matrix, lived through: every role at every route, and in every kind of area, gets what ROUTES and its scope say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from dash import Dash
from flask import Flask
from flask.testing import FlaskClient

from dashboard.access.access import Access
from dashboard.access.roles import ROLES, Right
from dashboard.access.viewer import ANYBODY, NOBODY, Viewer
from dashboard.guard.matrix import PAGE, PAGE_RIGHTS, PUBLIC, ROUTES, Door, Entry, Needs, allows, require_complete, table
from dashboard.guard.wall import Wall
from dashboard.pages import PAGES
from geodata.errors import SettingsError
from geodata.pack import Pack
from tests.people import PEOPLE, Person, signed_in, viewer_named

AREAS = ("11", "110114", "huitian", "110114011", "110114012", "110105", "110108019")
NOT_AREAS = ("999", "x")
VALUES = {
    "version": "x", "layer": "outlines", "marks": "berths", "res": "8", "z": "9", "x": "421", "y": "193", "order_no": "D000001",
    "name": "ranking", "no": "1-001", "number": "1",
    "token": "x" * 40,
    "path": "nothing", "filename": "tokens.css", "package_name": "dash", "fingerprinted_path": "nothing.js", "act": "stop",
}  # fmt: skip
QUERIES = ("/api/cases", "/api/export/<name>.csv", "/api/table/<name>.csv", "/api/table/<name>.xlsx")  # their area is in the query


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: who asks for what, where ("" for routes of no area)."""

    person: Person | None
    entry: Entry
    method: str
    area: str = ""

    @property
    def address(self) -> str:
        """Path and query asked for."""
        path = self.entry.rule
        for name, value in {**VALUES, "area": self.area}.items():
            for kind in ("", "int:", "path:", "string:"):
                path = path.replace(f"<{kind}{name}>", value)
        path = path.replace("/api/table/ranking", "/api/table/projects")
        path = path.replace("<any(stop,start):act>", "stop").replace("<any(on,off):mode>", "on")
        path = path.replace("<any(confirm,refuse,undo):verdict>", "confirm")
        path = path[: path.index("<any")] + "unlock" if "<any" in path else path
        return f"{path}?area={self.area}" if self.entry.rule in QUERIES else path


def _cells() -> Iterator[Cell]:
    for person in (*PEOPLE, None):
        for entry in ROUTES:
            areas = AREAS if "<area>" in entry.rule or entry.rule in QUERIES else ("",)
            yield from (Cell(person, entry, method, area) for method in entry.methods for area in areas)


def test_the_matrix_has_more_than_a_thousand_cells() -> None:
    assert sum(1 for _ in _cells()) >= 1000


@pytest.fixture(scope="module")
def wall(closed_app: Dash) -> Wall:
    found = closed_app.server.extensions["guard"]
    assert isinstance(found, Wall)
    return found


@pytest.mark.parametrize("person", [*PEOPLE, None], ids=lambda p: p.login if p else "nobody")
def test_every_route_answers_each_role_as_the_matrix_says(
    closed_app: Dash, access: Access, wall: Wall, pack: Pack, person: Person | None
) -> None:
    wall.limits.forget()
    client = signed_in(closed_app, access, person.login) if person else closed_app.server.test_client()
    viewer = viewer_named(access, person.login) if person else NOBODY
    wrong = [found for cell in _cells() if cell.person == person for found in _judged(client, viewer, cell, pack, wall)]

    assert wrong == []


def _judged(client: FlaskClient, viewer: Viewer, cell: Cell, pack: Pack, wall: Wall) -> Iterator[str]:
    """What is wrong with the answer to a cell, if anything. What changes something is asked for only by those who may not have it."""
    needs = Door.CLOSED if cell.entry.needs is PAGE and cell.entry.rule != "/" else cell.entry.needs
    needs = PAGE_RIGHTS["/"] if needs is PAGE else needs
    is_allowed = allows(needs, viewer)
    if cell.method == "POST" and is_allowed:
        return
    wall.limits.forget()
    answer = client.open(cell.address, method=cell.method, headers={"Sec-Fetch-Site": "same-origin"})
    answer.close()
    expected = _expected(needs, viewer, cell, pack, is_allowed=is_allowed)
    if answer.status_code not in expected:
        yield f"{cell.method} {cell.address}: {answer.status_code}, expected {sorted(expected)}"


def _expected(needs: Needs, viewer: Viewer, cell: Cell, pack: Pack, *, is_allowed: bool) -> set[int]:
    if needs is Door.CLOSED:
        return {404}
    if not is_allowed:
        return {403} if viewer.login else {401, 303}
    if isinstance(needs, Right) and cell.area and not viewer.scope(needs).covers(pack.areas.ranges(cell.area)) and not _is_drawn(cell):
        return {403}
    return {200, 204, 303, 304, 400, 404} | ({403} if needs is PUBLIC or _may_be_finer(cell) else set())


def _is_drawn(cell: Cell) -> bool:
    """Outlines of areas are no data: they are on every official map."""
    return cell.entry.rule == "/tiles/<version>/area/<area>/<layer>.geojson"


def _may_be_finer(cell: Cell) -> bool:
    """Routes where a right and an area do not settle it: tiles are for exact viewers, single cases for those who handle them."""
    return "mvt" in cell.entry.rule or "hex_" in cell.entry.rule or "case" in cell.entry.rule or "cells" in cell.entry.rule


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("person", PEOPLE, ids=lambda p: p.login)
def test_every_page_answers_each_role_as_the_matrix_says(closed_app: Dash, access: Access, path: str, person: Person) -> None:
    is_allowed = allows(PAGE_RIGHTS[path], viewer_named(access, person.login))

    assert signed_in(closed_app, access, person.login).get(path).status_code == (200 if is_allowed else 403)


@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_led_from_a_page_to_the_sign_in_and_back(closed_app: Dash, path: str) -> None:
    answer = closed_app.server.test_client().get(f"{path}?area=huitian&theme=dark")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?next=%2F")
    assert "area%3Dhuitian%26theme%3Ddark" in answer.headers["Location"]


@pytest.mark.parametrize("area", NOT_AREAS)
def test_an_area_that_does_not_exist_is_404_or_403(closed_app: Dash, access: Access, area: str) -> None:
    client = signed_in(closed_app, access, "city")

    for path in (f"/cube/x/areas/{area}.htc", f"/cube/x/cells/{area}/8.htc", f"/tiles/x/hex_8/{area}.geojson"):
        assert client.get(path).status_code in (403, 404)


def test_a_route_without_an_entry_does_not_build(app: Dash) -> None:
    server = Flask("toy")
    server.add_url_rule("/api/new", "new", lambda: "secret")

    with pytest.raises(SettingsError, match="GET /api/new"):
        require_complete(server, PAGES)


def test_a_method_without_an_entry_does_not_build() -> None:
    server = Flask("toy")
    server.add_url_rule("/healthz", "new", lambda: "changed", methods=["DELETE"])

    with pytest.raises(SettingsError, match="DELETE /healthz"):
        require_complete(server, PAGES)


def test_a_page_without_a_right_does_not_build(app: Dash) -> None:
    with pytest.raises(SettingsError, match="/new"):
        require_complete(app.server, [*PAGES, "/new"])


def test_every_entry_and_every_page_right_is_of_something_that_exists(app: Dash) -> None:
    served = {rule.rule for rule in app.server.url_map.iter_rules()}

    assert {entry.rule for entry in ROUTES} - served == set()
    assert set(PAGE_RIGHTS) == set(PAGES)


def test_two_entries_for_the_same_do_not_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.guard.matrix.ROUTES", (*ROUTES, replace(ROUTES[0], needs=PUBLIC)))

    with pytest.raises(SettingsError, match="两行"):
        table()


def test_every_right_opens_some_route_or_page() -> None:
    asked = {entry.needs for entry in ROUTES} | set(PAGE_RIGHTS.values())
    reached = {right for right in Right if right in asked}

    assert reached >= set(Right) - {Right.REPORT, Right.BRIEF}  # their pages are still to come


def test_what_changes_something_is_never_a_get() -> None:
    for entry in ROUTES:
        assert entry.methods in (("GET", "HEAD"), ("POST",))


@pytest.mark.parametrize("needs", [PUBLIC, Door.READER, Door.SIGNED_IN, Door.PAGE, Door.CLOSED, *Right])
def test_nobody_passes_nothing_but_what_is_public(needs: Needs) -> None:
    assert allows(needs, NOBODY) == (needs is PUBLIC)


def test_an_open_home_has_no_administration() -> None:
    assert not any(allows(right, ANYBODY) for right in (Right.ACCOUNTS, Right.GRANTS, Right.AUDIT, Right.SHARE))
    assert set(ROLES) > {"system", "security", "audit"}
