"""The land: nearly the surface colour, with the units shown one step lighter and their neighbours as hairlines."""

from __future__ import annotations

from dashboard.layers.mapview import MapView, Part, geojson, line

FAR_RES = 8         # maps of a city or a whole district: many neighbours, each of little interest


def land(view: MapView) -> Part:
    """Background, neighbours, the area and its units; sources `around`, `rim` and `units`."""
    t = view.theme
    return Part(
        {name: geojson(view.area_url(name)) for name in ("around", "rim", "units")},
        (
            {"id": "land", "type": "background", "paint": {"background-color": t["map-land"]}},
            line("around", "around", t["map-edge"], 1, opacity=1 if view.res > FAR_RES else 0.6),
            {"id": "inside", "type": "fill", "source": "rim", "paint": {"fill-color": t["map-in"], "fill-antialias": False}},
            {"id": "units", "type": "fill", "source": "units", "paint": {"fill-color": t["map-in"], "fill-antialias": False}},
        ),
    )
