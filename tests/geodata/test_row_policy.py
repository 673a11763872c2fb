"""The second wall: whatever a query asks inside `read_within`, PostGIS gives no row of foreign codes."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, Table, insert, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from dashboard.access.reading import scoped_read, sight_of
from dashboard.access.roles import ROLES, Right
from dashboard.access.scope import NOTHING, Scope
from dashboard.access.viewer import Granted, Viewer
from dashboard.queries.region import Region
from geodata.clock import SHANGHAI
from geodata.pack import Pack
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import (
    Area,
    Base,
    Batch,
    Complaint,
    Daily,
    DepthReading,
    Edition,
    Milestone,
    Project,
    ProjectReport,
    Site,
    Task,
    Town,
    Violation,
)
from geodata.store.row_policy import Sight, read_within
from tests.scene import city, filled, home_of

pytestmark = pytest.mark.postgis

AT = datetime(2026, 7, 1, 8, 30, tzinfo=SHANGHAI)
AREAS = {"city": ("11",), "district": ("110114", "110105", "huitian"), "street": ("110114011", "110114012", "110108019"),
         "community": ("110114010001", "110114011001")}  # fmt: skip
UNIT = "回龙观街道办事处"
CODED = ("complaint", "daily", "site", "violation", "project", "town", "task", "edition")
SECRET = ("account", "grant", "session", "device", "share", "audit", "meta", "alembic_version")


def granted(pack: Pack, role: str, area: str) -> Viewer:
    """A viewer with one role in one area."""
    found = pack.areas.get(area)
    assert found is not None
    ranges = pack.areas.ranges(area)
    unit = UNIT if role == "unit" else ""
    return Viewer(login=role, grants=(Granted(ROLES[role], area, found.level, ranges, unit),))


def scopes(pack: Pack) -> list[tuple[str, Scope]]:
    """Every role in every area it can be granted for, for counts and for cases."""
    pairs = [(role, area) for role, kind in ROLES.items() for level in kind.levels for area in AREAS[level]]
    viewers = [(role, area, granted(pack, role, area)) for role, area in pairs]
    return [(f"{role} {area} {right}", viewer.scope(right)) for role, area, viewer in viewers for right in (Right.VIEW, Right.CASES)]


@pytest.fixture
def full(postgis_store: Engine, tmp_path: Path, pack: Pack) -> Engine:
    """A city of complaints with their daily numbers, rejected rows, and one of every other coded row in several areas."""
    rows = [{**row, "handler": UNIT if n % 3 else "城管委"} for n, row in enumerate(city(400))]
    filled(postgis_store, home_of(tmp_path), pack, rows)
    with write_transaction(postgis_store) as store:
        for number, street in enumerate(("110114011", "110114012", "110108019", None), start=1):
            _others(store, number, street)
    return postgis_store


def _others(store: Connection, number: int, street: str | None) -> None:
    codes = {"street_code": street, "district_code": street[:6] if street else None}
    blank = {"batch_id": None, "is_sample": True}
    placed = {"place_text": "", "place_level": "无", "place_approx": False, **codes, **blank}
    site = {**dict.fromkeys(("name", "owner", "parent_no", "status", "row_digest"), ""), "kind": "parking", "site_no": f"S{number}"}
    store.execute(insert(Site).values(id=number, details={}, **site, **placed))
    store.execute(insert(DepthReading).values(id=number, site_id=number, at=AT, depth_mm=20.0, **blank))
    seen = dict.fromkeys(("kind", "source", "camera_no", "road_name", "order_no", "row_digest"), "")
    store.execute(insert(Violation).values(id=number, violation_no=f"V{number}", at=AT, is_false_alarm=False, **seen, **placed))
    names = ("round", "name", "package", "category", "level", "owner", "status", "delay_reason", "published", "source", "row_digest")
    project = {**dict.fromkeys(names, ""), "support_units": [], "is_public": False}
    store.execute(insert(Project).values(id=number, project_no=f"P{number}", **project, **placed))
    store.execute(insert(Milestone).values(id=number, project_id=number, ordinal=1, name="开工", **blank))
    report = {"day": AT.date(), "text": "", "waits_for": "", "entered_at": AT, "entered_by": ""}
    store.execute(insert(ProjectReport).values(id=number, project_id=number, **report, **blank))
    store.execute(insert(Town).values(id=number, town_no=f"W{number}", name="示例街镇 01", **codes, **blank))
    task = dict.fromkeys(("list_name", "title", "kind", "owner", "unit", "status", "note", "row_digest"), "")
    store.execute(insert(Task).values(id=number, task_no=f"T{number}", town_id=number, planned_quantity=1.0, **task, **codes, **blank))
    edition = {"week": "2026-W27", "revision": number, "number": 27, "figures": {}, "published_at": AT, "published_by": ""}
    plain = {"digest": "", "template_digest": "", "note": "", "is_sample": True}
    store.execute(insert(Edition).values(id=number, area_code=street or "11", **plain, **edition))


def may_see(scope: Scope, *codes: str | None) -> bool:
    """Whether any code of a row lies in the scope's ranges, level by level as the queries compare them."""
    if scope.is_municipal:
        return True
    known = [code for code in codes if code]
    if not known:
        return scope.includes_outside
    return any(lo <= code < hi for code in known for lo, hi in scope.ranges)


def test_without_the_queries_own_filter_no_role_finds_a_foreign_complaint(full: Engine, pack: Pack) -> None:
    columns = (Complaint.id, Complaint.district_code, Complaint.street_code, Complaint.community_code, Complaint.handler)
    with read_transaction(full) as store:
        everything = store.execute(select(*columns)).all()

    for name, scope in scopes(pack):
        expected = {r.id for r in everything if may_see(scope, *r[1:4]) and (scope.units is None or r.handler in scope.units)}
        with scoped_read(full, scope) as store:
            assert set(store.scalars(select(Complaint.id))) == expected, name
            filtered = store.scalars(select(Complaint.id).where(Region(scope.ranges, scope.includes_outside).clause()))
            assert set(filtered) == expected, name


@pytest.mark.parametrize("table", CODED)
def test_no_table_with_a_code_shows_a_foreign_row(full: Engine, pack: Pack, table: str) -> None:
    model = Base.metadata.tables[table]
    codes = [c for c in ("district_code", "street_code", "community_code", "area_code") if c in model.columns]

    for name, scope in scopes(pack):
        with scoped_read(full, scope) as store:
            rows = store.execute(select(*(model.columns[c] for c in codes))).all()
        assert all(may_see(scope, *row) for row in rows), (table, name)


@pytest.mark.parametrize("model", [Milestone, ProjectReport])
def test_what_belongs_to_a_project_is_seen_with_it(full: Engine, model: type[Milestone] | type[ProjectReport]) -> None:
    with read_within(full, Sight(streets=(("110114011", "110114012"),))) as store:
        assert store.scalars(select(Project.id)).all() == [1]
        assert store.scalars(select(model.project_id)).all() == [1]


def test_what_a_sensor_measured_is_seen_with_its_place(full: Engine) -> None:
    with read_within(full, Sight(streets=(("110114011", "110114012"),))) as store:
        assert store.scalars(select(DepthReading.site_id)).all() == [1]


def test_batches_and_rejected_rows_are_seen_by_the_city_alone(full: Engine, pack: Pack) -> None:
    for name, scope in scopes(pack):
        with scoped_read(full, scope) as store:
            assert bool(store.scalars(select(Batch.id)).all()) == scope.is_municipal, name


def test_nothing_is_seen_by_a_scope_of_nothing_or_without_settings(full: Engine) -> None:
    with scoped_read(full, NOTHING) as store:
        assert [table for table in (*CODED, "batch", "quarantine", "milestone") if store.execute(select(_table(table))).first()] == []

    with read_transaction(full) as store:
        store.execute(text("SET LOCAL ROLE huitian_viewer"))
        assert store.execute(select(Complaint.id)).first() is None


@pytest.mark.parametrize("table", SECRET)
def test_tables_of_accounts_cannot_be_read_at_all(full: Engine, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), scoped_read(full, Scope.everything()) as store:
        store.execute(text(f'SELECT * FROM "{table}"'))


def test_every_table_is_either_behind_a_policy_or_not_given_to_readers(full: Engine) -> None:
    query = text("""SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
                    AND NOT relrowsecurity AND has_table_privilege('huitian_viewer', oid, 'SELECT')""")
    changed = text("""SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
                      AND has_table_privilege('huitian_viewer', oid, 'INSERT, UPDATE, DELETE, TRUNCATE')""")
    with read_transaction(full) as store:
        assert set(store.scalars(query)) == {"area", "area_version", "programme_round"}
        assert store.scalars(changed).all() == []


def test_the_role_ends_with_its_transaction(full: Engine) -> None:
    with scoped_read(full, NOTHING) as store:
        assert store.execute(text("SELECT current_user")).scalar() == "huitian_viewer"

    with read_transaction(full) as store:
        assert store.execute(text("SELECT current_user")).scalar() != "huitian_viewer"
        assert store.execute(select(Complaint.id)).first() is not None
        assert store.execute(text("SELECT coalesce(current_setting('huitian.all', true), '')")).scalar() == ""


def test_the_codes_of_one_reader_are_never_those_of_the_next(full: Engine) -> None:
    seen = []
    for lo, hi in pairwise(("110114010", "110114011", "110114012", "110114013")):
        with read_within(full, Sight(streets=((lo, hi),))) as store:
            seen.append(set(store.scalars(select(Complaint.street_code))))

    assert seen == [{"110114010"}, {"110114011"}, {"110114012"}]


@pytest.mark.parametrize("bound", ['110114"', "1101,14", "110\\114", "{}", "110114011),[0", "'; RESET ROLE; --"])
def test_a_bound_of_strange_characters_opens_nothing(full: Engine, bound: str) -> None:
    with read_within(full, Sight(streets=((bound, bound + "x"),))) as store:
        assert store.scalars(select(Complaint.id)).all() == []


def test_a_reversed_range_is_refused_by_the_store(full: Engine) -> None:
    with pytest.raises(DBAPIError, match="range lower bound"), read_within(full, Sight(streets=(("2", "1"),))) as store:
        store.scalars(select(Complaint.id)).all()


def test_boundaries_and_names_are_for_everybody(full: Engine) -> None:
    with scoped_read(full, NOTHING) as store:
        store.execute(select(Area.code)).all()


def test_a_community_reader_sees_no_daily_numbers_of_its_street(full: Engine, pack: Pack) -> None:
    with scoped_read(full, granted(pack, "community", "110114011001").scope()) as store:
        assert store.execute(select(Daily.area_code)).all() == []


def test_ranges_are_told_apart_by_their_length() -> None:
    sight = sight_of(Scope((("110114", "110115"), ("110114011", "110114013"), ("110114011001", "110114011002"))))

    assert (sight.districts, sight.streets, sight.communities) == (
        (("110114", "110115"),), (("110114011", "110114013"),), (("110114011001", "110114011002"),),
    )  # fmt: skip


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
