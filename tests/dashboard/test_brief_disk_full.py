"""A disk that is full while an edition is issued: said, nothing half written, nothing issued, and the same edition the next time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from dashboard.access.scope import Scope
from dashboard.brief import editions
from dashboard.brief.week import week_named
from geodata.errors import StoreError
from geodata.pack import Pack
from geodata.store.engine import write_transaction
from geodata.store.paper import Paper
from tests.dashboard.brief_desk import FILES, WEEK, files_up_to, numbered
from tests.dashboard.brief_world import brief as made_by_hand
from tests.requirements import need

ROOT = Path(__file__).resolve().parents[2]
OLD = {"110114011-2026-W46.docx": 3}


def tries(prefix: list[str], *words: str) -> list[dict[str, Any]]:
    """What the program in `brief_disk` tells."""
    environment = {"PYTHONPATH": str(ROOT), "HUITIAN_NOW": "2026-11-16T09:00", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    program = [sys.executable, "-m", "tests.dashboard.brief_disk", *words]
    done = subprocess.run([*prefix, *program], capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def require_nothing_issued(told: dict[str, Any], files: dict[str, int]) -> None:
    assert told["code"] in (1, 2), told
    assert "磁盘" in told["err"], told
    assert "Traceback" not in told["err"], told
    assert (told["editions"], told["is_free"], told["files"]) == ([], True, files), told


def require_issued(told: dict[str, Any]) -> None:
    assert (told["code"], told["editions"], told["is_free"]) == (0, ["2026 年第 1 期"], False), told
    assert {Path(name).suffix for name in told["files"]} == {".docx", ".pptx", ".xlsx", ".png"}, told
    assert min(told["files"].values()) > 1_000, told


def test_a_full_disk_under_the_folder_or_the_store_issues_nothing(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.mkdir()
    made = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    script = f'mount -t tmpfs -o size=96m tmpfs {small} && exec "$@"'
    can = subprocess.run([*made, script, "sh", "true"], capture_output=True, check=False).returncode == 0
    need("tmpfs", can, "no small disk can be made here")

    no_folder, no_store, room = tries([*made, script, "sh"], str(small), str(large))

    require_nothing_issued(no_folder, {})
    assert "写周报文件" in no_folder["err"]
    require_nothing_issued(no_store, OLD)
    assert "写入数据库" in no_store["err"]
    require_issued(room)


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file of this process may grow over 200 kB."""
    with files_up_to(200_000):
        yield


def require_no_edition(store: Engine, pack: Pack) -> None:
    assert editions.listing(store, Scope.municipal(), pack) == ()
    assert editions.place_of(store, pack, "huitian", week_named(WEEK)) == editions.Place(1, 1, None)


def test_a_store_that_cannot_grow_keeps_no_half_of_an_edition(sqlite_store: Engine, pack: Pack, small_files: None) -> None:
    large = (*FILES, Paper("brief.pptx", "application/octet-stream", bytes(2_000_000)))

    with pytest.raises(StoreError, match="磁盘"):
        editions.freeze(sqlite_store, pack, numbered(made_by_hand(with_maps=False), week=WEEK), "t" * 64, large)

    require_no_edition(sqlite_store, pack)
    assert editions.freeze(sqlite_store, pack, numbered(made_by_hand(with_maps=False), week=WEEK), "t" * 64, FILES).number == 1


@pytest.mark.postgis
def test_a_full_disk_of_the_server_keeps_no_half_of_an_edition(postgis_store: Engine, pack: Pack) -> None:
    fault = "RAISE EXCEPTION 'no room' USING ERRCODE = '53100'"
    with write_transaction(postgis_store) as store:
        store.execute(text(f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {fault}; END $$"))
        store.execute(text("CREATE TRIGGER full_disk BEFORE INSERT ON edition_file FOR EACH ROW EXECUTE FUNCTION full_disk()"))

    with pytest.raises(StoreError, match="磁盘已满"):
        editions.freeze(postgis_store, pack, numbered(made_by_hand(with_maps=False), week=WEEK), "t" * 64, FILES)

    require_no_edition(postgis_store, pack)
