"""The rains of the demo: the hotline's own wet days as events with hours and millimetres, light rains between them. Drawn by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from etl.demo import rhythm

STEP_MIN = 10
HEAVY_MM, LIGHT_MM = (28.0, 82.0), (3.0, 11.0)
LIGHT_DAYS_A_YEAR = 12
SEASON = ((6, 1), (9, 30))  # 汛期, both days included

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rain:
    """One rain over the whole area; naive Shanghai times, `mm` in all."""

    start: datetime
    hours: int
    mm: float
    is_heavy: bool

    @property
    def end(self) -> datetime:
        """When it stopped."""
        return self.start + timedelta(hours=self.hours)

    def profile(self) -> Floats:
        """Millimetres of each ten minutes, a hump with its peak in the first half, summing to `mm`."""
        steps = np.arange(self.hours * 60 // STEP_MIN) + 0.5
        hump = (steps / steps[-1]) ** 1.3 * np.exp(-3.4 * steps / steps[-1])
        return np.asarray(hump / hump.sum() * self.mm, float)


def rains(first: date, until: datetime) -> tuple[Rain, ...]:
    """The rains that began from `first` on and ended before `until` (naive), by time."""
    found = [rain for year in range(first.year, until.year + 1) for rain in _of_year(year)]
    return tuple(r for r in found if r.start.date() >= first and r.end < until)


def season_start(until: date) -> date:
    """The first day of the flood season that runs, or of the last one."""
    start = date(until.year, *SEASON[0])
    return start if start <= until else date(until.year - 1, *SEASON[0])


@lru_cache(maxsize=32)
def _of_year(year: int) -> tuple[Rain, ...]:
    rng = np.random.default_rng(year + 77)
    days = rhythm.days_between(date(year, 5, 1), date(year, 10, 15))
    wet = rhythm.rain_days(days)
    dry = [i for i in range(len(days)) if not wet[max(i - 1, 0) : i + 2].any()]
    light = set(rng.choice(dry, LIGHT_DAYS_A_YEAR, replace=False).tolist())
    chosen = [(day, bool(wet[i])) for i, day in enumerate(days) if wet[i] or i in light]
    return tuple(_rain(rng, day, is_heavy=is_heavy) for day, is_heavy in chosen)


def _rain(rng: np.random.Generator, day: date, *, is_heavy: bool) -> Rain:
    start = datetime.combine(day, time(int(rng.integers(12, 18)), 0))
    low, high = HEAVY_MM if is_heavy else LIGHT_MM
    return Rain(start, int(rng.integers(3, 6)), round(float(rng.uniform(low, high)), 1), is_heavy)
