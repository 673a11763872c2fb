"""`huitian serve`: open without sign-in only a demo home on this machine's own address; anything else only with accounts."""

from __future__ import annotations

import gc
import ipaddress
import socket
import sys
from dataclasses import dataclass
from typing import Any

import click

from dashboard import texts
from geodata.errors import RightsError, SettingsError
from geodata.settings import Settings

THREADS = 8
MOST_CONNECTIONS = 2000             # a browser holds up to six
IDLE_SECONDS = 60
MOST_HEADER_BYTES = 32 * 1024


@click.command("serve", help=texts.SERVE_HELP)
@click.option("--host", default="127.0.0.1", show_default=True, help=texts.SERVE_HOST_HELP)
@click.option("--port", default=8050, show_default=True, type=click.IntRange(1, 65535), help=texts.SERVE_PORT_HELP)
@click.pass_obj
def serve(settings: Settings, host: str, port: int) -> None:
    """Serves until it is stopped. Raises RightsError without accounts, SettingsError for a port that is taken or settings that may not
    be, StoreError."""
    import waitress

    from dashboard.app import DESK, create_app
    from dashboard.brief.schedule import Runner
    from dashboard.guard.logbook import open_logbook

    opening = opening_of(settings, host)
    door = _bound(host, port)
    app = create_app(settings, is_demo=opening.is_demo, is_open=opening.is_open)
    open_logbook(sys.stderr, settings.clock)
    runner = Runner(app.server.extensions[DESK])
    server = waitress.create_server(app.server, sockets=[door], **server_options())
    settle()
    _greet(settings, opening, host=host, port=port)
    runner.start()
    try:
        server.run()
    finally:
        runner.end()


def settle() -> None:
    """Tell Python that what is there now stays (pack, areas, modules): looking through it for garbage took 0.2 s of a page now and then."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Opening:
    """How a home may be opened: `is_open` without sign-in."""

    is_demo: bool
    is_open: bool


def opening_of(settings: Settings, host: str) -> Opening:
    """How the home may be opened on this address.

    Raises RightsError where sign-in is needed and there is no account, SettingsError for a fixed clock or switched-off limits where
    they may not be, StoreError when there is no home.
    """
    from geodata.store.home import is_demo_home

    is_demo = is_demo_home(settings)
    is_open = is_demo and is_loopback(host)
    if settings.now and not is_demo:
        raise SettingsError(texts.SERVE_FIXED_CLOCK)
    if settings.rate_limits == "off" and not is_open:
        raise SettingsError(texts.LIMITS_NEEDED)
    if not is_open and not has_accounts(settings):
        raise RightsError((texts.SERVE_DEMO_ELSEWHERE if is_demo else texts.SERVE_NEEDS_ACCOUNT).format(home=settings.home, host=host))
    return Opening(is_demo, is_open)


def has_accounts(settings: Settings) -> bool:
    """Whether somebody could sign in: at least one person's account that is not stopped."""
    from sqlalchemy import select

    from geodata.store.engine import read_transaction
    from geodata.store.home import open_home
    from geodata.store.models import Account

    engine = open_home(settings)
    try:
        with read_transaction(engine) as connection:
            found = connection.execute(select(Account.id).where(Account.is_active, ~Account.is_device).limit(1)).first()
            return found is not None
    finally:
        engine.dispose()


def server_options() -> dict[str, Any]:
    """Options of waitress: its limits. Forwarded addresses are the guard's affair (guard.proxy), which also keeps who really connected."""
    from dashboard.guard.matrix import MOST_FILE_BYTES

    return {
        "threads": THREADS,
        "ident": "huitian",
        "connection_limit": MOST_CONNECTIONS,
        "asyncore_use_poll": True,                          # select() ends at 1024 connections
        "channel_timeout": IDLE_SECONDS,
        "cleanup_interval": IDLE_SECONDS // 4,
        "max_request_header_size": MOST_HEADER_BYTES,
        "max_request_body_size": 2 * MOST_FILE_BYTES,       # between this and the guard's limit of a route the guard answers
        "clear_untrusted_proxy_headers": False,
        "expose_tracebacks": False,
    }


def is_loopback(host: str) -> bool:
    """Whether an address to bind is reachable only from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _greet(settings: Settings, opening: Opening, *, host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    click.echo(texts.SERVE_STARTED.format(host=shown, port=port))
    click.echo(texts.SERVE_IS_OPEN if opening.is_open else texts.SERVE_IS_CLOSED)
    if not opening.is_open and not is_loopback(host) and not settings.public_url.startswith("https://"):
        click.echo(texts.SERVE_PLAIN, err=True)


def _bound(host: str, port: int) -> socket.socket:
    """A socket on the address, before anything is read: a taken port is said at once."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
    except OSError as error:
        door.close()
        raise SettingsError(texts.SERVE_PORT.format(host=host, port=port, error=error.strerror)) from error
    return door
