"""The row of choices: level, period, share and files; each a link of the address."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.components.actions import share
from dashboard.components.frame import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.rail import level_links
from dashboard.components.shell import SHOWN_PERIODS
from dashboard.desk import Desk
from dashboard.state import ViewState, period_dates, to_query
from dashboard.texts import parking as words

FILE_KINDS = ("xlsx", "csv")


def choices(state: ViewState, desk: Desk) -> list[Any]:
    """What stands in the breadcrumb row; nothing for the holder of a share link, whose view is bound."""
    if desk.viewer.frozen_address:
        return []
    files = [_files(state)] if desk.covers(state.area, Right.EXPORT) else []
    return [html.Div(level_links(state, desk), className="pk-levels"), _periods(state, desk), *share(desk.viewer), *files]


def _periods(state: ViewState, desk: Desk) -> html.Nav:
    links = [
        nav_link(texts.PERIODS[word], href(state, period=word, period_from=dates[0], period_to=dates[1]),
                 className="on" if word == state.period else "")
        for word in SHOWN_PERIODS
        if (dates := period_dates(word, desk.today()))
    ]  # fmt: skip
    return html.Nav(links, className="seg links", **marked(aria_label=texts.PERIOD))


def _files(state: ViewState) -> html.Details:
    query = to_query(state)
    links = [
        html.A([title, html.Small(kind)], href=f"/api/table/{name}.{kind}?{query}", download="", **marked(file=f"{name}.{kind}"))
        for name, title in words.EXPORTS
        for kind in FILE_KINDS
    ]
    return html.Details([html.Summary(texts.EXPORT, className="btn i-export"), html.Div(links, className="list")], className="menu")
