"""The mode of the flood season (汛期模式): switched on by a person, ended by a person or by enough dry hours."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from geodata.clock import local
from geodata.rules.waterlogging import Waterlogging
from geodata.store.engine import read_transaction, write_transaction
from geodata.store.meta import read_meta, write_meta
from geodata.store.models import RainReading

KEY = "flood_mode"


@dataclass(frozen=True)
class FloodMode:
    """Whether the mode is on now; since when and by whom it was last switched, and when it ends by itself if no rain comes (None: it is
    off). `is_dried_out`: it was left on, and the dry hours have ended it.
    """

    is_on: bool
    since: datetime | None = None
    by: str = ""
    ends_at: datetime | None = None
    is_dried_out: bool = False


def flood_mode(engine: Engine, now: datetime, rules: Waterlogging) -> FloodMode:
    """The mode at a time. It follows from one row of the store and the last rain, whoever asks. Raises StoreError."""
    told = _told(engine)
    if told is None or not told.is_on or told.since is None:
        return told or FloodMode(False)
    ends_at = max(told.since, _last_rain(engine, now) or told.since) + timedelta(hours=rules.flood_dry_hours)
    if now > ends_at:
        return FloodMode(False, told.since, told.by, is_dried_out=True)
    return FloodMode(True, told.since, told.by, ends_at)


def switch_flood_mode(engine: Engine, now: datetime, *, is_on: bool, by: str) -> None:
    """Switch the mode. Whoever calls has written the act down before. Raises StoreError."""
    told = {"is_on": is_on, "since": local(now).isoformat(timespec="seconds"), "by": by}
    with write_transaction(engine) as store:
        write_meta(store, KEY, json.dumps(told, ensure_ascii=False))


def _told(engine: Engine) -> FloodMode | None:
    raw = read_meta(engine, KEY)
    if not raw:
        return None
    found = json.loads(raw)
    return FloodMode(bool(found["is_on"]), datetime.fromisoformat(found["since"]), str(found["by"]))


def _last_rain(engine: Engine, now: datetime) -> datetime | None:
    """The newest time up to now at which any station told of rain; the index of times is read from its end."""
    asked = select(RainReading.at).where(RainReading.at <= now, RainReading.rain_mm > 0).order_by(RainReading.at.desc()).limit(1)
    with read_transaction(engine) as store:
        return store.scalar(asked)
