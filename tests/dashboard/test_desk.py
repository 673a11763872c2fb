"""The desk: what of the data is read once a request, and that a new publication shows with the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.desk import Desk
from geodata.clock import local
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.founding import found_home
from tests.scene import NEWEST, city, filled


@pytest.fixture
def growing(home: Settings, pack: Pack) -> Iterator[Dash]:
    """A demo home with some complaints, to which more may come."""
    settings = replace(home, now=local(NEWEST + timedelta(minutes=20)))
    found_home(settings, pack, demo=True).dispose()
    app = create_app(settings, is_demo=True)
    filled(desk_of(app).engine, settings, pack, city(20))
    yield app
    desk_of(app).engine.dispose()


def desk_of(app: Dash) -> Desk:
    """The desk of a running dashboard."""
    found = app.server.extensions["desk"]
    assert isinstance(found, Desk)
    return found


def test_one_request_reads_the_age_of_the_data_and_the_history_once(app: Dash) -> None:
    desk = desk_of(app)

    with app.server.test_request_context("/"):
        assert desk.data() is desk.data()
        assert desk.source().history is desk.under(None).source().history

    assert desk.source().history is not desk.source().history


def test_a_publication_shows_with_the_next_request_and_never_within_one(growing: Dash, pack: Pack) -> None:
    desk = desk_of(growing)

    with growing.server.test_request_context("/"):
        before = desk.data().rows
        filled(desk.engine, desk.settings, pack, city(60))
        within = desk.data().rows, desk.source().history.rows
    with growing.server.test_request_context("/"):
        after = desk.data().rows, desk.source().history.rows

    assert within == (before, before)
    assert after[0] == after[1] > before


def test_requests_within_one_application_context_keep_nothing_of_each_other(growing: Dash, pack: Pack) -> None:
    desk = desk_of(growing)

    with growing.server.app_context():
        with growing.server.test_request_context("/"):
            before = desk.data().rows
        filled(desk.engine, desk.settings, pack, city(60))
        with growing.server.test_request_context("/"):
            after = desk.data().rows

    assert after > before
