"""The log holds rules, numbers and classes, and nothing that anybody typed."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.access.access import Access
from dashboard.guard import logbook
from geodata.clock import Clock
from geodata.errors import StoreError
from geodata.store.engine import open_store, read_transaction
from tests.people import signed_in

PERSONAL = "13800138000"


@pytest.fixture
def lines() -> Iterator[Any]:
    """What is logged, as it would stand on stderr; the loggers of the tests are put back afterwards."""
    root, own = logging.getLogger(), logging.getLogger(logbook.LOGGER)
    before = list(root.handlers), root.level, own.level
    stream = io.StringIO()
    logbook.open_logbook(stream, Clock())
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.captureWarnings(False)
    root.handlers, own.level = before[0], before[2]
    root.setLevel(before[1])


def test_a_request_is_one_line_with_its_rule_and_the_number_of_the_account(closed_app: Dash, access: Access, lines: Any) -> None:
    client = signed_in(closed_app, access, "huitian")

    answer = client.get(f"/api/cases?area=huitian&cell={PERSONAL}")

    (line,) = lines()
    assert line["request"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["rule"], line["status"]) == ("GET", "/api/cases", answer.status_code)
    assert line["account"] == access.accounts.get("huitian").account_id
    assert line["ms"] > 0


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        (f"/{PERSONAL}", "/<path:path>"),
        (f"/api/case/{PERSONAL}", "/api/case/<order_no>"),
        (f"/s/{PERSONAL}", "/s/<token>"),
        (f"/api/{PERSONAL}", "/<path:path>"),
    ],
)
def test_addresses_are_not_in_the_log(closed_app: Dash, lines: Any, path: str, rule: str) -> None:
    closed_app.server.test_client().get(f"{path}?x={PERSONAL}", headers={"User-Agent": PERSONAL, "Cookie": f"huitian={PERSONAL}"})

    (line,) = lines()
    assert line["rule"] == rule
    assert PERSONAL not in json.dumps(line)


def test_methods_nobody_knows_are_not_in_the_log(closed_app: Dash, lines: Any) -> None:
    closed_app.server.test_client().open("/", method=f"X{PERSONAL}")

    assert lines()[0]["method"] == "?"


def test_of_an_error_only_its_classes_and_where_it_was(lines: Any, tmp_path: Any) -> None:
    engine = open_store(f"sqlite:///{tmp_path / 'x.sqlite'}", create=True)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT :phone FROM nothing"), {"phone": PERSONAL})
    except DBAPIError as error:
        logging.getLogger("sqlalchemy.engine").error("failed for %s", PERSONAL, exc_info=error)
        logging.getLogger("huitian.guard").error("", exc_info=error)
    engine.dispose()

    for line in lines():
        assert PERSONAL not in json.dumps(line)
        assert "SELECT" not in json.dumps(line)
        assert line["error"] == ["sqlalchemy.exc.OperationalError", "sqlite3.OperationalError"]
        assert any(frame.startswith("test_guard_logbook.py:") for frame in line["frames"])


def test_words_of_other_libraries_are_left_out(lines: Any) -> None:
    logging.getLogger("waitress").warning("Malformed proxy header from %s", PERSONAL)

    (line,) = lines()
    assert line["logger"] == "waitress"
    assert PERSONAL not in json.dumps(line)


def test_a_store_that_is_away_is_said_without_its_address(closed_app: Dash, access: Access, lines: Any) -> None:
    away = open_store("postgresql+psycopg://somebody:secret@127.0.0.1:9/none")
    with pytest.raises(StoreError) as caught, read_transaction(away):
        pass
    logging.getLogger("huitian.guard").error("", exc_info=caught.value)

    assert "secret" not in json.dumps(lines())
    assert "127.0.0.1" not in json.dumps(lines())
