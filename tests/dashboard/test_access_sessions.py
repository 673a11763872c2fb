"""Sign-ins: found by a token, ended by idleness, age and whatever else ends them; one-time codes; wall devices held to their address."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import Engine, select, update

from dashboard.access.access import Access, open_access
from dashboard.access.actor import Actor
from dashboard.access.identify import identify
from dashboard.access.roles import Right
from dashboard.access.sign_in import change_password, give_code, sign_in, sign_in_outside, sign_out
from geodata.clock import Clock, local
from geodata.errors import AuditError, BadRequest, NotFound, RightsError, SignInNeeded
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Account, SignIn
from tests.clocks import SetClock

BY = Actor("cli:tests")
HERE, THERE = "10.0.0.5", "10.0.0.66"
GOOD = "Huangtudian-2049"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(local(datetime.fromisoformat("2026-11-22 22:00")))


@pytest.fixture
def books(store: Engine, tmp_path: Path, pack: Pack, clock: SetClock) -> Access:
    """An empty store on each engine but for zhang, who works for a street, and wang, who keeps the trail."""
    made = open_access(Settings(home=tmp_path / "home", secret="s" * 40), store, pack, clock)
    made.accounts.add("zhang", "张工", by=BY, has_password=False)
    made.accounts.grant("zhang", "street", "110114011", by=BY)
    made.accounts.add("wang", "王工", by=BY, has_password=False)
    made.accounts.grant("wang", "audit", by=BY)
    return made


def opened(books: Access, login: str = "zhang", stage: str = "full") -> str:
    return books.sessions.open(books.accounts.get(login).account_id, "password", HERE, stage)


def test_a_session_is_found_by_its_token_with_the_roles_of_now(books: Access) -> None:
    found = books.sessions.find(opened(books), HERE)

    assert found is not None
    assert (found.login, found.name, found.stage, found.grants) == ("zhang", "张工", "full", (("street", "110114011", ""),))


def test_any_other_text_opens_nothing(books: Access) -> None:
    opened(books)

    for token in ("", "x", "x" * 43, "x" * 5000, "张" * 43, "\x00" * 43, "' OR 1=1 --" + "x" * 32):
        assert books.sessions.find(token, HERE) is None


def test_a_kept_hash_is_no_token(books: Access, store: Engine) -> None:
    opened(books)
    with read_transaction(store) as connection:
        kept = connection.execute(select(SignIn.token_hash)).scalar_one()

    assert books.sessions.find(kept, HERE) is None
    assert books.sessions.find(kept[:43], HERE) is None


def test_a_session_ends_when_nothing_is_done(books: Access, clock: SetClock) -> None:
    token = opened(books)

    for _ in range(5):
        clock.go(29 * MINUTE)
        assert books.sessions.find(token, HERE) is not None
    clock.go(31 * MINUTE)
    assert books.sessions.find(token, HERE) is None


def test_what_a_page_asks_by_itself_does_not_keep_a_session_alive(books: Access, clock: SetClock) -> None:
    token = opened(books)

    for _ in range(3):
        clock.go(10 * MINUTE)
        assert books.sessions.find(token, HERE, is_act=False) is not None
    clock.go(MINUTE)
    assert books.sessions.find(token, HERE, is_act=False) is None


def test_a_session_ends_at_its_age_however_busy(books: Access, clock: SetClock) -> None:
    token = opened(books)

    alive = 0
    while books.sessions.find(token, HERE) is not None:
        clock.go(20 * MINUTE)
        alive += 20
    assert alive in (12 * 60, 12 * 60 + 20)


def test_an_ended_session_stays_ended_when_the_clock_is_set_back(books: Access, clock: SetClock) -> None:
    token, unused = opened(books), opened(books)
    clock.go(13 * HOUR)
    assert books.sessions.find(token, HERE) is None

    clock.go(-13 * HOUR)

    assert books.sessions.find(token, HERE) is None
    assert books.sessions.find(unused, HERE) is None


def test_another_server_with_its_clock_set_back_takes_no_session_from_the_future(books: Access, store: Engine, pack: Pack) -> None:
    token = opened(books)

    late = open_access(books.settings, store, pack, SetClock(books.clock.now() - HOUR))

    assert late.sessions.find(token, HERE) is None


def test_a_session_goes_on_though_the_clock_is_set_back_a_little(books: Access, clock: SetClock) -> None:
    token = opened(books)

    clock.go(-MINUTE)

    assert books.sessions.find(token, HERE) is not None


def test_the_time_seen_is_written_once_a_minute(books: Access, clock: SetClock) -> None:
    token = opened(books)
    first = books.sessions.list(books.accounts.get("zhang").account_id)[0].seen_at

    seen = []
    for _ in range(6):
        clock.go(timedelta(seconds=21))
        books.sessions.find(token, HERE)
        seen.append(books.sessions.list(books.accounts.get("zhang").account_id)[0].seen_at - first)

    assert len(set(seen)) == 3
    assert 2 * MINUTE < seen[-1] < 3 * MINUTE


def test_a_held_store_keeps_nobody_waiting(books: Access, store: Engine, clock: SetClock) -> None:
    token = opened(books)
    clock.go(5 * MINUTE)

    with _held(store):
        assert books.sessions.find(token, HERE) is not None

    assert books.sessions.find(token, HERE) is not None


def test_a_step_onward_gives_another_token_and_ends_the_one_before(books: Access) -> None:
    token = opened(books, stage="code")

    fresh = books.sessions.advance(token, "change")

    assert books.sessions.find(token, HERE) is None
    assert (found := books.sessions.find(fresh, HERE)) is not None
    assert found.stage == "change"
    with pytest.raises(SignInNeeded):
        books.sessions.advance(fresh, "code")
    with pytest.raises(SignInNeeded):
        books.sessions.advance(token, "full")


def test_of_two_steps_at_once_from_one_token_one_counts(books: Access) -> None:
    token = opened(books, stage="code")

    def go(_: int) -> str:
        try:
            return books.sessions.advance(token, "full")
        except SignInNeeded:
            return ""

    with ThreadPoolExecutor(4) as crew:
        assert sum(bool(fresh) for fresh in crew.map(go, range(4))) == 1


@pytest.mark.parametrize("stage", ["code", "change"])
def test_a_half_way_sign_in_sees_nothing_and_lasts_ten_minutes(books: Access, clock: SetClock, stage: str) -> None:
    token = opened(books, stage=stage)

    here = identify(books, token, HERE)

    assert here.stage == stage
    assert here.viewer.is_nobody
    assert not any(here.viewer.may(right) for right in Right)
    clock.go(11 * MINUTE)
    assert identify(books, token, HERE).has_ended


def test_a_closed_session_is_closed_and_one_of_several_can_be(books: Access) -> None:
    zhang = books.accounts.get("zhang").account_id
    wang = books.accounts.get("wang").account_id
    first, second, third = opened(books), opened(books), opened(books)

    books.sessions.close(first)
    listed = books.sessions.list(zhang)
    assert not books.sessions.close_one(wang, listed[0].session_id)
    assert books.sessions.close_one(zhang, listed[0].session_id)

    assert [books.sessions.find(t, HERE) is not None for t in (first, second, third)] == [False, True, False]
    assert books.sessions.close_all(zhang) == 1


def test_signing_in_ends_the_token_that_the_browser_brought(books: Access) -> None:
    password = books.accounts.reset_password("zhang", by=BY)
    brought = opened(books)

    step = sign_in(books, "zhang", password, address=HERE, held=brought)

    assert step.stage == "change"
    assert books.sessions.find(brought, HERE) is None
    assert change_password(books, step.token, password, GOOD, address=HERE).stage == "full"
    assert books.sessions.find(step.token, HERE) is None


def test_a_wrong_and_an_unknown_login_are_told_the_same_and_what_was_typed_is_not_kept(books: Access) -> None:
    books.accounts.reset_password("zhang", by=BY)
    said = []
    for login in ("zhang", "Geheim-2049-typed"):
        with pytest.raises(SignInNeeded) as refused:
            sign_in(books, login, "wrong", address=HERE)
        said.append(str(refused.value))

    assert said[0] == said[1]
    assert [(e.actor, e.details["reason"]) for e in books.trail.rows(2)] == [("-", "wrong"), ("zhang", "wrong")]
    assert "geheim" not in str(books.trail.rows()).lower()


def test_no_session_is_opened_that_cannot_be_written_down(books: Access) -> None:
    password = books.accounts.reset_password("zhang", by=BY)
    books.settings.audit_head_file.write_text("damaged")

    with pytest.raises(AuditError):
        sign_in(books, "zhang", password, address=HERE)

    assert books.sessions.list(books.accounts.get("zhang").account_id) == ()


def test_an_administrator_sets_a_phone_up_before_anything_else(books: Access, clock: SetClock) -> None:
    password = books.accounts.reset_password("wang", by=BY)

    step = sign_in(books, "wang", password, address=HERE)
    signed = books.sessions.find(step.token, HERE)
    assert signed is not None
    offered = books.factor.begin(signed, "回天")
    assert offered == books.factor.begin(signed, "回天")
    after = give_code(books, step.token, pyotp.TOTP(offered.key).at(clock.now()), address=HERE)

    assert (step.stage, after.stage) == ("code", "change")
    assert change_password(books, after.token, password, GOOD, address=HERE).stage == "full"
    clock.go(MINUTE)
    again = sign_in(books, "wang", GOOD, address=HERE)
    assert again.stage == "code"
    assert give_code(books, again.token, pyotp.TOTP(offered.key).at(clock.now()), address=HERE).stage == "full"


def test_a_code_is_taken_once_also_of_two_at_once_and_not_again_with_the_clock_set_back(books: Access, clock: SetClock) -> None:
    wang, key = _with_phone(books, clock)
    code = pyotp.TOTP(key).at(clock.now())

    with ThreadPoolExecutor(3) as crew:
        taken = list(crew.map(lambda _: books.factor.take(wang, code), range(3)))
    clock.go(-MINUTE)

    assert sum(taken) == 1
    assert not books.factor.take(wang, code)


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_one_step_off(books: Access, clock: SetClock, steps: int, is_taken: bool) -> None:
    wang, key = _with_phone(books, clock)
    clock.go(5 * MINUTE)

    assert books.factor.take(wang, pyotp.TOTP(key).at(clock.now() + steps * timedelta(seconds=30))) is is_taken


@pytest.mark.parametrize("code", ["", "000", "abcdef", "1234567", "１２３４５６７", "\x00" * 6, "-12345", "²³¹²³¹"])
def test_what_is_no_code_is_not_taken(books: Access, clock: SetClock, code: str) -> None:
    wang, _ = _with_phone(books, clock)

    assert not books.factor.take(wang, code)


def test_guessing_codes_locks_the_account_though_the_password_is_known(books: Access, clock: SetClock) -> None:
    password = books.accounts.reset_password("wang", by=BY)
    wang, key = _with_phone(books, clock)
    clock.go(2 * MINUTE)

    for _ in range(3):
        try:
            step = sign_in(books, "wang", password, address=HERE)
            with pytest.raises(SignInNeeded):
                give_code(books, step.token, "000000", address=HERE)
        except SignInNeeded:
            break

    with pytest.raises(SignInNeeded):
        sign_in(books, "wang", password, address=HERE)
    assert not books.factor.take(wang, pyotp.TOTP(key).at(clock.now()))


def test_a_key_that_is_set_up_is_never_shown_again_nor_replaced(books: Access, clock: SetClock) -> None:
    _with_phone(books, clock)
    signed = books.sessions.find(opened(books, "wang", "code"), HERE)
    assert signed is not None

    with pytest.raises(RightsError):
        books.factor.begin(signed, "回天")
    offered = books.factor.begin(replace(signed, has_factor=False), "回天")
    assert not books.factor.confirm(signed, pyotp.TOTP(offered.key).at(clock.now()), by=BY)


def test_a_sealed_key_fits_its_own_account_only(books: Access, clock: SetClock, store: Engine) -> None:
    _, key = _with_phone(books, clock)
    zhang = books.accounts.get("zhang").account_id
    with write_transaction(store) as connection:
        sealed = connection.execute(select(Account.totp_sealed).where(Account.login == "wang")).scalar_one()
        connection.execute(update(Account).where(Account.id == zhang).values(totp_sealed=sealed, totp_confirmed=True))
    clock.go(MINUTE)

    assert key not in sealed
    assert not books.factor.take(zhang, pyotp.TOTP(key).at(clock.now()))


def test_after_a_phone_is_lost_the_code_is_set_up_anew(books: Access, clock: SetClock) -> None:
    wang, key = _with_phone(books, clock)
    clock.go(MINUTE)

    books.factor.clear("wang", by=BY)

    assert not books.factor.take(wang, pyotp.TOTP(key).at(clock.now()))
    assert not books.accounts.get("wang").has_factor


def test_somebody_vouched_for_gets_in_only_with_an_account(books: Access) -> None:
    assert sign_in_outside(books, "zhang", "oidc", address=HERE).stage == "full"
    assert sign_in_outside(books, "wang", "header", address=HERE).stage == "code"
    books.accounts.stop("zhang", by=BY)
    books.devices.add("大厅", "huitian", by=BY)
    device = next(a.login for a in books.accounts.list() if a.is_device)

    for login in ("zhang", "nobody", device, ""):
        with pytest.raises(SignInNeeded, match="联系系统管理员"):
            sign_in_outside(books, login, "oidc", address=HERE)


def test_signing_out_ends_the_session_and_is_written_down(books: Access) -> None:
    token = opened(books)

    sign_out(books, token, address=HERE)
    sign_out(books, token, address=HERE)

    assert books.sessions.find(token, HERE) is None
    assert [e.action for e in books.trail.rows(2)] == ["sign_out", "grant.add"]


def test_a_wall_belongs_to_the_first_address_that_uses_it(books: Access) -> None:
    token = books.devices.add("大厅", "huitian", by=BY)

    session = books.devices.sign_in(token, HERE)
    with pytest.raises(SignInNeeded):
        books.devices.sign_in(token, THERE)

    viewer = identify(books, session, HERE).viewer
    assert ([g.role.code for g in viewer.grants], viewer.area) == (["wall"], "huitian")
    assert identify(books, session, THERE).viewer.is_nobody
    assert identify(books, session, HERE).viewer.login
    assert [(e.action, e.details) for e in books.trail.rows(1)] == [("device.refuse", {"reason": "address"})]


def test_of_two_addresses_at_once_one_gets_the_wall(books: Access) -> None:
    token = books.devices.add("大厅", "huitian", by=BY)

    def come(address: str) -> bool:
        try:
            return bool(books.devices.sign_in(token, address))
        except SignInNeeded:
            return False

    with ThreadPoolExecutor(4) as crew:
        assert sum(crew.map(come, ("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"))) == 1


def test_a_wall_has_one_session_never_idles_and_ends_with_its_token(books: Access, clock: SetClock) -> None:
    token = books.devices.add("大厅", "huitian", by=BY, days=30)
    first = books.devices.sign_in(token, HERE)
    second = books.devices.sign_in(token, HERE)

    assert books.sessions.find(first, HERE) is None
    clock.go(29 * 24 * HOUR)
    assert books.sessions.find(second, HERE) is not None
    clock.go(25 * HOUR)
    assert books.sessions.find(second, HERE) is None
    with pytest.raises(SignInNeeded):
        books.devices.sign_in(token, HERE)


def test_a_wall_taken_back_sees_nothing_from_that_moment(books: Access) -> None:
    token = books.devices.add("大厅", "huitian", by=BY)
    session = books.devices.sign_in(token, HERE)

    books.devices.revoke(books.devices.list()[0].device_id, by=BY)
    books.accounts.start(next(a.login for a in books.accounts.list() if a.is_device), by=BY)

    assert books.sessions.find(session, HERE) is None
    with pytest.raises(SignInNeeded):
        books.devices.sign_in(token, HERE)
    with pytest.raises(NotFound):
        books.devices.revoke(books.devices.list()[0].device_id, by=BY)


def test_a_wall_is_no_way_to_another_role_nor_to_a_password(books: Access) -> None:
    session = books.devices.sign_in(books.devices.add("大厅", "huitian", by=BY), HERE)
    device = next(a.login for a in books.accounts.list() if a.is_device)

    with pytest.raises(RightsError):
        books.accounts.grant(device, "street", "110114011", by=BY)
    with pytest.raises(RightsError):
        books.accounts.reset_password(device, by=BY)
    with pytest.raises(SignInNeeded):
        books.sessions.advance(session, "full")
    with pytest.raises(BadRequest):
        books.devices.add("大厅", "110114011001", by=BY)
    with pytest.raises(BadRequest):
        books.devices.add("大厅", "huitian", by=BY, days=5000)


def test_time_goes_on_by_the_watch_where_the_clock_does_not(books: Access, clock: SetClock) -> None:
    times = [books.clock.now()]
    for back in (0 * HOUR, 0 * HOUR, HOUR):
        clock.watched += 1
        clock.go(-back)
        times.append(books.clock.now())

    assert times == sorted(set(times))


def test_a_fixed_clock_stands_still(books: Access, store: Engine, pack: Pack) -> None:
    still = open_access(books.settings, store, pack, Clock(books.clock.now()))

    assert still.clock.now() == still.clock.now()


def _with_phone(books: Access, clock: SetClock) -> tuple[int, str]:
    """The audit administrator's account with codes set up, and their key."""
    signed = books.sessions.find(opened(books, "wang", "code"), HERE)
    assert signed is not None
    key = books.factor.begin(signed, "回天").key
    clock.go(-2 * MINUTE)
    assert books.factor.confirm(signed, pyotp.TOTP(key).at(books.clock.now()), by=BY)
    books.accounts.settle(signed.account_id)
    clock.go(4 * MINUTE)
    return signed.account_id, key


@contextmanager
def _held(store: Engine) -> Iterator[None]:
    """The store while somebody else writes to every session and has not finished."""
    with write_transaction(store) as connection:
        connection.execute(update(SignIn).values(kind=SignIn.kind))
        yield


