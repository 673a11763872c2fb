"""`huitian geocode`: exactly one answer for each text, whatever the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from geodata.errors import FileRefused
from geodata.geocode_cli import geocode, read_texts
from geodata.settings import Settings

KEYS = ["text", "level", "place", "matched", "candidates", "lon", "lat", "radius_m", "confidence", "street_code", "district_code", "h3_09"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(geocode, list(arguments), obj=Settings())


def objects(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def test_a_text_is_answered_with_the_promised_keys_in_order() -> None:
    (found,) = objects(run("龙腾苑三区12号楼漏水", "--json"))

    assert list(found) == KEYS
    assert (found["level"], found["place"], found["street_code"], found["district_code"]) == ("楼栋", "龙腾苑三区", "110114012", "110114")
    assert found["h3_09"].startswith("89")
    assert found["text"] == "龙腾苑三区12号楼漏水"


def test_a_text_without_a_place_has_nulls() -> None:
    (found,) = objects(run("咨询公积金", "--json"))

    assert (found["level"], found["place"], found["lon"], found["radius_m"], found["street_code"], found["h3_09"]) == ("无", *[None] * 5)


def test_a_file_gives_one_object_a_line_blank_ones_included(tmp_path: Path) -> None:
    path = tmp_path / "texts.tsv"
    path.write_bytes("龙腾苑三区\t多余的列\n\n   \n长沙市岳麓区\r\n林萃路\u2028积水".encode())

    found = objects(run("-f", str(path), "--json"))

    assert [f["text"] for f in found] == ["龙腾苑三区", "", "   ", "长沙市岳麓区", "林萃路\u2028积水"]
    assert [f["level"] for f in found] == ["小区", "无", "无", "无", "道路"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_of_the_house(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "texts.tsv"
    path.write_bytes("霍营站\n回龙观\n".encode(encoding))

    assert read_texts(path) == ["霍营站", "回龙观"]


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    path = tmp_path / "texts.tsv"
    path.write_bytes(b"")

    assert run("-f", str(path), "--json").stdout == ""


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.tsv"
    path.write_bytes(b"\xff\xfe\x00\x81")

    with pytest.raises(FileRefused, match=r"picture\.tsv"):
        read_texts(path)


def test_without_json_a_line_is_a_chinese_sentence() -> None:
    lines = run("龙腾苑三区12号楼", "辛庄村路灯", "咨询", "昌平区停水").stdout.splitlines()

    assert lines[0].startswith("龙腾苑三区12号楼 → 楼栋 龙腾苑三区12号楼（昌平区龙泽园街道），116.")
    assert "也可能是" in lines[1]
    assert "没有提到本市的地点" in lines[2]
    assert "无坐标" in lines[3]


def test_texts_and_a_file_together_or_neither_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "texts.tsv"
    path.write_text("a", encoding="utf-8")

    assert run().exit_code == 2
    assert run("龙泽苑", "-f", str(path)).exit_code == 2
