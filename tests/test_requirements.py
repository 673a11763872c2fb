"""A test whose server or browser is missing skips, unless it was asked for."""

from __future__ import annotations

import pytest

from tests.requirements import need


def test_what_was_found_lets_the_test_run() -> None:
    need("postgis", True, "no server")


def test_what_is_missing_skips_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUITIAN_TEST_REQUIRE", raising=False)

    with pytest.raises(pytest.skip.Exception, match="no server"):
        need("postgis", False, "no server")


def test_what_is_missing_though_asked_for_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUITIAN_TEST_REQUIRE", "chromium, postgis")

    with pytest.raises(pytest.fail.Exception, match="asks for postgis: no server"):
        need("postgis", False, "no server")
