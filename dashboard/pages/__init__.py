"""The pages: one file each. A new page is one new file, one line here, and its name in dashboard.texts.NAVIGATION."""

from __future__ import annotations

from types import MappingProxyType
from typing import Protocol

from dash import html

from dashboard.desk import Desk
from dashboard.pages import compliance, home, hotspots, parking, projects, quality, towns, wall, waterlogging
from dashboard.pages import help as help_page
from dashboard.state import ViewState
from dashboard.walls.names import PREFIX


class Page(Protocol):
    """What a page module has."""

    def layout(self, state: ViewState, desk: Desk, notices: tuple[str, ...]) -> html.Div:
        """The page of a view; `notices` say what of the address was not understood."""


PAGES: MappingProxyType[str, Page] = MappingProxyType(
    {
        "/": home,
        "/hotspots": hotspots,
        "/waterlogging": waterlogging,
        "/parking": parking,
        "/projects": projects,
        "/towns": towns,
        "/quality": quality,
        "/compliance": compliance,
        "/help": help_page,
    }
)


def page_at(path: str) -> Page:
    """The page of an address; that of every wall is one and the same."""
    return wall if path.startswith(PREFIX) else PAGES[path]
