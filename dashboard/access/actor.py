"""Who changes an account, for the audit trail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A login, or `cli:` and the user of the operating system; `address` is the client's, "" on the command line."""

    login: str
    address: str = ""
