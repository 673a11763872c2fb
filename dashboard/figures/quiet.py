"""The plain look that small charts share: no frame, few hairlines, days below, values from zero at the left."""

from __future__ import annotations

from typing import Any

from dashboard.theme import AXIS_PX, FONT, Theme


def quiet_layout(theme: Theme, *, top: float, suffix: str = "") -> dict[str, Any]:
    """Layout of a chart over days whose highest value is `top`; `suffix` follows each value of the axis.

    For the maker of a figure and not for `update_layout`, which takes seven times as long (11 ms and 1.5).
    """
    axis = {"showline": False, "zeroline": False, "fixedrange": True, "ticks": ""}
    return {
        "template": "none", "showlegend": False, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "dragmode": False,
        "hovermode": "x unified", "font": {"family": FONT, "size": AXIS_PX, "color": theme["text-3"]},
        "margin": {"l": 4, "r": 8, "t": 8, "b": 26},
        "hoverlabel": {"bgcolor": theme["surface"], "bordercolor": theme["line-2"],
                       "font": {"family": FONT, "size": 13, "color": theme["text"]}},
        "xaxis": {**axis, "type": "date", "showgrid": False, "tickformat": "%Y-%m", "hoverformat": "%Y-%m-%d", "nticks": 7},
        "yaxis": {**axis, "gridcolor": theme["line"], "gridwidth": 1, "nticks": 5, "range": [0, top], "ticksuffix": suffix,
                  "automargin": "width", "ticklabelstandoff": 6},
    }  # fmt: skip
