"""The spool: a folder for one import, gone afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from etl.spool import spool
from geodata.settings import Settings

HOLD = """
import sys
from pathlib import Path
from etl.spool import spool
from geodata.settings import Settings
with spool(Settings(home=Path(sys.argv[1]))) as folder:
    (folder / "rows.parquet").write_bytes(b"x")
    print(folder, flush=True)
    sys.stdin.read()
"""


def waiting(home: Path) -> list[Path]:
    return list((home / "tmp").glob("load-*"))


def test_imports_at_the_same_time_do_not_meet(home: Settings) -> None:
    with spool(home) as one, spool(home) as other:
        assert one != other
        assert sorted(waiting(home.home)) == sorted([one, other])

    assert waiting(home.home) == []


def test_what_a_killed_import_left_is_swept_by_the_next(home: Settings) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, "-c", HOLD, str(home.home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        left = Path(running.stdout.readline().strip())
        with spool(home):
            assert left.exists(), "it still runs"
        running.send_signal(signal.SIGKILL)

    with spool(home) as folder:
        assert waiting(home.home) == [folder]
