"""与上期相比: what is otherwise than the last edition said - hot hexagons, lights of projects, stages of towns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dashboard.brief.asked import Asked, Feed, Figures, Part
from dashboard.brief.content import Block, Brief, Cell, Table
from dashboard.brief.parts.places import HOT
from dashboard.brief.parts.projects import LIGHT
from dashboard.brief.parts.towns import STAGE
from dashboard.brief.sentences import Phrase, say
from dashboard.texts import brief as words
from dashboard.texts import towns as town_words
from geodata import texts

QUERY = "brief.difference"
Facts = Mapping[str, Mapping[str, str]]


def part(asked: Asked, facts: Facts, last: Brief | None, as_of: datetime | None) -> Part:
    """The facts of this week held against those that the last edition was frozen with; nothing is compared where there was none."""
    filters = {"last": last.week, "last_number": str(last.number)} if last else {}
    made = Figures(asked.source(QUERY, "/brief", as_of, **filters))
    new, gone = (_only(facts, last.facts), _only(last.facts, facts)) if last else ({}, {})
    lights, stages = (_changed(facts, last.facts, name) if last else {} for name in (LIGHT, STAGE))
    told = {
        "hot_new": made.add("difference.hot_new", len(new) if last else None, words.CELLS),
        "hot_gone": made.add("difference.hot_gone", len(gone) if last else None, words.CELLS),
        "lights": made.add("difference.lights", len(lights) if last else None, words.PROJECTS),
        "stages": made.add("difference.stages", len(stages) if last else None, words.TOWNS_UNIT),
        "count": made.add("difference.count", last.figures["complaints.count"].value if last else None, words.CASES),
    }
    said = say(words.SINCE, last=last.week, **told) if last else Phrase(words.FIRST_EDITION)
    rows: list[tuple[Cell, ...]] = [(words.HOT_CELL, name, words.NOT_GATHERED, words.GATHERED) for name in new.values()]
    rows += [(words.HOT_CELL, name, words.GATHERED, words.NOT_GATHERED) for name in gone.values()]
    rows += [(words.LIGHT_OF, no, texts.LIGHT_NAMES[was], texts.LIGHT_NAMES[now]) for no, (was, now) in lights.items()]
    rows += [(words.STAGE_OF, no, town_words.STAGES[was][1], town_words.STAGES[now][1]) for no, (was, now) in stages.items()]
    table = Table("difference.table", words.DIFFERENCE_TABLE, words.DIFFERENCE_HEAD, tuple(rows), made.source)
    blocks: dict[str, Block] = {table.key: table}
    return Part(made.made, {"difference.summary": said}, blocks, Feed("complaints", as_of, False))


def _only(here: Facts, there: Facts) -> dict[str, str]:
    """Hot hexagons of the one and not of the other, by cell."""
    known = there.get(HOT, {})
    return {cell: name for cell, name in here.get(HOT, {}).items() if cell not in known}


def _changed(now: Facts, was: Facts, name: str) -> dict[str, tuple[str, str]]:
    """What both know of and tell otherwise: (before, now)."""
    before, after = was.get(name, {}), now.get(name, {})
    return {no: (before[no], code) for no, code in sorted(after.items()) if no in before and before[no] != code}
