"""路段违规数, 整治与外溢判断: the road sections of a period and kind, most offences first; the enforcements with what they did."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.listings.listing import Line, Listing, Value
from dashboard.queries import parking
from dashboard.queries.enforcement import Enforcement, enforcements
from dashboard.queries.offences import offences_of
from dashboard.queries.register import Register
from dashboard.state import ViewState
from dashboard.texts import parking as words
from geodata.displacement import Ratio


def _roads(register: Register, state: ViewState) -> Sequence[Line]:
    asked, areas = parking.asked_of(state), register.pack.areas
    of = parking.sheet(offences_of(register), asked)
    found = parking.roads(of, most=None)
    said = (words.KINDS[asked.kind], words.DAYS[asked.days], asked.first, asked.last)
    rows: list[tuple[Value, ...]] = [
        (road.name, areas.short_name(road.street_code) if road.street_code else words.OUTSIDE_AREA, road.street_code, *said, road.count,
         road.previous_count, road.worst_hour)
        for road in found.lines
    ]  # fmt: skip
    if found.unnamed_count:
        rows.append((words.UNNAMED, "", "", *said, found.unnamed_count, None, None))
    return [Line(cells, of.state.is_sample) for cells in rows]


def _enforcements(register: Register, state: ViewState) -> Sequence[Line]:
    found = enforcements(offences_of(register), state.area, kind=parking.asked_of(state).kind)
    return [Line(_cells(one, register), one.is_sample) for one in found]


def _cells(one: Enforcement, register: Register) -> tuple[Value, ...]:
    street = register.pack.areas.short_name(one.street_code) if one.street_code else words.OUTSIDE_AREA
    return (
        one.site_no, one.name, words.KINDS[one.kind], street, one.road_name, one.first, one.until, words.VERDICTS[one.found.verdict],
        words.REASONS[one.reason], *_ratio(one.found.treated), *_ratio(one.found.rings), *one.treated, *one.rings, one.weeks_before,
        one.weeks_after, words.PARTIAL if one.is_partial else "",
    )  # fmt: skip


def _ratio(found: Ratio | None) -> tuple[Value, Value, Value]:
    return (None, None, None) if found is None else (round(found.value, 3), round(found.low, 3), round(found.high, 3))


ROADS = Listing(words.EXPORT_ROADS, "/parking", words.EXPORT_ROAD_HEADS, _roads, words.EXPORT_ROAD_SOURCE)
ENFORCEMENTS = Listing(words.EXPORT_WORKS, "/parking", words.EXPORT_WORK_HEADS, _enforcements, words.EXPORT_WORK_SOURCE)
