"""行动计划: lights at the end of the week, and which of them changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dashboard.brief.asked import Asked, Figures, Part, feed_of
from dashboard.brief.content import Block, Cell, Chart, MapPicture, Source, Table
from dashboard.brief.sentences import Phrase, listed, say
from dashboard.queries.programme.book import open_book
from dashboard.queries.programme.changes import changes
from dashboard.queries.programme.lines import lines_of
from dashboard.queries.programme.records import LIGHTS, ProjectLine, Summary, WeekChanges
from dashboard.queries.programme.sums import summed
from dashboard.texts import brief as words
from geodata import texts

PAGE, QUERY = "/projects", "programme.overview"
MOST_NAMED, MOST_LISTED = 5, 30
LIGHT = "lights"
NAMES = {"red": "red", "yellow": "yellow", "green": "green", "grey": "grey", "done": "done", "": "none"}


def part(asked: Asked) -> Part:
    """The programme as of the week's end. Raises NotFound, RightsError, StoreError."""
    book = open_book(asked.register, asked.area)
    lines, first = lines_of(book), asked.first - timedelta(days=1)
    total, moved = summed(book, lines), changes(book, lines, first)
    feed = feed_of("projects", total.as_of, asked, asked.register.pack.rules.freshness.reports_hours)
    made = Figures(asked.source(QUERY, PAGE, feed.at, day=book.day.isoformat()), feed.is_stale)
    was = book.lights_on(first)
    turned = [line for line in lines if line.light.code != was[line.project_id]]
    facts = {LIGHT: {line.no: line.light.code for line in lines if line.light.code}}
    blocks = _blocks(asked, turned, was, (total, made.source))
    return Part(made.made, _phrases(total, moved, made), blocks, feed, total.is_sample, facts)


def _phrases(total: Summary, moved: WeekChanges, made: Figures) -> dict[str, Phrase]:
    is_there = total.total > 0
    counts = {
        name: made.add(f"projects.{name}", total.by_light[code] if is_there else None, words.PROJECTS) for code, name in NAMES.items()
    }
    every = made.add("projects.total", total.total if is_there else None, words.PROJECTS)
    made.add("projects.on_time_pct", total.on_time_pct, words.PCT)
    turned = {
        name: made.add(f"projects.{key}", len(found) if is_there else None, words.PROJECTS)
        for name, key, found in (
            ("red", "turned_red", moved.turned_red), ("yellow", "turned_yellow", moved.turned_yellow),
            ("done", "completed", moved.completed), ("replanned", "replanned", moved.replanned), ("silent", "silent", moved.silent),
        )
    }  # fmt: skip
    if not is_there:
        none = Phrase(words.LIGHTS_NONE)
        return {"projects.summary": none, "projects.changes": none, "projects.turned_red_names": Phrase(words.TURNED_NONE)}
    named = [Phrase(line.name) for line in moved.turned_red]
    names = say(words.TURNED_RED, items=listed(named, "", most=MOST_NAMED, more=words.AND_MORE)) if named else Phrase(words.TURNED_NONE)
    return {
        "projects.summary": say(words.LIGHTS, total=every, **counts),
        "projects.changes": say(words.PROJECT_CHANGES, **turned),
        "projects.turned_red_names": names,
    }


def _blocks(asked: Asked, turned: Sequence[ProjectLine], was: dict[int, str], told: tuple[Summary, Source]) -> dict[str, Block]:
    total, source = told
    rows = tuple(_row(line, was[line.project_id]) for line in turned[:MOST_LISTED])
    marks = tuple(NAMES[line.light.code] for line in turned[:MOST_LISTED])
    names = tuple(texts.LIGHT_NAMES[code] for code in LIGHTS)
    counts = tuple(total.by_light[code] for code in LIGHTS)
    title = words.PROJECT_MAP.format(area=asked.area_name)
    return {
        "projects.table": Table("projects.table", words.LIGHT_TABLE, words.LIGHT_HEAD, rows, source, marks=marks),
        "projects.chart": Chart("projects.chart", "column", words.LIGHT_CHART, names, ((words.THIS_WEEK, counts),), words.PROJECTS, source),
        "projects.map": MapPicture("projects.map", title, "projects", asked.area, asked.first, asked.last, source),
    }


def _row(line: ProjectLine, before: str) -> tuple[Cell, ...]:
    end = line.expected_end.isoformat() if line.expected_end else None
    return line.no, line.name, texts.LIGHT_NAMES[before], line.light.name, line.owner, end, line.light.words


