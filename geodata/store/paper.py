"""A file that the store keeps among its rows: its bytes as text, known by their hash."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """One file: evidence of work done, or what an edition was issued as."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def text(self) -> str:
        """Its bytes as a column of the store holds them (base64)."""
        return base64.b64encode(self.content).decode("ascii")


def from_text(name: str, media_type: str, text: str) -> Paper:
    """A file from what a column holds."""
    return Paper(name, media_type, base64.b64decode(text))
