"""What some tests need beyond Python: a PostGIS server, a browser. Without it they skip, unless HUITIAN_TEST_REQUIRE names it."""

from __future__ import annotations

import os

import pytest


def need(name: str, found: bool, reason: str) -> None:
    """Skip the test when what it needs was not found; fail it where HUITIAN_TEST_REQUIRE (comma-separated names) asks for that."""
    if found:
        return
    required = {part.strip() for part in os.environ.get("HUITIAN_TEST_REQUIRE", "").split(",")}
    if name in required:
        pytest.fail(f"HUITIAN_TEST_REQUIRE asks for {name}: {reason}")
    pytest.skip(reason)
