"""`/s/<token>`: in by a share link; `/api/share`: a new one. The token is in the link and in a cookie that scripts cannot read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request

from dashboard import texts
from dashboard.access.identify import cookie_options
from dashboard.access.roles import Right
from dashboard.access.share import COOKIE
from dashboard.desk import Desk
from dashboard.guard.matrix import PAGE_RIGHTS
from geodata.errors import BadRequest, NotFound, RightsError

MOST_ADDRESS = 2000


def share_routes(desk: Desk) -> Blueprint:
    """The routes; an open home needs no links."""
    routes = Blueprint("share", __name__)
    shares = desk.access.shares

    @routes.get("/s/<token>")
    def enter(token: str) -> Any:
        if desk.is_open:
            raise NotFound(texts.NOT_FOUND.format(path="/s/…"))
        if request.method == "HEAD":                # what asks for a preview does not open the view
            return Response(status=204)
        link = shares.open(token, request.remote_addr or "")
        response = redirect(link.address, 303)
        seconds = int((link.expires_at - desk.access.clock.now()).total_seconds())
        response.set_cookie(COOKIE, token, max_age=seconds, **cookie_options(desk.settings))
        response.headers["Cache-Control"] = "no-store"
        return response

    @routes.post("/api/share")
    def make() -> Response:
        address, days = _asked(request.get_json(silent=True))
        path, _, query = address.partition("?")
        if PAGE_RIGHTS.get(path) is not Right.VIEW:
            raise RightsError(texts.SHARE_NO_PAGE)
        token, link = shares.create(desk.viewer, desk.asked(path, query, Right.SHARE), days)
        root = desk.settings.public_url or request.host_url
        found = {"url": f"{root.rstrip('/')}/s/{token}", "until": f"{link.expires_at:%Y-%m-%d %H:%M}", "view": link.address}
        response = jsonify(found)
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes


def _asked(body: Any) -> tuple[str, int]:
    """Address of the view and days, of a request's body. Raises BadRequest."""
    address, days = (body.get("address"), body.get("days")) if isinstance(body, dict) else (None, None)
    is_address = isinstance(address, str) and address.startswith("/") and len(address) <= MOST_ADDRESS
    if not is_address or not isinstance(days, int) or isinstance(days, bool):
        raise BadRequest(texts.SHARE_BODY)
    return str(address), days
