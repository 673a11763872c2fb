"""Health, readiness and counts: for watchers, with nothing of any person or area."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from dashboard.access.access import Access
from dashboard.app import create_app
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.founding import found_home
from tests.people import signed_in

TOKEN = "a-token-of-some-length"


def _samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in text_string_to_metric_families(text) for s in family.samples}


@pytest.fixture
def watched(home: Settings, pack: Pack):  # type: ignore[no-untyped-def]
    """A real home without data, whose counts may be read with TOKEN."""
    found_home(home, pack).dispose()
    app = create_app(replace(home, metrics_token=TOKEN))
    yield app
    app.server.extensions["desk"].engine.dispose()


def test_a_demo_home_counts_requests_by_rule_and_status(client: FlaskClient) -> None:
    client.get("/nothing")

    samples = _samples(client.get("/metrics").text)

    assert samples["huitian_requests_total", (("rule", "/<path:path>"), ("status", "404"))] >= 1
    assert samples["huitian_store_reachable", ()] == 1
    assert samples["huitian_history_readable", ()] == 1
    assert samples["huitian_data_age_seconds", ()] == 1200


def test_counts_are_read_with_the_token_only(watched: Dash) -> None:
    client = watched.server.test_client()

    assert client.get("/metrics").status_code == 401
    for wrong in ("Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer é"):
        assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 401
    assert client.get(f"/metrics?token={TOKEN}").status_code == 401
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_without_a_token_a_real_home_has_no_counts_not_even_for_those_signed_in(closed_app: Dash, access: Access) -> None:
    assert signed_in(closed_app, access, "system").get("/metrics").status_code == 404


def test_a_home_without_data_says_so_in_numbers(watched: Dash) -> None:
    samples = _samples(watched.server.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text)

    assert str(samples["huitian_data_age_seconds", ()]) == "nan"
    assert samples["huitian_audit_rows", ()] >= 0


def test_limits_and_refusals_are_counted(closed_app: Dash, access: Access) -> None:
    wall = closed_app.server.extensions["guard"]
    before = wall.metrics.refused.labels("right")._value.get()

    signed_in(closed_app, access, "lead").get("/api/cases?area=huitian")

    assert wall.metrics.refused.labels("right")._value.get() == before + 1


def test_with_the_store_away_it_lives_but_is_not_ready_and_nobody_gets_a_fault(home: Settings, pack: Pack, tmp_path: Path) -> None:
    found_home(home, pack, demo=True).dispose()
    app = create_app(replace(home, rate_limits="off"), is_demo=True, is_open=False)
    client = app.server.test_client()
    client.set_cookie("huitian", "x" * 43)
    app.server.extensions["desk"].engine.dispose()
    (home.home / "store.sqlite").rename(tmp_path / "elsewhere")
    for leftover in home.home.glob("store.sqlite*"):
        leftover.unlink()
    (home.home / "store.sqlite").mkdir()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    for path in ("/", "/api/cases", "/quality", "/_dash-layout"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "sqlite" not in answer.text
