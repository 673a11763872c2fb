"""Complaints around a project before its start and after its end, beside matched cells elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.quiet import quiet_layout
from dashboard.texts import projects as words
from dashboard.theme import LINE_PX, Theme

Steps = Sequence[tuple[date, int, float, float | None]]      # first day, weeks in the step, complaints, those of the controls
Series = tuple[list[date], list[float | None], list[float | None]]


def effect_chart(theme: Theme, steps: Steps, works: tuple[date | None, date | None]) -> go.Figure:
    """Complaints a week by step, the controls as a dotted line, the time of the works as a grey band."""
    days, own, controls = _series(steps)
    top = max([1.0, *(v for v in (*own, *controls) if v is not None)]) * 1.15
    lines = [
        _line(words.EFFECT_CONTROL, days, controls, {"color": theme["text-3"], "width": 1.8, "dash": "2px,4px"}),
        _line(words.EFFECT_OWN, days, own, {"color": theme["accent"], "width": LINE_PX}),
    ]
    band, said = _band(theme, days, works)
    return go.Figure(lines, {**quiet_layout(theme, top=top), "shapes": band, "annotations": said})


def _series(steps: Steps) -> Series:
    """Days and complaints a week; a gap where weeks are left out between two steps."""
    days: list[date] = []
    own: list[float | None] = []
    controls: list[float | None] = []
    for start, weeks, count, control in steps:
        if days and start > days[-1] + timedelta(weeks=weeks):
            days.append(days[-1] + timedelta(weeks=weeks))
            own.append(None)
            controls.append(None)
        days.append(start)
        own.append(count / weeks)
        controls.append(None if control is None else control / weeks)
    return days, own, controls


def _line(name: str, days: Sequence[date], values: Sequence[float | None], line: dict[str, Any]) -> go.Scatter:
    return go.Scatter(name=name, x=[day.isoformat() for day in days], y=list(values), mode="lines", line=line,
                      hovertemplate=f"{name} %{{y:.1f}}<extra></extra>")  # fmt: skip


def _band(theme: Theme, days: Sequence[date], works: tuple[date | None, date | None]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    first, last = works
    if not (first and last and days):
        return [], []
    start = max(first, days[0]).isoformat()
    shape = {"type": "rect", "x0": start, "x1": last.isoformat(), "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
             "fillcolor": theme["surface-3"], "line": {"width": 0}}  # fmt: skip
    text = {"x": start, "y": 1, "yref": "paper", "text": words.EFFECT_BUILDING, "showarrow": False, "xanchor": "left", "yanchor": "top",
            "xshift": 4}  # fmt: skip
    return [shape], [text]
