"""The brief as slides: charts opened again hold the brief's numbers."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pptx
import pytest
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from dashboard.brief.content import Paragraph, Section, Table
from dashboard.brief.docx_table import ems
from dashboard.brief.pptx import slides
from dashboard.brief.pptx_type import BOTTOM_CM
from tests.dashboard import brief_world as world


@pytest.fixture(scope="module")
def written() -> bytes:
    return slides(world.brief(with_maps=False), {})


@pytest.fixture(scope="module")
def deck(written: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(written))


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def test_charts_are_native_and_hold_the_numbers(deck: Any) -> None:
    found = {chart.chart_title.text_frame.text: chart for chart in charts(deck)}

    trend = found["近八周诉求量（件）"]
    assert list(trend.plots[0].categories) == list(world.WEEKS)
    assert [(s.name, tuple(s.values)) for s in trend.plots[0].series] == [("今年", world.THIS_YEAR), ("去年同期", world.LAST_YEAR)]
    lights = found["各类项目灯色（项）"]
    assert [(s.name, tuple(s.values)) for s in lights.plots[0].series] == list(world.BY_LIGHT)


def test_each_kind_of_chart_is_what_a_click_expects(deck: Any) -> None:
    assert [chart.chart_type for chart in charts(deck)] == [
        XL_CHART_TYPE.LINE, XL_CHART_TYPE.COLUMN_CLUSTERED, XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.COLUMN_STACKED,
    ]  # fmt: skip


def test_the_workbook_inside_a_chart_can_be_edited(deck: Any) -> None:
    blob = charts(deck)[0].part.chart_workbook.xlsx_part.blob

    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active

    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=2)] == [[None, "今年", "去年同期"], ["第40周", 900, 880]]


def test_every_slide_says_sample_data_and_has_a_title(deck: Any) -> None:
    for slide in deck.slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any("演示数据" in text for text in texts)
        assert slide.shapes.title.text_frame.text


def test_every_slide_tells_its_sources_in_the_note(deck: Any) -> None:
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]

    assert all(note.startswith("本页数据来源：") for note in notes)
    assert "诉求汇总（地区＝回天地区、区间＝2026-11-16 至 2026-11-22），数据截至 2026-11-22 21:40 /?area=huitian" in notes[1]


def test_charts_have_alternative_text(deck: Any) -> None:
    frame = next(shape for slide in deck.slides for shape in slide.shapes if shape.has_chart)

    assert frame._element.nvGraphicFramePr.cNvPr.get("descr").startswith("图表：近八周诉求量")


def test_tables_are_tables(deck: Any) -> None:
    table = next(shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table)

    assert [cell.text for cell in table.rows[3].cells] == ["◌ =示例单位 3", "0", "0", "0", "0", "无数据", "0"]


LONG = "进度落后计划 30.8 个百分点（实际 62.5%，计划 93.3%）；落后超过 30 个百分点为红" * 3


def table_of(rows: int, *, has_total: bool = False) -> Table:
    """A table whose last column needs several lines."""
    lines = tuple((f"2-{n:03d}", "示例项目", LONG) for n in range(rows))
    return replace(world.UNITS_TABLE, head=("编号", "项目", "依据"), rows=lines, formats=("", "", ""), formulas=(), has_total=has_total,
                   marks=("red",) * rows, note="")  # fmt: skip


def slides_of(*sections: Section) -> Any:
    return pptx.Presentation(io.BytesIO(slides(replace(world.brief(with_maps=False), sections=sections), {})))


def test_rows_of_many_lines_are_as_high_as_they_need_and_stay_on_the_slide() -> None:
    deck = slides_of(Section("a", "项目", (table_of(10),)))

    frame = next(shape for shape in deck.slides[1].shapes if shape.has_table)
    heights = [row.height for row in frame.table.rows]
    assert min(heights[1:]) > Cm(1.2)
    assert frame.top + sum(heights) <= Cm(BOTTOM_CM)
    shown = len(heights) - 1
    assert 0 < shown < 10
    assert any(f"另有 {10 - shown} 行" in shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame)


def test_the_sum_stays_when_rows_are_left_out() -> None:
    deck = slides_of(Section("a", "项目", (table_of(30, has_total=True),)))

    table = next(shape.table for shape in deck.slides[1].shapes if shape.has_table)
    assert table.cell(len(table.rows) - 1, 0).text == "■ 2-029"


def test_a_number_with_its_sign_stands_in_one_line() -> None:
    deck = slides_of(Section("a", "项目", (table_of(3),)))

    table = next(shape.table for shape in deck.slides[1].shapes if shape.has_table)
    assert table.columns[0].width >= Cm(14 * 0.0353 * (ems("■ 2-007") + 1)) - 2


def test_sections_of_a_sentence_share_a_slide_under_both_titles() -> None:
    short = [Section(f"s{n}", title, (Paragraph(f"本周没有变动 {n}。"),)) for n, title in enumerate(("六、治理类街乡镇", "七、与上期相比"))]

    deck = slides_of(Section("a", "项目", (table_of(1),)), *short)

    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[1:3] == ["项目", "六、治理类街乡镇　七、与上期相比"]
    said = "".join(shape.text_frame.text for shape in deck.slides[2].shapes if shape.has_text_frame)
    assert "变动 0" in said
    assert "变动 1" in said


def test_nothing_stands_outside_its_slide(deck: Any) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_the_same_brief_gives_the_same_bytes_inside_and_out(written: bytes) -> None:
    assert slides(world.brief(with_maps=False), {}) == written
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        inside = next(name for name in archive.namelist() if name.endswith(".xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(archive.read(inside)))
    assert book.properties.created == datetime(2026, 11, 23, 1, 30)
