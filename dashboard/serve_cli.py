"""`huitian serve`: open a demo home on this machine's own address. Accounts come later; until then anything else is refused."""

from __future__ import annotations

import ipaddress
import socket

import click

from dashboard import texts
from geodata.errors import RightsError, SettingsError
from geodata.settings import Settings

THREADS = 8


@click.command("serve", help=texts.SERVE_HELP)
@click.option("--host", default="127.0.0.1", show_default=True, help=texts.SERVE_HOST_HELP)
@click.option("--port", default=8050, show_default=True, type=click.IntRange(1, 65535), help=texts.SERVE_PORT_HELP)
@click.pass_obj
def serve(settings: Settings, host: str, port: int) -> None:
    """Serves until it is stopped. Raises RightsError for a closed home or address, SettingsError for a port that is taken, StoreError."""
    import waitress

    from dashboard.app import create_app

    refuse_unless_open(settings, host)
    door = _bound(host, port)
    app = create_app(settings, is_demo=True)
    server = waitress.create_server(app.server, sockets=[door], threads=THREADS, ident="huitian", clear_untrusted_proxy_headers=True)
    click.echo(texts.SERVE_STARTED.format(host=f"[{host}]" if ":" in host else host, port=port))
    server.run()


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


def refuse_unless_open(settings: Settings, host: str) -> None:
    """Raises RightsError unless the home is a demo home and the address is loopback; StoreError when there is no home."""
    from geodata.store.home import is_demo_home

    if not is_demo_home(settings):
        raise RightsError(texts.SERVE_NEEDS_DEMO.format(home=settings.home))
    if not is_loopback(host):
        raise RightsError(texts.SERVE_NEEDS_LOOPBACK.format(host=host))


def is_loopback(host: str) -> bool:
    """Whether an address to bind is reachable only from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
