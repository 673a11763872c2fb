"""How much rain had fallen by when: readings over intervals as one rising line, from which every sum and peak is read.

A reading says how much fell in the minutes before it; inside its interval the rain is taken as even. Times are minutes of one clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TEN_MINUTES, HOUR, DAY = 10, 60, 1440


@dataclass(frozen=True)
class Curve:
    """Rain in mm that had fallen up to each of `minutes`, straight between them, level before and after."""

    minutes: Floats
    fallen_mm: Floats

    def between(self, start: float, end: float) -> float:
        """Rain in mm that fell in (start, end]; 0 where the interval is empty."""
        if not len(self.minutes) or end <= start:
            return 0.0
        low, high = np.interp((start, end), self.minutes, self.fallen_mm)
        return float(high - low)

    def peak(self, window_min: float) -> float:
        """The most that fell in any `window_min` minutes, mm. It is found where the window begins or ends at a bend of the line."""
        if not len(self.minutes):
            return 0.0
        ends = np.concatenate([self.minutes, self.minutes + window_min])
        fallen = np.interp(ends, self.minutes, self.fallen_mm) - np.interp(ends - window_min, self.minutes, self.fallen_mm)
        return float(fallen.max())

    def steps(self, first: float, count: int, step_min: float) -> Floats:
        """Rain in mm of `count` steps of `step_min` minutes from `first` on, shape (count,)."""
        if not len(self.minutes):
            return np.zeros(count)
        return np.diff(np.interp(first + step_min * np.arange(count + 1), self.minutes, self.fallen_mm))


def curve_of(ends_min: npt.ArrayLike, intervals_min: npt.ArrayLike, rain_mm: npt.ArrayLike) -> Curve:
    """The line of readings in any order: rain in mm in the `intervals_min` minutes before each of `ends_min`; several stations add up."""
    ends, widths, rain = (np.asarray(values, float) for values in (ends_min, intervals_min, rain_mm))
    if not len(ends):
        return Curve(np.empty(0), np.empty(0))
    widths = np.maximum(widths, 1.0)
    turns, where = np.unique(np.concatenate([ends - widths, ends]), return_inverse=True)
    rates = np.zeros(len(turns))
    np.add.at(rates, where, np.concatenate([rain / widths, -rain / widths]))
    fallen = np.concatenate([[0.0], np.cumsum(np.cumsum(rates)[:-1] * np.diff(turns))])
    return Curve(turns, fallen)
