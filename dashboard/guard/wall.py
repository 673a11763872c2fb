"""One wall in front of every route: closed by default, and asked in this order - listed? who? how often? from where? with which right?
of which shape? written down?
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field

from flask import Request, Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from dashboard import texts
from dashboard.access.viewer import ANYBODY, NOBODY, Viewer
from dashboard.guard import callbacks, origin, refusal
from dashboard.guard.limits import Limits, neighbourhood
from dashboard.guard.matrix import CLOSED, PUBLIC, Bucket, Door, Entry, Needs, allows, is_somebody, needs_of
from geodata.errors import NotFound, RightsError, SignInNeeded

UNLISTED = "unlisted"


@dataclass(frozen=True)
class Wall:
    """What the wall knows of one app. `identify` finds out who asks; it may raise StoreError."""

    entries: Mapping[tuple[str, str], Entry]
    pages: Container[str]
    shapes: Mapping[str, callbacks.Shape]
    identify: Callable[[Request], Viewer]
    limits: Limits
    is_open: bool = False
    public_url: str = ""
    cookies: tuple[str, ...] = ("huitian", "__Host-huitian", "huitian-share")
    act: Callable[[Viewer, str, str], None] = field(default=lambda viewer, action, subject: None)

    def admit(self) -> None:
        """Raises the refusal of the current request, or sets `g.viewer` and lets it through."""
        g.viewer = NOBODY
        entry, needs = self._listed()
        viewer = self._who(needs)
        g.viewer = viewer
        askers = self._askers(entry, viewer)
        self.limits.take(entry.bucket, *askers)
        has_cookie = any(name in request.cookies for name in self.cookies)
        origin.require_own(request, public_url=self.public_url, has_cookie=has_cookie)
        self._require(needs, viewer)
        if request.path == callbacks.CALLBACK_PATH:
            callbacks.require_shape(request, self.shapes)
        if entry.act:
            self.act(viewer, entry.act, _subject())

    def _listed(self) -> tuple[Entry, Needs]:
        if isinstance(request.routing_exception, MethodNotAllowed | RequestEntityTooLarge):
            raise request.routing_exception
        entry = self.entries.get((rule_of(request), request.method))
        if self.is_open and not origin.is_own_host(request.host):
            raise RightsError(texts.OTHER_HOST)
        if entry is None and request.url_rule is not None and any(rule == request.url_rule.rule for rule, _ in self.entries):
            raise MethodNotAllowed(valid_methods=sorted(m for rule, m in self.entries if rule == request.url_rule.rule))
        needs = needs_of(entry, request.path, self.pages) if entry else CLOSED
        if entry is None or needs is CLOSED:
            raise NotFound(texts.NOT_FOUND.format(path=request.path[:80]))
        return entry, needs

    def _who(self, needs: Needs) -> Viewer:
        if self.is_open:
            return ANYBODY
        return NOBODY if needs is PUBLIC else self.identify(request)

    def _askers(self, entry: Entry, viewer: Viewer) -> tuple[str, ...]:
        near = neighbourhood(request.remote_addr or "")
        if entry.bucket is Bucket.SIGN_IN:
            return (near, _login_tried())
        return (f"session {viewer.session_id}",) if viewer.session_id is not None else (near,)

    def _require(self, needs: Needs, viewer: Viewer) -> None:
        if allows(needs, viewer):
            return
        if self.is_open:                    # what an open home has no use for is not there
            raise NotFound(texts.NOT_FOUND.format(path=request.path[:80]))
        if not is_somebody(viewer) or needs is Door.SIGNED_IN:
            raise SignInNeeded(texts.SIGN_IN_NEEDED)
        raise RightsError(texts.NO_RIGHT)


def rule_of(asked: Request) -> str:
    """The rule a request matched; one word for all that match none."""
    return asked.url_rule.rule if asked.url_rule else UNLISTED


def answer(error: Exception) -> Response:
    """The answer to a request that ended in an error."""
    return refusal.refusal(error, g.get("request_id", ""))


def new_request_id() -> str:
    """A reference that says nothing of who asked."""
    return secrets.token_hex(8)


def _login_tried() -> str:
    login = request.form.get("login", "") if request.mimetype == "application/x-www-form-urlencoded" else ""
    return f"login {login.strip().casefold()[:64]}" if login.strip() else ""


def _subject() -> str:
    query = request.query_string.decode("utf-8", "replace")
    return f"{request.path}?{query}" if query else request.path


__all__ = ["UNLISTED", "HTTPException", "Wall", "answer", "new_request_id", "rule_of"]
