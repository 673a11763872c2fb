"""Share links (分享链接): one view for whoever holds the link, until it ends, is taken back, or its maker may not see the view any more."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, insert, select, update

from dashboard import texts
from dashboard.access import sharecode
from dashboard.access.actor import Actor
from dashboard.access.granting import granted
from dashboard.access.onward import OnwardClock
from dashboard.access.roles import ROLES, Right
from dashboard.access.viewer import NOBODY, Granted, Viewer
from dashboard.state import CUSTOM, ViewState, to_query
from geodata.errors import BadRequest, NotFound, RightsError
from geodata.pack import Pack
from geodata.store.audit import Trail
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.models import Account, Grant, Share

SHARE_ROLE = "share"
COOKIE = "huitian-share"
MOST_DAYS = 30
MOST_LINKS = 200               # living ones of one account


@dataclass(frozen=True)
class Link:
    """One share link; its token is not kept. `address` is the path and query of its view, with its dates written out."""

    share_id: int
    account_id: int
    login: str
    address: str
    area: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    opened_count: int


class Shares:
    """All share links of one store. `key` signs their tokens."""

    def __init__(self, engine: Engine, clock: OnwardClock, key: bytes, trail: Trail, pack: Pack) -> None:
        self._engine, self._clock, self._key = engine, clock, key
        self._trail, self._pack = trail, pack

    def create(self, viewer: Viewer, state: ViewState, days: int) -> tuple[str, Link]:
        """A link to a view, and its token, shown this once. Raises BadRequest for the days, RightsError where the viewer may not share it.

        The view is frozen: a period word becomes the days it means now.
        """
        if not 1 <= days <= MOST_DAYS:
            raise BadRequest(texts.SHARE_DAYS.format(most=MOST_DAYS))
        if viewer.account_id is None or not self._may_share(viewer, state.area):
            raise RightsError(texts.SHARE_NO_RIGHT)
        if len(self.list(viewer.account_id)) >= MOST_LINKS:
            raise RightsError(texts.SHARE_TOO_MANY.format(most=MOST_LINKS))
        now, address = self._clock.now(), frozen(state)
        end = now.replace(microsecond=0) + timedelta(days=days)      # a token tells whole seconds
        row = {
            "account_id": viewer.account_id, "address": address, "area_code": state.area, "created_at": now, "expires_at": end,
            "opened_count": 0,
        }  # fmt: skip
        self._trail.append(viewer.login, "share.create", address, address=viewer.address, details={"days": days})
        token, share_id = self._written(row)
        return token, Link(share_id, viewer.account_id, viewer.login, address, state.area, now, end, None, 0)

    def open(self, token: str, address: str) -> Link:
        """The link of a token, this opening counted and in the trail. Raises RightsError for one that opens nothing (any more)."""
        link = self._standing(token)
        if link is None:
            raise RightsError(texts.SHARE_REFUSED)
        self._trail.append(f"share:{link.share_id}", "share.open", link.address, address=address, details={"login": link.login})
        with write_transaction(self._engine) as connection:
            connection.execute(update(Share).where(Share.id == link.share_id).values(opened_count=Share.opened_count + 1))
        return replace(link, opened_count=link.opened_count + 1)

    def viewer(self, token: str, address: str) -> Viewer:
        """Who holds this token: somebody who may see its one view and nothing else; NOBODY where it opens nothing (any more).

        Asked anew at each request, so that a link taken back is dead at once. Raises StoreError while the store is away.
        """
        link = self._standing(token) if token else None
        if link is None:
            return NOBODY
        area = self._pack.areas.get(link.area)
        assert area is not None
        grant = Granted(ROLES[SHARE_ROLE], link.area, area.level, self._pack.areas.ranges(link.area))
        return Viewer(name=texts.ROLE_NAMES[SHARE_ROLE], grants=(grant,), address=address, frozen_address=link.address)

    def list(self, account_id: int | None = None) -> tuple[Link, ...]:
        """Living links, of one account or of all, the newest first."""
        living = [Share.revoked_at.is_(None), Share.expires_at > self._clock.now()]
        mine = [] if account_id is None else [Share.account_id == account_id]
        asked = _links().where(*living, *mine).order_by(Share.id.desc())
        with read_transaction(self._engine) as connection:
            return tuple(_link(row) for row in connection.execute(asked))

    def revoke(self, share_id: int, by: Actor, *, account_id: int | None = None) -> None:
        """Take a link back; with `account_id` only one of that account. Raises NotFound where there is no such living link."""
        found = next((link for link in self.list(account_id) if link.share_id == share_id), None)
        if found is None:
            raise NotFound(texts.SHARE_UNKNOWN)
        self._trail.append(by.login, "share.revoke", found.address, address=by.address, details={"id": share_id, "login": found.login})
        with write_transaction(self._engine) as connection:
            living = (Share.id == share_id, Share.revoked_at.is_(None))
            connection.execute(update(Share).where(*living).values(revoked_at=self._clock.now()))

    def _written(self, row: dict[str, Any]) -> tuple[str, int]:
        """Token and number of a new link: the token holds the number, and the row the token's hash."""
        numbered = insert(Share).values(**row, token_hash=secrets.token_hex(32)).returning(Share.id)
        with write_transaction(self._engine) as connection:
            share_id = int(connection.execute(numbered).scalar_one())
            token = sharecode.issue(self._key, share_id, row["expires_at"])
            connection.execute(update(Share).where(Share.id == share_id).values(token_hash=sharecode.hash_of(token)))
        return token, share_id

    def _standing(self, token: str) -> Link | None:
        """The link of a token where everything about it still holds."""
        now, code = self._clock.now(), sharecode.read(self._key, token)
        if code is None or code.end <= now.timestamp():
            return None
        living = and_(Grant.account_id == Account.id, Grant.revoked_at.is_(None))
        asked = (
            _links(Account.is_active, Grant.role, Grant.area_code.label("granted_area"), Grant.unit_name)
            .outerjoin(Grant, living)
            .where(Share.id == code.share_id, Share.token_hash == sharecode.hash_of(token))
        )
        with read_transaction(self._engine) as connection:
            rows = connection.execute(asked).all()
        if not rows or not rows[0].is_active or rows[0].revoked_at is not None or rows[0].expires_at <= now:
            return None
        held = tuple((r.role, r.granted_area, r.unit_name) for r in rows if r.role is not None)
        maker = Viewer(login=rows[0].login, grants=granted(self._pack, held))
        return _link(rows[0]) if self._may_share(maker, rows[0].area_code) else None

    def _may_share(self, viewer: Viewer, area: str) -> bool:
        """Whether somebody may see and share all of an area; never who came by a link or an open home."""
        if viewer.frozen_address or viewer.is_open or self._pack.areas.get(area) is None:
            return False
        ranges = self._pack.areas.ranges(area)
        return viewer.scope(Right.SHARE).covers(ranges) and viewer.scope(Right.VIEW).covers(ranges)


def frozen(state: ViewState) -> str:
    """Path and query of a view as it stands now, for good."""
    return f"{state.path}?{to_query(replace(state, period=CUSTOM))}"


def _links(*more: Any) -> Any:
    columns = (
        Share.id, Share.account_id, Share.address, Share.area_code, Share.created_at, Share.expires_at, Share.revoked_at,
        Share.opened_count, Account.login,
    )  # fmt: skip
    return select(*columns, *more).join(Account, Account.id == Share.account_id)


def _link(r: Any) -> Link:
    return Link(r.id, r.account_id, r.login, r.address, r.area_code, r.created_at, r.expires_at, r.revoked_at, r.opened_count)
