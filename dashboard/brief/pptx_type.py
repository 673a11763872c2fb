"""Size, master, fonts and the parts that every slide of the .pptx has: title, 演示数据, foot with number, notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as PresentationObject
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Cm, Pt

from dashboard.brief import fonts
from dashboard.brief.content import Brief, Source
from dashboard.brief.sources import source_line
from dashboard.texts import brief_files as words
from dashboard.theme import THEMES

THEME = THEMES["light"]
WIDTH_CM, HEIGHT_CM = 33.867, 19.05
SIDE_CM, TOP_CM, BOTTOM_CM = 1.3, 2.55, 17.7          # of what stands between title and foot
TITLE_LAYOUT = 5                                      # "Title Only"
_THEME_FONT = "a:majorFont", "a:minorFont"


def color(token: str) -> RGBColor:
    """A colour of the look by name."""
    return rgb(THEME[token])


def rgb(text: str) -> RGBColor:
    """#rrggbb as a colour."""
    red, green, blue = bytes.fromhex(text.lstrip("#"))
    return RGBColor(red, green, blue)       # type: ignore[no-untyped-call]


def set_master(deck: PresentationObject) -> None:
    """16:9, Chinese fonts in the theme, the title left on top; layouts that are not used go."""
    deck.slide_width, deck.slide_height = Cm(WIDTH_CM), Cm(HEIGHT_CM)
    layouts = deck.slide_layouts
    for layout in [layouts[n] for n in range(len(layouts)) if n != TITLE_LAYOUT]:
        layouts.remove(layout)
    _set_theme_fonts(deck)
    for holder in (deck.slide_master, layouts[0]):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type is not None and shape.placeholder_format.idx == 0:
                shape.left, shape.top, shape.width, shape.height = Cm(SIDE_CM), Cm(0.75), Cm(24.0), Cm(1.4)
            else:
                shape._element.getparent().remove(shape._element)


def title_slide(deck: PresentationObject, title: str, brief: Brief, number: int) -> Slide:
    """A new slide with its title, the mark of sample data and its foot."""
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[0])
    holder = slide.shapes.title
    assert holder is not None
    holder.text_frame.text = title
    holder.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = holder.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    set_run(paragraph, 26, "text", is_bold=True)
    marked(slide, brief)
    _rule(slide)
    _foot(slide, brief, number)
    return slide


def marked(slide: Slide, brief: Brief) -> None:
    """演示数据 in the upper right corner of a brief of sample data."""
    if brief.is_sample:
        box = slide.shapes.add_textbox(Cm(WIDTH_CM - SIDE_CM - 3.4), Cm(0.95), Cm(3.4), Cm(0.9))
        box.name = words.DEMO
        box.line.color.rgb, box.line.width = color("warn"), Pt(1)
        text(box.text_frame, words.DEMO, 14, "warn", is_bold=True, align=PP_ALIGN.CENTER)


def text(frame: TextFrame, said: str, points: float, token: str, *, is_bold: bool = False, align: PP_ALIGN = PP_ALIGN.LEFT) -> None:
    """The only paragraph of a frame."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.text = said
    paragraph = frame.paragraphs[0]
    paragraph.alignment = align
    set_run(paragraph, points, token, is_bold=is_bold)


def set_run(paragraph: _Paragraph, points: float, token: str, *, is_bold: bool = False) -> None:
    """Type of every run of a paragraph."""
    for run in paragraph.runs:
        run.font.size, run.font.bold, run.font.color.rgb = Pt(points), is_bold, color(token)
        run._r.get_or_add_rPr().set("lang", "zh-CN")


def note(slide: Slide, sources: Iterable[Source]) -> None:
    """Speaker's note: where the numbers of the slide come from."""
    lines = [f"{n}. {source_line(source)} {source.address}".rstrip() for n, source in enumerate(sources, 1)]
    frame = slide.notes_slide.notes_text_frame
    assert frame is not None
    frame.text = "\n".join((words.SLIDE_NOTE, *(lines or [words.NO_DATA])))


def chart_font(properties: Any, points: float, token: str) -> None:
    """Font of a chart or of a part of it, Chinese included (a chart does not inherit the slide's)."""
    properties.size, properties.color.rgb, properties.name = Pt(points), color(token), fonts.SLIDES.latin
    latin = properties._element.find(qn("a:latin"))
    chinese = properties._element.makeelement(qn("a:ea"), {"typeface": fonts.SLIDES.name})
    if properties._element.find(qn("a:ea")) is None:
        latin.addnext(chinese)


def _set_theme_fonts(deck: PresentationObject) -> None:
    part = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    root = parse_xml(part.blob)
    for kind in _THEME_FONT:
        group = root.find(f".//{kind}", {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"})
        for tag, name in (("a:latin", fonts.SLIDES.latin), ("a:ea", fonts.SLIDES.name)):
            group.find(qn(tag)).set("typeface", name)
        for script in [s for s in group.findall(qn("a:font")) if s.get("script") == "Hans"]:
            script.set("typeface", fonts.SLIDES.name)
    part._blob = serialize_part_xml(root)


def _rule(slide: Slide) -> None:
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Cm(SIDE_CM), Cm(2.25), Cm(WIDTH_CM - SIDE_CM), Cm(2.25))
    line.line.color.rgb, line.line.width = color("accent"), Pt(1.5)
    line.shadow.inherit = False


def _foot(slide: Slide, brief: Brief, number: int) -> None:
    as_of = words.AS_OF.format(at=f"{brief.as_of:%Y-%m-%d %H:%M}") if brief.as_of else words.AS_OF_NONE
    left = slide.shapes.add_textbox(Cm(SIDE_CM - 0.25), Cm(18.1), Cm(26), Cm(0.7))
    text(left.text_frame, " · ".join(part for part in (brief.title, brief.unit, as_of) if part), 11, "text-3")
    right = slide.shapes.add_textbox(Cm(WIDTH_CM - SIDE_CM - 3), Cm(18.1), Cm(3.25), Cm(0.7))
    text(right.text_frame, str(number), 11, "text-3", align=PP_ALIGN.RIGHT)
    paragraph = right.text_frame.paragraphs[0]._p
    run = paragraph.r_lst[0]
    field = paragraph.makeelement(qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"})
    field.extend(list(run))
    paragraph.replace(run, field)
