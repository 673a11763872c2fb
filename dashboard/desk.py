"""What every page and machine route is given: settings, pack, store, clock and what the viewer may see. The app factory makes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.access.viewer import Viewer
from dashboard.queries.cubes import Source
from dashboard.queries.quality import DataState, data_state
from dashboard.routes.mapdata import MapData
from dashboard.state import ViewState, parse
from geodata.clock import Clock
from geodata.history import open_history
from geodata.pack import Pack
from geodata.settings import Settings


@dataclass(frozen=True)
class Desk:
    """One running dashboard, seen by whoever asks now: `viewer_of` tells who. `is_demo`: a demo home; `is_open`: open without sign-in."""

    settings: Settings
    pack: Pack
    engine: Engine
    clock: Clock
    viewer_of: Callable[[], Viewer]
    is_demo: bool
    maps: MapData
    is_open: bool = False

    @property
    def viewer(self) -> Viewer:
        """Who is asking; nobody outside of a request."""
        return self.viewer_of()

    @property
    def scope(self) -> Scope:
        """Where whoever is asking may see counts."""
        return self.viewer.scope()

    def source(self) -> Source:
        """What counts are made from, as published now."""
        return Source(open_history(self.settings), self.pack, self.scope)

    def data(self) -> DataState:
        """How old the data is."""
        return data_state(self.source(), self.clock.now())

    def as_of(self) -> datetime:
        """Time of the newest record (数据截至); the clock's time while there is none."""
        return self.data().as_of or self.clock.now()

    def today(self) -> date:
        """The newest day that has data; the clock's day while there is none."""
        return self.as_of().date()

    def read(self, path: str, query: str) -> tuple[ViewState, tuple[str, ...]]:
        """The view that an address asks for, and what of it was not understood; any text will do as `query`."""
        return parse(path, query, self.pack, self.today())
