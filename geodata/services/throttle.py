"""Keeps requests apart so that a service's quota a second is never passed."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock


class Throttle:
    """Lets at most `per_second` requests through; the clock and the sleep can be given for tests."""

    def __init__(
        self, per_second: float, *, now: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap_s = 1.0 / per_second
        self._now, self._sleep = now, sleep
        self._next_at = 0.0
        self._lock = Lock()

    def wait(self) -> None:
        """Returns when the next request may leave."""
        with self._lock:
            now = self._now()
            pause = max(0.0, self._next_at - now)
            self._next_at = max(now, self._next_at) + self._gap_s
        if pause:
            self._sleep(pause)
