"""Points, lines and outlines of records: read, mended or refused, in WGS-84, on the grid, in the street that has most of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import h3.api.basic_int as h3_int
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from etl.feeds import FEEDS
from etl.pipeline import load_source
from etl.quarantine import export, replay, waiting
from etl.records.shapes import cells_of_shape, in_wgs84, read_shape
from etl.workshop import Source, Workshop
from geodata.coords import from_wgs84
from geodata.errors import CoordinateError
from geodata.pack import Pack
from geodata.store.engine import read_transaction
from geodata.store.models import Batch, Project, ProjectCell
from tests.etl.register import ROW, fates, file_of, reasons

BARE = {k: v for k, v in ROW.items() if k not in ("经度", "纬度", "地点")}
SQUARE = "POLYGON ((116.32 40.07, 116.33 40.07, 116.33 40.08, 116.32 40.08, 116.32 40.07))"
BOW_TIE = "POLYGON ((116.32 40.07, 116.33 40.08, 116.33 40.07, 116.32 40.08, 116.32 40.07))"
# a square whose last corner runs a millionth of it over the first side
SLIP = "POLYGON ((116.32 40.07, 116.33 40.07, 116.33 40.08, 116.32 40.08, 116.3200001 40.0699999, 116.32 40.07))"
HERE = (116.32, 40.07)


def shaped(folder: Path, *shapes: str, crs: str = "wgs84", **cells: str) -> Source:
    """A register whose projects A0, A1 … have these geometries and nothing else that says where they are."""
    changes = ({"项目编号": f"A{n}", "项目名称": f"示例项目 {n}", "geometry": s, **cells} for n, s in enumerate(shapes))
    return file_of("projects", BARE, folder, *changes, crs=crs)


def feature_file(folder: Path, *geometries: Any, name: str = "p.geojson") -> Source:
    """A GeoJSON register."""
    named = [{"项目编号": f"A{n}", "项目名称": f"示例项目 {n}"} for n in range(len(geometries))]
    features = [{"type": "Feature", "geometry": g, "properties": p} for g, p in zip(geometries, named, strict=True)]
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return Source(path, FEEDS["projects"], crs="wgs84")


def stored(store: Engine) -> list[Any]:
    with read_transaction(store) as connection:
        columns = (Project.project_no, func.ST_AsText(Project.geom), Project.lon, Project.lat, Project.street_code, Project.district_code)
        return list(connection.execute(select(*columns).order_by(Project.project_no)))


def notes(store: Engine) -> dict[str, Any]:
    with read_transaction(store) as connection:
        return dict(connection.scalars(select(Batch.notes).order_by(Batch.id.desc())).first() or {})


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (SQUARE, ""), ("POINT (116.3 40)", ""), ("SRID=4326;POINT (116.3 40)", ""), ("LINESTRING (116.3 40, 116.4 40)", ""),
        ("POINT Z (116.3 40 5)", ""), ('{"type":"Point","coordinates":[116.3,40]}', ""),
        (BOW_TIE, "shape_broken"), ("POLYGON EMPTY", "shape_empty"), ("LINESTRING (116.3 40, 116.3 40)", "shape_empty"),
        ("POINT (nan 40)", "shape_unreadable"), ("POINT (inf 40)", "shape_unreadable"), ("看图", "shape_unreadable"),
        ("POLYGON ((116.3 40, 116.4 40))", "shape_unreadable"),
        ('{"type":"Polygon","coordinates":[[[116.3,40],[116.4,40]]]}', "shape_unreadable"),
        ('{"type":"Point","coordinates":[null,40]}', "shape_unreadable"), ('{"type":"Point"}', "shape_unreadable"),
        ("{}", "shape_unreadable"), ("GEOMETRYCOLLECTION EMPTY", "shape_empty"), ("[1, 2]", "shape_unreadable"),
    ],
)  # fmt: skip
def test_a_geometry_is_read_or_says_why_not(text: str, fault: str) -> None:
    assert read_shape(text).fault == fault


def test_a_slip_is_mended_where_that_changes_next_to_nothing() -> None:
    found = read_shape(SLIP)

    assert (found.is_mended, found.geometry.is_valid if found.geometry else None) == (True, True)


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    found = read_shape(text)

    assert (found.geometry is None) == bool(found.fault)


def test_points_lines_and_outlines_come_in_from_geojson(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    line = {"type": "LineString", "coordinates": [[116.32, 40.07], [116.34, 40.07]]}
    source = feature_file(tmp_path, {"type": "Point", "coordinates": list(HERE)}, line, shapely.geometry.mapping(shapely.from_wkt(SQUARE)))

    assert fates(load_source(source, store, workshop)) == (3, 0, 0, 0)
    assert [wkt.split(" ")[0].split("(")[0] for _, wkt, *_ in stored(store)] == ["POINT", "LINESTRING", "POLYGON"]
    assert notes(store).get("ignored_columns") is None


def test_every_shape_stands_on_the_grid_with_shares_that_are_the_whole(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    line = "MULTILINESTRING ((116.30 40.06, 116.34 40.06), (116.34 40.07, 116.36 40.09))"
    load_source(shaped(tmp_path, "POINT (116.32 40.07)", line, SQUARE, "MULTIPOINT ((116.30 40.06), (116.40 40.06))"), store, workshop)

    with read_transaction(store) as connection:
        sums = connection.execute(select(func.sum(ProjectCell.share), func.count()).group_by(ProjectCell.project_id)).all()
    assert [round(total, 9) for total, _ in sums] == [1, 1, 1, 1]
    assert sorted(count for _, count in sums)[:2] == [1, 2]
    assert all(lon is not None for _, _, lon, *_ in stored(store))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.05), st.floats(0, 0.05)), min_size=3, max_size=8))
def test_shares_of_any_outline_sum_to_one_and_its_cells_cover_it(corners: list[tuple[float, float]]) -> None:
    hull = shapely.MultiPoint([(116.3 + x, 40.05 + y) for x, y in corners]).convex_hull
    if hull.geom_type != "Polygon" or hull.area < 1e-10:
        return
    shares = cells_of_shape(hull)

    assert abs(sum(shares.values()) - 1) < 1e-9
    hexagons = [shapely.Polygon([(x, y) for y, x in h3_int.cell_to_boundary(cell)]) for cell in shares]
    assert hull.difference(shapely.union_all(hexagons).buffer(1e-5)).is_empty


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.05), st.floats(0, 0.05)), min_size=2, max_size=6, unique=True))
def test_a_line_lies_in_its_cells_from_end_to_end(corners: list[tuple[float, float]]) -> None:
    line = shapely.LineString([(116.3 + x, 40.05 + y) for x, y in corners])
    if line.length < 1e-5:
        return
    shares = cells_of_shape(line)

    hexagons = [shapely.Polygon([(x, y) for y, x in h3_int.cell_to_boundary(cell)]) for cell in shares]
    assert abs(sum(shares.values()) - 1) < 1e-9
    assert line.difference(shapely.union_all(hexagons).buffer(1e-5)).length < 1e-6


def test_a_shape_as_large_as_a_country_gets_no_cells() -> None:
    assert cells_of_shape(shapely.box(110, 35, 120, 42)) == {}


def test_broken_shapes_are_put_aside_and_can_be_mended_and_replayed(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    batch = load_source(shaped(tmp_path, BOW_TIE, SLIP, SQUARE, "POLYGON EMPTY"), store, workshop).batch

    assert reasons(store) == ["shape_broken", "shape_empty"]
    assert waiting(store)[0].raw["geometry"] == BOW_TIE
    assert notes(store)["shapes_mended"] == 1

    export(store, batch, tmp_path / "mended.csv")
    text = (tmp_path / "mended.csv").read_text(encoding="utf-8-sig").replace(BOW_TIE, SQUARE)
    (tmp_path / "mended.csv").write_text(text, encoding="utf-8")
    source = Source(tmp_path / "mended.csv", FEEDS["projects"], crs="wgs84")
    _, count = replay(store, source.path, lambda _: load_source(source, store, workshop))
    assert (count, [no for no, *_ in stored(store)]) == (1, ["A0", "A1", "A2"])


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_every_vertex_is_brought_from_the_system_declared(tmp_path: Path, sqlite_store: Engine, workshop: Workshop, system: str) -> None:
    square = shapely.from_wkt(SQUARE)
    moved = shapely.transform(square, lambda p: np.column_stack(from_wgs84(p[:, 0], p[:, 1], system)))

    load_source(shaped(tmp_path, moved.wkt, crs=system), sqlite_store, workshop)

    found = shapely.from_wkt(stored(sqlite_store)[0][1])
    assert np.abs(shapely.get_coordinates(found) - shapely.get_coordinates(square)).max() < 1e-9
    assert shapely.equals_exact(in_wgs84(moved, system), square, tolerance=1e-9)


def test_a_wrong_system_is_refused_with_the_evidence(tmp_path: Path, sqlite_store: Engine, workshop: Workshop, pack: Pack) -> None:
    stations = [p for p in pack.gazetteer if p.kind == "station" and not p.is_approx and p.lon is not None][:6]
    lines = []
    for station in stations:
        assert station.lon is not None
        assert station.lat is not None
        x, y = (float(v[0]) for v in from_wgs84([station.lon], [station.lat], "gcj02"))
        lines.append(f"LINESTRING ({x - 1e-4} {y}, {x + 1e-4} {y})")
    changes = ({"项目编号": f"A{n}", "地点": s.name, "geometry": g} for n, (s, g) in enumerate(zip(stations, lines, strict=True)))
    source = file_of("projects", BARE, tmp_path, *changes)

    with pytest.raises(CoordinateError, match="gcj02"):
        load_source(source, sqlite_store, workshop)


def test_a_file_that_names_no_system_is_refused_unless_it_lies_abroad(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    with pytest.raises(CoordinateError):
        load_source(shaped(tmp_path, SQUARE, crs=""), sqlite_store, workshop)

    assert fates(load_source(shaped(tmp_path, "POINT (-73.97 40.73)", crs=""), sqlite_store, workshop)) == (1, 0, 0, 0)


def test_longitude_and_latitude_turned_round_are_refused(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    with pytest.raises(CoordinateError):
        load_source(shaped(tmp_path, "LINESTRING (40.07 116.32, 40.08 116.33)"), sqlite_store, workshop)


def test_a_shape_over_a_border_belongs_to_the_street_that_has_most_of_it(
    tmp_path: Path, sqlite_store: Engine, workshop: Workshop, pack: Pack
) -> None:
    street, other = _neighbours(pack)
    assert street.geometry is not None
    assert other.geometry is not None
    near = shapely.shortest_line(street.geometry.representative_point(), other.geometry)
    inner, border = shapely.get_coordinates(near)
    beyond = border + (border - inner) * 0.2
    line = shapely.LineString([inner, beyond]).wkt

    load_source(shaped(tmp_path, line), sqlite_store, workshop)

    row = stored(sqlite_store)[0]
    assert row.street_code == street.code
    assert shapely.from_wkt(line).distance(shapely.Point(row.lon, row.lat)) < 1e-9
    assert notes(sqlite_store)["shapes_crossing"] == 1


def test_a_street_that_the_row_names_goes_before_the_largest_share(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    load_source(shaped(tmp_path, SQUARE, 所在街道="天通苑北街道"), sqlite_store, workshop)

    assert stored(sqlite_store)[0].street_code == "110114008"


def test_a_shape_outside_the_city_is_kept_as_outside(tmp_path: Path, store: Engine, workshop: Workshop) -> None:
    receipt = load_source(shaped(tmp_path, "POLYGON ((114 38, 114.01 38, 114.01 38.01, 114 38))"), store, workshop)

    assert receipt.located == {"无": 1}
    row = stored(store)[0]
    assert (row.street_code, row.district_code, row.lon is not None) == (None, None, True)


def test_a_project_without_geometry_is_placed_by_its_texts_but_no_street_becomes_a_dot(
    tmp_path: Path, store: Engine, workshop: Workshop
) -> None:
    changes = ({"地点": "龙腾苑三区"}, {"所在街道": "回龙观街道"}, {"项目名称": "霍营公园"})
    numbered = ({**change, "项目编号": f"A{n}"} for n, change in enumerate(changes))
    receipt = load_source(file_of("projects", BARE, tmp_path, *numbered), store, workshop)

    rows = stored(store)
    assert receipt.located["小区"] == 1
    assert (rows[0].street_code is not None, rows[0].lon is not None) == (True, True)
    assert (rows[1].street_code is not None, rows[1].lon, rows[1][1]) == (True, None, None)
    with read_transaction(store) as connection:
        assert (connection.scalar(select(func.count()).select_from(ProjectCell)) or 0) >= 1


def test_a_file_without_places_moves_nothing_and_one_with_a_blank_place_takes_it_away(
    tmp_path: Path, store: Engine, workshop: Workshop
) -> None:
    load_source(shaped(tmp_path, SQUARE, 项目名称="霍营公园"), store, workshop)
    cells = cell_count(store)
    path = tmp_path / "short.csv"
    path.write_text("项目编号,项目名称,状态\nA0,霍营公园,完工\n", encoding="utf-8")

    load_source(Source(path, FEEDS["projects"], crs="wgs84"), store, workshop)

    assert (stored(store)[0][1].startswith("POLYGON"), cell_count(store)) == (True, cells)

    load_source(shaped(tmp_path, "", 项目名称="示例项目 0"), store, workshop)

    assert (stored(store)[0][1], cell_count(store)) == (None, 0)


def cell_count(store: Engine) -> int:
    with read_transaction(store) as connection:
        return connection.scalar(select(func.count()).select_from(ProjectCell)) or 0


def test_a_large_outline_in_geojson_is_no_slip_of_the_export(tmp_path: Path, sqlite_store: Engine, workshop: Workshop) -> None:
    circle = shapely.Point(116.32, 40.07).buffer(0.02, quad_segs=2000)
    source = feature_file(tmp_path, shapely.geometry.mapping(circle))
    assert source.path.stat().st_size > 100_000

    assert fates(load_source(source, sqlite_store, workshop)) == (1, 0, 0, 0)


def _neighbours(pack: Pack) -> Any:
    """Two streets that touch, with outlines."""
    streets = [a for a in pack.areas.outlined("street") if a.code.startswith("110114")]
    return next((a, b) for a in streets for b in streets if a is not b and a.geometry and b.geometry and a.geometry.touches(b.geometry))
