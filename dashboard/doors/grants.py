"""授权与登录 `/admin/grants`, of the security administrator: roles, sign-ins, locks, codes, wall screens and share links; no data."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from dashboard import texts
from dashboard.access.accounts import AccountRow
from dashboard.access.granting import WALL, level_name, name_of
from dashboard.access.roles import ROLES, Right
from dashboard.doors.choice import area_names, chosen_area
from dashboard.doors.lines import account_line, device_line, grant_lines, is_locked, sign_in_lines
from dashboard.doors.links import end_link, links_of
from dashboard.doors.page import Pages, Said, number, plain
from geodata.errors import BadRequest, HuitianError, NotFound, RightsError, http_status

HERE = "/admin/grants"
GRANTS, SIGN_INS, DEVICES, LINKS = "grants", "sign-ins", "devices", "links"
TABS = ((GRANTS, "tab_grants"), (SIGN_INS, "tab_sign_ins"), (DEVICES, "tab_devices"), (LINKS, "tab_links"))
REFUSALS = (BadRequest, NotFound, RightsError)
T = texts.DOORS


def grants_routes(doors: Blueprint, pages: Pages) -> None:
    """Registers the page and what its forms do."""

    @doors.get(HERE)
    def list_grants() -> Response:
        asked = request.args.get("tab", "")
        return _page(pages, asked if asked in dict(TABS) else GRANTS)

    @doors.post(f"{HERE}/<any(add,revoke,unlock,clear,end,device,withdraw,link):act>")
    def change_grants(act: str) -> Response:
        pages.require(Right.GRANTS)
        tab, deed = DEEDS[act]
        try:
            return _page(pages, tab, deed(pages))
        except REFUSALS as refused:
            return _page(pages, tab, _refused(refused), is_refused=True, status=http_status(refused))


def _add(pages: Pages) -> Said:
    login, role = request.form.get("login", ""), request.form.get("role", "")
    if not login:
        raise BadRequest(T["no_person"])
    area = chosen_area(pages.desk.pack, request.form.get("area", ""))
    accounts = pages.desk.access.accounts
    accounts.grant(login, role, area, request.form.get("unit", ""), by=pages.actor())
    return Said("ok", T["did_grant"].format(name=accounts.get(login).name, role=name_of(role)))


def _revoke(pages: Pages) -> Said:
    accounts, wanted = pages.desk.access.accounts, number(request.form.get("id"))
    found = next(((a, g) for a in accounts.list() for g in a.grants if g.grant_id == wanted), None)
    accounts.revoke(wanted, by=pages.actor())
    return Said("ok", T["did_revoke"].format(name=found[0].name, role=name_of(found[1].role)) if found else T["gone"])


def _unlock(pages: Pages) -> Said:
    login = request.form.get("login", "")
    pages.desk.access.accounts.unlock(login, by=pages.actor())
    return Said("ok", T["did_unlock"].format(login=login))


def _clear(pages: Pages) -> Said:
    login = request.form.get("login", "")
    pages.desk.access.factor.clear(login, by=pages.actor())
    return Said("ok", T["did_reset_code"].format(login=login))


def _end(pages: Pages) -> Said:
    account = pages.desk.access.accounts.get_by_id(number(request.form.get("account")))
    pages.note("session.end", account.login)
    is_done = pages.desk.access.sessions.close_one(account.account_id, number(request.form.get("id")))
    return Said("ok", T["did_end"].format(login=account.name)) if is_done else Said("notice", T["gone"])


def _device(pages: Pages) -> Said:
    name, days = request.form.get("name", ""), number(request.form.get("days"))
    area = chosen_area(pages.desk.pack, request.form.get("area", ""))
    token = pages.desk.access.devices.add(name, area, by=pages.actor(), days=days)
    link = f"{pages.desk.settings.public_url.rstrip('/') or request.host_url.rstrip('/')}/sign-in/device#{token}"
    return Said("notice", T["device_given"].format(name=name.strip()), link, T["device_given_note"])


def _device_end(pages: Pages) -> Said:
    devices, wanted = pages.desk.access.devices, number(request.form.get("id"))
    name = next((d.name for d in devices.list() if d.device_id == wanted), "")
    devices.revoke(wanted, by=pages.actor())
    return Said("ok", T["did_end_device"].format(name=name))


def _link(pages: Pages) -> Said:
    is_done = end_link(pages, number(request.form.get("id")))
    return Said("ok", T["link_ended"]) if is_done else Said("notice", T["gone"])


DEEDS = {
    "add": (GRANTS, _add), "revoke": (GRANTS, _revoke), "unlock": (SIGN_INS, _unlock), "clear": (SIGN_INS, _clear), "end": (SIGN_INS, _end),
    "device": (DEVICES, _device), "withdraw": (DEVICES, _device_end), "link": (LINKS, _link),
}  # fmt: skip


def _page(pages: Pages, tab: str, said: Said | None = None, *, is_refused: bool = False, status: int = 200) -> Response:
    pages.require(Right.GRANTS)
    accounts = pages.desk.access.accounts.list()
    given = {k: v[:64] for k, v in request.form.items()} if is_refused else {}
    shown = {GRANTS: _grants, SIGN_INS: _sign_ins, DEVICES: _devices, LINKS: _links}[tab](pages, accounts)
    tabs = [(code, T[name]) for code, name in TABS]
    locked = sum(is_locked(a, pages.desk.access.clock.now()) for a in accounts)
    return pages.inside(
        "admin_grants.html", title=texts.ADMIN_NAVIGATION[HERE], here=HERE, message=said, status=status, tab=tab, tabs=tabs, given=given,
        locked_count=locked, **shown,
    )  # fmt: skip


def _grants(pages: Pages, accounts: tuple[AccountRow, ...]) -> dict[str, Any]:
    grantable = {code: role for code, role in ROLES.items() if code != WALL and (role.levels or role.is_administrator)}
    roles = [(code, name_of(code), _of(role.levels)) for code, role in grantable.items()]
    people = [a for a in accounts if not a.is_device and a.is_active and a.login != pages.desk.viewer.login]
    return {"grants": grant_lines(pages, accounts), "roles": roles, "people": people, "area_names": area_names(pages.desk.pack)}


def _sign_ins(pages: Pages, accounts: tuple[AccountRow, ...]) -> dict[str, Any]:
    now = pages.desk.access.clock.now()
    return {
        "sign_ins": sign_in_lines(pages, accounts),
        "locked": [account_line(pages, a) for a in accounts if is_locked(a, now)],
        "coded": [account_line(pages, a) for a in accounts if a.has_factor],
    }


def _devices(pages: Pages, _accounts: tuple[AccountRow, ...]) -> dict[str, Any]:
    return {"devices": [device_line(pages, d) for d in pages.desk.access.devices.list()], "area_names": area_names(pages.desk.pack)}


def _links(pages: Pages, _accounts: tuple[AccountRow, ...]) -> dict[str, Any]:
    return {"links": links_of(pages, None)}


def _of(levels: tuple[str, ...]) -> str:
    return "、".join(map(level_name, levels))


def _refused(error: HuitianError) -> Said:
    return Said("warn", plain(error))
