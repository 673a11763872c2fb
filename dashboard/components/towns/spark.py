"""A line of a town's months, drawn as a small picture: no script, no request, the colours of the theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from dashboard.components.element import element
from dashboard.components.marks import marked
from dashboard.components.towns.sight import Sight
from dashboard.texts import towns as words
from dashboard.theme import Theme, named
from geodata.governance.thresholds import Month

WIDTH, HEIGHT, PAD = 96, 22, 3     # in units of the picture; CSS gives it its size
MONTHS = 24


def spark(months: Sequence[Month], sight: Sight) -> Any:
    """The counts of the last two years with the threshold of entry as a hairline; nothing for less than two months."""
    shown = months[-MONTHS:]
    if len(shown) < 2:
        return element("Span", "—", className="quiet")
    counts = [m.count for m in shown]
    tip = words.TREND_TIP.format(first=shown[0].month, last=shown[-1].month, low=min(counts), high=max(counts), now=counts[-1])
    picture = drawing(counts, sight.rules.entry_count, named(sight.state.theme))
    return element("Img", src="data:image/svg+xml," + quote(picture), alt=tip, className="town-spark", **marked(tip=tip))


def drawing(counts: Sequence[int], threshold: float, theme: Theme) -> str:
    """The picture as SVG: from 0 to the highest of counts and threshold."""
    top = max(*counts, threshold)
    step = (WIDTH - 2 * PAD) / (len(counts) - 1)
    points = [(PAD + i * step, HEIGHT - PAD - (HEIGHT - 2 * PAD) * count / top) for i, count in enumerate(counts)]
    level = HEIGHT - PAD - (HEIGHT - 2 * PAD) * threshold / top
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="M0 {level:.1f}H{WIDTH}" stroke="{theme["line-2"]}" stroke-width="1" stroke-dasharray="3 2" fill="none"/>'
        f'<polyline points="{line}" fill="none" stroke="{theme["accent"]}" stroke-width="1.6" stroke-linejoin="round"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{theme["accent"]}"/></svg>'
    )
