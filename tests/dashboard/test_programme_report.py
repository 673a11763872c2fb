from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.show_cli import show
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.home import create_home
from tests.programme_rows import NOW, TODAY, Planted, blank, planted, public, put
from tests.scene import home_of

OUTSIDE = {"district_code": None, "street_code": None}
SAID = ((TODAY - timedelta(days=9), TODAY + timedelta(days=131), "land"),)
PLANTED = (
    planted("2-001", category="教育", outputs=(("学位", "个", 1080, 540), ("公园绿地", "m²", 1200.5, None))),
    planted("2-002", round="2", reports=((TODAY, 10.0, None),), forecasts=SAID, outputs=(("道路", "条", 1, 0),)),
    planted("2-003", reports=((TODAY - timedelta(days=8), 50.0, None),)),
    planted("2-004", status="in_use", actual_end_date=TODAY - timedelta(days=3), street_code="110114012"),
    public("G-01", category="教育"),
    blank("N-1", category="", **OUTSIDE),
)  # fmt: skip


@pytest.fixture
def demo(tmp_path: Path, pack: Pack) -> Settings:
    """A demo home with a few projects."""
    return home_with(tmp_path, PLANTED)


def home_with(folder: Path, rows: tuple[Planted, ...]) -> Settings:
    settings = replace(home_of(folder), now=NOW)
    engine = create_home(settings, demo=True)
    put(engine, rows)
    engine.dispose()
    return settings


def shown(settings: Settings, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    show.main(["projects", *arguments, "--json"], obj=settings, standalone_mode=False)
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_the_programme_is_told_in_numbers(demo: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    report = shown(demo, capsys)

    assert report["total"] == 6
    assert report["by_light"] == {"绿": 1, "黄": 0, "红": 1, "灰": 1, "完工": 1, "无数据": 2}
    assert report["by_category"] == {"道路": 3, "教育": 2, "未分类": 1}
    assert report["by_round"] == {"第一轮": 5, "第二轮": 1}
    assert report["outputs"]["学位"] == {"total": 1080, "unit": "个", "done": 540}
    assert report["outputs"]["公园绿地"] == {"total": 1200.5, "unit": "m²", "done": None}
    assert report["outputs"]["道路"] == {"total": 1, "unit": "条", "done": 0}
    assert [(line["no"], line["delay_first_days"], line["reason"]) for line in report["late"]] == [("2-002", 31, "征地拆迁")]
    assert [(line["no"], line["silent_days"]) for line in report["silent"]] == [("2-003", 8)]
    assert (report["as_of"], report["is_sample"]) == ("2026-07-16T17:00:00+08:00", True)


def test_an_area_has_its_own_projects(demo: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    areas = {"11": 6, "110114": 5, "huitian": 5, "110114011": 4, "110114012": 1}

    assert {area: shown(demo, capsys, "--area", area)["total"] for area in areas} == areas


def test_people_read_chinese(demo: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show.main(["projects", "--area", "huitian"], obj=demo, standalone_mode=False)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "回天地区 · 数据截至 2026-07-16T17:00:00+08:00 · 演示数据"
    assert "总数  5" in lines
    assert "  学位  1,080  个  540" in lines
    assert any(line.startswith("  2-002  示例项目 2-002  红") for line in lines)


def test_a_home_without_projects_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = home_with(tmp_path, ())

    assert shown(settings, capsys)["total"] == 0
    show.main(["projects"], obj=settings, standalone_mode=False)
    assert "无数据" in capsys.readouterr().out
