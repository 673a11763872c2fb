"""Nobody is told of a project outside of what he may see, by any query on the programme, on either engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.access.roles import ROLES, Right
from dashboard.access.scope import Scope
from dashboard.access.viewer import Granted, Viewer
from dashboard.queries.cubes import Source
from dashboard.queries.programme.chain import projects_at
from dashboard.queries.programme.changes import week_changes
from dashboard.queries.programme.effects import effect
from dashboard.queries.programme.funds import money
from dashboard.queries.programme.lines import projects
from dashboard.queries.programme.overview import overview
from dashboard.queries.programme.sheets import monthly_sheet, weekly_sheet
from dashboard.queries.programme.single import project
from dashboard.queries.programme.sums import outputs, summary
from dashboard.queries.projects_report import projects_report
from dashboard.queries.register import Register
from dashboard.state import parse
from geodata import grid
from geodata.errors import NotFound, RightsError
from geodata.pack import Pack
from tests.people import PEOPLE, Person
from tests.programme_rows import NOW, TODAY, closure, evidence, planted, put, put_papers, register_of, report

CELL = int(grid.parents_of(grid.cells_of([116.34], [40.07]), 9)[0])
PLACES: dict[str, tuple[str | None, str | None]] = {
    "at-011": ("110114", "110114011"), "at-012": ("110114", "110114012"), "at-001": ("110114", "110114001"),
    "in-114": ("110114", None), "at-108": ("110108", "110108019"), "outside": (None, None),
}  # fmt: skip
AREAS = ("11", "110114", "110108", "huitian", "110114011", "110114012", "110114001")
WATCHERS = tuple(p for p in PEOPLE if p.area)
Query = Callable[[Register, str], Any]
BY_AREA: tuple[Query, ...] = (projects, summary, overview, week_changes, money, outputs, weekly_sheet, monthly_sheet)


def scope_of(person: Person, pack: Pack) -> Scope:
    """What somebody may look at."""
    found = pack.areas.get(person.area)
    assert found is not None
    role = ROLES[person.role]
    grant = Granted(role, person.area, found.level, pack.areas.ranges(person.area), person.unit)
    return Viewer(login=person.login, grants=(grant,)).scope(Right.VIEW)


@pytest.fixture
def world(store: Engine) -> Engine:
    """One project in each place, all in one hexagon, each with reports, a re-plan, outputs and papers that bear its number."""
    for no, (district, street) in PLACES.items():
        codes = {"district_code": district, "street_code": street}
        said = (TODAY.replace(day=14), TODAY.replace(month=12), "land")
        put(store, [planted(
            no, owner=f"单位 {no}", package=f"包 {no}", cells=(CELL,), forecasts=(said,), outputs=((f"产出 {no}", "个", 10, 1),),
            planned_cny=1e6,
            milestones=((f"节点 {no}", TODAY, None, None),), reports=(report(TODAY, 10.0, text=f"进展 {no}", waits_for="市"),), **codes,
        )])  # fmt: skip
        put_papers(store, closures=[closure(no, note=f"销账 {no}", **codes)], files=[evidence(no, file_name=f"{no}.jpg", **codes)])
    return store


def lies_in(place: str, ranges: tuple[tuple[str, str], ...]) -> bool:
    return any(lo <= code < hi and len(lo) <= len(code) for code in PLACES[place] if code for lo, hi in ranges)


def visible(scope: Scope) -> set[str]:
    return {place for place in PLACES if lies_in(place, scope.ranges) or (place == "outside" and scope.includes_outside)}


def told_of(answer: object) -> set[str]:
    """The places whose number stands anywhere in an answer."""
    return {place for place in PLACES if place in repr(answer)}


def test_no_query_tells_of_a_project_outside_of_the_scope(world: Engine, pack: Pack) -> None:
    for person, area in product(WATCHERS, AREAS):
        register, ranges = register_of(world, pack, scope_of(person, pack)), pack.areas.ranges(area)
        has_outside = area == "11" and register.scope.includes_outside
        expected = {p for p in PLACES if lies_in(p, ranges) or (p == "outside" and has_outside)}
        for query in BY_AREA:
            if register.scope.covers(ranges):
                assert told_of(query(register, area)) == expected, (person.login, query.__name__, area)
            else:
                with pytest.raises(RightsError):
                    query(register, area)


def test_no_single_project_is_told_outside_of_the_scope(world: Engine, pack: Pack, city_source: Source) -> None:
    for person, no in product(WATCHERS, PLACES):
        scope = scope_of(person, pack)
        register, source = register_of(world, pack, scope), replace(city_source, scope=scope)
        assert told_of(projects_at(register, [CELL])) == visible(scope)
        if no in visible(scope):
            page = project(register, no)
            assert (told_of(page), told_of(replace(page, neighbours=()))) == (visible(scope), {no})
            assert (len(page.evidence), len(page.closures), page.reports[0].text) == (1, 1, f"进展 {no}")
            assert told_of(effect(register, source, no)) == set()
        else:
            with pytest.raises(NotFound):
                project(register, no)
            with pytest.raises(NotFound):
                effect(register, source, no)


def test_what_lies_outside_every_area_is_seen_by_the_city_alone(world: Engine, pack: Pack) -> None:
    seers = {p.login for p in WATCHERS if "outside" in visible(scope_of(p, pack))}

    found = projects(register_of(world, pack, Scope.municipal()), "11")
    assert seers == {"city"}
    assert [line.street_name for line in found if line.no == "outside"] == ["辖区外"]
    assert "outside" not in told_of(projects(register_of(world, pack, Scope.municipal()), "110114"))


def test_readers_of_one_memory_are_not_given_each_others_answers(world: Engine, pack: Pack) -> None:
    city = register_of(world, pack, Scope.municipal())
    street = replace(city, scope=Scope((("110114011", "110114012"),)))

    for first, second in ((city, street), (street, city)):
        for register in (first, second, first):
            assert told_of(projects(register, "110114011")) == {"at-011"}
            assert told_of(projects_at(register, [CELL])) == visible(register.scope)


def test_the_printed_report_tells_of_the_area_alone(world: Engine, pack: Pack, city_source: Source) -> None:
    for person, area in product(WATCHERS, AREAS):
        scope, ranges = scope_of(person, pack), pack.areas.ranges(area)
        if scope.covers(ranges):
            state, _ = parse("/projects", f"area={area}", pack, TODAY)
            printed = projects_report(replace(city_source, scope=scope), state, world, NOW)
            assert told_of(printed) == {p for p in visible(scope) if lies_in(p, ranges) or area == "11"}
