"""The row of choices: tabs at the left, menus and search at the right. Each is a link or a form of the address; nothing is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import dcc, html

from dashboard import texts
from dashboard.access.roles import Right
from dashboard.components.actions import share
from dashboard.components.element import element
from dashboard.components.links import href, nav_link, plain_link
from dashboard.components.marks import marked
from dashboard.components.projects.sight import Look, Sight
from dashboard.desk import Desk
from dashboard.queries.programme.lines import filtered
from dashboard.state import to_query
from dashboard.texts import projects as words

MOST_SEARCHED = 40                   # characters; what one choice of the address holds
FILES = (("xlsx", words.EXPORT_XLSX), ("csv", words.EXPORT_CSV))


def item_choices(look: Look, desk: Desk) -> list[Any]:
    """The row over one project: the way to the views of all, and sharing."""
    return [] if desk.viewer.frozen_address else [_tabs(look), *share(desk.viewer)]


def choices(sight: Sight, desk: Desk) -> list[Any]:
    """Everything that stands in the breadcrumb row of the page; nothing for the holder of a share link, whose view is bound."""
    if desk.viewer.frozen_address:
        return []
    reset = [nav_link(words.RESET, href(sight.state, pick=_kept(sight)), className="btn plain reset")] if sight.is_filtered else []
    files = [_files(sight)] if desk.covers(sight.state.area, Right.EXPORT) else []
    menus = [_menu(name, title, sight) for name, title in words.FILTER_MENUS]
    return [_tabs(sight), _search(sight), *menus, *reset, *share(desk.viewer), *files]


def _kept(sight: Sight) -> tuple[tuple[str, str], ...]:
    """The choices that narrow nothing: order, grouping, zoom."""
    return tuple((name, value) for name, value in sight.state.pick if name in ("sort", "group", "zoom"))


def _tabs(look: Look) -> html.Nav:
    links = [_tab(tab, name, look) for tab, name in words.TABS.items()]
    return html.Nav(links, className="seg links tabs", **marked(aria_label=words.TABS_LABEL))


def _tab(tab: str, name: str, look: Look) -> html.A:
    is_here = not look.state.item and tab == look.tab
    said = marked(aria_current="page") if is_here else {}
    return nav_link(name, href(look.state, tab=tab, item=""), className="on" if is_here else "", **said)


def _search(sight: Sight) -> html.Form:
    """Sent by assets/projects.js, which puts the words into the address."""
    field = dcc.Input(id="project-search", type="search", name="q", value=sight.state.picked("q"), placeholder=words.SEARCH_HINT,
                      maxLength=MOST_SEARCHED, autoComplete="off")  # fmt: skip
    return html.Form([field, html.Button(words.SEARCH, type="submit", className="btn plain")], className="search", role="search",
                     **marked(pick_form="q", aria_label=words.SEARCH_LABEL))  # fmt: skip


def _menu(name: str, title: str, sight: Sight) -> html.Details:
    chosen, offered = sight.state.picked(name), _offered(name, sight)
    shown = next((said for value, said, _ in offered if value == chosen), chosen) or words.FILTER_ALL[name]
    listed = [("", words.FILTER_ALL[name], ""), *offered]
    links = [
        plain_link([said, element("Small", count)], address, className="on" if value == chosen else "")
        for (value, said, count), address in zip(listed, sight.picks(name, (value for value, _, _ in listed)), strict=True)
    ]
    button = html.Summary([html.Span(words.FILTER_BUTTON.format(name=title, value=shown), className="clip"), " ▾"], className="btn plain",
                          title=f"{title}：{shown}", **marked(menu=name))  # fmt: skip
    return html.Details([button, html.Div(links, className="list narrow")], className="menu on" if chosen else "menu")


def _offered(name: str, sight: Sight) -> list[tuple[str, str, str]]:
    """Value, words and count of each choice, as the projects have them that the other choices leave."""
    found: dict[str, int] = {}
    for line in filtered(sight.found.everything, replace(sight.filters, **{name: ""})):
        value = str(getattr(line, name))
        found[value] = found.get(value, 0) + 1
    names = dict(sight.found.rounds) if name == "round" else words.LEVEL_NAMES if name == "level" else {}
    order = sorted(found) if name == "round" else sorted(found, key=lambda v: (-found[v], v))
    return [(value, names.get(value, value), words.ITEMS.format(count=found[value])) for value in order if value]


def _files(sight: Sight) -> html.Details:
    query = to_query(sight.state)
    links = [
        html.A([words.EXPORT_TITLE, html.Small(note)], href=f"/api/table/projects.{kind}?{query}", download="") for kind, note in FILES
    ]
    return html.Details([html.Summary(texts.EXPORT, className="btn i-export"), html.Div(links, className="list")], className="menu")


