"""Since when water stands above a point's threshold: a lull that is short does not make it another alarm."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta

from sqlalchemy import select

from dashboard.queries.register import Register
from geodata.clock import local
from geodata.store.models import DepthReading

LULL = timedelta(minutes=30)
LOOK_BACK, EDGE = timedelta(days=7), timedelta(hours=1)


def flooded_since(register: Register, sensors: Collection[int], limit_mm: float) -> datetime | None:
    """When the water that some sensors of one point tell of now reached the limit; None where none of them does.

    Of a flood older than the days looked at the first of these days, so that it is asked about again each day. Raises StoreError.
    """
    first = register.now - LOOK_BACK
    asked = select(DepthReading.at, DepthReading.depth_mm).where(
        DepthReading.site_id.in_(list(sensors)), DepthReading.at > first, DepthReading.at <= register.now
    )
    with register.read() as store:
        told = [(at, mm >= limit_mm) for at, mm in store.execute(asked.order_by(DepthReading.at.desc()))]
    since = onset_of(told)
    return since if since is None or since - first > EDGE else local(datetime.combine(since.date(), time()))


def onset_of(newest_first: Iterable[tuple[datetime, bool]]) -> datetime | None:
    """The first of the last readings in a row that are above, lulls of at most LULL left out; None where none is above."""
    onset: datetime | None = None
    is_low = False
    for at, is_above in newest_first:
        if is_above and onset is not None and is_low and onset - at > LULL:
            break
        onset, is_low = (at, False) if is_above else (onset, True)
    return onset
