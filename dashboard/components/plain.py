"""Elements as Dash writes them into its answer. Where a page has many hundreds of a kind, making them as objects takes most of its time."""

from __future__ import annotations

from typing import Any


def plain(kind: str, children: Any = None, **props: Any) -> dict[str, Any]:
    """The same as `html.<kind>(children, **props)`; for leaves of a page, never for what has an id."""
    return {"type": kind, "namespace": "dash_html_components", "props": {"children": children, **props}}
