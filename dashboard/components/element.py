"""An HTML element as Dash writes it to the browser, made at once: for tables of thousands of cells, whose classes take most of a page.

A page of 61 rows has some 3,000 elements; 25 µs each as `dash.html` components, 1 µs each here.
"""

from __future__ import annotations

from typing import Any

NAMESPACE = "dash_html_components"

Element = Any                       # a dict, which the types of dash.html do not take for a child


def element(kind: str, children: Any = None, **attributes: Any) -> Element:
    """`element("Td", "3", className="num")` is to the browser what `html.Td("3", className="num")` is; children may be of either kind."""
    return {"type": kind, "namespace": NAMESPACE, "props": {"children": children, **attributes}}
