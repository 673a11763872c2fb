"""What a reader may see of small numbers and fine hexagons."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dashboard.access.scope import Scope
from dashboard.queries.cube import COARSE, UNPLACED, Cube
from dashboard.queries.cubes import Source, areas_cube, cells_cube
from dashboard.queries.figures import cell_counts
from dashboard.queries.resolutions import resolutions_for
from dashboard.queries.suppression import suppress
from dashboard.state import parse
from geodata.pack import Pack, load_pack
from tests.scene import FIRST_DAY, LAST_DAY

DISTRICT = Scope((("110114", "110115"),))
STREET = Scope((("110114011", "110114012"),))


def cells_of(*counts: int) -> Cube:
    keys = [f"cell{i}" for i in range(len(counts))]
    names = [*keys, COARSE, UNPLACED]
    header = {"kind": "cells", "from": "2026-07-01", "step": "day", "steps": 1, "categories": [""], "keys": names, "key_names": names}
    key = np.arange(len(counts) + 2).astype("u2")
    return Cube(header, {"key": key, "step": key * 0, "category": key * 0, "count": np.array([*counts, 7, 2], "u2")})


def sums(cube: Cube) -> dict[str, int]:
    found = np.bincount(cube.arrays["key"], cube.arrays["count"], len(cube.keys)).astype(int)
    return dict(zip(cube.keys, found.tolist(), strict=True))


def test_a_municipal_reader_gets_every_cell(city_source: Source) -> None:
    cube = cells_cube(city_source, "11", 9)

    assert suppress(cube, Scope.everything(), min_count=5) is cube


def test_small_cells_become_coarse_and_the_total_stays() -> None:
    assert sums(suppress(cells_of(9, 4, 5, 1), DISTRICT, min_count=5)) == {"cell0": 9, "cell2": 5, COARSE: 12, UNPLACED: 2}


def test_a_single_small_cell_takes_the_next_smallest_along_so_that_nobody_can_subtract() -> None:
    assert sums(suppress(cells_of(9, 4, 6), DISTRICT, min_count=5)) == {"cell0": 9, COARSE: 17, UNPLACED: 2}


def test_nothing_small_nothing_hidden_and_area_totals_are_never_altered(city_source: Source) -> None:
    cube, areas = cells_of(9, 5), areas_cube(city_source, "110114")

    assert suppress(cube, DISTRICT, min_count=5) is cube
    assert suppress(areas, DISTRICT, min_count=5) is areas


def test_no_cell_under_the_least_is_left_for_a_district_reader(city_source: Source) -> None:
    source = replace(city_source, scope=DISTRICT)

    cube = suppress(cells_cube(source, "110114", 9), DISTRICT, min_count=5)

    whole = sums(cube)
    assert min(count for key, count in whole.items() if key not in (COARSE, UNPLACED)) >= 5
    assert sum(whole.values()) == int(cells_cube(source, "110114", 9).arrays["count"].sum())
    assert set(cell_counts(cube, FIRST_DAY, LAST_DAY)) == set(whole)


@pytest.mark.parametrize(
    ("area", "choices", "default"), [("11", (7, 8), 7), ("110114", (8, 9), 8), ("huitian", (8, 9), 9), ("110114011", (9,), 9)],
)
def test_hexagons_are_as_fine_as_the_level_allows(city_source: Source, area: str, choices: tuple[int, ...], default: int) -> None:
    state, _ = parse("/hotspots", f"area={area}", city_source.pack, LAST_DAY)

    found = resolutions_for(state, city_source)

    assert (found.choices, found.default) == (choices, default)


def test_the_finest_hexagons_are_for_the_street_itself_and_only_where_places_are_exact(city_source: Source, tmp_path: Path) -> None:
    own = replace(city_source, scope=STREET)
    state, _ = parse("/hotspots", "area=110114011&period=90d", own.pack, LAST_DAY)
    exact = replace(own, pack=_with_lenient_rules(own.pack, tmp_path / "pack"))

    assert resolutions_for(state, own).choices == (9,)
    assert resolutions_for(state, exact).choices == (9, 10)
    assert resolutions_for(state, replace(exact, scope=DISTRICT)).choices == (9,)


def _with_lenient_rules(pack: Pack, folder: Path) -> Pack:
    shutil.copytree(pack.dir, folder)
    rules = folder / "rules.toml"
    rules.write_text(re.sub(r"fine_share_pct = \d+", "fine_share_pct = 1", rules.read_text(encoding="utf-8")), encoding="utf-8")
    return load_pack(str(folder))
