"""`huitian user` and `huitian device`: the first accounts of a home, and what a browser cannot do; in the trail as `cli:NAME`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from dashboard import texts
from geodata.settings import Settings

if TYPE_CHECKING:
    from dashboard.access.access import Access
    from dashboard.access.accounts import AccountRow
    from dashboard.access.actor import Actor


@click.group("user", help=texts.USER_HELP)
def user() -> None:
    """Accounts of people."""


@click.group("device", help=texts.DEVICE_HELP)
def device() -> None:
    """Tokens of wall screens."""


@user.command("add", help=texts.USER_ADD_HELP)
@click.argument("login")
@click.option("--name", required=True, help=texts.USER_NAME_HELP)
@click.option("--role", default="", help=texts.USER_ROLE_HELP)
@click.option("--area", default="", help=texts.USER_AREA_HELP)
@click.option("--unit", default="", help=texts.USER_UNIT_HELP)
@click.option("--no-password", is_flag=True, help=texts.USER_NO_PASSWORD_HELP)
@click.pass_obj
def add(settings: Settings, *, login: str, name: str, role: str, area: str, unit: str, no_password: bool) -> None:
    """Makes an account and prints its one-time password, this once. Raises BadRequest, RightsError."""
    from dashboard.access.granting import require_grantable

    with _opened(settings) as (access, by):
        if role:
            require_grantable(access.pack, role, area, unit)
        password = access.accounts.add(login, name, by=by, has_password=not no_password)
        if role:
            access.accounts.grant(login, role, area, unit, by=by)
    click.echo(texts.USER_ADDED.format(login=login), err=True)
    _hand_over(password)


@user.command("list", help=texts.USER_LIST_HELP)
@click.pass_obj
def listing(settings: Settings) -> None:
    """Prints one line an account: login, name, state, roles with their numbers."""
    with _opened(settings) as (access, _):
        for account in access.accounts.list():
            click.echo("\t".join((account.login, account.name, _state(access, account), _roles(account))))


@user.command("grant", help=texts.USER_GRANT_HELP)
@click.argument("login")
@click.argument("role")
@click.option("--area", default="", help=texts.USER_AREA_HELP)
@click.option("--unit", default="", help=texts.USER_UNIT_HELP)
@click.pass_obj
def grant(settings: Settings, *, login: str, role: str, area: str, unit: str) -> None:
    """Gives a role and says its number. Raises BadRequest, NotFound, RightsError."""
    with _opened(settings) as (access, by):
        number = access.accounts.grant(login, role, area, unit, by=by)
    click.echo(texts.USER_GRANTED.format(login=login, number=number))


@user.command("revoke", help=texts.USER_REVOKE_HELP)
@click.argument("number", type=click.IntRange(1))
@click.pass_obj
def revoke(settings: Settings, number: int) -> None:
    """Takes a role back. Raises NotFound."""
    with _opened(settings) as (access, by):
        access.accounts.revoke(number, by=by)
    click.echo(texts.USER_REVOKED.format(number=number))


@user.command("reset", help=texts.USER_RESET_HELP)
@click.argument("login")
@click.option("--code", "is_code", is_flag=True, help=texts.USER_RESET_CODE_HELP)
@click.pass_obj
def reset(settings: Settings, login: str, is_code: bool) -> None:
    """A new one-time password, printed this once; or the one-time codes taken back. Raises NotFound, RightsError."""
    with _opened(settings) as (access, by):
        if is_code:
            access.factor.clear(login, by=by)
            click.echo(texts.USER_CODE_CLEARED.format(login=login))
            return
        password = access.accounts.reset_password(login, by=by)
    _hand_over(password)


@user.command("unlock", help=texts.USER_UNLOCK_HELP)
@click.argument("login")
@click.pass_obj
def unlock(settings: Settings, login: str) -> None:
    """Lets a locked account be tried again. Raises NotFound."""
    with _opened(settings) as (access, by):
        access.accounts.unlock(login, by=by)
    click.echo(texts.USER_UNLOCKED.format(login=login))


@user.command("stop", help=texts.USER_STOP_HELP)
@click.argument("login")
@click.pass_obj
def stop(settings: Settings, login: str) -> None:
    """Lets nobody sign in with it any more. Raises NotFound."""
    with _opened(settings) as (access, by):
        access.accounts.stop(login, by=by)
    click.echo(texts.USER_STOPPED.format(login=login))


@user.command("start", help=texts.USER_START_HELP)
@click.argument("login")
@click.pass_obj
def start(settings: Settings, login: str) -> None:
    """Takes a stop back. Raises NotFound."""
    with _opened(settings) as (access, by):
        access.accounts.start(login, by=by)
    click.echo(texts.USER_STARTED.format(login=login))


@user.command("sessions", help=texts.USER_SESSIONS_HELP)
@click.argument("login")
@click.option("--end", "is_end", is_flag=True, help=texts.USER_SESSIONS_END_HELP)
@click.pass_obj
def sessions(settings: Settings, login: str, is_end: bool) -> None:
    """Prints the living sign-ins of an account, or ends them all. Raises NotFound."""
    from dashboard.access.sign_in import end_sign_ins

    with _opened(settings) as (access, by):
        if is_end:
            click.echo(texts.USER_SESSIONS_ENDED.format(login=login, count=end_sign_ins(access, login, by=by)))
            return
        for one in access.sessions.list(access.accounts.get(login).account_id):
            times = (f"{at:%Y-%m-%d %H:%M}" for at in (one.created_at, one.seen_at, one.expires_at))
            click.echo("\t".join((str(one.session_id), one.kind, one.stage, one.address, *times)))


@device.command("add", help=texts.DEVICE_ADD_HELP)
@click.argument("name")
@click.option("--area", required=True, help=texts.USER_AREA_HELP)
@click.option("--days", default=365, show_default=True, type=int, help=texts.DEVICE_DAYS_HELP)
@click.option("--wall", default="", help=texts.DEVICE_WALL_HELP)
@click.pass_obj
def add_device(settings: Settings, name: str, area: str, days: int, wall: str) -> None:
    """Makes a device and prints its link, this once; the token stands behind the #, which no server is ever sent.

    Raises BadRequest, also for a wall that is not defined; WallError.
    """
    with _opened(settings) as (access, by):
        _require_wall(settings, access, wall)
        token = access.devices.add(name, area, by=by, days=days)
    click.echo(texts.DEVICE_ADDED.format(name=name, days=days), err=True)
    onward = f"?next=/wall/{quote(wall, safe='')}" if wall else ""
    click.echo(f"{settings.public_url.rstrip('/')}/sign-in/device{onward}#{token}")


@device.command("list", help=texts.DEVICE_LIST_HELP)
@click.pass_obj
def list_devices(settings: Settings) -> None:
    """Prints one line a device: number, name, area, address, end, state."""
    with _opened(settings) as (access, _):
        for one in access.devices.list():
            is_over = one.revoked_at is not None or one.expires_at <= access.clock.now()
            words = (str(one.device_id), one.name, one.area, one.address or texts.DEVICE_UNUSED, f"{one.expires_at:%Y-%m-%d}")
            click.echo("\t".join((*words, texts.DEVICE_STATES[is_over])))


@device.command("revoke", help=texts.DEVICE_REVOKE_HELP)
@click.argument("number", type=click.IntRange(1))
@click.pass_obj
def revoke_device(settings: Settings, number: int) -> None:
    """Takes a device's token back. Raises NotFound."""
    with _opened(settings) as (access, by):
        access.devices.revoke(number, by=by)
    click.echo(texts.DEVICE_REVOKED.format(number=number))


COMMANDS = (user, device)


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Access, Actor]]:
    """The access of the home, which is made where there is none yet, and who gives the command."""
    from dashboard.access.access import open_access
    from dashboard.access.actor import Actor
    from geodata.pack import load_pack
    from geodata.store.audit import operator
    from geodata.store.founding import ready_home

    pack = load_pack(settings.pack)
    engine = ready_home(settings, pack)
    try:
        yield open_access(settings, engine, pack, settings.clock), Actor(operator())
    finally:
        engine.dispose()


def _require_wall(settings: Settings, access: Access, wall: str) -> None:
    """Raises BadRequest naming the walls there are: a link to a page that is not found would be seen only where the screen hangs."""
    from dashboard.walls.definition import walls
    from geodata.errors import BadRequest

    known = walls(settings, access.pack)
    if wall and wall not in known:
        raise BadRequest(texts.DEVICE_NO_WALL.format(wall=wall[:40], known="、".join(f"{w.name}（{w.title}）" for w in known.values())))


def _hand_over(password: str) -> None:
    """The password alone on stdout, so that nothing else has to be cut off; what to do with it on stderr."""
    if password:
        click.echo(texts.USER_PASSWORD, err=True)
        click.echo(password)


def _state(access: Access, account: AccountRow) -> str:
    if not account.is_active:
        return texts.USER_STATES["stopped"]
    if account.locked_until_at is not None and account.locked_until_at > access.clock.now():
        return texts.USER_STATES["locked"]
    return texts.USER_STATES["change" if account.must_change else "active"]


def _roles(account: AccountRow) -> str:
    from dashboard.access.granting import name_of

    held = (" ".join(filter(None, (f"#{g.grant_id}", name_of(g.role), g.area, g.unit))) for g in account.grants)
    return "；".join(held) or texts.USER_NO_ROLE
