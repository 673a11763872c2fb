"""The token of a share link: number, end and chance in one text, signed, so that a forged or a damaged one is refused without asking the
store; the one text for its bytes, so that no other opens anything.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
import secrets
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

_ID, _END, _CHANCE, _MAC = 6, 6, 22, 32     # bytes; 66 in all, a multiple of three, so that base64 needs no padding
_PLAIN = _ID + _END + _CHANCE
LENGTH = 88


@dataclass(frozen=True)
class ShareCode:
    """What a token says: the link's number and its end in seconds since 1970."""

    share_id: int
    end: int


def issue(key: bytes, share_id: int, expires_at: datetime) -> str:
    """A new token of a link."""
    plain = share_id.to_bytes(_ID) + int(expires_at.timestamp()).to_bytes(_END) + secrets.token_bytes(_CHANCE)
    return urlsafe_b64encode(plain + _mac(key, plain)).decode("ascii")


def read(key: bytes, token: str) -> ShareCode | None:
    """What a token says; None for any text that was not issued with this key."""
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        whole = b64decode(token, altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    plain, mac = whole[:_PLAIN], whole[_PLAIN:]
    is_issued = hmac.compare_digest(mac, _mac(key, plain)) and urlsafe_b64encode(whole).decode("ascii") == token
    return ShareCode(int.from_bytes(plain[:_ID]), int.from_bytes(plain[_ID : _ID + _END])) if is_issued else None


def hash_of(token: str) -> str:
    """What the store keeps of a token."""
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def _mac(key: bytes, plain: bytes) -> bytes:
    return hmac.new(key, plain, hashlib.sha256).digest()
