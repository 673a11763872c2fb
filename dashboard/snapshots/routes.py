"""`/api/snapshot.png?path=…&tile=…&size=…`: a page or one of its tiles as a picture, as whoever asks sees it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request

from dashboard.desk import Desk
from dashboard.snapshots.asked import order_of
from dashboard.snapshots.studio import Studio
from dashboard.texts import snapshots as words

STUDIO = "studio"           # that of a running server, for tests and tools


def snapshot_routes(desk: Desk, pages: Collection[str]) -> Blueprint:
    """The route; the browser begins with the first picture."""
    routes = Blueprint("snapshots", __name__)

    @routes.record_once
    def begin(state: Any) -> None:
        state.app.extensions[STUDIO] = Studio(lambda environ, start: state.app.wsgi_app(environ, start))

    @routes.get("/api/snapshot.png")
    def answer() -> Response:
        asked = request.args
        order = order_of(desk, asked.get("path", ""), size=asked.get("size", ""), tile=asked.get("tile", ""), pages=pages)
        studio: Studio = current_app.extensions[STUDIO]
        png = studio.take(order, desk.viewer)
        day = f"{order.caption.as_of:%Y-%m-%d}" if order.caption.as_of else ""
        file = words.FILE.format(title=order.caption.title.replace(" ", ""), day=day)
        headers = {
            "Content-Disposition": f"attachment; filename=huitian.png; filename*=UTF-8''{quote(file)}",
            "Cache-Control": "private, no-store",
            "X-Alt-Text": quote(order.caption.alt),
        }
        return Response(png, mimetype="image/png", headers=headers)

    return routes
