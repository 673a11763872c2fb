"""The frame of every desk page: bar with navigation, breadcrumb row with actions, notices, and the page's own content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.actions import picture
from dashboard.components.boundary import boundary_switch
from dashboard.components.links import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.name_menu import admin_links, name_menu, plain_links
from dashboard.desk import Desk
from dashboard.guard.matrix import PAGE_RIGHTS, Door, allows
from dashboard.queries.quality import DataState
from dashboard.state import ViewState, at_area
from geodata.freshness import stale_sentence

__all__ = ["frame", "href", "nav_link", "refused"]

_LEFT_BEHIND: dict[str, Any] = {"cell": None, "tab": "", "item": "", "pick": (), "layers": None}     # what is one page's own


def frame(
    state: ViewState, desk: Desk, content: Sequence[Any], *, notices: Sequence[str] = (), actions: Sequence[Any] = (),
    signs: Sequence[Any] = (),
) -> html.Div:
    """A whole page; `notices` are said above the content, `actions` stand at the right of the breadcrumb row, `signs` in the bar."""
    return html.Div(
        className="desk-page",
        key=f"{state.path}-{state.theme}",
        children=[
            html.A(texts.SKIP, href="#content", className="skip"),
            _bar(state, desk, signs),
            html.Div(
                className="bar2",
                children=[
                    _breadcrumb(state, desk),
                    html.Div(
                        [*boundary_switch(state, desk), *actions, *picture(desk.viewer), *_theme_switch(state, desk)],
                        className="r no-print",
                    ),
                ],
            ),
            _notices(notices),
            *content,
        ],
    )


def refused(reason: str) -> html.Div:
    """What stands in place of a page that cannot be laid out: why, and the way back."""
    said = [html.H1(texts.FAULT_TITLE), html.P(reason), html.P(html.A(texts.NOT_FOUND_BACK, href="/"))]
    return html.Div(html.Main(said, className="refusal panel", role="alert"))


def _notices(said: Sequence[str]) -> html.Div:
    """What was not understood, under the place where assets/pulse.js says what has changed since."""
    return html.Div([html.Div(className="banners"), *(html.P(n) for n in said)], className="notices", role="status",
                    **marked(aria_label=texts.NOTICE_LABEL))  # fmt: skip


def _bar(state: ViewState, desk: Desk, signs: Sequence[Any]) -> html.Header:
    links = [
        nav_link(name, href(state, path=path, **_LEFT_BEHIND), className="on" if path == state.path else "", **marked(page=path))
        for path, name in texts.NAVIGATION.items()
        if _may_open(path, state, desk)
    ]
    return html.Header(
        className="top",
        children=[
            html.H1(desk.pack.config.title),
            html.Nav([*admin_links(state, desk), *links, *plain_links(state, desk)], **marked(aria_label=texts.NAV_LABEL)),
            html.Div([*signs, *_signs(state, desk)], className="r"),
        ],
    )


def _signs(state: ViewState, desk: Desk) -> list[Any]:
    data = desk.data()
    signs = [_tag(texts.DEMO_DATA, texts.DEMO_DATA_TIP, "demo")] if desk.is_demo or data.is_sample else []
    if desk.clock.is_fixed:
        signs.append(_tag(texts.CLOCK_FIXED, texts.CLOCK_FIXED_TIP.format(now=f"{desk.clock.now():%Y-%m-%d %H:%M}"), "tag"))
    signs.append(_age(data, desk))
    if desk.is_open:
        signs.append(_tag(texts.DEMO_OPEN, texts.DEMO_OPEN_TIP, "open"))
    return [*signs, *name_menu(state, desk)]


def _tag(text: str, tip: str, kind: str) -> html.Span:
    return html.Span(text, className=kind, tabIndex=0, **marked(tip=tip))


def _age(data: DataState, desk: Desk) -> html.Span:
    if data.as_of is None:
        return html.Span([html.I(className="g g-nodata"), texts.DATA_NONE], tabIndex=0, **marked(tip=texts.DATA_NONE_TIP))
    tip = texts.DATA_AGE_TIP.format(at=f"{data.as_of:%Y-%m-%d %H:%M}", hours=f"{desk.pack.rules.freshness.complaints_hours:g}")
    if data.is_stale:
        words = stale_sentence(data.as_of, desk.clock.now())
        return html.Span([html.I(className="g g-stale"), words], className="stale-tag", tabIndex=0, **marked(tip=tip))
    said = texts.DATA_AGE.format(age=data.age) if data.age[:1].isdigit() else texts.DATA_JUST_NOW
    return html.Span([html.I(className="g g-ok"), said], tabIndex=0, **marked(tip=tip, age=""))


def _may_open(path: str, state: ViewState, desk: Desk) -> bool:
    """Whether a page is offered: one that the reader may open, to the holder of a share link only the one it shows."""
    if desk.viewer.frozen_address:
        return path == state.path
    return allows(PAGE_RIGHTS.get(path, Door.CLOSED), desk.viewer)


def _breadcrumb(state: ViewState, desk: Desk) -> html.Nav:
    """The way down to the area shown; links for what of it may be seen, nothing for a reader who may see no area."""
    if not desk.covers(state.area):
        return html.Nav(className="bc", **marked(aria_label=texts.BREADCRUMB))
    *above, here = desk.pack.areas.breadcrumb(state.area)
    parts: list[Any] = []
    for area in above:
        is_open = desk.covers(area.code) and not desk.viewer.frozen_address
        link = nav_link(area.name, href(at_area(state, area.code, desk.pack))) if is_open else html.Span(area.name)
        parts += [link, " / "]
    return html.Nav([*parts, html.B(here.name, **marked(aria_current="page"))], className="bc", **marked(aria_label=texts.BREADCRUMB))


def _theme_switch(state: ViewState, desk: Desk) -> list[html.A]:
    """The other theme; the view of a share link keeps its own."""
    if desk.viewer.frozen_address:
        return []
    other = "light" if state.theme == "dark" else "dark"
    name = texts.TO_DARK if other == "dark" else texts.TO_LIGHT
    return [nav_link(name, href(state, theme=other), className="btn i-theme", **marked(theme_to=other))]
