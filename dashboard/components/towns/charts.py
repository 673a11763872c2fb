"""A town's months drawn with elements alone, in the page's own units: the same on a desk and on a screen of twice as many points.

Complaints are columns from 0 against both thresholds; the two rates are lines against those of exit, on an axis that names its ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from dash import html

from dashboard.components.element import Element, element
from dashboard.components.marks import marked
from dashboard.components.towns.distance import figure
from dashboard.components.towns.sight import Sight
from dashboard.texts import towns as words
from geodata.governance.thresholds import COUNT, PER_10K, RESOLUTION, SATISFACTION, Month

HEADROOM, RATE_ROOM = 1.12, 2.0          # of the highest count; points below the lowest rate
LABELS = 8                               # months that are written below
HALF_LINE = ".11rem"


@dataclass(frozen=True)
class Scale:
    """A vertical axis."""

    low: float
    high: float

    def up(self, value: float) -> float:
        """Where a value lies, in percent of the height from below."""
        return round(100 * (value - self.low) / (self.high - self.low), 2)

    def ticks(self, most: int = 5) -> list[float]:
        """Round values inside, at most so many."""
        raw = (self.high - self.low) / most
        power = 10 ** floor(log10(raw))
        step = next(s * power for s in (1, 2, 5, 10) if s * power >= raw)
        first = -(-self.low // step) * step
        return [first + i * step for i in range(int((self.high - first) / step) + 1)]


def counts(months: Sequence[Month], sight: Sight) -> Any:
    """Complaints a month."""
    rules = sight.rules
    scale = Scale(0, HEADROOM * max(rules.entry_count, *(m.count for m in months)))
    columns = [element("I", className="col", style={"--v": f"{scale.up(m.count)}%"}, **marked(tip=_tip(m))) for m in months]
    lines = [_level(rules.entry_count, scale, "in"), _level(rules.exit_count, scale, "out")]
    return _chart(months, scale, [element("Div", columns, className="cols"), *lines], lambda v: f"{v:,.0f}")


def rates(months: Sequence[Month], sight: Sight) -> Any:
    """解决率 and 满意率."""
    rules = sight.rules
    limits = (rules.exit_resolution_pct, rules.exit_satisfaction_pct)
    said = ([m.resolution_pct for m in months], [m.satisfaction_pct for m in months])
    scale = Scale(min([*limits, *(v for values in said for v in values if v is not None)]) - RATE_ROOM, 100)
    lines = [_level(limits[0], scale, "rate"), _level(limits[1], scale, "rate second")]
    bands = [part for values, kind in zip(said, ("line", "line second"), strict=True) for part in _bands(values, scale, kind)]
    hits = element("Div", [element("I", className="hit", **marked(tip=_tip(m))) for m in months], className="cols")
    return _chart(months, scale, [*lines, *bands, hits], lambda v: f"{v:g}%")


def _chart(months: Sequence[Month], scale: Scale, drawn: list[Element], said: Callable[[float], str]) -> Any:
    ticks = scale.ticks()
    hairs = [element("U", style={"bottom": f"{scale.up(t)}%"}) for t in ticks]
    labels = [element("Span", said(t), style={"bottom": f"{scale.up(t)}%"}) for t in ticks]
    every = max(1, -(-len(months) // LABELS))
    below = [element("Span", m.month if i % every == 0 else "") for i, m in enumerate(months)]
    return html.Div(className="months-chart", children=[
        html.Div(labels, className="y"), html.Div([*hairs, *drawn], className="plot"), html.Div(below, className="x"),
    ])  # fmt: skip


def _level(value: float, scale: Scale, kind: str) -> Element:
    return element("Div", className=f"level {kind}", style={"bottom": f"{scale.up(value)}%"})


def _bands(values: Sequence[float | None], scale: Scale, kind: str) -> list[Element]:
    """A line for each run of known values; a single one is a short dash."""
    runs: list[list[tuple[float, float]]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((round(100 * (i + 0.5) / len(values), 2), round(100 - scale.up(value), 2)))
    return [element("Div", className=kind, style={"clipPath": _polygon(run)}) for run in runs if run]


def _polygon(run: Sequence[tuple[float, float]]) -> str:
    path = run if len(run) > 1 else [(run[0][0] - 1, run[0][1]), (run[0][0] + 1, run[0][1])]
    above = [f"{x}% calc({y}% - {HALF_LINE})" for x, y in path]
    below = [f"{x}% calc({y}% + {HALF_LINE})" for x, y in reversed(path)]
    return f"polygon({', '.join([*above, *below])})"


def _tip(month: Month) -> str:
    values = ((COUNT, month.count), (PER_10K, month.per_10k), (RESOLUTION, month.resolution_pct), (SATISFACTION, month.satisfaction_pct))
    told = [f"{words.FIGURES[name]} {words.NONE if value is None else figure(value, name)}" for name, value in values]
    return "\n".join([month.month, *told])
