"""`huitian brief`: drafts and editions as files, what stands in the way said with exit code 2."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.brief.template import OFFICE
from dashboard.desk import Desk
from geodata.pack import Pack
from tests.dashboard.brief_desk import SMALL, WEEK, opened
from tests.etl.disk_world import attempt

AREA = "110114011"
NAMES = {f"{AREA}-{WEEK}{rest}" for rest in (".docx", ".pptx", ".xlsx", "-complaints.weeks.png")}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Desk]:
    """A demo home with a template that is quickly drawn, the Monday after its last week."""
    with opened(tmp_path_factory.mktemp("cli"), pack) as found, pytest.MonkeyPatch.context() as environment:
        environment.setenv("HUITIAN_NOW", "2026-11-16T09:00")
        found.settings.home.joinpath(OFFICE).write_text(SMALL, encoding="utf-8")
        yield found


def brief(desk: Desk, *words: str) -> dict[str, Any]:
    """What the command says."""
    return attempt(desk.settings.home, "brief", *words)


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


def test_a_draft_is_written_and_told_for_machines(desk: Desk, tmp_path: Path) -> None:
    said = brief(desk, "--area", AREA, "--week", WEEK, "-o", str(tmp_path / "out"), "--json")

    told = json.loads(said["out"])
    assert (said["code"], told["edition"], told["number"], told["area"], told["week"]) == (0, None, 0, AREA, WEEK)
    assert told["files"] == hashes(tmp_path / "out")
    assert set(told["files"]) == NAMES
    assert told["figures"]["complaints.count"] is not None


def test_an_edition_is_issued_once_and_taken_out_again_as_it_was(desk: Desk, tmp_path: Path) -> None:
    asked = ("--area", AREA, "--week", WEEK, "--issue", "--note", "测试")

    said = brief(desk, *asked, "-o", str(tmp_path / "first"), "--json")
    told = json.loads(said["out"])
    again = brief(desk, *asked, "-o", str(tmp_path / "second"))
    taken = brief(desk, "--edition", str(told["edition"]), "-o", str(tmp_path / "taken"))

    assert (said["code"], again["code"], taken["code"]) == (0, 2, 0)
    assert hashes(tmp_path / "first") == hashes(tmp_path / "taken") == told["files"]
    assert "没有重复编发" in again["err"]
    assert list((tmp_path / "second").iterdir()) == []


def test_an_edition_whose_files_cannot_appear_is_named_with_the_way_to_them(desk: Desk, tmp_path: Path) -> None:
    in_the_way = tmp_path / f"{AREA}-2026-W45.xlsx" / "somebody's"
    in_the_way.mkdir(parents=True)

    said = brief(desk, "--area", AREA, "--week", "2026-W45", "--issue", "--note", "测试", "-o", str(tmp_path))

    assert said["code"] == 2
    assert "已编发并存入数据库" in said["err"]
    number = said["err"].partition("--edition ")[2].split()[0]
    assert brief(desk, "--edition", number, "-o", str(tmp_path / "elsewhere"))["code"] == 0
    assert in_the_way.is_dir()


@pytest.mark.parametrize(("words", "said"), [
    ((), "-o"), (("-o", "out", "--week", "2026-46"), "2026-46"), (("-o", "out", "--area", "999"), "999"),
    (("-o", "out", "--edition", "4711"), "周报"),
])  # fmt: skip
def test_what_cannot_be_made_is_said_and_nothing_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)

    told = brief(desk, *words)

    assert told["code"] == 2
    assert said in told["err"]
    assert list(tmp_path.iterdir()) == []
