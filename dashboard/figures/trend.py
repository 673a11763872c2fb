"""The trend (每日诉求): this year over last year. Drawn without numbers; the browser fills the arrays of the traces by their names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from dashboard.theme import AXIS_PX, FONT, LINE_PX, Theme, named, with_alpha

PAST, NOW, OPEN = "past", "now", "open"  # last year; this year; from the last whole step to the one still running
HEIGHT_LINES = 4


def trend(
    theme: Theme, starts: Sequence[date] = (), counts: Sequence[int] = (), past: Sequence[int] = (), *, is_open: bool = False
) -> go.Figure:
    """Counts a day (week, month) with last year's behind; three traces named PAST, NOW and OPEN.

    `starts`, `counts`: one step each, ascending; `past`: the same steps a year back, may be shorter or empty. `is_open`: the last step is
    not whole, its segment is dashed and ends in a hollow point. Without numbers it is the template that assets/panel-trend.js fills.
    """
    whole = len(counts) - 1 if is_open else len(counts)
    figure = go.Figure(
        [
            _past(theme, starts[: len(past)], past),
            _now(theme, starts[:whole], counts[:whole]),
            _open(theme, starts[-2:] if is_open else (), counts[-2:] if is_open else ()),
        ]
    )
    top = max(1, *counts, *past) if counts or past else 1
    figure.update_layout(
        template="none",
        meta={"mark": _mark(theme)},
        showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hovermode="x unified",
        dragmode=False,
        font={"family": FONT, "size": AXIS_PX, "color": theme["text-3"]},
        margin={"l": 4, "r": 4, "t": 8, "b": 26},
        hoverlabel={
            "bgcolor": theme["surface"],
            "bordercolor": theme["line-2"],
            "font": {"family": FONT, "size": 13, "color": theme["text"]},
        },
        xaxis={
            "visible": bool(counts),
            "type": "date",
            "showgrid": False,
            "zeroline": False,
            "showline": False,
            "tickformat": "%m-%d",
            "hoverformat": "%Y-%m-%d",
            "nticks": 9,
            "fixedrange": True,
            "ticks": "",
            "showspikes": False,
        },
        yaxis={
            "visible": bool(counts),
            "gridcolor": theme["line"],
            "gridwidth": 1,
            "zeroline": False,
            "showline": False,
            "nticks": HEIGHT_LINES + 1,
            "rangemode": "tozero",
            "range": [0, top * 1.08],
            "tickformat": ",d",
            "fixedrange": True,
            "ticks": "",
            "automargin": "width",
            "ticklabelstandoff": 6,
        },
    )
    return figure


def blank_trend(theme: Theme) -> dict[str, Any]:
    """The trend without numbers as plain data, a fresh copy each time: plotly's checks took half of the time a page takes."""
    found: dict[str, Any] = json.loads(_blank(theme.name))
    return found


@lru_cache
def _blank(theme_name: str) -> str:
    return str(trend(named(theme_name)).to_json())


def _mark(theme: Theme) -> dict[str, Any]:
    """How the browser draws a change of boundaries: a broken line with its word."""
    line = {"color": theme["text-2"], "width": 1.2, "dash": "4px,3px"}
    return {"line": line, "text": "区划调整 ", "font": {"size": AXIS_PX, "color": theme["text-2"]}}


def _past(theme: Theme, starts: Sequence[date], counts: Sequence[int]) -> go.Scatter:
    line = {"color": theme["text-3"], "width": 1.6, "dash": "2px,4px"}
    return go.Scatter(
        name=PAST,
        x=list(starts),
        y=list(counts),
        mode="lines",
        line=line,
        fill="tozeroy",
        fillcolor=with_alpha(theme["text-3"], 0.13),
        hovertemplate="上年同期 %{y:,}<extra></extra>",
    )


def _now(theme: Theme, starts: Sequence[date], counts: Sequence[int]) -> go.Scatter:
    line = {"color": theme["accent"], "width": LINE_PX}
    return go.Scatter(name=NOW, x=list(starts), y=list(counts), mode="lines", line=line, hovertemplate="本年 %{y:,}<extra></extra>")


def _open(theme: Theme, starts: Sequence[date], counts: Sequence[int]) -> go.Scatter:
    ring = {"size": 9, "color": theme["surface"], "opacity": [0, 1], "line": {"color": theme["accent"], "width": 2.4}}
    return go.Scatter(
        name=OPEN,
        x=list(starts),
        y=list(counts),
        mode="lines+markers",
        line={"color": theme["accent"], "width": LINE_PX, "dash": "4px,4px"},
        marker=ring,
        hovertemplate="%{y:,}（未满一日）<extra></extra>",
    )
