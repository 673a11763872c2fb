"""What is kept of a view of street order: the same as counted afresh, gone with the next load, one reader's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.queries import parking
from dashboard.queries.enforcement import demand
from dashboard.queries.hexagon_counts import hexagon_counts
from dashboard.queries.offences import offences_of
from dashboard.queries.parking import Asked
from dashboard.queries.parking_view import Figures, figures_of
from dashboard.queries.register import Register
from geodata.clock import local
from geodata.errors import RightsError
from geodata.pack import Pack
from tests.streets import NEWEST, offences, put, violation

OWN, NEXT = "110114011", "110114012"
STREET = Scope(((OWN, NEXT),), exact=((OWN, NEXT),))
TODAY = NEWEST.date()


def asked(area: str = "11", days: int = 60, kind: str = "") -> Asked:
    return Asked(area, TODAY - timedelta(days=days - 1), TODAY, kind)


def desk(engine: Engine, pack: Pack, *, now: datetime = NEWEST) -> Register:
    """A register whose memory lasts from one question to the next."""
    return Register(engine, pack, Scope.everything(), local(now))


def told(register: Register, of: Asked) -> Figures:
    return figures_of(offences_of(register), of, most_cameras=3)


def test_what_is_kept_is_what_is_counted_afresh(store: Engine, pack: Pack) -> None:
    put(store, offences(800))
    register = desk(store, pack)

    for of in (asked(), asked(OWN), asked(days=7), asked(kind="parking"), asked()):
        found, fresh = told(register, of), offences_of(desk(store, pack))
        rows = parking.sheet(fresh, of)
        assert found.summary == parking.summary(rows, stale_after_hours=pack.rules.freshness.violations_hours, offences=fresh)
        assert (found.hours, found.roads) == (parking.matrix(rows, pack.config.calendar), parking.roads(rows))
        assert (found.hexagons, found.demand) == (hexagon_counts(fresh, of), demand(fresh, rows))


def test_a_load_is_seen_by_the_next_question(store: Engine, pack: Pack) -> None:
    put(store, offences(300))
    register = desk(store, pack)
    before = told(register, asked()).summary.record_count

    put(store, [violation(90_000 + n, at=NEWEST - timedelta(hours=n)) for n in range(5)])

    assert told(register, asked()).summary.record_count == before + 5


def test_a_kept_view_is_not_handed_to_a_reader_who_may_not_see_it(store: Engine, pack: Pack) -> None:
    put(store, offences(300))
    register = desk(store, pack)
    told(register, asked())

    with pytest.raises(RightsError):
        told(replace(register, scope=STREET), asked())
    with pytest.raises(RightsError):
        told(replace(register, scope=STREET), asked(NEXT))


def test_a_feed_grows_old_although_its_figures_are_kept(store: Engine, pack: Pack) -> None:
    put(store, offences(300))
    register = desk(store, pack)

    assert not told(register, asked()).summary.is_stale
    assert told(replace(register, now=local(NEWEST) + timedelta(days=9)), asked()).summary.is_stale


def test_a_view_without_any_offence_is_kept_too(store: Engine, pack: Pack) -> None:
    register = desk(store, pack)
    empty = Asked("11", date(2020, 1, 1), date(2020, 1, 7))

    assert told(register, empty) == told(register, empty)
    assert (told(register, empty).summary.count, told(register, empty).hours.worst, told(register, empty).roads.lines) == (0, None, ())
