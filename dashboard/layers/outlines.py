"""Outlines of the units shown (示意边界 in the demo pack), and the rim of all of them together."""

from __future__ import annotations

from dashboard.layers.mapview import MapView, Part, line

UNIT_PX, RIM_PX = 1.5, 2.6


def outlines(view: MapView) -> Part:
    """Unit outlines under the heavier rim; reads the sources of the land."""
    color = view.theme["map-edge-in"]
    return Part({}, (line("edges", ("shapes", "unit"), color, UNIT_PX), line("rim", ("shapes", "rim"), color, RIM_PX)))
