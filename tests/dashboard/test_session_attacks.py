"""Attacks on sign-ins, made through the wall as an attacker would: none is let in.

Everything is real but the clock. Each test has addresses and, where it signs in, people of its own: limits count by both.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import process_time

import pyotp
import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from dashboard.access.access import Access
from dashboard.access.identify import cookie_name
from dashboard.access.sign_in import sign_in
from dashboard.access.tokens import hash_of, new_token
from dashboard.app import create_app
from dashboard.desk import Desk
from geodata.clock import Clock, local
from geodata.errors import SignInNeeded
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Grant, SignIn
from tests.clocks import SetClock
from tests.people import OFFICE, closed_home, found, hire, token_of

GOOD = "Huangtudian-2049"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# a page, what pages are made of, data, single cases, a file, one's own account, an administrator's page, a machine
LOCKED_DOORS = (
    "/", "/hotspots", "/quality", "/_dash-layout", "/_dash-dependencies", "/api/cases?level=city&area=11", "/api/export/ranking.csv",
    "/account", "/admin/accounts", "/admin/grants", "/admin/audit", "/api/pulse",
)  # fmt: skip


@dataclass(frozen=True)
class Clocked(Settings):
    """Settings whose clock the test sets."""

    set_clock: SetClock | None = None

    @property
    def clock(self) -> Clock:
        """The test's clock."""
        assert self.set_clock is not None
        return self.set_clock


@dataclass(frozen=True)
class House:
    """A closed home that is served, its books and its clock."""

    app: Dash
    access: Access
    clock: SetClock
    desk: Desk

    def browser(self, address: str, token: str = "") -> FlaskClient:
        """A browser at an address, with a cookie where a token is given."""
        client = self.app.server.test_client()
        client.environ_base |= {"REMOTE_ADDR": address, "HTTP_SEC_FETCH_SITE": "same-origin"}
        if token:
            client.set_cookie(self.cookie, token)
        return client

    @property
    def cookie(self) -> str:
        """Name of the cookie."""
        return cookie_name(self.access.settings)

    def token(self, client: FlaskClient) -> str:
        """What the browser's cookie holds."""
        kept = client.get_cookie(self.cookie)
        return kept.value if kept else ""

    def person(self, login: str, role: str = "street", area: str = "110114011") -> str:
        """Hire somebody; their one-time password."""
        hire(self.access, login, role, area)
        return self.access.accounts.reset_password(login, by=OFFICE)

    def member(self, login: str, role: str = "street", area: str = "110114011") -> None:
        """Hire somebody whose password is GOOD and of their own."""
        given = self.person(login, role, area)
        account = self.access.accounts.get(login)
        self.access.accounts.change_password(account.account_id, given, GOOD, by=OFFICE)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, pack: Pack) -> Iterator[House]:
    made = closed_home(tmp_path_factory.mktemp("attacked"), pack)
    clock = SetClock(local(datetime.fromisoformat("2026-11-22 22:00")))
    app = create_app(Clocked(home=made.home, set_clock=clock))
    desk = app.server.extensions["desk"]
    assert isinstance(desk, Desk)
    yield House(app, desk.access, clock, desk)
    desk.engine.dispose()


def enter(client: FlaskClient, login: str, password: str) -> TestResponse:
    return client.post("/sign-in", data={"login": login, "password": password})


def opened_doors(client: FlaskClient, **headers: str) -> list[str]:
    """The locked doors that let this browser in; the answer to all others sends to the sign-in or refuses."""
    return [door for door in LOCKED_DOORS if not _is_refused(client.get(door, headers=headers))]


def _is_refused(response: TestResponse) -> bool:
    is_sent_away = response.status_code == 303 and response.headers["Location"].startswith("/sign-in")
    return is_sent_away or response.status_code in (401, 403)


def test_the_doors_open_to_whom_they_should(house: House) -> None:
    client = house.browser("10.1.0.1", token_of(house.access, "city", address="10.1.0.1"))

    assert set(LOCKED_DOORS) - set(opened_doors(client)) == {"/admin/accounts", "/admin/grants", "/admin/audit"}
    assert opened_doors(house.browser("10.1.0.2")) == []


def test_fixation_a_planted_token_does_not_become_the_victims(house: House) -> None:
    house.member("victim1")
    house.member("attacker1")
    for planted in (new_token(), "x" * 43, token_of(house.access, "attacker1"), token_of(house.access, "attacker1", stage="code")):
        victim = house.browser("10.1.1.1", planted)
        house.access.accounts.settle(found(house.access, "victim1").account_id)

        enter(victim, "victim1", GOOD)

        assert house.token(victim) not in ("", planted)
        assert opened_doors(house.browser("10.1.1.1", planted)) == []


def test_replay_after_sign_out(house: House) -> None:
    house.member("leaver")
    client = house.browser("10.1.2.1")
    enter(client, "leaver", GOOD)
    stolen = house.token(client)
    assert opened_doors(client)

    client.post("/sign-out")

    assert house.token(client) == ""
    assert opened_doors(house.browser("10.1.2.1", stolen)) == []


@pytest.mark.parametrize("end", ["one", "all", "stop", "grant", "taken", "reset", "factor", "password"])
def test_replay_after_whatever_ends_a_sign_in(house: House, end: str) -> None:
    login, access, here = f"ended-{end}", house.access, f"10.1.3.{ord(end[0])}"
    house.member(login, "lead", "huitian")
    account = access.accounts.get(login)
    stolen = token_of(access, login)
    assert opened_doors(house.browser(here, stolen))

    {
        "one": lambda: access.sessions.close_one(account.account_id, access.sessions.list(account.account_id)[0].session_id),
        "all": lambda: access.sessions.close_all(account.account_id),
        "stop": lambda: access.accounts.stop(login, by=OFFICE),
        "grant": lambda: access.accounts.grant(login, "street", "110114011", by=OFFICE),
        "taken": lambda: access.accounts.revoke(account.grants[0].grant_id, by=OFFICE),
        "reset": lambda: access.accounts.reset_password(login, by=OFFICE),
        "factor": lambda: access.factor.clear(login, by=OFFICE),
        "password": lambda: access.accounts.change_password(account.account_id, GOOD, GOOD + "-2", by=OFFICE),
    }[end]()

    assert opened_doors(house.browser(here, stolen)) == []


def test_a_password_changed_in_one_browser_ends_the_thief_in_another(house: House) -> None:
    house.member("changer")
    own = house.browser("10.1.4.1", token_of(house.access, "changer"))
    stolen = token_of(house.access, "changer")

    changed = own.post("/account/password", data={"old": GOOD, "new": GOOD + "-2", "again": GOOD + "-2"})

    assert changed.status_code == 303
    assert opened_doors(own)
    assert opened_doors(house.browser("10.1.4.2", stolen)) == []


def test_idle_expiry_though_an_open_page_keeps_asking_by_itself(house: House) -> None:
    client = house.browser("10.1.5.1", token_of(house.access, "briefing"))

    answers = []
    for _ in range(7):
        house.clock.go(5 * MINUTE)
        answers.append(client.get("/api/pulse").status_code)

    assert answers[0] == 200
    assert answers[-1] == 401
    assert opened_doors(client) == []


def test_absolute_expiry_of_somebody_who_is_always_busy(house: House) -> None:
    client = house.browser("10.1.6.1", token_of(house.access, "briefing"))

    for _ in range(12 * 3 + 1):
        house.clock.go(20 * MINUTE)
        client.get("/_dash-layout")

    assert opened_doors(client) == []


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_clock_set_back_brings_no_sign_in_back(house: House, is_seen: bool) -> None:
    client = house.browser("10.1.7.1", token_of(house.access, "briefing"))
    house.clock.go(13 * HOUR)
    house.browser("10.1.7.2", token_of(house.access, "lead")).get("/")
    if is_seen:
        assert opened_doors(client) == []

    house.clock.go(-13 * HOUR)
    doors = opened_doors(client)
    house.clock.go(14 * HOUR)

    assert doors == []


def test_a_wall_token_or_cookie_stolen_to_another_address(house: House) -> None:
    token = house.access.devices.add("大厅西墙", "huitian", by=OFFICE)
    wall = house.browser("10.1.8.1")
    assert wall.post("/sign-in/device", data={"token": token}).status_code == 200
    assert opened_doors(wall)

    thief = house.browser("10.1.8.66")
    refused = thief.post("/sign-in/device", data={"token": token})

    assert refused.status_code == 401
    assert house.token(thief) == ""
    assert opened_doors(house.browser("10.1.8.66", house.token(wall))) == []
    assert opened_doors(house.browser("10.1.8.66", house.token(wall)), **{"X-Forwarded-For": "10.1.8.1", "X-Real-IP": "10.1.8.1"}) == []
    assert opened_doors(wall)
    assert next(e.details["reason"] for e in house.access.trail.rows(20, action="device.refuse")) == "address"


def test_a_wall_token_taken_back_or_used_as_a_cookie(house: House) -> None:
    token = house.access.devices.add("大厅东墙", "huitian", by=OFFICE)
    wall = house.browser("10.1.9.1")
    wall.post("/sign-in/device", data={"token": token})

    assert opened_doors(house.browser("10.1.9.1", token)) == []
    house.access.devices.revoke(next(d.device_id for d in house.access.devices.list() if d.name == "大厅东墙"), by=OFFICE)

    assert opened_doors(wall) == []
    assert house.browser("10.1.9.2").post("/sign-in/device", data={"token": token}).status_code == 401


def test_half_way_in_is_not_in_and_no_step_can_be_left_out(house: House) -> None:
    given = house.person("halfway", "audit", "")
    client = house.browser("10.1.10.1")
    asked = enter(client, "halfway", given)
    at_code = house.token(client)

    assert asked.headers["Location"].startswith("/sign-in/code")
    assert opened_doors(client) == []
    client.post("/sign-in/change", data={"old": given, "new": GOOD, "again": GOOD})
    assert house.access.accounts.get("halfway").must_change
    assert opened_doors(client) == []

    signed = house.access.sessions.find(at_code, "10.1.10.1")
    assert signed is not None
    key = house.access.factor.begin(signed, "回天").key
    client.post("/sign-in/code", data={"code": pyotp.TOTP(key).at(house.access.clock.now())})
    at_change = house.token(client)

    assert at_change not in ("", at_code)
    assert opened_doors(client) == []
    assert opened_doors(house.browser("10.1.10.1", at_code)) == []
    client.post("/sign-in/change", data={"old": given, "new": GOOD, "again": GOOD})
    assert opened_doors(client) == ["/account", "/admin/audit"] or "/admin/audit" in opened_doors(client)
    assert opened_doors(house.browser("10.1.10.1", at_change)) == []


def test_tampered_and_foreign_cookies(house: House) -> None:
    token = token_of(house.access, "city")
    bent = [token[:i] + ("A" if token[i] != "A" else "B") + token[i + 1 :] for i in range(len(token))]
    others = [token[:-1], token + "A", token.upper(), token.lower(), token[::-1], hash_of(token), "", "null", "' OR '1'='1", "\\x00" * 10]

    tried = [tampered for tampered in (*bent, *others) if tampered != token]

    assert [t for t in tried if house.access.sessions.find(t, "127.0.0.1")] == []
    assert [t for t in tried if not _is_refused(house.browser("10.1.11.1", t).get("/_dash-layout"))] == []


def test_a_token_anywhere_but_in_the_cookie(house: House) -> None:
    token = token_of(house.access, "city")
    client = house.browser("10.1.12.1")
    name = house.cookie

    asked = [
        client.get(f"/_dash-layout?{name}={token}"),
        client.get(f"/_dash-layout?token={token}"),
        client.get("/_dash-layout", headers={"Authorization": f"Bearer {token}"}),
        client.get("/_dash-layout", headers={"X-Session": token, "X-Auth-Token": token}),
        client.post("/_dash-update-component", json={name: token, "token": token}),
        client.get("/_dash-layout", headers={"Cookie": f"session={token}; Huitian={token}; huitian-share={token}"}),
    ]

    assert [r.status_code for r in asked if not _is_refused(r)] == []


def test_a_kept_hash_from_a_stolen_store_is_no_cookie(house: House) -> None:
    token_of(house.access, "city")
    with read_transaction(house.desk.engine) as connection:
        kept = connection.execute(select(SignIn.token_hash).where(SignIn.revoked_at.is_(None))).scalars().all()

    tried = [(f"10.2.{n}.{len(t)}", t) for n, h in enumerate(kept) for t in (h, h[:43])]
    assert len(tried) > 20
    assert [t for here, t in tried if not _is_refused(house.browser(here, t).get("/_dash-layout"))] == []


def test_guessing_ends_after_five_from_one_address_and_from_many(house: House) -> None:
    house.member("guessed")
    house.member("guessed2")

    one = [enter(house.browser("10.1.14.1"), "guessed", f"guess-{i}").status_code for i in range(8)]
    many = [enter(house.browser(f"10.1.15.{i}"), "guessed2", f"guess-{i}").status_code for i in range(8)]

    assert one == many == [401] * 5 + [429] * 3
    with pytest.raises(SignInNeeded):       # past the limits, of another process say, the account itself is locked
        sign_in(house.access, "guessed2", GOOD, address="10.1.16.1")
    assert house.token(house.browser("10.1.16.1")) == ""


def test_an_unknown_login_answers_like_a_known_one_in_words_and_in_work(house: House) -> None:
    house.member("known1")
    answers = [enter(house.browser(f"10.1.17.{i}"), login, "wrong") for i, login in enumerate(("known1", "nobody1"))]
    times: dict[str, list[float]] = {"known2": [], "nobody2": []}
    house.member("known2")
    for _ in range(9):
        for login, took in times.items():
            begun = process_time()
            house.access.accounts.check(login, "wrong")
            took.append(process_time() - begun)

    said = [a.get_data(as_text=True).replace("known1", "?").replace("nobody1", "?") for a in answers]
    assert said[0] == said[1]
    assert [a.status_code for a in answers] == [401, 401]
    assert 0.2 < statistics.median(times["known2"]) / statistics.median(times["nobody2"]) < 5   # 1,000 if only one were hashed


def test_a_code_seen_over_the_shoulder_is_not_taken_again(house: House) -> None:
    house.member("coded", "security", "")
    signed = house.access.sessions.find(token_of(house.access, "coded", stage="code", address="10.1.18.1"), "10.1.18.1")
    assert signed is not None
    key = house.access.factor.begin(signed, "回天").key
    assert house.access.factor.confirm(signed, pyotp.TOTP(key).at(house.access.clock.now() - timedelta(seconds=30)), by=OFFICE)
    house.access.accounts.settle(signed.account_id)
    code = pyotp.TOTP(key).at(house.access.clock.now())
    own, thief = house.browser("10.1.18.1"), house.browser("10.1.18.2")
    enter(own, "coded", GOOD)
    enter(thief, "coded", GOOD)

    own.post("/sign-in/code", data={"code": code})
    refused = thief.post("/sign-in/code", data={"code": code})

    assert "/admin/grants" in opened_doors(own)
    assert refused.status_code == 401
    assert opened_doors(thief) == []


@pytest.mark.parametrize("roles", [("system", "security"), ("security", "audit"), ("system", "audit"), ("audit", "city")])
def test_two_roles_that_must_be_apart_open_nothing_however_they_came_together(house: House, roles: tuple[str, str]) -> None:
    login = "both-" + "-".join(roles)
    account = hire(house.access, login, roles[0])
    row = {"account_id": account.account_id, "area_code": "11" if roles[1] == "city" else "", "unit_name": "", "granted_by": "?"}
    with write_transaction(house.desk.engine) as connection:
        connection.execute(Grant.__table__.insert().values(role=roles[1], granted_at=house.access.clock.now(), **row))  # type: ignore[attr-defined]

    doors = opened_doors(house.browser("10.1.19.1", token_of(house.access, login)))

    assert not any(door.startswith("/admin") or "cases" in door or "export" in door for door in doors)
    assert "/" not in doors


def test_a_page_of_another_site_signs_nobody_out_and_changes_no_password(house: House) -> None:
    house.member("lured")
    client = house.browser("10.1.20.1", token_of(house.access, "lured"))
    new = {"old": GOOD, "new": GOOD + "-2", "again": GOOD + "-2"}
    forms = (("/sign-out", {}), ("/account/password", new), ("/account/end-rest", {}), ("/sign-in", {"login": "lured", "password": GOOD}))
    origins = ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "", "Origin": "https://evil.example"})

    answers = [client.post(path, data=form, headers=headers).status_code for headers in origins for path, form in forms]

    assert answers == [403] * 12
    assert opened_doors(client)


def test_nobody_names_themselves_in_a_header(house: House) -> None:
    client = house.browser("10.1.21.1")
    names = ("X-Remote-User", "Remote-User", "X-Forwarded-User", "X-Forwarded-Preferred-Username", "Huitian-Login")

    assert opened_doors(client, **dict.fromkeys(names, "city")) == []
    assert house.token(client) == ""


def test_a_cookie_of_another_home_and_one_after_a_restart(house: House, tmp_path: Path, pack: Pack) -> None:
    token = token_of(house.access, "city")
    stale = token_of(house.access, "changping")
    house.access.sessions.close(stale)
    other = create_app(replace(closed_home(tmp_path, pack), now=house.access.clock.now()))
    again = create_app(Clocked(home=house.access.settings.home, set_clock=house.clock))

    def asks(app: Dash, cookie: str) -> int:
        client = app.server.test_client()
        client.set_cookie(house.cookie, cookie)
        return client.get("/_dash-layout").status_code

    assert [asks(other, token), asks(again, token), asks(again, stale)] == [401, 200, 401]
    other.server.extensions["desk"].engine.dispose()
    again.server.extensions["desk"].engine.dispose()


def test_a_one_time_password_used_before_or_too_late(house: House) -> None:
    used, late = house.person("onetime1"), house.person("onetime2")
    account = house.access.accounts.get("onetime1")
    house.access.accounts.change_password(account.account_id, used, GOOD, by=OFFICE)
    house.clock.go(73 * HOUR)

    clients = [house.browser("10.1.22.1"), house.browser("10.1.22.2")]
    for client, login, password in zip(clients, ("onetime1", "onetime2"), (used, late), strict=True):
        assert enter(client, login, password).status_code == 401
        assert opened_doors(client) == []


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House, tmp_path: Path) -> None:
    house.member("cookie")
    plain = enter(house.browser("10.1.23.1"), "cookie", GOOD).headers["Set-Cookie"]
    behind_tls = create_app(Clocked(home=house.access.settings.home, set_clock=house.clock, public_url="https://city.example"))
    client = behind_tls.server.test_client()
    client.environ_base |= {"REMOTE_ADDR": "10.1.23.2", "HTTP_SEC_FETCH_SITE": "same-origin"}
    secured = enter(client, "cookie", GOOD).headers["Set-Cookie"]
    behind_tls.server.extensions["desk"].engine.dispose()

    assert all(part in plain for part in ("huitian=", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert all(part in secured for part in ("__Host-huitian=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert not any(part in plain + secured for part in ("Domain", "Max-Age", "Expires"))


def test_after_all_attacks_the_trail_is_whole_and_holds_no_token_nor_password(house: House) -> None:
    rows = house.access.trail.rows(5000)

    assert house.access.trail.verify().is_whole
    assert GOOD not in str(rows)
    assert {"sign_in", "sign_in.refuse", "sign_out", "device.refuse"} <= {row.action for row in rows}
