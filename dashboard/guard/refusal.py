"""The one shape of every refusal: for machines JSON {error, reference}, for people a page in the product's look. No stack, no query."""

from __future__ import annotations

import json
from html import escape
from string import Template
from urllib.parse import quote

from flask import Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from dashboard import texts
from dashboard.theme import THEMES, named
from geodata.errors import AuditError, HuitianError, PictureError, TooMany, http_status

MOST_BODY_BYTES = 256 * 1024
MACHINES = ("/_", "/api/", "/tiles/", "/cube/", "/assets/", "/healthz", "/readyz", "/metrics")
SIGN_IN = "/sign-in"
AWAY_RETRY_SECONDS = 5
MOST_NEXT = 2000

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
$icon</head><body class="desk"><main class="refusal panel"><h1>$title</h1><p>$said</p><p>$reference</p>
<p><a href="/">$back</a></p></main></body></html>""")


def refusal(error: Exception, reference: str) -> Response:
    """The answer to a request that ended in an error; nothing of an unknown error is shown."""
    status = status_of(error)
    if status == 401 and not is_for_machine():
        return Response(status=303, headers={"Location": f"{SIGN_IN}?next={quote(_here(), safe='')}", "Cache-Control": "no-store"})
    said = _said(error, status, reference)
    if is_for_machine():
        body = json.dumps({"error": said, "reference": reference}, ensure_ascii=False)
        response = Response(body, status, mimetype="application/json")
    else:
        response = Response(_page(said, status, reference), status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    if (wait := _retry_seconds(error, status)) is not None:
        response.headers["Retry-After"] = str(wait)
    if isinstance(error, HTTPException) and status == 405 and (allowed := getattr(error, "valid_methods", None)):
        response.headers["Allow"] = ", ".join(sorted(set(allowed) - {"OPTIONS"}))
    return response


def status_of(error: Exception) -> int:
    """The HTTP status of an error; 500 for an unknown one."""
    if isinstance(error, HTTPException):
        return error.code or 500
    return http_status(error)


def is_for_machine() -> bool:
    """Whether a script asked, not somebody moving from page to page."""
    if request.path.startswith(MACHINES):
        return True
    return request.method not in ("GET", "HEAD") and "text/html" not in request.headers.get("Accept", "")


def _here() -> str:
    """Path and query of a page that was asked for, to come back to; nothing of a form that was sent."""
    if request.method not in ("GET", "HEAD"):
        return "/"
    here = request.full_path.rstrip("?")
    return here if len(here) <= MOST_NEXT else request.path[:MOST_NEXT]


def _retry_seconds(error: Exception, status: int) -> int | None:
    if isinstance(error, TooMany):
        return error.retry_after_seconds
    return AWAY_RETRY_SECONDS if status == 503 else None


def _page(said: str, status: int, reference: str) -> str:
    title = texts.REFUSAL_TITLES.get(status, texts.FAULT_TITLE)
    asked = request.args.get("theme", "")
    theme = named(asked if asked in THEMES else "").name
    line = texts.REFERENCE.format(reference=reference)
    return _PAGE.substitute(icon=ICON, theme=theme, title=title, said=escape(said), reference=line, back=texts.NOT_FOUND_BACK)


def _said(error: Exception, status: int, reference: str) -> str:
    if isinstance(error, AuditError):
        return texts.AUDIT_AWAY
    if isinstance(error, PictureError):
        return str(error)                       # how to get a browser
    if status == 503:
        return texts.STORE_IS_AWAY              # not the error's own words: they name the server
    if status >= 500:
        return texts.FAULT.format(reference=reference)
    if isinstance(error, HuitianError):
        return str(error)
    if isinstance(error, RequestEntityTooLarge):
        return texts.TOO_LARGE.format(limit=MOST_BODY_BYTES)
    if status == 404:
        return texts.NOT_FOUND.format(path=request.path[:80])
    if status == 405:
        return texts.WRONG_METHOD
    return texts.REFUSED.format(reason=getattr(error, "name", texts.PROGRAM_FAULT))
