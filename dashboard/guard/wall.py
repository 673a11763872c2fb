"""One wall in front of every route: closed by default, and asked in this order - listed? who? how often? from where? with which right?
of which shape? written down?
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field

from dash.exceptions import DependencyException, InvalidResourceError
from flask import Request, Response, g, request
from werkzeug.exceptions import MethodNotAllowed

from dashboard import texts
from dashboard.access.identify import Identity
from dashboard.access.viewer import ANYBODY, NOBODY, Viewer
from dashboard.guard import callbacks, origin
from dashboard.guard.limits import Limits, neighbourhood
from dashboard.guard.matrix import CLOSED, PUBLIC, Bucket, Door, Entry, Needs, allows, is_somebody, needs_of
from dashboard.guard.metrics import Metrics
from dashboard.guard.refusal import refusal, status_of
from geodata.errors import BadRequest, HuitianError, NotFound, RightsError, SignInNeeded, StoreError, TooMany
from geodata.store.audit import Trail

UNLISTED = "unlisted"
REFUSED = "refused"             # the action of a refusal in the audit trail


class OtherOrigin(RightsError):
    """A request that changes something and does not come from our own pages."""


@dataclass(frozen=True)
class Wall:
    """What the wall knows of one app. `identify` finds out who asks; it may raise StoreError. `cookies` are the names of ours."""

    entries: Mapping[tuple[str, str], Entry]
    pages: Container[str]
    shapes: Mapping[str, callbacks.Shape]
    identify: Callable[[Request, Entry], Identity]
    trail: Trail
    limits: Limits
    metrics: Metrics
    cookies: tuple[str, ...]
    is_open: bool = False
    public_url: str = ""
    _noting: threading.Lock = field(default_factory=threading.Lock)

    def admit(self) -> None:
        """Set `g.viewer` and let the current request through, or raise its refusal."""
        g.viewer = NOBODY
        entry, needs = self._listed()
        viewer = g.viewer = self._who(entry, needs)
        self._require_origin()      # first: a page of another site shall not use up its visitor's attempts to sign in
        self.limits.take(entry.bucket, *_askers(entry, viewer))
        self._require_right(needs, viewer)
        request.max_content_length = entry.most_bytes
        if rule_of(request) == callbacks.CALLBACK_PATH:
            callbacks.require_shape(request, self.shapes)
        if entry.act:
            self.trail.append(actor_of(viewer), entry.act, _subject(), address=request.remote_addr or "")

    def answer(self, error: Exception) -> Response:
        """The answer to a request that ended in an error; who was kept out is counted and written down."""
        if isinstance(error, DependencyException | InvalidResourceError):       # a script that Dash has not got
            error = _not_found()
        status = g.status = status_of(error)
        if status >= 500:
            g.error = error
            if not isinstance(error, StoreError):
                self.metrics.faults.labels(type(error).__name__).inc()
        if isinstance(error, TooMany):
            self.metrics.limited.labels(_bucket(self.entries).value).inc()
        if kind := _kind(error):
            self.metrics.refused.labels(kind).inc()
            if not self.is_open:
                self._note(kind)
        return refusal(error, g.get("request_id", ""))

    def _listed(self) -> tuple[Entry, Needs]:
        if isinstance(request.routing_exception, MethodNotAllowed):
            raise request.routing_exception
        if self.is_open and not origin.is_own_host(request.host):
            raise BadRequest(texts.OTHER_HOST)
        entry = self.entries.get((rule_of(request), request.method))
        if entry is None and (methods := [method for rule, method in self.entries if rule == rule_of(request)]):
            raise MethodNotAllowed(valid_methods=methods)
        needs = needs_of(entry, request.path, self.pages) if entry else CLOSED
        if entry is None or needs is CLOSED:
            raise _not_found()
        return entry, needs

    def _who(self, entry: Entry, needs: Needs) -> Viewer:
        if self.is_open:
            return ANYBODY
        if needs is PUBLIC:
            return NOBODY
        found = self.identify(request, entry)
        g.has_ended = found.has_ended
        return found.viewer

    def _require_origin(self) -> None:
        has_cookie = any(name in request.cookies for name in self.cookies)
        if not origin.is_own(request, public_url=self.public_url, has_cookie=has_cookie):
            raise OtherOrigin(texts.OTHER_ORIGIN)

    def _require_right(self, needs: Needs, viewer: Viewer) -> None:
        if allows(needs, viewer):
            return
        if self.is_open:                    # what an open home has no use for is not there
            raise _not_found()
        if not is_somebody(viewer) or needs is Door.SIGNED_IN:
            raise SignInNeeded(texts.SIGN_IN_NEEDED)
        raise RightsError(texts.NO_RIGHT)

    def _note(self, kind: str) -> None:
        """Write a refusal down, unless too many are or the store is busy with another: an attacker fills neither store nor threads."""
        near = neighbourhood(request.remote_addr or "")
        if not self._noting.acquire(blocking=False):
            return
        try:
            self.limits.take(Bucket.REFUSALS, near)
            self.limits.take(Bucket.ALL_REFUSALS, "all")
            details = {"kind": kind, "request": g.get("request_id", "")}
            subject = f"{request.method} {rule_of(request)}"
            self.trail.append(actor_of(g.viewer), REFUSED, subject, address=request.remote_addr or "", details=details)
        except HuitianError:
            self.metrics.refused.labels("not_written").inc()
        finally:
            self._noting.release()


def rule_of(asked: Request) -> str:
    """The rule a request matched; one word for all that match none."""
    return asked.url_rule.rule if asked.url_rule else UNLISTED


def actor_of(viewer: Viewer) -> str:
    """Whose act it is in the audit trail."""
    return viewer.login or viewer.name or texts.NOBODY_NAME


def login_asker(login: str) -> str:
    """The login of an attempt as limits know it; "" for none."""
    return f"login {login.strip().casefold()[:64]}" if login.strip() else ""


def _askers(entry: Entry, viewer: Viewer) -> tuple[str, ...]:
    near = neighbourhood(request.remote_addr or "")
    if entry.bucket is Bucket.SIGN_IN:
        is_form = request.mimetype == "application/x-www-form-urlencoded"
        return (near, login_asker(request.form.get("login", "")) if is_form else "")
    return (f"session {viewer.session_id}",) if viewer.session_id is not None else (near,)


def _bucket(entries: Mapping[tuple[str, str], Entry]) -> Bucket:
    entry = entries.get((rule_of(request), request.method))
    return entry.bucket if entry else Bucket.NONE


def _kind(error: Exception) -> str:
    """What a refusal is called where it is counted and written down; "" for what is no attempt at anything."""
    if isinstance(error, TooMany):
        return "sign_in_limit" if rule_of(request).startswith("/sign-in") else ""
    if isinstance(error, SignInNeeded):
        return "ended" if g.get("has_ended") else ""
    if isinstance(error, OtherOrigin):
        return "origin"
    return "right" if isinstance(error, RightsError) else ""


def _not_found() -> NotFound:
    return NotFound(texts.NOT_FOUND.format(path=request.path[:80]))


def _subject() -> str:
    query = request.query_string.decode("utf-8", "replace")
    return (f"{request.path}?{query}" if query else request.path)[:255]
