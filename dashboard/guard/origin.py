"""Whether a request that changes something comes from our own pages, told by headers that no page of another site can set."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Request

SAFE_METHODS = ("GET", "HEAD")
OWN_SITES = ("same-origin", "none")     # none: typed into the address bar
OWN_NAMES = ("localhost",)


def is_own(request: Request, *, public_url: str, has_cookie: bool) -> bool:
    """False for an unsafe request from elsewhere, and for one that carries a cookie of ours and does not say where it comes from."""
    if request.method in SAFE_METHODS:
        return True
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in OWN_SITES
    if origin is not None:
        return _netloc(origin) in {request.host.lower(), _netloc(public_url)} - {""}
    return not has_cookie


def is_own_host(host: str) -> bool:
    """Whether a Host header names this machine. An open home answers to nothing else: any site can have a name of its own point here."""
    if not _is_plain(host):
        return False
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name in OWN_NAMES or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _is_plain(host: str) -> bool:
    return host.isascii() and not set(host) & set("/?#@\\ ")


def _netloc(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""
