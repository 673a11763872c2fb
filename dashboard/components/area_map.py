"""The map of a view: which hexagons, and what has to be said on it."""

from __future__ import annotations

from dash import html

from dashboard.components.map_panel import MapNotes, client_texts, map_panel
from dashboard.components.rail import BASE_SWITCHES, SWITCHES
from dashboard.desk import Desk
from dashboard.figures.basemap import map_figure
from dashboard.queries.resolutions import resolutions_for
from dashboard.state import ViewState
from dashboard.theme import named


def resolution(state: ViewState, desk: Desk) -> int:
    """H3 resolution of the view's hexagons."""
    return resolutions_for(state, desk.source()).default


def area_map(state: ViewState, desk: Desk) -> html.Section:
    """The map panel of a view."""
    rules, res = desk.pack.rules, resolution(state, desk)
    hidden = () if state.layers is None else {*SWITCHES, *BASE_SWITCHES} - set(state.layers)
    view = desk.maps.view(state.area, theme=named(state.theme), res=res, hidden=hidden)
    few = rules.suppression.min_count
    return map_panel(
        map_figure(view, texts=client_texts(few), breaks=rules.hex.breaks, few_below=few),
        res=res, breaks=rules.hex.breaks, few_below=few, notes=_notes(state, desk),
    )


def _notes(state: ViewState, desk: Desk) -> MapNotes:
    config, below = desk.pack.config, desk.pack.areas.children(state.area)
    return MapNotes(
        boundary=config.boundary_note if config.is_sketch_boundaries else "", attribution=config.attribution, approval=config.map_approval,
        is_sample=desk.data().is_sample, is_approx=config.allow_approx,
        unoutlined_count=sum(a.geometry is None for a in below if a.level != "community"),
    )
