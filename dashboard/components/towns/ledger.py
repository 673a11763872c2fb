"""One of the two lists of tasks: sums by kind and unit beside the single items. Every sum is a sum of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.element import Element, element
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.tables import table
from dashboard.components.towns.sight import Sight, glyph, short_day
from dashboard.queries.town_tasks import MONEY, NO_ITEMS, Ask, Rollup, TaskLine, TownItems, shown_quantity
from dashboard.texts import towns as words


def ledger(ask: Ask, sums: Sequence[Rollup], towns: Sequence[TownItems], listed: html.Section, sight: Sight) -> html.Div:
    """The sums of a whole list by kind and by town, beside its items."""
    left = html.Div([rollup(sums, sight, name=words.LEDGER[ask.list_name], kind=ask.kind), _by_town(towns, sight)], className="ledger-left")
    return html.Div([left, listed], className="ledger")


def listed(ask: Ask, items: Sequence[TaskLine], total: int, sight: Sight) -> html.Section:
    """Single items of the address; `total` is how many there are of them."""
    sub = words.ITEMS_SUB.format(shown=total) if total == len(items) else words.ITEMS_SUB_CUT.format(shown=len(items), total=f"{total:,}")
    body = [_table(ask, items, sight)] if items else [html.P([html.I(className="g g-nodata"), words.NO_ITEMS], className="failed")]
    return panel(words.ITEMS, sub, [html.Div(body, className="scroll", tabIndex=0)], right=_chips(ask, sight), kind="items")


def asked(sight: Sight) -> Ask:
    """Which items an address asks for."""
    status = sight.state.picked("status")
    return Ask(sight.state.tab, sight.state.picked("kind"), status if status in words.STATUSES else "")


def rollup(sums: Sequence[Rollup], sight: Sight, *, name: str, kind: str = "") -> html.Section:
    """Sums by kind and unit as a table; a kind is a link that shows its items only."""
    has_money = any(r.planned_cny or r.paid_cny for r in sums)
    names = words.ROLLUP_HEADS if has_money else words.ROLLUP_HEADS_PLAIN
    heads = tuple((head, i not in (0, 2)) for i, head in enumerate(names))
    rows = [_sums(r, sight, name, is_on=r.kind == kind, has_money=has_money) for r in sums]
    return panel(words.ROLLUP, words.ROLLUP_SUB, [table(heads, rows, _foot(sums, has_money=has_money) if rows else ())], kind="rollup")


def quantity(value: float | None, unit: str) -> str:
    """50.0 万 m², 200.0 km, 15,000 m²; — where there is none."""
    if value is None:
        return "—"
    shown, unit = shown_quantity(value, unit)
    if unit == "m²" and abs(shown) >= 10 * words.WAN:
        return f"{shown / words.WAN:,.1f} {words.WAN_M2}"
    return f"{shown:,.1f} {unit}" if unit == "km" or shown != round(shown) else f"{shown:,.0f} {unit}"


def money(value: float | None) -> str:
    """1.25 亿元, 340 万元; — where there is none."""
    if value is None:
        return "—"
    if abs(value) >= words.YI:
        return f"{value / words.YI:,.2f} {words.MONEY_YI}"
    return f"{value / words.WAN:,.0f} {words.MONEY_WAN}"


def status_mark(line: TaskLine) -> list[Any]:
    """Shape and word of an item's status; late is said before open."""
    shape, word = words.STATUSES["late" if line.is_late and line.status == "open" else line.status]
    late = [element("Small", words.STATUSES["late"][1], className="c-alarm")] if line.is_late and line.status != "open" else []
    return [glyph(shape), word, *late]


def _sums(found: Rollup, sight: Sight, name: str, *, is_on: bool, has_money: bool) -> tuple[Any, ...]:
    done, planned = quantity(found.done, found.unit), quantity(found.planned, found.unit)
    tip = words.ROLLUP_TIP.format(kind=found.kind, done=done, planned=planned, as_of=sight.as_of, list=name)
    share = 100 * found.done / found.planned if found.planned else 0
    bar = html.Div(html.I(style={"width": f"{min(100, share):.1f}%"}), className="track", **marked(tip=tip))
    link = sight.link(found.kind, sight.picking(kind="" if is_on else found.kind), className="on" if is_on else "")
    late = html.Span(f"{found.late:,}", className="c-alarm") if found.late else "0"
    counts = (f"{found.items.done:,}", f"{found.items.open:,}", f"{found.items.reopened:,}", late)
    cny = (money(found.planned_cny), money(found.paid_cny)) if has_money else ()
    return (link, html.B(done, **marked(tip=tip)), bar, planned, *counts, *cny)


def _foot(sums: Sequence[Rollup], *, has_money: bool) -> tuple[Any, ...]:
    items = sum((r.items for r in sums), NO_ITEMS)
    counts = (f"{items.done:,}", f"{items.open:,}", f"{items.reopened:,}", f"{sum(r.late for r in sums):,}")
    cny = (money(sum(r.planned_cny or 0 for r in sums)), money(sum(r.paid_cny or 0 for r in sums))) if has_money else ()
    return (words.ROLLUP_SUM, "", "", "", *counts, *cny)


def _by_town(towns: Sequence[TownItems], sight: Sight) -> html.Section:
    heads = tuple((head, i not in (0, 1)) for i, head in enumerate(words.BY_TOWN_HEADS))
    rows = []
    for found in towns:
        share = 100 * found.items.done / found.items.total
        bar = html.Div(html.I(style={"width": f"{share:.1f}%"}), className="track")
        late = html.Span(f"{found.late:,}", className="c-alarm") if found.late else "0"
        counts = (f"{found.items.done:,}", f"{found.items.open:,}", f"{found.items.reopened:,}")
        rows.append((sight.link(found.name, sight.to(found.no)), bar, f"{share:.0f}%", *counts, late))
    return panel(words.BY_TOWN, words.BY_TOWN_SUB, [html.Div(table(heads, rows), className="scroll", tabIndex=0)], kind="by-town")


def _chips(ask: Ask, sight: Sight) -> html.Div:
    links = [
        sight.link(name, sight.picking(status=status), className="on" if status == ask.status else "")
        for status, name in words.STATUS_CHIPS
    ]  # fmt: skip
    return html.Div(links, className="seg links r", role="group", **marked(aria_label=words.STATUS_LABEL))


def _table(ask: Ask, items: Sequence[TaskLine], sight: Sight) -> html.Table:
    has_money = ask.list_name == MONEY or any(x.planned_cny or x.paid_cny for x in items)
    heads = (*words.ITEM_HEADS, *(words.ITEM_MONEY if has_money else ()))
    head = html.Tr([html.Th(name, scope="col", className="num" if i > 5 else "") for i, name in enumerate(heads)])
    return html.Table([html.Thead(head), html.Tbody([_item(x, sight, has_money=has_money) for x in items])], className="tbl list")


def _item(line: TaskLine, sight: Sight, *, has_money: bool) -> Element:
    days = [short_day(day, sight.today) if day else "—" for day in (line.planned_date, line.done_date)]
    numbers = [*days, quantity(line.planned_quantity, line.unit), quantity(line.done_quantity, line.unit)]
    numbers += [money(line.planned_cny), money(line.paid_cny)] if has_money else []
    town = sight.link(line.town_name, sight.to(line.town_no))
    title = element("Span", line.title, className="clip", title=line.title)
    told = (line.no, town, title, line.kind, line.owner)
    texts = [element("Td", status_mark(line), className="h-state"), *(element("Td", t) for t in told)]
    return element("Tr", [*texts, *(element("Td", n, className="num") for n in numbers)])
