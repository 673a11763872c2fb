"""`huitian load`: receipts on stdout, reasons on stderr, exit codes as the design says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.settings import Settings
from geodata.store.audit import operator, trail_of
from geodata.store.home import create_home, open_home
from tests.etl.conftest import csv_text, with_cells

KEYS = ["file", "sha256", "feed", "batch", "read", "loaded", "updated", "unchanged", "quarantined", "located", "seconds"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cli")
    create_home(Settings(home=made / "home")).dispose()
    (made / "good.csv").write_text(
        csv_text([with_cells(工单编号=str(n)) for n in range(5)] + [with_cells(工单编号="")]), encoding="gb18030"
    )
    (made / "bad.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    return made


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "huitian", "--home", "home", "load", *words]
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "HUITIAN_SECRET": "s" * 32}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)


def test_json_is_one_object_a_file_and_no_bar(folder: Path) -> None:
    done = run(folder, "complaints", "good.csv", "--json")

    receipt = json.loads(done.stdout)
    assert (done.returncode, done.stderr, list(receipt)) == (0, "", KEYS)
    assert (receipt["read"], receipt["quarantined"]) == (6, 1)


def test_a_refused_file_keeps_no_other_out(folder: Path) -> None:
    done = run(folder, "complaints", "bad.csv", "good.csv", "--json", "--dry-run")

    assert done.returncode == 2
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["good.csv"]
    assert "读取 bad.csv：缺少必需的列" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["complaints", "bad.csv"], "缺少必需的列 order_no"),
        (["nothing", "good.csv"], "没有“nothing”这类数据"),
        (["complaints", "none.csv"], "没有这个文件"),
        (["complaints", "good.csv", "--mapping", "none.toml"], "读取对应表 none.toml"),
        (["complaints", "good.csv", "--crs", "gps"], "坐标系“gps”不认识"),
    ],
)
def test_what_is_refused_exits_with_2_and_says_why_on_stderr_only(folder: Path, words: list[str], said: str) -> None:
    done = run(folder, *words)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_person_reads_the_four_counts(folder: Path) -> None:
    done = run(folder, "complaints", "good.csv", "--dry-run")

    assert "读入 6 行 = 新增" in done.stdout
    assert "退回 1" in done.stdout


def test_every_load_stands_in_the_audit_trail_also_one_that_was_refused(folder: Path) -> None:
    home = Settings(home=folder / "home", secret="s" * 32)
    trail = trail_of(home, open_home(home))
    before = trail.verify().rows

    run(folder, "complaints", "bad.csv")
    run(folder, "complaints", "bad.csv", "--dry-run")

    assert trail.verify().is_whole
    assert trail.verify().rows == before + 1
    newest = trail.rows(1)[0]
    assert (newest.actor, newest.action, newest.subject, newest.details) == (operator(), "load", "bad.csv", {"feed": "complaints"})
