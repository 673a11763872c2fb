"""The buttons of the breadcrumb row that pages with a map share: filters (folded rail), share the view, export what is shown."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.access.viewer import Viewer
from dashboard.components.marks import marked
from dashboard.texts import snapshots as pictures

USUAL_DAYS = 7
CASES = "cases"


def actions(viewer: Viewer, *, is_folded: bool = False) -> list[Any]:
    """Filter button (on every screen where the page folds its rail, else on narrow ones), 分享链接, 导出; as far as the viewer may."""
    filters = "btn i-filter" if is_folded else "btn i-filter drawer-btn"
    return [
        html.Button(texts.FILTERS, type="button", className=filters, **marked(act="drawer")),
        *([] if viewer.frozen_address else share(viewer)),
        *([_exports(viewer)] if viewer.may(Right.EXPORT) else []),
    ]


def picture(viewer: Viewer) -> list[Any]:
    """图片: the page as it is shown, as a file; for whoever may take files away."""
    if not viewer.may(Right.EXPORT):
        return []
    marks = marked(act="picture", working=pictures.WORKING)
    return [html.Button(pictures.BUTTON, type="button", className="btn i-picture", title=pictures.BUTTON_TIP, **marks)]


def share(viewer: Viewer) -> list[Any]:
    """Copies the address where readers need no sign-in or a link is not the viewer's to give; else opens the dialog that makes a link."""
    if not viewer.may(Right.SHARE):
        word = texts.SHARE if viewer.is_open else texts.COPY_ADDRESS
        return [html.Button(word, type="button", className="btn i-share", **marked(act="share"))]
    opened = marked(act="share-open", aria_haspopup="dialog")
    return [html.Button(texts.SHARE, type="button", className="btn i-share", **opened), _dialog()]


def _dialog() -> html.Dialog:
    """Days, 生成链接, and the link once it is made; filled by assets/actions.js."""
    terms = [
        html.Button(
            name, type="button", className="on" if days == USUAL_DAYS else "",
            **marked(act="share-days", days=str(days), aria_pressed="true" if days == USUAL_DAYS else "false"),
        )
        for days, name in texts.SHARE_TERMS
    ]  # fmt: skip
    return html.Dialog(
        className="share",
        **marked(share="dialog", aria_labelledby="share-title"),
        children=[
            html.Div([html.H2(texts.SHARE_TITLE, id="share-title"), html.P(texts.SHARE_NOTE)]),
            html.Div(
                className="ask",
                children=[
                    html.Span(texts.SHARE_FOR, id="share-for"),
                    html.Div(terms, role="group", className="chips", **marked(aria_labelledby="share-for")),
                    html.Button(texts.SHARE_MAKE, type="button", className="btn plain go", **marked(act="share-make")),
                ],
            ),
            html.Div(
                className="made",
                hidden=True,
                **marked(share="made"),
                children=[
                    html.P([texts.SHARE_LINK, html.Span([texts.SHARE_UNTIL, " ", html.Span(**marked(share="until"))])]),
                    html.Code(tabIndex=0, **marked(share="link")),
                ],
            ),
            html.P(className="said c-alarm", role="alert", hidden=True, **marked(share="said")),
            html.Div(
                className="end",
                children=[
                    html.Button(texts.SHARE_COPY, type="button", hidden=True, className="btn plain", **marked(act="share-copy")),
                    html.Button(texts.SHARE_CLOSE, type="button", className="btn plain", **marked(act="share-close")),
                ],
            ),
        ],
    )


def _exports(viewer: Viewer) -> html.Details:
    offered = [one for one in texts.EXPORTS if one[0] != CASES or viewer.may(Right.CASES)]
    links = [
        html.A([title, html.Small(note)], href=f"/api/export/{name}.csv", download="", **marked(export=name))
        for name, title, note in offered
    ]
    return html.Details(
        className="menu",
        children=[
            html.Summary(texts.EXPORT, className="btn i-export", title=texts.EXPORT_NOTE),
            html.Div(links, className="list"),
        ],
    )
