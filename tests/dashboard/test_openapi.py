"""The machine routes do what their OpenAPI document says, for whatever the document lets anybody ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import schemathesis
from dash import Dash
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from dashboard.access.access import Access
from dashboard.guard.matrix import ROUTES
from dashboard.routes.openapi import ANSWERS, document
from tests.people import token_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    unsupported_method,
]
OPERATIONS = [(path, method.upper()) for path, methods in document("").get("paths", {}).items() for method in methods]
SETTINGS = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


def _browser(app: Dash, **always: str) -> Any:
    """The app, asked by a browser that always sends these along (the test client has a cookie jar of its own)."""

    def asked(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        environ.pop("HTTP_COOKIE", None)
        return app.server.wsgi_app({**environ, "HTTP_ACCEPT_ENCODING": "identity", "HTTP_SEC_FETCH_SITE": "same-origin", **always}, start)

    return asked


@pytest.fixture(scope="session")
def open_schema(app: Dash) -> Any:
    """The document of an open demo home."""
    return schemathesis.openapi.from_wsgi("/api/openapi.json", _browser(app))


@pytest.fixture(scope="session")
def closed_schema(closed_app: Dash, access: Access) -> Any:
    """The document of a real home, asked for by a clerk."""
    clerk = _browser(closed_app, HTTP_COOKIE=f"huitian={token_of(access, 'clerk-huitian')}")
    return schemathesis.openapi.from_wsgi("/api/openapi.json", clerk)


@pytest.fixture(scope="session")
def nobody_s_schema(closed_app: Dash) -> Any:
    """The same document in the hands of somebody who is not signed in."""
    found = schemathesis.openapi.from_dict(document(""))
    found.app = _browser(closed_app)
    return found


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_open_home_answers_as_documented(open_schema: Any, path: str, method: str) -> None:
    @settings(SETTINGS, max_examples=25)
    @given(case=open_schema[path][method].as_strategy())
    def ask(case: Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_a_real_home_answers_a_clerk_as_documented(closed_schema: Any, closed_app: Dash, path: str, method: str) -> None:
    closed_app.server.extensions["guard"].limits.forget()

    @settings(SETTINGS, max_examples=25)
    @given(case=closed_schema[path][method].as_strategy())
    def ask(case: Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_a_real_home_answers_nobody_with_401(nobody_s_schema: Any, closed_app: Dash, path: str, method: str) -> None:
    closed_app.server.extensions["guard"].limits.forget()

    @settings(SETTINGS, max_examples=5)
    @given(case=nobody_s_schema[path][method].as_strategy())
    def ask(case: Case) -> None:
        answer = case.call()

        assert answer.status_code in (401, 404)
        assert set(answer.json()) == {"error", "reference"}

    ask()


def test_every_machine_route_that_answers_data_is_in_the_document() -> None:
    machines = {e.rule for e in ROUTES if e.rule.startswith(("/api/", "/tiles/", "/cube/"))} - {"/api/openapi.json"}

    assert machines == set(ANSWERS)


def test_the_document_is_for_readers_only(closed_app: Dash, client: FlaskClient) -> None:
    assert client.get("/api/openapi.json").get_json()["openapi"] == "3.1.0"
    assert closed_app.server.test_client().get("/api/openapi.json").status_code == 401
