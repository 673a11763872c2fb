"""The brief as .xlsx: every table with its formulas and what they give, the numbers of charts with native charts, every figure's source.

The same brief gives the same bytes. No text is ever taken for a formula.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC
from itertools import count
from typing import Any

import xlsxwriter

from dashboard.brief import fonts
from dashboard.brief.content import Brief, Cell, Chart, Formula, Table
from dashboard.brief.docx import issue_text
from dashboard.brief.docx_table import ems, form_of, shown
from dashboard.brief.packing import packed
from dashboard.brief.series import bar_colors, series_color
from dashboard.brief.sources import as_of_text, filters_text, short_line
from dashboard.texts import brief_files as words
from dashboard.theme import THEMES

THEME = THEMES["light"]
TITLE_ROW, MARK_ROW, HEAD_ROW = 0, 1, 3           # from 0; data begin under the head
FIRST_ROW = HEAD_ROW + 1
LEAST_WIDE, MOST_WIDE = 8, 46
_CHART_TYPES = {"line": ("line", ""), "bar": ("bar", ""), "column": ("column", ""), "stack": ("column", "stacked")}
_NAME_STOPS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
MOST_NAME = 31                                    # of a sheet, a rule of the format


@dataclass(frozen=True)
class Book:
    """The workbook being written, with its cell formats by name."""

    file: Any
    formats: dict[str, Any]
    brief: Brief

    def format(self, **given: Any) -> Any:
        """The cell format with these properties, made once."""
        key = repr(sorted(given.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format({"font_name": fonts.SHEETS.name, "font_size": 11, "valign": "vcenter", **given})
        return self.formats[key]


def workbook(brief: Brief) -> bytes:
    """The file: 说明, 指标, one sheet a table and chart, 来源."""
    out = io.BytesIO()
    at = brief.made_at.astimezone(UTC).replace(tzinfo=None)
    file = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book = Book(file, {}, brief)
    file.set_properties({
        "title": f"{brief.title} {issue_text(brief)}", "author": brief.unit,
        "subject": words.SUBJECT.format(area=brief.area_name, week=brief.week),
        "comments": words.DEMO_LONG if brief.is_sample else "", "keywords": brief.week, "created": at,
    })  # fmt: skip
    _cover(book)
    _figures(book)
    sheets = _blocks(book)
    _sources(book, sheets)
    file.close()
    return packed(out.getvalue(), brief.made_at)


def _blocks(book: Book) -> list[tuple[str, Table | Chart]]:
    """A sheet for each table and chart, numbered as in the .docx (where maps count among the figures)."""
    tables, figures, made = count(1), count(1), []
    for section in book.brief.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                name = _sheet_name(words.SHEET_TABLE.format(number=next(tables)), block.title)
                _table(book, name, block)
            elif isinstance(block, Chart):
                name = _sheet_name(words.SHEET_CHART.format(number=next(figures)), block.title)
                _chart(book, name, block)
            else:
                if hasattr(block, "kind"):
                    next(figures)
                continue
            made.append((name, block))
    return made


def _table(book: Book, name: str, table: Table) -> None:
    sheet = _sheet(book, name, table.title, f"{_mark_text(book.brief)} · {short_line(table.source)}")
    forms = [form_of(table, n) for n in range(len(table.head))]
    _head(book, sheet, table.head)
    last = FIRST_ROW + len(table.rows) - 1 - (1 if table.has_total else 0)
    span = (FIRST_ROW + 1, last + 1)                    # as the spreadsheet counts
    formulas = {formula.column: formula for formula in table.formulas}
    for line, row in enumerate(table.rows):
        is_total = table.has_total and line == len(table.rows) - 1
        for column, cell in enumerate(row):
            look = book.format(num_format=forms[column] or "@", bold=is_total, border=1, border_color=THEME["line-2"],
                               align="right" if forms[column] else "left", bg_color=THEME["surface-2"] if is_total else "#ffffff")
            formula = _formula(formulas.get(column), FIRST_ROW + line + 1, span, is_total=is_total)
            _write(sheet, (FIRST_ROW + line, column), cell, look, formula)
    if table.note:
        told = words.TABLE_NOTE.format(note=table.note)
        sheet.write_string(FIRST_ROW + len(table.rows) + 1, 0, told, book.format(font_color=THEME["text-3"]))
    texts = [[shown(cell, forms[n]) for n, cell in enumerate(row)] for row in table.rows]
    _widths(sheet, table.head, texts)
    if table.rows:
        sheet.autofilter(HEAD_ROW, 0, max(last, FIRST_ROW), len(table.head) - 1)


def _formula(formula: Formula | None, row: int, span: tuple[int, int], *, is_total: bool) -> str:
    """The formula of a cell, "" where it has none; what cannot be divided says 无数据 as the brief does."""
    said = "" if formula is None else formula.total if is_total else formula.text
    if not said:
        return ""
    filled = said.replace("{row}", str(row)).replace("{first}", str(span[0])).replace("{last}", str(span[1])).removeprefix("=")
    if "/" in filled and not filled.upper().startswith(("IF(", "IFERROR(")):
        filled = f'IFERROR({filled},"{words.NO_DATA}")'
    return f"={filled}"


def _write(sheet: Any, at: tuple[int, int], cell: Cell, look: Any, formula: str) -> None:
    if formula:
        sheet.write_formula(*at, formula, look, words.NO_DATA if cell is None else cell)
    elif cell is None:
        sheet.write_string(*at, words.NO_DATA, look)
    elif isinstance(cell, str):
        sheet.write_string(*at, cell, look)
    else:
        sheet.write_number(*at, cell, look)


def _chart(book: Book, name: str, chart: Chart) -> None:
    title = f"{chart.title}（{chart.unit}）"
    sheet = _sheet(book, name, title, f"{_mark_text(book.brief)} · {short_line(chart.source)}")
    head = (words.CATEGORY, *(series for series, _ in chart.series))
    _head(book, sheet, head)
    for line, category in enumerate(chart.categories):
        frame = {"border": 1, "border_color": THEME["line-2"]}
        _write(sheet, (FIRST_ROW + line, 0), category, book.format(**frame), "")
        for column, (_, values) in enumerate(chart.series, 1):
            form = "0.0" if isinstance(values[line], float) else "#,##0"
            _write(sheet, (FIRST_ROW + line, column), values[line], book.format(num_format=form, align="right", **frame), "")
    _widths(sheet, head, [[category] for category in chart.categories])
    if chart.series and chart.categories:
        sheet.insert_chart(HEAD_ROW, len(head) + 1, _native(book, name, chart, title))


def _native(book: Book, name: str, chart: Chart, title: str) -> Any:
    kind, sub = _CHART_TYPES.get(chart.kind, ("column", ""))
    made = book.file.add_chart({"type": kind, **({"subtype": sub} if sub else {})})
    last = FIRST_ROW + len(chart.categories) - 1
    for n in range(len(chart.series)):
        tone = series_color(chart, n)
        line = {"color": tone, "width": 2.5 if not n else 1.5, **({"dash_type": "dash"} if n else {})}
        points = {} if sub else {"points": [{"fill": {"color": own}} for own in bar_colors(chart, n)]}
        look = {"line": line} if kind == "line" else {"fill": {"color": tone}, "gap": 45, **points}
        made.add_series({"name": [name, HEAD_ROW, n + 1], "categories": [name, FIRST_ROW, 0, last, 0],
                         "values": [name, FIRST_ROW, n + 1, last, n + 1], **look})  # fmt: skip
    font = {"name": fonts.SHEETS.name, "size": 10}
    made.set_title({"name": title, "name_font": {**font, "size": 13}, "overlay": False})
    made.set_x_axis({"num_font": font, "major_gridlines": {"visible": False}} if kind != "bar" else {"num_font": font, "min": 0})
    made.set_y_axis({"num_font": font, "reverse": True} if kind == "bar" else {
        "num_font": font, "min": 0, "major_gridlines": {"visible": True, "line": {"color": THEME["line"]}}})  # fmt: skip
    made.set_legend({"position": "top", "font": font} if len(chart.series) > 1 else {"none": True})
    made.set_size({"width": 860, "height": 420})
    return made


def _cover(book: Book) -> None:
    brief = book.brief
    sheet = _sheet(book, words.SHEET_COVER, brief.title, _mark_text(brief))
    nature = words.DEMO_LONG if brief.is_sample else words.REAL
    as_of = f"{brief.as_of:%Y-%m-%d %H:%M}" if brief.as_of else words.NO_DATA
    told = (brief.title, issue_text(brief), brief.area_name, brief.week, brief.period_text, brief.unit, f"{brief.made_at:%Y-%m-%d %H:%M}",
            as_of, nature, brief.issued_by, "\n".join((*brief.notes, *([brief.note] if brief.note else []))))
    for line, (name, value) in enumerate(zip(words.COVER_ROWS, told, strict=True)):
        frame = {"border": 1, "border_color": THEME["line-2"], "text_wrap": True}
        sheet.write_string(HEAD_ROW + line, 0, name, book.format(bold=True, bg_color=THEME["surface-3"], **frame))
        sheet.write_string(HEAD_ROW + line, 1, value, book.format(**frame))
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 70)


def _figures(book: Book) -> None:
    sheet = _sheet(book, words.SHEET_FIGURES, words.SHEET_FIGURES, _mark_text(book.brief))
    _head(book, sheet, words.FIGURES_HEAD)
    rows: list[list[Cell]] = [
        [f.key, f.value, f.unit, f.text, words.YES if f.is_stale else words.NO, f.source.query, filters_text(f.source),
         as_of_text(f.source).split(" ", 1)[1], f.source.address]
        for f in book.brief.figures.values()
    ]  # fmt: skip
    _plain_rows(book, sheet, words.FIGURES_HEAD, rows)


def _sources(book: Book, sheets: list[tuple[str, Table | Chart]]) -> None:
    sheet = _sheet(book, words.SHEET_SOURCES, words.SOURCES_TITLE, _mark_text(book.brief))
    _head(book, sheet, words.SHEETS_HEAD)
    rows: list[list[Cell]] = [
        [name, b.title, b.source.query, filters_text(b.source), as_of_text(b.source).split(" ", 1)[1], b.source.address]
        for name, b in sheets
    ]
    _plain_rows(book, sheet, words.SHEETS_HEAD, rows)


def _plain_rows(book: Book, sheet: Any, head: tuple[str, ...], rows: list[list[Cell]]) -> None:
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            is_number = isinstance(cell, int | float)
            form = ("#,##0.0" if isinstance(cell, float) else "#,##0") if is_number else "@"
            look = book.format(border=1, border_color=THEME["line-2"], num_format=form, align="right" if is_number else "left")
            _write(sheet, (FIRST_ROW + line, column), cell, look, "")
    _widths(sheet, head, [[str(cell if cell is not None else words.NO_DATA) for cell in row] for row in rows])


def _sheet(book: Book, name: str, title: str, mark: str) -> Any:
    """A new sheet: title, what it is (演示数据 among it), printed on A4 with both on every page."""
    sheet = book.file.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.write_string(TITLE_ROW, 0, title, book.format(bold=True, font_size=16, font_color=THEME["text"]))
    sheet.set_row(TITLE_ROW, 26)
    sheet.write_string(MARK_ROW, 0, mark, book.format(font_size=10, font_color=THEME["warn" if book.brief.is_sample else "text-3"]))
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROW, HEAD_ROW)
    demo = words.DEMO_LONG if book.brief.is_sample else ""
    sheet.set_header(f"&L{book.brief.title} {issue_text(book.brief)}&R{demo}".replace("&&", "&"))
    sheet.set_footer("&C&P / &N")
    return sheet


def _head(book: Book, sheet: Any, head: tuple[str, ...]) -> None:
    look = book.format(bold=True, bg_color=THEME["surface-3"], border=1, border_color=THEME["line-2"], align="center", text_wrap=True)
    for column, name in enumerate(head):
        sheet.write_string(HEAD_ROW, column, name, look)
    sheet.freeze_panes(FIRST_ROW, 1)


def _widths(sheet: Any, head: tuple[str, ...], rows: list[list[str]]) -> None:
    for column, name in enumerate(head):
        longest = max([ems(name) + 1.5, *(ems(row[column]) for row in rows if column < len(row))])
        sheet.set_column(column, column, min(MOST_WIDE, max(LEAST_WIDE, 2 * longest + 2)))


def _mark_text(brief: Brief) -> str:
    as_of = words.AS_OF.format(at=f"{brief.as_of:%Y-%m-%d %H:%M}") if brief.as_of else words.AS_OF_NONE
    return " · ".join(([words.DEMO_LONG] if brief.is_sample else []) + [issue_text(brief), brief.period_text, as_of])


def _sheet_name(number: str, title: str) -> str:
    return f"{number} {title.translate(_NAME_STOPS)}"[:MOST_NAME].strip()
