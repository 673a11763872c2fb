"""The matrix of weekday and hour: a table whose fields are coloured by the offences of an average day, with every number on hover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.frame import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.parking.sight import Sight
from dashboard.components.tables import count
from dashboard.queries.cubes import cell_label
from dashboard.queries.parking import HOURS, Matrix
from dashboard.texts import parking as words

CLASSES = 7                            # of the sequential ramp


def hours(sight: Sight) -> html.Section:
    """The panel; its switch chooses workdays, days off or all."""
    found, state = sight.hours, sight.state
    name = _chosen(sight)
    right: list[Any] = [_days(sight)]
    if name:
        right.insert(0, nav_link(words.CLEAR, href(state, item="", cell=None), className="linklike"))
    body: Any
    title = words.HOURS_OF.format(name=name) if name else words.HOURS
    if found is None:
        body, sub = html.P(words.HOURS_CLOSED, className="failed"), ""
    elif not found.total:
        body, sub = html.P([html.I(className="g g-nodata"), words.HOURS_NONE], className="failed"), ""
    else:
        body, sub = _table(found, sight.foot), words.HOURS_SUB.format(total=count(found.total))
    return panel(title, sub, [html.Div(body, className="pk-hours-body")], right=html.Div(right, className="r pk-right"), kind="pk-hours")


def _chosen(sight: Sight) -> str:
    if sight.sheet.asked.road:
        return sight.road.name if sight.road else sight.sheet.asked.road.partition("-")[2]
    return words.CELL_NAME.format(label=cell_label(sight.sheet.asked.cell)) if sight.sheet.asked.cell else ""


def _days(sight: Sight) -> html.Nav:
    links = [
        nav_link(name, href(sight.state, pick=sight.state.picking("days", days)), className="on" if days == sight.sheet.asked.days else "")
        for days, name in words.DAYS.items()
    ]
    return html.Nav(links, className="seg links", **marked(aria_label=words.DAYS_LABEL))


def _table(found: Matrix, foot: str) -> html.Div:
    lines: list[tuple[str, Sequence[int], int, str]] = [
        (words.WEEKDAYS[n], line, found.day_counts[n], "") for n, line in enumerate(found.counts)
    ]
    split = [(words.WORK, found.work, found.work_days, words.WORK_TIP), (words.OFF, found.off, found.off_days, words.WORK_TIP)]
    means = [n / days for _, line, days, _ in lines for n in line if days]
    most = max(means, default=0.0)
    worst = found.worst
    head = html.Tr([html.Th(""), *(html.Th(str(h) if h % 3 == 0 else "", scope="col") for h in range(HOURS)), html.Th(words.HOURS_SUM)])
    marks = [(worst.weekday, worst.hour)] if worst else []
    body = [_line(*line, most=most, ring=[h for d, h in marks if d == n]) for n, line in enumerate(lines)]
    body += [_line(*line, most=most, ring=[], kind="split" if n == 0 else "split2") for n, line in enumerate(split)]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="hm")
    return html.Div([table, _legend(most, foot)], className="hm-wrap")


def _line(
    name: str, counts: Sequence[int], days: int, tip: str, *, most: float, ring: Sequence[int], kind: str = ""
) -> html.Tr:
    fields = [_field(name, hour, n, days, most, is_ring=hour in ring) for hour, n in enumerate(counts)]
    told: dict[str, Any] = marked(tip=tip) if tip else {}
    return html.Tr([html.Th(name, scope="row", **told), *fields, html.Td(count(sum(counts)), className="num")], className=kind)


def _field(name: str, hour: int, n: int, days: int, most: float, *, is_ring: bool) -> html.Td:
    mean = n / days if days else 0.0
    shade = 0 if not n or not most else min(CLASSES, int(CLASSES * mean / most) + 1)
    tip = words.HOURS_TIP.format(day=name, hour=hour, next=hour + 1, count=count(n), days=days, per_day=f"{mean:.1f}")
    return html.Td(className=f"q{shade} ring" if is_ring else f"q{shade}", **marked(tip=tip))


def _legend(most: float, foot: str) -> html.Div:
    swatches = [html.Div([html.I(className="q0"), html.Span("0")])]
    names = [f"<{most / CLASSES:.1f}", *(f"{most * n / CLASSES:.1f}+" for n in range(1, CLASSES))]
    swatches += [html.Div([html.I(className=f"q{n}"), html.Span(name)]) for n, name in enumerate(names, 1)]
    return html.Div([html.Span(words.HOURS_LEGEND), *swatches], className="hm-legend", tabIndex=0, **marked(tip=foot))
