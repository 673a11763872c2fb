"""The things of a map layer as GeoJSON, for the asking viewer's eyes."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, request

from dashboard import texts
from dashboard.desk import Desk
from dashboard.layers import DATA_LAYERS
from dashboard.layers.features import as_json, features, kpi_of
from dashboard.queries.layers.age import age_of
from geodata.errors import BadRequest, NotFound, RightsError

USUAL_DAYS = 30


def layer_routes(home: Desk) -> Blueprint:
    """The route /tiles/…/layer/…; errors are raised as HuitianError for the guard to answer."""
    routes = Blueprint("layers", __name__)

    @routes.get("/tiles/<version>/layer/<marks>/<area>.geojson")
    def layer(version: str, marks: str, area: str) -> Response:
        found = DATA_LAYERS.get(marks)
        if found is None:
            raise NotFound(texts.MAP_NO_LAYER.format(layer=marks))
        desk = home.under(_day("boundary"))
        level = desk.maps.level(area)
        first, last = _period(desk, area)
        register = desk.register()
        rows = found.query(register, area, first, last)
        told = {**features(found, rows, level), "kpi": kpi_of(found, rows, age_of(register, found.as_of))}
        return Response(as_json(told), mimetype="application/json", headers={"Cache-Control": "no-store"})

    return routes


def _period(desk: Desk, area: str) -> tuple[date, date]:
    """The days asked for, the last month without any; a share link's holder has those of the link. Raises BadRequest, RightsError."""
    if frozen := desk.source().frozen:
        if area != frozen.area:
            raise RightsError(texts.SCOPE_FROZEN)
        return frozen.first, frozen.last
    last = _day("to") or desk.today()
    first = _day("from") or last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        raise BadRequest(texts.MAP_BAD_DATE.format(name="to", text=last))
    return first, last


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadRequest(texts.MAP_BAD_DATE.format(name=name, text=text[:20])) from error
