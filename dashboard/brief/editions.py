"""Editions (期): briefs as they were issued, with number and hash; nothing of one is ever changed, a correction is a further revision.

Who may see all of an edition's area may see the edition, also of an area of several streets that no single code stands for. The row policy
knows single codes only, so that here, after the scope has been asked for each area, the store is read as for the whole city.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, insert, select

from dashboard.access.scope import Scope
from dashboard.brief.content import Brief
from dashboard.brief.frozen import digest_of, from_json, to_json
from dashboard.brief.week import Week, week_named
from dashboard.texts import brief as words
from geodata.clock import local
from geodata.errors import BadRequest, NotFound, StoreError
from geodata.pack import Pack
from geodata.store.engine import is_sqlite, write_transaction
from geodata.store.models import Edition, EditionFile
from geodata.store.paper import Paper, from_text
from geodata.store.row_policy import Sight, read_within

LOCK = "huitian.edition"
MOST_LISTED = 200
MOST_ID = 2**53           # what SQLite and a browser can hold
EVERYTHING = Sight(is_all=True)


@dataclass(frozen=True)
class Line:
    """One edition of the list."""

    id: int
    area: str
    area_name: str
    week: str
    number: int
    revision: int
    issued_at: datetime
    issued_by: str
    as_of: datetime | None
    digest: str
    note: str
    is_sample: bool
    files: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """2026 年第 47 期, and the revision from the second on."""
        told = words.NUMBERED.format(year=self.week[:4], number=self.number)
        return told + (words.REVISED.format(revision=self.revision) if self.revision > 1 else "")


@dataclass(frozen=True)
class Place:
    """Where a brief would stand among the editions of its area: its number, its revision, the edition of that week that is there."""

    number: int
    revision: int
    issued: Line | None


def listing(engine: Engine, scope: Scope, pack: Pack, *, limit: int = MOST_LISTED) -> tuple[Line, ...]:
    """The editions that somebody may see, newest first, all revisions of them. Raises StoreError."""
    with read_within(engine, EVERYTHING) as store:
        areas = [code for code in store.scalars(select(Edition.area_code).distinct()) if may_see(scope, pack, code)]
        wanted = _wanted().where(Edition.area_code.in_(areas)).order_by(Edition.published_at.desc(), Edition.id.desc()).limit(limit)
        lines = [_line(row, pack) for row in store.execute(wanted)]
        return tuple(_with_files(store, line) for line in lines)


def may_see(scope: Scope, pack: Pack, area: str) -> bool:
    """Whether all of an area may be seen; an area that the pack knows no more only by who sees everything."""
    return scope.covers(pack.areas.ranges(area)) if pack.areas.get(area) else scope.is_municipal


def opened(engine: Engine, scope: Scope, pack: Pack, number: int) -> tuple[Line, Brief]:
    """An edition by its id, with the numbers that it was issued with. Raises NotFound, StoreError where they are not those."""
    _require_possible(number)
    with read_within(engine, EVERYTHING) as store:
        row = store.execute(_wanted(Edition.figures).where(Edition.id == number)).first()
        if row is None or not may_see(scope, pack, row.area_code):
            raise NotFound(words.NOT_FOUND)
        line = _with_files(store, _line(row, pack))
    if digest_of(row.figures) != line.digest:
        raise StoreError(words.DAMAGED.format(id=number))
    return line, from_json(row.figures)


def file_of(engine: Engine, scope: Scope, pack: Pack, number: int, name: str) -> Paper:
    """A file of an edition, byte for byte. Raises NotFound, StoreError where it is not what was issued."""
    _require_possible(number)
    asked = select(Edition.area_code, EditionFile.name, EditionFile.media_type, EditionFile.sha256, EditionFile.content)
    with read_within(engine, EVERYTHING) as store:
        row = store.execute(asked.join(EditionFile, EditionFile.edition_id == Edition.id).where(
            Edition.id == number, EditionFile.name == name)).first()  # fmt: skip
    if row is None or not may_see(scope, pack, row.area_code):
        raise NotFound(words.NO_FILE.format(name=name[:64]))
    found = from_text(row.name, row.media_type, row.content)
    if found.sha256 != row.sha256:
        raise StoreError(words.DAMAGED.format(id=number))
    return found


def before(engine: Engine, area: str, week: Week) -> Brief | None:
    """The last edition of an area of an earlier week, its newest revision; None where there is none. Raises StoreError."""
    asked = select(Edition.figures).where(Edition.area_code == area, Edition.week < week.name)
    with read_within(engine, EVERYTHING) as store:
        row = store.execute(asked.order_by(Edition.week.desc(), Edition.revision.desc()).limit(1)).first()
    return from_json(row.figures) if row else None


def place_of(engine: Engine, pack: Pack, area: str, week: Week) -> Place:
    """The place that a brief of an area and week would get now. Raises StoreError."""
    with read_within(engine, EVERYTHING) as store:
        return _place(store, pack, area, week)


def freeze(engine: Engine, pack: Pack, brief: Brief, template_digest: str, files: Sequence[Paper]) -> Line:
    """Keep a brief with its files as the edition that its number and revision say.

    Raises BadRequest where somebody took that place meanwhile, saying who; StoreError.
    """
    told, week = to_json(brief), week_named(brief.week)
    row = {
        "area_code": brief.area, "week": brief.week, "revision": brief.revision, "number": brief.number, "figures": told,
        "digest": digest_of(told), "template_digest": template_digest, "data_as_of": brief.as_of, "note": brief.note,
        "published_at": brief.made_at, "published_by": brief.issued_by, "is_sample": brief.is_sample,
    }  # fmt: skip
    with write_transaction(engine) as store:
        _take_turn(store)
        place = _place(store, pack, brief.area, week)
        if place.revision != brief.revision and place.issued:
            line = place.issued
            raise BadRequest(words.LOST_RACE.format(area=brief.area_name, week=brief.week, by=line.issued_by, number=line.name))
        if place.number != brief.number:
            raise NumberTaken(words.NUMBER_TAKEN)
        number = int(store.execute(insert(Edition).values(row).returning(Edition.id)).scalar_one())
        store.execute(insert(EditionFile), [
            {"edition_id": number, "name": f.name, "media_type": f.media_type, "sha256": f.sha256, "content": f.text}
            for f in files
        ])  # fmt: skip
        found = store.execute(_wanted().where(Edition.id == number)).one()
        return _with_files(store, _line(found, pack))


class NumberTaken(BadRequest):
    """Another week's edition took the number meanwhile: the same brief with the next one may be tried."""


def _place(store: Connection, pack: Pack, area: str, week: Week) -> Place:
    own = (Edition.area_code == area, Edition.week == week.name)
    row = store.execute(_wanted().where(*own).order_by(Edition.revision.desc()).limit(1)).first()
    if row is not None:
        return Place(row.number, row.revision + 1, _line(row, pack))
    of_year = select(func.max(Edition.number)).where(Edition.area_code == area, Edition.week.like(f"{week.year}-W%"))
    return Place((store.scalar(of_year) or 0) + 1, 1, None)


def _take_turn(store: Connection) -> None:
    """One issuer at a time; SQLite has one writer anyway."""
    if not is_sqlite(store):
        store.execute(select(func.pg_advisory_xact_lock(func.hashtext(LOCK), func.hashtext(func.current_schema()))))


def _wanted(*more: Any) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        Edition.id.expression, Edition.area_code.expression, Edition.week.expression, Edition.number.expression,
        Edition.revision.expression, Edition.published_at.expression, Edition.published_by.expression, Edition.data_as_of.expression,
        Edition.digest.expression, Edition.note.expression, Edition.is_sample.expression, *more,
    ]  # fmt: skip
    return select(*columns)


def _require_possible(number: int) -> None:
    if number > MOST_ID:
        raise NotFound(words.NOT_FOUND)


def _line(row: Any, pack: Pack) -> Line:
    area = pack.areas.get(row.area_code)
    return Line(
        row.id, row.area_code, area.name if area else row.area_code, row.week, row.number, row.revision, local(row.published_at),
        row.published_by, local(row.data_as_of) if row.data_as_of else None, row.digest, row.note, row.is_sample,
    )  # fmt: skip


def _with_files(store: Connection, line: Line) -> Line:
    asked = select(EditionFile.name).where(EditionFile.edition_id == line.id).order_by(EditionFile.id)
    return Line(**{**line.__dict__, "files": tuple(store.scalars(asked))})
