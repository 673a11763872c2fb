"""One secret, many keys."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from geodata.keys import key_for


@given(st.text(min_size=1, max_size=80).filter(lambda s: s.isprintable()), st.text("abcdefgh-", min_size=1, max_size=20))
def test_a_key_is_that_of_the_standard(secret: str, purpose: str) -> None:
    standard = HKDF(hashes.SHA256(), 32, b"huitian keys 1", purpose.encode()).derive(secret.encode())

    assert key_for(secret, purpose) == standard


def test_each_purpose_has_a_key_of_its_own() -> None:
    keys = {key_for("s" * 32, purpose) for purpose in ("totp", "audit", "share", "tot", "p")}

    assert len(keys) == 5


@pytest.mark.parametrize(("secret", "purpose"), [("", "audit"), ("s" * 32, "")])
def test_a_key_of_nothing_is_refused(secret: str, purpose: str) -> None:
    with pytest.raises(ValueError, match="needs"):
        key_for(secret, purpose)
