"""Nothing is answered that is not in the table; every refusal has one shape and gives nothing away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from dash import Dash
from flask import g
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import texts
from dashboard.guard.logbook import JsonLines
from dashboard.guard.refusal import MOST_BODY_BYTES
from dashboard.pages import PAGES
from geodata.clock import Clock

CALLBACK = "/_dash-update-component"
PAGE_CALL = {
    "output": "page.children",
    "outputs": {"id": "page", "property": "children"},
    "inputs": [{"id": "address", "property": "data", "value": {"path": "/", "query": ""}}],
    "changedPropIds": ["address.data"],
    "state": [],
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_table_is_answered(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


STRANGE = ["/nothing", "/hotspots/", "/Hotspots", "/hotspots/x", "/wall/main", "/index.html", "/..%2f..%2fetc/passwd", "/%00"]
MACHINES = [
    "/_dash-component-suites/dash/nothing.js",
    "/_dash-component-suites/os/path.py",
    "/_dash-component-suites/dash/../../etc/passwd",
    "/api/nothing",
    "/tiles/x/base/nothing.geojson",
    "/cube/x/areas/999.htc",
    "/assets/nothing.css",
    "/_nothing",
]


@pytest.mark.parametrize("path", STRANGE)
def test_any_other_address_is_a_chinese_page_with_404(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert texts.NOT_FOUND_TITLE in answer.text
    assert "Traceback" not in answer.text


def test_what_a_stranger_writes_into_an_address_is_not_markup_on_the_page(client: FlaskClient) -> None:
    answer = client.get("/<script>alert(1)</script>")

    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", MACHINES)
def test_machines_get_the_refusal_as_json_with_a_reference(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert set(answer.get_json()) == {"error", "reference"}


@pytest.mark.parametrize("path", ["/", "/nothing", "/api/cases", "/healthz"])
def test_every_answer_forbids_other_hosts_eval_and_sniffing(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_first_page_names_no_other_host(client: FlaskClient) -> None:
    text = client.get("/").text

    assert "https://" not in text
    assert 'src="//' not in text


def test_the_first_paint_has_the_theme_of_the_address(client: FlaskClient) -> None:
    assert 'data-theme="dark"' in client.get("/?theme=dark").text
    assert 'data-theme="light"' in client.get("/?theme=neon").text


def test_health_and_readiness_are_answered(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 200


def test_a_body_over_the_limit_is_refused(client: FlaskClient) -> None:
    answer = client.post(CALLBACK, data=b"x" * (MOST_BODY_BYTES + 1), content_type="application/json")

    assert answer.status_code == 413


def test_a_post_to_a_page_is_refused(client: FlaskClient) -> None:
    assert client.post("/", json={}).status_code == 405


def test_the_page_callback_is_answered(client: FlaskClient) -> None:
    assert client.post(CALLBACK, json=PAGE_CALL).status_code == 200


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=100)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(part=st.sampled_from([*PAGE_CALL, "all"]), junk=JUNK)
def test_a_misshapen_callback_is_never_a_fault_of_the_server(client: FlaskClient, part: str, junk: Any) -> None:
    body = junk if part == "all" else {**PAGE_CALL, part: junk}

    answer = client.post(CALLBACK, data=json.dumps(body), content_type="application/json")

    assert answer.status_code < 500


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(path=WORDS, query=WORDS, junk=JUNK)
def test_any_address_lays_out_some_page(client: FlaskClient, path: str, query: str, junk: Any) -> None:
    for value in ({"path": path, "query": query}, {"path": "/quality", "query": "?" + query}):
        assert client.post(CALLBACK, json=_call(value)).status_code == 200

    assert client.post(CALLBACK, json=_call(junk)).status_code in (200, 400)


def _call(value: Any) -> dict[str, Any]:
    return {**PAGE_CALL, "inputs": [{"id": "address", "property": "data", "value": value}]}


def test_a_fault_shows_a_reference_and_no_more(app: Dash, caplog: pytest.LogCaptureFixture) -> None:
    engine = app.server.extensions["desk"].engine
    with app.server.test_request_context("/api/cases"), caplog.at_level("INFO"):
        g.request_id, g.began = "0123456789abcdef", 0.0
        answer = app.server.process_response(app.server.handle_user_exception(ZeroDivisionError(f"secret {engine.url}")))

    assert answer.status_code == 500
    assert set(answer.get_json()) == {"error", "reference"}
    assert answer.get_json()["reference"] == answer.headers["X-Request-Id"] == "0123456789abcdef"
    assert "secret" not in answer.get_data(as_text=True)
    (record,) = [r for r in caplog.records if r.name == "huitian.guard"]
    line = JsonLines(Clock()).format(record)
    assert json.loads(line)["request"] == "0123456789abcdef"
    assert json.loads(line)["error"] == ["ZeroDivisionError"]
    assert "secret" not in line
