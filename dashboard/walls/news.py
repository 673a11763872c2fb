"""What a wall is told each few seconds: the panels that changed, alarms, what somebody's phone ordered, how old the data is.

Fragments are made once for all walls that show the same to eyes of the same rights, and again when something they show has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

from markupsafe import Markup

from dashboard.desk import Desk
from dashboard.queries.alarms import ALARM
from dashboard.queries.memory import Memory
from dashboard.texts import wallpanels as words
from dashboard.walls.alarms import alarms_of, area_of, jump_of, scene_of
from dashboard.walls.definition import Scene, Wall
from dashboard.walls.layouts import Box, boxes_of
from dashboard.walls.orders import key_of, order_of
from dashboard.walls.panels import PANELS, fragment
from dashboard.walls.view import COMPLAINTS, READINGS, VIOLATIONS, WallView, stamp

MOST_ALARMS = 8               # told by key; the panel of alarms says how many more there are
DIGEST = 8                    # hexadecimal digits: enough to tell what a panel said before from what it says now
ALL_DAY = (COMPLAINTS, READINGS, VIOLATIONS)      # the others are of whole days and months: their time of day says nothing
KINDS = {"vending": "vending"}              # the kind of offence that a scene is about


@dataclass(frozen=True)
class Asked:
    """What a wall asks: its page and layout set, the area it shows, and the digests of all that it has."""

    wall: Wall
    scene: Scene
    size: str
    area: str
    have: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Newsroom:
    """Makes news. Its memory is of its own: fragments are many and small, and shall not push out what is large and costly."""

    desk: Desk
    memory: Memory = field(default_factory=Memory)

    def news(self, asked: Asked) -> dict[str, Any]:
        """The answer for whoever asks. Raises NotFound, RightsError, StoreError."""
        desk, version = self.desk, stamp(self.desk)
        view = self._view(asked, version)
        found = alarms_of(desk, asked.area)
        told = [{"key": a.key, "scene": scene_of(a, asked.wall), "is_new": a.calls} for a in found if a.kind == ALARM][:MOST_ALARMS]
        order = order_of(desk.engine, key_of(asked.wall.name, area_of(desk, asked.wall)), desk.clock.now())
        parts = {name: self._fragment(name, box, view, version) for name, box in boxes_of(asked.scene, asked.size).items()}
        as_of = view.source.history.newest_at
        return {
            "scene": asked.scene.name, "size": asked.size, "step": order.step, "version": view.source.version,
            "now": desk.clock.now().isoformat(timespec="milliseconds"), "is_fixed": desk.clock.is_fixed,
            "as_of": as_of.isoformat(timespec="minutes") if as_of else "", "panels": _changed(parts, asked.have),
            "alarms": told, "jump": jump_of(found, asked.wall),
            "order": {**asdict(order), "at": order.at.isoformat(timespec="seconds") if order.at else ""},
            "feeds": _feeds(view), "banners": _banners(view),
        }  # fmt: skip

    def _view(self, asked: Asked, version: tuple[object, ...]) -> WallView:
        kind = KINDS.get(asked.scene.name, "")
        name = ("view", self._eyes(), asked.area, asked.scene.period, kind)
        return self.memory.kept(name, version, lambda: _opened(WallView(self.desk, asked.area, asked.scene.period, kind)))

    def _fragment(self, name: str, box: Box, view: WallView, version: tuple[object, ...]) -> tuple[str, Markup]:
        """Digest and HTML. What only counts records is not made anew each minute; what tells of ages or of water is."""
        feed = PANELS[name].feed
        if feed and feed != READINGS:
            known = view.feed(feed)
            version = (version[0], *version[2:], f"{view.now:%Y%m%d%H}", known.age if known.is_stale else "")
        held = (name, self._eyes(), view.area, view.period, view.kind, box)
        return self.memory.kept(held, version, lambda: _digested(name, fragment(name, view, box)))

    def _eyes(self) -> tuple[object, ...]:
        return self.desk.scope, self.desk.viewer.frozen_address


def _opened(view: WallView) -> WallView:
    """The view with the eyes of whoever asks now, kept for all who see the same."""
    assert view.source is not None
    assert view.register is not None
    return view


def _digested(name: str, html: Markup) -> tuple[str, Markup]:
    return hashlib.sha256(f"{name} {html}".encode()).hexdigest()[:DIGEST], html


def _changed(parts: dict[str, tuple[str, Markup]], have: Collection[str]) -> dict[str, dict[str, str]]:
    return {name: {"html": str(html), "digest": digest} for name, (digest, html) in parts.items() if digest not in have}


def _feeds(view: WallView) -> dict[str, int | str]:
    """How many feeds go on and have stopped, and the newest record of those that come in all day."""
    known = [feed for feed in view.feeds.values() if not feed.is_empty]
    stale = sum(feed.is_stale for feed in known)
    newest = max((feed.as_of for feed in known if feed.as_of and feed.code in ALL_DAY), default=None)
    return {"ok": len(known) - stale, "stale": stale, "as_of": newest.isoformat(timespec="minutes") if newest else ""}


def _banners(view: WallView) -> list[dict[str, str]]:
    """What is to be said over the map: every feed has stopped, or some have."""
    known = [feed for feed in view.feeds.values() if not feed.is_empty]
    stale = [feed for feed in known if feed.is_stale]
    if not stale:
        return []
    named = words.COMMA.join(words.FEED_STALE.format(feed=words.FEEDS[f.code], age=f.age) for f in stale)
    if len(stale) == len(known):
        return [{"kind": "stale", "head": words.ALL_STALE, "what": named}]
    return [{"kind": "partial", "head": words.SOME_STALE.format(n=len(stale)), "what": named}]
