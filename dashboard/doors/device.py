"""Sign-in of a wall screen: its token stands after the # of the link, which browsers send to nobody; a script of ours posts it."""

from __future__ import annotations

import json

from flask import Blueprint, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.sessions import FULL
from dashboard.access.sign_in import Step
from dashboard.doors.page import Pages, address, landing
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
        return seat.keep(_json({"go": landing(seat.viewer_of(token))}, 200), Step(token, FULL))


def _json(body: dict[str, str], status: int) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json", headers={"Cache-Control": "no-store"})
