"""Everything that one view of `/parking` shows, read at one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dashboard.desk import Desk
from dashboard.queries.enforcement import Enforcement, SupplyLine, enforcements, supply_of
from dashboard.queries.hexagon_counts import HexagonCounts
from dashboard.queries.offences import offences_of
from dashboard.queries.parking import Asked, CameraLine, Matrix, Road, Roads, SourceLine, Summary, asked_of
from dashboard.queries.parking_view import figures_of
from dashboard.state import ViewState
from dashboard.texts import parking as words

MOST_ENFORCEMENTS = 12
MOST_CAMERAS = 3


@dataclass(frozen=True)
class Sight:
    """One view with its figures. `hours` is None where the reader may not see the hours of the hexagon asked for; `road` is the section
    asked for; `foot` says as-of time and source of every number."""

    state: ViewState
    desk: Desk
    asked: Asked
    newest_at: datetime | None
    summary: Summary
    hours: Matrix | None
    every_hour: Matrix
    roads: Roads
    road: Road | None
    hexagons: HexagonCounts
    sources: tuple[SourceLine, ...]
    cameras: tuple[CameraLine, ...]
    supply: tuple[SupplyLine, ...]
    enforcements: tuple[Enforcement, ...]
    foot: str

    @property
    def is_empty(self) -> bool:
        """Whether the feed never had a record."""
        return self.newest_at is None


def sight_of(state: ViewState, desk: Desk) -> Sight:
    """What a view shows. Raises NotFound, RightsError, StoreError."""
    offences, asked = offences_of(desk.register()), asked_of(state)
    found, newest = figures_of(offences, asked, most_cameras=MOST_CAMERAS), offences.state.newest_at
    is_open = not asked.cell or bool(asked.road) or desk.is_exact(state.area)
    return Sight(
        state=state, desk=desk, asked=asked, newest_at=newest,
        summary=found.summary, hours=found.hours if is_open else None, every_hour=found.every_hour,
        roads=found.roads, road=found.road, hexagons=found.hexagons, sources=found.sources, cameras=found.cameras,
        supply=supply_of(offences, state.area, found.demand),
        enforcements=enforcements(offences, state.area, kind=asked.kind, most=MOST_ENFORCEMENTS),
        foot=words.FOOT.format(at=f"{newest:%Y-%m-%d %H:%M}" if newest else words.NO_DATA),
    )  # fmt: skip
