"""The pack as a whole: it is found, and says what it is."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from geodata.errors import PackError
from geodata.pack import Pack, load_pack, pack_dir


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the built-in pack that a test may spoil."""
    return Path(shutil.copytree(pack_dir("huitian"), tmp_path / "mine"))


def test_it_says_that_it_is_a_sketch(pack: Pack) -> None:
    config = pack.config

    assert config.is_demo
    assert config.is_sketch_boundaries
    assert config.allow_approx
    assert config.sketch_buildings
    assert config.boundary_note == "示意边界，非行政界线"
    assert "OpenStreetMap contributors" in config.attribution
    assert config.default_area == "huitian"
    assert config.title == "回天地区城市运行"


def test_a_folder_is_as_good_as_a_name(copy: Path, pack: Pack) -> None:
    mine = load_pack(str(copy))

    assert len(mine.areas) == len(pack.areas)
    assert mine.digest == pack.digest


def test_the_digest_changes_with_any_file(copy: Path, pack: Pack) -> None:
    (copy / "SOURCES.md").write_text("别处", encoding="utf-8")

    assert load_pack(str(copy)).digest != pack.digest
    assert len(pack.digest) == 12


def test_an_unknown_pack_is_refused_and_the_built_in_ones_are_named() -> None:
    with pytest.raises(PackError, match=r"atlantis.*huitian"):
        load_pack("atlantis")


def test_a_missing_key_is_named(copy: Path) -> None:
    text = (copy / "pack.toml").read_text(encoding="utf-8")
    (copy / "pack.toml").write_text(text.replace('title = "回天地区城市运行"', ""), encoding="utf-8")

    with pytest.raises(PackError, match="title"):
        load_pack(str(copy))


def test_folk_names_point_to_known_streets(pack: Pack) -> None:
    folk = {name: f.street_codes for f in pack.config.folk_areas for name in f.names}

    assert folk["回龙观镇"] == ("110114010", "110114011", "110114012", "110114013")
    assert all(pack.areas.get(code) for codes in folk.values() for code in codes)


def test_the_working_calendar_knows_holidays_and_shifted_days(pack: Pack) -> None:
    calendar = pack.config.calendar

    assert not calendar.is_workday(date(2026, 10, 1))
    assert calendar.is_workday(date(2026, 10, 10))          # a Saturday, 调休
    assert not calendar.is_workday(date(2026, 7, 18))
    assert calendar.plus_workdays(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert not calendar.is_announced(date(2031, 1, 1))


def test_rules_and_base_map_and_catalog_come_with_it(pack: Pack) -> None:
    assert pack.rules.suppression.min_count == 5
    assert set(pack.basemap.layers) >= {"districts", "streets", "roads", "rail", "stops", "labels"}
    assert pack.catalog.roots()
