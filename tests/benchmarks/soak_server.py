"""The server of a soak: a process of its own whose clock is moved by hand (the time of a file) and whose store can be taken away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from geodata.clock import Clock, local
from geodata.settings import Settings
from tests.benchmarks.own_server import running

START = local(datetime(2026, 7, 16, 14, 30))
CLOCK_FILE = "clock"


class SteeredClock(Clock):
    """Tells the time that a file was last changed; pages are told that it stands still."""

    def __init__(self, file: Path) -> None:
        self._file = file
        super().__init__(START)

    def now(self) -> datetime:
        """The time of the file."""
        return local(datetime.fromtimestamp(self._file.stat().st_mtime).astimezone())


class SteeredSettings(Settings):
    """Settings whose clock is that of the file `clock` beside the home."""

    @property
    def clock(self) -> Clock:
        """The clock of the file."""
        return SteeredClock(self.home.parent / CLOCK_FILE)


@dataclass(frozen=True)
class Server:
    """The running server."""

    url: str
    pid: int
    home: Path

    def steer(self, now: datetime) -> None:
        """Set its clock."""
        steer(self.home, now)

    def load(self, name: str) -> None:
        """New orders come in, by the ordinary command."""
        env = {**os.environ, "HUITIAN_HOME": str(self.home)}
        command = [sys.executable, "-m", "huitian", "load", "complaints", str(self.home.parent / name)]
        subprocess.run(command, env=env, check=True, capture_output=True)

    def rss_mb(self) -> float:
        """Resident memory of its process."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return round(int(status.partition("VmRSS:")[2].split()[0]) / 1024, 1)

    @contextmanager
    def without_store(self) -> Iterator[None]:
        """The store's file is gone for a while."""
        file = self.home / "store.sqlite"
        away = file.with_suffix(".away")
        file.rename(away)
        try:
            yield
        finally:
            away.rename(file)


def steer(home: Path, now: datetime) -> None:
    """Set the clock of a home's server."""
    file = home.parent / CLOCK_FILE
    file.touch()
    os.utime(file, (now.timestamp(), now.timestamp()))


@contextmanager
def serving(settings: Settings) -> Iterator[Server]:
    """A server of this demo home on a free loopback port; ended afterwards."""

    def command(port: int) -> list[str]:
        return [sys.executable, "-m", "tests.benchmarks.soak_server", str(settings.home), str(port)]

    steer(settings.home, START)
    with running(command, settings.home.parent / "server.log") as found:
        yield Server(found.url, found.pid, settings.home)


def main() -> None:
    """Serves HOME on PORT as `huitian serve` does."""
    import waitress

    from dashboard.app import create_app
    from dashboard.serve_cli import server_options, settle

    home, port = Path(sys.argv[1]), int(sys.argv[2])
    app = create_app(SteeredSettings(home=home, rate_limits="off"), is_demo=True)
    settle()
    waitress.create_server(app.server, host="127.0.0.1", port=port, **server_options()).run()


if __name__ == "__main__":
    main()
