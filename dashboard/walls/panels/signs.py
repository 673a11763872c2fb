"""The shapes of statuses in drawings, the same as the glyphs of the text: ● ◆ ▲ ■ ▨ ◌ ◎."""

from __future__ import annotations

from markupsafe import Markup

from dashboard.walls.panels.drawing import dot, line, rect

R = 6.0


def sign(kind: str, x: float, y: float) -> Markup:
    """The shape of ok, notice, warn, alarm, stale, nodata or done, its middle at a point."""
    if kind == "alarm":
        return rect(x - R + 0.5, y - R + 0.5, 2 * R - 1, 2 * R - 1, "fs-alarm")
    if kind == "warn":
        return line([(x, y - R), (x + R, y + R - 1), (x - R, y + R - 1)], "fs-warn", is_closed=True)
    if kind == "notice":
        return line([(x, y - R), (x + R, y), (x, y + R), (x - R, y)], "fs-notice", is_closed=True)
    if kind == "stale":
        hatch = [line([(x - R + 1, y + d), (x + R - 1, y + d - 5)], "hs") for d in (-1.0, 2.5, 6.0)]
        return rect(x - R + 1, y - R + 1, 2 * R - 2, 2 * R - 2, "ls-stale") + Markup("").join(hatch)
    return dot(x, y, R - 1, f"fs-{kind}" if kind == "ok" else f"ls-{kind}")
