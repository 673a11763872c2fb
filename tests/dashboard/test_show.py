from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.scope import Scope
from dashboard.queries.cubes import Source, areas_cube
from dashboard.queries.figures import totals
from dashboard.show_cli import show
from geodata.clock import local
from geodata.errors import BadRequest
from geodata.history import open_history
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.home import create_home
from tests.scene import FIRST_DAY, LAST_DAY, NEWEST, city, filled, home_of


def home_with(folder: Path, pack: Pack, rows: list[dict[str, Any]], *, is_demo: bool) -> Settings:
    settings = replace(home_of(folder), now=local(NEWEST + timedelta(hours=2)))
    engine = create_home(settings, demo=is_demo)
    if rows:
        filled(engine, settings, pack, rows)
    engine.dispose()
    return settings


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Settings:
    """A demo home with a small city."""
    return home_with(tmp_path_factory.mktemp("demo"), pack, city(), is_demo=True)


def shown(settings: Settings, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    show.main([*arguments, "--json"], obj=settings, standalone_mode=False)
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_the_figures_are_those_of_the_page(demo: Settings, pack: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    report = shown(demo, capsys, "hotspots", "--area", "110114", "--period", "30d")

    cube = areas_cube(Source(open_history(demo), pack, Scope.everything()), "110114")
    figures = totals(cube, FIRST_DAY, LAST_DAY, rates=pack.rules.rates)
    assert report["figures"]["count"] == figures.now.count > 0
    assert report["figures"]["last_year_count"] == figures.last_year.count if figures.last_year else None
    assert report["period"] == {"word": "30d", "from": "2026-10-24", "to": "2026-11-22", "step": "day"}
    assert (report["area_name"], report["is_sample"], report["is_stale"], report["age"]) == ("昌平区", True, False, "2 小时")


def test_the_parts_of_a_report_add_up(demo: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    report = shown(demo, capsys, "hotspots", "--period", "year")

    count, hexagons = report["figures"]["count"], report["hexagons"]
    assert report["area"] == "11"
    assert sum(line["count"] for line in report["areas"]) == count
    assert sum(line["count"] for line in report["categories"]) == count
    assert sum(point["count"] for point in report["trend"]) == count
    assert hexagons["shown_count"] + hexagons["coarse_count"] + hexagons["unplaced_count"] == count
    assert sum(line["count"] for line in report["cells"]) == hexagons["shown_count"]


def test_two_dates_make_a_period(demo: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    report = shown(demo, capsys, "home", "--period", "2026-07-01..2026-07-16")

    assert report["period"] == {"word": "custom", "from": "2026-07-01", "to": "2026-07-16", "step": "day"}


def test_quality_tells_of_loads_and_places(demo: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    report = shown(demo, capsys, "quality")

    assert [b["loaded_count"] for b in report["batches"]] == [900]
    assert report["quarantine"] == []
    assert sum(level["count"] for level in report["place_levels"]) > 0


def test_outside_a_demo_home_small_hexagons_show_no_number(tmp_path: Path, pack: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    settings = home_with(tmp_path, pack, city(300), is_demo=False)

    report = shown(settings, capsys, "hotspots", "--area", "huitian", "--period", "year")

    counts, hexagons = [line["count"] for line in report["cells"]], report["hexagons"]
    assert all(count >= 5 for count in counts)
    assert (hexagons["is_bound"], hexagons["from"]) == (True, "2025-12-29")
    assert hexagons["shown_count"] == sum(counts) < hexagons["coarse_count"]


def test_a_home_without_data_says_so(tmp_path: Path, pack: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    settings = home_with(tmp_path, pack, [], is_demo=True)

    for page in ("home", "hotspots", "quality"):
        show.main([page], obj=settings, standalone_mode=False)
        assert "无数据" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["home", "hotspots", "quality"])
def test_people_read_chinese(demo: Settings, capsys: pytest.CaptureFixture[str], page: str) -> None:
    show.main([page, "--area", "huitian"], obj=demo, standalone_mode=False)

    first = capsys.readouterr().out.splitlines()[0]
    assert first == "回天地区 · 2026-10-24 至 2026-11-22 · 数据截至 2026-11-22T21:40:00+08:00 · 演示数据"


@pytest.mark.parametrize(("option", "value"), [("--area", "999999"), ("--period", "fortnight"), ("--period", "2026-07-01..tomorrow")])
def test_what_is_not_understood_is_refused(demo: Settings, option: str, value: str) -> None:
    with pytest.raises(BadRequest):
        show.main(["home", option, value], obj=demo, standalone_mode=False)
