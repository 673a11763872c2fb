"""The buttons of the breadcrumb row that pages with a map share: filters (folded rail), copy the link, export what is shown."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.marks import marked


def actions(*, is_folded: bool = False) -> list[Any]:
    """Filter button (on every screen where the page folds its rail, else on narrow ones), 分享链接, 导出."""
    exports = [
        html.A([title, html.Small(note)], href=f"/api/export/{name}.csv", download="", **marked(export=name))
        for name, title, note in texts.EXPORTS
    ]
    return [
        html.Button(
            texts.FILTERS, type="button", className="btn i-filter" if is_folded else "btn i-filter drawer-btn", **marked(act="drawer")
        ),
        html.Button(texts.SHARE, type="button", className="btn i-share", **marked(act="share")),
        html.Details(
            className="menu",
            children=[
                html.Summary(texts.EXPORT, className="btn i-export", title=texts.EXPORT_NOTE),
                html.Div(exports, className="list"),
            ],
        ),
    ]
