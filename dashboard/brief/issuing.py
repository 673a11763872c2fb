"""From a desk to a brief, and from a brief to an edition: one state of the data throughout, one winner, a note where one is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine, func, select

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.access.scope import NOTHING, Scope
from dashboard.access.viewer import Viewer
from dashboard.brief import editions
from dashboard.brief.content import Brief, MapPicture
from dashboard.brief.editions import Line, NumberTaken
from dashboard.brief.gather import asked_of, gather, reasons
from dashboard.brief.template import Template, read_template
from dashboard.brief.week import Week
from dashboard.desk import Desk
from dashboard.texts import brief as words
from geodata.errors import BadRequest, NotFound, RightsError
from geodata.history import open_history
from geodata.store.engine import read_transaction
from geodata.store.models import Batch
from geodata.store.paper import Paper
from geodata.store.steady import steady

MOST_TRIES = 3
MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".png": "image/png",
}


@dataclass(frozen=True)
class Publisher(Viewer):
    """Whoever makes a brief: sees what they may see, but nowhere small counts, for a brief is read by others."""

    held: Scope = NOTHING

    def scope(self, right: Right = Right.VIEW) -> Scope:
        """The same for every right."""
        return self.held


@dataclass(frozen=True)
class Order:
    """An edition that somebody asks for. `is_correction`: the week was issued before, and a further revision is meant."""

    area: str
    week: Week
    by: str
    note: str = ""
    is_correction: bool = False


def publishing(desk: Desk, scope: Scope) -> Desk:
    """The desk as seen by whoever publishes what a scope sees."""
    publisher = Publisher(login="", held=replace(scope, exact=(), units=None))
    return replace(desk, viewer_of=lambda: publisher)


def publisher_of(desk: Desk, area: str) -> Desk:
    """The desk of whoever may issue for an area. Raises RightsError, BadRequest for no area at all."""
    if desk.pack.areas.get(area) is None:
        raise BadRequest(words.AREA_WRONG.format(area=area[:24]))
    if not desk.covers(area, Right.BRIEF):
        raise RightsError(texts.SCOPE_AREA.format(area=desk.pack.areas.breadcrumb(area)[-1].name))
    return publishing(desk, desk.viewer.scope(Right.BRIEF))


def draft(desk: Desk, area: str, week: Week) -> Brief:
    """The brief as it would be now, without a number; it bears the date of its data, so that equal data give equal drafts.

    Raises as `gather`.
    """
    with _held(desk) as held:
        return _gathered(held, area, week, read_template(desk.settings.home))


def draft_map(desk: Desk, brief: Brief, key: str) -> bytes:
    """A map of a draft, as its files would have it. Raises NotFound for a key that is none; else as `dashboard.brief.files.made`."""
    from dashboard.brief.files import map_drawn  # a second to import, and only wanted here

    blocks = [block for section in brief.sections for block in section.blocks]
    found = next((block for block in blocks if isinstance(block, MapPicture) and block.key == key), None)
    if found is None:
        raise NotFound(words.NO_FILE.format(name=key[:24]))
    with _held(desk) as held:
        return map_drawn(found, brief, held).png


def draft_files(desk: Desk, area: str, week: Week) -> tuple[Brief, tuple[Paper, ...]]:
    """The same with its files, which nobody keeps."""
    with _held(desk) as held:
        brief = _gathered(held, area, week, read_template(desk.settings.home))
        return brief, packed(brief, held)


def issue(desk: Desk, order: Order, *, put: Callable[[tuple[Paper, ...]], None] = lambda files: None) -> Line:
    """Issue an edition: gather, write its files, freeze them. `put` is given the files before they are frozen: what it raises keeps the
    edition from being issued.

    Raises BadRequest where the week was issued already, a note is due and missing, or a load is on its way; StoreError, also where
    its disk is full.
    """
    template = read_template(desk.settings.home)
    for _ in range(MOST_TRIES):
        version = open_history(desk.settings).version
        with _held(desk) as held:
            brief = _numbered(held, order, template)
            files = packed(brief, held)
        put(files)
        if open_history(desk.settings).version != version:
            continue                                # the maps may be of other data than the numbers
        try:
            return editions.freeze(desk.engine, desk.pack, brief, template.digest, files)
        except NumberTaken:
            continue
    raise BadRequest(words.STILL_MOVING)


def loading_batch(engine: Engine, desk: Desk) -> int | None:
    """The load whose complaints are in the store and not yet among the counts; None where all are."""
    with read_transaction(engine) as store:
        newest = store.scalar(select(func.max(Batch.id))) or 0
    known = open_history(desk.settings).manifest.batch_id
    return newest if newest > known else None


def packed(brief: Brief, desk: Desk) -> tuple[Paper, ...]:
    """The files of a brief; equal briefs of equal data give equal bytes. Raises as `dashboard.brief.files.made`."""
    from dashboard.brief.files import made  # seconds to import, and only wanted here

    found = made(brief, desk)
    return tuple(Paper(name, MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream"), content) for name, content in found.items())


@contextmanager
def _held(desk: Desk) -> Iterator[Desk]:
    with steady(desk.engine) as engine:
        yield replace(desk, engine=engine)


def _gathered(desk: Desk, area: str, week: Week, template: Template) -> Brief:
    asked = asked_of(desk.source(), desk.register(), area, week)
    made = gather(asked, template, last=editions.before(desk.engine, area, week))
    batch = loading_batch(desk.engine, desk)
    return made if batch is None else replace(made, notes=(*made.notes, words.NOTE_LOADING.format(batch=batch)))


def _numbered(desk: Desk, order: Order, template: Template) -> Brief:
    place = editions.place_of(desk.engine, desk.pack, order.area, order.week)
    if place.issued and not order.is_correction:
        line = place.issued
        raise BadRequest(words.ALREADY.format(
            area=line.area_name, week=line.week, by=line.issued_by, at=f"{line.issued_at:%Y-%m-%d %H:%M}", number=line.name))  # fmt: skip
    if (batch := loading_batch(desk.engine, desk)) is not None:
        raise BadRequest(words.LOADING.format(batch=batch))
    brief, note = _gathered(desk, order.area, order.week, template), order.note.strip()[: words.LONGEST_NOTE]
    due = (*reasons(brief), *((words.CORRECTION,) if place.issued else ()))
    if due and not note:
        raise BadRequest(words.NOTE_NEEDED.format(area=brief.area_name, week=brief.week, why="".join(due)))
    issued = replace(brief, made_at=desk.clock.now(), issued_by=order.by)
    return replace(issued, number=place.number, revision=place.revision, note=note)
