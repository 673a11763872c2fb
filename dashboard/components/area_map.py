"""The map of a view: which hexagons, and what has to be said on it."""

from __future__ import annotations

from dash import html

from dashboard.components.map_panel import MapNotes, client_texts, map_panel
from dashboard.components.rail import BASE_SWITCHES, SWITCHES
from dashboard.desk import Desk
from dashboard.figures.basemap import map_figure
from dashboard.layers.mapview import MapView
from dashboard.queries.resolutions import resolutions_for
from dashboard.routes.mapdata import Cut
from dashboard.state import OWN_LEVEL, ViewState
from dashboard.theme import named


def map_view(state: ViewState, desk: Desk) -> MapView:
    """The map that a view shows. Raises NotFound for an area without any outline round it, RightsError for one that may not be seen."""
    res, cut = resolutions_for(state, desk.source()).default, Cut(state.period_from, state.period_to, state.categories)
    hidden = () if state.layers is None else {*SWITCHES, *BASE_SWITCHES} - set(state.layers)
    return desk.maps.view(state.area, theme=named(state.theme), res=res, hidden=hidden, cut=cut)


def area_map(view: MapView, desk: Desk) -> html.Section:
    """The map panel of a view."""
    rules = desk.pack.rules
    breaks, few = rules.hex.breaks, rules.suppression.min_count
    figure = map_figure(view, texts=client_texts(few, is_bound=view.is_bound), breaks=breaks, few_below=few)
    return map_panel(figure, res=view.res, breaks=breaks, few_below=few, notes=_notes(view, desk))


def _notes(view: MapView, desk: Desk) -> MapNotes:
    config, areas = desk.pack.config, desk.pack.areas
    drawn = areas.breadcrumb(view.area)[-1:] if view.level == OWN_LEVEL else [a for a in areas.children(view.area) if a.level != OWN_LEVEL]
    return MapNotes(
        boundary=config.boundary_note if config.is_sketch_boundaries else "",
        attribution=config.attribution,
        approval=config.map_approval,
        is_sample=desk.data().is_sample,
        is_approx=config.allow_approx,
        is_bound=view.is_bound,
        unoutlined_count=sum(a.geometry is None for a in drawn),
    )
