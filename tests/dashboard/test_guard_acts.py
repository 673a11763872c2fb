"""What must be written down is written before it is done; where it cannot be written it is not done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard import texts
from dashboard.access.access import Access
from geodata.store.engine import read_transaction
from geodata.store.models import Complaint
from tests.people import signed_in

STREET = "110114011"


@pytest.fixture
def clerk(closed_app: Dash, access: Access) -> FlaskClient:
    closed_app.server.extensions["guard"].limits.forget()
    return signed_in(closed_app, access, "clerk")


@pytest.fixture
def order_no(closed_app: Dash) -> str:
    """An order of the clerk's street."""
    with read_transaction(closed_app.server.extensions["desk"].engine) as store:
        found = store.execute(select(Complaint.order_no).where(Complaint.street_code == STREET).limit(1)).scalar_one()
    return str(found)


@contextmanager
def _broken_head(access: Access) -> Iterator[None]:
    """The trail's note outside of the store contradicts the store: nothing more can be written honestly."""
    head = access.settings.audit_head_file
    kept = head.read_bytes()
    head.write_bytes(b"{}")
    try:
        yield
    finally:
        head.write_bytes(kept)


def test_an_export_is_one_row_with_who_what_and_from_where(clerk: FlaskClient, access: Access) -> None:
    clerk.get(f"/api/export/ranking.csv?area={STREET}&period=30d", environ_overrides={"REMOTE_ADDR": "127.0.0.1"})

    row = access.trail.rows(1)[0]
    assert (row.actor, row.action, row.address) == ("clerk", "export", "127.0.0.1")
    assert row.subject == f"/api/export/ranking.csv?area={STREET}&period=30d"


def test_a_single_case_is_one_row(clerk: FlaskClient, access: Access, order_no: str) -> None:
    answer = clerk.get(f"/api/case/{order_no}")

    assert answer.status_code == 200
    row = access.trail.rows(1)[0]
    assert (row.actor, row.action, row.subject) == ("clerk", "case.view", f"/api/case/{order_no}")


@pytest.mark.parametrize("path", [f"/api/export/ranking.csv?area={STREET}", "/api/case/{order_no}"])
def test_what_cannot_be_written_down_is_not_done(clerk: FlaskClient, access: Access, order_no: str, path: str) -> None:
    with _broken_head(access):
        answer = clerk.get(path.format(order_no=order_no))

    assert answer.status_code == 503
    assert answer.get_json()["error"] == texts.AUDIT_AWAY
    assert answer.headers["Retry-After"]


def test_what_is_not_allowed_is_refused_before_it_is_written_as_done(closed_app: Dash, access: Access, order_no: str) -> None:
    closed_app.server.extensions["guard"].limits.forget()
    lead = signed_in(closed_app, access, "lead")

    assert lead.get(f"/api/case/{order_no}").status_code == 403

    row = access.trail.rows(1)[0]
    assert (row.actor, row.action, row.subject) == ("lead", "refused", "GET /api/case/<order_no>")


def test_a_refusal_stands_even_where_it_cannot_be_written_down(closed_app: Dash, access: Access, order_no: str) -> None:
    with _broken_head(access):
        assert signed_in(closed_app, access, "lead").get(f"/api/case/{order_no}").status_code == 403


def test_an_attacker_does_not_fill_the_trail(closed_app: Dash, access: Access) -> None:
    closed_app.server.extensions["guard"].limits.forget()
    before = access.trail.rows(1)[0].id
    lead = signed_in(closed_app, access, "lead")

    statuses = {lead.get("/api/cases").status_code for _ in range(60)}

    assert statuses == {403}
    assert access.trail.rows(1)[0].id - before == 10


def test_the_trail_still_verifies(access: Access) -> None:
    assert access.trail.verify().is_whole
