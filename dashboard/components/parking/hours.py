"""The matrix of weekday and hour: a table whose fields are coloured by the offences of an average day, with every number on hover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.element import Element, element
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
        body, sub = element("P", words.HOURS_CLOSED, className="failed"), ""
    elif not found.total:
        body, sub = element("P", [element("I", className="g g-nodata"), words.HOURS_NONE], className="failed"), ""
    else:
        body, sub = _table(found, sight.foot), words.HOURS_SUB.format(total=count(found.total))
    at_right = element("Div", right, className="r pk-right")
    return panel(title, sub, [element("Div", body, className="pk-hours-body")], right=at_right, kind="pk-hours")


def _chosen(sight: Sight) -> str:
    if sight.asked.road:
        return sight.road.name if sight.road else sight.asked.road.partition("-")[2]
    return words.CELL_NAME.format(label=cell_label(sight.asked.cell)) if sight.asked.cell else ""


def _days(sight: Sight) -> Element:
    links = [
        nav_link(name, href(sight.state, pick=sight.state.picking("days", days)), className="on" if days == sight.asked.days else "")
        for days, name in words.DAYS.items()
    ]
    return element("Nav", links, className="seg links", **marked(aria_label=words.DAYS_LABEL))


def _table(found: Matrix, foot: str) -> Element:
    lines: list[tuple[str, Sequence[int], int, str]] = [
        (words.WEEKDAYS[n], line, found.day_counts[n], "") for n, line in enumerate(found.counts)
    ]
    split = [(words.WORK, found.work, found.work_days, words.WORK_TIP), (words.OFF, found.off, found.off_days, words.WORK_TIP)]
    means = [n / days for _, line, days, _ in lines for n in line if days]
    most = max(means, default=0.0)
    worst = found.worst
    names = [element("Th", str(h) if h % 3 == 0 else "", scope="col") for h in range(HOURS)]
    head = element("Tr", [element("Th", ""), *names, element("Th", words.HOURS_SUM)])
    marks = [(worst.weekday, worst.hour)] if worst else []
    body = [_line(*line, most=most, ring=[h for d, h in marks if d == n]) for n, line in enumerate(lines)]
    body += [_line(*line, most=most, ring=[], kind="split" if n == 0 else "split2") for n, line in enumerate(split)]
    table = element("Table", [element("Thead", head), element("Tbody", body)], className="hm")
    return element("Div", [table, _legend(most, foot)], className="hm-wrap")


def _line(
    name: str, counts: Sequence[int], days: int, tip: str, *, most: float, ring: Sequence[int], kind: str = ""
) -> Element:
    fields = [_field(name, hour, n, days, most, is_ring=hour in ring) for hour, n in enumerate(counts)]
    told: dict[str, Any] = marked(tip=tip) if tip else {}
    head, total = element("Th", name, scope="row", **told), element("Td", count(sum(counts)), className="num")
    return element("Tr", [head, *fields, total], className=kind)


def _field(name: str, hour: int, n: int, days: int, most: float, *, is_ring: bool) -> Element:
    mean = n / days if days else 0.0
    shade = 0 if not n or not most else min(CLASSES, int(CLASSES * mean / most) + 1)
    tip = words.HOURS_TIP.format(day=name, hour=hour, next=hour + 1, count=count(n), days=days, per_day=f"{mean:.1f}")
    return element("Td", className=f"q{shade} ring" if is_ring else f"q{shade}", **marked(tip=tip))


def _legend(most: float, foot: str) -> Element:
    swatches = [element("Div", [element("I", className="q0"), element("Span", "0")])]
    names = [f"<{most / CLASSES:.1f}", *(f"{most * n / CLASSES:.1f}+" for n in range(1, CLASSES))]
    swatches += [element("Div", [element("I", className=f"q{n}"), element("Span", name)]) for n, name in enumerate(names, 1)]
    return element("Div", [element("Span", words.HOURS_LEGEND), *swatches], className="hm-legend", tabIndex=0, **marked(tip=foot))
