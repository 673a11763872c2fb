"""Sign-ins that the server keeps: found by the hash of a token, ended by idleness, age, sign-out, or whatever changes the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, bindparam, insert, select, update

from dashboard import texts
from dashboard.access.onward import OnwardClock
from dashboard.access.seen import write_if_free
from dashboard.access.tokens import hash_of, new_token
from geodata.errors import SignInNeeded
from geodata.settings import Settings
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Account, Device, Grant, SignIn

CODE, CHANGE, FULL = "code", "change", "full"
STAGES = (CODE, CHANGE, FULL)                # in this order only; rights come with the last
PASSWORD, OIDC, HEADER, DEVICE = "password", "oidc", "header", "device"
KINDS = (PASSWORD, OIDC, HEADER, DEVICE)
HALF_WAY = timedelta(minutes=10)             # for the code and the change of a password
SEEN_EVERY = timedelta(minutes=1)
AHEAD = timedelta(minutes=2)                 # a row from later than this was written before the clock was set back


@dataclass(frozen=True)
class SignedIn:
    """A living session and whose it is; `grants` are (role, area code, unit) as they are now. Rights only where `stage` is full."""

    session_id: int
    account_id: int
    login: str
    name: str
    kind: str
    stage: str
    created_at: datetime
    expires_at: datetime
    grants: tuple[tuple[str, str, str], ...]
    must_change: bool
    has_factor: bool


@dataclass(frozen=True)
class Listed:
    """One session in the list of an account."""

    session_id: int
    kind: str
    stage: str
    address: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class Sessions:
    """All sign-ins of one store; several processes may serve it."""

    def __init__(self, engine: Engine, clock: OnwardClock, settings: Settings) -> None:
        self._engine, self._clock = engine, clock
        self._idle = timedelta(minutes=settings.session_idle_minutes)
        self._longest = timedelta(hours=settings.session_hours)

    def open(
        self, account_id: int, kind: str, address: str, stage: str, *, password_at: datetime | None = None, until: datetime | None = None
    ) -> str:
        """Begin a session; the token, which is not kept. `until` ends a device's session, which has no idle limit.

        Raises SignInNeeded where the account has been stopped, or its password is no longer that of `password_at`, which was checked.
        """
        assert kind in KINDS
        assert stage in STAGES
        now, token = self._clock.now(), new_token()
        row = {
            "token_hash": hash_of(token), "account_id": account_id, "kind": kind, "stage": stage, "address": address,
            "created_at": now, "seen_at": now, "expires_at": until or self._end_of(stage, now),
        }  # fmt: skip
        unchanged = [Account.id == account_id, Account.is_active]
        if password_at is not None:
            unchanged.append(Account.password_changed_at == password_at)
        with write_transaction(self._engine) as connection:
            if connection.execute(select(Account.id).where(*unchanged).with_for_update()).first() is None:
                raise SignInNeeded(texts.SIGN_IN_ENDED)
            connection.execute(insert(SignIn).values(**row))
        return token

    def find(self, token: str, address: str, *, is_act: bool = True) -> SignedIn | None:
        """Whose token this is, None where it opens nothing (any more); one query. Raises StoreError.

        `is_act`: somebody did something, so that the idle time begins anew; False for what a page asks for by itself.
        """
        hashed = hash_of(token)
        if not hashed:
            return None
        now = self._clock.now()
        with read_transaction(self._engine) as connection:
            rows = connection.execute(_JOINED, {"hashed": hashed, "now": now}).all()
        if not rows or rows[0].revoked_at is not None or not self._is_alive(rows[0], address, now):
            self._bury(rows, address, now)
            return None
        if is_act and now - rows[0].seen_at >= SEEN_EVERY:
            write_if_free(self._engine, update(SignIn).where(SignIn.id == rows[0].id, SignIn.seen_at < now).values(seen_at=now))
        return _signed_in(rows)

    def advance(self, token: str, stage: str) -> str:
        """Go on to a later stage with a new token; the old one opens nothing from then on. Raises SignInNeeded where it did not."""
        now, fresh = self._clock.now(), new_token()
        before = STAGES[: STAGES.index(stage)] if stage != FULL else STAGES
        alive = and_(SignIn.token_hash == hash_of(token), SignIn.revoked_at.is_(None), SignIn.expires_at > now, SignIn.stage.in_(before))
        values = {"token_hash": hash_of(fresh), "stage": stage, "seen_at": now, "expires_at": self._end_of(stage, now)}
        with write_transaction(self._engine) as connection:
            found = connection.execute(select(SignIn.id, SignIn.kind).where(alive).with_for_update()).first()
            if found is None or found.kind == DEVICE:
                raise SignInNeeded(texts.SIGN_IN_ENDED)
            connection.execute(update(SignIn).where(SignIn.id == found.id).values(**values))
        return fresh

    def close(self, token: str) -> None:
        """End the session of a token, if there is one."""
        with write_transaction(self._engine) as connection:
            end = update(SignIn).where(SignIn.token_hash == hash_of(token), SignIn.revoked_at.is_(None))
            connection.execute(end.values(revoked_at=self._clock.now()))

    def close_all(self, account_id: int) -> int:
        """End every session of an account; how many there were."""
        with write_transaction(self._engine) as connection:
            return end_sessions(connection, account_id, self._clock.now())

    def close_one(self, account_id: int, session_id: int) -> bool:
        """End one session of an account; False where the account has no such living session."""
        with write_transaction(self._engine) as connection:
            mine = (SignIn.id == session_id, SignIn.account_id == account_id, SignIn.revoked_at.is_(None))
            return bool(connection.execute(update(SignIn).where(*mine).values(revoked_at=self._clock.now())).rowcount)

    def list(self, account_id: int) -> tuple[Listed, ...]:
        """Living sessions of an account, the newest first."""
        now = self._clock.now()
        living = select(SignIn).where(SignIn.account_id == account_id, SignIn.revoked_at.is_(None), SignIn.expires_at > now)
        with read_transaction(self._engine) as connection:
            rows = connection.execute(living.order_by(SignIn.id.desc())).all()
        return tuple(
            Listed(r.id, r.kind, r.stage, r.address, r.created_at, r.seen_at, r.expires_at) for r in rows if not self._is_idle(r, now)
        )

    def _end_of(self, stage: str, now: datetime) -> datetime:
        return now + (self._longest if stage == FULL else HALF_WAY)

    def _is_alive(self, row: Row[Any], address: str, now: datetime) -> bool:
        is_device = row.kind == DEVICE
        return bool(
            row.expires_at > now
            and row.created_at <= now + AHEAD
            and row.seen_at <= now + AHEAD
            and not self._is_idle(row, now)
            and row.is_active
            and row.is_device == is_device
            and (not is_device or (row.device_id is not None and row.address == address))
        )

    def _is_idle(self, row: Row[Any], now: datetime) -> bool:
        return bool(row.kind != DEVICE and now - row.seen_at > self._idle)

    def _bury(self, rows: Any, address: str, now: datetime) -> None:
        """What was once seen to be over stays over, whatever clock or settings say later; a device's, used elsewhere, is left to it."""
        if rows and rows[0].revoked_at is None and not (rows[0].kind == DEVICE and rows[0].address != address):
            write_if_free(self._engine, update(SignIn).where(SignIn.id == rows[0].id).values(revoked_at=now))


def end_sessions(connection: Connection, account_id: int, now: datetime) -> int:
    """End every session of an account within the transaction that changes it; how many there were."""
    living = update(SignIn).where(SignIn.account_id == account_id, SignIn.revoked_at.is_(None))
    return connection.execute(living.values(revoked_at=now)).rowcount


def _joined() -> Any:
    """Session, account, living grants and the device that still stands for it: everything that decides, as it is now."""
    device = and_(Device.account_id == Account.id, Device.revoked_at.is_(None), Device.expires_at > bindparam("now"))
    columns = (
        SignIn.id, SignIn.kind, SignIn.stage, SignIn.address, SignIn.created_at, SignIn.seen_at, SignIn.expires_at, SignIn.revoked_at,
        Account.id.label("account_id"), Account.login, Account.name, Account.is_active, Account.is_device, Account.must_change,
        Account.totp_confirmed, Device.id.label("device_id"), Grant.id.label("grant_id"), Grant.role, Grant.area_code, Grant.unit_name,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Account, Account.id == SignIn.account_id)
        .outerjoin(Grant, and_(Grant.account_id == Account.id, Grant.revoked_at.is_(None)))
        .outerjoin(Device, device)
        .where(SignIn.token_hash == bindparam("hashed"))
        .order_by(Grant.id)
    )


_JOINED = _joined()      # asked at every request: put together once


def _signed_in(rows: Any) -> SignedIn:
    first = rows[0]
    grants = {r.grant_id: (r.role, r.area_code, r.unit_name) for r in rows if r.grant_id is not None}
    return SignedIn(
        session_id=first.id, account_id=first.account_id, login=first.login, name=first.name, kind=first.kind, stage=first.stage,
        created_at=first.created_at, expires_at=first.expires_at, grants=tuple(grants.values()), must_change=first.must_change,
        has_factor=first.totp_confirmed,
    )  # fmt: skip
