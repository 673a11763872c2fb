"""Links between views: an address with some fields other, a link that moves without loading the page again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from dashboard.components.element import Element, element
from dashboard.components.marks import marked
from dashboard.state import ViewState, to_query


def href(state: ViewState, **other: Any) -> str:
    """The address of a view with some fields other, as links on a page carry it."""
    changed = replace(state, **other)
    return f"{changed.path}?{to_query(changed)}"


def nav_link(text: Any, address: str, **attributes: Any) -> html.A:
    """A link that moves without loading the page again."""
    return html.A(text, href=address, **marked(nav=""), **attributes)


def plain_link(text: Any, address: str, **attributes: Any) -> Element:
    """The same as a plain element, for long lists."""
    return element("A", text, href=address, **marked(nav=""), **attributes)
