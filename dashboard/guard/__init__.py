"""The guard: one wall in front of every route, headers on every answer, one shape of refusal, health.

Stock Dash answers any GET address with its page and 200; here only what is in the matrix is answered, to whom the matrix says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from dash import Dash
from flask import Flask, Request, Response, g, request

from dashboard.access.viewer import NOBODY, Viewer
from dashboard.compression import compressed
from dashboard.desk import Desk
from dashboard.guard.callbacks import CALLBACK_PATH, shapes
from dashboard.guard.headers import content_policy, with_headers
from dashboard.guard.limits import Limits
from dashboard.guard.matrix import require_complete, table
from dashboard.guard.refusal import ICON, MOST_BODY_BYTES
from dashboard.guard.wall import Wall, answer, new_request_id
from dashboard.routes.shelf import Shelf
from geodata.errors import HuitianError

GUARD = "guard"         # the wall of a running server, for tests and tools


def guard(app: Dash, desk: Desk, pages: Collection[str], *, identify: Callable[[Request], Viewer] = lambda _: NOBODY) -> None:
    """Put the guard round every route of the app's server; call it after all routes and callbacks are registered.

    Raises SettingsError when a route or page is not in the matrix, or a callback takes a value of no declared type.
    """
    server: Flask = app.server
    server.config["MAX_CONTENT_LENGTH"] = server.config["MAX_FORM_MEMORY_SIZE"] = MOST_BODY_BYTES
    server.url_map.redirect_defaults = server.url_map.merge_slashes = False      # no answer but those of the matrix
    _health_routes(server, desk)
    require_complete(server, pages)
    wall = Wall(table(), pages, shapes(app), identify, Limits(desk.settings.rate_limits == "on"), desk.is_open, desk.settings.public_url)
    server.extensions[GUARD] = wall
    policy, shelf = content_policy(app.csp_hashes()), Shelf()
    is_https = desk.settings.public_url.startswith("https://")

    def begin() -> None:
        g.request_id = new_request_id()
        wall.admit()

    def finish(response: Response) -> Response:
        return with_headers(compressed(response, shelf), policy, request_id=g.get("request_id", ""), is_https=is_https)

    server.before_request(begin)
    server.after_request(finish)
    server.register_error_handler(Exception, answer)


def _health_routes(server: Flask, desk: Desk) -> None:
    def ready() -> Response:
        is_fine = is_ready(desk)
        return Response("ready\n" if is_fine else "not ready\n", 200 if is_fine else 503, mimetype="text/plain")

    server.add_url_rule("/healthz", "healthz", lambda: Response("ok\n", mimetype="text/plain"))
    server.add_url_rule("/readyz", "readyz", ready)


def is_ready(desk: Desk) -> bool:
    """Whether store and history can be read."""
    try:
        desk.data()
        with desk.engine.connect():
            return True
    except HuitianError:
        return False


__all__ = ["CALLBACK_PATH", "GUARD", "ICON", "MOST_BODY_BYTES", "content_policy", "guard", "request"]
