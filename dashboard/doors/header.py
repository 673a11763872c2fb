"""Sign-in by a proxy that has done it already: the login in a header, believed only from that proxy's own address."""

from __future__ import annotations

from flask import request

from dashboard.access.accounts import login_of
from dashboard.guard.proxy import PEER
from geodata.settings import Settings


def vouched_login(settings: Settings) -> str:
    """The login that the trusted proxy names in this request; "" without one, or from any other address."""
    if not settings.trusted_header or not settings.trusted_proxy:
        return ""
    peer = request.environ.get(PEER, "")
    given = request.headers.getlist(settings.trusted_header)
    return login_of(given[0]) if peer == settings.trusted_proxy and len(given) == 1 else ""
