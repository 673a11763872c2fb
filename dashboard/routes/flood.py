"""`/flood/on` and `/off`: switches the mode of the flood season (汛期模式); the wall has written the act down before."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, redirect, request

from dashboard import texts
from dashboard.desk import Desk
from dashboard.queries.water.flood import switch_flood_mode
from dashboard.texts import waterlogging as words
from geodata.errors import BadRequest

PAGE = "/waterlogging"
MOST_ADDRESS = 2000


def flood_routes(desk: Desk) -> Blueprint:
    """The route; it leads back to the view that asked for it."""
    routes = Blueprint("flood", __name__)

    @routes.post("/flood/<any(on,off):mode>")
    def switch(mode: str) -> Any:
        back = _back(request.form.get("back", PAGE))
        viewer = desk.viewer
        switch_flood_mode(desk.engine, desk.clock.now(), is_on=mode == "on", by=viewer.name or viewer.login or words.FLOOD_BY_NOBODY)
        response = redirect(back, 303)
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes


def _back(address: str) -> str:
    """An address of the page itself and of nowhere else. Raises BadRequest."""
    parts = urlsplit(address) if len(address) <= MOST_ADDRESS and address.isprintable() else None
    if parts is None or parts.scheme or parts.netloc or parts.path != PAGE:
        raise BadRequest(texts.FLOOD_BACK)
    return f"{PAGE}?{parts.query}" if parts.query else PAGE
