"""积水治理 `/waterlogging`: what is under water now, which points relapsed, what the rains of the season did, whether measures helped."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.frame import frame
from dashboard.components.layer_map import layer_map
from dashboard.components.marks import marked
from dashboard.components.water.choices import choices
from dashboard.components.water.item import LAYERS, item
from dashboard.components.water.mode import mode_notice, mode_sign, refresh_seconds
from dashboard.components.water.points import points
from dashboard.components.water.sight import Sight, sight_of
from dashboard.components.water.storms import listing, replayed
from dashboard.components.water.strip import strip
from dashboard.desk import Desk
from dashboard.queries.waterlogging import effect, point_history
from dashboard.state import ViewState
from dashboard.texts import waterlogging as words


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood."""
    sight = sight_of(state, desk)
    content, more = _content(sight)
    return frame(
        state, desk, [*content, html.I(hidden=True, **marked(again_s=str(refresh_seconds(sight))))], signs=mode_sign(sight),
        notices=(*notices, *mode_notice(sight), *more), actions=choices(sight),
    )  # fmt: skip


def _content(sight: Sight) -> tuple[list[Any], tuple[str, ...]]:
    """What the page shows: one point where the address names one that is here, else the whole area."""
    number = sight.state.item
    point = next((p for p in sight.now.points if p.no == number), None)
    if point is not None:
        register, source = sight.desk.register(), sight.desk.source()
        return item(sight, point, point_history(register, number), effect(register, source, number)), ()
    said = (words.NO_POINT.format(no=number[:24]),) if number else ()
    shown, store = layer_map(sight.state, sight.desk, layers=LAYERS, title=words.MAP_TITLE)
    main = html.Main(
        id="content",
        className="main water flood" if sight.mode.is_on else "main water",
        tabIndex=-1,
        children=[
            strip(sight),
            shown,
            html.Aside([points(sight)], className="a-right"),
            html.Div([listing(sight), replayed(sight)], className="a-low"),
        ],
    )
    return [main, store], said
