"""Retention: what is due goes, what is not stays, no number changes, and the old texts are gone from the disk as well."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select

from geodata.clock import SHANGHAI, Clock
from geodata.errors import AuditError
from geodata.pack import Pack
from geodata.rules import Retention
from geodata.store.audit import Trail
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Account, Audit, Batch, Complaint, Quarantine, Share, SignIn
from geodata.store.retention import STEP_ROWS, due, retain
from tests.geodata.every_row import row_of

NOW = datetime(2026, 7, 16, 12, 0, tzinfo=SHANGHAI)
RULES = Retention("示例", case_text_days=1000, quarantine_days=100, session_days=50, share_days=60, audit_days=200)
TEXT = "三年前的旧诉求正文不应再留"


@pytest.fixture
def trail(store: Engine, tmp_path: Path) -> Trail:
    return Trail(store, Clock(NOW), b"k" * 32, tmp_path / "audit.head")


def put(store: Engine, model: Any, number: int, **given: Any) -> None:
    """One row that is valid, with the fields given."""
    row = row_of(model.__table__, number)
    with write_transaction(store) as connection:
        connection.execute(insert(model.__table__).values({**row, "id": number + 1, **given}))


def case(store: Engine, number: int, *, age_days: float, status: str = "closed") -> None:
    """A case that was opened and, where finished, closed so many days ago."""
    at = NOW - timedelta(days=age_days)
    texts = dict.fromkeys(("title", "content", "result", "place_text", "tags"), TEXT)
    put(store, Complaint, number, **texts, status=status, created_at=at, closed_at=at if status == "closed" else None, caller_key="ab" * 16)


def texts_left(store: Engine) -> dict[int, tuple[str, str | None]]:
    """Content and caller key of each case."""
    with read_transaction(store) as connection:
        rows = connection.execute(select(Complaint.id, Complaint.content, Complaint.caller_key))
        return {number: (content, key) for number, content, key in rows}


def count(store: Engine, model: Any) -> int:
    """Rows of a table."""
    with read_transaction(store) as connection:
        return connection.scalar(select(func.count()).select_from(model)) or 0


def counts(found: Any) -> dict[str, int]:
    """kind -> records."""
    return {d.kind: d.count for d in found}


def test_the_text_of_a_finished_case_goes_and_the_case_stays(store: Engine, trail: Trail) -> None:
    case(store, 0, age_days=1001)
    case(store, 1, age_days=999)
    case(store, 2, age_days=2000, status="handling")

    done = retain(store, RULES, Clock(NOW), trail, actor="cli:甲")

    assert counts(done)["case_text"] == 1
    assert texts_left(store) == {1: ("", None), 2: (TEXT, "ab" * 16), 3: (TEXT, "ab" * 16)}
    assert count(store, Complaint) == 3


def test_nothing_else_of_a_case_changes(store: Engine, trail: Trail) -> None:
    case(store, 0, age_days=1001)
    with read_transaction(store) as connection:
        before = connection.execute(select(Complaint.__table__)).one()._mapping

    retain(store, RULES, Clock(NOW), trail, actor="cli:甲")

    with read_transaction(store) as connection:
        after = connection.execute(select(Complaint.__table__)).one()._mapping
    assert {k for k in before if before[k] != after[k]} == {"title", "content", "result", "place_text", "tags", "caller_key"}


def test_old_quarantine_sign_ins_and_links_go(store: Engine, trail: Trail) -> None:
    put(store, Account, 0)
    for number, age in enumerate((101, 99)):
        put(store, Batch, number, started_at=NOW - timedelta(days=age))
        put(store, Quarantine, number, batch_id=number + 1)
    for number, (model, age) in enumerate(((SignIn, 51), (SignIn, 49), (Share, 61), (Share, 59))):
        end = {"expires_at": NOW - timedelta(days=age), "revoked_at": None, "account_id": 1}
        put(store, model, number, **end)
    put(store, SignIn, 9, expires_at=NOW + timedelta(days=1), revoked_at=NOW - timedelta(days=51), account_id=1)

    done = retain(store, RULES, Clock(NOW), trail, actor="cli:甲")

    assert counts(done) == {"case_text": 0, "quarantine": 1, "session": 2, "share": 1, "audit": 0}
    assert (count(store, Quarantine), count(store, SignIn), count(store, Share), count(store, Batch)) == (1, 1, 1, 2)


def test_the_trail_still_holds_when_its_beginning_is_gone(store: Engine, tmp_path: Path) -> None:
    for age in (300, 250, 201, 199, 10):
        Trail(store, Clock(NOW - timedelta(days=age)), b"k" * 32, tmp_path / "audit.head").append("甲", "load", f"{age}")
    trail = Trail(store, Clock(NOW), b"k" * 32, tmp_path / "audit.head")

    done = retain(store, RULES, Clock(NOW), trail, actor="cli:甲")

    assert counts(done)["audit"] == 3
    assert trail.verify().is_whole
    with read_transaction(store) as connection:
        assert connection.scalar(select(func.min(Audit.at))) == NOW - timedelta(days=199)


def test_a_dry_run_says_the_same_and_changes_nothing(store: Engine, trail: Trail) -> None:
    case(store, 0, age_days=1001)

    planned = due(store, RULES, Clock(NOW))

    assert texts_left(store)[1] == (TEXT, "ab" * 16)
    assert counts(planned) == counts(retain(store, RULES, Clock(NOW), trail, actor="cli:甲"))


def test_a_second_time_there_is_nothing_to_do_and_nothing_to_note(store: Engine, trail: Trail) -> None:
    case(store, 0, age_days=1001)
    retain(store, RULES, Clock(NOW), trail, actor="cli:甲")
    noted = count(store, Audit)

    again = retain(store, RULES, Clock(NOW), trail, actor="cli:甲")

    assert set(counts(again).values()) == {0}
    assert (noted, count(store, Audit)) == (1, 1)


def test_where_the_trail_cannot_be_written_nothing_is_ended(store: Engine, trail: Trail, tmp_path: Path) -> None:
    case(store, 0, age_days=1001)
    trail.append("甲", "load", "文件")
    (tmp_path / "audit.head").unlink()

    with pytest.raises(AuditError):
        retain(store, RULES, Clock(NOW), trail, actor="cli:甲")

    assert texts_left(store)[1] == (TEXT, "ab" * 16)


def test_more_rows_than_a_step_all_go(sqlite_store: Engine, tmp_path: Path) -> None:
    put(sqlite_store, Batch, 0, started_at=NOW - timedelta(days=101))
    rows = [{**row_of(Quarantine.__table__, n), "batch_id": 1} for n in range(STEP_ROWS * 2 + 7)]  # type: ignore[arg-type]
    with write_transaction(sqlite_store) as connection:
        connection.execute(insert(Quarantine), rows)
    trail = Trail(sqlite_store, Clock(NOW), b"k" * 32, tmp_path / "audit.head")

    done = retain(sqlite_store, RULES, Clock(NOW), trail, actor="cli:甲")

    assert counts(done)["quarantine"] == STEP_ROWS * 2 + 7
    assert count(sqlite_store, Quarantine) == 0


def test_the_old_text_is_in_no_file_of_an_embedded_store(sqlite_store: Engine, tmp_path: Path) -> None:
    for number in range(40):
        case(sqlite_store, number, age_days=1001)
    trail = Trail(sqlite_store, Clock(NOW), b"k" * 32, tmp_path / "audit.head")

    retain(sqlite_store, RULES, Clock(NOW), trail, actor="cli:甲")

    assert not [p.name for p in tmp_path.iterdir() if TEXT.encode() in p.read_bytes()]


def test_the_pack_says_how_long(pack: Pack) -> None:
    rules = pack.rules.retention

    assert rules.audit_days >= 180
    assert replace(rules, source="") != rules


def test_the_command_says_what_it_would_do(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "huitian", "--home", str(tmp_path / "home")]
    subprocess.run([*command, "init"], check=True, capture_output=True)

    done = subprocess.run([*command, "retain", "--dry-run", "--json"], check=True, capture_output=True, text=True)

    told = json.loads(done.stdout)
    assert told["is_dry_run"] is True
    assert {name: told[name]["count"] for name in ("case_text", "quarantine", "session", "share", "audit")} == {
        "case_text": 0, "quarantine": 0, "session": 0, "share": 0, "audit": 0,
    }  # fmt: skip
