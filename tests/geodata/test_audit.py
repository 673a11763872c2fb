"""The audit trail: every act is a signed link, every tampering shows, and nothing is written that could hide one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from geodata.clock import SHANGHAI, Clock
from geodata.errors import AuditError, StoreError
from geodata.store.audit import ACTIONS, Trail, operator
from geodata.store.engine import write_transaction
from tests.forger import KEY, TAMPERINGS, Forger, unlock

AT = datetime(2026, 7, 1, 8, 30, 0, 123456, tzinfo=SHANGHAI)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def trail(store: Engine, tmp_path: Path) -> Trail:
    """An empty trail on each engine."""
    return Trail(store, Clock(AT), KEY, tmp_path / "home" / "audit.head")


def fill(trail: Trail, count: int) -> None:
    """Rows with all kinds of content."""
    for number in range(count):
        details = {"数": number, "share": 0.1 * number, "tags": ["a", None, True]} if number % 2 else {}
        trail.append(f"user{number % 3}", "export", f"表 {number} '\"\\", address="127.0.0.1", details=details)


def test_an_empty_trail_is_whole(trail: Trail) -> None:
    verdict = trail.verify()

    assert (verdict.is_whole, verdict.rows, verdict.reason) == (True, 0, "")


def test_rows_are_numbered_without_gaps_and_linked_from_the_first_on(trail: Trail) -> None:
    numbers = [trail.append("a", "export", str(n)) for n in range(5)]

    entries = list(trail.entries())
    assert numbers == [e.id for e in entries] == [1, 2, 3, 4, 5]
    assert [e.previous_hash for e in entries] == ["0" * 64, *(e.hash for e in entries[:-1])]
    assert trail.verify().is_whole


def test_what_was_written_is_read_back_and_verifies_whatever_it_holds(trail: Trail) -> None:
    trail.append("李\x00某\ud800" * 40, "export", "x" * 900, address="::1", details={"深": {"b": [1.25, "é\x00", -0.0]}, "a": 1e300})

    entry = trail.rows()[0]

    assert (len(entry.actor), len(entry.subject), entry.at) == (64, 255, AT)
    assert entry.details["深"] == {"b": [1.25, "é", -0.0]}
    assert trail.verify().is_whole


def test_rows_are_found_by_actor_and_action_newest_first(trail: Trail) -> None:
    fill(trail, 9)
    trail.append("user1", "load", "f.csv")

    assert [e.id for e in trail.rows(2)] == [10, 9]
    assert [e.id for e in trail.rows(actor="user1", before_id=9)] == [8, 5, 2]
    assert [e.subject for e in trail.rows(action="load")] == ["f.csv"]


def test_an_action_has_a_chinese_name_and_an_unknown_one_its_own(trail: Trail) -> None:
    trail.append("a", "load", "")
    trail.append("a", "strange", "")

    assert [e.action_name for e in trail.rows()] == ["strange", ACTIONS["load"]]


def test_the_store_itself_refuses_to_change_rows(trail: Trail, store: Engine) -> None:
    fill(trail, 3)

    for statement in ("UPDATE audit SET actor = 'x' WHERE id = 2", "DELETE FROM audit WHERE id = 3", "DELETE FROM audit"):
        with pytest.raises((DatabaseError, StoreError)), write_transaction(store) as connection:
            connection.execute(text(statement))

    assert trail.verify().rows == 3


def test_a_hundred_tamperings_are_all_found(trail: Trail, store: Engine, tmp_path: Path) -> None:
    fill(trail, 12)
    forger = Forger(store, tmp_path / "home" / "audit.head")
    assert len(TAMPERINGS) == len(dict(TAMPERINGS)) == 100

    missed = []
    for name, tamper in TAMPERINGS:
        tamper(forger)
        if trail.verify().is_whole:
            missed.append(name)
        forger.undo()

    assert missed == []
    assert trail.verify().is_whole


def test_the_first_bad_row_is_named(trail: Trail, store: Engine, tmp_path: Path) -> None:
    fill(trail, 12)
    Forger(store, tmp_path / "home" / "audit.head").set(7, actor="somebody else")

    verdict = trail.verify()

    assert (verdict.first_bad_id, verdict.rows) == (7, 6)
    assert "第 7 条" in verdict.reason


def test_after_a_cut_nothing_more_is_written_that_could_hide_it(trail: Trail, store: Engine, tmp_path: Path) -> None:
    fill(trail, 5)
    Forger(store, tmp_path / "home" / "audit.head").delete("id = 5")

    with pytest.raises(AuditError, match="操作未执行"):
        trail.append("a", "export", "")

    assert len(trail.rows()) == 4


@pytest.mark.parametrize("damage", [None, b"", b"{}", b'{"id": 5, "hash": "00", "mac": "00"}', b"\xff\xfe"])
def test_without_its_head_the_trail_takes_no_row(trail: Trail, tmp_path: Path, damage: bytes | None) -> None:
    fill(trail, 5)
    head = tmp_path / "home" / "audit.head"
    head.unlink() if damage is None else head.write_bytes(damage)

    with pytest.raises(AuditError):
        trail.append("a", "export", "")

    assert not trail.verify().is_whole


def test_an_emptied_trail_without_head_does_not_begin_anew_unseen(trail: Trail, store: Engine, tmp_path: Path) -> None:
    fill(trail, 5)
    Forger(store, tmp_path / "home" / "audit.head").delete("id > 0")
    (tmp_path / "home" / "audit.head").unlink()

    with pytest.raises(AuditError):
        trail.append("a", "export", "")

    assert "一条也没有" in trail.verify().reason


def test_a_row_whose_head_was_not_noted_any_more_does_no_harm(trail: Trail, tmp_path: Path) -> None:
    fill(trail, 4)
    head = (tmp_path / "home" / "audit.head").read_bytes()
    trail.append("a", "export", "written when the power went")
    (tmp_path / "home" / "audit.head").write_bytes(head)

    assert trail.verify().is_whole
    assert trail.append("a", "export", "") == 6
    assert trail.verify().rows == 6


def test_a_rollback_of_store_and_head_together_is_found_by_an_end_noted_elsewhere(trail: Trail, store: Engine, tmp_path: Path) -> None:
    fill(trail, 4)
    head = (tmp_path / "home" / "audit.head").read_bytes()
    fill(trail, 2)
    noted = trail.verify().head
    Forger(store, tmp_path / "home" / "audit.head").delete("id > 4")
    (tmp_path / "home" / "audit.head").write_bytes(head)

    assert trail.verify().is_whole      # the two agree, and no key was needed: this is what `verify --since` is for
    assert noted is not None
    assert trail.hash_at(noted.id) != noted.hash


def test_resealing_goes_on_and_stays_to_be_seen(trail: Trail, tmp_path: Path) -> None:
    fill(trail, 3)
    (tmp_path / "home" / "audit.head").unlink()

    assert trail.reseal("cli:op", "换了机器") == 4
    assert trail.append("a", "export", "") == 5

    verdict = trail.verify()
    assert (verdict.is_whole, verdict.rows, verdict.reseals) == (True, 5, 1)
    assert trail.rows(action="audit.reseal")[0].details == {"head_before": "missing"}


def test_resealing_mends_no_changed_row(trail: Trail, store: Engine, tmp_path: Path) -> None:
    fill(trail, 5)
    Forger(store, tmp_path / "home" / "audit.head").set(2, subject="nothing")

    trail.reseal("cli:op", "")

    assert trail.verify().first_bad_id == 2


def test_a_pruned_trail_holds_and_goes_on(store: Engine, tmp_path: Path) -> None:
    def at(days: int) -> Trail:
        return Trail(store, Clock(AT + timedelta(days=days)), KEY, tmp_path / "audit.head")

    for day in range(10):
        fill(at(day), 2)

    assert at(10).prune(AT + timedelta(days=4), actor="cli:op") == 8
    assert at(20).prune(AT + timedelta(days=4), actor="cli:op") == 0
    assert at(30).prune(AT + timedelta(days=7), actor="cli:op") == 6
    at(31).append("a", "export", "")

    verdict = at(31).verify()
    assert (verdict.is_whole, verdict.rows) == (True, 20 - 14 + 2 + 1)
    assert min(e.id for e in at(31).entries()) == 15
    assert at(40).prune(AT + timedelta(days=90), actor="cli:op") == 8
    assert at(40).verify().rows == 2


def test_a_beginning_that_no_row_vouches_for_is_found(store: Engine, tmp_path: Path) -> None:
    trail = Trail(store, Clock(AT), KEY, tmp_path / "audit.head")
    fill(trail, 10)
    trail.prune(AT + timedelta(days=1), actor="cli:op")
    fill(trail, 3)

    Forger(store, tmp_path / "audit.head").delete("id < 12")

    assert "没有清理记录为证" in trail.verify().reason


def test_pruning_leaves_the_store_refusing_changes(trail: Trail, store: Engine) -> None:
    fill(trail, 6)
    trail.prune(AT + timedelta(days=1), actor="cli:op")

    with pytest.raises((DatabaseError, StoreError)), write_transaction(store) as connection:
        connection.execute(text("DELETE FROM audit"))

    assert trail.verify().rows == 2


def test_a_store_that_is_away_refuses_the_act(tmp_path: Path, sqlite_store: Engine) -> None:
    trail = Trail(sqlite_store, Clock(AT), KEY, tmp_path / "audit.head")
    unlock(sqlite_store)
    with write_transaction(sqlite_store) as connection:
        connection.execute(text("DROP TABLE audit"))

    with pytest.raises(AuditError, match="操作未执行"):
        trail.append("a", "export", "")


def test_a_head_that_cannot_be_written_refuses_the_act(store: Engine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    trail = Trail(store, Clock(AT), KEY, tmp_path / "file" / "audit.head")

    with pytest.raises(AuditError, match="操作未执行"):
        trail.append("a", "export", "")


_WRITE = """
import sys
from pathlib import Path
from geodata.clock import Clock
from geodata.store.audit import Trail
from geodata.store.engine import open_store
url, head, key, name = sys.argv[1:]
trail = Trail(open_store(url), Clock(), bytes.fromhex(key), Path(head))
for number in range(25):
    trail.append(name, "export", str(number))
"""


def test_eight_threads_and_four_processes_at_once_leave_one_whole_chain(store: Engine, tmp_path: Path) -> None:
    head = tmp_path / "audit.head"
    trail = Trail(store, Clock(), KEY, head)
    arguments = [sys.executable, "-c", _WRITE, store.url.render_as_string(hide_password=False), str(head), KEY.hex()]
    processes = [subprocess.Popen([*arguments, f"process{n}"], cwd=ROOT, stderr=subprocess.PIPE, text=True) for n in range(4)]

    def write(thread: int) -> list[int]:
        return [trail.append(f"thread{thread}", "export", str(n)) for n in range(25)]

    with ThreadPoolExecutor(8) as threads:
        numbers = [number for written in threads.map(write, range(8)) for number in written]
    said = [process.communicate()[1] for process in processes]

    assert [p.returncode for p in processes] == [0] * 4, said
    assert len(set(numbers)) == 200
    verdict = trail.verify()
    assert (verdict.is_whole, verdict.rows) == (True, 300)
    assert verdict.head is not None
    assert verdict.head.id == 300
    assert json.loads(head.read_text(encoding="ascii"))["id"] == 300


def test_the_trail_can_be_verified_while_it_grows(store: Engine, tmp_path: Path) -> None:
    trail = Trail(store, Clock(), KEY, tmp_path / "audit.head")
    trail.append("a", "export", "")

    with ThreadPoolExecutor(4) as threads:
        writers = [threads.submit(fill, trail, 20) for _ in range(3)]
        verdicts = [trail.verify()]
        while not all(w.done() for w in writers):
            verdicts.append(trail.verify())

    assert [v.reason for v in verdicts if not v.is_whole] == []
    assert trail.verify().rows == 61


def test_the_operator_is_who_the_operating_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "somebody else")
    monkeypatch.setenv("LOGNAME", "somebody else")

    assert operator().startswith("cli:")
    assert "somebody" not in operator()


def test_every_action_the_program_writes_has_a_chinese_name() -> None:
    sources = [path.read_text(encoding="utf-8") for room in ("geodata", "etl", "dashboard") for path in (ROOT / room).rglob("*.py")]
    append = r'(?:trail(?:_of\([^)]*\))?\.append|_say)\(\s*[\w.]+(?:\([^()]*\))?(?: or [\w.]+)?,\s*"([\w.]+)"'
    written = re.compile(append + r'|Entry\([^\n]*act="([\w.]+)"')

    named = {action for source in sources for found in written.findall(source) for action in found if action}

    assert {"load", "share.create", "account.add", "export"} <= named
    assert named - set(ACTIONS) == set()


def test_a_demo_made_anew_begins_a_trail_of_its_own_also_under_another_secret(store: Engine, tmp_path: Path) -> None:
    head = tmp_path / "home" / "audit.head"
    fill(Trail(store, Clock(AT), KEY, head), 4)
    head.unlink()

    fresh = Trail(store, Clock(AT), b"another key of thirty-two bytes..", head)
    fresh.begin_anew()
    fresh.append("a", "export", "first")

    assert (fresh.verify().is_whole, fresh.verify().rows) == (True, 1)
