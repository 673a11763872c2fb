"""Berths beside the parking offences of each area below; where the records come from and how often cameras are wrong."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.element import element
from dashboard.components.frame import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.parking.sight import Sight
from dashboard.components.shell import short_names
from dashboard.components.tables import count, percent, table
from dashboard.queries.enforcement import SupplyLine
from dashboard.state import at_area
from dashboard.texts import parking as words


def supplied(sight: Sight) -> html.Section:
    """Supply and demand."""
    heads = tuple((name, n > 0) for n, name in enumerate(words.SUPPLY_HEADS))
    lines = [line for line in sight.supply if line.violation_count or line.site_count]
    rows = [_line(line, sight) for line in lines]
    silent = sum(bool(line.code) for line in sight.supply) - sum(bool(line.code) for line in lines)
    if rows and silent:
        rows.append((element("Span", words.SUPPLY_REST.format(count=silent), className="quiet"), "0", "", "", "", ""))
    tip = marked(tip=words.SUPPLY_TIP.format(foot=sight.foot))
    sub = html.Span(words.SUPPLY_SUB, tabIndex=0, **tip)
    return panel(words.SUPPLY, sub, [element("Div", table(heads, rows), className="pk-scroll")], kind="pk-supply")


def _line(line: SupplyLine, sight: Sight) -> tuple[Any, ...]:
    per = None if line.per_100_berths is None else f"{line.per_100_berths:,.1f}"
    area = None if line.new_area_m2 is None else count(round(line.new_area_m2))
    berths, locks = (None if n is None else count(n) for n in (line.berth_count, line.lock_removed_count))
    return (_name(line, sight), count(line.violation_count), *(_or_nothing(value) for value in (berths, per, locks, area)))


def _name(line: SupplyLine, sight: Sight) -> Any:
    if not line.code:
        return words.OUTSIDE_AREA if sight.state.level == "city" else words.UNKNOWN_AREA
    to = at_area(sight.state, line.code, sight.desk.pack)
    is_way = to.area == line.code and to.level in texts.LEVELS and sight.desk.covers(line.code) and not sight.desk.viewer.frozen_address
    name = short_names(sight.state.area, sight.desk.pack).get(line.code, line.name)
    return nav_link(name, href(to)) if is_way else name


def _or_nothing(value: str | None) -> Any:
    return value if value is not None else element("Span", words.NO_DATA, className="nodata")


def reported(sight: Sight) -> html.Section:
    """Sources, and the cameras that are wrong most often."""
    heads = tuple((name, n > 0) for n, name in enumerate(words.SOURCE_HEADS))
    rows = [
        (words.SOURCES[s.source], count(s.count + s.false_count), count(s.merged_count), count(s.false_count))
        for s in sight.sources
        if s.count or s.false_count
    ]
    least = sight.desk.pack.rules.parking.least_count
    camera_heads = tuple((name, n > 1) for n, name in enumerate(words.CAMERA_HEADS))
    short = sight.desk.pack.areas.short_name
    streets = [short(c.street_code) if c.street_code else "" for c in sight.cameras]
    told = zip(sight.cameras, streets, strict=True)
    lines = [(c.camera_no, street, count(c.record_count), percent(c.false_share)) for c, street in told]
    wrong = table(camera_heads, lines) if lines else element("P", words.CAMERA_NONE.format(least=least), className="failed")
    tip = marked(tip=words.CAMERA_TIP.format(least=least, foot=sight.foot))
    sub = html.Span(words.SOURCE_SUB, tabIndex=0, **tip)
    body = [table(heads, rows), *([wrong] if rows else [])]
    return panel(words.SOURCE_TITLE, sub, [element("Div", body, className="pk-scroll")], kind="pk-sources")
