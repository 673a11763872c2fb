"""`huitian audit`: what an audit administrator asks on the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geodata.audit_cli import FIELDS, audit
from geodata.errors import AuditError, exit_code
from geodata.settings import Settings
from geodata.store.audit import Trail, operator, trail_of
from geodata.store.home import create_home
from tests.forger import Forger, unlock

Ask = Callable[..., Result]


@pytest.fixture
def trail(home: Settings) -> Trail:
    """Three acts in a home of its own."""
    trail = trail_of(home, create_home(home))
    trail.append("zhang", "export", "表.csv", address="10.0.0.9", details={"行": 5})
    trail.append("li", "load", "=cmd|' /C calc'!A0")
    trail.append("zhang", "export", "二.csv")
    return trail


@pytest.fixture
def ask(home: Settings, trail: Trail) -> Ask:
    """Run a command of the group on that home."""
    return lambda *words: CliRunner().invoke(audit, [str(word) for word in words], obj=home)


def test_a_whole_trail_is_said_to_be_so_with_its_end(ask: Ask, trail: Trail) -> None:
    found = ask("verify")

    assert found.exit_code == 0
    assert f"审计完整：3 条，末尾 3:{trail.hash_at(3)}" in found.output


def test_a_changed_row_is_named_and_the_exit_code_is_1(ask: Ask, trail: Trail, home: Settings) -> None:
    Forger(trail._engine, home.audit_head_file).set(2, actor="wang")

    found = ask("verify", "--json")

    assert isinstance(found.exception, AuditError)
    assert exit_code(found.exception) == 1
    said = json.loads(found.output)
    assert (said["is_whole"], said["first_bad_id"], said["rows"]) == (False, 2, 1)


def test_an_end_noted_before_is_looked_for(ask: Ask, trail: Trail) -> None:
    noted = f"2:{trail.hash_at(2)}"
    trail.append("li", "load", "x")

    assert ask("verify", "--since", noted).exit_code == 0
    for other in (f"1:{trail.hash_at(2)}", f"9:{trail.hash_at(2)}", "2:", "x", "2" * 40 + ":x"):
        assert isinstance(ask("verify", "--since", other).exception, AuditError)


def test_acts_are_listed_newest_first_of_whom_and_of_what_was_asked(ask: Ask) -> None:
    assert [line.split("\t")[0] for line in ask("list").output.splitlines()] == ["3", "2", "1"]
    assert [json.loads(line)["subject"] for line in ask("list", "--json", "--actor", "zhang").output.splitlines()] == ["二.csv", "表.csv"]
    assert "导入文件" in ask("list", "--action", "load").output


def test_an_export_holds_every_act_and_itself_harmless_to_spreadsheets(ask: Ask, trail: Trail, tmp_path: Path) -> None:
    found = ask("export", "-o", tmp_path / "audit.csv")

    assert found.exit_code == 0
    with (tmp_path / "audit.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == FIELDS
    assert [row["actor"] for row in rows] == ["zhang", "li", "zhang", operator()]
    assert rows[1]["subject"] == "'=cmd|' /C calc'!A0"
    assert rows[3]["action"] == "audit.export"
    assert trail.verify().rows == 4


def test_after_the_head_was_lost_one_reseals_and_it_shows(ask: Ask, home: Settings) -> None:
    home.audit_head_file.unlink()
    assert isinstance(ask("verify").exception, AuditError)

    assert ask("reseal", "--reason", "换盘").exit_code == 0

    said = ask("verify").output
    assert "审计完整：4 条" in said
    assert "1 次重新封存" in said


def test_resealing_wants_a_reason(ask: Ask) -> None:
    assert ask("reseal").exit_code == 2


def test_a_trail_without_triggers_still_verifies(ask: Ask, trail: Trail) -> None:
    unlock(trail._engine)

    assert ask("verify").exit_code == 0
