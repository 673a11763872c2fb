"""甘特图: every project shown, grouped, on one time axis from the first start to the last end; zoomed to years, quarters, months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html

from dashboard.components.element import Element, element
from dashboard.components.links import nav_link
from dashboard.components.marks import marked
from dashboard.components.projects.axis import Axis, Mark, marks
from dashboard.components.projects.grid import empty
from dashboard.components.projects.rows import gantt_tip
from dashboard.components.projects.sight import Sight, light_word
from dashboard.queries.programme.records import ProjectLine
from dashboard.texts import projects as words

GROUP, ZOOM = "group", "zoom"        # choices of the address
# zoom -> width of a month in rem (0: as wide as the panel), months between lines, months that are labelled
_SCALES: dict[str, tuple[float, int, tuple[int, ...]]] = {
    "": (0, 3, (1,)),
    "quarter": (4.4, 3, (1, 4, 7, 10)),
    "month": (9.6, 1, tuple(range(1, 13))),
}
_ATTRIBUTE = {"": "package", "owner": "owner", "street": "street_name"}


def gantt(sight: Sight) -> html.Section:
    """The chart with its choices of grouping and zoom."""
    if not sight.found.shown:
        return html.Section(empty(sight), className="panel tb")
    group, zoom = _chosen(sight, GROUP, words.GROUPS), _chosen(sight, ZOOM, words.ZOOMS)
    head = html.Div(className="ph", children=[
        html.H2(words.GANTT),
        html.Span(words.GANTT_SUB.format(count=len(sight.found.shown), group=words.GROUPS[group])),
        html.Div([_links(sight, GROUP, words.GROUPS, words.GROUPS_LABEL, group), _links(sight, ZOOM, words.ZOOMS, words.ZOOMS_LABEL, zoom)],
                 className="r two"),
    ])  # fmt: skip
    return html.Section([head, _chart(sight, group, zoom)], className="panel tb gantt")


def whole_axis(lines: Sequence[ProjectLine], today: date) -> Axis:
    """Whole years round every known day of the projects and today."""
    days = [d for line in lines for d in (line.actual_start, line.planned_start, line.planned_end, line.expected_end) if d]
    first, last = min([*days, today]), max([*days, today])
    return Axis(date(first.year, 1, 1), date(last.year + 1, 1, 1), today)


def _chart(sight: Sight, group: str, zoom: str) -> html.Div:
    axis = whole_axis(sight.found.shown, sight.today)
    month_rem, every, labelled = _SCALES[zoom]
    months = (axis.end.year - axis.first.year) * 12
    width = {"width": f"calc(var(--gl) + {months * month_rem:g}rem)"} if month_rem else {}
    ticks = axis.ticks(every, labelled)
    lines = [html.I(className="tk yr" if t.is_year else "tk", style={"left": f"{t.at}%"}) for t in ticks]
    named = [html.Span(t.label, style={"left": f"{t.at}%"}, className="yr" if t.is_year else "") for t in ticks if t.label]
    now = {"left": f"{axis.at(sight.today)}%"}
    top = html.Div([html.Div(words.GANTT_PROJECT, className="gl"),
                    html.Div([*named, html.Em(words.TODAY, style=now)], className="gax")], className="grow top-row")  # fmt: skip
    under = html.Div(html.Div([*lines, html.I(className="now", style=now)], className="gt"), className="under")
    rows = [row for name, own in _groups(sight.found.shown, _ATTRIBUTE[group]) for row in _group(name, own, axis, sight)]
    inner = html.Div([top, under, *rows], className="gin", style=width)
    return html.Div(inner, className="gscroll", tabIndex=0, role="region", key=f"{group}-{zoom}",
                    **marked(today=str(axis.at(sight.today)), aria_label=words.GANTT))  # fmt: skip


def _groups(lines: Sequence[ProjectLine], attribute: str) -> list[tuple[str, list[ProjectLine]]]:
    found: dict[str, list[ProjectLine]] = {}
    for line in lines:
        found.setdefault(getattr(line, attribute), []).append(line)
    ordered = sorted(found.items(), key=lambda pair: (pair[0] == "", -len(pair[1]), pair[0]))
    return [(name, sorted(own, key=_order)) for name, own in ordered]


def _order(line: ProjectLine) -> tuple[bool, date, str]:
    """What still runs first, each by its start."""
    return line.is_done, line.actual_start or line.planned_start or date.max, line.no


def _group(name: str, lines: Sequence[ProjectLine], axis: Axis, sight: Sight) -> list[Any]:
    red = sum(line.light.code == "red" for line in lines)
    late: list[Any] = [html.Small([html.I(className="g g-alarm"), words.GROUP_LATE.format(count=red)])] if red else []
    told = [html.B(name or words.UNNAMED), html.Small(words.GROUP_COUNT.format(count=len(lines))), *late]
    return [html.Div(html.Div(told, className="gl"), className="grow group"), *(_row(line, axis, sight) for line in lines)]


def _row(line: ProjectLine, axis: Axis, sight: Sight) -> Any:
    glyph, light = light_word(line.light.code)
    drawn = [_mark(mark) for mark in marks(line, axis)]
    tip = words.GANTT_ROW_TIP.format(name=f"{line.no} {line.name}", light=light, words=line.light.words, dates=gantt_tip(line))
    said = marked(nav="", tip=tip, aria_label=f"{light} {line.name}")
    name = element("A", [element("I", className=f"g g-{glyph}"), line.name], href=sight.to(line), className="gl", **said)
    chart = element("Div", drawn or element("Small", words.GANTT_UNDATED), className="gt" if drawn else "gt none")
    return element("Div", [name, chart], className="grow")


def _mark(mark: Mark) -> Element:
    place = {"left": f"{mark.at}%"} if mark.width is None else {"left": f"{mark.at}%", "width": f"{mark.width}%"}
    return element("I", className=mark.kind, style=place)


def _chosen(sight: Sight, name: str, known: dict[str, str]) -> str:
    asked = sight.state.picked(name)
    return asked if asked in known else ""


def _links(sight: Sight, name: str, known: dict[str, str], label: str, chosen: str) -> html.Div:
    links = [nav_link(said, sight.picking(name, value), className="on" if value == chosen else "") for value, said in known.items()]
    group = html.Div(links, className="seg links", role="group", **marked(aria_label=label))
    return html.Div([html.Span(label), group], className="pickone")


