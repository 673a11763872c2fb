"""Rain events of one point: complaints over rain, before (hollow) and after (solid) its closing, each side with its rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.texts import waterlogging as words
from dashboard.theme import AXIS_PX, FONT, Theme


@dataclass(frozen=True)
class Dot:
    """One event."""

    start: datetime
    rain_mm: float
    count: int
    is_after: bool


def effect_chart(theme: Theme, dots: Sequence[Dot], rates: tuple[float | None, float | None]) -> dict[str, Any]:
    """The figure as plain data; `rates` are complaints per mm before and after, None where there are none."""
    most = max([10.0, *(d.rain_mm for d in dots)]) * 1.08
    data: list[dict[str, Any]] = []
    for is_after, name, rate in ((False, words.BEFORE, rates[0]), (True, words.AFTER, rates[1])):
        own = [d for d in dots if d.is_after == is_after]
        color = theme["accent"] if is_after else theme["text-3"]
        if rate is not None:
            dash = "solid" if is_after else "5px,4px"
            data.append({"type": "scatter", "mode": "lines", "x": [0, most], "y": [0, rate * most], "hoverinfo": "skip",
                         "line": {"color": color, "width": 1.8, "dash": dash}})  # fmt: skip
        mark = {"size": 10, "symbol": "circle" if is_after else "circle-open", "color": color, "line": {"width": 2, "color": color}}
        data.append({
            "type": "scatter", "mode": "markers", "name": name, "x": [d.rain_mm for d in own], "y": [d.count for d in own], "marker": mark,
            "text": [f"{d.start:%Y-%m-%d}" for d in own], "hovertemplate": f"{name} %{{text}}<br>%{{x:.0f}} 毫米，%{{y}} 件<extra></extra>",
        })  # fmt: skip
    plain = {"zeroline": False, "showline": False, "fixedrange": True, "ticks": "", "gridcolor": theme["line"], "rangemode": "tozero",
             "nticks": 5, "automargin": True}  # fmt: skip
    layout = {
        "template": {}, "showlegend": False, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "dragmode": False,
        "font": {"family": FONT, "size": AXIS_PX, "color": theme["text-3"]}, "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        "hoverlabel": {"bgcolor": theme["surface"], "bordercolor": theme["line-2"], "font": {"family": FONT, "color": theme["text"]}},
        "xaxis": {**plain, "range": [0, most], "title": {"text": words.EFFECT_AXES[0], "font": {"size": 12}}},
        "yaxis": {**plain, "title": {"text": words.EFFECT_AXES[1], "font": {"size": 12}}},
    }  # fmt: skip
    return {"data": data, "layout": layout}
