"""The rail: level, area, period, categories, layers. Links and shells only; assets/panel-rail.js fills periods, dates and categories."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.frame import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.switches import switches
from dashboard.desk import Desk
from dashboard.state import OWN_LEVEL, ViewState, at_area, root_area
from geodata.areas import Area
from geodata.pack import Pack


def rail(state: ViewState, desk: Desk) -> html.Aside:
    """The filter rail of a view; the holder of a share link has nothing to filter and is told what it shows."""
    parts = _frozen(state, desk) if desk.viewer.frozen_address else _filters(state, desk)
    close = html.Button(texts.CLOSE, type="button", className="linklike drawer-close", **marked(act="close-drawer"))
    return html.Aside([close, *parts, *switches()], className="panel rail a-rail no-print", id="rail", **marked(aria_label=texts.FILTERS))


def _filters(state: ViewState, desk: Desk) -> list[Any]:
    return [
            html.H3(texts.LEVEL),
            level_links(state, desk),
            html.H3(texts.AREA),
            _areas(state, desk),
            html.H3(texts.PERIOD),
            html.Div(className="chips", **marked(panel="periods", quiet="")),
            _range(),
            html.H3(
                [texts.CATEGORIES, html.Button(texts.CLIENT["all"], type="button", className="linklike", **marked(act="all-categories"))]
            ),
            html.Div(role="group", **marked(panel="categories", aria_label=texts.CATEGORIES)),
    ]


def _frozen(state: ViewState, desk: Desk) -> list[Any]:
    """What a share link is bound to, in words."""
    chosen = [desk.pack.catalog.short_name(c) for c in state.categories] or [texts.CLIENT["all"]]
    told = (
        (texts.AREA, desk.pack.areas.breadcrumb(state.area)[-1].name),
        (texts.PERIOD, f"{state.period_from} – {state.period_to}"),
        (texts.CATEGORIES, "、".join(chosen)),
    )
    lines = [part for name, said in told for part in (html.H3(name), html.P(said, className="said"))]
    return [html.H3(texts.FROZEN_TITLE), html.P(texts.FROZEN_NOTE, className="said"), *lines]


def level_links(state: ViewState, desk: Desk) -> html.Div:
    """市, 区, 街 as links; where the reader may not see a level, its name and why."""
    pack = desk.pack
    targets = {"city": root_area(pack), "district": _district(state, desk), "street": _street(state, desk)}
    own = {OWN_LEVEL: state.area} if state.level == OWN_LEVEL else {}
    links = [_level(state, level, code, desk) for level, code in {**targets, **own}.items()]
    return html.Div(links, className="seg", role="group", **marked(aria_label=texts.LEVEL))


def _level(state: ViewState, level: str, code: str, desk: Desk) -> html.A | html.Span:
    """A link to a level; where the reader may not see it, its name and why."""
    if not desk.covers(code):
        off: dict[str, Any] = {"aria-disabled": "true"}
        return html.Span(texts.LEVELS[level], className="off", title=texts.SCOPE_LEVEL, **off)
    is_here = level == state.level
    current: dict[str, Any] = {"aria-current": "true"} if is_here else {}
    return nav_link(texts.LEVELS[level], href(at_area(state, code, desk.pack)), className="on" if is_here else "", **current)


def _district(state: ViewState, desk: Desk) -> str:
    """The district or focus area that the view lies in, the nearest that may be seen if one may; the pack's own one from the city."""
    above = [a.code for a in reversed(desk.pack.areas.breadcrumb(state.area)) if a.level == "district"]
    return next((code for code in above if desk.covers(code)), above[0] if above else desk.pack.config.default_area)


def _street(state: ViewState, desk: Desk) -> str:
    """The street of the view; the first one of its district otherwise."""
    line = desk.pack.areas.breadcrumb(state.area)
    own = next((a.code for a in line if a.level == "street"), "")
    return own or next((a.code for a in desk.pack.areas.children(_district(state, desk))), state.area)


def _areas(state: ViewState, desk: Desk) -> html.Select:
    options = [html.Option(_with_parts(a, desk.pack), value=a.code) for a in _choices(state, desk) if desk.covers(a.code)]
    return html.Select(options, id="area-choice", className="inp", **marked(aria_label=texts.AREA))


def _choices(state: ViewState, desk: Desk) -> tuple[Area, ...]:
    """The areas of the view's level: the streets of its district, or where the reader has not all of it those of every district."""
    tree = desk.pack.areas
    if state.level == "city":
        return tree.at("city")
    if state.level == "district":
        return (*tree.focus_areas(), *tree.at("district"))
    if state.level == OWN_LEVEL:
        return tree.at(OWN_LEVEL)
    near = tree.children(_district(state, desk))
    return near if desk.covers(_district(state, desk)) else tree.at("street")


def _with_parts(area: Area, pack: Pack) -> str:
    count = len(pack.areas.children(area.code))
    return texts.AREA_WITH_PARTS.format(name=area.name, count=count, below=texts.BELOW[area.level]) if count else area.name


def _range() -> html.Details:
    return html.Details(
        className="range",
        **marked(panel="range", quiet=""),
        children=[
            html.Summary([html.Span(**marked(part="dates")), html.Span("▾", className="tri")], className="inp"),
            html.Div(className="pick"),
        ],
    )
