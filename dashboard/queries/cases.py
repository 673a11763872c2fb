"""The single records behind a number: cases of an area or of one hexagon, newest first, their texts masked before they were stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, func, or_, select

from dashboard import texts
from dashboard.access.scope import Scope
from dashboard.queries.region import region_of
from geodata import grid
from geodata.errors import BadRequest
from geodata.pack import Pack
from geodata.store.engine import read_transaction
from geodata.store.models import Complaint

MOST_CASES = 20_000
SHORT = 120                # characters of a content in a list
OPEN = ("pending", "handling")

_COLUMNS = (
    Complaint.order_no, Complaint.created_at, Complaint.order_type, Complaint.title, Complaint.content, Complaint.category_code,
    Complaint.status, Complaint.place_name, Complaint.place_level, Complaint.street_code, Complaint.handler, Complaint.deadline_at,
    Complaint.closed_at, Complaint.satisfaction, Complaint.repeat_count, Complaint.is_sample,
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
    """One case in a list. Times are aware; `content` is cut to SHORT characters; names are for people."""

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


@dataclass(frozen=True)
class CasePage:
    """Some of the cases, and over all of them: how many, how many past their deadline (超期), how many that came before (重复)."""

    total: int
    overdue_count: int
    repeat_count: int
    cases: tuple[Case, ...]


def cases(
    engine: Engine, scope: Scope, pack: Pack, selection: Selection, *, now: datetime, limit: int = 50, offset: int = 0,
) -> CasePage:
    """Cases newest first, at most MOST_CASES. A hexagon's cases are exactly those its count in the cells cube counts.

    Overdue: open at `now`, or closed, after the deadline. Raises NotFound for an unknown area, BadRequest for a cell that is none.
    """
    condition = _condition(scope, pack, selection)
    overdue = _overdue(now)
    wanted = select(*_COLUMNS, overdue.label("is_overdue")).where(condition).order_by(Complaint.created_at.desc(), Complaint.id.desc())
    counts = select(func.count(), func.count().filter(overdue), func.count().filter(Complaint.repeat_count > 1)).where(condition)
    with read_transaction(engine) as store:
        total, overdue_count, repeat_count = store.execute(counts).one()
        rows = store.execute(wanted.limit(max(0, min(limit, MOST_CASES))).offset(max(0, offset))).all()
    return CasePage(total, overdue_count, repeat_count, tuple(_case(row, pack) for row in rows))


def _condition(scope: Scope, pack: Pack, selection: Selection) -> ColumnElement[bool]:
    parts = [
        Complaint.created_at >= _midnight(selection.first),
        Complaint.created_at < _midnight(selection.last + timedelta(days=1)),
        region_of(selection.area, scope, pack).clause(),
    ]
    if selection.cell:
        parts += _in_cell(selection.cell, pack)
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


def _case(row: Any, pack: Pack) -> Case:
    content = row.content if len(row.content) <= SHORT else row.content[: SHORT - 1] + "…"
    return Case(
        order_no=row.order_no, created_at=row.created_at, order_type=row.order_type, title=row.title, content=content,
        category_code=row.category_code, category_name=pack.catalog.short_name(row.category_code),
        status=row.status, status_name=texts.STATUS_NAMES.get(row.status, row.status),
        place_name=row.place_name or "", place_level=row.place_level,
        street_name=pack.areas.short_name(row.street_code) if row.street_code else "", handler=row.handler,
        deadline_at=row.deadline_at, closed_at=row.closed_at, is_overdue=bool(row.is_overdue), satisfaction=row.satisfaction or "",
        repeat_count=row.repeat_count, is_sample=row.is_sample,
    )
