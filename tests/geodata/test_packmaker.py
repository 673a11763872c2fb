"""The maker of pack huitian: the same sources give the same files, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geodata.errors import PackError
from geodata.pack import pack_dir
from geodata.packmaker.huitian import make_huitian
from geodata.packmaker.names import bare_name, community_aliases, street_aliases
from tests.shared import SHARED, needs_shared


@needs_shared
def test_rebuilding_the_pack_gives_the_same_files(tmp_path: Path) -> None:
    shutil.copy(pack_dir("huitian") / "pack.toml", tmp_path)

    made = make_huitian(SHARED / "data" / "geo", tmp_path)

    assert len(made) == 9
    for path in made:
        assert path.read_bytes() == (pack_dir("huitian") / path.relative_to(tmp_path)).read_bytes(), path.name


def test_without_its_sources_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"streets_nbs2023\.csv"):
        make_huitian(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("registered", "bare"),
    [
        ("龙腾苑三区社区居委会", "龙腾苑三区"),
        ("上奥世纪社区居民委员会", "上奥世纪"),
        ("中滩村委会", "中滩"),
        ("芦家村村委会", "芦家村"),
        ("领秀慧谷北区居委会", "领秀慧谷北区"),
        ("沿村居民委员会", "沿村"),
        ("西铁营村", "西铁营"),
        ("时村", "时村"),
        ("智慧社社区居委会", "智慧社"),
        ("小营股份经济合作社生活区", "小营"),
        ("辛庄村股份经济合作社生活区", "辛庄"),
        ("霍营小区社区居委会", "霍营小区"),
    ],
)
def test_a_bare_name_is_the_place_behind_its_committee(registered: str, bare: str) -> None:
    assert bare_name(registered) == bare


def test_everyday_words_are_no_street_names() -> None:
    assert "和平" not in street_aliases("和平街道", "110105001")
    assert {"霍营", "霍营地区"} <= set(street_aliases("霍营街道", "110114010"))


def test_an_alias_gives_way_to_another_communitys_name() -> None:
    assert "万润嘉园" in community_aliases("万润家园", "110114011002")
    assert "万润嘉园" not in community_aliases("万润家园", "110114011002", {"万润嘉园"})
