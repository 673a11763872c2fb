"""治理类街乡镇 `/towns`: towns under special governance."""

from __future__ import annotations

from dash import html

from dashboard import texts
from dashboard.components.frame import frame
from dashboard.components.shell import plain_shell
from dashboard.components.tables import table
from dashboard.desk import Desk
from dashboard.state import ViewState


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood."""
    main = html.Main(table(((texts.NAVIGATION[state.path], False),), ()), id="content", className="main sheet", tabIndex=-1)
    return frame(state, desk, [main, plain_shell(state, desk)], notices=notices)
