"""诉求热点 `/hotspots`: the map of where people complain, its filters, the ranking, the cases behind a cell, trend and categories."""

from __future__ import annotations

from dash import html

from dashboard import texts
from dashboard.components import panels
from dashboard.components.actions import actions
from dashboard.components.area_map import area_map, map_view
from dashboard.components.frame import frame
from dashboard.components.rail import rail
from dashboard.components.shell import shell
from dashboard.desk import Desk
from dashboard.state import ViewState
from dashboard.theme import named


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood."""
    view = map_view(state, desk)
    main = html.Main(
        id="content",
        className="main hotspots",
        tabIndex=-1,
        children=[
            rail(state, desk),
            area_map(view, desk),
            panels.twin(),
            html.Aside([panels.ranking(texts.BELOW[state.level]), panels.cell()], className="a-right"),
            html.Div([panels.trend_panel(named(state.theme)), panels.category_bars()], className="a-low"),
        ],
    )
    return frame(state, desk, [main, shell(state, desk, view)], notices=notices, actions=actions(desk.viewer))
