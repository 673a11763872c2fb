"""What stands between a request and the pages: closed by default, headers, limits, one shape of refusal, health.

Stock Dash answers any GET address with its page and 200; here only what is in the table is answered. A fault shows a reference id, the
log has the rest.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Container
from html import escape
from string import Template
from typing import Any

from dash import Dash
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from dashboard import texts
from dashboard.compression import compressed
from dashboard.routes.shelf import Shelf
from dashboard.theme import THEMES, named
from geodata.errors import BadRequest, HuitianError, NotFound, http_status

MOST_BODY_BYTES = 256 * 1024
PAGE_ENDPOINTS = ("/", "/<path:path>")  # Dash's own two routes for pages
CALLBACK_PATH = "/_dash-update-component"
MACHINES = ("/_", "/api/", "/tiles/", "/cube/", "/assets/", "/healthz", "/readyz", "/metrics")

log = logging.getLogger("huitian.guard")

# in the page itself: Chromium asks for an icon file again at each change of the address, and a filter shall ask for nothing
ICON = (
    """<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"""
    """%3Cpath d='M16 2.5L28 9.2v13.6L16 29.5 4 22.8V9.2Z' fill='%230b5fa8'/%3E"""
    """%3Cpath d='M16 9.5l5.6 3.2v6.6L16 22.5l-5.6-3.2v-6.6Z' fill='%23c3e0c6'/%3E%3C/svg%3E">"""
)

_PAGE = Template("""<!DOCTYPE html><html lang="zh-CN" data-theme="$theme"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>$title</title><link rel="stylesheet" href="/assets/tokens.css">
<link rel="stylesheet" href="/assets/base.css"><link rel="stylesheet" href="/assets/pages.css">
$icon</head><body class="desk"><main class="refusal panel"><h1>$title</h1><p>$said</p>
<p><a href="/">$back</a></p></main></body></html>""")


def guard(app: Dash, pages: Container[str], *, is_ready: Callable[[], bool]) -> None:
    """Put the guard round every route of the app's server; call it after all routes and callbacks are registered."""
    server: Flask = app.server
    server.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    policy = content_policy(app.csp_hashes())
    server.before_request(lambda: _refuse_unlisted(pages))
    server.before_request(lambda: _refuse_misshapen(app))
    shelf = Shelf()
    server.after_request(lambda response: _with_headers(compressed(response, shelf), policy))
    server.register_error_handler(Exception, _answer)
    server.add_url_rule("/healthz", "healthz", lambda: Response("ok\n", mimetype="text/plain"))
    server.add_url_rule(
        "/readyz", "readyz", lambda: Response("ready\n" if is_ready() else "not ready\n", 200 if is_ready() else 503, mimetype="text/plain")
    )


def content_policy(script_hashes: Any) -> str:
    """The content security policy: nothing from another host, no eval, inline scripts only those of Dash by their hashes."""
    scripts = " ".join(["'self'", *script_hashes])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; img-src 'self' data: blob:; "
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )


def _refuse_unlisted(pages: Container[str]) -> None:
    rule = request.url_rule.rule if request.url_rule else ""
    if rule in PAGE_ENDPOINTS and request.path not in pages:
        raise NotFound(texts.NOT_FOUND.format(path=request.path[:80]))


def _refuse_misshapen(app: Dash) -> None:
    """A callback body that no browser of ours would send is refused here; Dash would fail on it."""
    if request.path != CALLBACK_PATH:
        return
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not is_callback(body, app.callback_map):
        raise BadRequest(texts.CALLBACK_SHAPE)


def is_callback(body: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether a body names a callback of this app and brings its inputs and states in order, with ids that match."""
    wanted = known.get(body["output"]) if isinstance(body.get("output"), str) else None
    if wanted is None or not _is_target(body.get("outputs")) or not _is_names(body.get("changedPropIds", [])):
        return False
    return all(_matches(body.get(part, []), wanted[part]) for part in ("inputs", "state"))


def _matches(given: Any, wanted: list[dict[str, Any]]) -> bool:
    if not isinstance(given, list) or len(given) != len(wanted):
        return False
    return all(
        isinstance(g, dict) and g.get("id") == w["id"] and g.get("property") == w["property"] for g, w in zip(given, wanted, strict=True)
    )


def _is_target(outputs: Any) -> bool:
    return isinstance(outputs, dict) and isinstance(outputs.get("id"), str) and isinstance(outputs.get("property"), str)


def _is_names(names: Any) -> bool:
    return isinstance(names, list) and all(isinstance(n, str) for n in names)


def _with_headers(response: Response, policy: str) -> Response:
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if response.mimetype == "text/html" or request.path.startswith("/_dash-"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _answer(error: Exception) -> Response:
    """The one shape of every refusal: for machines JSON {error, reference}, for people a page in the product's look."""
    status, said = _status(error), _said(error)
    reference = secrets.token_hex(4)
    if status >= 500:
        log.error("%s %s %s", reference, request.method, request.path, exc_info=error)
        said = texts.FAULT.format(reference=reference)
    if request.path.startswith(MACHINES) or request.method != "GET":
        body = json.dumps({"error": said, "reference": reference}, ensure_ascii=False)
        return Response(body, status, mimetype="application/json")
    title = texts.NOT_FOUND_TITLE if status == 404 else texts.FAULT_TITLE
    theme = named(request.args.get("theme", "")).name if request.args.get("theme") in THEMES else named("").name
    return Response(
        _PAGE.substitute(icon=ICON, theme=theme, title=title, said=escape(said), back=texts.NOT_FOUND_BACK), status, mimetype="text/html"
    )


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.code or 500
    return http_status(error)


def _said(error: Exception) -> str:
    if isinstance(error, HuitianError):
        return str(error)
    if isinstance(error, RequestEntityTooLarge):
        return texts.TOO_LARGE.format(limit=MOST_BODY_BYTES)
    if isinstance(error, HTTPException) and error.code == 404:
        return texts.NOT_FOUND.format(path=request.path[:80])
    if isinstance(error, HTTPException) and error.code == 405:
        return texts.WRONG_METHOD
    return texts.REFUSED.format(reason=getattr(error, "name", texts.PROGRAM_FAULT))
