"""The brief as a Word document: opened again as any program would."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from dashboard.brief.charts import drawn
from dashboard.brief.content import Brief, Chart
from dashboard.brief.docx import document, issue_text, numeral
from dashboard.brief.docx_table import add_grid, shown, widths_of
from dashboard.brief.docx_type import set_type
from dashboard.brief.picture import Picture
from tests.dashboard import brief_world as world


def pictures(brief: Brief) -> dict[str, Picture]:
    return {b.key: drawn(b, brief) for s in brief.sections for b in s.blocks if isinstance(b, Chart)}


@pytest.fixture(scope="module")
def written() -> bytes:
    brief = world.brief(with_maps=False)
    return document(brief, pictures(brief))


@pytest.fixture(scope="module")
def opened(written: bytes) -> Document:
    return docx.Document(io.BytesIO(written))


def test_headings_are_headings(opened: Document) -> None:
    found = [p.text for p in opened.paragraphs if p.style is not None and p.style.name == "Heading 1"]

    assert found == ["一、本周概况", "二、办理通报", "三、项目进展", "四、数据来源"]


def test_figures_and_tables_are_numbered_by_fields(opened: Document) -> None:
    captions = [p for p in opened.paragraphs if p.style is not None and p.style.name == "Caption"]

    fields = [f.get(qn("w:instr")) for p in captions for f in p._p.iter(qn("w:fldSimple"))]
    texts = ["".join(t.text or "" for t in p._p.iter(qn("w:t"))) for p in captions]
    assert [f.split()[1] for f in fields if f] == ["图", "图", "表", "图", "图"]
    assert texts[0] == "图1\u3000近八周诉求量"
    assert texts[2] == "表1\u3000各单位办理通报"


def test_heads_of_tables_repeat_and_rows_do_not_break(opened: Document) -> None:
    for table in opened.tables:
        rows = [row._tr.find(qn("w:trPr")) for row in table.rows]
        assert rows[0].find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)


def test_a_cell_without_a_value_says_so_and_signs_stand_before_states(opened: Document) -> None:
    cells = [[cell.text for cell in row.cells] for row in opened.tables[0].rows]

    assert cells[1][0] == "■ 示例单位 1"
    assert cells[3] == ["◌ =示例单位 3", "0", "0", "0", "0", "无数据", "0"]
    assert cells[4][1:3] == ["200", "180"]


def test_official_type_is_named_for_chinese_with_what_stands_in_for_it(opened: Document, written: bytes) -> None:
    fonts = {name: opened.styles[name].element.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia"))
             for name in ("Normal", "Title", "Heading 1", "Heading 2", "版头")}  # fmt: skip

    title = "方正小标宋简体"
    assert fonts == {"Normal": "仿宋_GB2312", "Title": title, "Heading 1": "黑体", "Heading 2": "楷体_GB2312", "版头": title}
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        table = archive.read("word/fontTable.xml").decode()
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋,' in table


def test_pictures_have_alternative_text_and_their_true_width(opened: Document) -> None:
    first = opened.inline_shapes[0]

    assert first._inline.docPr.get("descr").startswith("图表：近八周诉求量（件）。今年：第40周 900")
    assert "第44周 无数据" in first._inline.docPr.get("descr")
    assert round(first.width.cm, 1) == 16.0


def test_every_page_says_sample_data_and_has_its_number(opened: Document) -> None:
    section = opened.sections[0]

    for header in (section.header, section.first_page_header):
        assert "演示数据" in header.paragraphs[0].text
    for footer in (section.footer, section.first_page_footer):
        assert [f.get(qn("w:instr")) for f in footer._element.iter(qn("w:fldSimple"))] == [" PAGE "]


def test_every_number_is_listed_with_its_query(opened: Document) -> None:
    rows = [[cell.text for cell in row.cells] for row in opened.tables[-1].rows]

    assert rows[1] == ["1", "诉求汇总", "地区＝回天地区、区间＝2026-11-16 至 2026-11-22", "2026-11-22 21:40", "1,234件、4.5%"]
    assert rows[2][4] == "无数据"


def test_the_same_brief_gives_the_same_bytes_dated_by_the_brief(written: bytes) -> None:
    brief = world.brief(with_maps=False)

    again = document(brief, pictures(brief))

    assert again == written
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert docx.Document(io.BytesIO(written)).core_properties.created.isoformat() == "2026-11-23T01:30:00+00:00"


def test_a_draft_has_no_number() -> None:
    assert issue_text(world.draft()) == "草稿"
    assert issue_text(world.brief()) == "2026年第47期"


@pytest.mark.parametrize(("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_sections_count_in_chinese(number: int, said: str) -> None:
    assert numeral(number) == said


@pytest.mark.parametrize(("cell", "form", "said"), [
    (None, "0.0", "无数据"), (-12.34, "0.0", "−12.3"), (1234, "#,##0", "1,234"), (0, "#,##0", "0"), ("=A1", "", "=A1"),
])  # fmt: skip
def test_cells_are_written_as_the_look_asks(cell: str | float | None, form: str, said: str) -> None:
    assert shown(cell, form) == said


def test_narrow_columns_keep_their_width_where_a_long_one_has_not_enough() -> None:
    widths = widths_of(("编号", "说明"), [["22-101", "很长的说明" * 30]], 16.0, 0.372)

    assert sum(widths) == pytest.approx(16.0)
    assert widths[0] == pytest.approx(0.372 * (6 * 0.55 + 1))


@pytest.mark.parametrize(("text", "is_held"), [("按期", True), ("进度落后计划，请责任单位说明原因。" * 20, False)])
def test_a_low_table_stays_on_one_page_and_a_high_one_may_be_parted(text: str, is_held: bool) -> None:
    made = docx.Document()
    set_type(made)

    table = add_grid(made, ("编号", "依据"), [[str(n), text] for n in range(9)], [False, False])

    assert bool(table.cell(5, 0).paragraphs[0].paragraph_format.keep_with_next) is is_held
