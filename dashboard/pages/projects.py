"""行动计划 `/projects`: how the projects of the programme stand, what is late and why, what changed this week."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.frame import frame
from dashboard.components.layer_map import layer_map
from dashboard.components.projects.filters import choices
from dashboard.components.projects.grid import project_list
from dashboard.components.projects.sight import Sight
from dashboard.components.projects.strip import package_bars, state_tiles, week_changes
from dashboard.desk import Desk
from dashboard.listings.projects import filters_of
from dashboard.queries.programme.overview import overview
from dashboard.state import ViewState
from dashboard.texts import projects as words


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood."""
    sight = _sight(state, desk)
    area_map, store = layer_map(state, desk, layers=("projects",), title=words.MAP_TITLE)
    strip = [state_tiles(sight), package_bars(sight), week_changes(sight)]
    if state.tab == "map":
        content: list[Any] = [area_map, html.Aside(strip, className="side")]
    else:
        content = [html.Div([area_map, *strip], className="strip"), project_list(sight)]
    main = html.Main(content, id="content", className=f"main projects {state.tab or 'list'}", tabIndex=-1)
    return frame(state, desk, [main, store], notices=notices, actions=choices(sight, desk))


def _sight(state: ViewState, desk: Desk) -> Sight:
    register = desk.register()
    found = overview(register, state.area, filters=filters_of(state))
    at = found.summary.as_of
    return Sight(state, found, desk.pack.rules.lights, register.today, f"{at:%Y-%m-%d %H:%M}" if at else words.NONE)
