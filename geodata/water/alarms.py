"""What is an alarm: deep water, strong rain, both at once (双阈值), a sensor that has fallen silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from geodata.rules.waterlogging import Waterlogging
from geodata.water.curve import DAY, HOUR, TEN_MINUTES, Curve

DOUBLE, DEPTH, RAIN, SILENT = "double", "depth", "rain", "silent"
KINDS = (DOUBLE, DEPTH, RAIN, SILENT)        # most urgent first
_RAIN_KEYS = ("rain_10min_mm", "rain_1h_mm", "rain_24h_mm")


@dataclass(frozen=True)
class Thresholds:
    """From how much rain and depth on (mm) a place is in alarm."""

    rain_10min_mm: float
    rain_1h_mm: float
    rain_24h_mm: float
    depth_mm: float


@dataclass(frozen=True)
class Rainfall:
    """Rain in mm that fell in the last 10 minutes, hour and day."""

    rain_10min_mm: float
    rain_1h_mm: float
    rain_24h_mm: float

    @property
    def is_dry(self) -> bool:
        """Whether nothing fell in the last day."""
        return self.rain_24h_mm <= 0


def thresholds_of(rules: Waterlogging, details: Mapping[str, Any]) -> Thresholds:
    """The thresholds of one place: its own (`depth_alarm_mm`, `rain_1h_mm` …) where its register gives any, else those of the rules."""
    own = {key: details.get(key) for key in (*_RAIN_KEYS, "depth_alarm_mm")}
    found = {key: float(value) if value else float(getattr(rules, key)) for key, value in own.items()}
    return Thresholds(**{key: found[key] for key in _RAIN_KEYS}, depth_mm=found["depth_alarm_mm"])


def rainfall(curve: Curve, minute: float) -> Rainfall:
    """What fell up to a minute of the curve's clock."""
    return Rainfall(*(round(curve.between(minute - window, minute), 3) for window in (TEN_MINUTES, HOUR, DAY)))


def rain_windows(rain: Rainfall | None, thresholds: Thresholds) -> tuple[str, ...]:
    """Which of rain_10min_mm, rain_1h_mm, rain_24h_mm have reached their threshold; () where the rain is not known."""
    if rain is None:
        return ()
    return tuple(key for key in _RAIN_KEYS if getattr(rain, key) >= getattr(thresholds, key))


def judged(rain: Rainfall | None, depth_mm: float | None, thresholds: Thresholds) -> str:
    """DOUBLE where rain AND depth have reached their thresholds, else DEPTH or RAIN, "" where neither has; unknown is never an alarm."""
    is_deep = depth_mm is not None and depth_mm >= thresholds.depth_mm
    is_wet = bool(rain_windows(rain, thresholds))
    if is_deep:
        return DOUBLE if is_wet else DEPTH
    return RAIN if is_wet else ""


def is_silent(last_at: datetime | None, now: datetime, silent_minutes: float, *, interval_min: float = 0) -> bool:
    """Whether a sensor's next reading is overdue by more than `silent_minutes`; one that never gave a reading is silent.

    `interval_min` is how long one of its readings stands for: a station that reports each hour is not late after 61 minutes.
    """
    return last_at is None or now - last_at > timedelta(minutes=silent_minutes + interval_min)
