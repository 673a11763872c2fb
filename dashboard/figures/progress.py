"""Lines against a plan: progress of a project, money of many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.quiet import quiet_layout
from dashboard.texts import projects as words
from dashboard.theme import LINE_PX, Theme

Points = Sequence[tuple[date, float]]


def progress_curve(theme: Theme, *, plan: Points, reported: Points, ahead: Points, today: date) -> go.Figure:
    """Three lines in percent: the plan dashed grey, what was reported, and from there to the end now expected; today as a line."""
    lines = [
        _line(words.CURVE_PLAN, plan, _dashed(theme), "%{y:.0f}%"),
        _line(words.CURVE_AHEAD, ahead, {"color": theme["accent"], "width": 1.8, "dash": "2px,4px"}, "%{y:.0f}%"),
        _line(words.CURVE_ACTUAL, reported, {"color": theme["accent"], "width": LINE_PX}, "%{y:.0f}%"),
    ]
    return go.Figure(lines, {**quiet_layout(theme, top=105, suffix="%"), **_today(theme, today)})


def money_course(theme: Theme, *, planned: Points, paid: Points, today: date) -> go.Figure:
    """Money summed up by month, in 亿元: the plan dashed grey, what was paid; today as a line."""
    lines = [
        _line(words.COURSE_PLAN, planned, _dashed(theme), "%{y:.2f}"),
        _line(words.COURSE_PAID, paid, {"color": theme["accent"], "width": LINE_PX}, "%{y:.2f}"),
    ]
    top = max([1.0, *(value for _, value in (*planned, *paid))]) * 1.08
    return go.Figure(lines, {**quiet_layout(theme, top=top), **_today(theme, today)})


def _today(theme: Theme, today: date) -> dict[str, Any]:
    at = today.isoformat()
    mark = {"x": at, "y": 1, "yref": "paper", "text": words.CURVE_TODAY, "showarrow": False, "yanchor": "top", "xanchor": "left",
            "xshift": 4, "font": {"color": theme["accent"]}}  # fmt: skip
    line = {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": {"color": theme["accent"], "width": 2}}
    return {"shapes": [line], "annotations": [mark]}


def _dashed(theme: Theme) -> dict[str, Any]:
    return {"color": theme["text-3"], "width": 1.8, "dash": "5px,4px"}


def _line(name: str, points: Points, line: dict[str, Any], shown: str) -> go.Scatter:
    return go.Scatter(name=name, x=[day.isoformat() for day, _ in points], y=[value for _, value in points], mode="lines", line=line,
                      hovertemplate=f"{name} {shown}<extra></extra>")  # fmt: skip
