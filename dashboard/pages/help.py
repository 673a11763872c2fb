"""使用说明 `/help`: how a clerk imports a file, what happens to bad rows, how to read map and numbers. The words are in texts."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.frame import frame
from dashboard.components.marks import marked
from dashboard.components.shell import plain_shell
from dashboard.components.tables import table
from dashboard.desk import Desk
from dashboard.state import ViewState


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood."""
    contents = html.Nav(
        [html.H3(texts.HELP_CONTENTS), *[html.A(title, href=f"#help-{anchor}") for anchor, title, _ in texts.HELP]],
        className="panel contents",
        **marked(aria_label=texts.HELP_CONTENTS),
    )
    sections = [
        html.Section([html.H2(title), *map(_block, blocks)], id=f"help-{anchor}", className="panel prose")
        for anchor, title, blocks in texts.HELP
    ]
    main = html.Main([contents, html.Div(sections, className="sections")], id="content", className="main manual", tabIndex=-1)
    return frame(state, desk, [main, plain_shell(state, desk)], notices=notices)


def _block(block: Any) -> Any:
    """A text is a paragraph, a list numbered steps, a dict a table, a tuple of texts lines of a file."""
    if isinstance(block, str):
        return html.P(block)
    if isinstance(block, list):
        return html.Ol([html.Li(step) for step in block], className="steps")
    if isinstance(block, dict):
        return table([(head, False) for head in block["heads"]], block["rows"])
    return html.Pre("\n".join(block))
