"""Rules of 治理类街乡镇: thresholds at which a town comes under supervision or may leave it (示例: the official ones are not published)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Towns:
    """Entry and exit thresholds; a town must hold them for so many months running."""

    source: str
    entry_count: int                   # complaints a month, from here
    entry_per_10k: float               # complaints a month for 10,000 residents, from here
    entry_months: int
    exit_count: int                    # below
    exit_per_10k: float
    exit_resolution_pct: float         # 解决率, from here
    exit_satisfaction_pct: float       # 满意率, from here
    exit_months: int
    relapse_rise_pct: float            # after leaving: so much above its mean of the months before counts as 反弹
    relapse_months: int


def wrong_towns(rules: Towns) -> tuple[tuple[bool, str], ...]:
    """Pairs of (it holds, what to say where it does not)."""
    return (
        (0 < rules.exit_count <= rules.entry_count, "towns：须 0 < exit_count ≤ entry_count"),
        (0 < rules.exit_per_10k <= rules.entry_per_10k, "towns：须 0 < exit_per_10k ≤ entry_per_10k"),
        (min(rules.entry_months, rules.exit_months, rules.relapse_months) >= 1, "towns：月数须不小于 1"),
        (all(0 < p <= 100 for p in (rules.exit_resolution_pct, rules.exit_satisfaction_pct)), "towns：比率须在 0 至 100"),
    )
