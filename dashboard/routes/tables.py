"""`/api/table/<name>.csv` and `.xlsx`: the tables of pages as files. A new one is one file in dashboard/listings and a line in TABLES."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import quote

from flask import Blueprint, Response, request

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.desk import Desk
from dashboard.listings import parking, projects, sheets, towns, waterlogging
from dashboard.listings.listing import Line, Listing, Stamp, as_csv, as_xlsx
from dashboard.texts import listings as words
from geodata.errors import NotFound

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STREET_DIGITS = 9                  # of an area's code: a street, or a part of one
TABLES: Mapping[str, Listing] = MappingProxyType({
    "projects": projects.LISTING,
    "weekly-sheet": sheets.WEEKLY,
    "monthly-report": sheets.MONTHLY,
    "towns": towns.TOWNS,
    "tasks": towns.TASKS,
    "violations-by-road": parking.ROADS,
    "enforcements": parking.ENFORCEMENTS,
    "waterlogging": waterlogging.POINTS,
    "rain-events": waterlogging.EVENTS,
})  # fmt: skip

Writer = Callable[[Listing, Sequence[Line], Stamp], bytes]


def table_routes(desk: Desk) -> Blueprint:
    """The two routes, answering for whoever asks; the query is that of the page the table is on."""
    routes = Blueprint("tables", __name__)

    @routes.get("/api/table/<name>.csv")
    def csv_file(name: str) -> Response:
        return _answer(desk, name, "csv", "text/csv", as_csv)

    @routes.get("/api/table/<name>.xlsx")
    def xlsx_file(name: str) -> Response:
        return _answer(desk, name, "xlsx", XLSX, as_xlsx)

    return routes


def _answer(desk: Desk, name: str, kind: str, media_type: str, write: Writer) -> Response:
    listing = TABLES.get(name)
    if listing is None:
        raise NotFound(texts.EXPORT_UNKNOWN.format(name=name[:24], names="、".join(TABLES)))
    asked = request.query_string.decode("utf-8", "replace")
    desk.asked(listing.path, asked, Right.EXPORT)
    state = desk.asked(listing.path, asked, listing.right)
    register = replace(desk.register(), scope=desk.viewer.scope(listing.right))
    lines = listing.read(register, state)
    is_bare = listing.has_own_names and len(state.area) >= STREET_DIGITS and any(line.is_sample for line in lines)
    area, short = desk.pack.areas.breadcrumb(state.area)[-1].name, desk.pack.areas.short_name(state.area)
    stamp = Stamp(words.HERE if is_bare else area, f"{register.now:%Y-%m-%d %H:%M}")
    file = words.FILE.format(area=words.HERE if is_bare else short, title=listing.title, day=register.today, kind=kind)
    headers = {
        "Content-Disposition": f"attachment; filename={name}.{kind}; filename*=UTF-8''{quote(file)}",
        "Cache-Control": "private, no-store",
    }
    return Response(write(listing, lines, stamp), mimetype=media_type, headers=headers)
