"""`/api/export/<name>.csv`: what a view shows, as a file."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request

from dashboard import texts
from dashboard.desk import Desk
from dashboard.export import export_csv


def export_routes(desk: Desk) -> Blueprint:
    """The route, answering for the desk's scope; the query is that of a page."""
    routes = Blueprint("exports", __name__)

    @routes.get("/api/export/<name>.csv")
    def answer(name: str) -> Response:
        state, _ = desk.read("/hotspots", request.query_string.decode("utf-8", "replace"))
        body = export_csv(name, desk.source(), state, desk.engine, now=desk.clock.now())
        area = desk.pack.areas.short_name(state.area)
        file = texts.EXPORT_FILE.format(area=area, name=texts.EXPORT_TITLES[name], first=state.period_from, last=state.period_to)
        headers = {
            "Content-Disposition": f"attachment; filename={name}.csv; filename*=UTF-8''{quote(file)}",
            "Cache-Control": "private, no-store",
        }
        return Response(body, mimetype="text/csv", headers=headers)

    return routes
