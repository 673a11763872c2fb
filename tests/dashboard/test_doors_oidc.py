"""Single sign-on lets in whom the identity provider really vouches for, once, in the browser that asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from dash import Dash
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

from dashboard import texts
from dashboard.access.access import Access
from dashboard.app import create_app
from tests.dashboard.provider import CLIENT_ID, CLIENT_SECRET, Provider, provider_on_loopback, shared_key_token
from tests.dashboard.visitors import addresses, visitor
from tests.people import signed_in

FREE = (f"10.78.{a.split('.', 2)[2]}" for a in addresses())
T = texts.DOORS


@pytest.fixture(scope="module")
def running(access: Access) -> Iterator[Provider]:
    """An identity provider."""
    with provider_on_loopback(int(access.clock.now().timestamp())) as found:
        yield found


@pytest.fixture
def provider(running: Provider) -> Iterator[Provider]:
    """An identity provider that tells the truth, until a test has it lie."""
    truth = vars(Provider(running.url, own_key=running.own_key))
    yield running
    vars(running).update(truth)


@pytest.fixture(scope="module")
def home(running: Provider, access: Access) -> Iterator[Dash]:
    """The closed home that signs in by it."""
    oidc = {"oidc_issuer": running.url, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET, "public_url": "http://localhost"}
    made = create_app(replace(access.settings, **oidc))
    yield made
    made.server.extensions["desk"].engine.dispose()


@pytest.fixture
def browser(home: Dash, provider: Provider) -> FlaskClient:
    """A browser nobody has signed in with."""
    return visitor(home, next(FREE))


def begin(browser: FlaskClient, wanted: str = "") -> str:
    """The address the browser comes back with."""
    away = browser.get("/sign-in/oidc", query_string={"next": wanted} if wanted else {})
    assert away.status_code == 303
    back = httpx.get(away.headers["Location"], trust_env=False).headers["Location"]
    return back.removeprefix("http://localhost")


def test_the_form_offers_it(browser: FlaskClient) -> None:
    assert T["sso"] in browser.get("/sign-in").text


def test_whom_the_provider_vouches_for_comes_in_and_goes_on(browser: FlaskClient) -> None:
    answer = browser.get(begin(browser, "/hotspots?theme=dark"))

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/hotspots?theme=dark"
    assert browser.get("/hotspots").status_code == 200


def test_what_is_asked_for_is_bound_by_state_nonce_and_proof(browser: FlaskClient) -> None:
    first, second = (parse_qs(urlsplit(browser.get("/sign-in/oidc").headers["Location"]).query) for _ in range(2))

    assert first["code_challenge_method"] == ["S256"]
    assert all(first[k] != second[k] and len(first[k][0]) >= 32 for k in ("state", "nonce", "code_challenge"))
    assert "client_secret" not in first


def test_an_administrator_still_shows_a_code(browser: FlaskClient, provider: Provider) -> None:
    provider.login = "system"

    answer = browser.get(begin(browser))

    assert answer.headers["Location"] == "/sign-in/code"
    assert browser.get("/admin/accounts").status_code == 303


@pytest.mark.parametrize("login", ["stranger", "device-0000", ""])
def test_whoever_has_no_account_is_not_given_one(browser: FlaskClient, provider: Provider, access: Access, login: str) -> None:
    provider.login, before = login, len(access.accounts.list())

    answer = browser.get(begin(browser))

    assert answer.status_code == 401
    assert len(access.accounts.list()) == before


def test_a_name_that_people_choose_themselves_is_not_looked_at(browser: FlaskClient, provider: Provider) -> None:
    provider.login = "nobody-knows-this-subject"

    browser.get(begin(browser))                     # preferred_username names an account that there is

    assert browser.get("/hotspots").status_code != 200


def test_an_answer_is_good_once_and_only_in_the_browser_that_asked(home: Dash, browser: FlaskClient) -> None:
    back, other = begin(browser), visitor(home, next(FREE))

    elsewhere = other.get(back)
    here = browser.get(back)
    browser.post("/sign-out")
    again = browser.get(back)

    assert (elsewhere.status_code, here.status_code, again.status_code) == (401, 303, 401)


def test_an_answer_to_another_question_is_refused(browser: FlaskClient) -> None:
    old = begin(browser)
    begin(browser)

    assert browser.get(old).status_code == 401


LIES: list[dict[str, Any]] = [
    {"nonce": "another"}, {"nonce": None}, {"aud": "another-client"}, {"iss": "https://evil.example"}, {"exp": 1}, {"exp": None},
    {"sub": None},
    {"aud": [CLIENT_ID, "another"], "azp": "another"},
]  # fmt: skip


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_token_that_says_something_else_is_refused(browser: FlaskClient, provider: Provider, lie: dict[str, Any]) -> None:
    provider.claims = lie

    assert browser.get(begin(browser)).status_code == 401


def test_a_token_signed_with_another_key_is_refused(browser: FlaskClient, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048)

    assert browser.get(begin(browser)).status_code == 401


@pytest.mark.parametrize("has_key", [True, False])
def test_a_token_signed_with_the_public_key_as_a_shared_secret_or_not_at_all_is_refused(
    browser: FlaskClient, provider: Provider, has_key: bool
) -> None:
    key = provider.own_key.as_pem(private=False) if has_key else b""
    provider.forge = lambda claims: shared_key_token(claims, key)

    assert browser.get(begin(browser)).status_code == 401


def test_a_provider_that_refuses_or_is_away_is_said_and_leaks_nothing(browser: FlaskClient, provider: Provider, access: Access) -> None:
    provider.status = 400
    refused = browser.get(begin(browser)).text
    provider.url = "http://127.0.0.1:1"

    assert T["sso_refused"] in refused
    assert CLIENT_SECRET not in refused
    assert access.trail.rows(1)[0].details["reason"] == T["sso_refused"]
    assert T["sso_token"] in browser.get("/sign-in/oidc").text


def test_refusals_of_the_browsers_own_are_no_fault(browser: FlaskClient) -> None:
    for query in ("", "?error=access_denied", "?code=x&state=y", "?code=&state=", "?state=%00&code=%ff"):
        assert browser.get(f"/sign-in/oidc/back{query}").status_code in (401, 429)


def test_without_a_provider_there_is_no_such_address(closed_app: Dash, access: Access) -> None:
    assert signed_in(closed_app, access, "city").get("/sign-in/oidc").status_code == 404
