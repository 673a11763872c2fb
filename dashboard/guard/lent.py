"""A viewer lent to this product's own browser: put into a request's environment by the process itself, where no header can put anything."""

from __future__ import annotations

from flask import Request

from dashboard.access.viewer import Viewer

LENT = "huitian.lent_viewer"


def lent_viewer(asked: Request) -> Viewer | None:
    """Whoever asked for the picture that this request is for; None for every request from outside."""
    found = asked.environ.get(LENT)
    return found if isinstance(found, Viewer) else None
