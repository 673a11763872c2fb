"""The row of choices: tabs at the left, files at the right; each a link of the address."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.components.actions import share
from dashboard.components.links import href, nav_link
from dashboard.components.marks import marked
from dashboard.desk import Desk
from dashboard.state import ViewState, to_query
from dashboard.texts import towns as words

FILES = (("towns", words.EXPORT_TOWNS), ("tasks", words.EXPORT_TASKS))
KINDS = ("xlsx", "csv")
_KEPT = ("on", "known")               # choices that hold on every tab


def choices(state: ViewState, desk: Desk) -> list[Any]:
    """What stands in the breadcrumb row; nothing for the holder of a share link, whose view is bound."""
    if desk.viewer.frozen_address:
        return []
    files = [_files(state)] if desk.covers(state.area, Right.EXPORT) else []
    return [_tabs(state), *share(desk.viewer), *files]


def tab_of(state: ViewState) -> str:
    """The tab an address asks for, the first for an unknown one."""
    return state.tab if state.tab in words.TABS else ""


def _tabs(state: ViewState) -> html.Nav:
    here, kept = None if state.item else tab_of(state), tuple(p for p in state.pick if p[0] in _KEPT)
    links = [
        nav_link(name, href(state, tab=tab, item="", pick=kept), className="on" if tab == here else "",
                 **(marked(aria_current="page") if tab == here else {}))
        for tab, name in words.TABS.items()
    ]  # fmt: skip
    return html.Nav(links, className="seg links tabs", **marked(aria_label=words.TABS_LABEL))


def _files(state: ViewState) -> html.Details:
    query = to_query(state)
    links = [
        html.A([title, html.Small(kind)], href=f"/api/table/{name}.{kind}?{query}", download="", **marked(file=f"{name}.{kind}"))
        for name, title in FILES
        for kind in KINDS
    ]
    return html.Details([html.Summary(texts.EXPORT, className="btn i-export"), html.Div(links, className="list")], className="menu")
