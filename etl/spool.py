"""The place under the home where a file's rows wait to be loaded: gone when the import ends, swept by the next one when it was killed."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from geodata.settings import Settings

FOLDER, LOCK = "tmp", "lock"


@contextmanager
def spool(settings: Settings) -> Iterator[Path]:
    """A folder of one import's own; it is removed however the import ends, except by a kill."""
    home = settings.home / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    with _locked(home / LOCK):
        _sweep(home)
        folder = Path(tempfile.mkdtemp(dir=home, prefix="load-"))
        own = _take(folder / LOCK)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if own:
            own.close()


def _sweep(home: Path) -> None:
    """Removes what killed imports left: folders whose lock nobody holds any more."""
    for folder in home.glob("load-*"):
        if abandoned := _take(folder / LOCK):
            shutil.rmtree(folder, ignore_errors=True)
            abandoned.close()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _take(path: Path) -> IO[str] | None:
    """The lock file, held; None while another process holds it or the folder is just going."""
    try:
        file = path.open("w")
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
