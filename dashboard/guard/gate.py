"""Puts the guard round an app: the wall in front of every route, headers on every answer, a log line and a count for each request.

Stock Dash answers any GET address with its page and 200; here only what is in the matrix is answered, to whom the matrix says.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from dash import Dash
from dash.exceptions import InvalidResourceError
from flask import Flask, Request, Response, g, request

from dashboard import texts
from dashboard.access.identify import Identity, cookie_name, identify
from dashboard.access.sessions import FULL
from dashboard.access.share import COOKIE as SHARE_COOKIE
from dashboard.compression import compressed
from dashboard.desk import Desk
from dashboard.guard import logbook
from dashboard.guard.callbacks import shapes
from dashboard.guard.headers import content_policy, with_headers
from dashboard.guard.health import health_routes
from dashboard.guard.lent import lent_viewer
from dashboard.guard.limits import Limits
from dashboard.guard.matrix import Entry, require_complete, table
from dashboard.guard.metrics import Metrics
from dashboard.guard.proxy import behind_proxy
from dashboard.guard.refusal import MOST_BODY_BYTES
from dashboard.guard.wall import Wall, rule_of
from dashboard.routes.shelf import Shelf
from geodata.clock import stopwatch
from geodata.errors import SettingsError

GUARD = "guard"         # the wall of a running server, for tests and tools
MOST_FORM_PARTS = 100
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")


def guard(app: Dash, desk: Desk, pages: Collection[str]) -> None:
    """Put the guard round every route of the app's server; call it after all routes and callbacks are registered.

    Raises SettingsError when a route or page is not in the matrix, a callback takes a value of no declared type, or limits are off for a
    home that is no demo home.
    """
    server: Flask = app.server
    server.config.update(MAX_CONTENT_LENGTH=MOST_BODY_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BODY_BYTES, MAX_FORM_PARTS=MOST_FORM_PARTS)
    server.url_map.merge_slashes = False                # no answer but those of the matrix
    metrics = Metrics()
    server.register_blueprint(health_routes(desk, metrics))
    require_complete(server, pages)
    wall = _wall(app, desk, pages, metrics)
    server.extensions[GUARD] = wall
    _put_round(server, wall, content_policy(app.csp_hashes()), is_https=desk.settings.public_url.startswith("https://"))
    outer: Any = behind_proxy(server.wsgi_app, desk.settings)
    server.wsgi_app = outer                             # type: ignore[method-assign]


def _wall(app: Dash, desk: Desk, pages: Collection[str], metrics: Metrics) -> Wall:
    is_limited = desk.settings.rate_limits == "on"
    if not is_limited and not desk.is_demo:
        raise SettingsError(texts.LIMITS_NEEDED)
    cookie = cookie_name(desk.settings)

    def who(asked: Request, entry: Entry) -> Identity:
        if (viewer := lent_viewer(asked)) is not None:
            return Identity(viewer, FULL)
        token, shared = (asked.cookies.get(name, "") for name in (cookie, SHARE_COOKIE))
        return identify(desk.access, token, asked.remote_addr or "", is_act=not entry.is_by_itself, share_token=shared)

    return Wall(
        entries=table(), pages=pages, shapes=shapes(app), identify=who, trail=desk.access.trail, limits=Limits(is_limited), metrics=metrics,
        cookies=(cookie, SHARE_COOKIE), is_open=desk.is_open, public_url=desk.settings.public_url,
    )  # fmt: skip


def _put_round(server: Flask, wall: Wall, policy: str, *, is_https: bool) -> None:
    shelf = Shelf()

    def begin() -> None:
        g.request_id, g.began = secrets.token_hex(8), stopwatch()
        wall.admit()

    def finish(response: Response) -> Response:
        made = with_headers(compressed(response, shelf), policy, request_id=g.get("request_id", ""), is_https=is_https)
        _write_down(wall, made)
        return made

    server.before_request(begin)
    server.after_request(finish)
    for kind in (Exception, InvalidResourceError):      # Dash answers the second in words of its own
        server.register_error_handler(kind, wall.answer)


def _write_down(wall: Wall, response: Response) -> None:
    """Count the request and log it: its rule, never its address; the number of its account, never a name."""
    seconds, rule, status = stopwatch() - g.get("began", stopwatch()), rule_of(request), response.status_code
    wall.metrics.requests.labels(rule, str(status)).inc()
    wall.metrics.seconds.labels(rule).observe(seconds)
    fields = {
        "request": g.get("request_id", ""), "method": request.method if request.method in METHODS else "?", "rule": rule, "status": status,
        "ms": round(seconds * 1000, 1), "account": g.viewer.account_id if "viewer" in g else None,
    }  # fmt: skip
    logbook.write_request(fields, is_fault=status >= 500, error=g.get("error"))

