"""When people complain: days weighted by week, season and weather, hours by the clock, per kind of category."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# weight of each hour 0-23: nights are quiet, the hotline peaks at mid-morning and again after work
HOURS = np.array([2, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 14, 11, 12, 15, 15, 14, 13, 13, 14, 13, 11, 8, 4], float)
NIGHT_HOURS = np.array([9, 6, 4, 3, 2, 2, 4, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 10, 13, 16, 18, 17, 13], float)
WEEKDAYS = np.array([1.12, 1.06, 1.04, 1.03, 1.02, 0.88, 0.85])
RAIN_DAYS_A_YEAR = 11


@dataclass(frozen=True)
class Season:
    """How much likelier a category is in each month, on rain days, and whether it belongs to the night."""

    months: tuple[float, ...] = (1,) * 12
    rain_factor: float = 1.0
    is_night: bool = False


# first pattern found in the category's names counts
SEASONS: tuple[tuple[str, Season], ...] = (
    (r"供热|供暖|采暖|暖气", Season((9, 7, 4, 0.4, 0.1, 0.1, 0.1, 0.1, 0.2, 1.5, 12, 10))),
    (r"积水|内涝|雨水|漏雨|渗漏", Season((0.2, 0.2, 0.4, 0.7, 1, 3, 6, 5, 2, 0.8, 0.4, 0.2), rain_factor=9)),
    (r"供水|排水|供排水|下水", Season((0.8, 0.7, 0.8, 0.9, 1, 1.4, 1.9, 1.8, 1.2, 0.9, 0.9, 0.9), rain_factor=3)),
    (r"施工噪|夜间施工", Season((0.4, 0.3, 1, 1.3, 1.4, 1.3, 1.2, 1.2, 1.2, 1.2, 0.8, 0.5), is_night=True)),
    (r"噪声|噪音|扰民", Season((0.7, 0.6, 0.8, 1, 1.3, 1.5, 1.5, 1.4, 1.2, 1, 0.8, 0.7), is_night=True)),
    (r"占道|摆摊|烧烤|经营", Season((0.4, 0.4, 0.8, 1.1, 1.4, 1.6, 1.6, 1.5, 1.3, 1, 0.7, 0.5), is_night=True)),
    (r"绿化|树木|飞絮|杨柳", Season((0.3, 0.3, 1, 2.4, 2, 1.2, 1, 1, 1, 0.9, 0.6, 0.3))),
    (r"入学|学位|教育|幼儿|托育", Season((0.8, 0.7, 1, 1.2, 1.6, 1.8, 1.8, 2, 1.5, 0.7, 0.6, 0.6))),
    (r"共享单车|非机动车|电动", Season((0.6, 0.6, 0.9, 1.2, 1.3, 1.2, 1.1, 1.1, 1.2, 1.2, 0.9, 0.7))),
    (r"工资|欠薪|劳动", Season((2.4, 1.2, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 0.9, 1.2, 1.9))),
)


def season_of(names: str) -> Season:
    """The season profile of a category, from its names of all levels."""
    return next((season for pattern, season in SEASONS if re.search(pattern, names)), Season())


def days_between(first: date, last: date) -> list[date]:
    """All days from first to last, both included."""
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def rain_days(days: list[date]) -> npt.NDArray[np.bool_]:
    """Which days had heavy rain: drawn by year from June to September, so that the same day is wet however often the demo is made."""
    wet: set[date] = set()
    for year in {d.year for d in days}:
        rng = np.random.default_rng(year)
        wet |= {date(year, 6, 1) + timedelta(days=int(i)) for i in rng.choice(110, RAIN_DAYS_A_YEAR, replace=False)}
    return np.array([d in wet for d in days])


def day_weights(days: list[date], season: Season, *, growth_a_year: float) -> Floats:
    """Weight of each day for one season profile, shape (days,), summing to 1."""
    months = np.array([season.months[d.month - 1] for d in days])
    weekdays = WEEKDAYS[[d.weekday() for d in days]]
    trend = np.exp(np.log1p(growth_a_year) * np.arange(len(days)) / 365)
    noise = np.random.default_rng(len(days)).normal(1, 0.06, len(days)).clip(0.8, 1.25)
    weights = months * weekdays * trend * noise * np.where(rain_days(days), season.rain_factor, 1.0)
    return np.asarray(weights / weights.sum(), float)


def seconds_of_day(rng: np.random.Generator, count: int, *, is_night: bool) -> npt.NDArray[np.int64]:
    """Seconds after midnight of so many calls, shape (count,)."""
    hours = NIGHT_HOURS if is_night else HOURS
    drawn = rng.choice(24, count, p=hours / hours.sum())
    return np.asarray(drawn * 3600 + rng.integers(0, 3600, count), np.int64)
