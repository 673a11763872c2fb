"""Wall screens: a token shown once, which belongs to the first address that uses it and opens one view, never an account of a person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update

from dashboard import texts
from dashboard.access.accounts import DEVICE_PREFIX, UNKNOWN, key_of, new_account
from dashboard.access.actor import Actor
from dashboard.access.granting import WALL, require_grantable
from dashboard.access.onward import OnwardClock
from dashboard.access.sessions import DEVICE, FULL, Sessions, end_sessions
from dashboard.access.tokens import hash_of, new_token
from geodata.errors import BadRequest, NotFound, SignInNeeded
from geodata.pack import Pack
from geodata.store.audit import Trail
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Account, Device, Grant

MOST_DAYS = 730


@dataclass(frozen=True)
class DeviceRow:
    """One wall screen; `address` is "" until its first use."""

    device_id: int
    account_id: int
    login: str
    name: str
    area: str
    address: str
    created_at: datetime
    expires_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None


class Devices:
    """All wall screens of one store."""

    def __init__(self, engine: Engine, clock: OnwardClock, trail: Trail, pack: Pack, sessions: Sessions) -> None:
        self._engine, self._clock, self._trail, self._pack, self._sessions = engine, clock, trail, pack, sessions

    def add(self, name: str, area: str, *, by: Actor, days: int = 365) -> str:
        """Make a device that sees one area; its token, shown this once. Raises BadRequest for a name, area or time that cannot be."""
        name = name.strip()
        if not name or len(name) > 64 or not name.isprintable():
            raise BadRequest(texts.ACCOUNT_NAME)
        if not 1 <= days <= MOST_DAYS:
            raise BadRequest(texts.DEVICE_DAYS.format(most=MOST_DAYS))
        require_grantable(self._pack, WALL, area, "")
        login, token, now = DEVICE_PREFIX + secrets.token_hex(4), new_token(), self._clock.now()
        self._trail.append(by.login, "device.add", login, address=by.address, details={"name": name, "area": area, "days": days})
        with write_transaction(self._engine) as connection:
            made = connection.execute(insert(Account).values(**new_account(login, name, now, is_device=True)))
            account_id = key_of(made)
            grant = {"account_id": account_id, "role": WALL, "area_code": area, "unit_name": "", "granted_by": by.login, "granted_at": now}
            connection.execute(insert(Grant).values(**grant))
            device = {"account_id": account_id, "token_hash": hash_of(token), "address": "", "created_at": now}
            connection.execute(insert(Device).values(**device, expires_at=now + timedelta(days=days)))
        return token

    def sign_in(self, token: str, address: str) -> str:
        """A session for the device, its earlier ones ended; bound to the first address. Raises SignInNeeded, which is in the trail."""
        row = self._found(token)
        reason = self._refusal(row, address)
        login = row.login if row is not None else UNKNOWN
        self._trail.append(login, "device.refuse" if reason else "device.sign_in", login, address=address, details=_why(reason))
        if row is None or reason or not self._bind(row, address):
            raise SignInNeeded(texts.DEVICE_REFUSED)
        return self._sessions.open(row.account_id, DEVICE, address, FULL, until=row.expires_at)

    def list(self) -> tuple[DeviceRow, ...]:
        """Every device, the newest first, those taken back included."""
        with read_transaction(self._engine) as connection:
            rows = connection.execute(_joined().order_by(Device.id.desc())).all()
        return tuple(_device_row(r) for r in rows)

    def revoke(self, device_id: int, *, by: Actor) -> None:
        """Take a device's token back and end its session. Raises NotFound where there is none in force."""
        found = next((d for d in self.list() if d.device_id == device_id and d.revoked_at is None), None)
        if found is None:
            raise NotFound(texts.DEVICE_NONE.format(number=device_id))
        self._trail.append(by.login, "device.revoke", found.login, address=by.address, details={"name": found.name})
        now = self._clock.now()
        with write_transaction(self._engine) as connection:
            connection.execute(update(Device).where(Device.id == device_id).values(revoked_at=now))
            connection.execute(update(Account).where(Account.id == found.account_id).values(is_active=False))
            end_sessions(connection, found.account_id, now)

    def _found(self, token: str) -> Row[Any] | None:
        hashed = hash_of(token)
        if not hashed:
            return None
        with read_transaction(self._engine) as connection:
            return connection.execute(_joined().where(Device.token_hash == hashed)).first()

    def _refusal(self, row: Row[Any] | None, address: str) -> str:
        now = self._clock.now()
        if row is None:
            return "unknown"
        rules = (
            (row.revoked_at is None, "revoked"),
            (row.expires_at > now, "expired"),
            (row.is_active, "stopped"),
            (bool(address) and row.address in ("", address), "address"),
        )
        return next((reason for holds, reason in rules if not holds), "")

    def _bind(self, row: Row[Any], address: str) -> bool:
        """Hold the device to this address, unless another one came first meanwhile; ends its earlier session."""
        now = self._clock.now()
        free = (Device.id == row.id, Device.address.in_(("", address)), Device.revoked_at.is_(None))
        with write_transaction(self._engine) as connection:
            if connection.execute(update(Device).where(*free).values(address=address, seen_at=now)).rowcount != 1:
                return False
            end_sessions(connection, row.account_id, now)
        return True


def _device_row(r: Row[Any]) -> DeviceRow:
    times = (r.created_at, r.expires_at, r.seen_at, r.revoked_at)
    return DeviceRow(r.id, r.account_id, r.login, r.name, r.area_code or "", r.address, *times)


def _why(reason: str) -> dict[str, Any]:
    return {"reason": reason} if reason else {}


def _joined() -> Any:
    columns = (
        Device.id, Device.account_id, Device.address, Device.created_at, Device.expires_at, Device.seen_at, Device.revoked_at,
        Account.login, Account.name, Account.is_active, Grant.area_code,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Account, Account.id == Device.account_id)
        .outerjoin(Grant, (Grant.account_id == Account.id) & Grant.revoked_at.is_(None))
    )
