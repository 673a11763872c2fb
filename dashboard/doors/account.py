"""账户 `/account`: one's own name, roles and areas, password, one-time code, sign-ins and share links."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.passwords import LEAST
from dashboard.access.roles import Right
from dashboard.access.sessions import SignedIn
from dashboard.access.sign_in import change_password
from dashboard.doors.keycard import key_card
from dashboard.doors.lines import role_line, sign_in_lines
from dashboard.doors.links import end_link, links_of
from dashboard.doors.page import Pages, Said, address, number, plain, to
from dashboard.doors.seat import Seat
from geodata.errors import BadRequest, SignInNeeded

HERE = "/account"
T = texts.DOORS


def account_routes(doors: Blueprint, pages: Pages, seat: Seat) -> None:
    """Registers the page and what its forms do."""
    access = pages.desk.access

    @doors.get(HERE)
    def own_account() -> Response:
        return _page(pages, seat, Said("ok", T["password_done"]) if request.args.get("done") == "password" else None)

    @doors.post(f"{HERE}/password")
    def own_password() -> Response:
        pages.require()
        form = request.form
        if form.get("new", "") != form.get("again", ""):
            return _page(pages, seat, Said("warn", T["unequal"]), status=400)
        try:
            step = change_password(access, seat.token(), form.get("old", ""), form.get("new", ""), address=address())
        except (BadRequest, SignInNeeded) as refused:
            return _page(pages, seat, Said("alarm", plain(refused)), status=400)
        return seat.keep(redirect(to(HERE, done="password"), 303), step)

    @doors.post(f"{HERE}/code")
    def own_code() -> Response:
        pages.require()
        here, typed = _signed(seat), request.form.get("code", "")
        if not typed:
            return _page(pages, seat, is_setting_up=True)
        if not access.factor.confirm(here, typed, by=pages.actor()):
            return _page(pages, seat, Said("alarm", texts.CODE_WRONG), is_setting_up=True, status=400)
        access.accounts.settle(here.account_id)
        return _page(pages, seat, Said("ok", T["own_code_done"]))

    @doors.post(f"{HERE}/end")
    def end_own() -> Response:
        viewer = pages.require()
        pages.note("session.end", viewer.login)
        is_done = access.sessions.close_one(viewer.account_id or 0, number(request.form.get("id")))
        return _page(pages, seat, Said("ok", T["ended_one"]) if is_done else Said("notice", T["gone"]))

    @doors.post(f"{HERE}/end-rest")
    def end_own_rest() -> Response:
        viewer = pages.require()
        pages.note("session.end", viewer.login)
        for line in sign_in_lines(pages, [access.accounts.get(viewer.login)]):
            if not line.is_this:
                access.sessions.close_one(line.account_id, line.id)
        return _page(pages, seat, Said("ok", T["ended_all"]))

    @doors.post(f"{HERE}/link")
    def end_own_link() -> Response:
        viewer = pages.require()
        is_done = end_link(pages, number(request.form.get("id")), account_id=viewer.account_id)
        return _page(pages, seat, Said("ok", T["link_ended"]) if is_done else Said("notice", T["gone"]))


def _page(pages: Pages, seat: Seat, said: Said | None = None, *, is_setting_up: bool = False, status: int = 200) -> Response:
    viewer = pages.require()
    own = pages.desk.access.accounts.get(viewer.login)
    is_person = not own.is_device
    shown: dict[str, Any] = {
        "grants": [role_line(pages, g) for g in own.grants],
        "sign_ins": sign_in_lines(pages, [own]),
        "may_share": viewer.may(Right.SHARE),
        "links": links_of(pages, viewer.account_id),
        "has_password": is_person and own.has_password,
        "has_code": own.has_factor,
        "key": key_card(pages.desk, _signed(seat)) if is_setting_up and is_person and not own.has_factor else None,
        "least": LEAST,
        "password_at": "",
    }
    return pages.inside("account.html", title=T["account"], here=HERE, message=said, status=status, **shown)


def _signed(seat: Seat) -> SignedIn:
    signed = seat.identity().signed
    if signed is None:
        raise SignInNeeded(texts.SIGN_IN_NEEDED)
    return signed


