"""Page, styles, fonts, header and footer of the .docx: a 简报 set as GB/T 9704-2012 sets official documents."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from dashboard.brief import fonts
from dashboard.brief.fonts import DocumentFont

RED, WARN, GREY = RGBColor(0xC8, 0x10, 0x2E), RGBColor(0x8F, 0x54, 0x00), RGBColor(0x58, 0x68, 0x78)
INK = RGBColor(0x17, 0x21, 0x2B)
TEXT_WIDTH_CM = 16.0                    # A4 with margins of 2.6 and 2.4: a picture of 16 cm stands in its true size
_TOP, _BOTTOM, _LEFT, _RIGHT = 3.5, 3.0, 2.6, 2.4
MASTHEAD, ISSUE, NOTE, CELL, CELL_SMALL, PICTURE = "版头", "期号", "备注", "表格", "表格小", "图片"

# style -> (font, points, fixed line in points or 0, colour, bold)
_STYLES: dict[str, tuple[DocumentFont, float, float, RGBColor, bool]] = {
    "Normal": (fonts.BODY, 16, 28, INK, False),
    "Title": (fonts.TITLE, 22, 34, INK, False),
    "Heading 1": (fonts.HEADING, 16, 28, INK, False),
    "Heading 2": (fonts.SUBHEADING, 16, 28, INK, False),
    "Caption": (fonts.HEADING, 10.5, 0, INK, False),
    "Header": (fonts.SUBHEADING, 9, 0, GREY, False),
    "Footer": (fonts.PAGE_NUMBER, 14, 0, INK, False),
    MASTHEAD: (fonts.TITLE, 36, 0, RED, False),
    ISSUE: (fonts.BODY, 16, 29, INK, False),
    NOTE: (fonts.SUBHEADING, 10.5, 16, GREY, False),
    CELL: (fonts.BODY, 10.5, 0, INK, False),
    CELL_SMALL: (fonts.BODY, 9, 0, INK, False),
    PICTURE: (fonts.BODY, 10.5, 0, INK, False),
}


def set_type(document: DocumentObject) -> None:
    """Page and styles of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Cm(_TOP), Cm(_BOTTOM), Cm(_LEFT), Cm(_RIGHT)
    section.header_distance, section.footer_distance = Cm(1.8), Cm(1.5)
    for name, (font, points, line, color, is_bold) in _STYLES.items():
        _set_style(_style(document, name), font, points=points, line=line, color=color, is_bold=is_bold)
    _space(document)
    _set_fonts_known(document)


def set_fonts(properties: Any, font: DocumentFont) -> None:
    """Fonts of a w:rPr: Chinese and Latin by name, no theme to override them."""
    found = properties.find(qn("w:rFonts"))
    if found is not None:
        properties.remove(found)
    names = OxmlElement("w:rFonts")
    for key, name in (("ascii", font.latin), ("hAnsi", font.latin), ("eastAsia", font.name), ("cs", font.latin)):
        names.set(qn(f"w:{key}"), name)
    names.set(qn("w:hint"), "eastAsia")
    properties.insert(0, names)


def field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field with the result that stands there until a program counts again."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), f" {instruction} ")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def line_below(paragraph: Paragraph, color: str, eighths: int) -> None:
    """A rule under a paragraph, its thickness in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", color)):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _style(document: DocumentObject, name: str) -> ParagraphStyle:
    if name in document.styles:
        found = document.styles[name]
    else:
        found = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        found.base_style = None
    assert isinstance(found, ParagraphStyle)
    return found


def _set_style(style: ParagraphStyle, font: DocumentFont, *, points: float, line: float, color: RGBColor, is_bold: bool) -> None:
    set_fonts(style.element.get_or_add_rPr(), font)
    style.font.size, style.font.bold, style.font.italic = Pt(points), is_bold, False
    style.font.color.rgb = color
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.widow_control = True
    if line:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    else:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _space(document: DocumentObject) -> None:
    styles = document.styles
    centred = ("Title", "Caption", MASTHEAD, ISSUE, PICTURE, "Footer")
    for name in centred:
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Normal"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for name in ("Heading 1", "Heading 2"):
        form = styles[name].paragraph_format
        form.keep_with_next, form.first_line_indent = True, Pt(32)
        form.space_before = Pt(8) if name == "Heading 1" else Pt(0)
    for name, before, after in (("Caption", 6, 5), (PICTURE, 6, 0), (NOTE, 3, 3), (CELL, 2, 2), (CELL_SMALL, 1, 1)):
        form = styles[name].paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
    if (tabs := styles["Header"].element.get_or_add_pPr().find(qn("w:tabs"))) is not None:      # in the middle, and for another width
        tabs.getparent().remove(tabs)
    title = styles["Title"].element.get_or_add_pPr()                                # its rule in blue
    if (border := title.find(qn("w:pBdr"))) is not None:
        title.remove(border)


def _set_fonts_known(document: DocumentObject) -> None:
    """The table of fonts: what stands in for each where it is missing. Language: Chinese, so that programs break lines by its rules."""
    part = next(p for p in document.part.package.iter_parts() if str(p.partname) == "/word/fontTable.xml")
    entries = "".join(_entry(font) for font in fonts.DOCUMENT_FONTS)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{space}">{entries}</w:fonts>'
    part._blob = xml.encode()
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    set_fonts(defaults, fonts.BODY)
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")


def _entry(font: DocumentFont) -> str:
    instead, family = escape(",".join(font.instead)), "roman" if font.is_serif else "swiss"
    return (f'<w:font w:name="{escape(font.name)}"><w:altName w:val="{instead}"/><w:charset w:val="86"/>'
            f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>')
