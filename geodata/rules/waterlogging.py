"""Rules of rain and standing water (积水): depth bands, thresholds on rain and depth, silent sensors, relapse, effect of a measure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Band:
    """One class of depth, from `from_mm` up to the next."""

    code: str
    name: str
    from_mm: float


@dataclass(frozen=True)
class Waterlogging:
    """What counts as deep water, as strong rain, as one rain event, as a silent sensor, as a relapse (复发)."""

    source: str
    bands: tuple[Band, ...]            # rising
    rain_10min_mm: float               # alarm from here
    rain_1h_mm: float
    rain_24h_mm: float
    depth_alarm_mm: float
    silent_minutes: int                # a sensor without a reading for so long is an alarm of its own
    dry_hours: float                   # this long without rain ends an event
    wet_mm: float                      # least rain of an event
    relapse_radius_m: int              # a complaint so near after 销账
    relapse_days: int                  # looked for so many days after 销账; 0 for ever
    complaint_categories: tuple[str, ...]   # category codes (prefixes) that speak of standing water
    least_events: int                  # rain events a side, else 雨量不足
    flood_dry_hours: float             # 汛期 mode switches itself off after so long without rain


def wrong_waterlogging(rules: Waterlogging) -> tuple[tuple[bool, str], ...]:
    """Pairs of (it holds, what to say where it does not)."""
    thresholds = (rules.rain_10min_mm, rules.rain_1h_mm, rules.rain_24h_mm, rules.depth_alarm_mm)
    return (
        (bool(rules.bands) and all(a.from_mm < b.from_mm for a, b in pairwise(rules.bands)), "waterlogging.bands 须按 from_mm 递增"),
        (min(thresholds) > 0, "waterlogging：雨量与水深阈值须大于 0"),
        (rules.silent_minutes > 0 and rules.dry_hours > 0, "waterlogging：silent_minutes、dry_hours 须大于 0"),
        (rules.least_events >= 1 and rules.relapse_radius_m > 0, "waterlogging：least_events 须不小于 1，relapse_radius_m 须大于 0"),
    )
