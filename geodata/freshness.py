"""How old a feed is, in words, and whether that is too old (数据停更)."""

from __future__ import annotations

from datetime import datetime, timedelta

from geodata import texts
from geodata.clock import local


def age_words(since: datetime, now: datetime) -> str:
    """Age in words: 刚刚, 13 分钟, 3 小时, 2 天. A time in the future counts as 刚刚."""
    minutes = int((local(now) - local(since)) / timedelta(minutes=1))
    for unit_minutes, unit in ((1440, texts.DAYS), (60, texts.HOURS), (1, texts.MINUTES)):
        if minutes >= unit_minutes:
            return f"{minutes // unit_minutes} {unit}"
    return texts.JUST_NOW


def is_stale(newest_at: datetime | None, now: datetime, hours: float) -> bool:
    """Whether nothing newer came within `hours`; a feed that never had a record is empty (无数据), not stale."""
    return newest_at is not None and local(now) - local(newest_at) > timedelta(hours=hours)


def stale_sentence(newest_at: datetime, now: datetime) -> str:
    """数据停更 3 小时."""
    return texts.STALE.format(age=age_words(newest_at, now))
