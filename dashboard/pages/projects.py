"""行动计划 `/projects`: how the projects stand, what is late and why, what changed this week; with `item=` one project whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from dashboard.components.area_map import area_map, map_view
from dashboard.components.frame import frame
from dashboard.components.layer_map import layer_map
from dashboard.components.projects.filters import choices
from dashboard.components.projects.gantt import gantt
from dashboard.components.projects.grid import project_list
from dashboard.components.projects.item import item_content
from dashboard.components.projects.outputs import outputs_view
from dashboard.components.projects.shortlist import shortlist
from dashboard.components.projects.sight import Sight
from dashboard.components.projects.strip import package_bars, state_tiles, week_changes
from dashboard.components.shell import shell
from dashboard.components.switches import BASE_SWITCHES
from dashboard.desk import Desk
from dashboard.listings.projects import filters_of
from dashboard.queries.programme.effects import effect
from dashboard.queries.programme.funds import money
from dashboard.queries.programme.overview import overview
from dashboard.queries.programme.records import ProjectLine
from dashboard.queries.programme.single import project
from dashboard.queries.programme.sums import outputs
from dashboard.state import ViewState
from dashboard.texts import projects as words

LAYERS = ("projects",)
NEAR_DEGREES = (0.011, 0.006)        # half of what a project's own map shows, east and north; about 1.9 by 1.3 km


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood. Raises NotFound for a project that may not be seen."""
    sight = _sight(state, desk)
    parts, store = _item(sight, desk) if state.item else _all(sight, desk)
    kind = "item" if state.item else sight.tab or "list"
    main = html.Main(parts, id="content", className=f"main projects {kind}", tabIndex=-1)
    return frame(state, desk, [main, store], notices=notices, actions=choices(sight, desk))


def _sight(state: ViewState, desk: Desk) -> Sight:
    register = desk.register()
    found = overview(register, state.area, filters=filters_of(state))
    at = found.summary.as_of
    return Sight(state, found, desk.pack.rules.lights, register.today, f"{at:%Y-%m-%d %H:%M}" if at else words.NONE)


def _all(sight: Sight, desk: Desk) -> tuple[list[Any], Any]:
    shown, store = layer_map(sight.state, desk, layers=LAYERS, title=words.MAP_TITLE)
    strip = [state_tiles(sight), package_bars(sight), week_changes(sight)]
    if sight.tab == "map":
        return [shown, html.Aside([*strip, shortlist(sight)], className="side")], store
    return [html.Div([shown, *strip], className="strip"), _view(sight, desk)], store


def _view(sight: Sight, desk: Desk) -> Any:
    if sight.tab == "gantt":
        return gantt(sight)
    if sight.tab == "outputs":
        register, area, filters = desk.register(), sight.state.area, sight.filters
        return outputs_view(sight, outputs(register, area, filters=filters), money(register, area, filters=filters))
    return project_list(sight)


def _item(sight: Sight, desk: Desk) -> tuple[list[Any], Any]:
    register, state = desk.register(), sight.state
    found = project(register, state.item)
    shown, store = _near_map(found.line, state, desk)
    return item_content(found, effect(register, desk.source(), state.item), sight, shown), store


def _near_map(line: ProjectLine, state: ViewState, desk: Desk) -> tuple[Any, Any]:
    """The map round a project; of the whole area where it has no place."""
    layers = (*LAYERS, *BASE_SWITCHES)
    view = map_view(state, desk, layers=layers)
    if line.lon is not None and line.lat is not None:
        east, north = NEAR_DEGREES
        view = replace(view, bounds=(line.lon - east, line.lat - north, line.lon + east, line.lat + north))
    return area_map(view, desk, title=words.MAP_ITEM_TITLE), shell(state, desk, view, layers=layers)
