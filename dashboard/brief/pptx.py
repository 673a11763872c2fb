"""The brief as .pptx: native charts and tables, maps as pictures, the sources of each slide in its notes.

The same brief and pictures give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from itertools import count
from math import ceil
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE
from pptx.presentation import Presentation as PresentationObject
from pptx.slide import Slide
from pptx.util import Cm, Pt

from dashboard.brief.content import Block, Brief, Chart, MapPicture, Paragraph, Section, Source, Table
from dashboard.brief.docx import issue_text
from dashboard.brief.docx_table import ems
from dashboard.brief.packing import packed
from dashboard.brief.picture import Picture
from dashboard.brief.pptx_chart import Box, add_chart
from dashboard.brief.pptx_table import add_table
from dashboard.brief.pptx_type import (
    BOTTOM_CM,
    HEIGHT_CM,
    SIDE_CM,
    TOP_CM,
    WIDTH_CM,
    color,
    marked,
    note,
    set_master,
    set_run,
    text,
    title_slide,
)
from dashboard.brief.sources import cited, figure_text, of_blocks, source_line
from dashboard.texts import brief_files as words

TEXT_CM = 11.2                  # width of the words beside a picture
GAP_CM = 0.7
TEXT_PT, NOTE_PT, SMALL_PT = 18, 13, 11
MOST_EMS = 260                  # of words on one slide
MOST_TITLE_EMS = 23
MOST_SOURCES = 9                # on one slide

Visual = Table | Chart | MapPicture
Page = tuple[str, list[Block]]          # title of a slide and what stands on it


def slides(brief: Brief, pictures: Mapping[str, Picture]) -> bytes:
    """The file; `pictures` by key of the brief's maps."""
    deck = pptx.Presentation()
    set_master(deck)
    _properties(deck, brief)
    _cover(deck, brief)
    numbers = count(2)
    for title, blocks in _joined([page for section in brief.sections for page in _pages(section)]):
        _slide(title_slide(deck, title, brief, next(numbers)), blocks, brief, pictures)
    _sources(deck, brief, numbers)
    out = io.BytesIO()
    deck.save(out)
    return packed(out.getvalue(), brief.made_at)


def _pages(section: Section) -> Iterator[Page]:
    """Slides of a section: its words beside the first picture, other pictures two by two, tables on their own."""
    spoken = [b for b in section.blocks if isinstance(b, Paragraph)]
    seen = [b for b in section.blocks if not isinstance(b, Paragraph)]
    beside: Visual | None = next((b for b in seen if not isinstance(b, Table)), None)
    pages: list[list[Block]] = []
    for n, words_here in enumerate(_portions(spoken)):
        pages.append([*words_here, *([beside] if beside and not n else [])])
    if not spoken and beside:
        pages.append([beside])
    rest = [b for b in seen if b is not beside]
    drawn = [b for b in rest if not isinstance(b, Table)]
    pages += [list(drawn[i : i + 2]) for i in range(0, len(drawn), 2)]
    pages += [[b] for b in rest if isinstance(b, Table)]
    for n, blocks in enumerate(pages or [[]]):
        yield section.title + (words.CONTINUED if n else ""), blocks


def _joined(pages: Sequence[Page]) -> Iterator[Page]:
    """Neighbours that say a sentence or two and show nothing share a slide, under both titles."""
    held: Page | None = None
    for title, blocks in pages:
        if held and _is_slight(held[1]) and _is_slight(blocks) and ems(held[0] + title) < MOST_TITLE_EMS:
            held = f"{held[0]}\u3000{title}", [*held[1], *blocks]
            continue
        if held:
            yield held
        held = title, blocks
    if held:
        yield held


def _is_slight(blocks: Sequence[Block]) -> bool:
    return all(isinstance(b, Paragraph) for b in blocks) and sum(len(b.text) for b in blocks if isinstance(b, Paragraph)) < MOST_EMS / 2


def _portions(spoken: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """The words in portions that a slide holds."""
    portion: list[Paragraph] = []
    for paragraph in spoken:
        if portion and sum(len(p.text) for p in (*portion, paragraph)) > MOST_EMS:
            yield portion
            portion = []
        portion.append(paragraph)
    if portion:
        yield portion


def _slide(slide: Slide, blocks: Sequence[Block], brief: Brief, pictures: Mapping[str, Picture]) -> None:
    spoken = [b for b in blocks if isinstance(b, Paragraph)]
    seen = [b for b in blocks if not isinstance(b, Paragraph)]
    whole = WIDTH_CM - 2 * SIDE_CM
    left = SIDE_CM
    if spoken:
        _words(slide, spoken, (SIDE_CM, TOP_CM, TEXT_CM if seen else whole, BOTTOM_CM - TOP_CM))
        left += TEXT_CM + GAP_CM
    wide = (WIDTH_CM - SIDE_CM - left - GAP_CM * (len(seen) - 1)) / max(1, len(seen))
    for n, block in enumerate(seen):
        _visual(slide, block, (left + n * (wide + GAP_CM), TOP_CM, wide, BOTTOM_CM - TOP_CM), pictures)
    note(slide, of_blocks(brief, blocks))


def _visual(slide: Slide, block: Visual, box: Box, pictures: Mapping[str, Picture]) -> None:
    if isinstance(block, Chart):
        add_chart(slide, block, box)
    elif isinstance(block, MapPicture):
        _picture(slide, pictures[block.key], box)
    else:
        left, top, width, height = box
        caption = slide.shapes.add_textbox(Cm(left - 0.25), Cm(top - 0.1), Cm(width), Cm(0.9))
        text(caption.text_frame, block.title, TEXT_PT, "text", is_bold=True)
        left_out = add_table(slide, block, (left, top + 0.95, width, height - 1.75))
        told = words.ROWS_LEFT_OUT.format(count=left_out) if left_out else ""
        said = " ".join(part for part in (words.TABLE_NOTE.format(note=block.note) if block.note else "", told) if part)
        if said:
            below = slide.shapes.add_textbox(Cm(left - 0.25), Cm(BOTTOM_CM - 0.75), Cm(width), Cm(0.8))
            text(below.text_frame, said, NOTE_PT, "text-3")


def _picture(slide: Slide, picture: Picture, box: Box) -> None:
    left, top, width, height = box
    scale = min(width / picture.width_cm, height / picture.height_cm)
    wide, tall = picture.width_cm * scale, picture.height_cm * scale
    at = Cm(left + (width - wide) / 2), Cm(top + (height - tall) / 2)
    made: Any = slide.shapes.add_picture(io.BytesIO(picture.png), *at, Cm(wide), Cm(tall))
    made.name = picture.title
    properties = made._element.nvPicPr.cNvPr
    properties.set("descr", picture.alt)
    properties.set("title", picture.title)


def _words(slide: Slide, spoken: Sequence[Paragraph], box: Box) -> None:
    left, top, width, height = box
    frame = slide.shapes.add_textbox(Cm(left - 0.25), Cm(top), Cm(width), Cm(height)).text_frame
    frame.word_wrap = True
    total = sum(len(p.text) for p in spoken)
    size = TEXT_PT if total <= MOST_EMS * 0.62 else TEXT_PT - 2 if total <= MOST_EMS else TEXT_PT - 4
    for n, block in enumerate(spoken):
        paragraph = frame.paragraphs[0] if not n else frame.add_paragraph()
        paragraph.text = block.text
        paragraph.space_after, paragraph.line_spacing = Pt(9), 1.25
        set_run(paragraph, NOTE_PT if block.is_note else size, "text-3" if block.is_note else "text")


def _cover(deck: PresentationObject, brief: Brief) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    title = slide.shapes.title
    assert title is not None
    band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Cm(SIDE_CM), Cm(5.6), Cm(0.35), Cm(5.6))
    band.fill.solid()
    band.fill.fore_color.rgb = color("accent")
    band.line.fill.background()
    band.shadow.inherit = False
    title.left, title.top, title.width, title.height = Cm(SIDE_CM + 0.9), Cm(5.3), Cm(WIDTH_CM - 2 * SIDE_CM - 0.9), Cm(2.6)
    text(title.text_frame, brief.title, 44, "text", is_bold=True)
    lines = ((issue_text(brief), 24, "text"), (brief.period_text, 20, "text-2"),
             (f"{brief.unit}　{words.MADE_AT.format(at=brief.made_at)}".strip(), 18, "text-2"))
    for n, (said, points, token) in enumerate(lines):
        box = slide.shapes.add_textbox(Cm(SIDE_CM + 0.9), Cm(8.1 + 1.15 * n), Cm(28), Cm(1.1))
        text(box.text_frame, said, points, token)
    as_of = words.AS_OF.format(at=f"{brief.as_of:%Y-%m-%d %H:%M}") if brief.as_of else words.AS_OF_NONE
    is_said = any(words.DEMO in said for said in brief.notes)
    told = [as_of, *([words.DEMO_LONG] if brief.is_sample and not is_said else []), *brief.notes, *([brief.note] if brief.note else [])]
    foot = slide.shapes.add_textbox(Cm(SIDE_CM + 0.9), Cm(HEIGHT_CM - 5.2), Cm(28), Cm(3.6))
    foot.text_frame.word_wrap = True
    foot.text_frame.text = "\n".join(told)
    for paragraph in foot.text_frame.paragraphs:
        set_run(paragraph, 14, "text-3")
    marked(slide, brief)
    note(slide, ())


def _sources(deck: PresentationObject, brief: Brief, numbers: Iterator[int]) -> None:
    found = cited(brief)
    each = ceil(len(found) / max(1, ceil(len(found) / MOST_SOURCES)))         # as many on the last slide as on the others
    for start in range(0, len(found), each or 1):
        title = words.SOURCES_TITLE + (words.CONTINUED if start else "")
        slide = title_slide(deck, title, brief, next(numbers))
        frame = slide.shapes.add_textbox(Cm(SIDE_CM - 0.25), Cm(TOP_CM), Cm(WIDTH_CM - 2 * SIDE_CM), Cm(BOTTOM_CM - TOP_CM)).text_frame
        frame.word_wrap = True
        sources: list[Source] = []
        for n, one in enumerate(found[start : start + each]):
            paragraph = frame.paragraphs[0] if not n else frame.add_paragraph()
            told = words.AND_LIST.join(figure_text(f) for f in one.figures[:8])
            paragraph.text = f"{start + n + 1}. {source_line(one.source)}{words.GAVE.format(told=told) if told else ''}"
            paragraph.space_after = Pt(6)
            set_run(paragraph, NOTE_PT, "text-2")
            sources.append(one.source)
        note(slide, sources)


def _properties(deck: PresentationObject, brief: Brief) -> None:
    at = brief.made_at.astimezone(UTC).replace(tzinfo=None)
    core = deck.core_properties
    core.title, core.author, core.last_modified_by = f"{brief.title} {issue_text(brief)}", brief.unit, brief.unit
    core.subject, core.language = words.SUBJECT.format(area=brief.area_name, week=brief.week), "zh-CN"
    core.comments, core.keywords = words.DEMO_LONG if brief.is_sample else "", brief.week
    core.created, core.modified, core.revision = at, at, max(1, brief.revision)
