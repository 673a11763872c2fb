"""Files put into somebody's folder: room is taken for all of them first, then all appear, or none does."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.texts import brief as words
from geodata.errors import FileRefused
from geodata.store.paper import Paper


@dataclass(frozen=True)
class Stage:
    """Where files wait beside those they will replace."""

    folder: Path
    work: Path

    def write(self, files: Sequence[Paper]) -> None:
        """Write files where nobody sees them. Raises FileRefused."""
        try:
            for file in files:
                (self.work / file.name).write_bytes(file.content)
        except OSError as error:
            raise refused(error, self.folder) from error

    def show(self) -> tuple[Path, ...]:
        """Let them appear, replacing those of the same name. Raises FileRefused."""
        try:
            return tuple(path.replace(self.folder / path.name) for path in sorted(self.work.iterdir()))
        except OSError as error:
            raise refused(error, self.folder) from error


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """A stage in a folder, made if need be; what was not shown is gone afterwards. Raises FileRefused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".brief-", dir=folder))
    except OSError as error:
        raise refused(error, folder) from error
    try:
        yield Stage(folder, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def put_into(folder: Path, files: Sequence[Paper]) -> tuple[Path, ...]:
    """Write files into a folder, all or none. Raises FileRefused."""
    with staged(folder) as stage:
        stage.write(files)
        return stage.show()


def refused(error: OSError, folder: Path) -> FileRefused:
    """What a disk's fault is called."""
    if error.errno == errno.ENOSPC:
        return FileRefused(words.DISK_FULL.format(folder=folder))
    return FileRefused(words.CANNOT_WRITE.format(folder=folder, error=error.strerror or error))
