"""`huitian serve` opens without sign-in only demo homes on this machine's own address; anything else needs accounts."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from waitress.adjustments import Adjustments

from dashboard.access.access import open_access
from dashboard.app import create_app
from dashboard.guard.refusal import MOST_BODY_BYTES
from dashboard.serve_cli import Opening, is_loopback, opening_of, server_options
from geodata.clock import local
from geodata.errors import RightsError, SettingsError, StoreError, exit_code
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.founding import found_home
from huitian import main
from tests.people import OFFICE


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_addresses_are_this_machine_s_own(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "example.org", "", "127.0.0.1.example.org"])
def test_any_other_address_is_not(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_demo_home_opens_without_sign_in_on_loopback(demo_home: Settings, host: str) -> None:
    assert opening_of(demo_home, host) == Opening(is_demo=True, is_open=True)


def test_a_demo_home_without_accounts_stays_closed_on_any_other_address(demo_home: Settings) -> None:
    with pytest.raises(RightsError, match=r"0\.0\.0\.0") as refusal:
        opening_of(replace(demo_home, rate_limits="on"), "0.0.0.0")

    assert exit_code(refusal.value) == 3


def test_a_home_with_real_data_stays_closed_until_there_are_accounts(home: Settings, pack: Pack) -> None:
    found_home(home, pack).dispose()

    with pytest.raises(RightsError, match="账号"):
        opening_of(home, "127.0.0.1")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize("demo", [True, False])
def test_with_an_account_a_home_opens_anywhere_but_only_a_demo_home_on_loopback_without_sign_in(
    home: Settings, pack: Pack, host: str, demo: bool
) -> None:
    engine = found_home(home, pack, demo=demo)
    open_access(home, engine, pack, home.clock).accounts.add("li", "li", by=OFFICE)
    engine.dispose()

    assert opening_of(home, host) == Opening(is_demo=demo, is_open=demo and host == "127.0.0.1")


def test_a_stopped_account_opens_nothing(home: Settings, pack: Pack) -> None:
    engine = found_home(home, pack)
    accounts = open_access(home, engine, pack, home.clock).accounts
    accounts.add("li", "li", by=OFFICE)
    accounts.stop("li", by=OFFICE)
    engine.dispose()

    with pytest.raises(RightsError):
        opening_of(home, "127.0.0.1")


def test_a_fixed_clock_is_refused_with_real_data(home: Settings, pack: Pack) -> None:
    found_home(home, pack).dispose()

    with pytest.raises(SettingsError, match="HUITIAN_NOW"):
        opening_of(replace(home, now=local(datetime(2026, 7, 16))), "127.0.0.1")


@pytest.mark.parametrize("demo", [True, False])
def test_limits_are_off_only_where_nobody_else_can_ask(home: Settings, pack: Pack, demo: bool) -> None:
    found_home(home, pack, demo=demo).dispose()

    with pytest.raises(SettingsError, match="HUITIAN_RATE_LIMITS"):
        opening_of(replace(home, rate_limits="off"), "0.0.0.0" if demo else "127.0.0.1")


def test_an_app_of_real_data_does_not_start_without_limits(home: Settings, pack: Pack) -> None:
    found_home(home, pack).dispose()

    with pytest.raises(SettingsError, match="HUITIAN_RATE_LIMITS"):
        create_app(replace(home, rate_limits="off"))


def test_the_server_takes_every_option_it_is_given(demo_home: Settings) -> None:
    adjusted = Adjustments(**server_options())

    assert adjusted.max_request_body_size > MOST_BODY_BYTES
    assert adjusted.max_request_header_size <= 64 * 1024


def test_a_home_that_was_never_made_is_named(home: Settings) -> None:
    with pytest.raises(StoreError, match="huitian init"):
        opening_of(home, "127.0.0.1")


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
