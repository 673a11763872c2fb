"""The name in the bar, with what is one's own under it: account, administrators' pages, the way out. Ordinary links and a form: they
leave the dashboard's script behind, and work without it.
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import texts
from dashboard.access.granting import name_of
from dashboard.access.roles import Right
from dashboard.components.marks import marked
from dashboard.desk import Desk
from dashboard.state import ViewState
from dashboard.theme import DEFAULT

PLAIN_RIGHTS = {"/brief": Right.VIEW}          # pages in the navigation that Dash does not lay out
ADMIN_RIGHTS = {"/admin/accounts": Right.ACCOUNTS, "/admin/grants": Right.GRANTS, "/admin/audit": Right.AUDIT}


def name_menu(state: ViewState, desk: Desk) -> list[Any]:
    """Nothing on an open home; the name alone for the holder of a share link."""
    viewer = desk.viewer
    if desk.is_open or viewer.is_nobody:
        return [html.Span(viewer.name)] if viewer.frozen_address else []
    query = _theme(state)
    roles = "、".join(dict.fromkeys(name_of(g.role.code) for g in viewer.grants)) or texts.DOORS["no_grants"]
    links = [*admin_links(state, desk), html.A(texts.DOORS["account"], href="/account" + query)]
    way_out = html.Form(html.Button(texts.SIGN_OUT, type="submit"), action="/sign-out" + query, method="POST")
    listed = html.Div([html.P([viewer.name, html.Small(roles)]), *links, way_out], className="list")
    name = html.Summary(viewer.name, **marked(aria_label=texts.NAME_MENU.format(name=viewer.name)))
    return [html.Details([name, listed], className="menu who")]


def admin_links(state: ViewState, desk: Desk) -> list[html.A]:
    """Links to the administrators' pages that the reader may open."""
    open_pages = [path for path, right in ADMIN_RIGHTS.items() if desk.viewer.may(right)]
    return [html.A(texts.ADMIN_NAVIGATION[path], href=path + _theme(state)) for path in open_pages]


def plain_links(state: ViewState, desk: Desk) -> list[html.A]:
    """Links to the pages of forms that stand in the navigation; none for the holder of a link to one view."""
    viewer = desk.viewer
    open_pages = [path for path, right in PLAIN_RIGHTS.items() if viewer.may(right) and not viewer.frozen_address]
    return [html.A(texts.PLAIN_NAVIGATION[path], href=path + _theme(state)) for path in open_pages]


def _theme(state: ViewState) -> str:
    return f"?theme={state.theme}" if state.theme != DEFAULT else ""
