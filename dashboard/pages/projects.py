"""行动计划 `/projects`: how the projects stand, what is late and why, what changed this week; with `item=` one project whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from dash import html

from dashboard.access.roles import Right
from dashboard.components.area_map import area_map, map_view
from dashboard.components.frame import frame
from dashboard.components.layer_map import layer_map
from dashboard.components.marks import marked
from dashboard.components.projects.filters import choices, item_choices
from dashboard.components.projects.gantt import gantt
from dashboard.components.projects.grid import project_list
from dashboard.components.projects.item import item_content
from dashboard.components.projects.outputs import outputs_view
from dashboard.components.projects.shortlist import shortlist
from dashboard.components.projects.sight import Look, Sight
from dashboard.components.projects.strip import package_bars, state_tiles, week_changes
from dashboard.components.shell import shell
from dashboard.components.switches import BASE_SWITCHES
from dashboard.desk import Desk
from dashboard.listings.projects import filters_of
from dashboard.queries.programme.book import Book, open_book
from dashboard.queries.programme.effects import effect
from dashboard.queries.programme.funds import funds_of
from dashboard.queries.programme.overview import overview_of
from dashboard.queries.programme.records import ProjectLine
from dashboard.queries.programme.single import project
from dashboard.queries.programme.sums import outputs_of
from dashboard.state import ViewState
from dashboard.texts import projects as words
from geodata.clock import local

LAYERS = ("projects",)
NEAR_DEGREES = (0.011, 0.006)        # half of what a project's own map shows, east and north; about 1.9 by 1.3 km


def layout(state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
    """The page of a view; `notices` say what of the address was not understood. Raises NotFound for a project that may not be seen."""
    parts, store, actions, kind = _item(state, desk) if state.item else _all(state, desk)
    main = html.Main(parts, id="content", className=f"main projects {kind}", tabIndex=-1)
    return frame(state, desk, [main, store], notices=notices, actions=[*actions, *_report_link(state, desk)])


def _report_link(state: ViewState, desk: Desk) -> list[html.A]:
    """The way to the daily report, for whoever enters it."""
    if not desk.viewer.may(Right.REPORT):
        return []
    address = f"/report/project/{state.item}" if state.item else "/report"
    return [html.A(words.REPORT, href=address, className="btn plain", **marked(tip=words.REPORT_TIP))]


Parts = tuple[list[Any], Any, list[Any], str]        # content, store of the page, actions, kind


def _all(state: ViewState, desk: Desk) -> Parts:
    register = desk.register()
    book = open_book(register, state.area)
    found = overview_of(book, filters_of(state))
    sight = Sight(state, desk.pack.rules.lights, register.today, _words(found.summary.as_of), found)
    shown, store = layer_map(state, desk, layers=LAYERS, title=words.MAP_TITLE)
    strip = [state_tiles(sight), package_bars(sight), week_changes(sight)]
    if sight.tab == "map":
        content: list[Any] = [shown, html.Aside([*strip, shortlist(sight)], className="side")]
    else:
        content = [html.Div([shown, *strip], className="strip"), _view(sight, book)]
    return content, store, choices(sight, desk), sight.tab or "list"


def _view(sight: Sight, book: Book) -> Any:
    if sight.tab == "gantt":
        return gantt(sight)
    if sight.tab == "outputs":
        return outputs_view(sight, outputs_of(book, sight.found.shown), funds_of(book, sight.found.shown))
    return project_list(sight)


def _item(state: ViewState, desk: Desk) -> Parts:
    register = desk.register()
    found = project(register, state.item)
    newest = max((report.entered_at for report in found.reports), default=None)
    look = Look(state, desk.pack.rules.lights, register.today, _words(newest))
    shown, store = _near_map(found.line, state, desk)
    content = item_content(found, effect(register, desk.source(), state.item), look, shown)
    return content, store, item_choices(look, desk), "item"


def _words(at: datetime | None) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}" if at else words.NONE


def _near_map(line: ProjectLine, state: ViewState, desk: Desk) -> tuple[Any, Any]:
    """The map round a project; of the whole area where it has no place."""
    layers = (*LAYERS, *BASE_SWITCHES)
    view = map_view(state, desk, layers=layers)
    if line.lon is not None and line.lat is not None:
        east, north = NEAR_DEGREES
        view = replace(view, bounds=(line.lon - east, line.lat - north, line.lon + east, line.lat + north))
    return area_map(view, desk, title=words.MAP_ITEM_TITLE), shell(state, desk, view, layers=layers)
