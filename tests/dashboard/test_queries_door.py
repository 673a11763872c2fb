"""What a reader may see of small numbers and fine hexagons."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

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
from tests.scene import FIRST_DAY, LAST_DAY, NEWEST, filled, home_of, placed

DISTRICT = Scope((("110114", "110115"),))
STREET = Scope((("110114011", "110114012"),), exact=(("110114011", "110114012"),))
YEAR = LAST_DAY - timedelta(days=364)


Record = tuple[int, str, str, int]         # one for all of a cell, street, community and category


def atoms(records: Mapping[Record, int], view: Container[Record], own: Container[str] = ()) -> pl.DataFrame:
    """What `open_cells` takes: the records of a small town (record -> how many), a view of it, the streets that the reader sees exactly."""
    schema = {"cell": pl.Int64, "street": pl.String, "category": pl.Int64, "count": pl.Int64, "held": pl.Int64, "own": pl.Int64}
    lines = []
    for record, count in records.items():
        is_own, held = record[1] in own, count * (record in view)
        lines.append((record[0], record[1], record[3], *((0, 0, held) if is_own else (count, held, 0))))
    return pl.DataFrame(lines, schema, orient="row").group_by("cell", "street", "category").sum()


def opened(records: Mapping[Record, int], view: Container[Record], own: Container[str] = ()) -> dict[int, int]:
    return open_cells(atoms(records, view, own), least=5)


def parts(*rows: tuple[int, str, int]) -> pl.DataFrame:
    """A view of all there is: cell, street and count, all of one category."""
    records = {(cell, street, "", 0): count for cell, street, count in rows}
    return atoms(records, records)


def beside(*counts: int) -> dict[Record, int]:
    """Cell 1 of a street, a category a count; two others of it that are too small in every view, so that no third one hides with them."""
    return {(cell, "a", "", i): count if cell == 1 else 1 for i, count in enumerate(counts) for cell in (1, 8, 9)}


def of(records: Mapping[Record, int], *, streets: str = "abc", categories: Iterable[int] = range(9)) -> set[Record]:
    """The records of some streets and some categories."""
    return {r for r in records if r[1] in streets and r[3] in categories}


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


def test_where_two_are_hidden_for_all_the_second_is_not_the_only_one_of_its_street() -> None:
    assert open_cells(parts((1, "a", 3), (2, "b", 8), (3, "b", 9), (4, "b", 20)), least=5) == {4: 20}


def test_nothing_small_nothing_hidden() -> None:
    assert open_cells(parts((1, "a", 9), (2, "", 5)), least=5) == {1: 9, 2: 5}
    assert open_cells(parts(), least=5) == {}


def test_all_categories_less_all_but_one_leave_no_small_count() -> None:
    town = beside(30, 20, 3)

    assert opened(town, of(town))[1] == 53
    assert 1 not in opened(town, of(town, categories=(0, 1)))
    assert 1 not in opened(town, of(town, categories=(2,)))


def test_a_small_category_stands_with_the_next_smallest_and_the_others_by_themselves() -> None:
    town = beside(30, 20, 3)

    assert opened(town, of(town, categories=(0,)))[1] == 30
    assert opened(town, of(town, categories=(1, 2)))[1] == 23
    assert 1 not in opened(town, of(town, categories=(1,)))


def test_small_categories_that_are_enough_together_need_no_other() -> None:
    town = beside(30, 2, 3)

    assert opened(town, of(town, categories=(0,)))[1] == 30
    assert opened(town, of(town, categories=(1, 2)))[1] == 5


def test_a_district_less_one_of_its_streets_leaves_no_small_count() -> None:
    town: dict[Record, int] = {(cell, street, "", 0): 1 for cell in (8, 9) for street in "ab"}
    town |= {(1, "a", "", 0): 30, (1, "b", "", 0): 3, (2, "a", "", 0): 40}

    assert opened(town, of(town)) == {1: 33, 2: 40}
    assert opened(town, of(town, streets="a")) == {2: 40}
    assert opened(town, of(town, streets="b")) == {}


def test_a_view_that_cuts_through_a_street_shows_what_it_holds_whole() -> None:
    town: dict[Record, int] = {(1, "a", "x", 0): 30, (1, "a", "y", 0): 3, (2, "a", "x", 0): 40, (3, "a", "y", 0): 8, (3, "b", "", 0): 9}
    town |= {(8, "a", "x", 0): 2}

    assert opened(town, {r for r in town if r[2] != "y"}) == {2: 40, 3: 9}


def test_what_a_reader_knows_exactly_hides_nothing_and_is_no_part_of_what_is_enough() -> None:
    town: dict[Record, int] = {(1, "a", "", 0): 9, (1, "b", "", 0): 3, (2, "a", "", 0): 1, (2, "b", "", 0): 8, (3, "b", "", 0): 4}

    assert opened(town, of(town), own="a") == {2: 9}
    assert opened(town, of(town)) == {1: 12}


TOWN = st.dictionaries(
    st.tuples(st.integers(1, 3), st.sampled_from("abc"), st.sampled_from(("", "x")), st.integers(0, 3)), st.integers(1, 9), max_size=30,
)
VIEW = st.tuples(st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from(("", "x"))), min_size=1), st.sets(st.integers(0, 3), min_size=1))
STREETS = st.sets(st.sampled_from("abc"), min_size=1).map(lambda streets: {(s, c) for s in streets for c in ("", "x")})
VIEWS = st.lists(VIEW | st.tuples(STREETS, st.sets(st.integers(0, 3), min_size=1)), min_size=2, max_size=5)


@settings(max_examples=400, deadline=None)
@given(town=TOWN, asked=VIEWS, own=st.sampled_from(("", "a", "bc")))
def test_no_sums_and_differences_of_views_give_a_small_count_away(
    town: dict[Record, int], asked: list[tuple[set[tuple[str, str]], set[int]]], own: str,
) -> None:
    views = [{r for r in town if r[1:3] in places and r[3] in categories} for places, categories in asked]
    shown = [opened(town, view, own) for view in views]

    # records of one cell that the same shown views hold: all unions, intersections and differences are made of these pieces
    pieces: defaultdict[tuple[int, ...], int] = defaultdict(int)
    for record, count in town.items():
        held_by = tuple(i for i, view in enumerate(views) if record in view and record[0] in shown[i])
        pieces[record[0], *held_by] += count * (record[1] not in own)
    assert all(count == 0 or count >= 5 for (_, *held_by), count in pieces.items() if held_by)
    for view, counts in zip(views, shown, strict=True):
        assert counts == {cell: sum(n for r, n in town.items() if r in view and r[0] == cell) for cell in counts}
        assert min(counts.values(), default=5) >= 5


@settings(deadline=None)
@given(rows=st.dictionaries(st.tuples(st.integers(0, 12), st.sampled_from("abc"), st.just(""), st.integers(0, 2)), st.integers(1, 9)))
def test_never_is_exactly_one_cell_hidden_where_another_could_be(rows: dict[Record, int]) -> None:
    shown, cells = opened(rows, rows), {cell for cell, *_ in rows}

    assert len(cells) - len(shown) != 1 or len(cells) == 1


@settings(deadline=None)
@given(streets=st.lists(st.lists(st.integers(1, 30), min_size=1, max_size=5), min_size=1, max_size=4))
def test_so_it_is_in_every_street(streets: list[list[int]]) -> None:
    rows = [(10 * i + j, "abcd"[i], count) for i, counts in enumerate(streets) for j, count in enumerate(counts)]

    shown = open_cells(parts(*rows), least=5)

    for i, counts in enumerate(streets):
        assert len(counts) - sum(cell // 10 == i for cell in shown) != 1 or len(counts) == 1


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


KINDS = ("01", "02", "03", "")
TOGETHER = ("110114010", "110114011", "110114012")     # of 回天
APART = "110114001"                                    # of the same district, not of 回天


@pytest.fixture
def dense(sqlite_store: Engine, tmp_path: Path, pack: Pack) -> Source:
    """A week of a few places where streets and categories meet, seen by a reader of the district."""
    rng, rows = np.random.default_rng(7), []
    for number in range(900):
        spot, street, kind = int(rng.integers(9)), (*TOGETHER, APART)[int(rng.geometric(0.5)) % 4], KINDS[int(rng.geometric(0.45)) % 4]
        where = placed(116.30 + 0.03 * (spot % 3), 40.04 + 0.03 * (spot // 3), street_code=street, district_code="110114")
        rows.append({"order_no": f"V{number}", "created_at": NEWEST, "category_code": kind and f"{kind}0101", **where})
    return replace(filled(sqlite_store, home_of(tmp_path), pack, rows), scope=DISTRICT)


def counted(source: Source, area: str, *chosen: str) -> dict[str, int]:
    return hexagons(sums(cells_cube(source, area, 8, first=LAST_DAY, last=LAST_DAY, categories=chosen)))


def test_no_areas_and_categories_give_a_small_count_away_together(dense: Source) -> None:
    streets = (*TOGETHER, APART)
    areas = {"110114": streets, "huitian": TOGETHER, **{street: (street,) for street in streets}}
    views = [(area, chosen) for area in areas for n in (1, 2, 3, 4) for chosen in combinations(KINDS, n)]

    shown = {(area, chosen): counted(dense, area, *chosen) for area, chosen in views}

    pieces: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for street, kind in product(streets, KINDS):
        truth = cells_cube(replace(dense, scope=Scope.everything()), street, 8)
        for cell, count in hexagons(cell_counts(truth, LAST_DAY, LAST_DAY, categories=(kind,))).items():
            pieces[cell, *(str(v) for v in views if street in areas[v[0]] and kind in v[1] and cell in shown[v])] += count
    found = [count for (_, *held), count in pieces.items() if held and count]
    assert len(found) > 20
    assert min(found) >= 5


def test_what_is_left_beside_a_street_that_the_reader_sees_exactly_is_not_small(dense: Source) -> None:
    street, left = TOGETHER[0], []
    source = replace(dense, scope=replace(DISTRICT, exact=((street, TOGETHER[1]),)))

    for chosen in ((), *((kind,) for kind in KINDS)):
        own = cell_counts(cells_cube(source, street, 8), LAST_DAY, LAST_DAY, categories=chosen)
        left += [count - own.get(cell, 0) for cell, count in counted(source, "110114", *chosen).items()]

    assert len(left) > 10
    assert not {1, 2, 3, 4} & set(left)


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
