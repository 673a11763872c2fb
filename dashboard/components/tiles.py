"""The KPI tiles as data: what each measures, in columns of the areas cube, and its definition in words."""

from __future__ import annotations

from typing import Any

from dashboard import texts

FAIRLY = "fairly"


def tile_table(fairly_share: float) -> list[dict[str, Any]]:
    """One dict a tile: name, title, part {column: weight}, whole (column; None: a count), worse (up, down, neither), days, tip.

    `days` 0 is the view's period. `fairly_share` is what 基本满意 counts in 满意率, 0-1, from the pack's rules.
    """
    return [
        {
            "name": name,
            "title": title,
            "part": {c: fairly_share if c == FAIRLY else w for c, w in part.items()},
            "whole": whole,
            "worse": worse,
            "days": days,
            "tip": tip.format(fairly=f"{fairly_share:g}"),
        }
        for name, title, part, whole, worse, days, tip in texts.TILES
    ]
