"""`huitian serve`: open a demo home on this machine's own address. Accounts come later; until then anything else is refused."""

from __future__ import annotations

import ipaddress

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
    app = create_app(settings, is_demo=True)
    try:
        server = waitress.create_server(
            app.server, host=host, port=port, threads=THREADS, ident="huitian", clear_untrusted_proxy_headers=True
        )
    except OSError as error:
        raise SettingsError(texts.SERVE_PORT.format(host=host, port=port, error=error)) from error
    click.echo(texts.SERVE_STARTED.format(host=f"[{host}]" if ":" in host else host, port=port))
    server.run()


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
