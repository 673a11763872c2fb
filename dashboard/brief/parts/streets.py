"""停车秩序: offences of the week by kind and road section."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.brief.asked import Asked, Figures, Part, feed_of, rise_pct
from dashboard.brief.content import Block, Cell, Formula, Table
from dashboard.brief.sentences import Phrase, change, listed, say
from dashboard.queries import parking
from dashboard.queries.offences import KINDS, Offences, offences_of
from dashboard.queries.parking import Road
from dashboard.texts import brief as words

PAGE, QUERY = "/parking", "parking.summary"
MOST_LISTED, MOST_NAMED = 8, 3
RISE = '=IF(N(D{row})=0,"",(C{row}-D{row})/D{row}*100)'


def part(asked: Asked) -> Part:
    """Offences of the week. Raises NotFound, RightsError, StoreError."""
    offences, pack = offences_of(asked.register), asked.register.pack
    of = parking.sheet(offences, parking.Asked(asked.area, asked.first, asked.last))
    feed = feed_of("parking", of.state.newest_at, asked, pack.rules.freshness.violations_hours)
    made = Figures(asked.source(QUERY, PAGE, feed.at), feed.is_stale)
    newest, oldest = of.state.newest_at, of.state.first_day
    is_known = newest is not None and oldest is not None and newest.date() >= asked.first and oldest <= asked.last
    roads, before = parking.roads(of, most=MOST_LISTED).lines, _before(offences, asked)
    total = parking.summary(of, stale_after_hours=pack.rules.freshness.violations_hours, offences=offences)
    phrases = {"parking.summary": _summary(total if is_known else None, before, made), "parking.roads": _roads(roads, made)}
    past = {r.key: r.count for r in parking.roads(before, most=None).lines} if before else None
    return Part(made.made, phrases, _blocks(asked, roads, past, made), feed, of.state.is_sample)


def _before(offences: Offences, asked: Asked) -> parking.Sheet | None:
    """The same days of the week before; None where the feed is younger."""
    first, last = asked.earlier(7)
    if offences.state.first_day is None or offences.state.first_day > first:
        return None
    return parking.sheet(offences, parking.Asked(asked.area, first, last))


def _summary(total: parking.Summary | None, before: parking.Sheet | None, made: Figures) -> Phrase:
    past = None if before is None else int(before.rows["counts"].sum())
    count = made.add("parking.count", total.count if total else None, words.ITEMS)
    previous = made.add("parking.previous", past, words.ITEMS)
    pct = made.add("parking.change_pct", rise_pct(count.value, previous.value), words.PCT)
    kinds = {kind: made.add(f"parking.{kind}", total.by_kind[kind] if total else None, words.ITEMS) for kind in KINDS}
    if total is None:
        return Phrase(words.PARKING_NONE)
    return say(words.PARKING, count=count, change=change(pct, previous, words.CHANGE), **kinds)


def _roads(roads: Sequence[Road], made: Figures) -> Phrase:
    items = [say(words.COUNTED, name=r.name, count=made.add(f"parking.road.{r.key}", r.count, words.ITEMS)) for r in roads[:MOST_NAMED]]
    return say(words.ROADS, items=listed(items, "", most=MOST_NAMED)) if items else Phrase(words.ROADS_NONE)


def _blocks(asked: Asked, roads: Sequence[Road], past: dict[str, int] | None, made: Figures) -> dict[str, Block]:
    source = asked.source("parking.roads", PAGE, made.source.as_of)
    names = asked.register.pack.areas
    rows = tuple(_row(road, names.short_name(road.street_code) if road.street_code else "", past) for road in roads)
    formats = ("", "", "#,##0", "#,##0", "0.0", "")
    return {"parking.table": Table("parking.table", words.ROAD_TABLE, words.ROAD_HEAD, rows, source, formats, (Formula(4, RISE),))}


def _row(road: Road, street: str, past: dict[str, int] | None) -> tuple[Cell, ...]:
    before = None if past is None else past.get(road.key, 0)
    rise = rise_pct(road.count, before)
    return road.name, street, road.count, before, None if rise is None else round(rise, 4), words.HOUR.format(hour=road.worst_hour)
