"""A disk that fills up in the middle of an import: said in Chinese, exit code 1, nothing of the file stored, the next try complete."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text

from etl.disk_full import room_for
from etl.load import load_prepared
from geodata.errors import StoreError
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Batch, Complaint
from tests.etl.conftest import csv_text, with_cells
from tests.factories import complaint_frame, prepared
from tests.requirements import need

ROWS, BAD = 4_000, 20
ROOM_KB = (0, 40, 90, 3_600, 4_600)
LIMIT_KB = (1, 200, 2_500)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of several megabytes in the store, some rows unusable."""
    rows = [with_cells(工单编号=f"F{n}", 主要内容="路灯不亮，请尽快维修。" * 30 + str(n)) for n in range(ROWS)]
    path = tmp_path_factory.mktemp("disk") / "工单.csv"
    path.write_text(csv_text(rows + [with_cells(工单编号="")] * BAD), encoding="utf-8")
    return path


def tries(prefix: list[str], *words: str) -> list[dict[str, Any]]:
    """What the program in `disk_world` tells."""
    environment = {"PYTHONPATH": str(ROOT), "HUITIAN_SECRET": "s" * 32, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    done = subprocess.run([*prefix, *words], capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def require_all_or_nothing(told: list[dict[str, Any]]) -> None:
    """Each try either stored everything or nothing, and the last everything."""
    *earlier, last = told
    for one in earlier:
        is_stored = one["rows"][2] > 0
        assert one["rows"][:2] == ([ROWS, BAD] if is_stored else [0, 0]), one
        assert (one["wrong_days"], one["spool"]) == ([], []), one
        assert one["code"] in (0, 1), one
        assert one["code"] == 0 or ("磁盘" in one["err"] and "Traceback" not in one["err"]), one
    assert (last["crowded"]["code"], "磁盘" in last["crowded"]["err"], "Traceback" in last["crowded"]["err"]) == (1, True, False), last
    assert (last["code"], last["rows"][:2], last["built"], last["check"]) == (0, [ROWS, BAD], 0, 0), last


def test_a_full_disk_leaves_nothing_and_is_said(file: Path, tmp_path: Path) -> None:
    made = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    script = f'mount -t tmpfs -o size=48m tmpfs {tmp_path} && exec "$@"'
    can = subprocess.run([*made, script, "sh", "true"], capture_output=True, check=False).returncode == 0
    need("tmpfs", can, "no small disk can be made here")

    program = [sys.executable, "-m", "tests.etl.disk_world", str(tmp_path), str(file), "room"]
    told = tries([*made, script, "sh"], *program, *map(str, ROOM_KB))

    require_all_or_nothing(told)
    assert [one["code"] for one in told[:3]] == [1, 1, 1]


def test_a_file_that_may_not_grow_leaves_nothing_and_is_said(file: Path, tmp_path: Path) -> None:
    told = tries([], sys.executable, "-m", "tests.etl.disk_world", str(tmp_path), str(file), "limit", *map(str, LIMIT_KB))

    require_all_or_nothing(told)


@pytest.mark.postgis
def test_a_full_disk_of_the_server_is_said_as_such(postgis_store: Engine, tmp_path: Path) -> None:
    fault = "RAISE EXCEPTION 'no room' USING ERRCODE = '53100'"
    full = f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {fault}; END $$"
    with write_transaction(postgis_store) as store:
        store.execute(text(full))
        store.execute(text("CREATE TRIGGER full_disk BEFORE INSERT ON complaint EXECUTE FUNCTION full_disk()"))

    with pytest.raises(StoreError, match="磁盘已满"):
        load_prepared(postgis_store, prepared(tmp_path, complaint_frame({}, {"order_no": "B"})))

    with read_transaction(postgis_store) as store:
        assert [store.scalar(select(func.count()).select_from(model)) for model in (Complaint, Batch)] == [0, 0]


def test_other_faults_are_not_taken_for_a_full_disk() -> None:
    with pytest.raises(PermissionError), room_for("导入"):
        raise PermissionError(13, "Permission denied")
    with pytest.raises(StoreError, match="导入：磁盘已满"), room_for("导入"):
        raise OSError(28, "No space left on device")
