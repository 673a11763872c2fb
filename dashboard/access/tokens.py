"""Tokens: 256 random bits for whoever holds them, their hash for the store, so that a stolen store opens no session."""

from __future__ import annotations

import hashlib
import secrets

_LENGTH = 43      # 32 bytes in base64 without padding


def new_token() -> str:
    """A token nobody can guess, fit for a cookie or an address's fragment."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What the store keeps; "" for a text that cannot be a token, which no row holds."""
    if len(token) != _LENGTH or not token.isascii():
        return ""
    return hashlib.sha256(token.encode("ascii")).hexdigest()
