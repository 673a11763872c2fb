"""使用说明 `/help`."""

from __future__ import annotations

from dash import html

from dashboard.components.frame import frame
from dashboard.components.shell import plain_shell
from dashboard.desk import Desk
from dashboard.state import ViewState


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood."""
    return frame(state, desk, [html.Main(id="content"), plain_shell(state, desk)], notices=notices)
