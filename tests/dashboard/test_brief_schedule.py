"""Issuing by the clock, one process at a time, and mail to a server of the test's own."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.access.scope import Scope
from dashboard.brief import editions, post
from dashboard.brief.post import Mail
from dashboard.brief.schedule import SAID, UNSENT, Runner, _turn, due, read_schedule, run_due, told_of
from dashboard.brief.template import OFFICE
from dashboard.desk import Desk
from geodata.clock import Clock, local
from geodata.errors import ServiceError, SettingsError
from geodata.pack import Pack
from geodata.store.engine import write_transaction
from geodata.store.meta import read_meta, write_meta
from tests.dashboard.brief_desk import FILES, SMALL, numbered, opened
from tests.dashboard.brief_world import brief as made_by_hand

MONDAY = local(datetime(2026, 11, 23, 9))
SCHEDULE = '[schedule]\nweekday = 1\nhour = 8\nareas = ["110114011"]\nfolder = "{folder}"\n'
MAIL = '[schedule.mail]\nhost = "127.0.0.1"\nport = {port}\nfrom = "brief@example.org"\nto = ["office@example.org"]\n'


class _Post(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs; what was sent is kept by the server."""

    def handle(self) -> None:
        """One conversation."""
        self._say(b"220 loopback")
        while line := self.rfile.readline().strip():
            word = line.split()[0].upper()
            if word == b"DATA":
                self._say(b"354 go on")
                self.server.received.append(self._body())           # type: ignore[attr-defined]
                self._say(b"250 kept")
            elif word == b"QUIT":
                return self._say(b"221 bye")
            else:
                self._say(b"250 well")
        return None

    def _body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, answer: bytes) -> None:
        self.wfile.write(answer + b"\r\n")


@pytest.fixture
def postbox() -> Iterator[tuple[int, list[bytes]]]:
    """Port of a mail server on this machine, and what it was given."""
    with socketserver.TCPServer(("127.0.0.1", 0), _Post) as server:
        server.received = []                                           # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], server.received                # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


@pytest.fixture
def desk(tmp_path: Path, pack: Pack) -> Iterator[Desk]:
    """A desk on Monday 2026-11-23 at nine: the week that ended on Sunday is due."""
    with opened(tmp_path, pack, now=MONDAY) as found:
        yield found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[Desk]:
    """The same for tests that issue nothing."""
    with opened(tmp_path_factory.mktemp("shared"), pack, now=MONDAY) as found:
        yield found


@pytest.fixture
def reader(shared: Desk) -> Iterator[Desk]:
    """The shared desk; what a test has written for the office is gone afterwards, and no edition is there."""
    yield shared
    shared.settings.home.joinpath(OFFICE).unlink(missing_ok=True)
    assert editions.listing(shared.engine, Scope.municipal(), shared.pack) == ()


def office(desk: Desk, text: str) -> None:
    (desk.settings.home / OFFICE).write_text(text, encoding="utf-8")


def at(desk: Desk, *when: int) -> Desk:
    return replace(desk, clock=Clock(local(datetime(*when))))       # type: ignore[arg-type]


def test_what_is_due_is_issued_once_put_into_the_folder_and_sent(
    desk: Desk, tmp_path: Path, postbox: tuple[int, list[bytes]]
) -> None:
    port, received = postbox
    office(desk, SMALL + SCHEDULE.format(folder=tmp_path / "out") + MAIL.format(port=port))

    made = run_due(desk)

    assert [(line.week, line.number, line.issued_by) for line in made] == [("2026-W47", 1, "定时")]
    assert run_due(desk) == ()
    assert {p.suffix for p in (tmp_path / "out" / "110114011_2026-W47_1").iterdir()} == {".docx", ".pptx", ".xlsx", ".png"}
    assert len(received) == 1
    message = message_from_bytes(received[0], policy=policy.default)
    assert message["Subject"] == "回龙观街道城市运行周报 2026 年第 1 期"
    assert made[0].digest in message.get_body().get_content()          # type: ignore[union-attr]
    assert sorted(Path(str(part.get_filename())).suffix for part in message.iter_attachments()) == [".docx", ".pptx", ".xlsx"]
    assert [entry.actor for entry in desk.access.trail.rows(action="brief.issue")] == ["定时"]


def test_a_mail_that_was_not_taken_goes_the_next_time(desk: Desk, tmp_path: Path, postbox: tuple[int, list[bytes]]) -> None:
    port, received = postbox
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        office(desk, SMALL + SCHEDULE.format(folder=tmp_path / "out") + MAIL.format(port=nobody.getsockname()[1]))
        with pytest.raises(ServiceError, match="邮件没有发出"):
            run_due(desk)
    assert "邮件没有发出" in (read_meta(desk.engine, SAID) or "")
    office(desk, SMALL + SCHEDULE.format(folder=tmp_path / "out") + MAIL.format(port=port))

    assert run_due(desk) == ()

    assert len(received) == 1
    assert len(editions.listing(desk.engine, Scope.municipal(), desk.pack)) == 1


def test_an_edition_that_was_issued_before_the_machine_stopped_is_delivered_when_it_is_back(desk: Desk, tmp_path: Path) -> None:
    made = replace(numbered(made_by_hand(with_maps=False)), area="110114011", area_name="回龙观街道")
    editions.freeze(desk.engine, desk.pack, made, "t" * 64, FILES)
    with write_transaction(desk.engine) as store:
        write_meta(store, UNSENT, "110114011:2026-W47,110114011:2026-W40")
    office(desk, SCHEDULE.format(folder=tmp_path / "out"))

    assert run_due(desk) == ()

    assert [folder.name for folder in (tmp_path / "out").iterdir()] == ["110114011_2026-W47_1"]
    assert read_meta(desk.engine, UNSENT) == ""


@pytest.mark.parametrize(("when", "weeks"), [
    ((2026, 11, 23, 7), []), ((2026, 11, 23, 8), ["2026-W47"]), ((2026, 11, 29, 23), ["2026-W47"]), ((2026, 11, 30, 8), ["2026-W48"]),
])  # fmt: skip
def test_the_week_before_is_due_from_its_hour_on(reader: Desk, when: tuple[int, ...], weeks: list[str]) -> None:
    office(reader, SCHEDULE.format(folder=""))
    schedule = read_schedule(reader)

    assert schedule is not None
    assert [week.name for _, week in due(at(reader, *when), schedule)] == weeks


def test_only_one_process_is_at_it(store: Engine, tmp_path: Path) -> None:
    with _turn(store, tmp_path) as first, _turn(store, tmp_path) as second:
        assert (first, second) == (True, False)
    with _turn(store, tmp_path) as third:
        assert third


@pytest.mark.parametrize(("text", "line", "said"), [
    ("[schedule]\nweekday = 8\nareas = [\"11\"]\n", 2, "weekday"),
    ("[schedule]\nhour = 24\nareas = [\"11\"]\n", 2, "hour"),
    ("[schedule]\nareas = [\"nowhere\"]\n", 2, "不认识的区域「nowhere」"),
    ("[schedule]\nhour = 8\n", 1, "areas"),
    ("[schedule]\nareas = [\"11\"]\nwhen = 1\n", 3, "不认识的项「when」"),
    ("[schedule]\nareas = [\"11\"]\n[schedule.mail]\nhost = \"x\"\n", 3, "from"),
    ("[schedule]\nareas = [\"11\"]\n[schedule.mail]\nhots = \"x\"\n", 4, "不认识的项「hots」"),
])  # fmt: skip
def test_a_fault_of_the_schedule_is_told_with_its_line(reader: Desk, text: str, line: int, said: str) -> None:
    office(reader, text)

    with pytest.raises(SettingsError) as error:
        read_schedule(reader)
    assert f"第 {line} 行" in str(error.value)
    assert said in str(error.value)
    assert said in told_of(reader)


def test_without_a_schedule_the_command_says_where_it_is_written(reader: Desk) -> None:
    with pytest.raises(SettingsError, match=OFFICE):
        run_due(reader)
    assert "没有定时编发" in told_of(reader)


def test_a_runner_survives_a_fault_and_waits_before_it_tries_again(reader: Desk) -> None:
    office(reader, "[schedule]\nweekday = 8\n")
    runner = Runner(reader)

    runner.look()
    office(reader, SCHEDULE.format(folder=""))
    runner.look()

    assert editions.listing(reader.engine, Scope.municipal(), reader.pack) == ()


def test_a_message_names_its_edition_and_carries_no_pictures() -> None:
    mail = Mail("127.0.0.1", 25, "brief@example.org", ("a@example.org", "b@example.org"))
    line = editions.Line(1, "huitian", "回天地区", "2026-W47", 47, 2, local(datetime(2026, 11, 23, 9)), "jian", None, "d" * 64, "", True)

    message = post.message_of(mail, line, made_by_hand(with_maps=False), FILES)

    assert message["Subject"] == "回天地区城市运行周报 2026 年第 47 期（第 2 版）"
    assert message["To"] == "a@example.org, b@example.org"
    assert [part.get_filename() for part in message.iter_attachments()] == ["brief.docx"]
