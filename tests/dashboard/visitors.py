"""Browsers without scripts at the doors of a closed home, each from an address of its own, so that limits of one do not touch another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from dash import Dash
from flask.testing import FlaskClient

from dashboard.access.access import Access
from dashboard.access.identify import cookie_name
from tests.people import OFFICE

NEW_PASSWORD = "Lantern-77-river"


def visitor(app: Dash, address: str) -> FlaskClient:
    """A browser at an address that says, as browsers do, that its requests are from our own pages."""
    client = app.server.test_client()
    client.environ_base |= {"REMOTE_ADDR": address, "HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT": "text/html"}
    return client


def addresses() -> Iterator[str]:
    """Addresses nobody else of these tests has."""
    return (f"10.77.{a}.{b}" for a, b in itertools.product(range(256), range(1, 255)))


def newcomer(access: Access, login: str, role: str = "", area: str = "") -> str:
    """A new account; its one-time password."""
    password = access.accounts.add(login, f"新人{login}", by=OFFICE)
    if role:
        access.accounts.grant(login, role, area, by=OFFICE)
    return password


def settled(access: Access, login: str, role: str = "", area: str = "") -> None:
    """A new account whose password is NEW_PASSWORD."""
    once = newcomer(access, login, role, area)
    access.accounts.change_password(access.accounts.get(login).account_id, once, NEW_PASSWORD, by=OFFICE)


def token_in(client: FlaskClient, access: Access) -> str:
    """The session token this browser holds now, "" without."""
    cookie = client.get_cookie(cookie_name(access.settings))
    return cookie.value if cookie else ""


def key_in(page: str) -> str:
    """The key of one-time codes that a page shows."""
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    return found[1].replace(" ", "")
