"""Answers in fewer bytes: text, scripts and JSON are compressed for clients that accept it; files that never change are compressed once."""

from __future__ import annotations

import gzip

from flask import Response, request

from dashboard.routes.shelf import Shelf

LEAST_BYTES = 800
LEVEL, LEVEL_KEPT = 4, 8
KINDS = ("text/", "application/json", "application/javascript", "image/svg+xml")
KEPT = ("/_dash-component-suites/", "/assets/")


def compressed(response: Response, shelf: Shelf) -> Response:
    """The response, its body compressed where that helps; `shelf` keeps the scripts and style sheets of this process."""
    if not _helps(response):
        return response
    body = response.get_data()
    if len(body) < LEAST_BYTES:
        return response
    if request.path.startswith(KEPT):
        body = shelf.get(("gzip", request.full_path, len(body)), lambda: gzip.compress(body, LEVEL_KEPT, mtime=0))
    else:
        body = gzip.compress(body, LEVEL, mtime=0)
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _helps(response: Response) -> bool:
    """Whether the client takes gzip and the whole body is there, plain, and of a kind that shrinks."""
    is_plain = response.status_code == 200 and "Content-Encoding" not in response.headers and "Content-Range" not in response.headers
    if not is_plain or not (response.mimetype or "").startswith(KINDS):
        return False
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return False
    response.direct_passthrough = False
    return True
