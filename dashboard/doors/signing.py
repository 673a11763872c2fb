"""Signing in and out: password, one-time code, the first change of a password; each step with a new token, none in an address."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.accounts import login_of
from dashboard.access.passwords import LEAST
from dashboard.access.sessions import CHANGE, CODE, HEADER, SignedIn
from dashboard.access.sign_in import change_password, give_code, sign_in, sign_in_outside
from dashboard.doors.keycard import key_card
from dashboard.doors.page import Pages, Said, address, next_asked, plain
from dashboard.doors.seat import Seat
from geodata.errors import BadRequest, SignInNeeded

T = texts.DOORS


def signing_routes(doors: Blueprint, pages: Pages, seat: Seat, vouched: Callable[[], str]) -> None:
    """Registers the first step and the way out. `vouched` is the login that a trusted proxy vouches for, "" for none."""

    @doors.get("/sign-in")
    def sign_in_page() -> Response:
        identity, login = seat.identity(), vouched()
        is_other = bool(login) and (identity.signed is None or identity.signed.login != login)
        if is_other and not request.args.get("out"):
            return _by_header(pages, seat, login)
        if identity.signed is not None:
            return seat.onward()
        return sign_in_form(pages, _why(has_ended=identity.has_ended), header_login=login)

    @doors.post("/sign-in")
    def check_password() -> Response:
        login, password = request.form.get("login", ""), request.form.get("password", "")
        if not login.strip() or not password:
            return sign_in_form(pages, Said("warn", T["blank"]), login=login, status=400)
        try:
            step = sign_in(seat.access, login, password, address=address(), held=seat.token())
        except SignInNeeded as refused:
            return sign_in_form(pages, Said("alarm", plain(refused)), login=login, status=401)
        seat.uncount(login)
        return seat.take(step)

    @doors.post("/sign-out")
    def leave() -> Response:
        return seat.leave()


def later_step_routes(doors: Blueprint, pages: Pages, seat: Seat) -> None:
    """Registers the steps after the password."""

    @doors.get("/sign-in/code")
    def code_page() -> Response:
        here = seat.half_way(CODE)
        return _code(pages, here) if here else seat.onward()

    @doors.post("/sign-in/code")
    def check_code() -> Response:
        here = seat.half_way(CODE)
        if here is None:
            return seat.onward()
        try:
            step = give_code(seat.access, seat.token(), request.form.get("code", ""), address=address())
        except SignInNeeded as refused:
            return _code(pages, here, Said("alarm", plain(refused)), status=401)
        seat.uncount()
        return seat.take(step)

    @doors.get("/sign-in/change")
    def change_page() -> Response:
        here = seat.half_way(CHANGE)
        return _change(pages, here) if here else seat.onward()

    @doors.post("/sign-in/change")
    def first_password() -> Response:
        here, form = seat.half_way(CHANGE), request.form
        if here is None:
            return seat.onward()
        if form.get("new", "") != form.get("again", ""):
            return _change(pages, here, Said("warn", T["unequal"]), status=400)
        try:
            step = change_password(seat.access, seat.token(), form.get("old", ""), form.get("new", ""), address=address())
        except (BadRequest, SignInNeeded) as refused:
            return _change(pages, here, Said("alarm", plain(refused)), status=400)
        seat.uncount()
        return seat.take(step)


def _by_header(pages: Pages, seat: Seat, login: str) -> Response:
    try:
        return seat.take(sign_in_outside(seat.access, login, HEADER, address=address(), held=seat.token()))
    except SignInNeeded:
        said = Said("alarm", T["no_such_sso"].format(login=login_of(login)))
        return sign_in_form(pages, said, status=401)


def _why(*, has_ended: bool) -> Said | None:
    """What stands above the form: signed out, ended, or sent here by a page."""
    if request.args.get("out"):
        return Said("ok", T["signed_out"])
    if has_ended:
        return Said("notice", T["ended"] if next_asked() else T["ended_short"])
    return Said("notice", T["needed"]) if next_asked() not in ("", "/") else None


def sign_in_form(pages: Pages, said: Said | None, *, login: str = "", header_login: str = "", status: int = 200) -> Response:
    """The form, under what is to be said; `header_login` may come in by the trusted proxy."""
    has_sso = bool(pages.desk.settings.oidc_issuer)
    return pages.door(
        "sign_in.html", title=T["sign_in"], here="/sign-in", message=said, login=login[:64], header_login=login_of(header_login),
        has_sso=has_sso, status=status,
    )  # fmt: skip


def _code(pages: Pages, here: SignedIn, said: Said | None = None, *, status: int = 200) -> Response:
    key = None if here.has_factor else key_card(pages.desk, here)
    title = T["code_set"] if key else T["code"]
    return pages.door("code.html", title=title, here="/sign-in/code", message=said, name=here.name, key=key, status=status)


def _change(pages: Pages, here: SignedIn, said: Said | None = None, *, status: int = 200) -> Response:
    return pages.door(
        "change.html", title=T["change"], here="/sign-in/change", message=said, name=here.name, login=here.login, least=LEAST, status=status
    )

