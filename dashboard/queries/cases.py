"""The single records behind a number: cases of an area or of one hexagon, newest first, their texts masked before they were stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, case, func, or_, select

from dashboard import texts
from dashboard.access.reading import scoped_read
from dashboard.access.scope import NOTHING, Scope
from dashboard.queries.region import held_by, of_units, region_of
from geodata import grid
from geodata.errors import BadRequest, NotFound, RightsError
from geodata.pack import Pack
from geodata.store.models import Complaint

MOST_CASES = 20_000
SHORT = 120                # characters of a content in a list
OPEN = ("pending", "handling")

_TEXTS = (Complaint.title, Complaint.content, Complaint.place_name)     # for those who handle the case
_COLUMNS = (
    Complaint.order_no, Complaint.created_at, Complaint.order_type, Complaint.category_code, Complaint.status, Complaint.place_level,
    Complaint.street_code, Complaint.handler, Complaint.deadline_at, Complaint.closed_at, Complaint.satisfaction, Complaint.repeat_count,
    Complaint.is_sample,
)


@dataclass(frozen=True)
class Selection:
    """Which cases: an area or, inside it, one hexagon (`cell`, hexadecimal name); days both included; `categories` () is all."""

    area: str
    first: date
    last: date
    cell: str | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One case. Times are aware; in a list `content` is cut to SHORT characters; names are for people.

    Where not `is_readable` title, content and place are "".
    """

    order_no: str
    created_at: datetime
    order_type: str
    title: str
    content: str
    category_code: str
    category_name: str
    status: str
    status_name: str
    place_name: str
    place_level: str
    street_name: str
    handler: str
    deadline_at: datetime | None
    closed_at: datetime | None
    is_overdue: bool
    satisfaction: str
    repeat_count: int | None
    is_sample: bool
    is_readable: bool


@dataclass(frozen=True)
class CasePage:
    """Some of the cases, and over all of them: how many, how many past their deadline (超期), how many that came before (重复)."""

    total: int
    overdue_count: int
    repeat_count: int
    cases: tuple[Case, ...]


def cases(
    engine: Engine, scope: Scope, pack: Pack, selection: Selection, *, now: datetime, readable: Scope = NOTHING, limit: int = 50,
    offset: int = 0,
) -> CasePage:
    """Cases newest first, at most MOST_CASES. A hexagon's cases are exactly those its count in the cells cube counts.

    `scope` is that of the right CASES, `readable` that of CASE_TEXT: elsewhere title, content and place never leave the store. Overdue:
    open at `now`, or closed, after the deadline. Raises NotFound for an unknown area, RightsError for one that `scope` does not cover and
    for a hexagon in an area that `readable` does not cover, BadRequest for a cell that is none.
    """
    condition = _condition(scope, pack, selection, readable)
    overdue = _overdue(now)
    counts = select(func.count(), func.count().filter(overdue), func.count().filter(Complaint.repeat_count > 1)).where(condition)
    wanted = _wanted(readable, now).where(condition).order_by(Complaint.created_at.desc(), Complaint.id.desc())
    with scoped_read(engine, scope) as store:
        total, overdue_count, repeat_count = store.execute(counts).one()
        rows = store.execute(wanted.limit(max(0, min(limit, MOST_CASES))).offset(max(0, offset))).all()
    return CasePage(total, overdue_count, repeat_count, tuple(_case(row, pack, SHORT) for row in rows))


def case_numbered(engine: Engine, readable: Scope, pack: Pack, order_no: str, *, now: datetime) -> Case:
    """One case with its whole (masked) text. Raises NotFound where there is none in the scope of CASE_TEXT."""
    wanted = _wanted(readable, now).where(Complaint.order_no == order_no, held_by(readable))
    with scoped_read(engine, readable) as store:
        row = store.execute(wanted).first()
    if row is None:
        raise NotFound(texts.CASE_NONE)
    return _case(row, pack, None)


def _wanted(readable: Scope, now: datetime) -> Select[*tuple[Any, ...]]:
    is_open = held_by(readable)
    told = [case((is_open, column), else_="").label(column.key) for column in _TEXTS]
    return select(*_COLUMNS, *told, is_open.label("is_readable"), _overdue(now).label("is_overdue"))


def _condition(scope: Scope, pack: Pack, selection: Selection, readable: Scope) -> ColumnElement[bool]:
    parts = [
        Complaint.created_at >= _midnight(selection.first),
        Complaint.created_at < _midnight(selection.last + timedelta(days=1)),
        region_of(selection.area, scope, pack).clause(),
        of_units(scope),
    ]
    if selection.cell:
        parts += _in_cell(selection.cell, pack)
        if not readable.covers(pack.areas.ranges(selection.area)):
            raise RightsError(texts.CASES_CELL_CLOSED)
    if selection.categories:
        parts.append(or_(*(_in_category(code, selection.categories, pack) for code in selection.categories)))
    return and_(*parts)


def _in_cell(name: str, pack: Pack) -> list[ColumnElement[bool]]:
    cell = grid.cell_named(name)
    radii = pack.rules.hex.max_radius_m
    if cell is None or grid.resolution_of(cell) not in radii:
        raise BadRequest(texts.CASES_CELL.format(cell=name[:24]))
    res = grid.resolution_of(cell)
    parts = [Complaint.h3_11.between(*_finest_between(cell, res)), Complaint.place_radius_m <= radii[res]]
    return parts if pack.config.allow_approx else [*parts, Complaint.place_approx.is_(False)]


def _finest_between(cell: int, res: int) -> tuple[int, int]:
    """Lowest and highest resolution-11 cell inside a coarser one: its free digits all 0, or all 6."""
    free = range(3 * (15 - grid.BASE_RES), 3 * (15 - res), 3)
    bare = (cell & ~(0xF << 52)) | (grid.BASE_RES << 52)
    lowest = bare & ~sum(7 << bit for bit in free)
    return lowest, lowest | sum(6 << bit for bit in free)


def _in_category(code: str, chosen: Sequence[str], pack: Pack) -> ColumnElement[bool]:
    if code:
        return and_(Complaint.category_code >= code, Complaint.category_code < f"{code}:")
    return ~or_(*(and_(Complaint.category_code >= c.code, Complaint.category_code < f"{c.code}:") for c in pack.catalog.roots()))


def _overdue(now: datetime) -> ColumnElement[bool]:
    is_late_open = and_(Complaint.status.in_(OPEN), Complaint.deadline_at < now)
    return func.coalesce(or_(is_late_open, Complaint.closed_at > Complaint.deadline_at), False)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)     # the store keeps Shanghai wall times


def _case(row: Any, pack: Pack, most: int | None) -> Case:
    content = row.content if most is None or len(row.content) <= most else row.content[: most - 1] + "…"
    return Case(
        order_no=row.order_no, created_at=row.created_at, order_type=row.order_type, title=row.title, content=content,
        category_code=row.category_code, category_name=pack.catalog.short_name(row.category_code),
        status=row.status, status_name=texts.STATUS_NAMES.get(row.status, row.status),
        place_name=row.place_name or "", place_level=row.place_level,
        street_name=pack.areas.short_name(row.street_code) if row.street_code else "", handler=row.handler,
        deadline_at=row.deadline_at, closed_at=row.closed_at, is_overdue=bool(row.is_overdue), satisfaction=row.satisfaction or "",
        repeat_count=row.repeat_count, is_sample=row.is_sample, is_readable=bool(row.is_readable),
    )
