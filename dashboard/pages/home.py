"""综合态势 `/`: the main figures with their changes, the map, the ranking, what rules point at, trend and categories."""

from __future__ import annotations

from dash import html

from dashboard import texts
from dashboard.components import panels
from dashboard.components.actions import actions
from dashboard.components.area_map import area_map, map_view
from dashboard.components.frame import frame
from dashboard.components.marks import marked
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
        className="main home",
        tabIndex=-1,
        children=[
            rail(state, desk),
            panels.tiles(),
            area_map(view, desk),
            panels.twin(),
            html.Aside([panels.ranking(texts.BELOW[state.level]), panels.alarms(), panels.cell()], className="a-right"),
            html.Div([panels.trend_panel(named(state.theme)), panels.category_bars()], className="a-low"),
        ],
    )
    chips = html.Div(className="chips inline", **marked(panel="periods", quiet=""))
    return frame(
        state, desk, [main, shell(state, desk, view)], notices=notices, actions=[chips, *actions(desk.viewer, is_folded=True)]
    )
