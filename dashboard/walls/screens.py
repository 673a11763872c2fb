"""Which screens ask for a wall's orders right now, and what each of them shows: known to this process only, lost with it, and no loss."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST = 500                              # screens; the one that was heard longest ago is forgotten first
ONLINE = timedelta(seconds=15)          # they ask every second


@dataclass(frozen=True)
class Screens:
    """What screens said last. Safe between threads; the app's, never a module's."""

    _heard: OrderedDict[tuple[str, str], tuple[str, datetime]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, key: str, screen: str, scene: str, at: datetime) -> None:
        """A screen of a wall shows a scene."""
        with self._lock:
            self._heard[key, screen] = (scene, at)
            self._heard.move_to_end((key, screen))
            while len(self._heard) > MOST:
                self._heard.popitem(last=False)

    def showing(self, key: str, now: datetime) -> list[tuple[str, int]]:
        """The scenes of a wall's screens that are there now, with how many show each, most first."""
        with self._lock:
            live = Counter(scene for (wall, _), (scene, at) in self._heard.items() if wall == key and now - at <= ONLINE)
        return live.most_common()

    def online(self, now: datetime) -> list[str]:
        """The keys of the walls that have a screen which is there now."""
        with self._lock:
            return sorted({wall for (wall, _), (_, at) in self._heard.items() if now - at <= ONLINE})
