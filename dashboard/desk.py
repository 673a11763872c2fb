"""What every page and machine route is given: settings, pack, store, clock and what the viewer may see. The app factory makes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Engine

from dashboard import texts
from dashboard.access.access import Access
from dashboard.access.roles import Right
from dashboard.access.scope import Scope
from dashboard.access.viewer import Viewer
from dashboard.queries.cubes import Frozen, Source
from dashboard.queries.memory import Memory
from dashboard.queries.quality import DataState, data_state
from dashboard.queries.register import Register
from dashboard.routes.mapdata import MapData
from dashboard.state import ViewState, at_area, parse
from geodata.clock import Clock
from geodata.errors import RightsError
from geodata.history import History, open_history
from geodata.pack import Pack
from geodata.settings import Settings


@dataclass(frozen=True)
class Desk:
    """One running dashboard, seen by whoever asks now: `viewer_of` tells who, `note_foreign` writes down attempts.

    `is_demo`: a demo home; `is_open`: open without sign-in. `of_request` is what is kept for the length of one request: a page that asks
    ten times how old the data is reads it once, and all of it is of the same publication.
    """

    settings: Settings
    pack: Pack
    engine: Engine
    clock: Clock
    viewer_of: Callable[[], Viewer]
    is_demo: bool
    maps: MapData
    access: Access
    note_foreign: Callable[[Viewer, str], None]
    is_open: bool = False
    memory: Memory = field(default_factory=Memory)
    of_request: Callable[[], Memory] = Memory

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
        return Source(self._history(), self.pack, self.scope, frozen=self._frozen())

    def register(self) -> Register:
        """The store's registers as whoever asks may see them now."""
        return Register(self.engine, self.pack, self.scope, self.clock.now(), self.memory)

    def data(self) -> DataState:
        """How old the data is."""
        found = Source(self._history(), self.pack, self.scope)
        return self.of_request().kept("data", None, lambda: data_state(found, self.clock.now()))

    def as_of(self) -> datetime:
        """Time of the newest record (数据截至); the clock's time while there is none."""
        return self.data().as_of or self.clock.now()

    def today(self) -> date:
        """The newest day that has data; the clock's day while there is none."""
        return self.as_of().date()

    def read(self, path: str, query: str) -> tuple[ViewState, tuple[str, ...]]:
        """The view that a page's address asks for, and what of it was not understood or not allowed; any text will do as `query`.

        Somebody else's area gives way to the reader's own, and the attempt is written down. Raises RightsError for an address that is not
        the one a share link is bound to.
        """
        state, problems = self._parsed(path, query)
        viewer, here = self.viewer, self.under(state.boundary)
        if viewer.frozen_address:
            self._require_frozen(state, problems)
        if not viewer.may(Right.VIEW) or here.covers(state.area):
            return state, problems
        self.note_foreign(viewer, f"{state.path} {state.area}")
        asked, shown = here.pack.areas.breadcrumb(state.area)[-1].name, self.pack.areas.breadcrumb(viewer.area)[-1].name
        own = at_area(replace(state, boundary=None), viewer.area, self.pack)
        return own, (*problems, texts.SCOPE_FELL_BACK.format(asked=asked, shown=shown))

    def asked(self, path: str, query: str, right: Right) -> ViewState:
        """The view that a machine's address asks for with a right. Raises RightsError for an area where the viewer has it not."""
        state, problems = self._parsed(path, query)
        if self.viewer.frozen_address:
            self._require_frozen(state, problems)
        here = self.under(state.boundary)
        if not here.covers(state.area, right):
            raise RightsError(texts.SCOPE_AREA.format(area=here.pack.areas.breadcrumb(state.area)[-1].name))
        return state

    def under(self, boundary: date | None) -> Desk:
        """The same desk with the areas of a day (a view's `boundary`); itself for today's."""
        pack = self.pack.under(boundary)
        return self if pack is self.pack else replace(self, pack=pack, maps=self.maps.under(pack))

    def covers(self, area: str, right: Right = Right.VIEW) -> bool:
        """Whether whoever asks has a right in all of an area; False for an unknown one."""
        return self.pack.areas.get(area) is not None and self.viewer.scope(right).covers(self.pack.areas.ranges(area))

    def is_exact(self, area: str) -> bool:
        """Whether whoever asks sees the small counts of an area's hexagons."""
        return self.scope.is_exact(self.pack.areas.ranges(area))

    def _history(self) -> History:
        return self.of_request().kept("history", None, lambda: open_history(self.settings))

    def _parsed(self, path: str, query: str) -> tuple[ViewState, tuple[str, ...]]:
        return parse(path, query, self.pack, self.today(), home=self.viewer.area)

    def _frozen(self) -> Frozen | None:
        """The one view of a share link's holder; None for everybody else."""
        if not (address := self.viewer.frozen_address):
            return None
        path, _, query = address.partition("?")
        state, _ = self._parsed(path, query)
        return Frozen(state.area, state.period_from, state.period_to, state.categories)

    def _require_frozen(self, state: ViewState, problems: tuple[str, ...]) -> None:
        path, _, query = self.viewer.frozen_address.partition("?")
        shown = self._parsed(path, query)[0]
        if problems or replace(state, theme=shown.theme) != shown:      # colours are the reader's own
            self.note_foreign(self.viewer, f"{state.path} {state.area}")
            raise RightsError(texts.SCOPE_FROZEN)

