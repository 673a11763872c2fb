"""The worst road sections or hexagons, each a link to its hours."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.element import Element, element
from dashboard.components.frame import href, nav_link
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.parking.change import change
from dashboard.components.parking.sight import Sight
from dashboard.components.tables import count
from dashboard.queries.cubes import cell_label
from dashboard.queries.parking import Road
from dashboard.texts import parking as words
from geodata import grid

MOST_CELLS = 8


def places(sight: Sight) -> html.Section:
    """The panel, by road section or by hexagon as `pick=by:` says."""
    by = "cells" if sight.state.picked("by") == "cells" else ""
    links = [
        nav_link(name, href(sight.state, pick=sight.state.picking("by", one)), className="on" if one == by else "")
        for one, name in words.BY.items()
    ]
    switch = element("Nav", links, className="r seg links", **marked(aria_label=words.BY_LABEL))
    if by:
        return panel(words.CELLS, words.CELLS_SUB, [_cells(sight)], right=switch, kind="pk-places")
    return panel(words.ROADS, words.ROADS_SUB, [_roads(sight)], right=switch, kind="pk-places")


def _roads(sight: Sight) -> Element:
    if not sight.roads.lines:
        return _nothing()
    most = sight.roads.lines[0].count
    heads = (("", "i"), (words.ROAD, "l"), ("", ""), (words.COUNT, ""), (words.CHANGE, ""), (words.PEAK, ""))
    rest = ((words.OTHER_ROADS, sight.roads.other_count), (words.UNNAMED, sight.roads.unnamed_count))
    body = [_road(n, road, most, sight) for n, road in enumerate(sight.roads.lines, 1)]
    return _table(heads, [*body, *(_rest(name, n, 6) for name, n in rest if n)])


def _road(place: int, road: Road, most: int, sight: Sight) -> Element:
    areas = sight.desk.pack.areas
    street = areas.short_name(road.street_code) if road.street_code else words.OUTSIDE_AREA
    name = nav_link([road.name, element("Small", street)], href(sight.state, item=road.key, cell=None), title=f"{road.name}（{street}）")
    said = "—" if sight.summary.is_stale else change(road.count, road.previous_count)
    cells = [
        element("Td", str(place), className="i"), element("Td", name, className="n"),
        element("Td", _bar(road.count, most), className="bar"), element("Td", element("B", count(road.count)), className="num"),
        element("Td", said, className="num"), element("Td", words.PEAK_HOUR.format(hour=road.worst_hour), className="num"),
    ]  # fmt: skip
    return element("Tr", cells, className="on" if road.key == sight.asked.road else "")


def _cells(sight: Sight) -> Element:
    found = sorted(sight.hexagons.counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_CELLS]
    if not found:
        return _nothing()
    least = sight.desk.pack.rules.suppression.min_count
    rows = [_cell(n, cell, number, found[0][1], sight) for n, (cell, number) in enumerate(found, 1)]
    others = sum(sight.hexagons.counts.values()) - sum(number for _, number in found)
    rest = [_rest(words.OTHER_CELLS, others, 4)] if others else []
    outside = sight.hexagons.outside_count
    tip = words.OUTSIDE_CELLS_TIP.format(least=least)
    rest += [_rest(words.OUTSIDE_CELLS, outside, 4, tip=tip)] if outside else []
    return _table((("", "i"), (words.CELL, "l"), ("", ""), (words.COUNT, "")), [*rows, *rest])


def _cell(place: int, cell: int, number: int, most: int, sight: Sight) -> Element:
    name = grid.name_of(cell)
    shown: Any = nav_link(cell_label(name), href(sight.state, cell=name, item="")) if not sight.hexagons.is_bound else cell_label(name)
    cells = [
        element("Td", str(place), className="i"), element("Td", shown, className="n"),
        element("Td", _bar(number, most), className="bar"), element("Td", element("B", count(number)), className="num"),
    ]  # fmt: skip
    return element("Tr", cells, className="on" if name == sight.asked.cell else "")


def _bar(number: int, most: int) -> Element:
    return element("I", style={"width": f"{100 * number / most:.0f}%"})


def _rest(name: str, number: int, width: int, *, tip: str = "") -> Element:
    told: dict[str, Any] = {"tabIndex": 0, **marked(tip=tip)} if tip else {}
    ends = [element("Td", "") for _ in range(width - 4)]
    named, summed = element("Td", element("Span", name, **told), className="n"), element("Td", count(number), className="num")
    shown = [element("Td", ""), named, element("Td", ""), summed]
    return element("Tr", [*shown, *ends], className="pseudo")


def _table(heads: tuple[tuple[str, str], ...], rows: list[Element]) -> Element:
    head = element("Thead", element("Tr", [element("Th", name, className=kind, scope="col") for name, kind in heads]))
    return element("Div", element("Table", [head, element("Tbody", rows)], className="rk"), className="pk-scroll", tabIndex=0)


def _nothing() -> Element:
    return element("Div", [element("I", className="g g-nodata"), words.NO_DATA], className="failed")
