"""Accounts: made, checked, changed and stopped. Each change is written to the audit trail first and ends the sign-ins that it touches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Row, case, insert, literal, null, select, update

from dashboard import texts
from dashboard.access.actor import Actor
from dashboard.access.granting import Held, require_grantable, require_separate
from dashboard.access.onward import OnwardClock
from dashboard.access.passwords import Passwords, one_time_password, weakness
from dashboard.access.sessions import end_sessions
from geodata.errors import BadRequest, NotFound, RightsError, SignInNeeded
from geodata.pack import Pack
from geodata.store.audit import Trail
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.meta import write_meta
from geodata.store.models import Account, Grant
from geodata.store.models.base import LocalTime

LOCK_AFTER = 5                               # wrong passwords or codes in a row
LOCK_FOR = timedelta(minutes=15)
ONE_TIME_FOR = timedelta(hours=72)           # a password that somebody else gave is good for so long
DEVICE_PREFIX = "device-"
UNKNOWN = "-"                                # in the trail, for a login that nobody has: what was typed may be a password
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class Checked(StrEnum):
    """What came of a password or a code; those who ask from outside are told only whether it was right."""

    OK = "ok"
    WRONG = "wrong"
    LOCKED = "locked"


@dataclass(frozen=True)
class Outcome:
    """`account_id` is None for an unknown login; `has_factor`: a code is still to come; `password_at`: when the password was set."""

    checked: Checked
    account_id: int | None = None
    login: str = UNKNOWN
    must_change: bool = False
    has_factor: bool = False
    password_at: datetime | None = None


@dataclass(frozen=True)
class GrantRow:
    """One role in force."""

    grant_id: int
    role: str
    area: str
    unit: str
    granted_by: str
    granted_at: datetime

    @property
    def held(self) -> Held:
        """Role, area and unit."""
        return (self.role, self.area, self.unit)


@dataclass(frozen=True)
class AccountRow:
    """One account with its roles in force; nothing secret."""

    account_id: int
    login: str
    name: str
    is_active: bool
    is_device: bool
    must_change: bool
    has_password: bool
    has_factor: bool
    locked_until_at: datetime | None
    created_at: datetime
    grants: tuple[GrantRow, ...] = ()


class Accounts:
    """All accounts of one store."""

    def __init__(self, engine: Engine, clock: OnwardClock, trail: Trail, pack: Pack, passwords: Passwords) -> None:
        self._engine, self._clock, self._trail, self._pack, self._passwords = engine, clock, trail, pack, passwords

    def add(self, login: str, name: str, *, by: Actor, has_password: bool = True) -> str:
        """Make an account without any role; the one-time password to hand over, "" without (single sign-on only).

        Raises BadRequest for a login or name that cannot be, RightsError for a login that exists.
        """
        login, name = login_of(login), name.strip()
        if not login or login.startswith(DEVICE_PREFIX):
            raise BadRequest(texts.ACCOUNT_LOGIN)
        if not name or len(name) > 64 or not name.isprintable():
            raise BadRequest(texts.ACCOUNT_NAME)
        if any(a.login == login for a in self.list()):
            raise RightsError(texts.ACCOUNT_EXISTS.format(login=login))
        password = one_time_password() if has_password else ""
        kept = self._passwords.hash(password) if password else ""
        self._say(by, "account.add", login, {"has_password": has_password})
        with write_transaction(self._engine) as connection:
            connection.execute(insert(Account).values(**new_account(login, name, self._clock.now(), password_hash=kept)))
        return password

    def check(self, login: str, password: str) -> Outcome:
        """Whether this is the password of this login. Counts against guessing, also of many at once; as slow for logins that nobody has."""
        row, is_held = self._attempt(Account.login == login_of(login))
        is_right = self._passwords.is_right(row.password_hash if row else "", password)
        if row is None or not row.is_active or row.is_device:
            return Outcome(Checked.WRONG)
        if is_held:
            return Outcome(Checked.LOCKED, row.id, row.login)
        if not is_right or self._is_stale(row):
            return Outcome(Checked.LOCKED if row.failed_count >= LOCK_AFTER else Checked.WRONG, row.id, row.login)
        if not row.totp_confirmed:
            self.settle(row.id)
        return Outcome(Checked.OK, row.id, row.login, row.must_change, row.totp_confirmed, row.password_changed_at)

    def attempt(self, account_id: int) -> bool:
        """Count one guess of an account's code before it is looked at; False where it is locked or stopped, so that it must not be."""
        row, is_held = self._attempt(Account.id == account_id)
        return row is not None and row.is_active and not is_held

    def settle(self, account_id: int) -> None:
        """Forget the guesses: whoever it is has shown everything that is asked for."""
        with write_transaction(self._engine) as connection:
            settled = update(Account).where(Account.id == account_id).values(failed_count=0, locked_until_at=None)
            connection.execute(settled)

    def change_password(self, account_id: int, old: str, new: str, *, by: Actor) -> datetime:
        """Set one's own password and end all one's sign-ins; the time of it.

        Raises SignInNeeded for a wrong old password, BadRequest for a weak new one.
        """
        account = self.get_by_id(account_id)
        row, is_held = self._attempt(Account.id == account_id)
        if row is None or not self._passwords.is_right(row.password_hash, old) or is_held or not row.is_active or self._is_stale(row):
            self._say(by, "password.refuse", account.login)
            raise SignInNeeded(texts.PASSWORD_WRONG)
        self.settle(account_id)
        if weak := texts.PASSWORD_AGAIN if self._passwords.is_right(row.password_hash, new) else weakness(new, account.login):
            raise BadRequest(weak)
        kept = self._passwords.hash(new)
        self._say(by, "password.change", account.login)
        now = self._clock.now()
        self._change(account_id, password_hash=kept, password_changed_at=now, must_change=False)
        return now

    def reset_password(self, login: str, *, by: Actor) -> str:
        """A new one-time password, to be changed at once; ends all sign-ins and a lock. The second factor stays as it is."""
        account = self._other(login, by)
        password = one_time_password()
        kept = self._passwords.hash(password)
        self._say(by, "password.reset", account.login)
        fresh = {"password_hash": kept, "password_changed_at": self._clock.now(), "must_change": True}
        self._change(account.account_id, **fresh, failed_count=0, locked_until_at=None)
        return password

    def unlock(self, login: str, *, by: Actor) -> None:
        """Let an account that was guessed at be tried again at once."""
        account = self._other(login, by)
        self._say(by, "account.unlock", account.login)
        self.settle(account.account_id)

    def stop(self, login: str, *, by: Actor) -> None:
        """Let nobody sign in as this account; ends its sign-ins."""
        account = self._other(login, by, of_devices=True)
        self._say(by, "account.stop", account.login)
        self._change(account.account_id, is_active=False)

    def start(self, login: str, *, by: Actor) -> None:
        """Take a stop back; its roles are as before."""
        account = self._other(login, by, of_devices=True)
        self._say(by, "account.start", account.login)
        self._change(account.account_id, is_active=True)

    def grant(self, login: str, role: str, area: str = "", unit: str = "", *, by: Actor) -> int:
        """Give a role for an area; its number. Ends the account's sign-ins. Raises BadRequest, RightsError, in Chinese."""
        account, wanted = self._other(login, by, of_devices=True), (role, area, unit.strip())
        require_grantable(self._pack, *wanted)
        require_separate(tuple(g.held for g in account.grants), wanted, is_device=account.is_device)
        self._say(by, "grant.add", account.login, {"role": role, "area": area, "unit": unit.strip()})
        with write_transaction(self._engine) as connection:
            return add_grant(connection, account, wanted, by=by, now=self._clock.now())

    def revoke(self, grant_id: int, *, by: Actor) -> None:
        """Take a role back; ends the account's sign-ins. Raises NotFound where it is not in force."""
        found = next(((a, g) for a in self.list() for g in a.grants if g.grant_id == grant_id), None)
        if found is None:
            raise NotFound(texts.GRANT_NONE.format(number=grant_id))
        account, grant = found
        self._other(account.login, by, of_devices=True)
        self._say(by, "grant.revoke", account.login, {"role": grant.role, "area": grant.area, "unit": grant.unit})
        now = self._clock.now()
        with write_transaction(self._engine) as connection:
            connection.execute(update(Grant).where(Grant.id == grant_id, Grant.revoked_at.is_(None)).values(revoked_at=now))
            end_sessions(connection, account.account_id, now)

    def list(self) -> tuple[AccountRow, ...]:
        """Every account, in order of login."""
        with read_transaction(self._engine) as connection:
            return read_accounts(connection)

    def get(self, login: str) -> AccountRow:
        """One account. Raises NotFound."""
        wanted = login_of(login)
        with read_transaction(self._engine) as connection:
            found = read_accounts(connection, Account.login == wanted)
        if not found:
            raise NotFound(texts.ACCOUNT_NONE.format(login=login))
        return found[0]

    def get_by_id(self, account_id: int) -> AccountRow:
        """One account. Raises NotFound."""
        with read_transaction(self._engine) as connection:
            found = read_accounts(connection, Account.id == account_id)
        if not found:
            raise NotFound(texts.ACCOUNT_NONE.format(login=account_id))
        return found[0]

    def _attempt(self, which: Any) -> tuple[Row[Any] | None, bool]:
        """The account, one guess more counted against it, and whether it is locked so that this guess must not count as right."""
        now = self._clock.now()
        is_over = Account.locked_until_at <= now
        count = case((is_over, 1), else_=Account.failed_count + 1)
        is_held, until = Account.locked_until_at > now, literal(now + LOCK_FOR, LocalTime())
        locks = case((is_held, Account.locked_until_at), (count >= LOCK_AFTER, until), else_=null())
        with write_transaction(self._engine) as connection:
            held = connection.execute(select(Account.locked_until_at).where(which).with_for_update()).first()
            if held is None:
                write_meta(connection, "unknown_login_at", now.isoformat())   # as long as the write for a login that exists
                return None, False
            connection.execute(update(Account).where(which).values(failed_count=count, locked_until_at=locks))
            row = connection.execute(select(*Account.__table__.columns).where(which)).one()
        return row, held.locked_until_at is not None and held.locked_until_at > now

    def _is_stale(self, row: Row[Any]) -> bool:
        return row.must_change and (row.password_changed_at is None or self._clock.now() - row.password_changed_at > ONE_TIME_FOR)

    def _change(self, account_id: int, **values: Any) -> None:
        with write_transaction(self._engine) as connection:
            connection.execute(update(Account).where(Account.id == account_id).values(**values))
            end_sessions(connection, account_id, self._clock.now())

    def _other(self, login: str, by: Actor, *, of_devices: bool = False) -> AccountRow:
        """The account, where `by` is somebody else. Raises NotFound, RightsError."""
        account = self.get(login)
        if account.login == by.login:
            raise RightsError(texts.ACCOUNT_OWN)
        if account.is_device and not of_devices:
            raise RightsError(texts.ACCOUNT_DEVICE)
        return account

    def _say(self, by: Actor, action: str, login: str, details: dict[str, Any] | None = None) -> None:
        self._trail.append(by.login, action, login, address=by.address, details=details)


def login_of(typed: str) -> str:
    """A login as it is kept: small letters, nothing around; "", which nobody has, for a text that cannot be one."""
    login = typed.strip().lower()
    return login if _LOGIN.fullmatch(login) else ""


def new_account(login: str, name: str, now: datetime, *, password_hash: str = "", is_device: bool = False) -> dict[str, Any]:
    """The row of an account that nobody has used yet; its password, given by somebody else, is to be changed at the first sign-in."""
    return {
        "login": login, "name": name, "password_hash": password_hash, "password_changed_at": now, "must_change": bool(password_hash),
        "totp_sealed": "", "totp_confirmed": False, "totp_last_step": 0, "is_device": is_device, "is_active": True, "failed_count": 0,
        "locked_until_at": None, "created_at": now,
    }  # fmt: skip


def add_grant(connection: Connection, account: AccountRow, wanted: Held, *, by: Actor, now: datetime) -> int:
    """Write a grant within a transaction that holds the account's row, so that two at once cannot both pass the rules."""
    connection.execute(select(Account.id).where(Account.id == account.account_id).with_for_update())
    held = tuple(g.held for g in read_accounts(connection, Account.id == account.account_id)[0].grants)
    require_separate(held, wanted, is_device=account.is_device)
    role, area, unit = wanted
    row = {"account_id": account.account_id, "role": role, "area_code": area, "unit_name": unit, "granted_by": by.login, "granted_at": now}
    written = connection.execute(insert(Grant).values(**row))
    end_sessions(connection, account.account_id, now)
    return key_of(written)


def key_of(written: CursorResult[Any]) -> int:
    """The key of the row that was just inserted."""
    assert written.inserted_primary_key is not None
    return int(written.inserted_primary_key[0])


def read_accounts(connection: Connection, *conditions: Any) -> tuple[AccountRow, ...]:
    """Accounts with their roles in force, in order of login."""
    accounts = connection.execute(select(*Account.__table__.columns).where(*conditions).order_by(Account.login)).all()
    ids = [a.id for a in accounts]
    living = select(*Grant.__table__.columns).where(Grant.revoked_at.is_(None)).order_by(Grant.id)
    grants = connection.execute(living.where(Grant.account_id.in_(ids)) if conditions else living).all()
    return tuple(_account_row(a, [g for g in grants if g.account_id == a.id]) for a in accounts)


def _account_row(a: Row[Any], grants: list[Row[Any]]) -> AccountRow:
    return AccountRow(
        account_id=a.id, login=a.login, name=a.name, is_active=a.is_active, is_device=a.is_device, must_change=a.must_change,
        has_password=bool(a.password_hash), has_factor=a.totp_confirmed, locked_until_at=a.locked_until_at, created_at=a.created_at,
        grants=tuple(GrantRow(g.id, g.role, g.area_code, g.unit_name, g.granted_by, g.granted_at) for g in grants),
    )  # fmt: skip
