"""A town's months: complaints against the thresholds of entry and exit, and its two rates against those of exit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.texts import towns as words
from dashboard.theme import AXIS_PX, FONT, LINE_PX, Theme
from geodata.governance.thresholds import Month
from geodata.rules.towns import Towns

BAR_WIDTH = 0.62
RATE_PAD = 2.0                      # points left free below the lowest rate


def counts(months: Sequence[Month], rules: Towns, theme: Theme) -> go.Figure:
    """Complaints a month as bars from 0, with both thresholds as lines across."""
    at, values = [m.month for m in months], [m.count for m in months]
    bars = go.Bar(x=at, y=values, width=BAR_WIDTH, marker={"color": theme["seq-4"]}, hovertemplate="%{y:,} 件<extra></extra>")
    figure = go.Figure(bars)
    figure.update_layout(**_layout(theme, [0, 1.12 * max([*values, rules.entry_count])], ",d"))
    _threshold(figure, rules.entry_count, theme, dash="7px,4px")
    _threshold(figure, rules.exit_count, theme, dash="2px,4px")
    return figure


def rates(months: Sequence[Month], rules: Towns, theme: Theme) -> go.Figure:
    """解决率 and 满意率 as lines; the axis does not start at 0 and says so by its labels."""
    at = [m.month for m in months]
    told = (
        (words.FIGURES["resolution"], [m.resolution_pct for m in months], theme["accent"], "solid"),
        (words.FIGURES["satisfaction"], [m.satisfaction_pct for m in months], theme["text-2"], "dot"),
    )
    figure = go.Figure([
        go.Scatter(x=at, y=y, name=name, mode="lines", line={"color": color, "width": LINE_PX, "dash": dash},
                   hovertemplate=name + " %{y:.1f}%<extra></extra>")
        for name, y, color, dash in told
    ])  # fmt: skip
    known = [v for _, y, _, _ in told for v in y if v is not None] + [rules.exit_resolution_pct, rules.exit_satisfaction_pct]
    figure.update_layout(**_layout(theme, [min(known) - RATE_PAD, 100], ".0f"))
    _threshold(figure, rules.exit_resolution_pct, theme, dash="7px,4px", color=theme["accent"])
    _threshold(figure, rules.exit_satisfaction_pct, theme, dash="2px,4px", color=theme["text-2"])
    return figure


def _threshold(figure: go.Figure, value: float, theme: Theme, *, dash: str, color: str = "") -> None:
    figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=value, y1=value,
                     line={"color": color or theme["text-2"], "width": 1.4, "dash": dash})  # fmt: skip


def _layout(theme: Theme, span: list[float], digits: str) -> dict[str, Any]:
    label = {"family": FONT, "size": 13, "color": theme["text"]}
    return {
        "template": "none", "showlegend": False, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "x unified", "dragmode": False,
        "font": {"family": FONT, "size": AXIS_PX, "color": theme["text-3"]}, "margin": {"l": 4, "r": 4, "t": 8, "b": 26},
        "hoverlabel": {"bgcolor": theme["surface"], "bordercolor": theme["line-2"], "font": label},
        "xaxis": {"type": "category", "showgrid": False, "zeroline": False, "showline": False, "nticks": 8, "fixedrange": True, "ticks": "",
                  "tickangle": 0},
        "yaxis": {"gridcolor": theme["line"], "zeroline": False, "showline": False, "nticks": 5, "range": span, "tickformat": digits,
                  "fixedrange": True, "ticks": "", "automargin": "width", "ticklabelstandoff": 6},
    }  # fmt: skip
