"""The records an area's page may count for a viewer, as a condition on history rows and on store rows alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, and_, false, or_, true

from dashboard import texts
from dashboard.access.scope import Range, Scope
from geodata.errors import RightsError
from geodata.pack import Pack
from geodata.store.models import Complaint

_COLUMN_OF_LENGTH = {6: "district_code", 9: "street_code", 12: "community_code"}


@dataclass(frozen=True)
class Region:
    """Half-open code ranges; `includes_outside` adds the records without any code (辖区外)."""

    ranges: tuple[Range, ...]
    includes_outside: bool

    def rows(self) -> pl.Expr:
        """True for the history rows of this region; never null."""
        if self.is_everything:
            return pl.lit(True)
        found = pl.lit(False)
        for lo, hi in self.ranges:
            column = pl.col(_column(lo))
            found = found | ((column >= lo) & (column < hi)).fill_null(False)
        return found | pl.col("district_code").is_null() if self.includes_outside else found

    def clause(self, model: type[Any] = Complaint) -> ColumnElement[bool]:
        """The same as a WHERE on a table with codes; a street's range can use an index of street and time.

        A table that knows no communities has no rows in a community's range.
        """
        parts: list[ColumnElement[bool]] = [false()]
        for lo, hi in self.ranges:
            if (column := getattr(model, _column(lo), None)) is not None:
                parts.append(and_(column >= lo, column < hi))
        if self.includes_outside:
            parts.append(model.district_code.is_(None))
        return true() if self.is_everything else or_(*parts)

    @property
    def is_everything(self) -> bool:
        """Whether every record of a whole city counts, so that no condition is needed."""
        return self.includes_outside and any(len(lo) <= 2 for lo, _ in self.ranges)


def region_of(area: str, scope: Scope, pack: Pack) -> Region:
    """The records of an area, for a scope that covers all of it: a part never stands under the name of the whole.

    Records outside every area belong to the city. Raises NotFound for an unknown area, RightsError for one that the scope does not cover.
    """
    ranges = pack.areas.ranges(area)
    if not scope.covers(ranges):
        raise RightsError(texts.SCOPE_AREA.format(area=pack.areas.breadcrumb(area)[-1].name))
    is_city = len(pack.areas.breadcrumb(area)) == 1
    return Region(ranges, is_city and scope.includes_outside)


def held_by(scope: Scope) -> ColumnElement[bool]:
    """The store rows that a scope itself holds, as a WHERE on Complaint: its ranges, its units, records outside where it has them."""
    inside = Region(scope.ranges, scope.includes_outside).clause()
    return inside if scope.units is None else and_(inside, of_units(scope))


def of_units(scope: Scope) -> ColumnElement[bool]:
    """The store rows handled by the units that a scope is limited to; every row where it is not limited."""
    return true() if scope.units is None else Complaint.handler.in_(scope.units)


def _column(lo: str) -> str:
    return _COLUMN_OF_LENGTH[max(6, len(lo))]
