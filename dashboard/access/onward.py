"""A time that never goes back: somebody who sets the server's clock back does not get an ended sign-in, a lock or a code to count again."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from geodata.clock import Clock


class OnwardClock:
    """The clock's time, or where that has been set back, the time reached before plus what has passed since by a watch that always runs."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._reached, self._at = clock.now(), clock.watch()

    def now(self) -> datetime:
        """Aware, Asia/Shanghai; never earlier than an answer given before. A fixed clock (tests) stands still."""
        if self._clock.is_fixed:
            return self._clock.now()
        with self._lock:
            at = self._clock.watch()
            passed = self._reached + timedelta(seconds=at - self._at)
            self._reached, self._at = max(self._clock.now(), passed), at
            return self._reached
