"""People of every role, for tests of who may see what: real accounts of a real home, signed in by real cookies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from dash import Dash
from flask.testing import FlaskClient

from dashboard.access.access import Access, open_access
from dashboard.access.accounts import AccountRow
from dashboard.access.actor import Actor
from dashboard.access.granting import WALL
from dashboard.access.identify import cookie_name, identify
from dashboard.access.sessions import DEVICE, FULL, PASSWORD
from dashboard.access.viewer import Viewer
from geodata.clock import local
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.founding import found_home
from tests.scene import NEWEST, city, filled, home_of

OFFICE = Actor("cli:tests")
ADDRESS = "127.0.0.1"          # of Flask's test client
UNIT = "市水务局"


@dataclass(frozen=True)
class Person:
    """One account to be: a role within an area."""

    login: str
    role: str
    area: str = ""
    unit: str = ""


PEOPLE = (
    Person("city", "city", "11"),
    Person("changping", "district", "110114"),
    Person("huitian", "district", "huitian"),
    Person("huilongguan", "street", "110114011"),
    Person("longzeyuan", "street", "110114012"),
    Person("community", "community", "110114011001"),
    Person("unit", "unit", "110114", UNIT),
    Person("lead", "lead", "huitian"),
    Person("clerk", "clerk", "110114011"),
    Person("clerk-huitian", "clerk", "huitian"),
    Person("briefing", "briefing", "huitian"),
    Person("wall", WALL, "huitian"),
    Person("system", "system"),
    Person("security", "security"),
    Person("audit", "audit"),
)  # fmt: skip


def closed_home(folder: Path, pack: Pack) -> Settings:
    """A real home (no demo) with `scene.city()` in it; the clock stands still twenty minutes after its newest complaint."""
    settings = replace(home_of(folder), now=local(NEWEST + timedelta(minutes=20)))
    engine = found_home(settings, pack)
    filled(engine, settings, pack, city())
    access = open_access(settings, engine, pack, settings.clock)
    staff(access)
    engine.dispose()
    return settings


def staff(access: Access, people: Iterable[Person] = PEOPLE) -> None:
    """Hire everybody."""
    for person in people:
        hire(access, person.login, person.role, person.area, person.unit)


def hire(access: Access, login: str, role: str, area: str = "", unit: str = "") -> AccountRow:
    """A new account with one role; a wall's is that of a device named `login`, with a login of its own."""
    if role == WALL:
        access.devices.add(login, area, by=OFFICE)
        return found(access, login)
    access.accounts.add(login, login, by=OFFICE, has_password=False)
    access.accounts.grant(login, role, area, unit, by=OFFICE)
    return access.accounts.get(login)


def found(access: Access, login: str) -> AccountRow:
    """The account of a login, or the device of that name."""
    return next(a for a in access.accounts.list() if login == a.login or (a.is_device and a.name == login))


def token_of(access: Access, login: str, *, stage: str = FULL, address: str = ADDRESS) -> str:
    """A session of this account, without going through the sign-in pages."""
    account = found(access, login)
    until = access.clock.now() + timedelta(days=30) if account.is_device else None
    return access.sessions.open(account.account_id, DEVICE if account.is_device else PASSWORD, address, stage, until=until)


def signed_in(app: Dash, access: Access, login: str) -> FlaskClient:
    """A browser without scripts that is signed in as `login` and says, as browsers do, that its requests are from our own pages."""
    client = app.server.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    client.set_cookie(cookie_name(access.settings), token_of(access, login))
    return client


def viewer_named(access: Access, login: str) -> Viewer:
    """The viewer that this account's requests are answered for."""
    return identify(access, token_of(access, login), ADDRESS).viewer
