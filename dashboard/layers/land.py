"""The land: nearly the surface colour, with the units shown one step lighter and their neighbours as hairlines."""

from __future__ import annotations

from dashboard.layers.mapview import MapView, Part, geojson, line


def land(view: MapView) -> Part:
    """Background, neighbours and the fill of the units; sources `around` and `units`."""
    t = view.theme
    return Part(
        {"around": geojson(view.area_url("around")), "units": geojson(view.area_url("units"), promoteId="code")},
        (
            {"id": "land", "type": "background", "paint": {"background-color": t["map-land"]}},
            line("around", "around", t["map-edge"], 1),
            {"id": "units", "type": "fill", "source": "units", "paint": {"fill-color": t["map-in"], "fill-antialias": False}},
        ),
    )
