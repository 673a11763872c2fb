"""What a reader may see of small numbers and fine hexagons."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access.scope import Scope
from dashboard.queries.cube import COARSE, EVERY, UNPLACED, Cube, decode, encode
from dashboard.queries.cubes import Frozen, Source, areas_cube, cells_cube
from dashboard.queries.figures import cell_counts
from dashboard.queries.resolutions import resolutions_for
from dashboard.queries.steps import span, whole_weeks
from dashboard.queries.suppression import open_cells
from dashboard.state import parse
from geodata.errors import RightsError
from geodata.pack import Pack, load_pack
from tests.scene import FIRST_DAY, LAST_DAY

DISTRICT = Scope((("110114", "110115"),))
STREET = Scope((("110114011", "110114012"),), exact=(("110114011", "110114012"),))
YEAR = LAST_DAY - timedelta(days=364)


def parts(*rows: tuple[int, str | None, int]) -> pl.DataFrame:
    schema = {"cell": pl.Int64, "street": pl.String, "count": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def sums(cube: Cube) -> dict[str, int]:
    found = np.bincount(cube.arrays["key"], cube.arrays["count"], len(cube.keys)).astype(int)
    return dict(zip(cube.keys, found.tolist(), strict=True))


def hexagons(counts: Mapping[str, int]) -> dict[str, int]:
    return {cell: count for cell, count in counts.items() if cell not in (COARSE, UNPLACED)}


def test_small_cells_go_and_large_ones_stay() -> None:
    assert open_cells(parts((1, "a", 9), (2, "a", 4), (3, "a", 5), (4, "a", 1)), least=5) == {1: 9, 3: 5}


def test_a_cell_counts_with_the_records_of_all_its_streets() -> None:
    assert open_cells(parts((1, "a", 3), (1, "b", 3), (2, "a", 7)), least=5) == {1: 6, 2: 7}


def test_a_single_small_cell_takes_the_next_smallest_along_so_that_nobody_can_subtract() -> None:
    assert open_cells(parts((1, "a", 9), (2, "a", 4), (3, "a", 6)), least=5) == {1: 9}


def test_so_it_is_in_every_street_of_a_view() -> None:
    found = open_cells(parts((1, "a", 9), (2, "a", 4), (3, "a", 6), (4, "b", 2), (5, "b", 8), (6, "b", 30), (7, "c", 5)), least=5)

    assert found == {1: 9, 6: 30, 7: 5}


def test_nothing_small_nothing_hidden() -> None:
    assert open_cells(parts((1, "a", 9), (2, None, 5)), least=5) == {1: 9, 2: 5}
    assert open_cells(parts(), least=5) == {}


@given(rows=st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["a", "b", None]), st.integers(1, 9)), unique_by=lambda r: r[:2]))
def test_never_is_exactly_one_cell_hidden_where_another_could_be(rows: list[tuple[int, str | None, int]]) -> None:
    shown, cells = open_cells(parts(*rows), least=5), {cell for cell, _, _ in rows}

    assert all(count >= 5 for count in shown.values())
    assert len(cells) - len(shown) != 1 or len(cells) == 1


def test_who_sees_everything_gets_every_day_and_category_of_every_cell(city_source: Source) -> None:
    cube = cells_cube(city_source, "11", 9)

    assert not cube.is_bound
    assert cube.header["step"] == "day"
    assert min(hexagons(sums(cube)).values()) < 5


def test_above_the_own_street_a_cube_is_bound_to_one_period_and_small_cells_are_coarse(city_source: Source) -> None:
    source = replace(city_source, scope=DISTRICT)

    cube = cells_cube(source, "110114", 8, first=YEAR, last=LAST_DAY)

    assert (cube.is_bound, cube.categories, cube.header["steps"], cube.header["to"]) == (True, (EVERY,), 1, "2026-11-22")
    assert min(hexagons(sums(cube)).values()) >= 5
    begins = date.fromisoformat(cube.header["from"])
    exact = cell_counts(cells_cube(city_source, "110114", 8, first=begins), begins, LAST_DAY)
    assert sum(sums(cube).values()) == sum(exact.values())
    assert {cell: exact[cell] for cell in hexagons(sums(cube))} == hexagons(sums(cube))
    assert sums(cube)[UNPLACED] == exact[UNPLACED]
    assert cell_counts(cube, YEAR, LAST_DAY, categories=("01",)) == sums(cube)


def test_a_bound_cube_counts_the_categories_it_was_asked_for(city_source: Source) -> None:
    source = replace(city_source, scope=DISTRICT)

    for chosen in (("01",), ("02", ""), ("",)):
        cube = cells_cube(source, "110114", 8, first=YEAR, last=LAST_DAY, categories=chosen)
        begins = span(cube, YEAR, LAST_DAY).first
        exact = cell_counts(cells_cube(city_source, "110114", 8, first=begins), begins, LAST_DAY, categories=chosen)
        assert sum(sums(cube).values()) == sum(exact.values()) > 0


def test_a_bound_cube_survives_its_file(city_source: Source) -> None:
    cube = cells_cube(replace(city_source, scope=DISTRICT), "110114", 8)

    again = decode(encode(cube))

    assert (again.header, sums(again)) == (cube.header, sums(cube))


def test_a_district_reader_sees_no_small_cell_of_a_street_of_it_either(city_source: Source) -> None:
    counts = sums(cells_cube(replace(city_source, scope=DISTRICT), "110114011", 9, first=YEAR))

    assert all(count >= 5 for count in hexagons(counts).values())


def test_the_own_street_keeps_its_small_counts(city_source: Source) -> None:
    cube = cells_cube(replace(city_source, scope=STREET), "110114011", 9)

    assert not cube.is_bound
    assert min(hexagons(sums(cube)).values()) < 5


def test_the_totals_of_areas_are_never_altered(city_source: Source) -> None:
    mine, all_of_it = (areas_cube(replace(city_source, scope=scope), "110114") for scope in (DISTRICT, Scope.everything()))

    assert sums(mine) == sums(all_of_it)


@pytest.mark.parametrize(("first", "last", "weeks"), [
    ("2026-11-03", "2026-11-05", ("2026-11-02", "2026-11-08")),
    ("2026-11-02", "2026-11-08", ("2026-11-02", "2026-11-08")),
    ("2026-11-19", "2026-11-20", ("2026-11-16", "2026-11-20")),
    ("2026-12-01", "2026-12-05", ("2026-11-16", "2026-11-20")),
])
def test_a_period_is_widened_to_whole_weeks_up_to_the_newest_day(first: str, last: str, weeks: tuple[str, str]) -> None:
    found = whole_weeks(date.fromisoformat(first), date.fromisoformat(last), date(2026, 11, 20))

    assert tuple(day.isoformat() for day in found) == weeks


def test_a_share_link_shows_its_own_area_period_and_categories_only(city_source: Source) -> None:
    source = replace(city_source, scope=DISTRICT, frozen=Frozen("110114", FIRST_DAY, LAST_DAY, ("01",)))

    cube, areas = cells_cube(source, "110114", 8), areas_cube(source, "110114", first=YEAR)

    assert (areas.header["from"], areas.starts[-1]) == (FIRST_DAY.isoformat(), LAST_DAY)
    assert cube.header["from"] == "2026-10-19"
    for asked in ({"first": YEAR}, {"first": FIRST_DAY, "last": LAST_DAY}, {"categories": ("02",)}):
        with pytest.raises(RightsError, match="分享"):
            cells_cube(source, "110114", 8, **asked)  # type: ignore[arg-type]
    with pytest.raises(RightsError, match="分享"):
        areas_cube(source, "110114011")


@pytest.mark.parametrize(
    ("area", "choices", "default"), [("11", (7, 8), 7), ("110114", (8, 9), 8), ("huitian", (8, 9), 9), ("110114011", (9,), 9)],
)
def test_hexagons_are_as_fine_as_the_level_allows(city_source: Source, area: str, choices: tuple[int, ...], default: int) -> None:
    state, _ = parse("/hotspots", f"area={area}", city_source.pack, LAST_DAY)

    found = resolutions_for(state, city_source)

    assert (found.choices, found.default) == (choices, default)


@pytest.mark.parametrize(("area", "only"), [("110114", 8), ("huitian", 9)])
def test_where_small_counts_are_hidden_one_size_is_offered(city_source: Source, area: str, only: int) -> None:
    state, _ = parse("/hotspots", f"area={area}", city_source.pack, LAST_DAY)

    assert resolutions_for(state, replace(city_source, scope=DISTRICT)).choices == (only,)


def test_the_finest_hexagons_are_for_the_street_itself_and_only_where_places_are_exact(city_source: Source, tmp_path: Path) -> None:
    own = replace(city_source, scope=STREET)
    state, _ = parse("/hotspots", "area=110114011&period=90d", own.pack, LAST_DAY)
    exact = replace(own, pack=_with_lenient_rules(own.pack, tmp_path / "pack"))

    assert resolutions_for(state, own).choices == (9,)
    assert resolutions_for(state, exact).choices == (9, 10)
    assert resolutions_for(state, replace(exact, scope=DISTRICT)).choices == (9,)
    assert resolutions_for(state, replace(exact, scope=Scope.everything())).choices == (9,)


def _with_lenient_rules(pack: Pack, folder: Path) -> Pack:
    shutil.copytree(pack.dir, folder)
    rules = folder / "rules.toml"
    rules.write_text(re.sub(r"fine_share_pct = \d+", "fine_share_pct = 1", rules.read_text(encoding="utf-8")), encoding="utf-8")
    return load_pack(str(folder))
