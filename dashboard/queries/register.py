"""What queries on the store's registers stand on (项目, 积水点, 违停, 街乡镇): the store seen with the reader's eyes, and the time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine

from dashboard.access.reading import scoped_read
from dashboard.access.scope import Scope
from dashboard.queries.memory import Memory
from dashboard.queries.region import Region, region_of
from geodata.pack import Pack


@dataclass(frozen=True)
class Register:
    """The registers of one store. `now` is an aware Shanghai time: queries ask it for the day, never the clock. `memory` is the app's."""

    engine: Engine
    pack: Pack
    scope: Scope
    now: datetime
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    @property
    def today(self) -> date:
        """The day that delays, silence and due dates are reckoned from."""
        return self.now.date()

    def read(self) -> AbstractContextManager[Connection]:
        """A reading transaction that on PostGIS sees no row outside of the scope. Raises StoreError."""
        return scoped_read(self.engine, self.scope)

    def region(self, area: str) -> Region:
        """The rows of an area. Raises NotFound for an unknown one, RightsError for one that the scope does not cover."""
        return region_of(area, self.scope, self.pack)

    def within(self, area: str, model: type[Any]) -> ColumnElement[bool]:
        """The rows of an area as a WHERE on a table with codes; raises as `region`. To be put into every query."""
        return self.region(area).clause(model)
