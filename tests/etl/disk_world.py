"""Run as a program on a small disk: loads one file with less and less of it taken, and prints one JSON object a try.

`python -m tests.etl.disk_world FOLDER FILE room|limit KB…`: FOLDER is the disk; `room` leaves so many KB free, `limit` lets no file grow
beyond so many. After the tries the disk is free again and the file is loaded once more.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

import huitian
from etl.daily import differing_days
from geodata.settings import Settings
from geodata.store.engine import open_store, read_transaction
from geodata.store.models import Batch, Complaint, Quarantine


def main(folder: Path, file: Path, how: str, sizes: list[int]) -> None:
    """Every try, then the one with room; then what is derived, first with as little room as the second try had."""
    home = folder / "home"
    attempt(home, "init")
    for kilobytes in sizes:
        with narrowed(folder, how, kilobytes):
            told = attempt(home, "load", "complaints", str(file), "--json")
        print(json.dumps({"size": kilobytes, **told, **state(home)}, ensure_ascii=False), flush=True)
    told = attempt(home, "load", "complaints", str(file), "--json")
    with narrowed(folder, how, sizes[1]):
        crowded = attempt(home, "build")
    built, checked = attempt(home, "build"), attempt(home, "build", "--check")
    derived = {"crowded": crowded, "built": built["code"], "check": checked["code"]}
    print(json.dumps({"size": None, **told, **state(home), **derived}, ensure_ascii=False), flush=True)


def attempt(home: Path, *words: str) -> dict[str, object]:
    """Exit code and what was said by one command."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            huitian.main(["--home", str(home), *words])
        except SystemExit as end:
            return {"code": end.code, "out": out.getvalue(), "err": err.getvalue()}
    return {"code": None}


def state(home: Path) -> dict[str, object]:
    """Rows of each table, days whose sums are wrong, and what is left in the spool."""
    engine = open_store(Settings(home=home).store_url)
    with read_transaction(engine) as store:
        rows = [store.scalar(select(func.count()).select_from(model)) for model in (Complaint, Quarantine, Batch)]
        wrong = [str(day) for day in differing_days(store)]
    engine.dispose()
    return {"rows": rows, "wrong_days": wrong, "spool": sorted(p.name for p in (home / "tmp").glob("load-*"))}


@contextlib.contextmanager
def narrowed(folder: Path, how: str, kilobytes: int) -> Iterator[None]:
    """The disk with so little room, or files that may not grow, for a while."""
    if how == "limit":
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, before[1]))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return
    ballast, disk = folder / "ballast", os.statvfs(folder)
    with ballast.open("wb") as taken:
        os.posix_fallocate(taken.fileno(), 0, max(1, disk.f_bavail * disk.f_frsize - kilobytes * 1024))
    yield
    ballast.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], [int(word) for word in sys.argv[4:]])
