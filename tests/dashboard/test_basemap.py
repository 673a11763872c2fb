"""The map as a figure: fitted by itself, kept where somebody moved it, told to the browser in its meta."""

from __future__ import annotations

from dataclasses import replace

from dashboard.figures.basemap import map_figure
from dashboard.layers.mapview import MapView
from dashboard.theme import THEMES

VIEW = MapView("huitian", "district", 9, (116.25, 40.02, 116.45, 40.13), THEMES["light"], "pack1", "data1")


def _layout(view: MapView) -> dict[str, object]:
    layout: dict[str, object] = map_figure(view, texts={"few": "少于 5 件"}, breaks=(5, 10), few_below=5).to_plotly_json()["layout"]
    return layout


def test_the_style_is_never_the_default_one() -> None:
    found = _layout(VIEW)["map"]

    assert isinstance(found, dict)
    assert found["style"]["version"] == 8


def test_the_map_fits_the_area_and_says_no_centre_that_would_stop_it() -> None:
    found = _layout(VIEW)["map"]

    assert isinstance(found, dict)
    assert found["fitbounds"] == "locations"
    assert not {"center", "zoom"} & set(found)


def test_the_corners_hold_the_area_with_room_for_the_plates() -> None:
    corners = map_figure(VIEW, texts={}, breaks=(5,), few_below=5).data[0]

    west, south, east, north = VIEW.bounds
    assert corners.lon[0] < west < east < corners.lon[1]
    assert corners.lat[0] < south < north < corners.lat[1]


def test_a_viewport_belongs_to_an_area_whatever_the_theme() -> None:
    dark, other = replace(VIEW, theme=THEMES["dark"]), replace(VIEW, area="110114")

    assert _layout(VIEW)["uirevision"] == _layout(dark)["uirevision"] != _layout(other)["uirevision"]


def test_the_browser_is_told_what_the_map_shows() -> None:
    meta = _layout(VIEW)["meta"]

    assert isinstance(meta, dict)
    assert meta["cells"] == "/tiles/data1/hex_9/huitian.geojson"
    assert len(meta["colors"]) == 8
    assert (meta["area"], meta["res"], meta["isTiled"], meta["fewBelow"]) == ("huitian", 9, False, 5)
