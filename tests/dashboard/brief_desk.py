"""A desk with `scene.city()` of its own, for tests that issue briefs; small files in place of documents where only the edition matters."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.app import create_desk
from dashboard.brief.asked import Asked
from dashboard.brief.content import Brief
from dashboard.brief.gather import asked_of, gather
from dashboard.brief.issuing import publishing
from dashboard.brief.template import read_template
from dashboard.brief.week import week_named
from dashboard.desk import Desk
from dashboard.queries.cubes import Source
from dashboard.queries.register import Register
from geodata.clock import local
from geodata.pack import Pack
from geodata.store.founding import found_home
from geodata.store.paper import Paper
from tests.scene import NEWEST, city, filled, home_of

WEEK = "2026-W46"                       # the last whole week of the scene
AFTER = local(datetime(2026, 11, 16, 9))
# an office's template that is quickly drawn, and the same with a map
SMALL = '[[section]]\ntitle = "情况"\ncontent = ["{complaints.summary}。", "@complaints.weeks"]\n'
WITH_MAP = SMALL + '[[section]]\ntitle = "热点"\ncontent = ["{hotspots.cells}。", "@hotspots.map", "{units.summary}。", "@units.table"]\n'
FILES = (Paper("brief.docx", "application/octet-stream", b"docx"), Paper("brief.png", "image/png", b"\x89PNG"))


@contextmanager
def opened(folder: Path, pack: Pack, *, now: datetime | None = None) -> Iterator[Desk]:
    """A demo desk on SQLite, as seen by who may publish the whole city."""
    settings = replace(home_of(folder), now=now or local(NEWEST + timedelta(minutes=20)), rate_limits="off")
    engine = found_home(settings, pack, demo=True)
    filled(engine, settings, pack, city(400))
    engine.dispose()
    desk = create_desk(settings, is_demo=True, is_open=True)
    yield publishing(desk, Scope.municipal())
    desk.engine.dispose()


def asked_on(engine: Engine, source: Source, pack: Pack, *, area: str = "110114", week: str = WEEK, now: datetime = AFTER) -> Asked:
    """What a brief of that week asks, hiding small counts as publishers do."""
    own = replace(source, scope=Scope.municipal())
    return asked_of(own, Register(engine, pack, Scope.municipal(), now), area, week_named(week))


def brief_on(engine: Engine, source: Source, pack: Pack, **asked: object) -> Brief:
    """The draft of that week."""
    template = read_template(Path("nowhere"))
    return gather(asked_on(engine, source, pack, **asked), template, last=None)  # type: ignore[arg-type]


def numbered(brief: Brief, number: int = 1, revision: int = 1, *, by: str = "jian", week: str = "") -> Brief:
    """A brief as an edition would have it."""
    return replace(brief, number=number, revision=revision, issued_by=by, week=week or brief.week)


@contextmanager
def files_up_to(most_bytes: int) -> Iterator[None]:
    """No file of this process may grow over so many bytes meanwhile: a disk that is full, without one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
