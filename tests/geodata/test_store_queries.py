"""The same questions to both engines: equal answers, and the right ones."""

from __future__ import annotations

from datetime import date

import h3.api.basic_int as h3_int
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, insert, select

from geodata.areas import Area, AreaTree
from geodata.coords import LonLat
from geodata.store.engine import read_session, read_transaction, write_session, write_transaction
from geodata.store.models import AreaVersion, Project, Site
from geodata.store.outlines import areas_at, ewkt, register_areas
from geodata.store.upsert import upsert

ON = date(2026, 7, 1)
WEST = shapely.box(116.30, 40.05, 116.35, 40.10)
EAST = shapely.box(116.35, 40.05, 116.40, 40.10)
# a ring, to have a hole
NORTH = shapely.box(116.30, 40.10, 116.40, 40.20).difference(shapely.box(116.33, 40.13, 116.37, 40.17))


def tree() -> AreaTree:
    """A city, a district and three streets, one of them with a hole, one more without an outline."""
    street = {"level": "street", "parent_code": "110114", "is_approx": True}
    return AreaTree([
        Area("11", "city", "北京市", "", None, False),
        Area("110114", "district", "昌平区", "11", shapely.union_all([WEST, EAST, NORTH]), False),
        Area(code="110114001", name="西街道", geometry=WEST, **street),
        Area(code="110114002", name="东街道", geometry=EAST, **street),
        Area(code="110114003", name="北街道", geometry=NORTH, **street),
        Area(code="110114004", name="无边界街道", geometry=None, **street),
    ])


def site(number: int, lon: float, lat: float) -> dict[str, object]:
    """The smallest waterlogging point."""
    return {
        "kind": "waterlogging", "site_no": f"S{number}", "name": f"积水点{number}", "place_text": "",
        "owner": "", "parent_no": "", "place_level": "", "place_approx": False, "row_digest": "", "status": "open", "details": {},
        "lon": lon, "lat": lat, "h3_11": h3_int.latlng_to_cell(lat, lon, 11), "is_sample": True, "geom": ewkt(shapely.Point(lon, lat)),
    }  # fmt: skip


def grid_of_sites() -> list[dict[str, object]]:
    """400 points over and around the three streets, none on a border."""
    return [site(i, 116.291 + 0.0061 * (i % 20), 40.041 + 0.0083 * (i // 20)) for i in range(400)]


@pytest.fixture
def filled(store: Engine) -> Engine:
    with write_session(store) as session:
        register_areas(session, tree())
    with write_transaction(store) as connection:
        connection.execute(insert(Site), grid_of_sites())
    return store


def test_a_box_by_numbers_and_a_box_by_geometry_hold_the_same_points(filled: Engine) -> None:
    west, south, east, north = 116.32, 40.06, 116.37, 40.15
    box = func.ST_GeomFromEWKT(ewkt(shapely.box(west, south, east, north)))
    with read_transaction(filled) as store:
        sites = select(Site.site_no).order_by(Site.id)
        by_numbers = store.scalars(sites.where(Site.lon.between(west, east), Site.lat.between(south, north))).all()
        by_geometry = store.scalars(sites.where(func.ST_Intersects(Site.geom, box))).all()

    expected = [s["site_no"] for s in grid_of_sites() if west <= s["lon"] <= east and south <= s["lat"] <= north]  # type: ignore[operator]
    assert by_numbers == by_geometry == expected
    assert len(expected) > 50


def test_points_are_counted_in_the_polygon_that_holds_them(filled: Engine) -> None:
    query = (
        select(AreaVersion.area_code, func.count())
        .join(Site, func.ST_Contains(AreaVersion.geom, Site.geom))
        .group_by(AreaVersion.area_code)
        .order_by(AreaVersion.area_code)
    )
    with read_transaction(filled) as store:
        counts = dict(store.execute(query).all())

    outlines = {a.code: a.geometry for level in ("district", "street") for a in tree().outlined(level)}
    points = [shapely.Point(s["lon"], s["lat"]) for s in grid_of_sites()]
    assert counts == {code: sum(outline.contains(p) for p in points) for code, outline in outlines.items()}


def test_a_place_is_found_in_its_areas_coarse_to_fine_and_not_in_a_hole(filled: Engine) -> None:
    with read_session(filled) as session:
        assert areas_at(session, LonLat(116.32, 40.07), on=ON) == ["110114", "110114001"]
        assert areas_at(session, LonLat(116.35, 40.15), on=ON) == []
        assert areas_at(session, LonLat(116.32, 40.07), on=date(1999, 1, 1)) == []


def test_registering_the_areas_again_changes_them_and_adds_none(filled: Engine) -> None:
    with write_session(filled) as session:
        count = register_areas(session, tree())

    with read_transaction(filled) as store:
        assert store.scalar(select(func.count()).select_from(AreaVersion)) == count == 6


def test_cells_of_a_period_and_the_top_of_them_come_in_the_same_order(filled: Engine) -> None:
    counted = func.count().label("count")
    by_lat = func.round(Site.lat * 50)
    query = select(by_lat, counted).group_by(by_lat).order_by(counted.desc(), by_lat).limit(3)
    with read_transaction(filled) as store:
        cells = store.execute(select(Site.h3_11, counted).group_by(Site.h3_11).order_by(Site.h3_11)).all()
        top = store.execute(query).all()

    assert [cell for cell, _ in cells] == sorted({s["h3_11"] for s in grid_of_sites()})  # type: ignore[type-var]
    assert [count for _, count in top] == sorted((count for _, count in top), reverse=True)


def test_an_upsert_replaces_by_key_and_keeps_the_id(filled: Engine) -> None:
    changed = {**site(7, 116.36, 40.06), "name": "新名"}
    with write_transaction(filled) as store:
        before = store.execute(select(Site.id).where(Site.site_no == "S7")).scalar_one()
        upsert(store, Site.__table__, [changed], key=("kind", "site_no"))  # type: ignore[arg-type]
        after = store.execute(select(Site.id, Site.name, func.ST_X(Site.geom)).where(Site.site_no == "S7")).one()

    assert tuple(after) == (before, "新名", 116.36)


def test_a_geometry_of_any_kind_comes_back_as_it_went_in(store: Engine) -> None:
    shapes = [shapely.Point(116.3, 40.07), shapely.LineString([(116.3, 40.07), (116.4, 40.08)]), NORTH, shapely.MultiPolygon([WEST, EAST])]
    texts = ("round", "name", "package", "category", "level", "owner", "status", "delay_reason", "published", "source", "place_text",
             "place_level", "row_digest")  # fmt: skip
    plain = {**dict.fromkeys(texts, ""), "support_units": [], "is_public": False, "place_approx": False, "is_sample": True}
    with write_transaction(store) as connection:
        connection.execute(insert(Project), [{**plain, "project_no": str(i), "geom": ewkt(s)} for i, s in enumerate(shapes)])
        connection.execute(insert(Project), [{**plain, "project_no": "none", "geom": None}])

    with read_transaction(store) as connection:
        found = connection.scalars(select(Project.geom).order_by(Project.id)).all()
        kinds = connection.scalars(select(func.ST_AsText(Project.geom)).order_by(Project.id)).all()

    assert [shapely.from_wkb(bytes(g.data)).equals_exact(s) for g, s in zip(found, shapes, strict=False)] == [True] * 4
    assert found[4] is None
    assert [k.split("(")[0].strip() if k else None for k in kinds] == ["POINT", "LINESTRING", "POLYGON", "MULTIPOLYGON", None]


coordinates = st.tuples(st.sampled_from([116.3, 116.32, 116.35, 116.4, 116.5]), st.sampled_from([40.0, 40.05, 40.07, 40.1, 40.15]))
shapes = st.one_of(
    coordinates.map(shapely.Point),
    st.lists(coordinates, min_size=2, max_size=4, unique=True).map(shapely.LineString),
    st.sampled_from([WEST, EAST, NORTH, shapely.MultiPolygon([WEST, EAST.buffer(-0.01)])]),
)
PREDICATES = ("ST_Contains", "ST_Covers", "ST_Disjoint", "ST_Equals", "ST_Intersects", "ST_Overlaps", "ST_Touches", "ST_Within")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(a=shapes, b=shapes)
def test_both_engines_give_the_same_relation_of_any_two_shapes(sqlite_store: Engine, postgis_store: Engine, a: object, b: object) -> None:
    left, right = func.ST_GeomFromEWKT(ewkt(a)), func.ST_GeomFromEWKT(ewkt(b))
    query = select(*(getattr(func, name)(left, right) for name in PREDICATES))
    measures = select(*(getattr(func, name)(left) for name in ("ST_Area", "ST_Length", "ST_SRID")), func.ST_Distance(left, right))

    def answers(store: Engine) -> tuple[list[bool], list[float]]:
        with read_transaction(store) as connection:
            return [bool(x) for x in connection.execute(query).one()], [float(x) for x in connection.execute(measures).one()]

    relations, numbers = answers(sqlite_store)
    other_relations, other_numbers = answers(postgis_store)
    assert relations == other_relations
    assert numbers == pytest.approx(other_numbers)
