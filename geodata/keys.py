"""Keys made from the home's one secret: a key of its own for each purpose, so that one that gets out opens nothing else."""

from __future__ import annotations

import hashlib
import hmac

_SALT = b"huitian keys 1"


def key_for(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose (HKDF-SHA256, RFC 5869, one block); the same for the same secret and purpose, and telling nothing of either.

    Raises ValueError without a secret or a purpose.
    """
    if not secret or not purpose:
        raise ValueError("a key needs a secret and a purpose")
    extracted = hmac.new(_SALT, secret.encode("utf-8"), hashlib.sha256).digest()
    return hmac.new(extracted, purpose.encode("utf-8") + b"\x01", hashlib.sha256).digest()
