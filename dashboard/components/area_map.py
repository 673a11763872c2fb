"""The map of a view: which hexagons, and what has to be said on it."""

from __future__ import annotations

from dataclasses import replace

from dash import html

from dashboard import texts
from dashboard.components.map_panel import MapNotes, client_texts, map_panel
from dashboard.components.switches import COMPLAINT_LAYERS, readable
from dashboard.desk import Desk
from dashboard.figures.basemap import map_graph
from dashboard.layers.mapview import MapView
from dashboard.queries.resolutions import resolutions_for
from dashboard.routes.mapdata import Cut
from dashboard.state import OWN_LEVEL, ViewState
from dashboard.theme import named
from geodata.pack import PackConfig


def map_view(state: ViewState, desk: Desk, *, layers: tuple[str, ...] = COMPLAINT_LAYERS) -> MapView:
    """The map that a view shows, with the page's own `layers` where the address names none.

    Raises NotFound for an area without any outline round it, RightsError for one that may not be seen.
    """
    res, cut = resolutions_for(state, desk.source()).default, Cut(state.period_from, state.period_to, state.categories)
    names = readable(layers if state.layers is None else state.layers)
    view = desk.maps.view(state.area, theme=named(state.theme), res=res, layers=names, cut=cut)
    return replace(view, boundary=state.boundary.isoformat() if state.boundary else "")


def area_map(view: MapView, desk: Desk, *, title: str = "", has_switches: bool = False) -> html.Section:
    """The map panel of a view; `has_switches` puts the layer panel on it, for pages without a rail."""
    rules = desk.pack.rules
    breaks, few = rules.hex.breaks, rules.suppression.min_count
    figure = map_graph(view, texts=client_texts(few, is_bound=view.is_bound), breaks=breaks, few_below=few)
    return map_panel(figure, res=view.res, breaks=breaks, few_below=few, notes=_notes(view, desk), title=title,
                     has_switches=has_switches)


def _boundary_words(view: MapView, config: PackConfig) -> str:
    note = config.boundary_note if config.is_sketch_boundaries else ""
    return " ・ ".join(part for part in (note, texts.MAP_BOUNDARY.format(day=view.boundary) if view.boundary else "") if part)


def _notes(view: MapView, desk: Desk) -> MapNotes:
    config, areas = desk.pack.config, desk.pack.areas
    drawn = areas.breadcrumb(view.area)[-1:] if view.level == OWN_LEVEL else [a for a in areas.children(view.area) if a.level != OWN_LEVEL]
    return MapNotes(
        boundary=_boundary_words(view, config),
        attribution=config.attribution,
        approval=config.map_approval,
        is_sample=desk.data().is_sample,
        is_approx=config.allow_approx,
        is_bound=view.is_bound,
        unoutlined_count=sum(a.geometry is None for a in drawn),
        shown=view.shown,
        has_hexagons="hexagons" not in view.hidden,
    )
