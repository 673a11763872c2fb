"""Native tables of the .pptx: as many rows as the slide has room for, each as high as its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Cm, Pt

from dashboard.brief.content import Table
from dashboard.brief.docx_table import SIGNS, form_of, is_short, lines_of, shown, widths_of
from dashboard.brief.pptx_chart import Box
from dashboard.brief.pptx_type import color, set_run
from dashboard.texts import brief_files as words

ROW_CM, LINE_PT = 0.95, 1.25            # least height of a row; of a line, in parts of its type
CM_PER_PT = 0.0353
MOST_ROWS = 13


@dataclass(frozen=True)
class _Laid:
    """A table as it stands on a slide: its texts, the widths of columns, the heights of the head and of each row, the size of type."""

    texts: list[list[str]]
    widths: list[float]
    head_cm: float
    rows_cm: list[float]
    size: int


def add_table(slide: Slide, table: Table, box: Box) -> int:
    """The rows of a table that there is room for under its head, the sum always; how many were left out."""
    left, top, width, height = box
    laid = _laid(table, width)
    rows = _fitting(table, laid, height)
    high = laid.head_cm + sum(laid.rows_cm[row] for row in rows)
    frame: Any = slide.shapes.add_table(1 + max(1, len(rows)), len(table.head), Cm(left), Cm(top), Cm(width), Cm(high or ROW_CM))
    frame.name = table.title
    _plain(frame._element)
    made = frame.table
    for column, part in zip(made.columns, laid.widths, strict=True):
        column.width = Cm(part)
    for line, part in zip(made.rows, [laid.head_cm, *(laid.rows_cm[row] for row in rows)] if rows else [laid.head_cm, ROW_CM], strict=True):
        line.height = Cm(part)
    for n, name in enumerate(table.head):
        _write(made.cell(0, n), name, (laid.size, "text", True), "surface-3", PP_ALIGN.CENTER)
    _rows(made, table, laid, rows)
    return len(table.rows) - len(rows)


def _laid(table: Table, width: float) -> _Laid:
    forms = [form_of(table, n) for n in range(len(table.head))]
    texts = [[shown(cell, forms[n]) for n, cell in enumerate(row)] for row in table.rows]
    seen = [[f"■ {row[0]}", *row[1:]] for row in texts] if table.marks else texts
    size = 14 if len(table.head) <= 8 else 12
    em = size * CM_PER_PT
    widths = widths_of(table.head, seen, width, em)
    head, *rows = (max(ROW_CM, 0.3 + LINE_PT * em * lines_of(row, widths, em)) for row in (table.head, *seen))
    return _Laid(texts, widths, head, rows, size)


def _fitting(table: Table, laid: _Laid, height: float) -> list[int]:
    """Rows from the first on; the .docx and .xlsx have them all."""
    last = [len(table.rows) - 1] if table.has_total and table.rows else []
    room = height - laid.head_cm - sum(laid.rows_cm[row] for row in last)
    found: list[int] = []
    for row in range(len(table.rows) - len(last)):
        room -= laid.rows_cm[row]
        if room < 0 or len(found) + len(last) == MOST_ROWS:
            break
        found.append(row)
    return found + last


def _rows(made: Any, table: Table, laid: _Laid, rows: Sequence[int]) -> None:
    aligns = [PP_ALIGN.RIGHT if form_of(table, n) else PP_ALIGN.CENTER if is_short(laid.texts, n) else PP_ALIGN.LEFT
              for n in range(len(table.head))]
    for line, row in enumerate(rows, 1):
        is_total = table.has_total and row == len(laid.texts) - 1
        for n, said in enumerate(laid.texts[row]):
            _write(made.cell(line, n), said, (laid.size, "text", is_total), "surface-2" if is_total else "surface", aligns[n])
        if row < len(table.marks) and table.marks[row] in SIGNS:
            _mark(made.cell(line, 0), table.marks[row], laid.size)
    if not rows:
        _write(made.cell(1, 0), words.EMPTY_TABLE, (laid.size, "text-3", False), "surface", PP_ALIGN.LEFT)


def _plain(frame: Any) -> None:
    """No ready-made style of the program: its banding would fight the fills."""
    properties = frame.find(f".//{qn('a:tblPr')}")
    properties.set("bandRow", "0")
    if (style := properties.find(qn("a:tableStyleId"))) is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"           # "No Style, No Grid"


def _write(cell: Any, said: str, type_: tuple[float, str, bool], fill: str, align: PP_ALIGN) -> None:
    points, token, is_bold = type_
    cell.text_frame.text = said
    cell.text_frame.paragraphs[0].alignment = align
    set_run(cell.text_frame.paragraphs[0], points, token, is_bold=is_bold)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Cm(0.18)
    cell.margin_top = cell.margin_bottom = Cm(0.05)
    cell.fill.solid()
    cell.fill.fore_color.rgb = color(fill)
    _hairlines(cell)


def _hairlines(cell: Any) -> None:
    """A thin rule above and below; the schema wants them before the fill."""
    properties = cell._tc.get_or_add_tcPr()
    for n, side in enumerate(("a:lnT", "a:lnB")):
        line = properties.makeelement(qn(side), {"w": "6350"})
        fill = line.makeelement(qn("a:solidFill"), {})
        fill.append(fill.makeelement(qn("a:srgbClr"), {"val": str(color("line-2"))}))
        line.append(fill)
        properties.insert(n, line)


def _mark(cell: Any, code: str, points: float) -> None:
    sign, token = SIGNS[code]
    paragraph = cell.text_frame.paragraphs[0]
    first = paragraph.runs[0]
    said, first.text = first.text, f"{sign} "
    first.font.color.rgb = color(token)
    run = paragraph.add_run()
    run.text, run.font.size, run.font.color.rgb = said, Pt(points), color("text")
