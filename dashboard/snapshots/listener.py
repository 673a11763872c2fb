"""The browser's own way in: a second ear of the same app on a random port of this machine, deaf to everybody without a key of the moment.

A key opens for one picture and stands for the viewer who asked for it; the guard then decides as it would for that viewer. No session
leaves the product, nothing that one viewer was shown is kept for the next, no address of another host is ever asked for, and what a
request calls itself (Host, forwarded addresses) is not heard.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.cookies import CookieError, SimpleCookie
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from dashboard.access.viewer import Viewer
from dashboard.guard.lent import LENT
from dashboard.snapshots.browser import COOKIE, NOWHERE

HOST = "127.0.0.1"
_DEAF = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_ACCEPT_ENCODING", "HTTP_COOKIE")
_KEEPING = ("cache-control", "vary", "etag", "last-modified", "expires")
EVERYBODYS = ("/_dash-component-suites/", "/assets/")       # scripts and styles: the same for all readers while this process lives
FOR_EVER = "private, max-age=86400, immutable"

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Listener:
    """The ear; it listens from its making to its `close`."""

    def __init__(self, application: Application) -> None:
        self._application, self._keys = application, dict[str, Viewer]()
        self._server: BaseWSGIServer = make_server(HOST, 0, self._answer, threaded=True, request_handler=_Silent)
        threading.Thread(target=self._server.serve_forever, name="huitian-snapshots", daemon=True).start()

    @property
    def base(self) -> str:
        """Scheme, host and port."""
        return f"http://{HOST}:{self._server.server_port}"

    @contextmanager
    def lent(self, viewer: Viewer) -> Iterator[str]:
        """A key that lets its bearer in as `viewer`, as long as this lasts."""
        key = secrets.token_urlsafe(32)
        self._keys[key] = viewer
        try:
            yield key
        finally:
            del self._keys[key]

    def close(self) -> None:
        """Hear no more."""
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == NOWHERE:
            start("200 OK", [("Content-Type", "text/html"), ("Content-Length", "0"), ("Cross-Origin-Opener-Policy", "same-origin")])
            return [b""]
        viewer = self._keys.get(_key(environ))
        if viewer is None:
            start("403 Forbidden", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return [b""]
        heard = {name: value for name, value in environ.items() if not name.startswith(_DEAF)}
        heard |= {"HTTP_HOST": f"{HOST}:{self._server.server_port}", LENT: viewer}
        keeping = FOR_EVER if environ.get("PATH_INFO", "").startswith(EVERYBODYS) else "no-store"

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            others = [one for one in headers if one[0].lower() not in _KEEPING]
            return start(status, [*others, ("Cache-Control", keeping)], *rest)

        return self._application(heard, begin)


def _key(environ: dict[str, Any]) -> str:
    try:
        found = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


class _Silent(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing: the app's own log tells of each request."""
