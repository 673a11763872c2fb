"""Passwords: argon2id hashes, one-time passwords, and which passwords are good enough."""

from __future__ import annotations

import secrets
import threading
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard import texts

LEAST, MOST = 10, 128            # characters
ENOUGH_ALONE = 16                # from this length on one kind of character will do: a sentence is a good password
KINDS_NEEDED = 3                 # of capitals, small letters, digits, others
LEAST_DIFFERENT = 6              # different characters in it
AT_ONCE = 2                      # hashes being worked out at one time: each takes 19 MiB and a core
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"   # without 0 O 1 l I i o, which are read out wrongly
WELL_KNOWN = ("password", "passw0rd", "p@ssw0rd", "qwerty", "asdfgh", "12345", "654321", "111111", "abc123", "admin", "huitian", "beijing")


class Passwords:
    """Hashes and checks with argon2id (19 MiB, 2 passes, as OWASP advises), a few at a time so that guessing cannot use up the machine."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
        self._turn = threading.BoundedSemaphore(AT_ONCE)
        self._decoy = self._hasher.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with self._turn:
            return self._hasher.hash(_bytes(password))

    def is_right(self, kept: str, password: str) -> bool:
        """Whether this is the password; takes as long without a kept hash ("": unknown login, no password), and is then always False."""
        is_decoy = not kept
        with self._turn:
            try:
                is_same = self._hasher.verify(kept or self._decoy, _bytes(password[: MOST + 1]))
            except (VerificationError, InvalidHashError):
                return False
        return is_same and not is_decoy


def one_time_password() -> str:
    """A password to hand over once: 16 characters (about 92 bits) in groups of four."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(drawn[i : i + 4] for i in range(0, 16, 4))


def weakness(password: str, login: str) -> str:
    """Why a password is not good enough, in Chinese; "" where it is."""
    plain = _plain(password)
    small = plain.lower()
    rules = (
        (len(plain) >= LEAST, texts.PASSWORD_SHORT.format(least=LEAST)),
        (len(plain) <= MOST, texts.PASSWORD_LONG.format(most=MOST)),
        (len(plain) >= ENOUGH_ALONE or _kinds(plain) >= KINDS_NEEDED, texts.PASSWORD_PLAIN.format(kinds=KINDS_NEEDED, enough=ENOUGH_ALONE)),
        (len(set(small)) >= LEAST_DIFFERENT, texts.PASSWORD_SAME),
        (not login or login.lower() not in small, texts.PASSWORD_LOGIN),
        (not any(word in small for word in WELL_KNOWN), texts.PASSWORD_KNOWN),
    )
    return next((text for holds, text in rules if not holds), "")


def _plain(password: str) -> str:
    """The same text however the keyboard composed it; full-width letters as plain ones."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _plain(password).encode("utf-8", "surrogatepass")


def _kinds(plain: str) -> int:
    return sum((any(c.isupper() for c in plain), any(c.islower() for c in plain), any(c.isdigit() for c in plain),
                any(not c.isalnum() or ord(c) > 127 for c in plain)))  # fmt: skip
