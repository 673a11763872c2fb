"""统计显著聚集区: one outline round each group of significant cells; and the ring of the selected cell. The browser fills both."""

from __future__ import annotations

from dashboard.layers.mapview import EMPTY, MapView, Part, geojson, line

RING_PX = 2.4


def hotspots(view: MapView) -> Part:
    """The dissolved outline of significant cells, white on dark and ink on light; source `marks`."""
    return Part({"marks": geojson(EMPTY)}, (line("hot", ("marks", "hot"), view.theme["seq-ring"], RING_PX),))


def selection(view: MapView) -> Part:
    """The selected cell: accent ring in a halo."""
    t = view.theme
    cell = ("marks", "cell")
    return Part({"marks": geojson(EMPTY)}, (line("sel-halo", cell, t["map-halo"], 7), line("sel", cell, t["accent"], 3.4)))
