"""The figures of one view of `/parking` that hang on the offences alone: made once a reader, view and state of the store."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.queries import parking
from dashboard.queries.enforcement import demand
from dashboard.queries.hexagon_counts import HexagonCounts, hexagon_counts
from dashboard.queries.offences import Offences
from dashboard.queries.parking import Asked, CameraLine, Matrix, Road, Roads, SourceLine, Summary
from geodata.freshness import is_stale


@dataclass(frozen=True)
class Figures:
    """Small answers only, never the rows: many views are kept. `hours` are those of the hexagon or road section asked for, `every_hour`
    those without one, `demand` parking offences by area right below."""

    summary: Summary
    hours: Matrix
    every_hour: Matrix
    roads: Roads
    road: Road | None
    hexagons: HexagonCounts
    sources: tuple[SourceLine, ...]
    cameras: tuple[CameraLine, ...]
    demand: dict[str, int]


def figures_of(offences: Offences, asked: Asked, *, most_cameras: int) -> Figures:
    """What a view counts. Raises NotFound, RightsError, StoreError."""
    register, state = offences.register, offences.state
    register.region(asked.area)                                         # refuses, whatever is kept
    name = ("view", asked, register.pack.digest, most_cameras)          # another boundary has another digest
    found = offences.derived(name, lambda: _made(offences, asked, most_cameras))
    hours = register.pack.rules.freshness.violations_hours
    return replace(found, summary=replace(found.summary, is_stale=is_stale(state.newest_at, register.now, hours)))


def _made(offences: Offences, asked: Asked, most_cameras: int) -> Figures:
    pack, of = offences.register.pack, parking.sheet(offences, asked)
    hours = parking.matrix(of, pack.config.calendar)
    return Figures(
        summary=parking.summary(of, stale_after_hours=pack.rules.freshness.violations_hours, offences=offences),
        hours=hours,
        every_hour=hours if asked == asked.without_choice else parking.matrix(of.without_choice, pack.config.calendar),
        roads=parking.roads(of),
        road=parking.road_of(of),
        hexagons=hexagon_counts(offences, asked),
        sources=parking.sources(of),
        cameras=parking.cameras(of, least=pack.rules.parking.least_count)[:most_cameras],
        demand=demand(offences, of),
    )
