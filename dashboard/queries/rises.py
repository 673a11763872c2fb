"""Categories that rise (诉求类别上升): the rule of assets/panel-alarms.js, for those who have no browser, with the day it began to hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from dashboard.queries.cube import Array
from dashboard.queries.cubes import Source, areas_cube
from geodata.rules import Alarms

WEEK = 7
WHOLE_DAY_HOUR = 23         # a newest record later than this closes its day
LOOK_BACK_DAYS = 28         # how far back a beginning is looked for


@dataclass(frozen=True)
class Rise:
    """One category of one area below: `count` in the last seven whole days against `mean` a week before; `onset` the first day of it."""

    area: str
    area_name: str
    category: str
    category_name: str
    count: int
    mean: float
    onset: date

    @property
    def times(self) -> float:
        """How many times the usual."""
        return self.count / self.mean


def rises(source: Source, area: str) -> tuple[Rise, ...]:
    """What rises in the areas below an area, steepest first. Raises NotFound, RightsError."""
    newest, rules = source.history.newest_at, source.pack.rules.alarms
    if newest is None:
        return ()
    last = whole_day(newest)
    cube = areas_cube(source, area, first=last - timedelta(days=WEEK * (rules.rise_weeks + 1) + LOOK_BACK_DAYS), last=last)
    if cube.header["step"] != "day" or not cube.header["steps"]:
        return ()
    return tuple(sorted(_found(cube.header, _daily(cube.header, cube.arrays), last, rules), key=lambda r: (-r.times, r.area, r.category)))


def whole_day(newest: datetime) -> date:
    """The last day that is over as far as its newest record tells."""
    return newest.date() if newest.hour >= WHOLE_DAY_HOUR else newest.date() - timedelta(days=1)


def _daily(header: dict[str, Any], arrays: dict[str, Array]) -> Array:
    """Counts by area, category and day, with a day of nothing in front, summed up along the days."""
    counts = np.zeros((len(header["keys"]), len(header["categories"]), header["steps"] + 1), np.int64)
    np.add.at(counts, (arrays["key"], arrays["category"], arrays["step"].astype(np.int64) + 1), arrays["count"])
    return counts.cumsum(axis=2)


def _found(header: dict[str, Any], summed: Array, last: date, rules: Alarms) -> list[Rise]:
    end = (last - date.fromisoformat(header["from"])).days + 1       # days of the cube up to the last whole one
    least = WEEK * (rules.rise_weeks + 1)
    if end < least or end >= summed.shape[2]:
        return []
    days = np.arange(end, least - 1, -1)                             # newest first
    weeks = summed[:, :, days] - summed[:, :, days - WEEK]
    means = (summed[:, :, days - WEEK] - summed[:, :, days - least]) / rules.rise_weeks
    holds = (weeks >= rules.rise_min_count) & (means > 0) & (weeks >= rules.rise_ratio * means)
    found = []
    for i, j in np.argwhere(holds[:, :, 0]).tolist():
        if header["keys"][i] and header["categories"][j]:
            ends = np.flatnonzero(~holds[i, j])
            run = int(ends[0]) if len(ends) else holds.shape[2]
            names = header["keys"][i], header["key_names"][i], header["categories"][j], header["category_names"][j]
            found.append(Rise(*names, int(weeks[i, j, 0]), float(means[i, j, 0]), last - timedelta(days=run - 1)))
    return found
