"""Who gets what: every role, every area, every address that hands out data, on a real home with real accounts and the wall in front.

What may be seen is worked out here from the rows and the people alone, not from the product's own scopes.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access.access import Access
from dashboard.components.shell import STORE
from dashboard.guard.callbacks import CALLBACK_PATH
from dashboard.queries.cube import COARSE, UNPLACED, Cube, decode
from geodata.pack import Pack
from tests.dashboard.test_guard import PAGE_CALL
from tests.dashboard.test_pages import walk
from tests.people import PEOPLE, Person, signed_in
from tests.scene import LAST_DAY, city

AREAS = ("11", "110114", "huitian", "110114011", "110114012", "110114001", "110114011001", "110105", "110108019")
RESOLUTIONS = (7, 8, 9, 10)
SPANS = ("", f"?from={LAST_DAY - timedelta(days=364)}&to={LAST_DAY}&category=01", "?from=2026-11-16&to=2026-11-17")
LEAST = 5
LISTS = ("city", "district", "street", "community", "unit", "clerk")
READS = ("street", "community", "unit", "clerk")
EXPORTS = ("city", "district", "street", "lead", "clerk", "briefing")
OWN = ("street", "community", "clerk", "lead", "briefing")         # keep small counts where granted for one street or less
MARKS = re.compile(r"(?:标题|正文|地点)(\d{6})")
PATHS = ("/", "/hotspots", "/quality")
TABLES = ("ranking", "categories", "trend", "cells", "cases")
Row = dict[str, Any]


@dataclass(frozen=True)
class Eyes:
    """One person, and what the rows say that person may see."""

    person: Person
    pack: Pack

    def may_see(self, area: str) -> bool:
        """Whether all of an area lies in the person's own."""
        if len(self.person.area) in (0, 12):
            return area == self.person.area
        return leaves(self.pack, area) <= leaves(self.pack, self.person.area)

    def shown(self, area: str) -> str:
        """The area that a page shows for one asked for: communities are for their own people, to others their street stands for them."""
        return area if len(self.person.area) == 12 else area[:9]

    def keeps_small(self, area: str) -> bool:
        """Whether hexagons of an area keep counts below LEAST."""
        return self.person.role in OWN and len(self.person.area) >= 9 and self.person.area.isdigit() and self.may_see(area)

    def may_read(self, row: Row) -> bool:
        """Whether this is a case that the person handles."""
        if self.person.role not in READS or (self.person.unit and row["handler"] != self.person.unit):
            return False
        return is_in(self.pack, row, self.person.area)


def leaves(pack: Pack, area: str) -> frozenset[str]:
    """The streets of an area; that of a community; today's of a former unit."""
    if former := next((f for f in pack.formers if f.code == area), None):
        return frozenset(former.members)
    found = pack.areas.get(area)
    assert found is not None, area
    if found.level in ("street", "community"):
        return frozenset({area[:9]})
    return frozenset().union(*(leaves(pack, part.code) for part in pack.areas.children(area)))


def is_in(pack: Pack, row: Row, area: str) -> bool:
    """Whether a row counts in an area."""
    if len(area) == 12:
        return bool(row["community_code"] == area)
    if area == "11":
        return True
    return row["street_code"] in leaves(pack, area) or (area.isdigit() and row["district_code"] == area)


@cache
def rows() -> dict[str, Row]:
    """All there is, by order number."""
    return {row["order_no"]: row for row in city()}


@pytest.fixture(scope="module", params=PEOPLE, ids=lambda p: p.login)
def eyes(request: pytest.FixtureRequest, pack: Pack) -> Eyes:
    """Somebody of every role."""
    return Eyes(request.param, pack)


class Asking:
    """One person's browser; the wall forgets how often it asked, so that no rate limit answers in place of the right."""

    def __init__(self, app: Dash, client: FlaskClient, eyes: Eyes) -> None:
        self.wall, self._client, self.eyes = app.server.extensions["guard"], client, eyes

    def get(self, address: str, *, is_allowed: bool, otherwise: tuple[int, ...] = (403,)) -> TestResponse:
        """The answer, which must be 200 or a refusal as told, and must hold no text of a case that the person does not handle."""
        answer = self._browser().get(address, headers={"Accept-Encoding": "identity"})
        assert answer.status_code == 200 if is_allowed else answer.status_code in otherwise, (address, answer.status_code)
        self.require_no_foreign_text(answer)
        return answer

    def page(self, path: str, query: str) -> Any:
        """What the page's callback lays out."""
        call = {**PAGE_CALL, "inputs": [{"id": "address", "property": "data", "value": {"path": path, "query": query}}]}
        answer = self._browser().post(CALLBACK_PATH, json=call)
        assert answer.status_code == 200, answer.status_code
        self.require_no_foreign_text(answer)
        return answer.get_json()["response"]["page"]["children"]

    def require_no_foreign_text(self, answer: TestResponse) -> None:
        """Every text found in an answer belongs to a case that this person handles."""
        body = answer.get_data(as_text=True) if "octet" not in answer.mimetype else ""
        body = json.dumps(answer.get_json(), ensure_ascii=False) if answer.is_json else body
        for number in set(MARKS.findall(body)):
            assert self.eyes.may_read(rows()[f"D{number}"]), number

    def _browser(self) -> FlaskClient:
        self.wall.limits.forget()
        return self._client


@pytest.fixture(scope="module")
def asking(closed_app: Dash, access: Access, eyes: Eyes) -> Asking:
    """That person's browser."""
    return Asking(closed_app, signed_in(closed_app, access, eyes.person.login), eyes)


def in_every(**values: Sequence[object]) -> Callable[[Callable[..., None]], Callable[[Asking, Eyes], None]]:
    """Makes a check of one cell a test of all that a person has; what fails is said with its cell."""

    def made(check: Callable[..., None]) -> Callable[[Asking, Eyes], None]:
        def test(asking: Asking, eyes: Eyes) -> None:
            for cell in product(*values.values()):
                given = dict(zip(values, cell, strict=True))
                try:
                    check(asking, eyes, **given)
                except AssertionError as error:
                    error.add_note(f"cell: {eyes.person.login} {given}")
                    raise

        return test

    return made


def hexagons(cube: Cube) -> dict[str, int]:
    counts = np.bincount(cube.arrays["key"], cube.arrays["count"], len(cube.keys)).astype(int).tolist()
    return {key: count for key, count in zip(cube.keys, counts, strict=True) if key not in (COARSE, UNPLACED)}


def records(eyes: Eyes, area: str, first: str, last: str = str(LAST_DAY)) -> list[Row]:
    days = date.fromisoformat(first), date.fromisoformat(last)
    return [row for row in rows().values() if days[0] <= row["created_at"].date() <= days[1] and is_in(eyes.pack, row, area)]


@in_every(area=AREAS)
def test_sums_of_areas_are_given_where_the_whole_area_may_be_seen_and_count_that_area_only(asking: Asking, eyes: Eyes, area: str) -> None:
    answer = asking.get(f"/cube/x/areas/{area}.htc", is_allowed=eyes.may_see(area))

    if eyes.may_see(area):
        cube = decode(answer.data)
        assert int(cube.arrays["count"].sum()) == len(records(eyes, area, cube.header["from"]))
        assert all(eyes.may_see(key) for key in cube.keys if key and len(key) < 12)
        assert "Cookie" in answer.headers["Vary"]
        assert answer.headers["Cache-Control"] == "no-store"


@in_every(area=AREAS, res=RESOLUTIONS)
def test_hexagons_are_never_small_above_the_own_street(asking: Asking, eyes: Eyes, area: str, res: int) -> None:
    for span in SPANS:
        otherwise = (200, 404) if eyes.may_see(area) else (403,)
        given = asking.get(f"/cube/x/cells/{area}/{res}.htc{span}", is_allowed=False, otherwise=otherwise)
        if given.status_code != 200:
            continue
        cube = decode(given.data)
        assert res <= 9 or eyes.keeps_small(area)
        if not eyes.keeps_small(area):
            assert cube.is_bound
            assert cube.categories == ("*",)
            assert cube.header["steps"] == 1
            assert all(count >= LEAST for count in hexagons(cube).values())
            assert date.fromisoformat(cube.header["from"]).weekday() == 0
            held = records(eyes, area, cube.header["from"], cube.header["to"])
            held = [row for row in held if "category=01" not in span or row["category_code"].startswith("01")]
            assert int(cube.arrays["count"].sum()) == len(held)
        drawn = asking.get(f"/tiles/x/hex_{res}/{area}.geojson{span}", is_allowed=True)
        assert {f["properties"]["h3"] for f in drawn.get_json(force=True)["features"]} == set(hexagons(cube))


@in_every(area=AREAS)
def test_shapes_are_those_of_areas_that_may_be_seen(asking: Asking, eyes: Eyes, area: str) -> None:
    for layer in ("shapes", "places"):
        asking.get(f"/tiles/x/area/{area}/{layer}.geojson", is_allowed=eyes.may_see(area))


@in_every(res=RESOLUTIONS)
def test_tiles_of_the_whole_city_are_for_nobody_with_an_account(asking: Asking, eyes: Eyes, res: int) -> None:
    asking.get(f"/tiles/x/hex_{res}/9/421/193.mvt", is_allowed=False)


@in_every(area=AREAS)
def test_cases_are_listed_where_they_may_be_and_read_by_those_who_handle_them(asking: Asking, eyes: Eyes, area: str) -> None:
    is_allowed = eyes.person.role in LISTS and eyes.may_see(area)

    answer = asking.get(f"/api/cases?area={area}&from=2024-11-23&to=2026-11-22&limit=500", is_allowed=is_allowed)

    for line in answer.get_json()["cases"] if is_allowed else ():
        row = rows()[line["no"]]
        assert is_in(eyes.pack, row, eyes.shown(area))
        assert not eyes.person.unit or row["handler"] == eyes.person.unit
        assert line["is_readable"] == eyes.may_read(row)


@in_every(area=AREAS)
def test_cases_of_one_hexagon_are_listed_in_the_own_street_only(asking: Asking, eyes: Eyes, area: str) -> None:
    is_allowed = eyes.person.role in READS and eyes.keeps_small(area)

    asking.get(f"/api/cases?area={area}&cell=8931aacd2a3ffff", is_allowed=is_allowed)


def test_a_single_case_is_for_those_who_handle_it(asking: Asking, eyes: Eyes) -> None:
    for order_no, row in list(rows().items())[::60]:
        is_open = eyes.may_read(row)
        answer = asking.get(f"/api/case/{order_no}", is_allowed=is_open, otherwise=(403, 404))
        assert not is_open or answer.get_json()["title"] == row["title"]
    asking.get("/api/case/D999999", is_allowed=False, otherwise=(403, 404))


@in_every(area=AREAS, name=TABLES)
def test_files_hold_what_the_screen_may_show(asking: Asking, eyes: Eyes, area: str, name: str) -> None:
    is_allowed = eyes.person.role in EXPORTS and eyes.may_see(area) and (name != "cases" or eyes.person.role in LISTS)

    answer = asking.get(f"/api/export/{name}.csv?area={area}&period=year", is_allowed=is_allowed)

    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))) if is_allowed else []
    if name == "cells" and not eyes.keeps_small(area):
        assert all(int(line["件数"]) >= LEAST for line in lines[:-2])
    if name == "cases":
        assert all(is_in(eyes.pack, rows()[line["工单编号"]], eyes.shown(area)) for line in lines if line["工单编号"] in rows())
    if name == "ranking":
        assert all(eyes.may_see(line["区域代码"]) for line in lines if len(line["区域代码"]) in (6, 9))


@in_every(area=AREAS, path=PATHS)
def test_a_page_of_a_foreign_area_is_that_of_the_own(asking: Asking, eyes: Eyes, path: str, area: str) -> None:
    page = asking.page(path, f"?area={area}&period=30d")

    shells = [node["props"]["data"] for node in walk(page) if node["props"].get("id") == STORE]
    if not eyes.person.area or (path == "/quality" and eyes.person.role not in ("city", "clerk")):
        assert shells == []
        return
    for told in shells:
        assert eyes.may_see(told["state"]["area"])
        assert told["state"]["area"] == eyes.shown(area) or not eyes.may_see(area)
        assert all(eyes.may_see(code) for code in _areas_of_addresses(told))
    links = [str(node["props"].get("href", "")) for node in walk(page)]
    assert all(eyes.may_see(code) for link in links for code in re.findall(r"[?&]area=(\w+)", link))
    options = [node["props"]["value"] for node in walk(page) if node["type"] == "Option"]
    assert all(eyes.may_see(code) for code in options)


def _areas_of_addresses(told: dict[str, Any]) -> Iterator[str]:
    for address in (*told.get("cubes", {}).values(), *told.get("maps", {}).values()):
        found = re.search(r"/(?:areas|cells|area|hex_\d+)/(\w+)", address)
        assert found, address
        yield found[1]


def test_the_matrix_has_a_thousand_cells_and_more() -> None:
    routes = 1 + len(RESOLUTIONS) * len(SPANS) * 2 + 2 + 2 + len(TABLES) + 3

    assert len(PEOPLE) * len(AREAS) * routes >= 1_000
