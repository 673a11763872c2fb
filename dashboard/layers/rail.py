"""Subway: dashed lines with hollow stops."""

from __future__ import annotations

from dashboard.layers.mapview import BASE, MapView, Part, geojson, line, only

WIDTH_PX = 1.6
DASH_PX = (7, 4)
FROM_ZOOM = 8.6
STOPS_FROM_ZOOM = 9.6


def rail(view: MapView) -> Part:
    """Lines and, nearer, stops; from afar they would only blur the names."""
    t = view.theme
    track = line("rail", (BASE, "rail"), t["map-rail"], WIDTH_PX, dasharray=[px / WIDTH_PX for px in DASH_PX])
    track |= {"minzoom": FROM_ZOOM, "layout": {**track["layout"], "line-cap": "butt"}}
    paint = {"circle-color": t["map-halo"], "circle-stroke-color": t["map-rail"], "circle-stroke-width": 1.4, "circle-radius": 2.6}
    stops = {"id": "stops", "type": "circle", "source": BASE, "filter": only("stops"), "minzoom": STOPS_FROM_ZOOM, "paint": paint}
    return Part({BASE: geojson(view.base_url)}, (track, stops))
