"""大屏 `/wall/NAME`: the frame of a wall screen with its slots. assets/wall.js fills them, turns the pages and never lays the page anew."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.actions import picture
from dashboard.components.area_map import area_map, map_view
from dashboard.components.marks import marked
from dashboard.components.shell import shell
from dashboard.components.switches import all_layers, readable
from dashboard.desk import Desk
from dashboard.layers import DATA_LAYERS
from dashboard.layers.mapview import MapView
from dashboard.queries.water.flood import flood_mode
from dashboard.routes.mapdata import Cut
from dashboard.state import ViewState, period_dates
from dashboard.texts import walls as words
from dashboard.walls.alarms import area_of
from dashboard.walls.definition import Scene, Wall, walls
from dashboard.walls.layouts import KPI_COUNT, LOW_COUNT, MOST_SIDE, MOST_WIDE, panels_in
from dashboard.walls.names import PREFIX

LEGEND_SHARE = 0.12         # of the map's width


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The wall of a view, beginning with the page that `tab` names; `notices` say what of the address was not understood."""
    wall = walls(desk.settings, desk.pack)[state.path.removeprefix(PREFIX)]
    scene = wall.scene(state.tab)
    shown = replace(state, layers=scene.layers)
    view = _beside_legend(map_view(shown, desk))
    return html.Div(
        className="wall", key=f"wall-{wall.name}-{state.area}",
        **marked(wall=wall.name, area=state.area, size="1080p", side=str(len(scene.side))),
        children=[
            _bar(wall, state, desk),
            html.Div(_slots("kpi", KPI_COUNT), className="w-kpi"),
            html.Div(area_map(view, desk), className="w-map"),
            html.Div(_slots("side", MOST_SIDE), className="w-side"),
            html.Div(_slots("low", LOW_COUNT), className="w-low"),
            html.Div(_slots("wide", MOST_WIDE), className="w-wide"),
            html.Div(className="banners", role="status"),
            html.Div([html.P(n) for n in notices], className="wall-notices", role="status"),
            shell(shown, desk, view, layers=scene.layers, wall=_told(wall, state, desk, view)),
        ],
    )  # fmt: skip


def _beside_legend(view: MapView) -> MapView:
    """The same map with room at its left, where the classes stand."""
    west, south, east, north = view.bounds
    return replace(view, bounds=(west - LEGEND_SHARE * (east - west), south, east, north))


def _slots(name: str, count: int) -> list[html.Div]:
    return [html.Div(className="slot", **marked(slot=f"{name}{n}")) for n in range(1, count + 1)]


def _bar(wall: Wall, state: ViewState, desk: Desk) -> html.Header:
    areas = desk.pack.areas
    *above, here = areas.breadcrumb(state.area)
    below = len(areas.children(state.area))
    count = words.PARTS.format(count=below, kind=words.BELOW[state.level]) if below and state.level in words.BELOW else ""
    tabs = [html.Button([s.title, html.I(className="mark")], type="button", **marked(scene=s.name)) for s in wall.scenes]
    sample = [html.Span(words.SAMPLE, className="demo")] if desk.is_demo or desk.data().is_sample else []
    return html.Header(className="wall-bar", children=[
        html.Div([html.H1(words.TITLE.format(area=here.name)), html.Nav([f"{a.name} / " for a in above] + [html.B(here.name), count])],
                 className="ttl"),
        html.Nav(tabs, className="tabs", **marked(aria_label=words.TABS)),
        html.Div(className="clk", children=[
            html.Span(className="pause", hidden=True), *sample,
            html.Div([html.Span(className="age"), html.Span(className="feeds")], className="two"),
            html.Div([html.Span(className="date"), html.Span(className="weekday")], className="two"), html.B(className="clock"),
        ]),
        *picture(desk.viewer),
    ])  # fmt: skip


def _told(wall: Wall, state: ViewState, desk: Desk, view: MapView) -> dict[str, Any]:
    """What assets/wall.js is told: the pages with layers, days and the panels of each size, and its sentences."""
    now = desk.clock.now()
    is_flood = flood_mode(desk.engine, now, desk.pack.rules.waterlogging).is_on
    return {
        "name": wall.name, "title": wall.title, "area": state.area, "own": area_of(desk, wall), "texts": words.CLIENT,
        "is_flood_mode": is_flood,
        "scenes": [_scene(scene, wall, desk, view) for scene in wall.scenes],
        "parts": [{**asdict(part), "pages": list(part.pages)} for part in wall.day_parts],
    }  # fmt: skip


def _scene(scene: Scene, wall: Wall, desk: Desk, view: MapView) -> dict[str, Any]:
    first, last = period_dates(scene.period, desk.today()) or (desk.today(), desk.today())
    days = replace(view, days_query=Cut(first, last, ()).query)
    on = readable(scene.layers)
    return {
        "name": scene.name, "title": scene.title, "dwell_s": scene.dwell_s, "period": scene.period,
        "from": first.isoformat(), "to": last.isoformat(), "from_hour": scene.from_hour, "to_hour": scene.to_hour,
        "is_flood_only": scene.is_flood_only, "layers": [name for name in all_layers() if name in on],
        "map_title": _map_title(on),
        "urls": {name: days.layer_url(name) for name in on if name in DATA_LAYERS},
        "slots": {size: panels_in(scene, size) for size in wall.sizes},
    }  # fmt: skip


def _map_title(on: tuple[str, ...]) -> str:
    """What the map of a page shows, in words."""
    named = [DATA_LAYERS[name].title for name in on if name in DATA_LAYERS]
    return texts.MAP_TITLE if "hexagons" in on or not named else words.DOT.join(named)
