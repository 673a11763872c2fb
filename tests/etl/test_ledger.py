"""The ledger and the quarantine: what came in is told, what did not is mended and comes in."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, func, select

from etl.feeds import FEEDS
from etl.ledger import batches, receipt_of, store_digest
from etl.ledger_cli import ledger, quarantine
from etl.load import load_prepared
from etl.pipeline import Source, Workshop, load_source
from etl.quarantine import ADDED, export, replay, waiting
from geodata.errors import FileRefused, NotFound
from geodata.settings import Settings
from geodata.store.engine import read_session, read_transaction
from geodata.store.home import create_home
from geodata.store.models import Complaint, Quarantine
from tests.factories import complaint_frame, prepared, reject_frame

ORDERS = """工单编号,创建时间,标题,主要内容,被反映区,来电号码
A1,2026-07-16 08:05:00,暖气不热,家里暖气不热,昌平区,13912345678
A2,2026-13-45 08:05:00,停车难,小区门口停车难,昌平区,13912345679
A3,,路灯不亮,门前路灯不亮,昌平区,13912345670
"""


@pytest.fixture
def real_home(home: Settings) -> Iterator[tuple[Settings, Engine]]:
    """A home that was made, and its store."""
    engine = create_home(home, demo=True)
    yield home, engine
    engine.dispose()


def run(settings: Settings, *arguments: str) -> str:
    """What a command prints on stdout; it must succeed."""
    command = {"ledger": ledger, "quarantine": quarantine}[arguments[0]]
    result = CliRunner().invoke(command, arguments[1:], obj=settings, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def read_csv(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV as dicts."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    """Rows back into a CSV."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_batches_are_listed_newest_first_with_all_their_counts(store: Engine, tmp_path: Path) -> None:
    load_prepared(store, prepared(tmp_path, complaint_frame({"order_no": "A"}), file_name="一.csv"))
    newest = load_prepared(store, prepared(tmp_path, complaint_frame({"order_no": "B"}), reject_frame({}), file_name="二.csv"))

    with read_session(store) as session:
        listed = [receipt_of(b) for b in batches(session)]
        assert [receipt_of(b) for b in batches(session, 1)] == [newest] == listed[:1]

    assert [r.file for r in listed] == ["二.csv", "一.csv"]
    assert (newest.read, newest.loaded, newest.quarantined, newest.located) == (2, 1, 1, {"街道": 1})


def test_the_digest_is_of_the_content_not_of_its_numbering(store: Engine, tmp_path: Path) -> None:
    one = prepared(tmp_path, complaint_frame({"order_no": "A"}), reject_frame({}))
    two = prepared(tmp_path, complaint_frame({"order_no": "B"}))
    empty = store_digest(store)
    load_prepared(store, one)
    first = store_digest(store)
    load_prepared(store, two)

    assert len({empty, first, store_digest(store)}) == 3


def test_rejected_rows_are_listed_with_their_file_and_reason(store: Engine, tmp_path: Path) -> None:
    load_prepared(store, prepared(tmp_path, complaint_frame(), reject_frame({"row_no": 7, "reason": "创建时间为空"}), file_name="一.csv"))

    (row,) = waiting(store)

    assert (row.batch, row.file, row.row_no, row.reason, row.raw) == (1, "一.csv", 7, "创建时间为空", {"工单编号": "T0001"})


def test_a_batch_that_brought_the_same_file_again_has_the_rows_of_the_first(store: Engine, tmp_path: Path) -> None:
    file = prepared(tmp_path, complaint_frame(), reject_frame({}))
    load_prepared(store, file)
    again = load_prepared(store, file)

    assert [row.batch for row in waiting(store, batch=again.batch)] == [1]


def test_a_batch_that_is_not_in_the_ledger_is_named(store: Engine, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="没有批次 9"):
        waiting(store, batch=9)


def test_a_batch_without_rejected_rows_makes_no_export(store: Engine, tmp_path: Path) -> None:
    load_prepared(store, prepared(tmp_path, complaint_frame({})))

    with pytest.raises(NotFound, match="没有待修正的退回行"):
        export(store, 1, tmp_path / "out.csv")

    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(("name", "reason"), [("out.txt", "后缀须是"), ("missing/out.csv", "写不了"), ("missing/out.xlsx", "写不了")])
def test_a_path_that_cannot_be_written_is_refused(sqlite_store: Engine, tmp_path: Path, name: str, reason: str) -> None:
    load_prepared(sqlite_store, prepared(tmp_path, complaint_frame(), reject_frame({})))

    with pytest.raises(FileRefused, match=reason):
        export(sqlite_store, 1, tmp_path / name)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_export_has_the_files_own_columns_then_ours(sqlite_store: Engine, tmp_path: Path, suffix: str) -> None:
    raw = {"工单编号": "00012026", "内容": "=1+1", "次数": "-5"}
    rejects = reject_frame({"row_no": 7, "raw": raw, "reason_code": "x", "reason": "y"})
    load_prepared(sqlite_store, prepared(tmp_path, complaint_frame(), rejects))
    path = tmp_path / f"out{suffix}"

    assert export(sqlite_store, 1, path) == 1

    if suffix == ".csv":
        (row,) = read_csv(path)
        cells: list[Any] = [list(row), list(row.values())]
        formula = "'=1+1"
    else:
        book = openpyxl.load_workbook(path)
        cells = [[c.value for c in r] for r in book.active.iter_rows()]
        formula = "=1+1"
        assert {c.data_type for r in book.active.iter_rows() for c in r} == {"s"}
        book.close()
    assert cells == [["工单编号", "内容", "次数", *ADDED], ["00012026", formula, "-5", "1", "7", "x", "y"]]


def test_a_mended_row_comes_in_and_waits_no_more(real_home: tuple[Settings, Engine], workshop: Workshop, tmp_path: Path) -> None:
    _, store = real_home
    orders = tmp_path / "orders.csv"
    orders.write_text(ORDERS, encoding="utf-8")
    first = load_source(Source(orders, FEEDS["complaints"]), store, workshop)
    assert (first.read, first.loaded, first.quarantined) == (3, 1, 2)
    mended = tmp_path / "mended.csv"
    export(store, first.batch, mended)
    rows = read_csv(mended)
    assert "13912345679" not in mended.read_text(encoding="utf-8")
    rows[0]["创建时间"] = "2026-07-16 09:00:00"
    write_csv(mended, rows)

    receipt, count = replay(store, mended, lambda feed: load_source(Source(mended, FEEDS[feed]), store, workshop))

    assert (receipt.read, receipt.loaded, receipt.quarantined, count) == (2, 1, 1, 1)
    assert [(r.raw["工单编号"], r.batch) for r in waiting(store)] == [("A3", first.batch), ("A3", receipt.batch)]
    with read_transaction(store) as connection:
        assert connection.scalars(select(Complaint.order_no).order_by(Complaint.id)).all() == ["A1", "A2"]


def test_replaying_twice_changes_nothing(real_home: tuple[Settings, Engine], workshop: Workshop, tmp_path: Path) -> None:
    _, store = real_home
    orders = tmp_path / "orders.csv"
    orders.write_text(ORDERS, encoding="utf-8")
    export(store, load_source(Source(orders, FEEDS["complaints"]), store, workshop).batch, tmp_path / "mended.csv")
    rows = read_csv(tmp_path / "mended.csv")
    write_csv(tmp_path / "mended.csv", [{**row, "创建时间": "2026-07-16 09:00:00"} for row in rows])

    def once() -> tuple[int, int]:
        source = Source(tmp_path / "mended.csv", FEEDS["complaints"])
        receipt, count = replay(store, source.path, lambda _feed: load_source(source, store, workshop))
        return receipt.loaded, count

    assert [once(), once()] == [(2, 2), (0, 2)]
    assert waiting(store) == []
    with read_transaction(store) as connection:
        assert connection.scalar(select(func.count()).select_from(Quarantine)) == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [("工单编号,创建时间\nA1,2026-07-16\n", "没有「退回编号」列"), ("工单编号,退回编号\nA1,77\n", "没有一个是本库的退回编号")],
)
def test_a_file_that_is_no_export_of_ours_is_not_replayed(sqlite_store: Engine, tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="utf-8")

    def never(feed: str) -> Any:
        raise AssertionError(feed)

    with pytest.raises(FileRefused, match=reason):
        replay(sqlite_store, path, never)


def test_the_commands_print_a_line_a_batch_and_a_line_a_row(real_home: tuple[Settings, Engine], tmp_path: Path) -> None:
    home, store = real_home
    receipt = load_prepared(store, prepared(tmp_path, complaint_frame({}), reject_frame({}), file_name="一.csv"))

    assert [json.loads(line) for line in run(home, "ledger", "--json").splitlines()] == [receipt.as_dict()]
    assert run(home, "ledger").splitlines()[1].split("\t")[:8] == ["1", "一.csv", "complaints", "2", "1", "0", "0", "1"]
    assert json.loads(run(home, "quarantine", "list", "--json"))["reason"] == "创建时间为空"
    assert run(home, "quarantine", "list").splitlines()[1] == "1\t1\t一.csv\t2\t创建时间为空"
    assert "已导出 1 行" in run(home, "quarantine", "export", "--batch", "1", "-o", str(tmp_path / "out.xlsx"))


def test_the_replay_command_brings_the_history_up_to_date(real_home: tuple[Settings, Engine], workshop: Workshop, tmp_path: Path) -> None:
    from geodata.history import open_history

    home, store = real_home
    orders = tmp_path / "orders.csv"
    orders.write_text(ORDERS, encoding="utf-8")
    export(store, load_source(Source(orders, FEEDS["complaints"]), store, workshop).batch, tmp_path / "mended.csv")
    rows = read_csv(tmp_path / "mended.csv")
    write_csv(tmp_path / "mended.csv", [{**row, "创建时间": "2026-07-16 09:00:00"} for row in rows])

    printed = run(home, "quarantine", "replay", str(tmp_path / "mended.csv"))

    assert "读入 2 = 新增 2" in printed
    assert "已解决 2 行" in printed
    assert open_history(home).scan().collect().height == 3


def test_receipts_have_the_keys_of_the_design(store: Engine, tmp_path: Path) -> None:
    receipt = load_prepared(store, prepared(tmp_path, complaint_frame({})))

    keys = ("file", "sha256", "feed", "batch", "read", "loaded", "updated", "unchanged", "quarantined", "located", "seconds")
    assert tuple(receipt.as_dict()) == keys
