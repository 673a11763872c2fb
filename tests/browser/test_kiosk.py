"""`docker/kiosk.sh` on a real browser: starts it by the device's link, starts it anew when it ends, waits for a server."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from dashboard.access.access import Access, open_access
from geodata.pack import Pack
from geodata.settings import Settings
from tests.browser.conftest import served
from tests.browser.mapworld import CHROMIUM, FLAGS
from tests.people import OFFICE, closed_home
from tests.requirements import need

pytestmark = pytest.mark.browser

KIOSK = Path(__file__).parents[2] / "docker" / "kiosk.sh"
PATIENCE = 1200         # looks, a tenth of a second apart
EVERY = Event()         # never set: a look at the watch that no test reads


@contextmanager
def guarded(folder: Path, link: str, **settings: str) -> Iterator[Path]:
    """The guard at work; its log."""
    file, log, home = folder / "link", folder / "kiosk.log", folder / "profile"
    file.write_text(f"{link}\n", encoding="utf-8")
    given = {"KIOSK_BROWSER": str(CHROMIUM), "KIOSK_PROFILE": str(home), "KIOSK_EVERY_S": "1", **settings}
    with log.open("wb") as out:
        guard = subprocess.Popen([KIOSK, file, "--headless=new", *FLAGS], env={**os.environ, **given}, stdout=out, stderr=out)
    try:
        yield log
    finally:
        guard.send_signal(signal.SIGTERM)
        guard.wait(timeout=60)
        assert not processes(home)


def processes(profile: Path) -> list[int]:
    """Ids of the processes that have this profile."""
    wanted, found = f"--user-data-dir={profile}".encode(), []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = one.read_bytes().split(b"\0")
        except OSError:
            continue
        if wanted in arguments and not any(a.startswith(b"--type=") for a in arguments):
            found.append(int(one.parent.name))
    return found


def until(holds: Callable[[], object], log: Path) -> None:
    """Waits for it; fails with what the guard said."""
    for _ in range(PATIENCE):
        if holds():
            return
        EVERY.wait(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Settings:
    """A real home with accounts."""
    need("browser", CHROMIUM.is_file(), f"no browser at {CHROMIUM}")
    return closed_home(tmp_path_factory.mktemp("kiosk"), pack)


def test_the_browser_is_signed_in_by_the_link_and_started_anew_when_it_ends(home: Settings, tmp_path: Path, pack: Pack) -> None:
    with served(home, is_open=False) as site:
        access = open_access(home, site.desk.engine, pack, home.clock)
        link = f"{site.url}/sign-in/device#{access.devices.add('大厅', 'huitian', by=OFFICE)}"
        with guarded(tmp_path, link) as log:
            until(lambda: signed_in(access), log)
            first = processes(tmp_path / "profile")
            os.kill(first[0], signal.SIGKILL)
            until(lambda: len(signed_in(access)) == 2, log)
            second = processes(tmp_path / "profile")

            said = log.read_text(encoding="utf-8")
            lines = [Path(f"/proc/{one}/cmdline").read_bytes() for one in second]
            page = tmp_path / "profile" / "start.html"

    assert first != second
    assert "the browser ended" in said
    assert not any(link.partition("#")[2].encode() in line for line in lines)
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_a_page_without_a_sign_of_life_is_started_anew(home: Settings, tmp_path: Path) -> None:
    with served(home, is_open=False) as site, guarded(tmp_path, f"{site.url}/sign-in/device#{'x' * 43}", KIOSK_SILENT_S="3") as log:
        until(lambda: log.read_text(encoding="utf-8").count("browser started") > 1, log)

        assert "no sign of life" in log.read_text(encoding="utf-8")


def test_no_browser_is_started_while_the_server_is_away(tmp_path: Path) -> None:
    with guarded(tmp_path, f"http://127.0.0.1:9/sign-in/device#{'x' * 43}") as log:
        until(lambda: log.read_text(encoding="utf-8").count("does not answer") > 1, log)

        assert "browser started" not in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("link", ["", "http://wall.example/", "http://wall.example/sign-in/device#x\"><script>", "file:///etc/passwd"])
def test_a_file_without_a_device_link_is_refused(tmp_path: Path, link: str) -> None:
    file = tmp_path / "link"
    file.write_text(link, encoding="utf-8")

    done = subprocess.run([KIOSK, file], env={**os.environ, "HOME": str(tmp_path)}, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "link" in done.stderr


def signed_in(access: Access) -> list[str]:
    """What the trail knows of screens that signed in."""
    return [e.action for e in access.trail.rows(200) if e.action == "device.sign_in"]
