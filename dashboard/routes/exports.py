"""`/api/export/<name>.csv`: what a view shows, as a file."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.desk import Desk
from dashboard.export import export_csv
from dashboard.routes.cases import read_cases
from geodata.errors import RightsError


def export_routes(home: Desk) -> Blueprint:
    """The route, answering for whoever asks; the query is that of a page."""
    routes = Blueprint("exports", __name__)

    @routes.get("/api/export/<name>.csv")
    def answer(name: str) -> Response:
        state = home.asked("/hotspots", request.query_string.decode("utf-8", "replace"), Right.EXPORT)
        desk = home.under(state.boundary)
        if state.cell and not desk.is_exact(state.area):
            raise RightsError(texts.CASES_CELL_CLOSED)
        body = export_csv(name, desk.source(), state, cases=lambda selection, most: read_cases(desk, selection, limit=most))
        area = desk.pack.areas.short_name(state.area)
        file = texts.EXPORT_FILE.format(area=area, name=texts.EXPORT_TITLES[name], first=state.period_from, last=state.period_to)
        headers = {
            "Content-Disposition": f"attachment; filename={name}.csv; filename*=UTF-8''{quote(file)}",
            "Cache-Control": "private, no-store",
        }
        return Response(body, mimetype="text/csv", headers=headers)

    return routes
