"""From a place to the projects on it (诉求→项目): which projects stand in or around some hexagons."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, false, or_, select

from dashboard.queries.programme.book import open_own
from dashboard.queries.programme.lines import lines_of
from dashboard.queries.programme.records import ProjectLine
from dashboard.queries.register import Register
from geodata import grid
from geodata.store.models import Project, ProjectCell

RES = 9


def projects_at(register: Register, cells: Iterable[int]) -> tuple[ProjectLine, ...]:
    """The projects of the reader's scope that touch any of some cells; a cell finer than resolution 9 stands for the one around it."""
    spans = [_span(cell) for cell in cells]
    touching = or_(false(), *(and_(ProjectCell.h3_09 >= lo, ProjectCell.h3_09 <= hi) for lo, hi in spans))
    return lines_of(open_own(register, Project.id.in_(select(ProjectCell.project_id).where(touching)))) if spans else ()


def _span(cell: int) -> tuple[int, int]:
    """Lowest and highest resolution-9 cell inside a cell, or the one around a finer one."""
    res = grid.resolution_of(cell)
    if res >= RES:
        found = int(grid.parents_of([cell], RES)[0])
        return found, found
    free = range(3 * (15 - RES), 3 * (15 - res), 3)
    bare = (cell & ~(0xF << 52)) | (RES << 52)
    lowest = bare & ~sum(7 << bit for bit in free)
    return lowest, lowest | sum(6 << bit for bit in free)
