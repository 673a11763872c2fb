"""A plain table: heads, rows, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import texts
from dashboard.components.element import Element, element


def table(heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[Any]], foot: Sequence[Any] = ()) -> html.Div:
    """Heads are (name, is it a number); without rows it says 无数据. Scrolls by itself where it is too wide."""
    if not rows:
        return html.Div([html.I(className="g g-nodata"), texts.DATA_NONE], className="failed")
    numbers = [is_number for _, is_number in heads]
    body = [element("Tr", _cells(row, numbers)) for row in rows]
    return html.Div(
        className="wide",
        tabIndex=0,
        children=html.Table(
            className="tbl",
            children=[
                html.Thead(html.Tr([html.Th(name, className="num" if is_number else "", scope="col") for name, is_number in heads])),
                html.Tbody(body),
                html.Tfoot(html.Tr(_cells(foot, numbers))) if foot else html.Tfoot(),
            ],
        ),
    )


def _cells(row: Sequence[Any], numbers: Sequence[bool]) -> list[Element]:
    return [element("Td", cell, className="num" if is_number else "") for cell, is_number in zip(row, numbers, strict=True)]


def count(value: int) -> str:
    """2,946."""
    return f"{value:,}"


def percent(share: float | None) -> str:
    """A share of 0-1 as 12.3%; — where there is none."""
    return "—" if share is None else f"{100 * share:.1f}%"
