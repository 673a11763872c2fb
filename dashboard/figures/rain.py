"""One rain event on one axis of time: rain as bars from above, depth as lines, complaints by the hour as bars from below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.texts import waterlogging as words
from dashboard.theme import AXIS_PX, FONT, Theme, with_alpha

RAIN, COMPLAINTS = "rain", "complaints"
LINES = (("accent", "solid"), ("ly-proj", "6px,3px"), ("ly-vend", "2px,3px"), ("ly-hot", "9px,3px,2px,3px"))
LEAST_RAIN_MM, LEAST_DEPTH_MM, LEAST_COMPLAINTS = 5, 100, 5
RAIN_FROM, DEPTH_TO = 0.66, 0.6         # shares of the height: rain has the upper third
_AXES = ((words.AXIS_RAIN, 1.0, 1.0), (words.AXIS_DEPTH, 0.004, DEPTH_TO), (words.AXIS_COMPLAINTS, 1.0, DEPTH_TO))


@dataclass(frozen=True)
class Line:
    """One sensor's depth: aware times and mm."""

    name: str
    at: Sequence[datetime]
    mm: Sequence[float]


@dataclass(frozen=True)
class Event:
    """What is drawn: `rain` (start of ten minutes, mm), `complaints` (hour, count), `bands` (mm, name); `at` is where the reader stands."""

    rain: Sequence[tuple[datetime, float]]
    lines: Sequence[Line]
    complaints: Sequence[tuple[datetime, int]]
    bands: Sequence[tuple[float, str]]
    first: datetime
    last: datetime
    at: datetime | None = None


def rain_chart(theme: Theme, event: Event) -> dict[str, Any]:
    """The figure as plain data, as plotly.js takes it; checked by a test and not on every page."""
    data = [_rain(theme, event), _complaints(theme, event), *(_line(theme, i, line) for i, line in enumerate(event.lines[: len(LINES)]))]
    return {"data": data, "layout": _layout(theme, event)}


def _rain(theme: Theme, event: Event) -> dict[str, Any]:
    at, mm = _split(event.rain)
    return {"type": "bar", "name": RAIN, "x": at, "y": mm, "yaxis": "y2", "marker": {"color": theme["ly-water"]}, "offset": 0,
            "width": 600_000, "hovertemplate": words.HOVER_RAIN}  # fmt: skip


def _complaints(theme: Theme, event: Event) -> dict[str, Any]:
    at, counts = _split(event.complaints)
    mark = {"color": with_alpha(theme["text-3"], 0.35), "line": {"color": theme["text-3"], "width": 1}}
    return {"type": "bar", "name": COMPLAINTS, "x": at, "y": counts, "yaxis": "y3", "marker": mark, "offset": 0, "width": 3_300_000,
            "hovertemplate": words.HOVER_COMPLAINTS}  # fmt: skip


def _line(theme: Theme, index: int, line: Line) -> dict[str, Any]:
    color, dash = LINES[index]
    drawn = {"color": theme[color], "width": 2.4, "dash": dash}
    return {"type": "scatter", "mode": "lines", "name": line.name, "x": [_wall(t) for t in line.at], "y": list(line.mm), "line": drawn,
            "hovertemplate": words.HOVER_DEPTH.format(name=line.name)}  # fmt: skip


def _layout(theme: Theme, event: Event) -> dict[str, Any]:
    deepest = max([LEAST_DEPTH_MM, *(mm for line in event.lines for mm in line.mm)])
    wettest, most = max([LEAST_RAIN_MM, *(mm for _, mm in event.rain)]), max([LEAST_COMPLAINTS, *(n for _, n in event.complaints)])
    bands = [(mm, name) for mm, name in event.bands if mm <= deepest * 1.1]
    plain = {"zeroline": False, "showline": False, "fixedrange": True, "ticks": "", "automargin": "width", "ticklabelstandoff": 6}
    grid = {"gridcolor": theme["line"], "gridwidth": 1, "nticks": 5}
    return {
        "template": {}, "showlegend": False, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "hovermode": "x unified",
        "dragmode": False, "barmode": "overlay", "font": {"family": FONT, "size": AXIS_PX, "color": theme["text-3"]},
        "margin": {"l": 8, "r": 8, "t": 6, "b": 26},
        "hoverlabel": {"bgcolor": theme["surface"], "bordercolor": theme["line-2"],
                       "font": {"family": FONT, "size": 13, "color": theme["text"]}},
        "xaxis": {"type": "date", "range": [_wall(event.first), _wall(event.last)], "showgrid": False, "tickformat": "%m-%d %H:%M",
                  "hoverformat": "%m-%d %H:%M", "nticks": 8, **plain},
        "yaxis": {**plain, **grid, "domain": [0, DEPTH_TO], "range": [0, deepest * 1.15]},
        "yaxis2": {**plain, **grid, "domain": [RAIN_FROM, 1], "range": [wettest * 1.1, 0], "nticks": 4},
        "yaxis3": {**plain, "overlaying": "y", "side": "right", "range": [0, most * 2.2], "showgrid": False, "nticks": 4,
                   "tickformat": ",d"},
        "shapes": [*(_band(theme, mm) for mm, _ in bands), *([_here(theme, event.at)] if event.at else [])],
        "annotations": [*(_band_name(theme, mm, name) for mm, name in bands), *(_axis_name(theme, *told) for told in _AXES)],
    }  # fmt: skip


def _band(theme: Theme, mm: float) -> dict[str, Any]:
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": mm, "y1": mm, "layer": "below",
            "line": {"color": theme["line-2"], "width": 1, "dash": "4px,4px"}}  # fmt: skip


def _band_name(theme: Theme, mm: float, name: str) -> dict[str, Any]:
    return {"xref": "paper", "x": 0.004, "xanchor": "left", "yref": "y", "y": mm, "yanchor": "bottom", "showarrow": False,
            "text": f"{name} {mm:g}", "font": {"size": 12, "color": theme["text-3"]}}  # fmt: skip


def _here(theme: Theme, at: datetime) -> dict[str, Any]:
    return {"type": "line", "xref": "x", "x0": _wall(at), "x1": _wall(at), "yref": "paper", "y0": 0, "y1": 1,
            "line": {"color": theme["text"], "width": 1.6}}  # fmt: skip


def _axis_name(theme: Theme, text: str, x: float, y: float) -> dict[str, Any]:
    """The unit of an axis, lying at its head."""
    where = {"xref": "paper", "x": x, "xanchor": "left" if x < 0.5 else "right", "yref": "paper", "y": y, "yanchor": "top"}
    return {**where, "showarrow": False, "text": text, "font": {"size": 12, "color": theme["text-3"]}, "bgcolor": theme["surface"]}


def _split(pairs: Sequence[tuple[datetime, Any]]) -> tuple[list[str], list[Any]]:
    return [_wall(at) for at, _ in pairs], [value for _, value in pairs]


def _wall(at: datetime) -> str:
    """Shanghai wall time: a browser elsewhere shall not shift it."""
    return at.replace(tzinfo=None).isoformat()
