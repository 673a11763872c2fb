"""The brief as a workbook: formulas kept, with what they give."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl import Workbook

from dashboard.brief.xlsx import workbook
from tests.dashboard import brief_world as world

UNITS = "表1 各单位办理通报"


@pytest.fixture(scope="module")
def written() -> bytes:
    return workbook(world.brief())


@pytest.fixture(scope="module")
def formulas(written: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written))


@pytest.fixture(scope="module")
def values(written: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written), data_only=True)


def test_formulas_are_kept_with_the_brief_s_values(formulas: Workbook, values: Workbook) -> None:
    told, given = formulas[UNITS], values[UNITS]

    assert (told["B5"].value, given["B5"].value) == ("=C5+D5+E5", 120)
    assert (told["B8"].value, given["B8"].value) == ("=SUM(B5:B7)", 200)
    assert (told["F5"].value, given["F5"].value) == ('=IFERROR(ROUND(C5/B5*100,1),"无数据")', 83.3)
    assert given["F7"].value == "无数据"


def test_no_text_is_taken_for_a_formula(formulas: Workbook) -> None:
    assert formulas[UNITS]["A7"].data_type == "s"
    assert formulas[UNITS]["A7"].value == "=示例单位 3"


def test_every_sheet_says_sample_data_on_screen_and_on_paper(formulas: Workbook) -> None:
    for sheet in formulas.worksheets:
        assert "演示数据" in sheet["A2"].value
        assert "演示数据" in sheet.oddHeader.right.text


def test_every_figure_stands_with_its_query(values: Workbook) -> None:
    rows = list(values["指标"].iter_rows(min_row=4, values_only=True))

    filters = "地区＝回天地区、区间＝2026-11-16 至 2026-11-22"
    assert rows[1] == ("total", 1234, "件", "1,234", "否", "诉求汇总", filters, "2026-11-22 21:40", "/?area=huitian")
    assert rows[3][1] == "无数据"


def test_figures_count_maps_as_the_document_does(values: Workbook) -> None:
    assert values.sheetnames == [
        "说明", "指标", "图1 近八周诉求量", "图2 主要类别", UNITS, "图4 各街道诉求量", "图5 各类项目灯色", "来源",
    ]  # fmt: skip


def test_a_gap_of_a_chart_is_said_and_not_drawn_as_nought(values: Workbook, formulas: Workbook) -> None:
    sheet = values["图1 近八周诉求量"]

    assert [cell.value for cell in sheet[9]][:3] == ["第44周", "无数据", 970]
    assert len(formulas["图1 近八周诉求量"]._charts) == 1


def test_the_same_brief_gives_the_same_bytes(written: bytes) -> None:
    assert workbook(world.brief()) == written
