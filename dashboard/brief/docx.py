"""The brief as .docx: 版头 with number, headings that are headings, numbered figures and tables, sources at the end.

Lengths in centimetres, type in points. The same brief and pictures give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC
from itertools import count

import docx
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.section import _Footer, _Header
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from dashboard.brief import docx_type as type_
from dashboard.brief import fonts
from dashboard.brief.content import Brief, Chart, MapPicture, Paragraph, Table
from dashboard.brief.docx_table import add_grid, add_table
from dashboard.brief.packing import packed
from dashboard.brief.picture import Picture
from dashboard.brief.sources import as_of_text, cited, figure_text, filters_text, short_line
from dashboard.texts import brief_files as words

MASTHEAD_CM, MASTHEAD_PT = 15.2, 38.0
INDENT_PT = 32.0                # two characters of the text
CM_PER_PT = 0.03528
MOST_PICTURE_CM = 14.5          # of height: the rest of the page is for caption and text
RULE = "C8102E"
SOURCES_CM = (0.9, 3.0, 4.9, 2.9, 4.3)


def document(brief: Brief, pictures: Mapping[str, Picture]) -> bytes:
    """The file; `pictures` by key of the brief's charts and maps."""
    made = docx.Document()
    type_.set_type(made)
    _properties(made, brief)
    _masthead(made, brief)
    _margins(made, brief)
    figures, tables = count(1), count(1)
    for number, section in enumerate(brief.sections):
        made.add_heading(_numbered(number, section.title), 1)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                _paragraph(made, block)
            elif isinstance(block, Table):
                _table(made, block, next(tables))
            else:
                _picture(made, block, pictures[block.key], next(figures))
    _sources(made, brief, _numbered(len(brief.sections), words.SOURCES_TITLE))
    out = io.BytesIO()
    made.save(out)
    return packed(out.getvalue(), brief.made_at)


def issue_text(brief: Brief) -> str:
    """2026年第29期, from the second revision on with that; 草稿 for what nobody issued."""
    if not brief.number:
        return words.DRAFT
    revised = words.REVISED.format(revision=brief.revision) if brief.revision > 1 else ""
    return words.ISSUE_OF_YEAR.format(year=brief.week[:4], number=brief.number) + revised


def numeral(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    digits = words.NUMERALS
    return (digits[tens - 1] if tens > 1 else "") + (digits[9] if tens else "") + (digits[ones - 1] if ones else "")


def _numbered(number: int, title: str) -> str:
    """一、title; a title that brings its number keeps it."""
    return title if "、" in title[:4] else f"{numeral(number + 1)}、{title}"


def _properties(made: DocumentObject, brief: Brief) -> None:
    at = brief.made_at.astimezone(UTC).replace(tzinfo=None)
    core = made.core_properties
    core.title, core.author, core.last_modified_by = f"{brief.title} {issue_text(brief)}", brief.unit, brief.unit
    core.subject, core.language = words.SUBJECT.format(area=brief.area_name, week=brief.week), "zh-CN"
    core.comments, core.keywords = words.DEMO_LONG if brief.is_sample else "", brief.week
    core.created, core.modified, core.revision = at, at, max(1, brief.revision)


def _masthead(made: DocumentObject, brief: Brief) -> None:
    head = made.add_paragraph(brief.title, style=type_.MASTHEAD)
    fits = MASTHEAD_CM / CM_PER_PT / max(1, len(brief.title))
    head.runs[0].font.size = Pt(round(2 * min(MASTHEAD_PT, fits)) / 2)
    head.paragraph_format.space_after = Pt(6)
    made.add_paragraph(issue_text(brief), style=type_.ISSUE)
    line = made.add_paragraph(f"{brief.unit}\t{words.MADE_AT.format(at=brief.made_at)}", style=type_.ISSUE)
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line.paragraph_format.tab_stops.add_tab_stop(Cm(type_.TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    type_.line_below(line, RULE, 18)
    period = made.add_paragraph(f"（{brief.period_text}）", style=type_.ISSUE)
    period.paragraph_format.space_before = Pt(6)
    type_.set_fonts(period.runs[0]._r.get_or_add_rPr(), fonts.SUBHEADING)
    period.paragraph_format.space_after = Pt(4)
    for note in (*brief.notes, *((brief.note,) if brief.note else ())):
        made.add_paragraph(note, style=type_.NOTE)


def _margins(made: DocumentObject, brief: Brief) -> None:
    """Header and footer of every page: what it is, 演示数据, how new, the page's number."""
    section = made.sections[0]
    section.different_first_page_header_footer = True
    name = f"{brief.title} {issue_text(brief)}"
    for header, text in ((section.header, name), (section.first_page_header, "")):
        _header(header, text, brief)
    for footer in (section.footer, section.first_page_footer):
        _footer(footer, brief)


def _header(header: _Header, text: str, brief: Brief) -> None:
    line = header.paragraphs[0]
    line.style = "Header"
    line.paragraph_format.tab_stops.add_tab_stop(Cm(type_.TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{text}\t")
    if brief.is_sample:
        told = line.add_run(words.DEMO_LONG)
        told.bold, told.font.color.rgb = True, type_.WARN


def _footer(footer: _Footer, brief: Brief) -> None:
    line = footer.paragraphs[0]
    line.style = "Footer"
    line.add_run(words.PAGE_BEFORE)
    type_.field(line, "PAGE", "1")
    line.add_run(words.PAGE_AFTER)
    parts = [words.AS_OF.format(at=f"{brief.as_of:%Y-%m-%d %H:%M}") if brief.as_of else words.AS_OF_NONE]
    parts += [words.DEMO] if brief.is_sample else []
    small = footer.add_paragraph(" · ".join(parts), style="Footer")
    small.runs[0].font.size, small.runs[0].font.color.rgb = Pt(8), type_.GREY


def _paragraph(made: DocumentObject, block: Paragraph) -> None:
    paragraph = made.add_paragraph(block.text, style=type_.NOTE if block.is_note else "Normal")
    if not block.is_note:
        paragraph.paragraph_format.first_line_indent = Pt(INDENT_PT)


def _table(made: DocumentObject, block: Table, number: int) -> None:
    _caption(made, words.TABLE_LABEL, number, block.title).paragraph_format.keep_with_next = True
    add_table(made, block)
    said = "".join(part for part in (words.TABLE_NOTE.format(note=block.note) if block.note else "", short_line(block.source)) if part)
    made.add_paragraph(said, style=type_.NOTE)


def _picture(made: DocumentObject, block: Chart | MapPicture, picture: Picture, number: int) -> None:
    paragraph = made.add_paragraph(style=type_.PICTURE)
    paragraph.paragraph_format.keep_with_next = True
    width = picture.width_cm * min(1.0, MOST_PICTURE_CM / picture.height_cm)
    shape = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Cm(width))
    for side in ("distT", "distB", "distL", "distR"):       # what is not said here some programs take for an eighth of an inch
        shape._inline.set(side, "0")
    about = shape._inline.docPr
    about.set("name", f"{words.FIGURE_LABEL}{number}")
    about.set("title", block.title)
    about.set("descr", picture.alt)
    _caption(made, words.FIGURE_LABEL, number, block.title).paragraph_format.space_after = Pt(8)


def _caption(made: DocumentObject, label: str, number: int, title: str) -> WordParagraph:
    caption = made.add_paragraph(label, style="Caption")
    type_.field(caption, f"SEQ {label} \\* ARABIC", str(number))
    caption.add_run(f"\u3000{title}")
    return caption


def _sources(made: DocumentObject, brief: Brief, title: str) -> None:
    made.add_heading(title, 1).paragraph_format.page_break_before = True
    made.add_paragraph(words.SOURCES_NOTE, style=type_.NOTE)
    rows = [
        [str(n), found.source.query, filters_text(found.source), as_of_text(found.source).split(" ", 1)[1],
         words.AND_LIST.join(figure_text(f) for f in found.figures)]
        for n, found in enumerate(cited(brief), 1)
    ]  # fmt: skip
    add_grid(made, words.SOURCES_HEAD, rows, [False] * len(words.SOURCES_HEAD), is_small=True, widths_cm=SOURCES_CM)
