"""Forwarded addresses and vouched logins are believed from the trusted proxy's own address, and from nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from dashboard.doors import header
from dashboard.guard.proxy import PEER, behind_proxy
from geodata.settings import Settings

PROXY, CLIENT, STRANGER = "10.0.0.2", "203.0.113.9", "198.51.100.7"
FORWARDED = {"X-Forwarded-For": CLIENT, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "huitian.example", "Remote-User": "li"}


def _seen(settings: Settings, peer: str, headers: dict[str, str]) -> dict[str, Any]:
    """The environment that the application is given."""
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.update(environ)
        start("200 OK", [])
        return [b""]

    environ = EnvironBuilder("/", headers=headers, environ_base={"REMOTE_ADDR": peer}).get_environ()
    run_wsgi_app(behind_proxy(application, settings), environ)
    return seen


@pytest.fixture
def settings() -> Settings:
    return Settings(trusted_proxy=PROXY, trusted_header="Remote-User")


def test_from_the_proxy_the_client_s_address_scheme_host_and_login_are_believed(settings: Settings) -> None:
    seen = _seen(settings, PROXY, FORWARDED)

    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == (CLIENT, "https", "huitian.example")
    assert seen[PEER] == PROXY
    assert seen["HTTP_REMOTE_USER"] == "li"


def test_from_anybody_else_nothing_of_it_arrives(settings: Settings) -> None:
    seen = _seen(settings, STRANGER, FORWARDED)

    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == (STRANGER, "http", "localhost")
    assert not [name for name in seen if "FORWARDED" in name or name == "HTTP_REMOTE_USER"]


def test_without_a_proxy_in_the_settings_nobody_is_believed() -> None:
    seen = _seen(Settings(), "127.0.0.1", FORWARDED)

    assert seen["REMOTE_ADDR"] == "127.0.0.1"
    assert not [name for name in seen if "FORWARDED" in name]


def test_of_several_forwarded_addresses_only_the_one_the_proxy_saw_counts(settings: Settings) -> None:
    seen = _seen(settings, PROXY, {"X-Forwarded-For": f"127.0.0.1, {STRANGER}, {CLIENT}"})

    assert seen["REMOTE_ADDR"] == CLIENT


@pytest.mark.parametrize("spelling", ["remote-user", "REMOTE-USER", "Remote_User"])
def test_no_spelling_of_the_header_gets_past(settings: Settings, spelling: str) -> None:
    assert "HTTP_REMOTE_USER" not in _seen(settings, STRANGER, {spelling: "li"})


def test_the_door_and_the_wall_mean_the_same_peer() -> None:
    assert header.PEER == PEER
