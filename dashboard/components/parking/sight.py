"""Everything that one view of `/parking` shows, read at one go."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.desk import Desk
from dashboard.queries import parking
from dashboard.queries.enforcement import Enforcement, SupplyLine, enforcements, supply
from dashboard.queries.hexagon_counts import HexagonCounts, hexagon_counts
from dashboard.queries.offences import offences_of
from dashboard.queries.parking import CameraLine, Matrix, Road, Roads, Sheet, SourceLine, Summary
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
    sheet: Sheet
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
        return self.sheet.state.newest_at is None


def sight_of(state: ViewState, desk: Desk) -> Sight:
    """What a view shows. Raises NotFound, RightsError, StoreError."""
    offences, pack = offences_of(desk.register()), desk.pack
    asked = parking.asked_of(state)
    sheet = parking.sheet(offences, asked)
    hours = parking.matrix(sheet, pack.config.calendar)
    newest = sheet.state.newest_at
    is_open = not asked.cell or bool(asked.road) or desk.is_exact(state.area)
    return Sight(
        state=state, desk=desk, sheet=sheet,
        summary=parking.summary(sheet, stale_after_hours=pack.rules.freshness.violations_hours, offences=offences),
        hours=hours if is_open else None,
        every_hour=hours if asked == asked.without_choice else parking.matrix(sheet.without_choice, pack.config.calendar),
        roads=parking.roads(sheet), road=parking.road_of(sheet),
        hexagons=hexagon_counts(offences, asked),
        sources=parking.sources(sheet), cameras=parking.cameras(sheet, least=pack.rules.parking.least_count)[:MOST_CAMERAS],
        supply=supply(offences, sheet),
        enforcements=enforcements(offences, state.area, kind=asked.kind, most=MOST_ENFORCEMENTS),
        foot=words.FOOT.format(at=f"{newest:%Y-%m-%d %H:%M}" if newest else words.NO_DATA),
    )  # fmt: skip
