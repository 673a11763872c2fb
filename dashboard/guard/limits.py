"""How often one asker may ask: counted on a watch that clocks cannot turn, in memory that does not grow with the number of askers.

Behind several processes each counts for itself.
"""

from __future__ import annotations

import ipaddress
import math
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from dashboard import texts
from dashboard.guard.matrix import Bucket
from geodata.clock import stopwatch
from geodata.errors import TooMany

MOST_ASKERS = 20_000        # of each bucket; the one that asked longest ago is forgotten first
IPV6_NET = 64               # one customer's addresses


class Window:
    """At most `most` in any `seconds`, exactly."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._at: deque[float] = deque()

    def take(self, now: float) -> float:
        """0 and one is counted, or the seconds until there is room."""
        while self._at and now - self._at[0] >= self.seconds:
            self._at.popleft()
        if len(self._at) >= self.most:
            return self.seconds - (now - self._at[0])
        self._at.append(now)
        return 0.0

    def give_back(self) -> None:
        """Uncount the newest."""
        if self._at:
            self._at.pop()


class Tokens:
    """`burst` at once, then `per_second`."""

    def __init__(self, burst: int, per_second: float) -> None:
        self.burst, self.per_second = burst, per_second
        self._left, self._at = float(burst), -math.inf

    def take(self, now: float) -> float:
        """0 and one is counted, or the seconds until there is one."""
        self._left = min(self.burst, self._left + (now - self._at) * self.per_second) if math.isfinite(self._at) else float(self.burst)
        self._at = now
        if self._left < 1:
            return (1 - self._left) / self.per_second
        self._left -= 1
        return 0.0

    def give_back(self) -> None:
        """Uncount one."""
        self._left = min(self.burst, self._left + 1)


Count = Window | Tokens

LIMITS: dict[Bucket, Callable[[], Count]] = {
    Bucket.SIGN_IN: lambda: Window(5, 15 * 60),
    Bucket.FILES: lambda: Window(6, 60),
    Bucket.CALLBACKS: lambda: Tokens(100, 20),
    Bucket.VIEWS: lambda: Tokens(600, 60),
    Bucket.REFUSALS: lambda: Window(10, 60),
    Bucket.ALL_REFUSALS: lambda: Window(120, 60),
}


@dataclass(frozen=True)
class Limits:
    """The counts of one process. `is_on` False counts nothing. Safe between threads."""

    is_on: bool = True
    watch: Callable[[], float] = stopwatch
    _counts: dict[Bucket, OrderedDict[str, Count]] = field(default_factory=lambda: {bucket: OrderedDict() for bucket in LIMITS})
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, bucket: Bucket, *askers: str) -> None:
        """Count one request for each asker ("" is none). Raises TooMany, nothing counted, where one of them has no more."""
        if not self.is_on or bucket not in LIMITS:
            return
        with self._lock:
            taken: list[Count] = []
            for asker in filter(None, askers):
                count = self._count(bucket, asker)
                wait = count.take(self.watch())
                if wait > 0:
                    for before in taken:
                        before.give_back()
                    seconds = max(1, math.ceil(wait))
                    raise TooMany(texts.LIMITED.get(bucket.value, texts.LIMITED["views"]).format(wait=_words(seconds)), seconds)
                taken.append(count)

    def give_back(self, bucket: Bucket, *askers: str) -> None:
        """Uncount one request: a sign-in that succeeded is no attempt at guessing."""
        if self.is_on and bucket in LIMITS:
            with self._lock:
                for asker in filter(None, askers):
                    self._count(bucket, asker).give_back()

    def forget(self) -> None:
        """Let everybody begin anew."""
        with self._lock:
            for counts in self._counts.values():
                counts.clear()

    def _count(self, bucket: Bucket, asker: str) -> Count:
        counts = self._counts[bucket]
        count = counts.get(asker)
        if count is None:
            count = counts[asker] = LIMITS[bucket]()
            while len(counts) > MOST_ASKERS:
                counts.popitem(last=False)
        counts.move_to_end(asker)
        return count


def neighbourhood(address: str) -> str:
    """An address as limits know it: IPv4 as it is, IPv6 by its /64 network, anything else as it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped) if found.ipv4_mapped else str(ipaddress.ip_network((found, IPV6_NET), strict=False))
    return str(found)


def _words(seconds: int) -> str:
    return texts.WAIT_SECONDS.format(n=seconds) if seconds < 60 else texts.WAIT_MINUTES.format(n=math.ceil(seconds / 60))
