"""Ages in words, and when a feed counts as stale."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from geodata.clock import SHANGHAI
from geodata.freshness import age_words, is_stale, stale_sentence

NOW = datetime(2026, 7, 16, 14, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-5, "刚刚"), (0.9, "刚刚"), (1, "1 分钟"), (13, "13 分钟"), (59.9, "59 分钟"), (60, "1 小时"), (185, "3 小时"), (2900, "2 天")],
)
def test_age_is_told_in_the_largest_whole_unit(minutes: float, words: str) -> None:
    assert age_words(NOW - timedelta(minutes=minutes), NOW) == words


def test_a_feed_is_stale_after_its_hours_and_not_at_them() -> None:
    assert not is_stale(NOW - timedelta(hours=3), NOW, 3)
    assert is_stale(NOW - timedelta(hours=3, seconds=1), NOW, 3)
    assert stale_sentence(NOW - timedelta(hours=3, minutes=2), NOW) == "数据停更 3 小时"


def test_a_feed_that_never_had_a_record_is_empty_not_stale() -> None:
    assert not is_stale(None, NOW, 3)


def test_naive_times_are_shanghai_times() -> None:
    assert age_words(NOW.replace(tzinfo=None) - timedelta(minutes=13), NOW) == "13 分钟"
