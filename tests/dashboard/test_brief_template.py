"""The template and its faults: each is told with file and line, before anything is asked of the data."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.brief.template import OFFICE, read_template
from geodata.errors import SettingsError

FINE = 'title = "周报"\nunit = "某某中心"\n\n[[section]]\ntitle = "情况"\ncontent = ["共{complaints.count}。", "@complaints.weeks"]\n'


def office(folder: Path, text: str) -> Path:
    (folder / OFFICE).write_text(text, encoding="utf-8")
    return folder


def test_the_template_that_comes_along_is_whole(tmp_path: Path) -> None:
    ready = read_template(tmp_path)

    assert [section.key for section in ready.sections] == [
        "complaints", "hotspots", "units", "projects", "street_order", "towns", "difference",
    ]  # fmt: skip
    assert len(ready.digest) == 64


def test_an_office_puts_its_own_in_place(tmp_path: Path) -> None:
    own = read_template(office(tmp_path, FINE))

    assert (own.title, own.unit, own.sections[0].content[1]) == ("周报", "某某中心", "@complaints.weeks")
    assert own.digest != read_template(Path("nowhere")).digest


def test_an_office_may_change_the_unit_only(tmp_path: Path) -> None:
    assert len(read_template(office(tmp_path, 'unit = "某某中心"\n')).sections) == 7


@pytest.mark.parametrize(("text", "line", "said"), [
    ('title = "{nobody}周报"\n', 1, "不认识的字段「{nobody}」"),
    (FINE.replace("complaints.count", "complaints.cuont"), 6, "不认识的字段「{complaints.cuont}」"),
    (FINE.replace("{complaints.count}", "{complaints.count.__class__}"), 6, "不认识的字段"),
    (FINE.replace("@complaints.weeks", "@complaints.wekes"), 6, "不认识的图表「@complaints.wekes」"),
    (FINE.replace("title = \"情况\"", "titel = \"情况\""), 5, "不认识的项「titel」"),
    (FINE.replace("共{complaints.count}", "共 318 件"), 6, "直接写了数字「318」"),
    (FINE.replace("共{complaints.count}", "共{complaints.count"), 6, "花括号"),
    (FINE.replace("{complaints.count}", "{complaints.count:>99999999}"), 6, "只能写名称"),
    (FINE.replace("{complaints.count}", "{complaints.count!r}"), 6, "只能写名称"),
    ("[office]\n", 1, "不认识的项「office」"),
    ('# {nobody}\nunit = 5\n', 2, "「unit」要写成一段文字"),
    ("section = []\n", 1, "没有任何一节"),
    ('[[section]]\ntitle = "情况"\ncontent = "共"\n', 2, "「content」要写成文字的列表"),
])  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_template(office(tmp_path, text))

    assert f"{OFFICE} 第 {line} 行" in str(error.value)
    assert said in str(error.value)


def test_a_template_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="line 2"):
        read_template(office(tmp_path, 'title = "a"\nunit = \n'))


def test_the_number_of_the_hotline_may_be_written(tmp_path: Path) -> None:
    read_template(office(tmp_path, FINE.replace("共{", "12345 热线共{")))


@given(st.text(max_size=60))
def test_no_text_in_a_template_is_a_fault_of_the_program(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("office")
    with suppress(SettingsError):
        read_template(office(folder, FINE.replace("共{complaints.count}。", text.replace("\\", "").replace('"', ""))))
