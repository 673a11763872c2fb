"""A server in a process of its own, on a free port of this machine, ended afterwards."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

PATIENCE_S = 60
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    url: str
    pid: int


@contextmanager
def running(command: Callable[[int], list[str]], log: Path, *, env: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Starts what `command` says for a port and waits until its store can be read; what it prints goes to a log."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as file:
        process = subprocess.Popen(command(port), env=dict(env) if env is not None else None, stdout=file, stderr=file, cwd=ROOT)
        try:
            url = f"http://127.0.0.1:{port}"
            _await(url, process)
            yield Running(url, process.pid)
        finally:
            process.terminate()
            process.wait()


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the server did not come up; exit code {process.poll()}")
