"""Gathers a brief: asks every part, puts their figures and phrases into the template, says what is stale, unfinished or missing."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta

from dashboard.brief import difference
from dashboard.brief.asked import Asked, Feed, Part
from dashboard.brief.content import Block, Brief, Chart, Figure, Paragraph, Section, Table
from dashboard.brief.parts import complaints, places, projects, streets, towns, units, water
from dashboard.brief.sentences import Phrase, shown
from dashboard.brief.template import MARK, Template
from dashboard.brief.week import Week
from dashboard.queries.cubes import Source
from dashboard.queries.register import Register
from dashboard.texts import brief as words
from geodata.clock import local
from geodata.errors import BadRequest

PARTS: tuple[Callable[[Asked], Part], ...] = (
    complaints.part, places.part, units.part, projects.part, water.part, streets.part, towns.part,
)  # fmt: skip


def asked_of(history: Source, register: Register, area: str, week: Week) -> Asked:
    """What is asked for a week; states are told of its end, or of the register's time while it lasts.

    Raises BadRequest for a week that has not begun, NotFound and RightsError for the area.
    """
    register.region(area)
    if register.now.date() < week.first:
        raise BadRequest(words.FUTURE_WEEK.format(week=week.name))
    end = local(datetime.combine(week.last, time(23, 59, 59)))
    moment, newest = min(register.now, end), history.last_day
    last = min(week.last, newest) if newest and newest >= week.first and register.now <= end else week.last
    then = Register(register.engine, register.pack, register.scope, moment, register.memory)
    return Asked(history, then, area, week, last)


def gather(asked: Asked, template: Template, *, last: Brief | None) -> Brief:
    """A draft (number 0), made when its newest data are of. Raises StoreError, HistoryError, SettingsError."""
    parts = [make(asked) for make in PARTS]
    as_of = max((part.feed.at for part in parts if part.feed.at), default=None)
    facts = {name: states for part in parts for name, states in part.facts.items()}
    feeds = list({part.feed.name: part.feed for part in parts}.values())
    parts.append(difference.part(asked, facts, last, as_of))
    figures = {key: figure for part in parts for key, figure in part.figures.items()}
    is_sample = any(part.is_sample for part in parts)
    notes = _notes(asked, feeds)
    is_empty = not figures["complaints.count"].value
    return Brief(
        area=asked.area, area_name=asked.area_name, week=asked.week.name, first=asked.week.first, last=asked.week.last,
        number=0, revision=1, as_of=as_of, made_at=local(as_of) if as_of else asked.moment,
        title=_title(template.title, asked), unit=template.unit,
        sections=_sections(template, parts, _about(asked, template, as_of)), figures=figures, is_sample=is_sample,
        is_stale=bool(_stale(feeds)), is_empty=is_empty,
        notes=(*((words.NOTE_SAMPLE,) if is_sample else ()), *((words.NOTE_EMPTY,) if is_empty else ()), *notes), facts=facts,
    )  # fmt: skip


def reasons(brief: Brief) -> tuple[str, ...]:
    """Why an edition of this brief needs a note: its week is empty or not over, feeds are stale."""
    return tuple(note for note in brief.notes if note != words.NOTE_SAMPLE)


def _about(asked: Asked, template: Template, as_of: datetime | None) -> dict[str, str]:
    """Fields that are words about the brief; the number of an edition stands in its head, a draft has none."""
    at = f"{local(as_of):%Y-%m-%d %H:%M}" if as_of else words.NO_DATA
    week = asked.week
    period = f"{week.first.month}月{week.first.day}日至{week.last.month}月{week.last.day}日"
    return {"area": asked.area_name, "week": week.name, "period": period, "unit": template.unit, "as_of": at}


def _title(template: str, asked: Asked) -> str:
    return _filled(template, {}, {"area": asked.area_name, "week": asked.week.name}).text


def _sections(template: Template, parts: Sequence[Part], about: Mapping[str, str]) -> tuple[Section, ...]:
    known: dict[str, Phrase | Figure] = {}
    for part in parts:
        known |= {**part.figures, **part.phrases}
    blocks = {name: block for part in parts for name, block in part.blocks.items()}
    return tuple(
        Section(
            told.key, _filled(told.title, known, about).text,
            tuple(block for text in told.content if (block := _block(text, known, about, blocks)) is not None),
        )
        for told in template.sections
    )  # fmt: skip


def _block(text: str, known: Mapping[str, Phrase | Figure], about: Mapping[str, str], blocks: Mapping[str, Block]) -> Block | None:
    """A block of the template; a table or chart that has nothing in it is left out, for the sentence before it says so."""
    if not text.startswith(MARK):
        said = _filled(text, known, about)
        return Paragraph(said.text, said.keys)
    found = blocks[text[len(MARK) :]]
    if isinstance(found, Table) and not found.rows:
        return None
    is_blank = isinstance(found, Chart) and not any(value for _, values in found.series for value in values)
    return None if is_blank else found


def _filled(text: str, known: Mapping[str, Phrase | Figure], about: Mapping[str, str]) -> Phrase:
    """A template's text with its fields filled; what is not known any more (an old office's field) would have been refused before."""
    said, keys = [], []
    for literal, name, _, _ in string.Formatter().parse(text):
        said.append(literal)
        if name is None:
            continue
        found = known.get(name)
        if found is None:
            said.append(about.get(name, ""))
            continue
        said.append(shown(found))
        keys += [found.key] if isinstance(found, Figure) else list(found.keys)
    return Phrase("".join(said), tuple(dict.fromkeys(keys)))


def _notes(asked: Asked, feeds: Sequence[Feed]) -> list[str]:
    notes = []
    if asked.moment < local(datetime.combine(asked.week.last, time(23, 59, 59))) - timedelta(seconds=1):
        first, last = (f"{day.month}月{day.day}日" for day in (asked.first, asked.last))
        notes.append(words.NOTE_UNFINISHED.format(first=first, last=last))
    return notes + _stale(feeds)


def _stale(feeds: Sequence[Feed]) -> list[str]:
    """One sentence a feed that stopped; feeds that never were are no matter of this week."""
    return [
        words.NOTE_STALE.format(feed=words.FEEDS[feed.name], at=f"{local(feed.at):%Y-%m-%d %H:%M}")
        for feed in feeds if feed.is_stale and feed.at
    ]  # fmt: skip
