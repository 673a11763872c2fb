"""账户管理 `/admin/accounts`, of the system administrator: make, stop and start accounts, give new passwords; no roles, no data."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.doors.lines import AccountLine, account_line
from dashboard.doors.page import Pages, Said, plain
from geodata.errors import BadRequest, NotFound, RightsError, http_status

HERE = "/admin/accounts"
T = texts.DOORS


def accounts_routes(doors: Blueprint, pages: Pages) -> None:
    """Registers the page and what its forms do."""
    accounts = pages.desk.access.accounts

    @doors.get(HERE)
    def list_accounts() -> Response:
        return _page(pages)

    @doors.post(f"{HERE}/add")
    def add_account() -> Response:
        pages.require(Right.ACCOUNTS)
        login, name = request.form.get("login", ""), request.form.get("name", "")
        try:
            secret = accounts.add(login, name, by=pages.actor())
        except (BadRequest, RightsError) as refused:
            return _page(pages, Said("warn", plain(refused)), given={"login": login[:64], "name": name[:64]}, status=http_status(refused))
        return _page(pages, _given(accounts.get(login).login, name.strip(), secret))

    @doors.post(f"{HERE}/reset")
    def reset_password() -> Response:
        pages.require(Right.ACCOUNTS)
        try:
            account = accounts.get(request.form.get("login", ""))
            return _page(pages, _given(account.login, account.name, accounts.reset_password(account.login, by=pages.actor())))
        except (NotFound, RightsError) as refused:
            return _page(pages, Said("warn", plain(refused)), status=http_status(refused))

    @doors.post(f"{HERE}/<any(stop,start):act>")
    def switch_account(act: str) -> Response:
        pages.require(Right.ACCOUNTS)
        login = request.form.get("login", "")
        try:
            (accounts.stop if act == "stop" else accounts.start)(login, by=pages.actor())
        except (NotFound, RightsError) as refused:
            return _page(pages, Said("warn", plain(refused)), status=http_status(refused))
        return _page(pages, Said("ok", T[f"did_{act}"].format(login=login)))


def _page(pages: Pages, said: Said | None = None, *, given: dict[str, str] | None = None, status: int = 200) -> Response:
    pages.require(Right.ACCOUNTS)
    lines = [account_line(pages, a) for a in pages.desk.access.accounts.list() if not a.is_device]
    asked = request.args.get("q", "").strip()[:64]
    shown = [line for line in lines if _fits(line, asked)]
    return pages.inside(
        "admin_accounts.html", title=texts.ADMIN_NAVIGATION[HERE], here=HERE, message=said, status=status, accounts=shown, q=asked,
        active_count=sum(line.is_active for line in shown), given=given or {},
    )  # fmt: skip


def _fits(line: AccountLine, asked: str) -> bool:
    words = (line.login, line.name, *(word for g in line.grants for word in (g.role, g.area, g.unit)))
    return not asked or any(asked.casefold() in word.casefold() for word in words)


def _given(login: str, name: str, secret: str) -> Said:
    return Said("notice", T["given"].format(login=login, name=name), secret, T["given_note"])
