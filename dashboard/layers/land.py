"""The land: nearly the surface colour, with the units shown one step lighter and their neighbours as hairlines."""

from __future__ import annotations

from dashboard.layers.mapview import MapView, Part, Style, geojson, line, only

FAR_RES = 8         # maps of a city or a whole district: many neighbours, each of little interest


def land(view: MapView) -> Part:
    """Background, neighbours, the area and its units; source `shapes`."""
    t = view.theme
    return Part(
        {"shapes": geojson(view.area_url("shapes"))},
        (
            {"id": "land", "type": "background", "paint": {"background-color": t["map-land"]}},
            line("around", ("shapes", "around"), t["map-edge"], 1, opacity=1 if view.res > FAR_RES else 0.6),
            _fill("inside", "rim", {"fill-color": t["map-in"], "fill-antialias": False}),
            _fill("units", "unit", {"fill-opacity": 0}),       # only asked which unit a point lies in
        ),
    )


def _fill(layer_id: str, kind: str, paint: Style) -> Style:
    return {"id": layer_id, "type": "fill", "source": "shapes", "filter": only(kind), "paint": paint}
