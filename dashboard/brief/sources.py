"""Where a brief's numbers come from, once a query: for the lists at the end of documents and the notes of slides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.brief.content import Brief, Chart, Figure, MapPicture, Paragraph, Source, Table
from dashboard.texts import brief_files as words


@dataclass(frozen=True)
class Cited:
    """One source with the numbers that it gave, in the order of the brief."""

    source: Source
    figures: tuple[Figure, ...]


def cited(brief: Brief) -> tuple[Cited, ...]:
    """Every source of the brief, in the order in which it is first met."""
    found: dict[tuple[object, ...], tuple[Source, list[Figure]]] = {}
    for section in brief.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                for figure in (brief.figures[key] for key in block.keys if key in brief.figures):
                    _add(found, figure.source, figure)
            else:
                _add(found, block.source, None)
    for figure in brief.figures.values():
        _add(found, figure.source, figure)
    return tuple(Cited(source, tuple(dict.fromkeys(figures))) for source, figures in found.values())


def figure_text(figure: Figure) -> str:
    """A number with its unit; 无数据 has none."""
    return figure.text if figure.value is None else words.FIGURE_LINE.format(text=figure.text, unit=figure.unit)


def short_line(source: Source) -> str:
    """One source in few words, for under a table."""
    return words.SOURCE_SHORT.format(query=source.query, as_of=as_of_text(source))


def filters_text(source: Source) -> str:
    """The conditions of a query in one line; "" without any."""
    return words.AND_LIST.join(words.FILTER.format(name=name, value=value) for name, value in source.filters)


def as_of_text(source: Source) -> str:
    """数据截至 …"""
    return words.AS_OF.format(at=f"{source.as_of:%Y-%m-%d %H:%M}") if source.as_of else words.AS_OF_NONE


def source_line(source: Source) -> str:
    """One source as a sentence."""
    told = filters_text(source)
    line = words.SOURCE_LINE if told else words.SOURCE_LINE_BARE
    return line.format(query=source.query, filters=told, as_of=as_of_text(source))


def of_blocks(brief: Brief, blocks: Iterable[object]) -> tuple[Source, ...]:
    """The sources of some blocks, each once."""
    found: dict[Source, None] = {}
    for block in blocks:
        if isinstance(block, Paragraph):
            found.update((brief.figures[key].source, None) for key in block.keys if key in brief.figures)
        elif isinstance(block, Table | Chart | MapPicture):
            found[block.source] = None
    return tuple(found)


def _add(found: dict[tuple[object, ...], tuple[Source, list[Figure]]], source: Source, figure: Figure | None) -> None:
    _, figures = found.setdefault((source.query, source.filters, source.as_of), (source, []))
    if figure is not None:
        figures.append(figure)
