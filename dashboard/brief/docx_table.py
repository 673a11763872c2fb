"""Tables of the .docx: real ones, with a head that repeats on each page, columns as wide as what they hold, signs in front of states."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from docx.document import Document as DocumentObject
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell

from dashboard.brief import fonts
from dashboard.brief.content import Cell, Table
from dashboard.brief.docx_type import CELL, CELL_SMALL, TEXT_WIDTH_CM, set_fonts
from dashboard.texts import brief_files as words
from dashboard.theme import THEMES

THEME = THEMES["light"]
SHORT_EM = 3.5
MOST_HELD_CM = 9.0              # of a table that is not parted
MOST_WIDE = 7                   # columns that stand in the larger type
LEAST_EM, ROOM_EM = 2.0, 1.0      # of a cell's text, and beside it
EM_CM = {CELL: 0.372, CELL_SMALL: 0.318}
LINE_CM = {CELL: 0.58, CELL_SMALL: 0.5}
HEAD_FILL, TOTAL_FILL = THEME["surface-3"].lstrip("#").upper(), THEME["surface-2"].lstrip("#").upper()
SIGNS = {"red": ("■", "alarm"), "grey": ("▨", "stale"), "yellow": ("▲", "warn"), "green": ("●", "ok"), "done": ("◎", "text-3"),
         "none": ("◌", "nodata")}  # fmt: skip


def shown(cell: Cell, form: str) -> str:
    """A cell as text, in the column's format; None is 无数据, minus is U+2212."""
    if cell is None:
        return words.NO_DATA
    if isinstance(cell, str) or not form:
        return str(cell)
    places = len(form.partition(".")[2])
    return f"{cell:{',' if ',' in form or not places else ''}.{places}f}".replace("-", "−")


def form_of(table: Table, column: int) -> str:
    """The format of a column, "" for text; where none is given, that of its numbers."""
    if column < len(table.formats):
        return table.formats[column]
    values = [row[column] for row in table.rows if not isinstance(row[column], str) and row[column] is not None]
    if not values or any(isinstance(row[column], str) for row in table.rows):
        return ""
    return "0.0" if any(isinstance(v, float) for v in values) else "#,##0"


def ems(text: str) -> float:
    """Width of a text in ems, roughly."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.55 for c in text)


def is_short(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column of words (not the first) is so short that they stand in the middle: 是, 红, 08-12."""
    return column > 0 and max([ems(row[column]) for row in rows], default=0.0) <= SHORT_EM


def widths_of(head: Sequence[str], rows: Sequence[Sequence[str]], total: float, em: float) -> list[float]:
    """Parts of `total`, one a column (`em` the width of a character): what its longest cell needs, a head in two lines where it is long.

    Where there is not room for all, the narrow columns keep what they need and the wide ones share the rest.
    """
    needs = []
    for n, name in enumerate(head):
        longest = max([ems(row[n]) for row in rows], default=0.0)
        needs.append(em * (max(LEAST_EM, longest, ems(name) / 2 + 0.8) + ROOM_EM))
    if sum(needs) <= total:
        return [total * need / sum(needs) for need in needs]
    most, left = 0.0, total
    for number, need in enumerate(sorted(needs)):               # up to which width every column may have what it needs
        most = left / (len(needs) - number)
        if need > most:
            break
        left -= need
    return [min(need, most) for need in needs]


def lines_of(row: Sequence[str], widths: Sequence[float], em: float) -> int:
    """In how many lines the cells of a row stand (`em` the width of a character, in the unit of the widths)."""
    return max((ceil(ems(text) * em / max(em, width - em * ROOM_EM)) for text, width in zip(row, widths, strict=True)), default=1) or 1


def add_table(document: DocumentObject, table: Table) -> None:
    """The table of a brief, without its caption."""
    forms = [form_of(table, n) for n in range(len(table.head))]
    rows = [[shown(cell, forms[n]) for n, cell in enumerate(row)] for row in table.rows]
    is_wide = len(table.head) > MOST_WIDE
    marked = [[f"■ {row[0]}", *row[1:]] for row in rows] if table.marks else rows
    widths = widths_of(table.head, marked, TEXT_WIDTH_CM, EM_CM[CELL_SMALL if is_wide else CELL])
    made = add_grid(document, table.head, rows, [bool(form) for form in forms], widths_cm=widths)
    for number, code in enumerate(table.marks[: len(rows)]):
        if code in SIGNS:
            _mark(made.cell(number + 1, 0), code)
    if table.has_total and rows:
        for cell in made.rows[-1].cells:
            _fill(cell, TOTAL_FILL)
            for run in cell.paragraphs[0].runs:
                run.bold = True


def add_grid(
    document: DocumentObject, head: Sequence[str], rows: Sequence[Sequence[str]], are_numbers: Sequence[bool], *, is_small: bool = False,
    widths_cm: Sequence[float] = (),
) -> WordTable:
    """A table of texts with a repeating head; numbers stand right. Without rows it says so."""
    made: WordTable = document.add_table(rows=1, cols=len(head))
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _frame(made)
    style = CELL_SMALL if is_small or len(head) > MOST_WIDE else CELL
    for cell, name in zip(made.rows[0].cells, head, strict=True):
        _write(cell, name, style, WD_ALIGN_PARAGRAPH.CENTER)
        _fill(cell, HEAD_FILL)
        set_fonts(cell.paragraphs[0].runs[0]._r.get_or_add_rPr(), fonts.HEADING)
    _keep(made.rows[0]._tr, is_head=True)
    aligns = [WD_ALIGN_PARAGRAPH.RIGHT if is_number else WD_ALIGN_PARAGRAPH.CENTER if is_short(rows, n) else WD_ALIGN_PARAGRAPH.LEFT
              for n, is_number in enumerate(are_numbers)]
    for row in rows:
        line = made.add_row()       # type: ignore[no-untyped-call]
        _keep(line._tr, is_head=False)
        for cell, text, align in zip(line.cells, row, aligns, strict=True):
            _write(cell, text, style, align)
    if not rows:
        line = made.add_row()       # type: ignore[no-untyped-call]
        _write(line.cells[0].merge(line.cells[-1]), words.EMPTY_TABLE, style, WD_ALIGN_PARAGRAPH.CENTER)
    widths = widths_cm or widths_of(head, rows, TEXT_WIDTH_CM, EM_CM[style])
    _hold_together(made, is_low=LINE_CM[style] * sum(lines_of(row, widths, EM_CM[style]) for row in (head, *rows)) <= MOST_HELD_CM)
    _set_widths(made, widths)
    return made


def _write(cell: _Cell, text: str, style: str, align: WD_ALIGN_PARAGRAPH) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style                                  # by id: looking a style up costs more than all the rest of a cell
    paragraph.alignment = align
    paragraph.add_run(text)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _mark(cell: _Cell, code: str) -> None:
    sign, token = SIGNS[code]
    first = cell.paragraphs[0].runs[0]
    text, first.text = first.text, f"{sign} "
    first.font.color.rgb = RGBColor.from_string(THEME[token].lstrip("#").upper())
    cell.paragraphs[0].add_run(text)


def _fill(cell: _Cell, color: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        shade.set(qn(f"w:{key}"), value)
    properties.insert_element_before(shade, "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")


def _keep(row: object, *, is_head: bool) -> None:
    properties = row.get_or_add_trPr()      # type: ignore[attr-defined]
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _hold_together(table: WordTable, *, is_low: bool) -> None:
    """A low table stays on one page; of a long one no row stands alone at its beginning or end. The note below stays with the last row."""
    rows = list(table.rows)
    held = rows if is_low else [*rows[:2], *rows[-3:]]
    for row in held:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _set_widths(table: WordTable, widths_cm: Sequence[float]) -> None:
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_cm, strict=True):
            if len({id(c._tc) for c in row.cells}) == len(widths_cm):
                cell.width = Cm(width)


def _frame(table: WordTable) -> None:
    """Strong rules above and below, hairlines inside, no sides."""
    borders = OxmlElement("w:tblBorders")
    for side, size, color in (("top", "10", "17212B"), ("left", "0", ""), ("bottom", "10", "17212B"), ("right", "0", ""),
                              ("insideH", "4", "9AA8B5"), ("insideV", "4", "D8DFE6")):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if color else "nil")
        if color:
            line.set(qn("w:sz"), size)
            line.set(qn("w:space"), "0")
            line.set(qn("w:color"), color)
        borders.append(line)
    properties = table._tbl.tblPr
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), "70")
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    properties.append(margins)
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:                      # the schema wants it after the borders
        properties.remove(layout)
        margins.addprevious(layout)
