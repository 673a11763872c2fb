"""A clock that tests set, forward and back: the one thing that may be faked."""

from __future__ import annotations

from datetime import datetime, timedelta

from geodata.clock import Clock, local


class SetClock(Clock):
    """Runs only when told to. It is not `is_fixed`: what stands on it takes it for a real clock, which may be set back."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at, self.watched = local(at), 0.0

    def now(self) -> datetime:
        """The time it was set to."""
        return self.at

    def watch(self) -> float:
        """Runs only when told to (`watched`): what is tested takes no time, however busy the machine is."""
        return self.watched

    def go(self, by: timedelta) -> None:
        """Move on, or back."""
        self.at += by
