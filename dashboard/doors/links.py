"""Share links that still open, one's own or everybody's, and taking one back."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.doors.page import Pages


@dataclass(frozen=True)
class LinkLine:
    """One link that still opens."""

    id: int
    sharer: str
    area: str
    view: str
    address: str
    since: str
    until: str
    opened: str


def links_of(pages: Pages, account_id: int | None) -> list[LinkLine]:
    """Living links of an account, everybody's for None; the newest first."""
    return []


def end_link(pages: Pages, share_id: int, *, account_id: int | None = None) -> bool:
    """Take a link back, only one of `account_id` where given; False where there is none."""
    return False
