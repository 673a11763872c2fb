from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import h3.api.basic_int as h3_int
import numpy as np
import pytest
from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.queries.cubes import Frozen, Source
from dashboard.queries.programme.effects import effect, window_of
from dashboard.queries.programme.records import Effect
from dashboard.queries.register import Register
from geodata import grid
from geodata.clock import local
from geodata.errors import NotFound
from geodata.pack import Pack
from geodata.store.engine import open_store
from geodata.store.migration import migrate
from tests.programme_rows import Planted, planted, put
from tests.scene import filled, home_of, placed

START, END = date(2025, 9, 1), date(2026, 1, 1)
LAST = END + timedelta(weeks=26)
NOW = local(datetime(2026, 7, 16, 12))
HOME = int(grid.parents_of(grid.cells_of([116.34], [40.07]), 9)[0])
SPOTS = {name: h3_int.grid_ring(HOME, ring)[0] for name, ring in (("fallen", 4), ("same", 8), ("few", 12), ("running", 16))}
RATES = {"fallen": 3.0, "same": 3.0, "few": 0.0}
EFFECTS = {"fallen": 0.7, "same": 1.0, "few": 1.0}
MUNICIPAL = Scope.municipal()


def complaints(seed: int = 11) -> list[dict[str, Any]]:
    """Half a year before and after on some 800 cells, most of them quiet; +20 % everywhere, and round the projects what `EFFECTS` says."""
    rng, rows = np.random.default_rng(seed), []
    around = {cell: name for name, home in SPOTS.items() for cell in h3_int.grid_disk(home, 1)}
    for cell in h3_int.grid_disk(HOME, 16):
        name = around.get(cell, "")
        rate = RATES.get(name, 0.4) if name else float(rng.gamma(1.0, 0.5)) * (4 if rng.random() < 0.15 else 0.4)
        lat, lon = h3_int.cell_to_latlng(cell)
        for first, factor in ((START - timedelta(weeks=26), 1.0), (END + timedelta(days=1), 1.2 * EFFECTS.get(name, 1.0))):
            rows += [_row(lon, lat, first + timedelta(days=int(d)), rng) for d in rng.integers(0, 182, rng.poisson(rate * factor * 26 / 2))]
    lat, lon = h3_int.cell_to_latlng(SPOTS["few"])
    rows += [_row(lon, lat, START - timedelta(days=n), rng) for n in (5, 50, 90)]
    rows.append(_row(lon, lat, LAST, rng))
    return [{**row, "order_no": f"T{number:06d}"} for number, row in enumerate(rows)]


def _row(lon: float, lat: float, day: date, rng: np.random.Generator) -> dict[str, Any]:
    at = datetime(day.year, day.month, day.day, int(rng.integers(8, 20)))
    return placed(lon, lat, created_at=at, street_code="110114011", district_code="110114", is_sample=True)


def sites() -> list[Planted]:
    ended = {"status": "done", "actual_start_date": START, "actual_end_date": END}
    done = [planted(name, cells=(SPOTS[name],), **ended) for name in ("fallen", "same", "few")]
    undated = planted("undated", cells=(HOME,), status="done", reports=())
    elsewhere = planted("elsewhere", cells=(HOME,), street_code="110108019", district_code="110108", **ended)
    return [*done, planted("running", cells=(SPOTS["running"],)), planted("nowhere", **ended), undated, elsewhere]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Mapping[str, Any]:
    """Complaints and projects on SQLite."""
    settings = home_of(tmp_path_factory.mktemp("effects"))
    engine = open_store(settings.store_url, create=True)
    migrate(engine)
    source = filled(engine, settings, pack, complaints())
    put(engine, sites())
    return {"engine": engine, "source": source, "pack": pack}


def seen(world: Mapping[str, Any], no: str, scope: Scope | None = None) -> Effect:
    engine: Engine = world["engine"]
    source: Source = replace(world["source"], scope=scope or Scope.everything())
    return effect(Register(engine, world["pack"], source.scope, NOW), source, no)


def test_a_project_after_which_complaints_fell_by_thirty_percent_is_found(world: Mapping[str, Any]) -> None:
    found = seen(world, "fallen")

    assert (found.code, found.verdict, found.is_judged) == ("fall", "下降", True)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 0.7 <= found.high < 1
    assert found.sentence.startswith("完工后 26 周与开工前 26 周相比，周边诉求扣除对照格子的变化后下降")
    assert len(found.catchment) == 7


def test_a_project_after_which_nothing_changed_says_so(world: Mapping[str, Any]) -> None:
    found = seen(world, "same")

    assert (found.code, found.verdict) == ("none", "看不出变化")
    assert found.ratio == pytest.approx(1, abs=0.25)


def test_the_counts_are_those_of_the_weeks(world: Mapping[str, Any]) -> None:
    found = seen(world, "fallen")

    before, after = ([w for w in found.weeks if (w.week < START) == is_before] for is_before in (True, False))
    assert (len(before), len(after)) == (found.before_weeks, found.after_weeks) == (26, 26)
    assert (sum(w.count for w in before), sum(w.count for w in after)) == (found.before_count, found.after_count)
    assert (before[0].week, after[0].week) == (START - timedelta(weeks=26), END + timedelta(days=1))
    assert sum(w.control or 0 for w in before) == pytest.approx(found.before_count)


def test_no_control_is_near_any_project(world: Mapping[str, Any]) -> None:
    found = seen(world, "fallen")

    touched = {cell for home in (*SPOTS.values(), HOME) for cell in h3_int.grid_disk(home, 1)}
    assert found.control_count == len(found.controls) > 10
    assert not touched & set(found.controls)
    assert "不在任何项目周边" in found.method


def test_too_few_complaints_are_no_ground_for_a_judgement(world: Mapping[str, Any]) -> None:
    found = seen(world, "few")

    assert (found.code, found.verdict, found.ratio) == ("few", "样本不足", None)
    assert (found.before_count, found.after_count) == (3, 1)
    assert found.sentence == "样本不足：开工前 26 周周边诉求 3 件，不到 20 件，不作判断"


def test_small_counts_are_not_told_to_readers_from_further_away(world: Mapping[str, Any]) -> None:
    few, fallen, exact = seen(world, "few", MUNICIPAL), seen(world, "fallen", MUNICIPAL), seen(world, "fallen")

    assert (few.before_count, few.before_per_week, few.weeks) == (None, None, ())
    assert few.sentence == "样本不足：开工前 26 周周边诉求 少于 5 件，不到 20 件，不作判断"
    assert (fallen.ratio, fallen.before_count) == (exact.ratio, exact.before_count)
    assert all(w.count == 0 or w.count >= 5 for w in fallen.weeks)


def test_the_street_itself_is_told_its_small_counts(world: Mapping[str, Any]) -> None:
    own = (("110114011", "110114012"),)

    assert seen(world, "few", Scope(own, exact=own)).before_count == 3
    assert seen(world, "few", Scope(own)).before_count is None


@pytest.mark.parametrize(("no", "code"), [("running", "waiting"), ("nowhere", "nowhere"), ("undated", "undated")])
def test_what_cannot_be_compared_says_why(world: Mapping[str, Any], no: str, code: str) -> None:
    found = seen(world, no)

    assert (found.code, found.is_judged, found.ratio, found.before_count) == (code, False, None, None)
    assert found.sentence


def test_a_share_link_tells_no_other_periods(world: Mapping[str, Any]) -> None:
    source = replace(world["source"], frozen=Frozen("110114", START, END))

    assert effect(Register(world["engine"], world["pack"], source.scope, NOW), source, "fallen").code == "closed"


def test_another_districts_project_is_not_found(world: Mapping[str, Any]) -> None:
    with pytest.raises(NotFound):
        seen(world, "elsewhere", Scope((("110114", "110115"),)))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), (date(2026, 1, 4), 8, date(2026, 4, 1), 12)),
        (date(2026, 1, 7), date(2026, 6, 22), (date(2026, 1, 7), 0, date(2026, 6, 23), 1)),
        (date(2025, 3, 1), date(2025, 3, 31), (date(2025, 3, 1), 0, date(2025, 4, 1), 26)),
        (date(2026, 6, 1), date(2026, 8, 31), (date(2026, 1, 5), 21, date(2026, 9, 1), 0)),
    ],
)
def test_whole_weeks_are_compared_as_far_as_there_is_data(pack: Pack, start: date, end: date, expected: tuple[Any, ...]) -> None:
    window = window_of(start, end, date(2026, 1, 1), date(2026, 6, 29), pack.rules.effects)

    assert (window.first, window.before_weeks, window.later, window.after_weeks) == expected


def test_the_same_is_answered_from_memory_and_from_a_home_made_anew(world: Mapping[str, Any], tmp_path: Path, pack: Pack) -> None:
    register = Register(world["engine"], pack, Scope.everything(), NOW)

    first, again = (effect(register, world["source"], "fallen") for _ in range(2))

    assert first is again
    assert first == seen(world, "fallen")
