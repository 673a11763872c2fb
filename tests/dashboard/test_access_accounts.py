"""Accounts: who gets one, who gets in, who gets locked out, and what may not stand beside what."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from dashboard.access.access import Access, open_access
from dashboard.access.accounts import LOCK_AFTER, LOCK_FOR, ONE_TIME_FOR, Checked
from dashboard.access.actor import Actor
from dashboard.access.passwords import Passwords, one_time_password, weakness
from geodata.clock import local
from geodata.errors import AuditError, BadRequest, NotFound, RightsError, SignInNeeded
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Account, SignIn
from tests.clocks import SetClock

BY = Actor("cli:tests")
GOOD = "Huangtudian-2049"


@pytest.fixture
def clock() -> SetClock:
    return SetClock(local(datetime.fromisoformat("2026-11-22 22:00")))


@pytest.fixture
def books(store: Engine, tmp_path: Path, pack: Pack, clock: SetClock) -> Access:
    """The access of an empty store, on each engine."""
    return open_access(Settings(home=tmp_path / "home", secret="s" * 40), store, pack, clock)


def test_a_new_account_gets_in_with_its_one_time_password_and_must_change_it(books: Access) -> None:
    password = books.accounts.add("zhang", "张工", by=BY)

    outcome = books.accounts.check(" Zhang ", password)

    assert (outcome.checked, outcome.must_change, outcome.has_factor) == (Checked.OK, True, False)


def test_only_the_hash_of_a_password_is_kept(books: Access, store: Engine) -> None:
    password = books.accounts.add("zhang", "张工", by=BY)

    with read_transaction(store) as connection:
        kept = connection.execute(select(Account.password_hash)).scalar_one()
    assert kept.startswith("$argon2id$")
    assert password not in kept
    assert all(password not in str(entry) for entry in books.trail.rows())


def test_a_login_that_cannot_be_is_refused(books: Access) -> None:
    for login in ("", "z", "张工", "a b", "-a", "device-1", "cli:root", "a/b", "x" * 70 + "!"):
        with pytest.raises(BadRequest, match="登录名"):
            books.accounts.add(login, "张工", by=BY)


def test_a_login_is_given_once(books: Access) -> None:
    books.accounts.add("zhang", "张工", by=BY)

    with pytest.raises(RightsError, match="已经有了"):
        books.accounts.add("ZHANG", "另一个", by=BY)


@pytest.mark.parametrize("typed", ["", "wrong", GOOD + " ", "\x00", "长" * 5000])
def test_a_wrong_password_is_wrong(books: Access, typed: str) -> None:
    books.accounts.add("zhang", "张工", by=BY)

    assert books.accounts.check("zhang", typed).checked is Checked.WRONG
    assert books.accounts.check("nobody", typed).checked is Checked.WRONG


def test_five_wrong_passwords_lock_also_for_the_right_one_and_for_a_while_only(books: Access, clock: SetClock) -> None:
    password = books.accounts.add("zhang", "张工", by=BY)

    outcomes = [books.accounts.check("zhang", "wrong").checked for _ in range(LOCK_AFTER)]

    assert outcomes == [Checked.WRONG] * (LOCK_AFTER - 1) + [Checked.LOCKED]
    assert books.accounts.check("zhang", password).checked is Checked.LOCKED
    clock.go(LOCK_FOR + timedelta(seconds=1))
    assert books.accounts.check("zhang", password).checked is Checked.OK


def test_guesses_made_at_once_are_counted_one_by_one(books: Access) -> None:
    password = books.accounts.add("zhang", "张工", by=BY)

    with ThreadPoolExecutor(8) as crew:
        list(crew.map(lambda _: books.accounts.check("zhang", "wrong"), range(LOCK_AFTER + 3)))

    assert books.accounts.check("zhang", password).checked is Checked.LOCKED


def test_the_right_password_makes_earlier_slips_forgotten(books: Access) -> None:
    password = books.accounts.add("zhang", "张工", by=BY)

    for _ in range(3):
        for _ in range(LOCK_AFTER - 1):
            books.accounts.check("zhang", "wrong")
        assert books.accounts.check("zhang", password).checked is Checked.OK


def test_an_unlocked_account_can_be_tried_at_once(books: Access) -> None:
    password = books.accounts.add("zhang", "张工", by=BY)
    for _ in range(LOCK_AFTER):
        books.accounts.check("zhang", "wrong")

    books.accounts.unlock("zhang", by=BY)

    assert books.accounts.check("zhang", password).checked is Checked.OK


def test_a_one_time_password_is_good_for_three_days(books: Access, clock: SetClock) -> None:
    password = books.accounts.add("zhang", "张工", by=BY)

    clock.go(ONE_TIME_FOR + timedelta(minutes=1))

    assert books.accounts.check("zhang", password).checked is Checked.WRONG


def test_a_stopped_account_and_one_without_password_let_nobody_in(books: Access) -> None:
    password = books.accounts.add("zhang", "张工", by=BY)
    books.accounts.add("sso", "单点登录", by=BY, has_password=False)

    books.accounts.stop("zhang", by=BY)

    assert books.accounts.check("zhang", password).checked is Checked.WRONG
    assert books.accounts.check("sso", "").checked is Checked.WRONG
    books.accounts.start("zhang", by=BY)
    assert books.accounts.check("zhang", password).checked is Checked.OK


def test_a_password_of_ones_own_replaces_the_given_one(books: Access) -> None:
    given = books.accounts.add("zhang", "张工", by=BY)
    zhang = books.accounts.get("zhang").account_id

    books.accounts.change_password(zhang, given, GOOD, by=Actor("zhang"))

    assert books.accounts.check("zhang", given).checked is Checked.WRONG
    outcome = books.accounts.check("zhang", GOOD)
    assert (outcome.checked, outcome.must_change) == (Checked.OK, False)
    with pytest.raises(BadRequest, match="相同"):
        books.accounts.change_password(zhang, GOOD, GOOD, by=Actor("zhang"))


def test_changing_a_password_asks_for_the_old_one_and_counts_guesses(books: Access) -> None:
    given = books.accounts.add("zhang", "张工", by=BY)
    zhang = books.accounts.get("zhang").account_id

    for _ in range(LOCK_AFTER):
        with pytest.raises(SignInNeeded):
            books.accounts.change_password(zhang, "wrong", GOOD, by=Actor("zhang"))

    with pytest.raises(SignInNeeded):
        books.accounts.change_password(zhang, given, GOOD, by=Actor("zhang"))


def test_a_weak_password_is_refused(books: Access) -> None:
    given = books.accounts.add("zhang", "张工", by=BY)
    zhang = books.accounts.get("zhang").account_id

    for new in ("short1A!", "alllowercase", "Zhang-2049-xyz", "Password-2049", "aaaaaaaaaaaaaaaaaaaa", "x" * 200):
        with pytest.raises(BadRequest, match="新口令"):
            books.accounts.change_password(zhang, given, new, by=Actor("zhang"))


def test_one_time_passwords_are_good_enough_and_never_the_same() -> None:
    drawn = {one_time_password() for _ in range(200)}

    assert len(drawn) == 200
    assert all(weakness(password, "zhang") == "" for password in drawn)


def test_full_width_letters_are_the_same_password() -> None:
    passwords = Passwords()

    assert passwords.is_right(passwords.hash("Ｈuangtudian-２０４９"), GOOD)


@pytest.mark.parametrize("first", ["system", "security", "audit"])
def test_an_administrator_has_no_other_role(books: Access, first: str) -> None:
    books.accounts.add("zhang", "张工", by=BY)
    books.accounts.grant("zhang", first, by=BY)

    for role, area in (("system", ""), ("security", ""), ("audit", ""), ("city", "11"), ("street", "110114011")):
        with pytest.raises(RightsError):
            books.accounts.grant("zhang", role, area, by=BY)


def test_somebody_with_a_role_becomes_no_administrator(books: Access) -> None:
    books.accounts.add("zhang", "张工", by=BY)
    books.accounts.grant("zhang", "street", "110114011", by=BY)
    books.accounts.grant("zhang", "lead", "huitian", by=BY)

    with pytest.raises(RightsError, match="三员分立"):
        books.accounts.grant("zhang", "audit", by=BY)


def test_two_administrators_roles_granted_at_once_leave_one(books: Access) -> None:
    books.accounts.add("zhang", "张工", by=BY)

    def give(role: str) -> bool:
        try:
            return bool(books.accounts.grant("zhang", role, by=BY))
        except RightsError:
            return False

    with ThreadPoolExecutor(6) as crew:
        given = list(crew.map(give, ("system", "security", "audit") * 2))
    assert sum(given) == 1
    assert len(books.accounts.get("zhang").grants) == 1


NO_ROLES = (
    ("boss", "11", ""), ("city", "110114", ""), ("district", "", ""), ("street", "110114", ""), ("community", "999999999999", ""),
    ("system", "11", ""), ("unit", "110114", ""), ("lead", "huitian", "市水务局"), ("wall", "huitian", ""), ("share", "huitian", ""),
)  # fmt: skip


def test_a_role_that_cannot_be_given_is_refused(books: Access) -> None:
    books.accounts.add("zhang", "张工", by=BY)

    for role, area, unit in NO_ROLES:
        with pytest.raises((BadRequest, RightsError), match="授权"):
            books.accounts.grant("zhang", role, area, unit, by=BY)


def test_nobody_changes_their_own_roles_lock_or_standing(books: Access) -> None:
    books.accounts.add("zhang", "张工", by=BY)
    number = books.accounts.grant("zhang", "security", by=BY)
    own = Actor("zhang", "10.0.0.5")

    for change in (
        lambda: books.accounts.grant("zhang", "audit", by=own),
        lambda: books.accounts.revoke(number, by=own),
        lambda: books.accounts.reset_password("zhang", by=own),
        lambda: books.accounts.unlock("zhang", by=own),
        lambda: books.accounts.start("zhang", by=own),
        lambda: books.factor.clear("zhang", by=own),
    ):
        with pytest.raises(RightsError, match="自己"):
            change()


def test_a_role_taken_back_is_gone(books: Access) -> None:
    books.accounts.add("zhang", "张工", by=BY)
    number = books.accounts.grant("zhang", "street", "110114011", by=BY)

    books.accounts.revoke(number, by=BY)

    assert books.accounts.get("zhang").grants == ()
    with pytest.raises(NotFound):
        books.accounts.revoke(number, by=BY)


def test_every_change_is_in_the_trail_and_the_trail_holds(books: Access) -> None:
    books.accounts.add("zhang", "张工", by=BY)
    number = books.accounts.grant("zhang", "street", "110114011", by=BY)
    books.accounts.revoke(number, by=BY)
    books.accounts.reset_password("zhang", by=BY)
    books.accounts.stop("zhang", by=BY)
    books.accounts.start("zhang", by=BY)
    books.accounts.unlock("zhang", by=BY)

    said = [entry.action for entry in reversed(books.trail.rows())]

    assert said == ["account.add", "grant.add", "grant.revoke", "password.reset", "account.stop", "account.start", "account.unlock"]
    assert {entry.subject for entry in books.trail.rows()} == {"zhang"}
    assert books.trail.verify().is_whole


def test_what_cannot_be_written_down_is_not_done(store: Engine, tmp_path: Path, pack: Pack, clock: SetClock) -> None:
    settings = Settings(home=tmp_path / "home", secret="s" * 40)
    books = open_access(settings, store, pack, clock)
    books.accounts.add("zhang", "张工", by=BY)
    before = books.accounts.get("zhang")
    settings.audit_head_file.write_text("damaged")

    for change in (
        lambda: books.accounts.add("li", "李工", by=BY),
        lambda: books.accounts.grant("zhang", "street", "110114011", by=BY),
        lambda: books.accounts.stop("zhang", by=BY),
        lambda: books.accounts.reset_password("zhang", by=BY),
        lambda: books.devices.add("大厅", "huitian", by=BY),
        lambda: books.factor.clear("zhang", by=BY),
    ):
        with pytest.raises(AuditError):
            change()
    assert books.accounts.list() == (before,)


@pytest.mark.parametrize("change", ["grant", "revoke", "stop", "reset", "change", "clear"])
def test_a_change_of_the_account_ends_its_sign_ins(books: Access, change: str) -> None:
    given = books.accounts.add("zhang", "张工", by=BY)
    number = books.accounts.grant("zhang", "lead", "huitian", by=BY)
    zhang = books.accounts.get("zhang").account_id
    token = books.sessions.open(zhang, "password", "10.0.0.5", "full")

    {
        "grant": lambda: books.accounts.grant("zhang", "street", "110114011", by=BY),
        "revoke": lambda: books.accounts.revoke(number, by=BY),
        "stop": lambda: books.accounts.stop("zhang", by=BY),
        "reset": lambda: books.accounts.reset_password("zhang", by=BY),
        "change": lambda: books.accounts.change_password(zhang, given, GOOD, by=Actor("zhang")),
        "clear": lambda: books.factor.clear("zhang", by=BY),
    }[change]()

    assert books.sessions.find(token, "10.0.0.5") is None


def test_a_sign_in_that_was_checked_before_a_reset_does_not_open_after_it(books: Access, clock: SetClock) -> None:
    password = books.accounts.add("zhang", "张工", by=BY)
    outcome = books.accounts.check("zhang", password)
    assert outcome.account_id is not None
    clock.go(timedelta(seconds=1))
    books.accounts.reset_password("zhang", by=BY)

    with pytest.raises(SignInNeeded):
        books.sessions.open(outcome.account_id, "password", "10.0.0.5", "full", password_at=outcome.password_at)


def test_roles_that_got_beside_each_other_past_the_rules_give_nothing(books: Access, store: Engine) -> None:
    from dashboard.access.identify import identify
    from dashboard.access.roles import Right
    from geodata.store.models import Grant

    books.accounts.add("zhang", "张工", by=BY)
    books.accounts.grant("zhang", "system", by=BY)
    zhang = books.accounts.get("zhang").account_id
    with write_transaction(store) as connection:
        connection.execute(update(Account).where(Account.id == zhang).values(name="张工"))
        row = {"account_id": zhang, "area_code": "", "unit_name": "", "granted_by": "?", "granted_at": books.clock.now()}
        connection.execute(Grant.__table__.insert().values(role="security", **row))  # type: ignore[attr-defined]

    viewer = identify(books, books.sessions.open(zhang, "password", "10.0.0.5", "full"), "10.0.0.5").viewer

    assert viewer.login == "zhang"
    assert not any(viewer.may(right) for right in Right)


def test_a_token_is_kept_as_its_hash_only(books: Access, store: Engine) -> None:
    books.accounts.add("zhang", "张工", by=BY)
    token = books.sessions.open(books.accounts.get("zhang").account_id, "password", "10.0.0.5", "full")

    with read_transaction(store) as connection:
        assert token not in str(connection.execute(select(*SignIn.__table__.columns)).one())


def test_settings_say_who_needs_a_code(books: Access) -> None:
    from dashboard.access.second_factor import is_required

    settings = books.settings
    asked = {
        (level, role): is_required(((role, "", ""),), replace(settings, second_factor=level))
        for level in ("off", "admins", "all") for role in ("system", "city")
    }  # fmt: skip

    assert [key for key, needed in asked.items() if needed] == [("admins", "system"), ("all", "system"), ("all", "city")]
