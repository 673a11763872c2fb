"""One-time codes (动态口令, RFC 6238): keys kept encrypted, each code taken once, and who must have them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, select, update

from dashboard import texts
from dashboard.access.accounts import Accounts
from dashboard.access.actor import Actor
from dashboard.access.granting import Held
from dashboard.access.onward import OnwardClock
from dashboard.access.roles import ROLES
from dashboard.access.sessions import SignedIn, end_sessions
from geodata.errors import RightsError
from geodata.keys import key_for
from geodata.settings import Settings
from geodata.store.audit import Trail
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Account

STEP_SECONDS = 30
SLACK = (0, -1, 1)               # steps that a phone's clock may be off
KEY_BYTES = 20


@dataclass(frozen=True)
class Enrolment:
    """What a phone needs to make codes: the key, and the same as an address for a QR picture."""

    key: str
    uri: str


class SecondFactor:
    """The one-time codes of all accounts."""

    def __init__(self, engine: Engine, clock: OnwardClock, trail: Trail, accounts: Accounts, secret: str) -> None:
        self._engine, self._clock, self._trail, self._accounts = engine, clock, trail, accounts
        self._seal, self._pending = AESGCM(key_for(secret, "totp")), key_for(secret, "totp-pending")

    def begin(self, signed: SignedIn, issuer: str) -> Enrolment:
        """The key offered to this sign-in, the same while it lasts, kept nowhere before `confirm`. Raises RightsError where one is set."""
        if signed.has_factor:
            raise RightsError(texts.FACTOR_THERE)
        key = self._offered(signed)
        return Enrolment(key, pyotp.TOTP(key).provisioning_uri(name=signed.login, issuer_name=issuer))

    def confirm(self, signed: SignedIn, code: str, *, by: Actor) -> bool:
        """Set the offered key up, where the code shows that the phone has it."""
        step = _step_of(self._offered(signed), code, self._clock.now()) if self._accounts.attempt(signed.account_id) else 0
        if signed.has_factor or not step:
            return False
        self._trail.append(by.login, "factor.set", signed.login, address=by.address)
        sealed = self._sealed(signed.account_id, self._offered(signed))
        values = {"totp_sealed": sealed, "totp_confirmed": True, "totp_last_step": step}
        with write_transaction(self._engine) as connection:
            mine = update(Account).where(Account.id == signed.account_id, Account.totp_confirmed.is_(False))
            return connection.execute(mine.values(**values)).rowcount == 1

    def take(self, account_id: int, code: str) -> bool:
        """Whether this is the account's code now; each is taken once, also of two that come together. Counts against guessing."""
        if not self._accounts.attempt(account_id):
            return False
        with read_transaction(self._engine) as connection:
            row = connection.execute(select(Account.totp_sealed, Account.totp_confirmed).where(Account.id == account_id)).one()
        step = _step_of(self._opened(account_id, row.totp_sealed), code, self._clock.now()) if row.totp_confirmed else 0
        if not step:
            return False
        with write_transaction(self._engine) as connection:
            fresh = update(Account).where(Account.id == account_id, Account.totp_last_step < step)
            return connection.execute(fresh.values(totp_last_step=step)).rowcount == 1

    def clear(self, login: str, *, by: Actor) -> None:
        """Take the codes of a lost phone back; ends the account's sign-ins. Raises NotFound, RightsError for one's own."""
        account = self._accounts.get(login)
        if account.login == by.login:
            raise RightsError(texts.ACCOUNT_OWN)
        self._trail.append(by.login, "factor.clear", account.login, address=by.address)
        with write_transaction(self._engine) as connection:
            cleared = update(Account).where(Account.id == account.account_id)
            connection.execute(cleared.values(totp_sealed="", totp_confirmed=False))
            end_sessions(connection, account.account_id, self._clock.now())

    def _offered(self, signed: SignedIn) -> str:
        what = f"{signed.account_id}:{signed.session_id}:{signed.created_at.isoformat()}"
        drawn = hmac.new(self._pending, what.encode("ascii"), hashlib.sha256).digest()[:KEY_BYTES]
        return base64.b32encode(drawn).decode("ascii")

    def _sealed(self, account_id: int, key: str) -> str:
        nonce = secrets.token_bytes(12)
        return base64.b64encode(nonce + self._seal.encrypt(nonce, key.encode("ascii"), _whose(account_id))).decode("ascii")

    def _opened(self, account_id: int, sealed: str) -> str:
        """The key; "" where it was sealed for another account or with another secret, which no code fits."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            return self._seal.decrypt(raw[:12], raw[12:], _whose(account_id)).decode("ascii")
        except (ValueError, InvalidTag):
            return ""


def is_required(held: tuple[Held, ...], settings: Settings) -> bool:
    """Whether whoever holds these grants must give a code."""
    is_administrator = any((role := ROLES.get(code)) is not None and role.is_administrator for code, _, _ in held)
    return settings.second_factor == "all" or (settings.second_factor == "admins" and is_administrator)


def _step_of(key: str, typed: str, now: datetime) -> int:
    """The time step that a code is of, 0 where it is of none near now."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    if not key or len(code) != 6 or not (code.isascii() and code.isdigit()):
        return 0
    current, codes = int(now.timestamp()) // STEP_SECONDS, pyotp.TOTP(key)
    fits = [current + slack for slack in SLACK if hmac.compare_digest(codes.generate_otp(current + slack), code)]
    return fits[0] if fits else 0


def _whose(account_id: int) -> bytes:
    return f"account {account_id}".encode("ascii")
