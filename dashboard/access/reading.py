"""The door to the store for everything that is shown: `scoped_read` opens it exactly as wide as the reader's scope."""

from __future__ import annotations

from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine

from dashboard.access.scope import Range, Scope
from geodata.store.row_policy import Codes, Sight, read_within

STREET_DIGITS, COMMUNITY_DIGITS = 9, 12


def scoped_read(engine: Engine, scope: Scope) -> AbstractContextManager[Connection]:
    """A reading transaction that on PostGIS sees no row outside of the scope, whatever the query forgot. Raises StoreError."""
    return read_within(engine, sight_of(scope))


def sight_of(scope: Scope) -> Sight:
    """The scope as the store's row policies know it: each range is one of districts, streets or communities by its lower code's length."""
    return Sight(
        districts=_of_level(scope.ranges, 0, STREET_DIGITS),
        streets=_of_level(scope.ranges, STREET_DIGITS, COMMUNITY_DIGITS),
        communities=_of_level(scope.ranges, COMMUNITY_DIGITS, COMMUNITY_DIGITS + 1),
        has_outside=scope.includes_outside,
        is_all=scope.is_municipal,
        units=scope.units,
    )


def _of_level(ranges: tuple[Range, ...], least: int, below: int) -> Codes:
    return tuple((lo, hi) for lo, hi in ranges if least <= len(lo) < below)
