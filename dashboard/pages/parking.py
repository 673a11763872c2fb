"""停车秩序 `/parking`: where and when streets are obstructed, whether that got better, what enforcement did."""

from __future__ import annotations

from dash import html

from dashboard.components.frame import frame
from dashboard.components.layer_map import layer_map
from dashboard.components.parking.choices import choices
from dashboard.components.parking.enforced import enforced
from dashboard.components.parking.hours import hours
from dashboard.components.parking.places import places
from dashboard.components.parking.sight import sight_of
from dashboard.components.parking.strip import strip
from dashboard.components.parking.supplied import reported, supplied
from dashboard.desk import Desk
from dashboard.state import ViewState
from dashboard.texts import parking as words

# what the map begins with, by kind
LAYERS = {
    "": ("violations", "berths", "enforcements"),
    "parking": ("violations", "berths", "enforcements"),
    "vending": ("vending", "enforcements"),
    "bikes": ("bikes", "enforcements"),
}


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood."""
    sight = sight_of(state, desk)
    shown, store = layer_map(state, desk, layers=LAYERS[sight.asked.kind], title=words.MAP_TITLE)
    main = html.Main(
        id="content",
        className="main parking",
        tabIndex=-1,
        children=[
            strip(sight),
            shown,
            html.Aside([places(sight), supplied(sight), reported(sight)], className="a-right"),
            html.Div([hours(sight), enforced(sight)], className="a-low"),
        ],
    )
    return frame(state, desk, [main, store], notices=notices, actions=choices(state, desk))
