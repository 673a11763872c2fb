"""The only reader of the time. All times are aware, Asia/Shanghai; `HUITIAN_NOW` fixes them for demos and tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock:
    """Tells the time; `fixed_at` stands still, for demos, tests and golden pictures."""

    def __init__(self, fixed_at: datetime | None = None) -> None:
        self.fixed_at = local(fixed_at) if fixed_at else None

    @property
    def is_fixed(self) -> bool:
        """Whether the clock stands still; pages then say 时钟已固定."""
        return self.fixed_at is not None

    def now(self) -> datetime:
        """The current time, aware, Asia/Shanghai."""
        return self.fixed_at or datetime.now(SHANGHAI)

    def today(self) -> date:
        """The current date in Shanghai."""
        return self.now().date()

    def watch(self) -> float:
        """Seconds on a watch beside it that nobody sets."""
        return stopwatch()


def stopwatch() -> float:
    """Seconds of a watch that always runs, also where the clock stands still; only differences mean something."""
    return time.perf_counter()


def local(at: datetime) -> datetime:
    """The same instant in Shanghai; a naive time is taken as Shanghai time already."""
    return at.replace(tzinfo=SHANGHAI) if at.tzinfo is None else at.astimezone(SHANGHAI)


def parse(text: str) -> datetime:
    """ISO date or time -> aware Shanghai time; a bare date means its last minute, so that `2026-07-16` includes that day.

    Raises ValueError when the text is neither.
    """
    at = datetime.fromisoformat(text)
    return local(at + timedelta(hours=23, minutes=59)) if len(text) <= 10 else local(at)


Now = Callable[[], datetime]
