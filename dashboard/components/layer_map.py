"""The map of a page whose subject is a layer of data: that layer on, complaints off until somebody switches them on."""

from __future__ import annotations

from typing import Any

from dashboard.components.area_map import area_map, map_view
from dashboard.components.shell import shell
from dashboard.components.switches import BASE_SWITCHES
from dashboard.desk import Desk
from dashboard.state import ViewState


def layer_map(state: ViewState, desk: Desk, *, layers: tuple[str, ...], title: str) -> list[Any]:
    """The map panel with these layers of data on, and the store of the page: both belong into the page's content.

    Raises NotFound for an area without any outline round it.
    """
    begun = (*layers, *BASE_SWITCHES)
    view = map_view(state, desk, layers=begun)
    return [area_map(view, desk, title=title, has_switches=True), shell(state, desk, view, layers=begun)]
