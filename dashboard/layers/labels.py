"""Names: the units in bold with their count below, neighbours faint. All text stands in a halo."""

from __future__ import annotations

from dashboard.layers.mapview import BOLD, REGULAR, MapView, Part, Style, geojson

NAME_PX = {7: 14, 8: 14}          # H3 resolution -> px: on a map of a city or a whole district names stand close
NAME_NEAR_PX = 16
COUNT_SCALE = 0.875
AROUND_PX = 12
HALO_PX = 2.2


def labels(view: MapView) -> Part:
    """Source `names` starts with the places of the area; the browser replaces it to add counts and move names off hotspots."""
    t = view.theme
    count: list[object] = ["format", ["get", "name"], {"text-font": ["literal", BOLD]},
                           ["case", ["has", "count"], ["concat", "\n", ["get", "count"]], ""],
                           {"text-font": ["literal", REGULAR], "font-scale": COUNT_SCALE}]
    around = _text("around-names", ["get", "name"], t["text-3"], AROUND_PX, halo=t["map-halo"])
    around |= {"filter": ["==", ["get", "kind"], "around"]}
    names = _text("names", count, t["text"], NAME_PX.get(view.res, NAME_NEAR_PX), halo=t["map-halo"])
    names |= {"filter": ["==", ["get", "kind"], "unit"]}
    names["layout"] |= {"text-allow-overlap": True, "text-ignore-placement": False}
    return Part({"names": geojson(view.area_url("places"))}, (around, names))


def _text(layer_id: str, field: list[object], color: str, size_px: int, *, halo: str) -> Style:
    layout = {"text-field": field, "text-font": REGULAR, "text-size": size_px, "text-line-height": 1.15, "text-max-width": 20,
              "text-padding": 4}
    return {"id": layer_id, "type": "symbol", "source": "names", "layout": layout,
            "paint": {"text-color": color, "text-halo-color": halo, "text-halo-width": HALO_PX}}
