"""Former units: under the boundary of a day totals stay, only the parts are others."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from geodata.boundaries import read_formers
from geodata.errors import PackError
from geodata.pack import Pack

HEAD = "code,name,parent,members,valid_from,valid_to,source\n"
OLD, NEW = "110114102", ("110114011", "110114012", "110114013")


@pytest.fixture
def split(pack: Pack) -> date:
    """The first day of the new units in the demo pack."""
    return pack.formers[0].valid_to


def test_the_demo_pack_says_that_its_day_is_invented(pack: Pack) -> None:
    assert [f.name for f in pack.formers] == ["回龙观镇"]
    assert pack.formers[0].is_sample


def test_before_the_day_the_former_unit_stands_in_the_place_of_its_members(pack: Pack, split: date) -> None:
    before = pack.under(split - timedelta(days=1)).areas

    assert OLD in {a.code for a in before.at("street")}
    assert not {a.code for a in before.at("street")} & set(NEW)
    assert [a.code for a in before.children("huitian") if a.code.startswith("1101141")] == [OLD]
    assert before.ranges(OLD) == (("110114011", "110114014"),)
    assert {c.parent_code for c in before.children(OLD)} == set(NEW)
    assert before.short_name(OLD) == "回龙观镇"


@pytest.mark.parametrize("area", ["11", "110114", "huitian"])
def test_what_lies_above_is_the_same_before_and_after(pack: Pack, split: date, area: str) -> None:
    before = pack.under(split - timedelta(days=1))

    assert before.areas.ranges(area) == pack.areas.ranges(area)
    assert before.digest != pack.digest


def test_from_the_day_on_nothing_differs(pack: Pack, split: date) -> None:
    assert pack.under(split) is pack
    assert pack.under(None) is pack


def test_a_community_is_found_by_way_of_the_unit_of_the_day(pack: Pack, split: date) -> None:
    before = pack.under(split - timedelta(days=1)).areas
    community = before.children(OLD)[0]

    assert [a.code for a in before.breadcrumb(community.code)] == ["11", "110114", "huitian", OLD, community.code]


def test_the_former_outline_is_that_of_its_members_together(pack: Pack, split: date) -> None:
    before = pack.under(split - timedelta(days=1)).areas
    old = before.get(OLD)
    parts = [a.geometry for code in NEW if (a := pack.areas.get(code)) and a.geometry]

    assert old is not None
    assert old.geometry is not None
    assert old.geometry.area == pytest.approx(sum(p.area for p in parts), rel=1e-9)


@pytest.mark.parametrize("row", [
    "110114102,回龙观镇,110114,110114011|110114999,2000-01-01,2026-07-01,示例",      # a member that is none
    "110114011,回龙观镇,110114,110114012,2000-01-01,2026-07-01,示例",                # a code that is taken
    "110114102,回龙观镇,110114,110114011,2026-07-01,2000-01-01,示例",                # ends before it begins
    "110114102,回龙观镇,110114,110114011,2000-01-01,1 July,示例",
    "110114102,,110114,110114011,2000-01-01,2026-07-01,示例",
])  # fmt: skip
def test_a_row_that_cannot_be_is_named_by_its_line(tmp_path: Path, pack: Pack, row: str) -> None:
    path = tmp_path / "boundaries.csv"
    path.write_text(HEAD + row + "\n", encoding="utf-8")

    with pytest.raises(PackError, match=r"boundaries\.csv"):
        read_formers(path, pack.areas)


def test_one_unit_is_not_part_of_two_at_a_time(tmp_path: Path, pack: Pack) -> None:
    rows = ("110114102,甲镇,110114,110114011,2000-01-01,2026-07-01,示例", "110114103,乙镇,110114,110114011,2020-01-01,2026-07-01,示例")
    path = tmp_path / "boundaries.csv"
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")

    with pytest.raises(PackError, match="110114103"):
        read_formers(path, pack.areas)
