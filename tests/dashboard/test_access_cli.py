"""`huitian user` and `huitian device`: the first accounts of a home are made on its machine, none by default."""

from __future__ import annotations

from pathlib import Path

import pytest

import huitian
from dashboard.access.access import Access, open_access
from dashboard.access.accounts import Checked
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.home import open_home


def run(home: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        huitian.main(["--home", str(home), *words])
    return int(str(ended.value.code))


def access_of(home: Path, pack: Pack) -> Access:
    settings = Settings(home=home)
    return open_access(settings, open_home(settings), pack, settings.clock)


@pytest.fixture(scope="module")
def home_of_zhang(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one account, for commands that are refused and change nothing."""
    home = tmp_path_factory.mktemp("cli")
    assert run(home, "user", "add", "zhang", "--name", "张工", "--role", "street", "--area", "110114011") == 0
    return home


def test_a_new_home_has_no_account(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "h", "user", "list") == 0

    assert capsys.readouterr().out == ""


def test_an_account_is_made_with_a_password_printed_alone_and_this_once(
    tmp_path: Path, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "user", "add", "zhang", "--name", "张工", "--role", "street", "--area", "110114011") == 0

    printed = capsys.readouterr()
    password = printed.out.strip()
    assert "72 小时" in printed.err
    assert access_of(tmp_path, pack).accounts.check("zhang", password).checked is Checked.OK
    assert run(tmp_path, "user", "list") == 0
    assert run(tmp_path, "audit", "list") == 0
    again = capsys.readouterr().out
    assert "街道 110114011" in again
    assert password not in again


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("user", "add", "zhang", "--name", "又一个"), 3, "已经有了"),
        (("user", "add", "张工", "--name", "张工"), 2, "登录名"),
        (("user", "add", "li", "--name", "李工", "--role", "street", "--area", "11"), 2, "授权"),
        (("user", "grant", "zhang", "security"), 3, "三员分立"),
        (("user", "grant", "nobody", "city", "--area", "11"), 2, "没有 nobody"),
        (("user", "revoke", "99"), 2, "99"),
        (("user", "stop", "nobody"), 2, "没有 nobody"),
        (("device", "add", "大厅", "--area", "nowhere"), 2, "授权"),
        (("device", "revoke", "7"), 2, "第 7 号"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_and_changes_nothing(
    home_of_zhang: Path, pack: Pack, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    before = access_of(home_of_zhang, pack).accounts.list()
    capsys.readouterr()

    assert run(home_of_zhang, *words) == code

    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""
    assert access_of(home_of_zhang, pack).accounts.list() == before


def test_an_account_is_stopped_started_reset_unlocked_and_signed_out(
    tmp_path: Path, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "user", "add", "zhang", "--name", "张工") == 0
    access = access_of(tmp_path, pack)
    token = access.sessions.open(access.accounts.get("zhang").account_id, "password", "10.0.0.5", "full")
    capsys.readouterr()

    assert run(tmp_path, "user", "sessions", "zhang") == 0
    assert "10.0.0.5" in capsys.readouterr().out
    assert [run(tmp_path, "user", *words) for words in (("sessions", "zhang", "--end"), ("stop", "zhang"), ("start", "zhang"))] == [0, 0, 0]
    assert access.sessions.find(token, "10.0.0.5") is None
    for _ in range(5):
        access.accounts.check("zhang", "wrong")
    assert run(tmp_path, "user", "unlock", "zhang") == 0
    capsys.readouterr()
    assert run(tmp_path, "user", "reset", "zhang") == 0
    assert access.accounts.check("zhang", capsys.readouterr().out.strip()).checked is Checked.OK
    assert run(tmp_path, "user", "reset", "zhang", "--code") == 0


def test_a_wall_is_given_a_link_and_taken_back(tmp_path: Path, pack: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "device", "add", "大厅", "--area", "huitian") == 0
    path, _, token = capsys.readouterr().out.strip().partition("#")

    assert path == "/sign-in/device"
    session = access_of(tmp_path, pack).devices.sign_in(token, "10.0.0.9")
    assert access_of(tmp_path, pack).sessions.find(session, "10.0.0.9") is not None
    assert run(tmp_path, "device", "revoke", "1") == 0
    assert access_of(tmp_path, pack).sessions.find(session, "10.0.0.9") is None
    assert run(tmp_path, "device", "list") == 0
    assert "已失效" in capsys.readouterr().out


def test_a_wall_that_is_not_defined_is_refused_with_the_names_of_all(home_of_zhang: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home_of_zhang, "device", "add", "大厅", "--area", "huitian", "--wall", "distrct") == 2

    said = capsys.readouterr()
    assert "没有名为「distrct」的大屏；已定义：city（市级总览）、district（区级总览）" in said.err
    assert said.out == ""
    assert run(home_of_zhang, "device", "list") == 0
    assert capsys.readouterr().out == ""


def test_the_link_of_a_defined_wall_leads_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "device", "add", "大厅", "--area", "huitian", "--wall", "flood") == 0

    assert capsys.readouterr().out.startswith("/sign-in/device?next=/wall/flood#")
