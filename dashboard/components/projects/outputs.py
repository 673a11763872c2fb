"""产出: what the projects bring against what is there, by category; money planned, in place and paid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.element import element
from dashboard.components.marks import marked
from dashboard.components.panels import panel
from dashboard.components.projects.grid import empty
from dashboard.components.projects.sight import Sight, light_word
from dashboard.components.projects.strip import tally_bars
from dashboard.components.tables import table
from dashboard.figures.progress import money_course
from dashboard.queries.programme.records import Money, MoneyReport, OutputLine, OutputSum, PackageMoney
from dashboard.texts import projects as words
from dashboard.theme import named

YI, WAN = 1e8, 1e4
MOST_LINES = 300


def outputs_view(sight: Sight, lines: Sequence[OutputLine], money: MoneyReport) -> html.Div:
    """The sub-view 产出 of the projects shown."""
    if not sight.found.shown:
        return html.Div(html.Section(empty(sight), className="panel tb"), className="out")
    return html.Div(className="out", children=[
        html.Div([_sums(sight), _categories(sight)], className="col"),
        html.Div([_money(sight, money), *_course(sight, money)], className="col funds"),
        html.Div([_projects(sight, lines)], className="col"),
    ])  # fmt: skip


def amount(value: float | None) -> str:
    """30,000, 4,960,000, 12.5; 无数据 where nothing is known."""
    return words.NONE if value is None else f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def money_words(value: float | None) -> str:
    """1.20 亿元, 800 万元."""
    if value is None:
        return words.NONE
    return words.YI_UNIT.format(value=value / YI) if abs(value) >= YI else words.WAN_UNIT.format(value=value / WAN)


def _sums(sight: Sight) -> html.Section:
    sums = sight.found.summary.outputs
    count = sum(s.project_count for s in sums)
    body: Any = html.Div([_output(s, sight) for s in sums], className="sums") if sums else _none(words.OUTPUTS_NONE)
    return panel(words.OUTPUTS, words.OUTPUTS_SUB.format(count=count), [body], kind="outputs")


def _output(found: OutputSum, sight: Sight) -> html.Div:
    share = found.done_pct
    done = amount(found.done)
    tip = words.OUTPUT_TIP.format(name=found.name, total=amount(found.total), unit=found.unit, done=done, as_of=sight.as_of)
    bar = html.Span(html.U(style={"width": f"{min(share or 0, 100):.1f}%"}), className="tr")
    return html.Div(className="sum", tabIndex=0, **marked(tip=tip), children=[
        html.H3([found.name, html.Small(words.ITEMS.format(count=found.project_count))]),
        html.P([html.B(amount(found.total)), html.Small(found.unit)], className="v"),
        html.Div([bar, html.Span([done, html.Small(f"{share:.0f}%") if share is not None else ""])], className="pg"),
    ])  # fmt: skip


def _categories(sight: Sight) -> html.Section:
    right = html.Span(words.CATEGORIES_RIGHT, className="r key")
    bars = tally_bars(sight.found.summary.by_category, "category", sight)
    return panel(words.CATEGORIES, words.CATEGORIES_SUB, [bars], right=right, kind="packages", tile="by-category")


def _money(sight: Sight, found: MoneyReport) -> html.Section:
    if not found.project_count:
        return panel(words.MONEY, "", [_none(words.MONEY_NONE)], kind="money")
    most = max((p.money.planned_cny or 0 for p in found.by_package), default=1) or 1
    rows = [_package(p, most, sight) for p in sorted(found.by_package, key=lambda p: -(p.money.planned_cny or 0))]
    total = _package(PackageMoney(words.MONEY_TOTAL, found.project_count, found.total), found.total.planned_cny or 1, sight)
    key = html.Span([html.Span([html.I(className=kind), name]) for kind, name in words.MONEY_KEY], className="r key mk")
    heads = tuple((name, n >= 2) for n, name in enumerate(words.MONEY_HEADS))
    return panel(words.MONEY, words.MONEY_SUB.format(count=found.project_count), [table(heads, rows, total)], right=key, kind="money")


def _course(sight: Sight, found: MoneyReport) -> list[html.Section]:
    """Money summed up month by month: what the plan wants, what was paid."""
    if len(found.by_month) < 2:
        return []
    planned = [(m.month, m.planned_cny / YI) for m in found.by_month if m.planned_cny is not None]
    paid = [(m.month, m.paid_cny / YI) for m in found.by_month if m.paid_cny is not None]
    figure = money_course(named(sight.state.theme), planned=planned, paid=paid, today=sight.today)
    graph = dcc.Graph(id="project-money", figure=figure, config={"displayModeBar": False}, responsive=True, style={"height": "100%"})
    key = html.Span([html.I(), words.COURSE_PAID, html.I(className="past"), words.COURSE_PLAN], className="r k")
    body = html.Div(html.Div(graph, className="chart"), className="c")
    return [panel(words.COURSE, words.COURSE_SUB, [body], right=key, kind="course")]


def _package(found: PackageMoney, most: float, sight: Sight) -> tuple[Any, ...]:
    m = found.money
    tip = words.MONEY_TIP.format(name=found.name or words.UNNAMED, planned=money_words(m.planned_cny), in_place=money_words(m.in_place_cny),
                                 paid=money_words(m.paid_cny), as_of=sight.as_of)  # fmt: skip
    share = f"{100 * m.paid_cny / m.planned_cny:.0f}%" if m.paid_cny is not None and m.planned_cny else "—"
    name = html.Span(found.name or words.UNNAMED, tabIndex=0, **marked(tip=tip))
    return name, _bars(m, most), *map(_yi, (m.planned_cny, m.in_place_cny, m.paid_cny)), share


def _bars(money: Money, most: float) -> html.Div:
    parts = (("plan", money.planned_cny), ("place", money.in_place_cny), ("paid", money.paid_cny))
    drawn = [html.I(className=kind, style={"width": f"{100 * (value or 0) / most:.1f}%"}) for kind, value in parts]
    return html.Div(drawn, className="mbar")


def _yi(value: float | None) -> str:
    return "—" if value is None else words.YI.format(value=value / YI)


def _projects(sight: Sight, lines: Sequence[OutputLine]) -> html.Section:
    ordered = sorted(lines, key=lambda o: (o.name, -o.planned, o.line.no))[:MOST_LINES]
    if not ordered:
        return panel(words.OUTPUT_PROJECTS, "", [_none(words.OUTPUTS_NONE)], kind="places")
    heads = [html.Th(name, className=_side(n), scope="col") for n, name in enumerate(words.OUTPUT_PROJECT_HEADS)]
    rows: Any = [element("Tr", [element("Td", cell, className=_side(n)) for n, cell in enumerate(_cells(o, sight))]) for o in ordered]
    body = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="tbl")
    return panel(words.OUTPUT_PROJECTS, words.OUTPUT_PROJECTS_SUB, [html.Div(body, className="wide", tabIndex=0)], kind="places")


def _side(column: int) -> str:
    return "num" if column in (2, 3, 5) else ""


def _cells(found: OutputLine, sight: Sight) -> tuple[Any, ...]:
    line, (glyph, light) = found.line, light_word(found.line.light.code)
    name = element("A", line.name, href=sight.to(line), title=line.name, **marked(nav=""))
    end = line.expected_end.isoformat() if line.expected_end else words.NONE
    state = element("Span", [element("I", className=f"g g-{glyph}"), light])
    return name, found.name, f"{amount(found.planned)} {found.unit}", amount(found.done), state, end


def _none(said: str) -> html.P:
    return html.P([html.I(className="g g-nodata"), said], className="failed")
