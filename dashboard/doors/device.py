"""Sign-in of a wall screen: its token stands after the # of the link, which browsers send to nobody; a script of ours posts it.

`?next=/wall/NAME` before the # names the wall that the screen goes on to; without it that of the device's level.
"""

from __future__ import annotations

import json

from flask import Blueprint, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.sessions import FULL
from dashboard.access.sign_in import Step
from dashboard.doors.page import Pages, address, landing, next_asked
from dashboard.doors.seat import Seat
from geodata.errors import SignInNeeded

T = texts.DOORS


def device_routes(doors: Blueprint, pages: Pages, seat: Seat) -> None:
    """Registers the page that a device's link opens, and where its script hands the token over."""

    @doors.get("/sign-in/device")
    def device_page() -> Response:
        return pages.door("device.html", title=T["device"], here="/sign-in/device")

    @doors.post("/sign-in/device")
    def device_in() -> Response:
        try:
            token = pages.desk.access.devices.sign_in(request.form.get("token", ""), address())
        except SignInNeeded as refused:
            return _json({"error": str(refused)}, 401)
        return seat.keep(_json({"go": _wall_asked() or landing(seat.viewer_of(token))}, 200), Step(token, FULL))


def _wall_asked() -> str:
    """The wall that the link names; "" where it names none, or another page."""
    asked = next_asked()
    return asked if asked.startswith("/wall/") and not asked.partition("?")[0].endswith("/control") else ""


def _json(body: dict[str, str], status: int) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json", headers={"Cache-Control": "no-store"})
