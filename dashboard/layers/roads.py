"""示意道路: thin, muted and over the hexagons, so that people find their way without the streets shouting."""

from __future__ import annotations

from dashboard.layers.mapview import BASE, MapView, Part, geojson, line

WIDTHS_PX = {"motorway": 2.6, "trunk": 2.0, "primary": 1.3, "secondary": 0.7}
OPACITY = 0.75
FROM_ZOOM = 9.2         # the sketch knows one corner of the city: seen from farther away it would look like a hole elsewhere


def roads(view: MapView) -> Part:
    """Main roads by class."""
    width: list[object] = ["match", ["get", "class"]]
    for name, px in WIDTHS_PX.items():
        width += [name, px]
    layer = line("roads", (BASE, "roads"), view.theme["map-road"], [*width, WIDTHS_PX["secondary"]], opacity=OPACITY)
    return Part({BASE: geojson(view.base_url)}, ({**layer, "minzoom": FROM_ZOOM},))
