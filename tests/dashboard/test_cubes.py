from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.queries.cube import COARSE, UNPLACED, Cube
from dashboard.queries.cubes import MEASURES, Source, areas_cube, cells_cube
from dashboard.queries.figures import cell_counts
from geodata import grid
from geodata.errors import NotFound, RightsError
from geodata.history import open_history
from geodata.pack import Pack
from geodata.settings import Settings
from tests.scene import FIRST_DAY, LAST_DAY, NEWEST, city, filled, home_of, placed

HERE = (116.36, 40.07)


def total(cube: Cube) -> int:
    return int(cube.arrays["count"].sum())


def by_key(cube: Cube, measure: str = "count") -> dict[str, int]:
    sums = np.bincount(cube.arrays["key"], cube.arrays[measure], len(cube.keys)).astype(int)
    return dict(zip(cube.keys, sums.tolist(), strict=True))


def small(store: Engine, folder: Path, pack: Pack, *rows: dict[str, object]) -> Source:
    return filled(store, home_of(folder), pack, [{"order_no": f"S{i}", "created_at": NEWEST, **row} for i, row in enumerate(rows)])


@pytest.mark.parametrize("area", ["11", "110114", "huitian", "110114011"])
@pytest.mark.parametrize("measure", MEASURES)
def test_an_area_is_the_sum_of_the_areas_below_it(city_source: Source, area: str, measure: str) -> None:
    cube = areas_cube(city_source, area)

    known = {code: count for code, count in by_key(cube, measure).items() if code and city_source.pack.areas.children(code)}
    below = {code: int(areas_cube(city_source, code).arrays[measure].sum()) for code in known}

    assert below == known


@pytest.mark.parametrize(("area", "res"), [("11", 7), ("11", 8), ("110114", 8), ("huitian", 9), ("110114011", 9), ("110114011", 10)])
def test_hexagons_coarse_and_unplaced_are_together_the_area(city_source: Source, area: str, res: int) -> None:
    cells, areas = cells_cube(city_source, area, res), areas_cube(city_source, area, first=LAST_DAY - timedelta(days=365))

    assert total(cells) == total(areas) > 0
    assert by_key(cells)[UNPLACED] == int(areas.arrays["unplaced"].sum())


def test_the_city_holds_every_record_and_the_last_key_those_without_a_district(city_source: Source) -> None:
    rows = city_source.history.scan(LAST_DAY - timedelta(days=730), LAST_DAY).collect()

    cube = areas_cube(city_source, "11")

    assert total(cube) == rows.height
    assert by_key(cube)[""] == rows["district_code"].null_count() > 0
    assert (cube.keys[-1], cube.header["key_names"][-1]) == ("", "辖区外或未定")


def test_a_district_keeps_what_is_not_known_to_any_street(city_source: Source) -> None:
    rows = city_source.history.scan(LAST_DAY - timedelta(days=730), LAST_DAY).filter(pl.col("district_code") == "110114").collect()

    assert by_key(areas_cube(city_source, "110114"))[""] == rows["street_code"].null_count() > 0


def test_a_focus_area_holds_its_members_and_nothing_else(city_source: Source) -> None:
    streets = by_key(areas_cube(city_source, "110114"))

    focus = by_key(areas_cube(city_source, "huitian"))

    assert focus == {**{code: streets[code] for code in focus if code}, "": 0}
    assert len(focus) == 8


@pytest.mark.parametrize(("radius", "finest"), [(50, 10), (150, 10), (151, 9), (400, 9), (401, 8), (1060, 8), (1500, 7), (2801, None)])
def test_a_hexagon_claims_only_records_whose_radius_fits_it(
    sqlite_store: Engine, tmp_path: Path, pack: Pack, radius: int, finest: int | None
) -> None:
    source = small(sqlite_store, tmp_path, pack, placed(*HERE, place_radius_m=radius))
    cell = grid.cells_of([HERE[0]], [HERE[1]])

    for res in (7, 8, 9, 10):
        name = grid.name_of(int(grid.parents_of(cell, res)[0])) if finest and res <= finest else COARSE
        assert {key for key, count in by_key(cells_cube(source, "11", res)).items() if count} == {name}


def test_a_sketched_position_enters_hexagons_only_where_the_pack_lets_it(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = small(sqlite_store, tmp_path, pack, placed(*HERE, place_approx=True), placed(*HERE))
    strict = replace(source, pack=replace(pack, config=replace(pack.config, allow_approx=False)))

    assert by_key(cells_cube(source, "11", 9))[COARSE] == 0
    assert by_key(cells_cube(strict, "11", 9))[COARSE] == 1


def test_a_code_that_the_catalog_does_not_know_counts_as_undecided(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = small(sqlite_store, tmp_path, pack, {"category_code": ""}, {"category_code": "980101"}, {"category_code": "010101"})

    cube = areas_cube(source, "11")

    assert [cube.categories[i] for i in cube.arrays["category"]] == ["01", ""]
    assert cube.arrays["count"].tolist() == [1, 2]
    assert cube.header["category_names"][-1] == "待人工"


def test_too_many_entries_are_grouped_by_week_then_month_and_nothing_is_lost(city_source: Source) -> None:
    first, most = date(2026, 1, 1), 10_000

    for step, start in (("day", first), ("week", date(2025, 12, 29)), ("month", first)):
        cube = cells_cube(replace(city_source, most_entries=most), "11", 7, first=first, last=LAST_DAY)
        assert (cube.header["step"], cube.starts[0]) == (step, start)
        assert total(cube) == city_source.history.scan(start, LAST_DAY).collect().height
        most = len(cube) - 1


def test_what_is_too_much_even_by_month_loses_its_oldest_months_and_says_from_when_it_counts(city_source: Source) -> None:
    cube = cells_cube(replace(city_source, most_entries=150), "11", 9)

    assert len(cube) <= 150
    assert date.fromisoformat(cube.header["from"]).day == 1
    assert total(cube) == city_source.history.scan(cube.starts[0], LAST_DAY).collect().height


def test_entries_are_sorted_by_step_and_steps_reach_the_newest_day(city_source: Source) -> None:
    cube = areas_cube(city_source, "11")

    assert (np.diff(cube.arrays["step"].astype(int)) >= 0).all()
    assert cube.starts[-1] == LAST_DAY
    assert cube.header["steps"] == len(cube.starts) == 731


def test_a_cube_begins_no_earlier_than_the_data(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> None:
    source = small(sqlite_store, tmp_path, pack, {}, {"created_at": datetime.fromisoformat("2026-11-01 00:00")})

    assert areas_cube(source, "11").starts[0] == date(2026, 11, 1)
    assert cells_cube(source, "11", 8).starts[0] == date(2026, 11, 1)


def test_a_cube_of_no_data_is_empty_and_has_no_as_of(tmp_path: Path, pack: Pack) -> None:
    source = Source(open_history(Settings(home=tmp_path)), pack, Scope.everything())

    cells, areas = cells_cube(source, "huitian", 9), areas_cube(source, "huitian")

    assert (len(cells), len(areas)) == (0, 0)
    assert (cells.header["as_of"], cells.header["from"], cells.starts) == (None, None, ())
    assert cells.keys == (COARSE, UNPLACED)


def test_a_reader_of_one_street_counts_that_street_only(city_source: Source) -> None:
    street = replace(city_source, scope=Scope(city_source.pack.areas.ranges("110114011")))

    assert total(areas_cube(street, "110114011")) == by_key(areas_cube(city_source, "110114"))["110114011"] > 0
    for area in ("110114", "huitian", "110105", "11"):
        with pytest.raises(RightsError, match="无权查看"):
            areas_cube(street, area)
        with pytest.raises(RightsError, match="无权查看"):
            cells_cube(street, area, 8)


def test_records_outside_every_area_are_for_municipal_readers_only(city_source: Source) -> None:
    inside = replace(city_source, scope=Scope(city_source.pack.areas.ranges("11")))

    assert by_key(areas_cube(inside, "11"))[""] == 0 < by_key(areas_cube(city_source, "11"))[""]


def test_the_version_changes_with_the_scope_and_with_nothing_else_here(city_source: Source) -> None:
    same = Source(city_source.history, city_source.pack, Scope.everything())

    assert same.version == city_source.version
    assert replace(same, scope=Scope((("110114", "110115"),))).version != same.version


def test_an_unknown_area_is_refused(city_source: Source) -> None:
    with pytest.raises(NotFound, match="999999"):
        areas_cube(city_source, "999999")


def test_both_engines_give_the_same_cubes(city_on_store: tuple[Engine, Source], tmp_path: Path, pack: Pack) -> None:
    _, source = city_on_store
    rows = {row["order_no"]: row for row in city(250)}

    counts = cell_counts(cells_cube(source, "11", 9), FIRST_DAY, LAST_DAY)

    assert sum(counts.values()) == sum(row["created_at"].date() >= FIRST_DAY for row in rows.values())
