"""A request that changes something comes from our own pages; an open home answers only to this machine's own names."""

from __future__ import annotations

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.access.access import Access
from dashboard.guard.origin import is_own_host
from tests.dashboard.test_guard import CALLBACK, PAGE_CALL
from tests.people import signed_in


@pytest.fixture
def reader(closed_app: Dash, access: Access) -> FlaskClient:
    """Signed in, saying nothing yet of where requests come from."""
    found = signed_in(closed_app, access, "huitian")
    found.environ_base.pop("HTTP_SEC_FETCH_SITE")
    return found


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://elsewhere.example"},
    ],
)
def test_our_own_pages_are_answered(reader: FlaskClient, headers: dict[str, str]) -> None:
    assert reader.post(CALLBACK, json=PAGE_CALL, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": ""},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "http://[broken"},
        {"Referer": "http://localhost/"},
    ],
)
def test_a_signed_in_request_from_elsewhere_is_refused(reader: FlaskClient, headers: dict[str, str]) -> None:
    answer = reader.post(CALLBACK, json=PAGE_CALL, headers=headers)

    assert answer.status_code == 403
    assert set(answer.get_json()) == {"error", "reference"}


def test_signing_somebody_in_from_another_site_is_refused(closed_app: Dash) -> None:
    form = {"login": "huitian", "password": "x"}

    answer = closed_app.server.test_client().post("/sign-in", data=form, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


def test_a_refusal_is_written_down_without_what_was_sent(closed_app: Dash, access: Access, reader: FlaskClient) -> None:
    closed_app.server.extensions["guard"].limits.forget()

    answer = reader.post(CALLBACK + "?x=13800138000", json=PAGE_CALL, headers={"Sec-Fetch-Site": "cross-site"})

    row = access.trail.rows(1)[0]
    assert (row.actor, row.action, row.subject) == ("huitian", "refused", f"POST {CALLBACK}")
    assert row.details == {"kind": "origin", "request": answer.get_json()["reference"]}


@pytest.mark.parametrize("host", ["localhost", "localhost:8050", "127.0.0.1:8050", "127.1.2.3", "[::1]:8050", "LOCALHOST"])
def test_names_of_this_machine(host: str) -> None:
    assert is_own_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "localhost.evil.example",
        "evil.example:8050",
        "10.0.0.1",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "evil.example/localhost",
        "[::2]",
        "[",
        "localhost\\.evil.example",
    ],
)
def test_names_of_other_machines(host: str) -> None:
    assert not is_own_host(host)


def test_an_open_home_answers_to_no_name_that_points_here(client: FlaskClient) -> None:
    answer = client.get("/api/cases", headers={"Host": "evil.example:8050"})

    assert answer.status_code == 400
    assert set(answer.get_json()) == {"error", "reference"}
