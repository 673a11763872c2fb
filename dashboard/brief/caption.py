"""What is burnt into a drawn map and written into its file: title, period, area, 截至, source, boundaries, 演示数据."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.brief.content import Brief, MapPicture
from dashboard.brief.map_scene import Scene
from dashboard.desk import Desk
from dashboard.texts import brief_files as words

LINE_EM = 62            # of the caption's type in the picture's width
BETWEEN = " · "


@dataclass(frozen=True)
class Caption:
    """`lines` stand under the map; `about` is the text inside the PNG by keyword; `demo` is "" for real data."""

    title: str
    subtitle: str
    lines: tuple[str, ...]
    boundary: str
    scale: str
    demo: str
    alt: str
    about: Mapping[str, str]


def caption_of(picture: MapPicture, brief: Brief, desk: Desk, shown: Scene) -> Caption:
    """The words of a map of a brief."""
    area, config = desk.pack.areas.breadcrumb(picture.area)[-1].name, desk.pack.config
    period = words.PERIOD.format(first=picture.first, last=picture.last)
    at = picture.source.as_of or brief.as_of
    as_of = words.AS_OF.format(at=f"{at:%Y-%m-%d %H:%M}") if at else words.AS_OF_NONE
    boundary = config.boundary_note if shown.ground.is_sketch else ""
    version = words.MAP_BOUNDARY.format(day=picture.boundary) if picture.boundary else words.MAP_BOUNDARY_NOW
    approval = words.MAP_APPROVAL.format(number=config.map_approval) if config.map_approval else ""
    notes = _notes(shown)
    approx = words.MAP_APPROX if config.allow_approx and shown.cells else ""
    source = words.MAP_SOURCE.format(source=picture.source.query)
    said = [as_of, source, *notes, version, boundary, approval, approx, config.attribution]
    demo = words.DEMO if brief.is_sample else ""
    alt = words.MAP_ALT.format(title=picture.title, area=area, period=period, said=_said(shown, notes))
    alt = f"{alt}{BETWEEN.join(part for part in (as_of, boundary or approval, demo) if part)}"
    comment = BETWEEN.join(part for part in (*said, demo) if part)
    about = {"Title": picture.title, "Description": alt, "Source": picture.source.query, "Comment": comment}
    subtitle = _subtitle(picture, desk, area, period, shown)
    return Caption(picture.title, subtitle, flowed(said), boundary or approval, words.MAP_SCALE, demo, alt, about)


def flowed(parts: list[str]) -> tuple[str, ...]:
    """The parts that say anything, on as many lines as they need."""
    lines: list[str] = []
    for part in filter(None, parts):
        longer = f"{lines[-1]}{BETWEEN}{part}" if lines else ""
        if longer and ems(longer) <= LINE_EM:
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(lines)


def ems(text: str) -> float:
    """Width of a text in ems, roughly: a Chinese character is one, others a little more than half."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.57 for c in text)


def _subtitle(picture: MapPicture, desk: Desk, area: str, period: str, shown: Scene) -> str:
    if shown.things:
        return words.MAP_NOW.format(area=area, kind=shown.things.title)
    names = words.AND_LIST.join(desk.pack.catalog.short_name(c) for c in picture.categories)
    chosen = words.MAP_CATEGORIES.format(names=names) if names else words.MAP_ALL
    return f"{words.MAP_SUBTITLE.format(area=area, period=period)}{BETWEEN}{chosen}"


def _notes(shown: Scene) -> list[str]:
    if (cells := shown.cells) is not None:
        told = words.MAP_OUTSIDE_BOUND if cells.is_bound else words.MAP_OUTSIDE
        return [told.format(coarse=f"{cells.coarse_count:,}", unplaced=f"{cells.unplaced_count:,}")]
    things = shown.things
    return [words.MAP_UNPLACED.format(count=things.unplaced_count, unit=things.unit)] if things and things.unplaced_count else []


def _said(shown: Scene, notes: list[str]) -> str:
    if (cells := shown.cells) is not None:
        told = words.MAP_ALT_CELLS.format(cells=len(cells.rings), hot=cells.hot_count, shown=f"{cells.shown_count:,}", notes="".join(notes))
        return told if cells.rings else words.MAP_EMPTY
    if (things := shown.things) is None or not sum(things.counts):
        return words.MAP_EMPTY
    states = words.AND_LIST.join(f"{s.name} {c}" for s, c in zip(things.states, things.counts, strict=True) if c)
    return words.MAP_ALT_STATES.format(total=sum(things.counts), unit=things.unit, states=states)
