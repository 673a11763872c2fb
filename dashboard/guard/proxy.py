"""Whose address a request has where a proxy stands in front: the forwarded one, believed only from the proxy that the settings name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from waitress.proxy_headers import proxy_headers_middleware

from geodata.settings import Settings

PEER = "huitian.peer"           # in the WSGI environment: who really connected
BELIEVED = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def behind_proxy(application: Application, settings: Settings) -> Application:
    """The application, told the client's own address. From anybody but the trusted proxy neither a forwarded address nor a vouched login
    reaches it."""
    inner: Application = proxy_headers_middleware(
        application, trusted_proxy=settings.trusted_proxy or None, trusted_proxy_headers=BELIEVED if settings.trusted_proxy else set()
    )
    vouched = "HTTP_" + settings.trusted_header.upper().replace("-", "_") if settings.trusted_header else ""

    def told(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        peer = environ.get("REMOTE_ADDR", "")
        environ.setdefault("REMOTE_ADDR", "")
        environ[PEER] = peer
        if vouched and peer != settings.trusted_proxy:
            environ.pop(vouched, None)
        return inner(environ, start)

    return told
