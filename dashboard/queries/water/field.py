"""An area's places and everybody's readings in one state of the store: read once for all that a view shows of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from dashboard.queries.cubes import Source
from dashboard.queries.register import Register
from dashboard.queries.water.places import Ground, ground_of
from dashboard.queries.water.readings import Readings

T = TypeVar("T")


@dataclass(frozen=True)
class Field:
    """What `situation_of`, `events_in` and `replay_of` are reckoned from; `ground` holds only what the register's reader may see."""

    area: str
    readings: Readings
    ground: Ground

    @property
    def register(self) -> Register:
        """The register that all of it was read from."""
        return self.readings.register

    def kept(self, name: Hashable, source: Source | None, make: Callable[[], T]) -> T:
        """What was made for this reader of this area, its places, readings and complaints, under a name that says all else it follows from.

        Places are compared themselves: two people who close a case change one without any load.
        """
        register, told = self.register, source.version if source else ""
        whole = ("water.field", name, register.scope, self.area, register.region(self.area))
        version = (self.readings.held().version, told, self.ground, register.pack.rules.waterlogging)
        return register.memory.kept(whole, version, make)


def field_of(register: Register, area: str) -> Field:
    """An area's field as it stands now. Raises NotFound, RightsError, StoreError."""
    return Field(area, Readings(register).settled(), ground_of(register, area))
