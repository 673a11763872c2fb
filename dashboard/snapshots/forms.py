"""Pages of forms as pictures: 周报 (list, draft, edition), 日报 and 销账. Here is known what stands on each; other pages are views.

None is drawn for whoever could not take all of it away as a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlencode

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.brief.editions import opened
from dashboard.brief.issuing import publisher_of
from dashboard.brief.week import week_named
from dashboard.desk import Desk
from dashboard.doors.page import number
from dashboard.guard.matrix import table
from dashboard.state import root_area
from dashboard.texts import reporting as report_words
from dashboard.texts import snapshots as words
from geodata.errors import RightsError

BRIEF, DRAFT, EDITION = "/brief", "/brief/draft", "/brief/"
LISTS = {BRIEF: texts.PLAIN_NAVIGATION[BRIEF], "/report": report_words.TITLE, "/report/closures": report_words.CLOSURE["title"]}
FORMS = (*LISTS, DRAFT)


@dataclass(frozen=True)
class Form:
    """What is on such a page: `address` for the browser, `title`, code of the `area`, days and time of its data (None: those of now)."""

    address: str
    title: str
    area: str
    source: str
    period: str = ""
    as_of: datetime | None = None
    is_sample: bool = False
    has_map: bool = False


def is_form(path: str) -> bool:
    """Whether a path is a page of forms that has a picture."""
    return path in FORMS or number(path.removeprefix(EDITION)) > 0


def form_of(desk: Desk, path: str, query: str) -> Form:
    """What to draw. Raises RightsError, BadRequest for a draft of no area or week, NotFound for an edition that is not there."""
    viewer = desk.viewer
    if viewer.frozen_address:
        raise RightsError(texts.SCOPE_FROZEN)
    if path in LISTS:
        shown = viewer.scope(Right(table()[path, "GET"].needs))
        if not viewer.scope(Right.EXPORT).covers(shown.ranges):
            raise RightsError(texts.NO_RIGHT)
        return Form(path, LISTS[path], viewer.area or root_area(desk.pack), words.SOURCES[path])
    return _draft(desk, query) if path == DRAFT else _edition(desk, path)


def _draft(desk: Desk, query: str) -> Form:
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    area, week = asked.get("area", ""), week_named(asked.get("week", ""))
    publisher_of(desk, area)
    if not desk.covers(area, Right.EXPORT):
        raise RightsError(texts.NO_RIGHT)
    address = f"{DRAFT}?{urlencode({'area': area, 'week': week.name})}"
    period = words.PERIOD.format(first=week.first, last=week.last)
    return Form(address, words.DRAFT, area, words.SOURCES[BRIEF], period, has_map=True)


def _edition(desk: Desk, path: str) -> Form:
    line, brief = opened(desk.engine, desk.viewer.scope(Right.EXPORT), desk.pack, number(path.removeprefix(EDITION)))
    title = words.BESIDE.join((texts.PLAIN_NAVIGATION[BRIEF], line.name))
    period = words.PERIOD.format(first=brief.first, last=brief.last)
    return Form(f"{EDITION}{line.id}", title, line.area, words.SOURCES[BRIEF], period, brief.as_of, brief.is_sample, has_map=True)
