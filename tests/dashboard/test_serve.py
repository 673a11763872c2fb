"""`huitian serve` opens demo homes on this machine's own address and nothing else."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from dashboard.serve_cli import is_loopback, refuse_unless_open
from geodata.errors import RightsError, StoreError, exit_code
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.founding import found_home
from huitian import main


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_addresses_are_this_machine_s_own(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "example.org", "", "127.0.0.1.example.org"])
def test_any_other_address_is_not(host: str) -> None:
    assert not is_loopback(host)


def test_a_demo_home_opens_on_loopback(demo_home: Settings) -> None:
    refuse_unless_open(demo_home, "127.0.0.1")


def test_a_demo_home_stays_closed_on_any_other_address(demo_home: Settings) -> None:
    with pytest.raises(RightsError, match=r"0\.0\.0\.0") as refusal:
        refuse_unless_open(demo_home, "0.0.0.0")

    assert exit_code(refusal.value) == 3


def test_a_home_with_real_data_stays_closed_until_there_are_accounts(home: Settings, pack: Pack) -> None:
    found_home(home, pack).dispose()

    with pytest.raises(RightsError, match="账号"):
        refuse_unless_open(home, "127.0.0.1")


def test_a_home_that_was_never_made_is_named(home: Settings) -> None:
    with pytest.raises(StoreError, match="huitian init"):
        refuse_unless_open(home, "127.0.0.1")


def test_the_command_ends_with_three_and_a_chinese_reason(demo_home: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["serve", "--host", "0.0.0.0", "--home", str(demo_home.home)])

    said = capsys.readouterr()
    assert (end.value.code, said.out) == (3, "")
    assert "本机回环地址" in said.err


def test_a_port_that_is_taken_is_named(demo_home: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        with pytest.raises(SystemExit) as end:
            main(["serve", "--port", port, "--home", str(Path(demo_home.home))])

    assert end.value.code == 3
    assert port in capsys.readouterr().err
