"""The way of personal data as a picture made of a table: one row an item, one column a stage, a bar for as long as it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.marks import marked
from geodata.inventory import STAGES, Item, State

LINE_BEFORE = STAGES.index("store")     # what personal data is masked in front of
SHOWN = (State.RAW, State.MASKED, State.KEYED, State.SEALED, State.PLACE, State.STAFF, State.NETWORK, State.COUNT)


def flow_table(items: Sequence[Item]) -> html.Div:
    """The picture; scrolls by itself where it is too wide. The word of each bar is in it, so that it reads without colours."""
    heads = [html.Th(texts.C_FLOW_ITEM, scope="col"), *[_head(i, stage) for i, stage in enumerate(STAGES)]]
    rows = [html.Tr([html.Th(item.name, scope="row"), *_cells(item)]) for item in items]
    return html.Div(html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="flow"), className="wide", tabIndex=0)


def flow_key(items: Iterable[Item]) -> html.Span:
    """The legend: every form that some item has."""
    used = {state for item in items for state in item.states}
    return html.Span([html.Span([html.I(className=f"bar {s}"), texts.C_STATES[s]]) for s in SHOWN if s in used], className="r flow-key")


def _head(index: int, stage: str) -> html.Th:
    return html.Th(texts.C_STAGES[stage], scope="col", className="line" if index == LINE_BEFORE else "")


def _cells(item: Item) -> Iterator[html.Td]:
    place, has_come = 0, False
    for state, run in groupby(item.states):
        width = len(list(run))
        yield html.Td(_bar(state, has_come), colSpan=width, className="line" if place == LINE_BEFORE else "")
        has_come = has_come or state not in (State.NEVER, State.GONE)
        place += width


def _bar(state: State, has_come: bool) -> Any:
    if state is State.NEVER:
        return None
    if state is State.GONE:
        return html.Span(texts.C_STATES[state], className="bar gone" if has_come else "bar gone early", **marked(state=state.value))
    return html.Span(texts.C_STATES[state], className=f"bar {state}", **marked(state=state.value))
