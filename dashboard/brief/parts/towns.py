"""治理类街乡镇: how many in each stage, and which changed theirs in the week."""

from __future__ import annotations

from datetime import datetime, time

from dashboard.brief.asked import Asked, Feed, Figures, Part
from dashboard.brief.content import Block, Table
from dashboard.brief.sentences import Phrase, listed, say
from dashboard.queries.towns import Board, TownMove, board, moment_of
from dashboard.texts import brief as words
from dashboard.texts import towns as town_words
from geodata.clock import local
from geodata.freshness import is_stale
from geodata.governance.stages import STAGES
from geodata.governance.thresholds import first_day, next_month

PAGE, QUERY = "/towns", "towns.board"
MOST_NAMED = 5
STAGE = "stages"


def part(asked: Asked) -> Part:
    """The list as of the week's end. Raises NotFound, RightsError, StoreError."""
    found = board(asked.register, asked.area, moment_of(asked.register, None))
    feed = _feed(found, asked)
    made = Figures(asked.source(QUERY, PAGE, feed.at, day=found.moment.on.isoformat()), feed.is_stale)
    moved = [m for m in found.moves if asked.first <= m.move.day <= asked.week.last]
    facts = {STAGE: {line.no: line.stage for line in found.lines}}
    return Part(made.made, _phrases(found, moved, made), _blocks(moved, made), feed, found.is_sample, facts)


def _feed(found: Board, asked: Asked) -> Feed:
    at = local(datetime.combine(first_day(next_month(found.newest_month)), time())) if found.newest_month else None
    return Feed("towns", at, is_stale(at, asked.moment, asked.register.pack.rules.freshness.towns_hours))


def _phrases(found: Board, moved: list[TownMove], made: Figures) -> dict[str, Phrase]:
    is_there, unit = bool(found.lines), words.TOWNS_UNIT
    listed_count = made.add("towns.listed", len(found.listed) if is_there else None, unit)
    stages = {stage: made.add(f"towns.{stage}", found.by_stage[stage] if is_there else None, unit) for stage in STAGES}
    count = made.add("towns.moves", len(moved) if is_there else None, unit)
    items = [say(words.TOWN_MOVE, name=m.name, before=_stage(m.move.before), after=_stage(m.move.after)) for m in moved]
    told = say(words.TOWN_MOVES, count=count, items=listed(items, "", most=MOST_NAMED, more=words.AND_MORE))
    return {
        "towns.summary": say(words.TOWNS, listed=listed_count, **stages) if is_there else Phrase(words.TOWNS_NONE),
        "towns.moved": told if moved else Phrase(words.TOWN_MOVES_NONE),
    }


def _blocks(moved: list[TownMove], made: Figures) -> dict[str, Block]:
    rows = tuple((m.name, _stage(m.move.before), _stage(m.move.after), m.move.day.isoformat()) for m in moved)
    return {"towns.table": Table("towns.table", words.TOWN_TABLE, words.TOWN_HEAD, rows, made.source)}


def _stage(code: str) -> str:
    return town_words.STAGES[code][1]
