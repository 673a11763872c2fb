"""Share links that still open, one's own or everybody's, and taking one back."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from dashboard import texts
from dashboard.access.share import Link
from dashboard.doors.lines import moment
from dashboard.doors.page import Pages
from geodata.errors import NotFound


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
    found = pages.desk.access.shares.list(account_id)
    names = {a.account_id: a.name for a in pages.desk.access.accounts.list()} if found else {}
    return [_line(pages, link, names.get(link.account_id, link.login)) for link in found]


def end_link(pages: Pages, share_id: int, *, account_id: int | None = None) -> bool:
    """Take a link back, only one of `account_id` where given; False where there is none."""
    try:
        pages.desk.access.shares.revoke(share_id, pages.actor(), account_id=account_id)
    except NotFound:
        return False
    return True


def _line(pages: Pages, link: Link, sharer: str) -> LinkLine:
    path, _, query = link.address.partition("?")
    asked = parse_qs(query)
    period = texts.DOORS["link_period"].format(first=asked.get("from", ["—"])[0], last=asked.get("to", ["—"])[0])
    view = f"{texts.NAVIGATION.get(path, path)}　{period}"
    now = pages.desk.access.clock.now()
    times = (moment(link.created_at, now), moment(link.expires_at, now))
    opened = f"{link.opened_count:,} {texts.DOORS['times']}"
    return LinkLine(link.share_id, sharer, pages.area_name(link.area), view, link.address, *times, opened)
