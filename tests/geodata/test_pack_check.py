"""`huitian pack check`: every fault with file and line, all of them at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from geodata.errors import PackError
from geodata.pack import pack_dir
from geodata.pack_cli import pack as command
from geodata.packmaker.inspection import Finding, inspect
from geodata.settings import Settings


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the built-in pack that a test may spoil."""
    return Path(shutil.copytree(pack_dir("huitian"), tmp_path / "mine"))


def spoil(path: Path, old: str, new: str) -> int:
    """Replaces the first occurrence; returns its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(folder: Path) -> list[Finding]:
    return [f for f in inspect(folder) if not f.is_note]


def test_the_built_in_pack_has_no_faults_and_two_notes() -> None:
    found = inspect(pack_dir("huitian"))

    assert [f for f in found if not f.is_note] == []
    assert {f.file for f in found} == {"areas.geojson", "pack.toml"}
    assert any("66 个街道没有轮廓" in str(f) for f in found)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("pack.toml", '"110114013"]', '"110114999"]', "110114999"),
        ("pack.toml", 'boundary_note = "示意边界，非行政界线"', 'boundary_note = ""', "boundary_note"),
        ("pack.toml", "is_sketch_boundaries = true", "is_sketch_boundaries = false", "300 个示意轮廓"),
        ("pack.toml", "zoom = 11.6", "zoom = ", "pack.toml"),
        ("areas.csv", "110114011,street", "110114011,district", "不符"),
        ("areas.csv", "110114012,street,龙泽园街道,110114", "110114012,street,龙泽园街道,110108", "上级"),
        ("areas.csv", "110114012,street", "110114011,street", "重复"),
        ("areas.csv", "霍营街道,110114,2023-06-30", "霍营街道,110114,去年", "去年"),
        ("areas.geojson", '"code":"110114011"', '"code":"110114899"', "110114899"),
        ("gazetteer.csv", ",community,116.", ",hamlet,116.", "hamlet"),
        ("gazetteer.csv", "110101001001,", "110101001002,", "重复"),
        ("gazetteer.csv", "龙腾苑三区,,community,116.", "龙腾苑三区,,community,117.", "轮廓"),
        ("gazetteer.csv", "110101001,110101,110101001001", "110101999,110101,110101001001", "110101999"),
        ("rules.toml", "response_weight = 0.1", "response_weight = 0.2", "合计为 1"),
        ("basemap/roads.geojson", "[116.362,40.003]", "[11636200,40.003]", "经纬度"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(copy: Path, file: str, old: str, new: str, said: str) -> None:
    line = spoil(copy / file, old, new)

    found = [f for f in faults(copy) if f.file == file and said in f.text]

    assert found
    assert found[0].line in (None, line, line + 1)       # a doubled row is told at its second appearance
    if file.endswith(".csv"):
        assert found[0].line is not None


def test_all_faults_are_told_at_once(copy: Path) -> None:
    spoil(copy / "areas.csv", "霍营街道", " ")
    spoil(copy / "gazetteer.csv", ",community,116.", ",hamlet,116.")
    (copy / "SOURCES.md").unlink()
    (copy / "basemap" / "rail.geojson").unlink()
    (copy / "categories.csv").unlink()

    assert {f.file for f in faults(copy)} >= {"areas.csv", "gazetteer.csv", "SOURCES.md", "basemap/rail.geojson", "categories.csv"}


def test_swapped_and_far_positions_are_told_apart(copy: Path) -> None:
    spoil(copy / "gazetteer.csv", ",station,116.288771,39.906216", ",station,39.906216,116.288771")
    spoil(copy / "gazetteer.csv", ",station,116.314084,40.031765", ",station,121.47,31.23")

    texts = [f.text for f in faults(copy)]

    assert any("写反" in t for t in texts)
    assert any("本市之外" in t for t in texts)


def test_an_empty_folder_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        pack_dir(str(tmp_path))


def test_the_command_prints_notes_and_succeeds_or_refuses_with_all_faults(copy: Path, home: Settings) -> None:
    good = CliRunner().invoke(command, ["check", str(copy)], obj=home)
    spoil(copy / "areas.csv", "霍营街道", " ")
    bad = CliRunner().invoke(command, ["check", str(copy)], obj=home)

    assert good.exit_code == 0
    assert "没有发现错误" in good.output
    assert isinstance(bad.exception, PackError)
    assert "areas.csv 第" in str(bad.exception)
