"""Backup and restore: the same content on either engine, from one moment; whatever is damaged, foreign or in the way is refused."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner
from sqlalchemy import func, insert, select

import huitian
from geodata.errors import FileRefused, SettingsError, StoreError, exit_code
from geodata.settings import Settings
from geodata.store.archive import MANIFEST, SIGNATURE, Manifest, open_archive, signature
from geodata.store.audit import trail_of
from geodata.store.backup import Stamp, back_up
from geodata.store.digest import TableDigest
from geodata.store.engine import open_store, read_transaction, write_transaction
from geodata.store.home import create_home, open_home
from geodata.store.migration import known_version, store_version
from geodata.store.models import Account, Batch, Meta, Quarantine, Share, SignIn
from geodata.store.restore import Wish, check, restore
from geodata.store.rowstream import tables
from tests.geodata.every_row import content, fill, row_of

SECRET, OTHER = "s" * 40, "t" * 40
ENGINES = ["sqlite", pytest.param("postgis", marks=pytest.mark.postgis)]
# what a restore itself changes or adds to
LIVING = {"audit", "session", "meta"}

Home = Callable[..., Settings]


@pytest.fixture
def home_on(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """Settings of a home on an engine; nothing is made yet. At most one is on PostGIS: a schema is a test's own."""

    def make(engine: str, name: str, secret: str = SECRET) -> Settings:
        url = str(request.getfixturevalue("postgis_url")) if engine == "postgis" else ""
        return Settings(home=tmp_path / name, database_url=url, secret=secret)

    return make


@pytest.fixture
def full(tmp_path: Path) -> Settings:
    """An embedded home with rows in every table."""
    settings = Settings(home=tmp_path / "full", secret=SECRET)
    filled(settings)
    return settings


def filled(settings: Settings) -> None:
    """Make the home and put rows into every table, the trail as it is written."""
    engine = create_home(settings)
    with write_transaction(engine) as store:
        store.execute(Meta.__table__.delete())  # type: ignore[attr-defined]
    fill(engine)
    for number in range(3):
        trail_of(settings, engine).append("甲", "load", f"文件\t{number}", details={"n": [1.5, None, "二"]})
    engine.dispose()


def backed_up(settings: Settings, path: Path) -> Manifest:
    """A backup of the home in a file."""
    engine = open_home(settings)
    try:
        return back_up(engine, path, Stamp(settings.clock.now(), settings.secret))
    finally:
        engine.dispose()


def contents(settings: Settings) -> dict[str, list[Any]]:
    """All rows of a home."""
    engine = open_store(settings.store_url)
    try:
        return content(engine)
    finally:
        engine.dispose()


def whole_trail(settings: Settings) -> bool:
    """Whether the trail of the home holds."""
    engine = open_home(settings)
    try:
        return trail_of(settings, engine).verify().is_whole
    finally:
        engine.dispose()


@pytest.mark.parametrize("target", ENGINES)
@pytest.mark.parametrize("source", ENGINES)
def test_a_store_comes_back_the_same_on_either_engine(home_on: Home, tmp_path: Path, source: str, target: str) -> None:
    old = home_on(source, "old")
    filled(old)
    manifest, before = backed_up(old, tmp_path / "b.zip"), contents(old)
    new = home_on(target, "new") if source != target else replace(old, home=tmp_path / "new", database_url=old.database_url)

    done = restore(new, tmp_path / "b.zip", Wish(replaces=source == target == "postgis"))

    after = contents(new)
    assert {name: after[name] for name in set(before) - LIVING} == {name: before[name] for name in set(before) - LIVING}
    assert {t.name: t.rows for t in manifest.tables} == {name: len(rows) for name, rows in before.items()}
    assert done.manifest == manifest
    assert done.trail
    assert done.trail.is_whole
    assert all(row in after["audit"] for row in before["audit"])
    assert whole_trail(new)
    again = {t.name: t.digest for t in backed_up(new, tmp_path / "again.zip").tables}
    assert [t.name for t in manifest.tables if again[t.name] != t.digest and t.name not in LIVING] == []


@pytest.mark.parametrize("target", ENGINES)
def test_after_a_restore_rows_get_new_numbers(home_on: Home, full: Settings, tmp_path: Path, target: str) -> None:
    backed_up(full, tmp_path / "b.zip")
    new = home_on(target, "new")
    restore(new, tmp_path / "b.zip")
    engine = open_home(new)

    with write_transaction(engine) as store:
        batch = {k: v for k, v in row_of(Batch.__table__, 20).items() if k != "id"}  # type: ignore[arg-type]
        number = store.execute(insert(Batch).values(batch).returning(Batch.id)).scalar_one()

    assert number == 14
    engine.dispose()


def test_all_sign_ins_end_with_a_restore(full: Settings, tmp_path: Path) -> None:
    backed_up(full, tmp_path / "b.zip")
    restore(full, tmp_path / "b.zip", Wish(replaces=True))
    engine = open_home(full)

    with read_transaction(engine) as store:
        assert store.scalar(select(func.count()).select_from(SignIn).where(SignIn.revoked_at.is_(None))) == 0
    engine.dispose()


def test_the_secret_is_not_in_the_file(full: Settings, tmp_path: Path) -> None:
    backed_up(full, tmp_path / "b.zip")

    with zipfile.ZipFile(tmp_path / "b.zip") as members:
        assert not [name for name in members.namelist() if SECRET.encode() in members.read(name)]
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0


def test_a_file_with_any_byte_changed_is_refused_or_says_the_same(full: Settings, tmp_path: Path) -> None:
    chance, path = random.Random(7), tmp_path / "b.zip"
    manifest = backed_up(full, path)
    whole = path.read_bytes()
    refused = 0
    for _ in range(300):
        at = chance.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        try:
            found, is_signed = check(full, path)
            with open_archive(path) as archive:
                same = all(digest_of(archive, t.name) == t.digest for t in archive.manifest.tables)
            assert not is_signed or (found == manifest and same)
            refused += not is_signed
        except FileRefused:
            refused += 1
    assert refused > 200


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 77])
def test_a_part_said_to_be_packed_in_another_way_is_refused(full: Settings, tmp_path: Path, packing: int) -> None:
    path = tmp_path / "b.zip"
    backed_up(full, path)
    whole, directory, how = path.read_bytes(), b"PK\x01\x02", packing.to_bytes(2, "little")
    entries = [at for at in range(len(whole)) if whole.startswith(directory, at)]
    for at in entries:                                  # the method stands 10 bytes into each entry of the directory
        whole = whole[: at + 10] + how + whole[at + 12 :]
    path.write_bytes(whole)

    with pytest.raises(FileRefused):
        check(full, path)


def digest_of(archive: Any, name: str) -> str:
    """Digest of a table as the archive has it."""
    table = next(t for t in archive.manifest.tables if t.name == name)
    digest = TableDigest()
    for frame in archive.frames(table):
        digest.add(frame)
    return digest.hexdigest()


def test_a_file_cut_anywhere_is_refused(full: Settings, tmp_path: Path) -> None:
    chance, path = random.Random(8), tmp_path / "b.zip"
    backed_up(full, path)
    whole, before = path.read_bytes(), contents(full)
    for length in (0, 1, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(60))):
        path.write_bytes(whole[:length])
        with pytest.raises(FileRefused):
            restore(full, path, Wish(replaces=True))
    assert contents(full) == before


@pytest.mark.parametrize("make", [
    lambda path: path.write_text("order_no,content\n1,路灯不亮\n", encoding="utf-8"),
    lambda path: path.write_bytes(b""),
    lambda path: zipfile.ZipFile(path, "w").close(),
    lambda path: pl.DataFrame({"a": [1]}).write_excel(path),
    lambda path: path.mkdir(),
    lambda path: None,
])  # fmt: skip
def test_a_file_that_is_no_backup_is_refused(home: Settings, tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "b.xlsx"
    make(path)

    with pytest.raises(FileRefused, match="备份"):
        check(home, path)


def rewritten(path: Path, secret: str = SECRET, **changes: Any) -> None:
    """The archive with its manifest changed and signed again."""
    with zipfile.ZipFile(path) as members:
        parts = {name: members.read(name) for name in members.namelist()}
    parts[MANIFEST] = json.dumps({**json.loads(parts[MANIFEST]), **changes}).encode()
    parts[SIGNATURE] = signature(secret, parts[MANIFEST]).encode()
    with zipfile.ZipFile(path, "w") as members:
        for name, part in parts.items():
            members.writestr(name, part)


@pytest.mark.parametrize(("changes", "why"), [
    ({"revision": "9999"}, "先升级程序"),
    ({"format": 2}, "先升级程序"),
    ({"kind": "something"}, "不是本产品"),
    ({"tables": 5}, "不是本产品"),
])  # fmt: skip
def test_a_backup_of_another_time_is_refused(full: Settings, tmp_path: Path, changes: dict[str, Any], why: str) -> None:
    backed_up(full, tmp_path / "b.zip")
    rewritten(tmp_path / "b.zip", **changes)

    with pytest.raises(FileRefused, match=why):
        restore(replace(full, home=tmp_path / "new"), tmp_path / "b.zip")


def test_a_changed_manifest_is_refused(full: Settings, tmp_path: Path) -> None:
    backed_up(full, tmp_path / "b.zip")
    rewritten(tmp_path / "b.zip", OTHER, code_version="0")

    with pytest.raises(FileRefused, match="签名不符"):
        restore(replace(full, home=tmp_path / "new"), tmp_path / "b.zip")


# tables that revision 0003 had with the columns of today
THEN_AS_NOW = {"account", "area", "audit", "batch", "complaint", "daily", "device", "grant", "meta", "quarantine", "session", "share"}


@pytest.mark.parametrize("target", ENGINES)
def test_a_backup_of_an_older_schema_is_brought_forward(home_on: Home, full: Settings, tmp_path: Path, target: str) -> None:
    backed_up(full, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as members:
        unchanged = [t for t in json.loads(members.read(MANIFEST))["tables"] if t["name"] in THEN_AS_NOW]
    rewritten(tmp_path / "b.zip", revision="0003", tables=unchanged)
    new = home_on(target, "new")

    restore(new, tmp_path / "b.zip")

    engine = open_home(new)
    assert store_version(engine) == known_version()
    engine.dispose()


@pytest.mark.parametrize("target", ENGINES)
def test_what_is_there_goes_only_when_asked_for(home_on: Home, full: Settings, tmp_path: Path, target: str) -> None:
    backed_up(full, tmp_path / "b.zip")
    there = home_on(target, "there")
    filled(there)
    engine = open_home(there)
    with write_transaction(engine) as store:
        store.execute(Quarantine.__table__.delete())  # type: ignore[attr-defined]
    engine.dispose()
    before = contents(there)

    with pytest.raises(SettingsError, match="--replace"):
        restore(there, tmp_path / "b.zip")
    assert contents(there) == before

    restore(there, tmp_path / "b.zip", Wish(replaces=True))
    assert len(contents(there)["quarantine"]) == 13
    assert whole_trail(there)


@pytest.mark.parametrize("target", ENGINES)
def test_rows_that_do_not_arrive_as_they_were_are_not_switched_live(home_on: Home, full: Settings, tmp_path: Path, target: str) -> None:
    backed_up(full, tmp_path / "b.zip")
    with open_archive(tmp_path / "b.zip") as archive:
        tables_ = [{**vars(t), "parts": [vars(p) for p in t.parts]} for t in archive.manifest.tables]
    next(t for t in tables_ if t["name"] == "share")["digest"] = "0" * 64
    rewritten(tmp_path / "b.zip", tables=tables_)
    there = home_on(target, "there")
    filled(there)
    before = contents(there)

    with pytest.raises(StoreError, match="share"):
        restore(there, tmp_path / "b.zip", Wish(replaces=True))

    assert contents(there) == before
    assert sorted(p.name for p in there.home.glob("*restoring*")) == []


def test_another_secret_is_refused_and_no_secret_is_made_on_the_way(full: Settings, tmp_path: Path) -> None:
    backed_up(full, tmp_path / "b.zip")
    new = replace(full, home=tmp_path / "new")

    for secret, why in ((OTHER, "指纹"), ("", "没有密钥")):
        with pytest.raises(SettingsError, match=why) as refused:
            restore(replace(new, secret=secret), tmp_path / "b.zip")
        assert exit_code(refused.value) == 3
    assert not new.home.exists()


@pytest.mark.parametrize("target", ENGINES)
def test_under_a_new_secret_what_hung_on_the_old_one_goes(home_on: Home, full: Settings, tmp_path: Path, target: str) -> None:
    backed_up(full, tmp_path / "b.zip")
    new = home_on(target, "new", OTHER)

    done = restore(new, tmp_path / "b.zip", Wish(new_secret=True))

    engine = open_home(new)
    with read_transaction(engine) as store:
        assert store.scalar(select(func.count()).select_from(Account).where(Account.totp_sealed != "")) == 0
        assert store.scalar(select(func.count()).select_from(Share).where(Share.revoked_at.is_(None))) == 0
    engine.dispose()
    assert done.old_trail
    assert len(done.old_trail.read_text(encoding="utf-8").splitlines()) == done.old_trail_rows == 3
    assert whole_trail(new)


def test_a_store_that_somebody_has_open_is_not_replaced(full: Settings, tmp_path: Path) -> None:
    backed_up(full, tmp_path / "b.zip")
    before = contents(full)
    engine = open_home(full)

    with read_transaction(engine), pytest.raises(StoreError, match="其他程序"):
        restore(full, tmp_path / "b.zip", Wish(replaces=True))

    engine.dispose()
    assert contents(full) == before


def test_a_store_that_is_no_database_any_more_is_replaced(full: Settings, tmp_path: Path) -> None:
    manifest = backed_up(full, tmp_path / "b.zip")
    (full.home / "store.sqlite").write_bytes(b"not a database" * 1000)

    with pytest.raises(SettingsError, match="--replace"):
        restore(full, tmp_path / "b.zip")
    restore(full, tmp_path / "b.zip", Wish(replaces=True))

    assert len(contents(full)["complaint"]) == next(t.rows for t in manifest.tables if t.name == "complaint")


@pytest.mark.parametrize("source", ENGINES)
def test_a_backup_shows_one_moment_while_loads_go_on(home_on: Home, tmp_path: Path, source: str) -> None:
    settings = home_on(source, "busy")
    filled(settings)
    ended, started = threading.Event(), threading.Event()

    def load() -> None:
        engine, number = open_home(settings), 100
        while not ended.is_set():
            with write_transaction(engine, is_load=True) as store:
                store.execute(insert(Batch).values(row_of(Batch.__table__, number)))  # type: ignore[arg-type]
                rows = [{**row_of(Quarantine.__table__, number * 10 + n), "batch_id": number + 1} for n in range(5)]  # type: ignore[arg-type]
                store.execute(insert(Quarantine), rows)
            number += 1
            started.set()
        engine.dispose()

    worker = threading.Thread(target=load)
    worker.start()
    try:
        assert started.wait(300)
        counts = []
        while len(counts) < 4 or (counts[-1]["batch"] == counts[0]["batch"] and worker.is_alive()):
            counts.append({t.name: t.rows for t in backed_up(settings, tmp_path / f"{len(counts)}.zip").tables})
    finally:
        ended.set()
        worker.join()

    assert all(c["quarantine"] == 13 + (c["batch"] - 13) * 5 for c in counts)
    assert counts[-1]["batch"] > counts[0]["batch"]


def test_a_backup_that_cannot_be_written_leaves_nothing(full: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "to"
    folder.mkdir()
    (folder / "there.zip").write_text("mine", encoding="utf-8")

    for path in (folder / "there.zip", folder / "missing" / "b.zip"):
        with pytest.raises(FileRefused, match="写备份"):
            backed_up(full, path)

    assert [p.name for p in folder.iterdir()] == ["there.zip"]
    assert (folder / "there.zip").read_text(encoding="utf-8") == "mine"


CHILD = """
import sys
from pathlib import Path
from geodata.settings import Settings
from geodata.store.restore import Wish, restore
settings = Settings(home=Path(sys.argv[1]), secret=sys.argv[3])
restore(settings, Path(sys.argv[2]), Wish(replaces=True), on_rows=lambda rows: print(rows, flush=True))
"""


def test_a_killed_restore_leaves_the_old_store_or_the_new_one(full: Settings, tmp_path: Path) -> None:
    backed_up(full, tmp_path / "b.zip")
    there = replace(full, home=tmp_path / "there")
    shutil.copytree(full.home, there.home)
    with closing(sqlite3.connect(there.home / "store.sqlite")) as raw, raw:
        raw.execute("DELETE FROM quarantine")
    for lines in (0, 3, 12, 18):
        command = [sys.executable, "-c", CHILD, str(there.home), str(tmp_path / "b.zip"), SECRET]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
            assert child.stdout
            for _ in range(lines):
                child.stdout.readline()
            child.kill()

        assert len(contents(there)["quarantine"]) in (0, 13)
        assert len(contents(there)["complaint"]) == 13
    restore(there, tmp_path / "b.zip", Wish(replaces=True))
    assert len(contents(there)["quarantine"]) == 13


def run(home: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    command = [sys.executable, "-m", "huitian", *arguments, "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    return done.returncode, done.stdout, done.stderr


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "b.zip"
    run(home, "init")

    code, out, err = run(home, "backup", "-o", str(path), "--json")
    told = json.loads(out)
    assert (code, told["revision"]) == (0, known_version())
    assert "密钥" in err

    assert run(home, "backup", "-o", str(path))[0] == 2
    assert run(home, "restore", str(path))[0] == 3
    code, out, _ = run(home, "restore", str(path), "--replace", "--json")
    assert (code, json.loads(out)["digest"]) == (0, told["digest"])
    assert run(home, "audit", "verify")[0] == 0
    assert run(home, "build", "--check")[0] == 0


def test_every_table_is_in_a_backup(full: Settings, tmp_path: Path) -> None:
    assert {t.name for t in backed_up(full, tmp_path / "b.zip").tables} == {t.name for t in tables()}


def test_help_is_chinese() -> None:
    for command in ("backup", "restore"):
        assert "备份" in CliRunner().invoke(huitian.cli, [command, "--help"]).output
