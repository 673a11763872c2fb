"""The doors of one dashboard, put together."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from dashboard.desk import Desk
from dashboard.doors.account import account_routes
from dashboard.doors.accounts import accounts_routes
from dashboard.doors.device import device_routes
from dashboard.doors.grants import grants_routes
from dashboard.doors.header import vouched_login
from dashboard.doors.page import Pages
from dashboard.doors.seat import Seat
from dashboard.doors.signing import later_step_routes, signing_routes
from dashboard.doors.sso import sso_routes
from dashboard.doors.trail import trail_routes


def doors(desk: Desk) -> Blueprint:
    """All routes of the doors. On an open home there is nothing to sign in to: they lead to the first page."""
    blueprint, pages = Blueprint("doors", __name__, template_folder="templates"), Pages(desk)
    seat = Seat(pages)
    signing_routes(blueprint, pages, seat, lambda: vouched_login(desk.settings))
    later_step_routes(blueprint, pages, seat)
    sso_routes(blueprint, pages, seat)
    device_routes(blueprint, pages, seat)
    account_routes(blueprint, pages, seat)
    accounts_routes(blueprint, pages)
    grants_routes(blueprint, pages)
    trail_routes(blueprint, pages)

    @blueprint.before_request
    def open_home() -> Response | None:
        return redirect("/", 303) if desk.is_open and not request.path.startswith("/admin/") else None

    return blueprint
