"""Records of access as lines of a table: times, roles and states in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard import texts
from dashboard.access.accounts import AccountRow, GrantRow
from dashboard.access.devices import DeviceRow
from dashboard.access.granting import name_of
from dashboard.access.second_factor import is_required
from dashboard.access.sessions import FULL, Listed
from dashboard.doors.page import Pages

T = texts.DOORS


@dataclass(frozen=True)
class RoleLine:
    """One role in force."""

    role: str
    area: str
    unit: str
    note: str


@dataclass(frozen=True)
class AccountLine:
    """One account of the system administrator's list."""

    login: str
    name: str
    grants: tuple[RoleLine, ...]
    is_active: bool
    is_self: bool
    state: str
    state_kind: str
    second: str
    created: str


@dataclass(frozen=True)
class GrantLine:
    """One role in force of the security administrator's list."""

    id: int
    login: str
    name: str
    is_active: bool
    is_self: bool
    role: RoleLine
    granted_by: str
    granted_at: str


@dataclass(frozen=True)
class SignInLine:
    """One living sign-in; `is_this` is that of the browser that asks."""

    id: int
    account_id: int
    login: str
    name: str
    kind: str
    address: str
    since: str
    seen: str
    ends: str
    is_this: bool


@dataclass(frozen=True)
class DeviceLine:
    """One wall screen."""

    id: int
    name: str
    area: str
    address: str
    seen: str
    until: str
    state: str
    state_kind: str
    is_over: bool


def role_line(pages: Pages, grant: GrantRow) -> RoleLine:
    """A grant in words."""
    area = pages.area_name(grant.area) if grant.area else ""
    return RoleLine(name_of(grant.role), area, grant.unit, texts.ROLE_NOTES.get(grant.role, ""))


def account_line(pages: Pages, account: AccountRow) -> AccountLine:
    """An account in words."""
    kind, state = _state(account, pages.desk.access.clock.now())
    needs_code = is_required(tuple(g.held for g in account.grants), pages.desk.settings)
    second = T["second_on"] if account.has_factor else T["second_due"] if needs_code else T["second_off"]
    return AccountLine(
        account.login, account.name, tuple(role_line(pages, g) for g in account.grants), account.is_active,
        account.login == pages.desk.viewer.login, state, kind, second, day(account.created_at),
    )  # fmt: skip


def grant_lines(pages: Pages, accounts: Iterable[AccountRow]) -> list[GrantLine]:
    """Every role in force, in order of name."""
    return [
        GrantLine(g.grant_id, a.login, a.name, a.is_active, a.login == pages.desk.viewer.login, role_line(pages, g), g.granted_by,
                  day(g.granted_at))
        for a in accounts for g in a.grants if not a.is_device
    ]  # fmt: skip


def sign_in_lines(pages: Pages, accounts: Sequence[AccountRow]) -> list[SignInLine]:
    """Living sign-ins of these accounts, the latest seen first."""
    found = [(s, a) for a in accounts for s in pages.desk.access.sessions.list(a.account_id)]
    return [_sign_in(pages, s, a) for s, a in sorted(found, key=lambda pair: pair[0].seen_at, reverse=True)]


def device_line(pages: Pages, device: DeviceRow) -> DeviceLine:
    """A wall screen in words."""
    now = pages.desk.access.clock.now()
    is_over = device.revoked_at is not None or device.expires_at <= now
    state = ("nodata", T["revoked"] if device.revoked_at else T["expired"]) if is_over else ("ok", T["bound_state"])
    kind, words = state if is_over or device.address else ("notice", T["unbound"])
    seen = moment(device.seen_at, now) if device.seen_at else T["never"]
    area, until = pages.area_name(device.area), day(device.expires_at)
    return DeviceLine(device.device_id, device.name, area, device.address or "—", seen, until, words, kind, is_over)


def moment(at: datetime, now: datetime) -> str:
    """07-16 14:32 within the year, 2027-07-16 in another."""
    return f"{at:%m-%d %H:%M}" if at.year == now.year else day(at)


def day(at: datetime) -> str:
    """2026-07-16."""
    return f"{at:%Y-%m-%d}"


def _state(account: AccountRow, now: datetime) -> tuple[str, str]:
    if not account.is_active:
        return "nodata", T["state_stopped"]
    if is_locked(account, now):
        return "warn", T["state_locked"].format(at=f"{account.locked_until_at:%H:%M}")
    return ("notice", T["state_first"]) if account.must_change else ("ok", T["state_active"])


def is_locked(account: AccountRow, now: datetime) -> bool:
    """Whether guesses have locked it for now."""
    return account.locked_until_at is not None and account.locked_until_at > now


def _sign_in(pages: Pages, s: Listed, a: AccountRow) -> SignInLine:
    kind, now = texts.SESSION_KINDS.get(s.kind, s.kind), pages.desk.access.clock.now()
    if s.stage != FULL:
        kind = T["half_way"].format(kind=kind)
    is_this = s.session_id == pages.desk.viewer.session_id
    times = (moment(s.created_at, now), moment(s.seen_at, now), moment(s.expires_at, now))
    return SignInLine(s.session_id, a.account_id, a.login, a.name, kind, s.address, *times, is_this)
